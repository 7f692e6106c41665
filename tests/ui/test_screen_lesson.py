"""The lesson page: NEXT and Back, keys, evidence, what happens when things are pressed too fast or are gone."""

import gc
import threading
import weakref
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog

from player.course.model import Chapter, CountsWhen, Kind, Lesson, Order, Rule
from player.course.status_types import State
from player.errors import PlayerError
from player.ui.lessons import download as download_page
from player.ui.lessons.download import DownloadView
from player.ui.lessons.view import Evidence
from player.ui.models.outline import LESSON
from player.ui.routes import AwardRoute, CourseRoute, LessonRoute, LibraryRoute, QuizRoute, SettingsRoute
from tests.forge.window import BOXES, FILES, SAVED, Stage, check, tea, write_course

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def key(stage: Stage, tmp_path: Path) -> str:
    stage.open()
    return stage.add(tea(tmp_path / "tea.course"))


def at(stage: Stage) -> str:
    """The lesson that is shown."""
    return str(stage.screen.here().lesson)


def row(stage: Stage, title: str) -> None:
    """Click a row of the outline."""
    outline = stage.find("lesson.outline", QAbstractItemView)
    model = outline.model()
    index = next(model.index(number, 0) for number in range(model.rowCount()) if model.index(number, 0).data() == title)
    outline.scrollTo(index)
    QTest.mouseClick(outline.viewport(), Qt.MouseButton.LeftButton, pos=outline.visualRect(index).center())


def hold(key: Qt.Key) -> None:
    """One more of the presses that a key which is held down sends."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "\r", True))


# --- NEXT ---


def test_next_has_three_faces(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    quiz_lesson, quiz = check()
    path = write_course(tmp_path / "c.course", Chapter("one", "One", (FILES, BOXES, quiz_lesson)), quiz=quiz, order=Order.IN_ORDER)
    key = stage.add(path)
    stage.show(LessonRoute(key, "files"))
    assert (stage.words("lesson.next"), stage.find("lesson.next").isEnabled()) == ("Next", True)
    assert stage.words("lesson.rule") == "Counts when you press Next"
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "boxes")
    stage.settle()
    assert not stage.find("lesson.next").isEnabled()
    assert stage.words("lesson.rule") == "Counts when every box is ticked. The next lesson opens then"
    assert QApplication.focusWidget() is stage.screen.view  # NEXT is closed: the keyboard is with the lesson
    stage.screen.next_pressed()
    stage.settle()
    assert at(stage) == "boxes"
    stage.click("checklist.box.1")
    stage.click("checklist.box.2")
    stage.wait(lambda: stage.words("lesson.rule") == "This lesson is complete")
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "check")
    stage.settle()
    assert stage.words("lesson.next") == "Finish"  # the last one: leaving earns no tick


def test_skip_where_the_order_is_free(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    assert stage.words("lesson.next") == "Skip for now"
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "files")
    assert stage.status(key).lessons["boxes"].state is not State.DONE


def test_next_at_the_end_opens_what_is_left_and_the_award_once_it_is_earned(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (BOXES, FILES))))
    stage.show(LessonRoute(key, "files"))
    assert stage.words("lesson.next") == "Finish"
    stage.click("lesson.next")
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.find("course.whatsLeft")
    stage.show(LessonRoute(key, "boxes"))
    stage.click("checklist.box.1")
    stage.click("checklist.box.2")
    stage.says("You have earned: Making Tea")
    assert isinstance(stage.window.route, LessonRoute)  # no page of its own, no dialog
    stage.show(LessonRoute(key, "files"))
    stage.click("lesson.next")
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.find("award.claim")


def test_next_that_earns_the_award_at_the_end_leads_to_it(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,))))
    stage.show(LessonRoute(key))
    stage.click("lesson.next")
    stage.wait(lambda: isinstance(stage.window.route, AwardRoute))


def test_next_pressed_twice_is_once(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    stage.click("lesson.next")
    stage.click("lesson.next")
    row(stage, "Final check")
    stage.settle()
    assert at(stage) == "files"
    assert stage.status(key).lessons["files"].state is not State.DONE


def test_enter_is_next_only_where_nothing_else_wants_it_and_held_down_it_is_once(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    assert QApplication.focusWidget() is stage.find("lesson.next")
    stage.find("checklist.box.1").setFocus()
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert at(stage) == "boxes"  # Enter pressed the box
    stage.screen.view.setFocus()
    hold(Qt.Key.Key_Return)
    stage.settle()
    assert at(stage) == "boxes"
    stage.key(Qt.Key.Key_Enter)
    stage.wait(lambda: at(stage) == "files")
    stage.settle()
    hold(Qt.Key.Key_Return)
    stage.settle()
    assert at(stage) == "files"


def test_alt_arrows_are_next_and_back_everywhere_and_mirrored_in_right_to_left(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    stage.find("checklist.box.1").setFocus()
    stage.key(Qt.Key.Key_Right, ALT)
    stage.wait(lambda: at(stage) == "files")
    stage.settle()
    stage.find("lesson.outline").setFocus()
    stage.key(Qt.Key.Key_Left, ALT)
    stage.wait(lambda: at(stage) == "boxes")
    stage.settle()
    stage.key(Qt.Key.Key_Left, ALT)
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.settle()
    stage.resized(direction="rtl")
    stage.key(Qt.Key.Key_Left, ALT)
    stage.wait(lambda: isinstance(stage.window.route, LessonRoute))
    stage.settle()
    here = at(stage)
    stage.key(Qt.Key.Key_Left, ALT)
    stage.wait(lambda: at(stage) != here)
    stage.settle()
    stage.key(Qt.Key.Key_Right, ALT)
    stage.wait(lambda: at(stage) == here)


def test_the_arrow_at_the_top_leads_to_the_course_and_back_to_the_lesson_before(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "files"))
    stage.click("lesson.back")
    stage.wait(lambda: at(stage) == "boxes")
    stage.settle()
    stage.click("page.leave")
    stage.wait(lambda: stage.window.route == CourseRoute(key))


def test_arrows_scroll_the_lesson_while_next_has_the_keyboard(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    boxes = Lesson("boxes", "Many", Kind.CHECKLIST, CountsWhen(Rule.BOXES), boxes=tuple(f"Box {n}" for n in range(40)))
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (boxes, FILES))))
    stage.show(LessonRoute(key))
    bar = stage.screen.view._panel.area.verticalScrollBar()
    stage.wait(lambda: bar.maximum() > 100)
    assert QApplication.focusWidget() is stage.find("lesson.next")
    stage.key(Qt.Key.Key_Down)
    down = bar.value()
    assert down > 0
    stage.key(Qt.Key.Key_PageDown)
    assert bar.value() > down
    stage.key(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    stage.key(Qt.Key.Key_Up)
    assert bar.value() < bar.maximum()
    stage.key(Qt.Key.Key_PageUp)
    stage.key(Qt.Key.Key_Home)
    assert bar.value() == 0


# --- the outline ---


def test_a_click_on_a_row_opens_it_and_a_locked_one_leads_to_what_it_waits_for(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    quiz_lesson, quiz = check()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILES, BOXES)), Chapter("two", "Two", (quiz_lesson,)), quiz=quiz,
                                 order=Order.IN_ORDER))
    stage.show(LessonRoute(key, "files"))
    outline = stage.find("lesson.outline", QAbstractItemView)
    last = outline.model().index(outline.model().rowCount() - 1, 0)
    assert last.data(LESSON).locked
    row(stage, "Final check")
    stage.settle()
    assert at(stage) == "files"
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "boxes")
    stage.settle()
    outline.setCurrentIndex(last)
    outline.setFocus()
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert at(stage) == "boxes"
    row(stage, "Recipes")
    stage.wait(lambda: at(stage) == "files")
    assert not stage.messages()


def test_large_text_folds_the_outline_away(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    stage.resized(text_scale=2.0)
    assert not stage.sees("lesson.outline")
    stage.click("lesson.showOutline")
    assert QApplication.focusWidget() is stage.find("lesson.outline")
    row(stage, "Recipes")
    stage.wait(lambda: at(stage) == "files")
    stage.settle()
    assert not stage.sees("lesson.outline")
    held = QApplication.focusWidget()
    assert held is not None
    assert held.isVisible()
    stage.click("lesson.showOutline")
    row(stage, "Recipes")  # the one that is shown
    assert not stage.sees("lesson.outline")


# --- looks ---


def test_another_text_size_keeps_the_lesson_and_the_button(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "files")
    stage.settle()
    stage.find("lesson.larger").setFocus()
    stage.click("lesson.larger")
    stage.settle()
    assert at(stage) == "files"
    assert stage.window.desk.settings.text_scale == 1.1
    assert QApplication.focusWidget() is stage.find("lesson.larger")
    stage.click("lesson.smaller")
    stage.settle()
    stage.resized(theme="dark")
    assert at(stage) == "files"
    assert stage.screen.theme.scheme == "dark"
    stage.click("lesson.fullScreen")
    assert stage.window.isFullScreen()
    QTest.keyClick(stage.window, Qt.Key.Key_F11)
    assert not stage.window.isFullScreen()


def test_the_settings_lead_back_to_the_lesson(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "files")
    stage.settle()
    stage.click("settings.open")
    stage.wait(lambda: isinstance(stage.window.route, SettingsRoute))
    stage.settle()
    stage.click("page.leave")
    stage.wait(lambda: stage.window.route == LessonRoute(key, "files"))


# --- evidence ---


class Seen:
    """Sittings as they are handed over: (lesson, end seen, ended)."""

    def __init__(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        self.uses: list[tuple[str, Any]] = []
        for name in ("sitting", "finish_lesson"):
            monkeypatch.setattr(stage.player.learning, name, self._spied(getattr(stage.player.learning, name)))

    def _spied(self, real: Any) -> Any:
        def spied(enrolment: Any, lesson: str, use: Any) -> Any:
            self.uses.append((lesson, use))
            return real(enrolment, lesson, use)

        return spied


def test_evidence_of_one_lesson_is_never_that_of_the_next(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.show(LessonRoute(key, "boxes"))
    seen = Seen(stage, monkeypatch)
    screen = stage.screen
    monkeypatch.setattr(screen.view, "evidence", lambda: Evidence(end_seen=True))
    stage.click("lesson.next")
    screen._flush()  # its timer fires while the next lesson is on its way
    screen.view.box_ticked.emit(1, True)  # and somebody presses a box
    stage.wait(lambda: at(stage) == "files")
    stage.settle()
    assert [(lesson, use.end_seen, use.ended) for lesson, use in seen.uses] == [("boxes", True, True)]
    assert stage.asked(lambda player: player.learning.facts(screen._opened.enrolment).lesson("boxes").boxes) == {1}
    screen._flush()
    stage.settle()
    assert [(lesson, use.end_seen) for lesson, use in seen.uses[1:]] == [("files", False)]


def test_leaving_hands_over_once_however_often_it_is_pressed(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.show(LessonRoute(key, "boxes"))
    seen = Seen(stage, monkeypatch)
    screen = stage.screen
    stage.click("page.leave")
    stage.click("page.leave")
    stage.click("lesson.next")  # nothing begins on a page that is left
    screen._go_to("files")
    screen._flush()
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.settle()
    assert [(lesson, use.ended) for lesson, use in seen.uses] == [("boxes", True)]
    assert stage.status(key).resume == "boxes"


def test_leaving_while_next_is_under_way_counts_nothing_twice(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.show(LessonRoute(key, "files"))
    seen = Seen(stage, monkeypatch)
    stage.click("lesson.next")
    stage.click("page.leave")
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.settle()
    assert [(lesson, use.ended) for lesson, use in seen.uses] == [("files", True)]
    assert stage.status(key).lessons["files"].done


def test_finish_does_not_pull_away_who_has_gone_elsewhere(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,))))
    stage.show(LessonRoute(key))
    stage.click("lesson.next")
    stage.window.go(LibraryRoute())
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.settle()
    assert isinstance(stage.window.route, LibraryRoute)


def test_the_timers_hand_over_soon_and_regularly(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.show(LessonRoute(key, "boxes"))
    seen = Seen(stage, monkeypatch)
    stage.screen.view.evidence_changed.emit()
    stage.wait(lambda: len(seen.uses) == 1)
    assert stage.screen._flush_timer.isActive()
    assert stage.screen._flush_timer.interval() == 5000
    stage.screen._flush_timer.timeout.emit()
    stage.wait(lambda: len(seen.uses) == 2)
    assert not seen.uses[1][1].ended


# --- what is gone, and what cannot be written ---


def test_a_package_that_vanishes_is_a_sentence_and_the_window_lives(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    path = write_course(tmp_path / "c.course", Chapter("one", "One", (FILES, BOXES, SAVED)))
    key = stage.add(path)
    stage.show(LessonRoute(key, "files"))
    path.rename(tmp_path / "away")
    stage.click("lesson.next")
    stage.wait(stage.messages)
    stage.settle()
    assert at(stage) == "files"
    assert stage.status(key).lessons["files"].done  # NEXT was pressed: the tick is on disk, and shows
    assert stage.words("lesson.rule") == "This lesson is complete"
    stage.screen._flush()
    stage.settle()
    row(stage, "Ready?")
    stage.settle()
    assert at(stage) == "files"
    (tmp_path / "away").rename(path)
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "boxes")


def test_a_page_that_cannot_be_opened_leaves_the_lesson_alive(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.show(LessonRoute(key, "boxes"))
    screen, seen = stage.screen, Seen(stage, monkeypatch)
    stage.window.go(CourseRoute("unsigned/none"))
    stage.says("not on the shelf")
    stage.settle()
    assert stage.screen is screen
    assert QApplication.focusWidget() is not None
    assert screen._flush_timer.isActive()
    stage.click("checklist.box.1")
    stage.settle()
    screen._flush()
    stage.settle()
    assert [(lesson, use.ended) for lesson, use in seen.uses] == [("boxes", True), ("boxes", False)]
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "files")


def test_a_box_that_cannot_be_recorded_is_not_shown_as_ticked(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.show(LessonRoute(key, "boxes"))

    def full(*_: object) -> None:
        raise PlayerError("The disk is full", "Nothing can be written.", "Make room.")

    with monkeypatch.context() as patched:
        patched.setattr(stage.player.learning, "tick_box", full)
        stage.click("checklist.box.1")
        stage.says("The disk is full")
        stage.settle()
    assert not stage.find("checklist.box.1").isChecked()  # type: ignore[attr-defined]
    with monkeypatch.context() as patched:
        patched.setattr(stage.player.learning, "finish_lesson", full)
        stage.click("lesson.next")
        stage.settle()
    assert at(stage) == "boxes"
    stage.click("lesson.next")
    stage.wait(lambda: at(stage) == "files")


@pytest.mark.parametrize("away", ["next", "library"])
def test_a_file_that_is_saved_late_counts_for_its_own_lesson(
    stage: Stage, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    stage.show(LessonRoute(key, "saved"))
    target = tmp_path / "recipe.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    gate, real = threading.Event(), download_page.copy_out

    def slow(*copy: Any) -> None:
        gate.wait(60)
        real(*copy)

    monkeypatch.setattr(download_page, "copy_out", slow)
    stage.click("download.save.1")
    if away == "next":
        stage.click("lesson.next")
        stage.wait(lambda: at(stage) == "film")
    else:
        stage.window.go(LibraryRoute())
        stage.wait(lambda: not stage.window.findChildren(DownloadView))
    gate.set()
    stage.says("Saved: recipe.txt")
    stage.settle()
    assert target.read_bytes() == b"water, leaves\n"
    assert stage.status(key).lessons["saved"].done


# --- the end of a page ---


def test_pages_that_are_left_are_let_go(stage: Stage, key: str) -> None:
    left: list[weakref.ref[object]] = []
    for route in (LessonRoute(key, "boxes"), LessonRoute(key, "leaflet"), CourseRoute(key), QuizRoute(key, "check"), SettingsRoute("about"),
                  LibraryRoute()):
        stage.show(route)
        left.append(weakref.ref(stage.screen))
    stage.settle()

    def held() -> int:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return sum(each() is not None for each in left[:-1])

    stage.wait(lambda: held() == 0)  # timers that were under way end; nothing else holds on to a page


def test_closing_the_window_while_deeds_are_under_way_loses_none(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    stage.click("checklist.box.1")
    stage.click("checklist.box.2")
    stage.click("lesson.next")
    stage.window.close()
    enrolment = stage.screen._opened.enrolment
    assert stage.player.learning.facts(enrolment).lesson("boxes").boxes == {0, 1}
    assert stage.player.learning.status(enrolment).lessons["boxes"].done


def test_a_link_of_a_text_leads_to_a_lesson_or_outside_after_asking(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtGui import QDesktopServices

    from player.ui.screens import lesson as page

    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    stage.show(LessonRoute(key, "boxes"))
    monkeypatch.setattr(page, "ask_to_leave", lambda *_: False)
    stage.screen.view.link.emit("web", "https://example.org/a")
    assert not opened
    monkeypatch.setattr(page, "ask_to_leave", lambda *_: True)
    stage.screen.view.link.emit("web", "https://example.org/a")
    assert opened == ["https://example.org/a"]
    stage.screen.view.link.emit("lesson", "files#top")
    stage.wait(lambda: at(stage) == "files")
    stage.screen._go_to("check")
    stage.wait(lambda: at(stage) == "check")
