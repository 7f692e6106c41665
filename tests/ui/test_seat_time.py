"""Minimum active time in the window: what counts as in use, and the number that the learner sees."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from player.course.model import Chapter, CountsWhen, Rule
from player.services.learning import Use
from player.ui.routes import CourseRoute, LessonRoute
from player.ui.screens.attention import LONGEST_STILL_S, Attention
from tests.forge.pictures import faults
from tests.forge.window import FILES, Stage, write_course


class Watch:
    """A stopwatch that is moved by hand, half a second at a look."""

    def __init__(self, page: QWidget) -> None:
        self.at = 0.0
        self.plays = False
        self.attention = Attention(page, lambda: self.plays, lambda: self.at)

    def look(self, seconds: float) -> int:
        for _ in range(round(seconds * 2)):
            self.at += 0.5
            self.attention._look()
        return round(self.attention.active_ms / 1000)


@pytest.fixture
def watch(qtbot: QtBot) -> Watch:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return Watch(page)


def test_time_counts_while_the_window_is_looked_at(watch: Watch) -> None:
    assert watch.look(60) == 60
    watch.at += 3600  # the computer slept, and a key wakes it
    watch.look(0.5)
    watch.attention.eventFilter(watch.attention._page.windowHandle(), QEvent(QEvent.Type.KeyPress))
    assert watch.look(10) == 70
    watch.attention._page.hide()
    assert watch.look(60) == 70
    watch.attention.begin()
    assert watch.attention.active_ms == 0


def test_nobody_there_for_long_does_not_count(watch: Watch) -> None:
    assert watch.look(LONGEST_STILL_S + 100) == LONGEST_STILL_S
    handle = watch.attention._page.windowHandle()
    watch.attention.eventFilter(handle, QEvent(QEvent.Type.Paint))
    assert watch.look(10) == LONGEST_STILL_S, "painting is nobody's deed"
    watch.attention.eventFilter(handle, QEvent(QEvent.Type.MouseMove))
    assert watch.look(10) == LONGEST_STILL_S + 10


def test_a_film_needs_no_hand(watch: Watch) -> None:
    watch.plays = True
    assert watch.look(LONGEST_STILL_S + 100) == LONGEST_STILL_S + 100


TIMED = replace(FILES, counts_when=CountsWhen(Rule.NEXT, active_seconds=120))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_learner_sees_the_number_that_counts(stage: Stage, tmp_path: Path, scale: float) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (TIMED,))))
    stage.resized(text_scale=scale)
    stage.show(LessonRoute(key))
    assert stage.words("lesson.rule").endswith(" of 2 min")
    stage.screen._attention._active = 80.0
    stage.screen._flush()
    stage.settle()
    assert stage.words("lesson.rule").endswith("· 1 min 20 s of 2 min")
    assert faults(stage.window) == []
    stage.click("lesson.next")
    stage.settle()
    assert stage.status(key).done == 0
    stage.show(LessonRoute(key))
    stage.screen._attention._active = 40.0
    stage.screen._flush()
    stage.settle()
    stage.wait(lambda: stage.status(key).done == 1, "NEXT was pressed before: the tick comes with the time")
    stage.wait(lambda: "complete" in stage.words("lesson.rule"))


def test_a_course_may_ask_for_time_in_all_its_lessons_together(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,)), active_seconds=600))
    session = stage.window.desk.session
    stage.asked(lambda player: player.learning.finish_lesson(session.enrolment(player, key), "files"))
    stage.show(CourseRoute(key))
    assert "10 min more in the lessons, with the window in use" in stage.text()
    assert faults(stage.window) == []
    stage.asked(lambda player: player.learning.sitting(session.enrolment(player, key), "files", Use(active_ms=240_000, ended=True)))
    stage.show(CourseRoute(key))
    assert "6 min more in the lessons, with the window in use" in stage.text()
    stage.asked(lambda player: player.learning.sitting(session.enrolment(player, key), "files", Use(active_ms=360_000, ended=True)))
    stage.show(CourseRoute(key))
    assert stage.sees("award.claim")
    assert stage.status(key).awards["certificate"].earned_at is not None
