"""Assignments in the window: handed in, waiting, returned, signed off; what a trainer may do about any lesson."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from player.course.model import Chapter, CountsWhen, Kind, Lesson, Rule
from player.errors import PlayerError
from player.services.handing_in import HandingIn, Limits
from player.ui.routes import LessonRoute, SettingsRoute
from tests.forge.pictures import faults
from tests.forge.window import BOXES, Stage, check, write_course

SHOW = Lesson("show", "Show a cup", Kind.ASSIGNMENT, CountsWhen(Rule.SIGNED_OFF), file="show.md", files=("recipe.txt",), minutes=20)
SEND = Lesson("send", "Send a note", Kind.ASSIGNMENT, CountsWhen(Rule.HANDED_IN), file="text.md", minutes=5)
TASK = b"---\nkind: assignment\n---\nBrew a cup with **fresh** water.\n\n1. Heat it.\n2. Note the time.\n"


@pytest.fixture
def key(stage: Stage, tmp_path: Path) -> str:
    """Signed in, the trainer's PIN is set."""
    stage.open()
    stage.asked(lambda player: player.trainer.set_pin("Tess Trainer", "4711", "4711"))
    lesson, quiz = check(attempts=1)
    return stage.add(write_course(tmp_path / "tasks.course", Chapter("one", "Practice", (SHOW, SEND, BOXES, lesson)), quiz=quiz,
                                  contents={"show.md": TASK}))


@pytest.fixture
def essay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the dialog chooses."""
    file = tmp_path / "essay.txt"
    file.write_bytes(b"It was a dark brew.")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    return file


def standing(stage: Stage) -> str:
    return stage.find("assignment.standing").accessibleName()


def write(stage: Stage, text: str) -> None:
    field = stage.find("assignment.text", QPlainTextEdit)
    field.setFocus()
    field.setPlainText(text)


def as_trainer(stage: Stage, opener: str, pin: str = "4711") -> None:
    stage.click(opener)
    stage.write("trainer.pin", pin)
    stage.key(Qt.Key.Key_Return)
    stage.find("trainer.deeds")


def test_text_and_a_file_are_handed_in_and_signed_off(stage: Stage, key: str, essay: Path) -> None:
    stage.show(LessonRoute(key, "show"))
    assert "Brew a cup" in stage.text()
    assert "Not handed in yet" in standing(stage)
    write(stage, "Here it is.")
    stage.click("assignment.choose")
    assert stage.words("assignment.file.1") == "essay.txt"
    stage.click("assignment.handIn")
    stage.wait(lambda: "waiting for your trainer" in standing(stage))
    stage.says("Handed in")
    assert stage.words("assignment.handedText") == "Here it is."
    assert stage.find("assignment.text", QPlainTextEdit).toPlainText() == ""
    assert not stage.status(key).lessons["show"].done
    as_trainer(stage, "assignment.trainer")
    stage.click("trainer.signOff")
    stage.wait(lambda: "Signed off by Tess Trainer" in standing(stage))
    assert stage.status(key).lessons["show"].done
    assert not stage.sees("assignment.sheet")
    assert not stage.sees("trainer.deeds")
    assert stage.words("lesson.rule") == "This lesson is complete"


def test_returned_with_a_remark_and_handed_in_again(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "show"))
    write(stage, "first")
    stage.click("assignment.handIn")
    stage.wait(lambda: "waiting" in standing(stage))
    as_trainer(stage, "trainer.open")
    stage.click("trainer.return")
    stage.wait(lambda: "needs a reason" in stage.words("trainer.deedSaid"))
    stage.write("trainer.reason", "Say which water.")
    stage.click("trainer.return")
    stage.wait(lambda: "Returned by Tess Trainer" in standing(stage))
    assert "Say which water." in standing(stage)
    write(stage, "second")
    stage.click("assignment.handIn")
    stage.wait(lambda: "waiting" in standing(stage))
    assert "1 earlier one is kept" in stage.text()


def test_handed_in_is_enough_where_the_author_says_so(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "send"))
    stage.click("assignment.handIn")
    stage.wait(lambda: "no text" in stage.words("assignment.said"))
    write(stage, "dear trainer")
    stage.click("assignment.handIn")
    stage.wait(lambda: stage.status(key).lessons["send"].done)
    stage.wait(lambda: "green tick" in standing(stage))
    assert stage.words("assignment.handIn") == "Hand in again"


def test_files_are_chosen_dropped_and_taken_away(stage: Stage, key: str, essay: Path, tmp_path: Path) -> None:
    stage.show(LessonRoute(key, "show"))
    stage.click("assignment.choose")
    stage.click("assignment.choose")  # the same again is one
    other = tmp_path / "other.csv"
    other.write_bytes(b"1,2")
    sheet = stage.find("assignment.sheet")
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for name, taken in ((other, True), (tmp_path / "tasks.course", False)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(name))])
        enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
        sheet.dragEnterEvent(enter)
        assert enter.isAccepted() == taken
        sheet.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, none))
    assert [stage.words(f"assignment.file.{n}") for n in (1, 2)] == ["essay.txt", "other.csv"]
    assert not stage.sees("assignment.file.3")
    stage.click("assignment.remove.1")
    stage.click("assignment.handIn")
    stage.wait(lambda: "waiting" in standing(stage))
    handed = stage.asked(lambda player: player.handing_in.standing(stage.window.desk.session.enrolment(player, key), "show")).handed
    assert [file.name for file in handed[0].files] == ["other.csv"]


def test_what_is_being_written_is_there_after_coming_back(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "show"))
    write(stage, "half a sent")
    stage.click("lesson.next")  # skip for now
    stage.wait(lambda: stage.screen.here().lesson == "send")
    assert stage.find("assignment.text", QPlainTextEdit).toPlainText() == ""
    stage.show(LessonRoute(key, "show"))
    assert stage.find("assignment.text", QPlainTextEdit).toPlainText() == "half a sent"


def test_a_refused_file_is_said_in_the_sheet_and_keeps_everything(stage: Stage, key: str, essay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.asked(lambda player: setattr(player.handing_in, "limits", Limits(bytes_each=5)))
    stage.show(LessonRoute(key, "show"))
    write(stage, "see file")
    stage.click("assignment.choose")
    stage.click("assignment.handIn")
    stage.wait(lambda: "larger than" in stage.words("assignment.said"))
    assert stage.find("assignment.text", QPlainTextEdit).toPlainText() == "see file"
    assert stage.sees("assignment.file.1")
    assert stage.find("assignment.handIn").isEnabled()


@pytest.mark.parametrize("way", ["cancel", "leave"])
def test_copying_can_be_stopped_and_goes_on_when_the_learner_leaves(stage: Stage, key: str, essay: Path, way: str,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    gate, real = threading.Event(), HandingIn.copy

    def slow(handing: HandingIn, enrolment: Any, lesson: str, files: Any, progress: Any) -> Any:
        def told(done: int, of: int) -> None:
            progress(done, of)
            gate.wait(60)
            progress(done, of)

        return real(handing, enrolment, lesson, files, told)

    monkeypatch.setattr(HandingIn, "copy", slow)
    stage.show(LessonRoute(key, "show"))
    stage.click("assignment.choose")
    stage.click("assignment.handIn")
    stage.find("assignment.progress")
    if way == "cancel":
        stage.click("assignment.cancel")
        gate.set()
        stage.wait(lambda: not stage.sees("assignment.progress"))
        assert stage.find("assignment.handIn").isEnabled()
        assert "Not handed in yet" in standing(stage)
        return
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "send")
    gate.set()
    stage.says("Handed in")
    stage.show(LessonRoute(key, "show"))
    assert "waiting" in standing(stage)


def test_a_stuck_quiz_gets_another_attempt(stage: Stage, key: str) -> None:
    session = stage.window.desk.session
    stage.asked(lambda player: player.quizzing.submit(player.quizzing.start(session.enrolment(player, key), "check")))
    stage.show(LessonRoute(key, "check"))
    assert "No attempts left" in stage.text()
    assert not stage.sees("quiz.start")
    as_trainer(stage, "quiz.trainer")
    stage.click("trainer.attempt")
    stage.find("quiz.start")
    assert not stage.sees("quiz.trainer")
    assert stage.status(key).lessons["check"].attempts_left == 1


def test_a_tick_is_given_and_taken_away_with_a_reason(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    as_trainer(stage, "trainer.open")
    stage.click("trainer.grant")
    stage.wait(lambda: "needs a reason" in stage.words("trainer.deedSaid"))
    stage.write("trainer.reason", "shown in class")
    stage.click("trainer.grant")
    stage.wait(lambda: stage.words("lesson.rule") == "This lesson is complete")
    as_trainer(stage, "trainer.open")
    stage.write("trainer.reason", "wrong learner")
    stage.click("trainer.void")
    stage.wait(lambda: stage.words("lesson.rule") != "This lesson is complete")
    override = stage.asked(lambda player: player.learning.facts(stage.window.desk.session.enrolment(player, key)).lesson("boxes").override)
    assert override is not None
    assert (override.granted, override.reason, override.by) == (False, "wrong learner", "Tess Trainer")


def test_the_pin_is_asked_anew_for_each_lesson_and_esc_ways_out_work(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    as_trainer(stage, "trainer.open")
    stage.click("lesson.back")
    stage.wait(lambda: stage.screen.here().lesson == "send")
    assert not stage.sees("trainer.deeds")
    stage.click("trainer.open")
    stage.write("trainer.pin", "0000")
    stage.click("trainer.unlock")
    stage.wait(lambda: "wrong" in stage.words("trainer.said"))
    stage.click("trainer.cancel")
    assert not stage.sees("trainer.sheet")


def test_a_proof_that_is_too_old_is_asked_again(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.show(LessonRoute(key, "show"))
    as_trainer(stage, "trainer.open")
    stage.clock.forward(seconds=601)
    stage.click("trainer.signOff")
    stage.wait(lambda: stage.sees("trainer.pin"))
    assert not stage.status(key).lessons["show"].done


def test_without_a_pin_the_way_to_the_settings(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (BOXES,))))
    stage.show(LessonRoute(key, "boxes"))
    stage.click("trainer.open")
    stage.click("trainer.settings")
    stage.wait(lambda: stage.window.route == SettingsRoute("trainer"))


def test_files_of_the_lesson_can_be_taken_along(stage: Stage, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "mine.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.show(LessonRoute(key, "show"))
    stage.click("download.save.1")
    stage.says("Saved: recipe.txt")
    assert target.read_bytes() == b"water, leaves\n"


@pytest.mark.parametrize("look", [{}, {"theme": "dark"}, {"theme": "contrast"}, {"direction": "rtl"}, {"text_scale": 2.0}], ids=str)
def test_every_state_in_every_look(stage: Stage, key: str, essay: Path, look: dict[str, object]) -> None:
    session = stage.window.desk.session
    stage.resized(**look)
    stage.show(LessonRoute(key, "show"))
    stage.click("assignment.choose")
    assert not faults(stage.window)
    stage.click("assignment.handIn")
    stage.wait(lambda: "waiting" in standing(stage))
    stage.window._messages.clear()
    stage.settle()
    assert not faults(stage.window)
    stage.click("trainer.open")
    stage.find("trainer.pin")
    stage.settle()
    assert not faults(stage.window)
    stage.click("trainer.cancel")
    as_trainer(stage, "trainer.open")
    stage.settle()
    assert not faults(stage.window)
    stage.write("trainer.reason", "Say which water you took, and how warm it was.")
    stage.click("trainer.return")
    stage.wait(lambda: "Returned" in standing(stage))
    stage.settle()
    assert not faults(stage.window)
    stage.asked(lambda player: player.quizzing.submit(player.quizzing.start(session.enrolment(player, key), "check")))
    stage.show(LessonRoute(key, "check"))
    assert not faults(stage.window)


def test_an_assignment_is_read_with_the_services_only() -> None:
    from player.ui.lessons.assignment import prepare

    with pytest.raises(PlayerError):
        prepare(None, None)  # type: ignore[arg-type]


def test_what_is_being_written_outlasts_the_window(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "show"))
    write(stage, "half a sent")
    enrolment = stage.window.desk.session.enrolment(stage.player, key)
    stage.window.close()
    assert stage.player.handing_in.draft(enrolment, "show") == "half a sent"
