"""Learners in the trainer's area: the list, one of them, and the deeds in the page; what was decided shows where the learner is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QSpinBox

from player.course.model import Access
from player.services import publishing
from player.ui.routes import CourseRoute, LearnersRoute, TrainerRoute
from player.ui.widgets.buttons import Button
from player.ui.widgets.cards import LayoutButton
from tests.forge.burns import WRONG, sits, write_burns
from tests.forge.every_screen import drop
from tests.forge.packages import fixed_identity
from tests.forge.pictures import faults
from tests.forge.window import Stage


def unlocked(stage: Stage) -> None:
    stage.show(TrainerRoute("learners"))
    stage.write("trainer.pin", "4711")
    stage.click("trainer.unlock")
    stage.find("learners.one")
    stage.settle()


def one(stage: Stage, name: str) -> None:
    found = next(each for each in stage.window.findChildren(LayoutButton, "learners.one") if each.accessibleName().startswith(name))
    found.click()
    stage.find("learner.all")
    stage.settle()


def change(stage: Stage, title: str) -> None:
    found = next(each for each in stage.window.findChildren(Button, "learner.change")
                 if each.isVisible() and each.accessibleName() == f"Change: {title}")
    found.click()
    stage.find("deed.form")
    stage.settle()


def test_who_is_stuck_gets_an_attempt_and_a_tick_with_a_reason(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    stage.asked(lambda player: player.trainer.set_pin("Tess Trainer", "4711", "4711"))
    key = stage.add(write_burns(tmp_path / "burns.course", attempts=1))
    session = stage.window.desk.session
    stage.asked(lambda player: sits(player, session.enrolment(player, key), WRONG))
    for number in range(9):
        stage.asked(lambda player, number=number: player.learners.create(f"Other {number}", "cat", "rose"))  # type: ignore[misc]
    unlocked(stage)
    assert "0 of 3 required · stuck at “Burns: the check”" in stage.text()
    assert stage.words("learners.count") == "10 learners on this computer"
    stage.write("learners.search", "nora")
    stage.wait(lambda: "Other 1" not in stage.text())
    one(stage, "Nora Example")
    assert faults(stage.screen) == []
    change(stage, "Burns: the check")
    stage.find("deed.attempts", QSpinBox).setValue(2)
    stage.click("deed.attempt")
    assert "Type why" in stage.words("deed.said"), "no deed without a reason"
    stage.write("deed.reason", "was ill")
    stage.click("deed.attempt")
    stage.says("Attempts given")
    stage.settle()
    assert stage.status(key).lessons["check"].attempts_left == 2
    change(stage, "Ready?")
    stage.write("deed.reason", "seen at work")
    stage.click("deed.grant")
    stage.says("Tick given")
    stage.settle()
    told = "Ticked by Tess Trainer (trainer’s PIN): seen at work"
    assert told in stage.text()
    change(stage, "Ready?")
    stage.write("deed.reason", "wrong learner")
    stage.key(Qt.Key.Key_Return)
    assert stage.find("deed.reason", QLineEdit).text() == "wrong learner", "Enter in the line decides nothing"
    stage.click("deed.cancel")
    stage.wait(lambda: not stage.sees("deed.form"))
    stage.click("learner.all")
    stage.find("learners.search")
    stage.settle()
    stage.show(CourseRoute(key))
    assert told in stage.text(), "the learner sees it too"
    stage.show(TrainerRoute("learners"))


def test_a_closed_course_is_opened_again_and_an_old_proof_is_asked_for(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    stage.asked(lambda player: player.trainer.set_pin("Tess Trainer", "4711", "4711"))
    key = stage.add(write_burns(tmp_path / "burns.course", access=Access(closes_on="2027-01-16", after_closing="locked")))
    session = stage.window.desk.session
    stage.asked(lambda player: player.learning.open_lesson(session.enrolment(player, key), "boxes"))
    stage.clock.forward(days=9)
    unlocked(stage)
    assert "Closed" in stage.text()
    one(stage, "Nora Example")
    stage.click("learner.reopen")
    long = stage.find("deed.days", QComboBox)
    long.setCurrentIndex(long.findData(30))
    stage.write("deed.reason", "was away")
    stage.clock.forward(seconds=700)
    stage.click("deed.reopen")
    stage.find("trainer.pin")
    stage.write("trainer.pin", "4711")
    stage.click("trainer.unlock")
    stage.find("learners.one")
    stage.settle()
    one(stage, "Nora Example")
    stage.click("learner.reopen")
    stage.write("deed.reason", "was away")
    stage.click("deed.reopen")
    stage.says("open again")
    stage.settle()
    assert stage.status(key).access.earns


def test_a_signed_file_is_dropped_on_the_window(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_burns(tmp_path / "burns.course", identity=fixed_identity(), overrides_by_pin=False))
    stage.show(CourseRoute(key))
    publishing.grant("org.example.first-aid", "Nora Example", "tick", "seen at work", tmp_path / "nora.grant", fixed_identity(), lesson="boxes")
    drop(stage, tmp_path / "nora.grant")
    stage.says("Northern Rivers Training gave Nora Example the tick of “Ready?”.")
    stage.settle()
    assert "Ticked by Northern Rivers Training (signed file): seen at work" in stage.text(), "the page was read anew"
    drop(stage, tmp_path / "nora.grant")
    stage.says("applied before")
    assert stage.status(key).done == 1


def test_a_copy_is_saved_and_a_learner_erased(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    stage.asked(lambda player: player.trainer.set_pin("Tess Trainer", "4711", "4711"))
    key = stage.add(write_burns(tmp_path / "burns.course"))
    session = stage.window.desk.session
    stage.asked(lambda player: sits(player, session.enrolment(player, key), WRONG))
    stage.sign_in("Ben Beispiel")
    stage.asked(lambda player: sits(player, session.enrolment(player, key), WRONG))
    unlocked(stage)
    one(stage, "Nora Example")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "copy"), ""))
    stage.click("personal.copy")
    stage.says("Saved: copy.zip")
    stage.settle()
    assert (tmp_path / "copy.zip").stat().st_size > 1000
    stage.click("personal.erase")
    stage.find("personal.sheet")
    stage.settle()
    stage.qtbot.wait(100)  # laid out and brought into sight
    assert faults(stage.screen) == []
    stage.write("personal.name", "Ben Beispiel")
    stage.click("personal.go")
    stage.wait(lambda: "not the name" in stage.words("personal.said"))
    stage.write("personal.name", "nora example")
    stage.click("personal.go")
    stage.says("Nora Example is erased.")
    stage.settle()
    assert [card.name for card in stage.asked(lambda player: player.learners.all())] == ["Ben Beispiel"]
    one(stage, "Ben Beispiel")
    stage.click("personal.erase")
    stage.write("personal.name", "Ben Beispiel")
    stage.click("personal.go")
    stage.wait(lambda: stage.window.route == LearnersRoute(), "whoever is erased is signed out")
    stage.settle()
    assert stage.asked(lambda player: player.learners.all()) == ()
