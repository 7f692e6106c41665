"""Locks of learners in the window: four pictures for those who do not read numbers, and what the owner of the computer asks of everybody."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox

from player.services.learners import LearnerCard
from player.services.pins import LOCK_PICTURES
from player.settings import CHOICES, Locks
from player.ui import tokens
from player.ui.locks import kinds
from player.ui.picture_names import picture_name
from player.ui.routes import LearnersRoute, LibraryRoute, LockRoute, SettingsRoute
from player.ui.widgets.cards import CardButton
from tests.forge.pictures import faults
from tests.forge.window import Stage

MINE = ("sun", "fish", "fish", "key")


def locked(stage: Stage, name: str = "Nora Example") -> LearnerCard:
    def make(player: Any) -> LearnerCard:
        card: LearnerCard = player.learners.create(name, "bird", "sea")
        return player.learners.set_pictures(card.id, MINE, MINE)  # type: ignore[no-any-return]

    return stage.asked(make)


def tile(stage: Stage, name: str) -> None:
    found = next(each for each in stage.window.findChildren(CardButton) if each.isVisible() and each.accessibleName().startswith(name))
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    stage.settle()


def choose(stage: Stage, *pictures: str) -> None:
    for picture in pictures:
        stage.click(f"pictures.{picture}")
    stage.settle()


def test_every_picture_has_a_name_and_a_look_of_its_own() -> None:
    assert set(LOCK_PICTURES) == set(tokens.LOCK_PICTURES)
    for pictures in (LOCK_PICTURES, tokens.PICTURES):
        assert len({picture_name(key) for key in pictures}) == 12
    assert len({name for name, _ in tokens.LOCK_PICTURES.values()}) == 12


def test_the_board_asks_for_the_pictures(stage: Stage) -> None:
    locked(stage)
    stage.board()
    tile(stage, "Nora Example")
    assert stage.find("pictures.sun").hasFocus()
    choose(stage, "key", "fish", "fish", "sun")  # the same in another order
    stage.wait(lambda: "in another order" in stage.words("learner.said"))
    assert stage.window.desk.session.learner is None
    assert stage.find("pictures.chosen").accessibleName() == "0 of 4 pictures chosen"
    choose(stage, *MINE)
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert stage.words("learner.current") == "Nora Example"


def test_after_wrong_tries_the_pictures_rest(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr("player.ui.pin_sheet.monotonic", lambda: moment[0])
    locked(stage)
    stage.board()
    tile(stage, "Nora Example")
    for _ in range(3):
        choose(stage, "cat", "cat", "car", "car")
        stage.wait(lambda: stage.find("pictures.chosen").accessibleName().startswith("0"))
    stage.wait(lambda: "The next try is looked at in 5" in stage.words("learner.said"))
    assert not stage.find("pictures.sun").isEnabled()
    moment[0] += 6
    stage.clock.forward(seconds=6)
    stage.wait(lambda: stage.find("pictures.sun").isEnabled())
    assert stage.find("pictures.sun").hasFocus()
    choose(stage, *MINE)
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))


def test_by_keyboard_alone_and_heard(stage: Stage) -> None:
    """Arrows go as the pictures lie, Space takes one, Backspace gives the last one back; each says its name, and how many there are is told."""
    locked(stage)
    stage.board()
    tile(stage, "Nora Example")
    chosen = stage.find("pictures.chosen")

    def here() -> str:
        widget = QApplication.focusWidget()
        assert widget is not None
        told = QAccessible.queryAccessibleInterface(widget)
        assert told.role() in {QAccessible.Role.Button, QAccessible.Role.PushButton}
        return told.text(QAccessible.Text.Name)

    assert here() == "sun"
    for key, name in ((Qt.Key.Key_Left, "sun"), (Qt.Key.Key_Right, "house"), (Qt.Key.Key_Down, "bird"), (Qt.Key.Key_Down, "music"),
                      (Qt.Key.Key_Down, "music"), (Qt.Key.Key_Up, "bird"), (Qt.Key.Key_Up, "house"), (Qt.Key.Key_Left, "sun")):  # fmt: skip
        stage.key(key)
        assert here() == name
    stage.key(Qt.Key.Key_Space)
    stage.key(Qt.Key.Key_Return)
    assert chosen.accessibleName() == "2 of 4 pictures chosen"
    stage.key(Qt.Key.Key_Backspace)
    assert chosen.accessibleName() == "1 of 4 pictures chosen"
    for name in ("fish", "fish", "key"):
        stage.find(f"pictures.{name}").setFocus()
        stage.key(Qt.Key.Key_Space)
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))


def test_the_last_one_is_taken_back_with_the_mouse(stage: Stage) -> None:
    locked(stage)
    stage.board()
    tile(stage, "Nora Example")
    choose(stage, "sun", "car")
    stage.click("pictures.back")
    choose(stage, *MINE[1:])
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))


def test_the_arrows_are_mirrored(stage: Stage) -> None:
    stage.settings = stage.window.desk.settings.changed(direction="rtl")
    locked(stage)
    stage.board()
    stage.resized(direction="rtl")
    tile(stage, "Nora Example")
    stage.key(Qt.Key.Key_Left)
    assert stage.find("pictures.house").hasFocus()
    assert stage.find("pictures.house").x() < stage.find("pictures.sun").x()


def test_alt_left_goes_back_to_the_board(stage: Stage) -> None:
    locked(stage)
    stage.board()
    tile(stage, "Nora Example")
    QTest.keyClick(stage.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    stage.find("learners.board")
    assert not stage.sees("pictures.sun")


def test_forgotten_pictures_are_removed_by_the_trainers_pin(stage: Stage) -> None:
    locked(stage)
    stage.asked(lambda player: player.trainer.set_pin("Tess", "2718", "2718"))
    stage.board()
    tile(stage, "Nora Example")
    assert stage.find("learner.forgotten", QAbstractButton).text() == "Pictures forgotten?"
    stage.click("learner.forgotten")
    stage.write("trainer.pin", "2718")
    stage.click("trainer.unlock")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert not stage.asked(lambda player: player.learners.all())[0].lock


def test_set_and_changed_in_the_settings(stage: Stage) -> None:
    stage.open()
    stage.show(SettingsRoute("people"))
    stage.click("people.setPin")
    stage.click("people.choosePictures")
    choose(stage, *MINE)
    stage.wait(lambda: "again" in stage.text())
    choose(stage, *reversed(MINE))
    stage.wait(lambda: "The pictures differ" in stage.words("people.said") or "second time" in stage.words("people.said"))
    choose(stage, "sun", "sun", "sun", "sun")
    choose(stage, "sun", "sun", "sun", "sun")
    stage.wait(lambda: "again and again" in stage.words("people.said"))
    choose(stage, *MINE)
    stage.click("people.cancelPin")  # begin again
    choose(stage, *MINE)
    choose(stage, *MINE)
    stage.says("Your pictures are set")
    learner = stage.window.desk.session.learner
    assert learner is not None
    assert learner.lock == "pictures"
    stage.click("people.setPin")
    choose(stage, *MINE)
    stage.click("people.choosePin")
    for name in ("people.newPin", "people.newPinAgain"):
        stage.write(name, "0815")
    stage.click("people.keepPin")
    stage.says("Your PIN is set")
    assert stage.asked(lambda player: player.learners.check_lock(learner.id, "0815")).lock == "pin"


# --- what the owner asks ---


@pytest.mark.parametrize("rule", CHOICES["locks"])
def test_what_each_rule_lets_one_set(rule: Locks) -> None:
    assert kinds(rule) == {"pin": ("pin",), "pictures": ("pictures",), "none": ()}.get(rule, ("pin", "pictures"))


def rule(stage: Stage, value: str) -> None:
    choice = stage.find("people.locks", QComboBox)
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())
    stage.settle()


def test_where_everybody_must_have_one_it_is_set_before_anything_else(stage: Stage) -> None:
    stage.open()
    stage.show(SettingsRoute("people"))
    rule(stage, "pictures")
    assert stage.kept[-1].locks == "pictures"
    stage.window.go(LibraryRoute())
    stage.settle()
    assert stage.window.route == LockRoute()
    assert stage.words("learner.current") == "Nora Example"
    choose(stage, *MINE)
    choose(stage, *MINE)
    stage.says("Your lock is set")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.show(SettingsRoute("people"))
    assert not stage.sees("people.removePin")
    stage.find("people.setPin")
    stage.click("learner.notYou")
    stage.find("learners.board")
    stage.click("learners.guest")  # has no name to guard
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))


@pytest.mark.parametrize("way", ["page.leave", "learner.notYou", "alt"])
def test_whoever_does_not_want_one_goes_back_to_the_board(stage: Stage, way: str) -> None:
    stage.board()
    stage.resized(locks="required")
    stage.click("learners.new")
    stage.write("learners.name", "Bo")
    stage.click("learners.create")
    stage.wait(lambda: stage.window.route == LockRoute())
    stage.find("people.choosePin")
    stage.click("settings.open")
    stage.wait(lambda: isinstance(stage.window.route, SettingsRoute))
    stage.click("page.leave")
    stage.wait(lambda: stage.window.route == LockRoute())
    if way == "alt":
        QTest.keyClick(stage.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    else:
        stage.click(way)
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))
    assert stage.window.desk.session.learner is None


def test_where_there_are_no_locks_none_is_offered_and_an_old_one_holds(stage: Stage) -> None:
    locked(stage)
    stage.open("Ben Beispiel")
    stage.resized(locks="none")
    stage.show(SettingsRoute("people"))
    assert not stage.sees("people.setPin")
    stage.click("learner.notYou")
    stage.find("learners.board")
    tile(stage, "Nora Example")
    choose(stage, *MINE)
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.show(SettingsRoute("people"))
    assert not stage.sees("people.setPin")
    stage.click("people.removePin")
    choose(stage, *MINE)
    stage.says("Your lock was removed")


def test_the_trainers_pin_guards_the_rule(stage: Stage) -> None:
    stage.open()
    stage.asked(lambda player: player.trainer.set_pin("Tess", "2718", "2718"))
    stage.show(SettingsRoute("people"))
    rule(stage, "none")
    assert stage.window.desk.settings.locks == "choice"
    stage.click("trainer.cancel")
    assert stage.find("people.locks", QComboBox).currentData() == "choice"
    rule(stage, "none")
    stage.write("trainer.pin", "0000")
    stage.click("trainer.unlock")
    stage.wait(lambda: "wrong" in stage.words("trainer.said"))
    stage.write("trainer.pin", "2718")
    stage.click("trainer.unlock")
    stage.wait(lambda: stage.window.desk.settings.locks == "none")


@pytest.mark.parametrize("look", [{}, {"theme": "dark"}, {"theme": "contrast"}, {"direction": "rtl"}, {"text_scale": 2.0}], ids=str)
def test_every_state_in_every_look(stage: Stage, look: dict[str, object]) -> None:
    locked(stage)
    stage.open("Ben Beispiel")
    stage.resized(**look)

    def see() -> None:
        stage.settle()
        assert not faults(stage.window), faults(stage.window)

    stage.show(SettingsRoute("people"))
    see()
    for name in ("people.setPin", "people.choosePictures"):
        stage.click(name)
        see()
    choose(stage, "sun", "umbrella")
    see()
    choose(stage, "sun", "umbrella")
    see()
    stage.resized(locks="required")
    stage.window.go(LibraryRoute())
    see()
    stage.window.sign_out()
    stage.find("learners.board")
    tile(stage, "Nora Example")
    choose(stage, "sun")
    see()
