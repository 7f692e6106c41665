"""PINs of learners, guests who give a name, and signing out whoever has gone away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from player.course.model import Chapter, CountsWhen, Kind, Lesson, Rule
from player.services.learners import LearnerCard
from player.ui.idle import IdleWatch
from player.ui.intake import Job
from player.ui.routes import ClaimRoute, LearnersRoute, LessonRoute, LibraryRoute, QuizRoute, SettingsRoute
from player.ui.widgets.note_field import NoteField
from tests.forge.pictures import faults
from tests.forge.window import BOXES, Stage, tea, write_course

WRITTEN = Lesson("write", "A few words", Kind.ASSIGNMENT, CountsWhen(Rule.HANDED_IN), file="text.md")


def nora(stage: Stage, pin: str = "4711") -> LearnerCard:
    def make(player: Any) -> LearnerCard:
        card: LearnerCard = player.learners.create("Nora Example", "bird", "sea")
        return player.learners.set_pin(card.id, pin, pin) if pin else card  # type: ignore[no-any-return]

    return stage.asked(make)


def tile(stage: Stage, name: str) -> None:
    from player.ui.widgets.cards import CardButton

    found = next(each for each in stage.window.findChildren(CardButton) if each.isVisible() and each.accessibleName().startswith(name))
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    stage.settle()


# --- a PIN of one's own ---


def test_the_board_asks_for_the_pin(stage: Stage) -> None:
    nora(stage)
    stage.board()
    assert "locked" in stage.text()
    tile(stage, "Nora Example")
    assert isinstance(stage.window.route, LearnersRoute)
    assert stage.find("learner.pin", QLineEdit).hasFocus()
    stage.write("learner.pin", "0000")
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: "wrong" in stage.words("learner.said"))
    assert stage.window.desk.session.learner is None
    stage.write("learner.pin", "4711")
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert stage.words("learner.current") == "Nora Example"


def test_the_way_back_from_the_pin(stage: Stage) -> None:
    nora(stage)
    stage.board()
    for back in (lambda: stage.click("learner.cancel"), lambda: QTest.keyClick(stage.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)):
        tile(stage, "Nora Example")
        stage.find("learner.pin")
        back()
        stage.find("learners.board")
        assert not stage.sees("learner.pin")


def test_a_forgotten_pin_is_removed_by_the_trainers(stage: Stage) -> None:
    nora(stage)
    stage.board()
    tile(stage, "Nora Example")
    stage.click("learner.forgotten")
    stage.wait(lambda: "A trainer can help" in stage.text())
    stage.click("learner.back")
    stage.asked(lambda player: player.trainer.set_pin("Tess", "2718", "2718"))
    stage.click("learner.forgotten")
    stage.write("trainer.pin", "0000")
    stage.click("trainer.unlock")
    stage.wait(lambda: "wrong" in stage.words("trainer.said"))
    stage.click("trainer.cancel")
    stage.click("learner.forgotten")
    stage.write("trainer.pin", "2718")
    stage.click("trainer.unlock")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert not stage.asked(lambda player: player.learners.all())[0].lock


def test_set_changed_and_removed_in_the_settings(stage: Stage) -> None:
    stage.open()
    stage.show(SettingsRoute("people"))
    stage.click("people.setPin")
    stage.click("people.choosePin")
    stage.write("people.newPin", "4711")
    stage.write("people.newPinAgain", "4712")
    stage.click("people.keepPin")
    stage.wait(lambda: "another PIN" in stage.words("people.said"))
    stage.write("people.newPinAgain", "4711")
    stage.key(Qt.Key.Key_Return)
    stage.says("Your PIN is set")
    stage.click("people.setPin")
    stage.write("people.pin", "4711")
    stage.click("people.unlock")
    stage.click("people.choosePin")
    for name in ("people.newPin", "people.newPinAgain"):
        stage.write(name, "0815")
    stage.click("people.keepPin")
    stage.wait(lambda: stage.sees("people.removePin"))
    assert stage.asked(lambda player: player.learners.check_lock(stage.window.desk.session.learner_id, "0815")).lock == "pin"
    stage.click("people.removePin")
    stage.write("people.pin", "4711")
    stage.click("people.unlock")
    stage.wait(lambda: "wrong" in stage.words("people.said"))
    stage.write("people.pin", "0815")
    stage.click("people.unlock")
    stage.says("Your lock was removed")
    stage.click("people.setPin")
    stage.click("people.cancelPin")
    stage.find("people.setPin")


def test_nobody_and_a_guest_have_no_pin_of_their_own(stage: Stage) -> None:
    stage.board()
    stage.show(SettingsRoute("people"))
    assert not stage.sees("people.setPin")
    stage.find("people.idle")
    stage.show(LearnersRoute())
    stage.click("learners.guest")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.show(SettingsRoute("people"))
    assert not stage.sees("people.setPin")


# --- a guest gives a name ---


@pytest.fixture
def guest(stage: Stage, tmp_path: Path) -> str:
    """A guest with a tick; returns the key of the course."""
    stage.board()
    stage.click("learners.guest")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    key = stage.add(tea(tmp_path / "tea.course"))
    session = stage.window.desk.session
    stage.asked(lambda player: player.learning.finish_lesson(session.enrolment(player, key), "files"))
    stage.show(LibraryRoute())
    return key


def test_a_guest_becomes_somebody_new(stage: Stage, guest: str) -> None:
    stage.click("guest.claim")
    stage.write("learners.name", "Amina Diallo")
    stage.click("learners.picture.turtle")
    stage.click("learners.create")
    stage.says("under the name Amina Diallo")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert stage.words("learner.current") == "Amina Diallo"
    assert not stage.sees("guest.line")
    assert stage.status(guest).lessons["files"].done


def test_a_name_that_is_taken_is_said_under_the_field(stage: Stage, guest: str) -> None:
    nora(stage, "")
    stage.click("guest.claim")
    stage.write("learners.name", "nora example")
    stage.click("learners.create")
    stage.wait(lambda: "on the board already" in stage.words("learners.said"))
    assert isinstance(stage.window.route, ClaimRoute)
    stage.click("learners.cancel")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))


@pytest.mark.parametrize("pin", ["", "4711"])
def test_a_guest_joins_who_is_on_the_board(stage: Stage, guest: str, pin: str) -> None:
    nora(stage, pin)
    stage.click("guest.claim")
    stage.click("claim.known")
    stage.click("claim.back")
    stage.click("claim.known")
    stage.click("claim.join.1")
    if pin:
        stage.write("learner.pin", "0000")
        stage.key(Qt.Key.Key_Return)
        stage.wait(lambda: "wrong" in stage.words("learner.said"))
        assert not stage.sees("learner.forgotten")
        stage.write("learner.pin", pin)
        stage.key(Qt.Key.Key_Return)
    stage.says("under the name Nora Example")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert stage.words("learner.current") == "Nora Example"
    assert stage.status(guest).lessons["files"].done
    assert [card.name for card in stage.asked(lambda player: player.learners.all())] == ["Nora Example"]


def test_a_day_later_it_is_too_late(stage: Stage, guest: str) -> None:
    stage.clock.forward(days=2)
    stage.click("guest.claim")
    stage.says("more than a day ago")
    stage.settle()
    assert isinstance(stage.window.route, LibraryRoute)


# --- signing out whoever has gone away ---


class Watched:
    """A watch over the window whose clock the test moves."""

    def __init__(self, stage: Stage) -> None:
        self.now = 0.0
        self.watch = IdleWatch(stage.window, lambda: self.now)
        self.watch._timer.stop()
        self.stage = stage
        self.watch.look()

    def pass_(self, seconds: float) -> None:
        self.now += seconds
        self.watch.look()
        self.stage.settle()


def press(stage: Stage) -> None:
    """As a keyboard does: to the window, which hands it on."""
    QTest.keyClick(stage.window.windowHandle(), Qt.Key.Key_Shift)


def test_off_by_default_and_switched_on_in_the_settings(stage: Stage) -> None:
    stage.open()
    watched = Watched(stage)
    watched.pass_(100_000)
    assert stage.window.desk.session.learner is not None
    stage.show(SettingsRoute("people"))
    choice = stage.find("people.idle", QComboBox)
    choice.setCurrentIndex(choice.findData(5))
    choice.activated.emit(choice.currentIndex())
    assert stage.kept[-1].idle_minutes == 5
    watched.pass_(0)
    watched.pass_(269)
    assert not any("half a minute" in said for said in stage.messages())
    watched.pass_(2)
    stage.says("half a minute")
    watched.pass_(30)
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))
    assert stage.window.desk.session.learner is None
    watched.pass_(10_000)  # nobody is signed in
    assert isinstance(stage.window.route, LearnersRoute)


@pytest.mark.parametrize("deed", ["key", "mouse", "wheel"])
def test_any_deed_counts(stage: Stage, deed: str) -> None:
    stage.open()
    stage.resized(idle_minutes=2)
    watched = Watched(stage)
    watched.pass_(110)
    stage.says("half a minute")
    if deed == "key":
        press(stage)
    elif deed == "mouse":
        QTest.mouseMove(stage.window.windowHandle(), QPoint(300, 300))
    else:
        QTest.wheelEvent(stage.window.windowHandle(), QPointF(300, 300), QPoint(0, 120))
    watched.pass_(60)
    assert stage.window.desk.session.learner is not None
    watched.pass_(61)
    stage.wait(lambda: stage.window.desk.session.learner is None)


def test_an_open_attempt_and_a_dialog_are_never_hit(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.resized(idle_minutes=2)
    watched = Watched(stage)
    stage.show(LessonRoute(key, "check"))
    stage.click("quiz.start")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    watched.pass_(10_000)
    assert isinstance(stage.window.route, QuizRoute)
    stage.show(LibraryRoute())
    watched.pass_(60)
    dialog = QDialog(stage.window)
    seen: list[bool] = []

    def while_open() -> None:
        watched.now += 10_000
        watched.watch.look()
        seen.append(stage.window.desk.session.learner is not None)
        dialog.reject()

    QTimer.singleShot(0, dialog, while_open)
    dialog.exec()
    assert seen == [True]
    watched.pass_(121)
    stage.wait(lambda: stage.window.desk.session.learner is None)


def test_a_page_that_plays_is_never_hit(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    stage.resized(idle_minutes=2)
    watched = Watched(stage)
    monkeypatch.setattr(type(stage.screen), "busy", lambda _screen: True)
    watched.pass_(10_000)
    assert stage.window.desk.session.learner is not None
    monkeypatch.undo()
    watched.pass_(121)
    stage.wait(lambda: stage.window.desk.session.learner is None)


def test_a_copy_that_runs_and_a_hand_in_are_never_hit(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    stage.resized(idle_minutes=2)
    watched = Watched(stage)
    stage.window.intake.job = Job("Copying")
    watched.pass_(10_000)
    assert stage.window.desk.session.learner is not None
    stage.window.intake.job = None
    key = stage.add(write_course(tmp_path / "tasks.course", Chapter("one", "Practice", (WRITTEN,))))
    stage.show(LessonRoute(key, "write"))
    monkeypatch.setattr(stage.screen.view._sheet, "busy", True)
    watched.pass_(10_000)
    assert stage.window.desk.session.learner is not None
    monkeypatch.undo()
    watched.pass_(121)
    stage.wait(lambda: stage.window.desk.session.learner is None)


@pytest.mark.parametrize("where", ["assignment", "note", "PIN"])
def test_typing_is_a_deed_wherever_it_goes(stage: Stage, tmp_path: Path, where: str) -> None:
    """A letter every minute and a half, for a quarter of an hour."""
    stage.open()
    stage.resized(idle_minutes=2)
    watched = Watched(stage)
    key = stage.add(write_course(tmp_path / "tasks.course", Chapter("one", "Practice", (WRITTEN, BOXES))))
    if where == "PIN":
        stage.show(SettingsRoute("people"))
        stage.click("people.setPin")
        stage.click("people.choosePin")
        field: QWidget = stage.find("people.newPin")
    else:
        stage.show(LessonRoute(key, "write"))
        field = stage.find("assignment.text")
    if where == "note":
        stage.click("lesson.notes")
        stage.click("notes.new")
        field = stage.wait(lambda: next((each for each in stage.window.findChildren(NoteField) if each.isVisible()), None))
    field.setFocus()
    for _ in range(10):
        watched.pass_(90)
        QTest.keyClick(stage.window.windowHandle(), Qt.Key.Key_A)
        stage.settle()
    assert stage.window.desk.session.learner is not None
    typed = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.property("text")
    assert typed == "a" * 10
    watched.pass_(121)
    stage.wait(lambda: stage.window.desk.session.learner is None)
    if where == "note":
        notes = stage.asked(lambda player: player.notes.of_course(stage.learner.id, key).notes)
        assert [note.text for note in notes] == ["a" * 10]


def test_the_watch_looks_at_events_only_while_it_is_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    watched = Watched(stage)
    seen: list[object] = []
    real = IdleWatch.eventFilter
    monkeypatch.setattr(IdleWatch, "eventFilter", lambda watch, *event: (seen.append(event), real(watch, *event))[1])
    press(stage)
    assert not seen
    stage.resized(idle_minutes=2)
    watched.pass_(1)
    press(stage)
    assert seen
    stage.resized(idle_minutes=0)
    watched.pass_(1)
    seen.clear()
    press(stage)
    assert not seen


@pytest.mark.parametrize("look", [{}, {"theme": "dark"}, {"theme": "contrast"}, {"direction": "rtl"}, {"text_scale": 2.0}], ids=str)
def test_every_state_in_every_look(stage: Stage, guest: str, look: dict[str, object]) -> None:
    nora(stage)
    stage.resized(**look)
    stage.show(LibraryRoute())

    def see() -> None:
        stage.settle()
        assert not faults(stage.window), faults(stage.window)

    steps: list[Callable[[], None]] = [
        lambda: None, lambda: stage.click("guest.claim"), lambda: stage.click("claim.known"), lambda: stage.click("claim.join.1"),
        stage.window.sign_out, lambda: tile(stage, "Nora Example"), lambda: stage.click("learner.forgotten"),
    ]  # fmt: skip
    for step in steps:
        step()
        stage.settle()
        see()
    stage.click("learner.back")
    stage.write("learner.pin", "4711")
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.show(SettingsRoute("people"))
    see()
    stage.click("people.setPin")
    see()
    assert QApplication.focusWidget() is stage.find("people.pin")
    stage.write("people.pin", "4711")
    stage.click("people.unlock")
    stage.find("people.choosePin")
    see()
    stage.click("people.choosePin")
    see()
