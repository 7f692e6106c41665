"""A course is read for searching while nothing else is asked, and only then."""

import threading
import time
from pathlib import Path

import pytest

from player.ui import indexing
from player.ui.idle import IdleWatch
from player.ui.indexing import Pace
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute
from player.ui.tasks import CancelledWork, Step
from tests.forge.window import Stage, tea


@pytest.fixture
def key(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(indexing, "BEGIN_MS", 50)
    stage.window.indexing._soon.setInterval(50)
    stage.open()
    return stage.add(tea(tmp_path / "tea.course"))


def indexes(stage: Stage) -> list[str]:
    folder = stage.data.cache / "search"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def made(stage: Stage) -> bool:
    return [name for name in indexes(stage) if name.endswith(".db")] != []


def test_the_first_page_of_a_course_has_it_read_once(stage: Stage, key: str) -> None:
    stage.show(CourseRoute(key))
    stage.wait(lambda: made(stage))
    stage.settle()
    (path,) = (stage.data.cache / "search").iterdir()
    before = path.stat().st_mtime_ns
    stage.show(LessonRoute(key, "boxes"))
    stage.qtbot.wait(300)
    stage.settle()
    assert path.stat().st_mtime_ns == before
    path.write_bytes(b"damaged")
    stage.show(LessonRoute(key, "files"))
    stage.wait(lambda: path.exists() and path.stat().st_size > 1000)  # made anew, and nobody was told
    assert stage.messages() == []


def test_it_waits_while_the_store_has_work_and_stops_when_it_is_told(stage: Stage) -> None:
    step, gate, passed = Step(), threading.Event(), threading.Event()
    stage.tasks.start(lambda _step: gate.wait(10), lane="store")
    ended: list[str] = []

    def work() -> None:
        pace = Pace(step, stage.tasks)
        pace()
        passed.set()
        try:
            while True:
                pace()
        except CancelledWork:
            ended.append("stopped")

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.3)
    assert stage.tasks.store_quiet_s() == 0
    assert not passed.is_set()
    gate.set()
    stage.settle()
    stage.qtbot.waitUntil(passed.is_set)
    step.stop()
    thread.join(5)
    assert ended == ["stopped"]


def test_a_course_that_is_taken_off_meanwhile_leaves_nothing(stage: Stage, key: str) -> None:
    stage.window.indexing._soon.setInterval(60_000)
    stage.show(CourseRoute(key))
    stage.asked(lambda player: player.library.remove(key))
    stage.window.indexing._look()  # the page is still there
    stage.settle()
    stage.show(LibraryRoute())
    stage.qtbot.wait(600)
    stage.settle()
    stage.wait(lambda: stage.window.indexing._task is None)
    stage.settle()
    assert indexes(stage) == []


def test_it_begins_nothing_for_whoever_came_meanwhile(stage: Stage, key: str) -> None:
    stage.window.indexing._soon.setInterval(60_000)
    stage.show(CourseRoute(key))
    stage.sign_in("Ben Beispiel")
    stage.window.indexing._look()
    stage.settle()
    assert stage.asked(lambda player: player.learning.progress("Ben Beispiel").enrolments) == ()
    assert indexes(stage) == []


def test_typing_a_note_keeps_the_learner_signed_in(stage: Stage, key: str) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QPlainTextEdit

    clock = [0.0]
    watch = IdleWatch(stage.window, lambda: clock[0])
    watch._timer.stop()
    stage.resized(idle_minutes=1)
    stage.show(LessonRoute(key, "boxes"))
    watch.look()
    stage.click("lesson.notes")
    field = stage.find("notes.text.1", QPlainTextEdit)
    for _ in range(6):
        clock[0] += 40
        handle = stage.window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, "a")  # by way of the window, as a keyboard does
        watch.look()
    assert stage.window.desk.session.learner is not None
    assert field.toPlainText() == "aaaaaa"
    clock[0] += 61
    watch.look()
    stage.wait(lambda: stage.window.desk.session.learner is None)
