"""Text lessons in the real window, in a real Chromium: one view for all of them, keys that reach NEXT, the end that ticks."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from player.course.model import Chapter, CountsWhen, Kind, Lesson, Rule
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute
from player.ui.web.environment import prepare_environment, register_scheme
from tests.forge.packages import identity
from tests.forge.window import BOXES, Stage, write_course

prepare_environment()
register_scheme()

READ = Lesson("read", "Read me", Kind.TEXT, CountsWhen(Rule.READ), file="read.md", minutes=3)
LONG = Lesson("long", "Read me too", Kind.TEXT, CountsWhen(Rule.READ), file="long.md", minutes=3)
CONTENTS = {"read.md": b"# Read me\n\nOne line.\n\n[On](long.md)\n", "long.md": b"# Read me too\n\n" + b"A line of words.\n\n" * 300}


@pytest.fixture
def key(stage: Stage, tmp_path: Path) -> str:
    stage.open()
    return stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (READ, LONG, BOXES)), contents=CONTENTS))


def painted(stage: Stage, route: LessonRoute) -> None:
    with stage.qtbot.waitSignal(stage.window.text_view().painted, timeout=60_000):
        stage.window.go(route)
    stage.settle()


def test_reading_to_the_end_ticks_and_the_next_text_starts_with_none_of_it(stage: Stage, key: str) -> None:
    painted(stage, LessonRoute(key, "read"))
    stage.wait(lambda: stage.words("lesson.rule") == "This lesson is complete")  # a short one: its end is on the screen
    with stage.qtbot.waitSignal(stage.window.text_view().painted, timeout=60_000):
        stage.click("lesson.next")
    stage.settle()
    assert stage.screen.here().lesson == "long"
    assert not stage.screen.view.evidence().end_seen
    stage.screen._flush()
    stage.settle()
    assert not stage.status(key).lessons["long"].done
    assert stage.words("lesson.next") == "Skip for now"
    assert QApplication.focusWidget() is stage.find("lesson.next")
    stage.key(Qt.Key.Key_End)
    stage.wait(lambda: stage.status(key).lessons["long"].done)
    stage.wait(lambda: stage.words("lesson.next") == "Next")


def test_alt_right_is_next_from_within_the_text(stage: Stage, key: str) -> None:
    painted(stage, LessonRoute(key, "long"))
    view = next(each for each in stage.window.findChildren(QWebEngineView) if each.isVisible())
    inner = view.focusProxy()
    assert inner is not None
    inner.setFocus()
    stage.wait(lambda: QApplication.focusWidget() is inner)
    QTest.keyClick(inner, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    stage.wait(lambda: stage.screen.here().lesson == "boxes")


def test_one_view_serves_every_text_and_survives_leaving_other_looks_and_other_courses(stage: Stage, key: str, tmp_path: Path) -> None:
    painted(stage, LessonRoute(key, "long"))
    web = stage.window.text_view()
    stage.window.go(CourseRoute("unsigned/none"))  # cannot be opened: the text is still there
    stage.says("not on the shelf")
    stage.settle()
    assert web.isVisible()
    assert stage.screen.view._web is web
    stage.click("lesson.larger")
    stage.settle()
    stage.wait(web.isVisible)
    assert stage.screen.here().lesson == "long"
    assert stage.screen.view._web is web
    stage.show(LibraryRoute())
    assert not web.isVisible()
    other = stage.add(write_course(tmp_path / "o.course", Chapter("one", "One", (READ,)), contents=CONTENTS, identity=identity()))
    painted(stage, LessonRoute(other, "read"))
    assert stage.window.text_view() is web
    assert web.isVisible()
    stage.show(LessonRoute(key, "boxes"))
    assert not web.isVisible()
    painted(stage, LessonRoute(key, "read"))
    assert web.isVisible()
    assert len(stage.window.findChildren(QWebEngineView)) == 1


def test_another_text_size_keeps_the_place_where_one_reads(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    painted(stage, LessonRoute(key, "long"))
    web, screen = stage.window.text_view(), stage.screen
    for _ in range(4):
        stage.key(Qt.Key.Key_PageDown)
    stage.wait(lambda: web.scroll_position() > 0.1)
    before = web.scroll_position()
    stage.find("lesson.larger").setFocus()
    stage.click("lesson.larger")
    stage.settle()
    assert stage.window.desk.theme.scale == 1.1
    assert stage.screen is screen
    assert QApplication.focusWidget() is stage.find("lesson.larger")
    stage.wait(lambda: abs(web.scroll_position() - before) < 0.05)
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "boxes")
    stage.settle()
    assert stage.screen.view.theme.scale == 1.1
    assert stage.find("lesson.outline").parentWidget().width() == stage.window.desk.theme.px(312)
