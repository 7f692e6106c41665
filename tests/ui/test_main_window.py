"""The window around the pages: what comes and goes, what is dropped on it, what it says when something is wrong."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from player.course.model import Chapter
from player.errors import PlayerError
from player.ui.navigation import page_of, up
from player.ui.routes import (
    AwardRoute,
    CourseRoute,
    LearnersRoute,
    LessonRoute,
    LibraryRoute,
    QuizRoute,
    ResultRoute,
    Route,
    SettingsRoute,
    VerifyRoute,
)
from tests.forge.packages import identity
from tests.forge.window import BOXES, FILES, Stage, tea, write_course

ROUTES: tuple[tuple[Route, Route], ...] = (
    (LearnersRoute(), LearnersRoute()),
    (LibraryRoute(), LearnersRoute()),
    (CourseRoute("k"), LibraryRoute()),
    (LessonRoute("k", "l"), CourseRoute("k")),
    (QuizRoute("k", "l"), LessonRoute("k", "l")),
    (ResultRoute("k", "l", "a"), LessonRoute("k", "l")),
    (AwardRoute("k", "a"), CourseRoute("k")),
    (VerifyRoute(), LibraryRoute()),
    (SettingsRoute(), LibraryRoute()),
)


@pytest.mark.parametrize(("route", "above"), ROUTES)
def test_every_place_has_a_page_and_one_above_it(route: Route, above: Route) -> None:
    page = page_of(route)
    assert callable(page.load)
    assert callable(page.make)
    assert up(route) == above


# --- coming and going ---


def test_only_the_last_place_asked_for_is_shown(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.window.go(CourseRoute(key))
    stage.window.go(CourseRoute("unsigned/none"))  # its refusal comes too late to be told
    stage.window.go(SettingsRoute())
    stage.settle()
    assert stage.window.route == SettingsRoute()
    assert not stage.messages()


def test_a_page_that_takes_long_says_so_and_then_has_the_keyboard(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    stage.open()
    gate = threading.Event()
    monkeypatch.setattr(stage.player.library, "shelf", lambda _learner: (gate.wait(60), ())[1])
    stage.window.go(LibraryRoute())
    stage.wait(lambda: stage.window._stack.currentWidget() is stage.window._loading)
    gate.set()
    stage.settle()
    assert stage.window._stack.currentWidget() is stage.screen
    held = QApplication.focusWidget()
    assert held is not None
    assert stage.screen.isAncestorOf(held)


def test_a_page_that_takes_long_and_then_fails_falls_back_to_the_one_before(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    stage.open()
    gate = threading.Event()

    def slow(_learner: str) -> Any:
        gate.wait(60)
        raise PlayerError("The disk does not answer", "Nothing was read.", "Try again.")

    monkeypatch.setattr(stage.player.library, "shelf", slow)
    before = stage.screen
    stage.window.go(LibraryRoute())
    stage.wait(lambda: stage.window._stack.currentWidget() is stage.window._loading)
    gate.set()
    stage.says("The disk does not answer")
    assert stage.screen is before
    assert before.isVisible()
    assert QApplication.focusWidget() is not None


def test_a_message_goes_with_the_page_it_was_about(stage: Stage) -> None:
    stage.open()
    stage.window.complain(PlayerError("One", "thing.", "Do."))
    stage.says("One thing. Do.")
    stage.click("message.close")
    assert not stage.messages()
    stage.window.complain(PlayerError("Two", "things.", ""))
    stage.show(SettingsRoute())
    assert not stage.messages()


def test_records_that_cannot_be_used_are_said_on_an_empty_window(stage: Stage) -> None:
    stage.window.show()
    stage.window.back()
    stage.window.refuse_start(PlayerError("A newer database", "It was written by a newer version.", "Install that one."))
    assert "A newer database" in stage.text()
    stage.window.refuse_start(PlayerError("Still", "the same.", ""))
    assert "A newer database" not in stage.text()
    assert len([each for each in stage.window.findChildren(QWidget, "status.error") if each.isVisible()]) == 1
    stage.window.wear(stage.window._look(stage.window.desk.settings.changed(theme="dark", text_scale=1.5)))
    QTest.keyClick(stage.window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)


def test_settings_that_cannot_be_kept_are_a_sentence_and_change_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()

    def refuse(_settings: Any) -> None:
        raise PlayerError("The settings were not saved", "The disk is full.", "They hold until the program is closed.")

    monkeypatch.setattr(stage.window, "_keep", refuse)
    stage.window.change_look(theme="dark")
    stage.says("not saved")
    assert stage.window.desk.theme.scheme == "light"
    stage.window.sign_out()
    stage.settle()
    assert isinstance(stage.window.route, LearnersRoute)
    stage.window.change_look(text_scale=9.0)
    assert stage.window.desk.settings.text_scale == 1.0


def test_the_computers_own_look_is_followed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    dark = stage.window._look(stage.window.desk.settings.changed(theme="dark"))
    monkeypatch.setattr(stage.window, "_look", lambda _settings: dark)
    QApplication.sendEvent(stage.window, QEvent(QEvent.Type.ThemeChange))
    stage.wait(lambda: stage.window.desk.theme.scheme == "dark")
    assert stage.screen.theme.scheme == "dark"


def test_after_closing_nothing_begins(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    stage.window.go(LibraryRoute())
    stage.window.close()
    stage.window.go(SettingsRoute())
    stage.window.open_paths((tmp_path / "x.course",))
    stage.window.pool(lambda: 1, lambda _one: None)
    stage.window.close()
    assert not stage.tasks.busy


# --- files ---


def drag(paths: list[Path], kind: type[QDragEnterEvent] | type[QDropEvent]) -> tuple[Any, QMimeData]:
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    else:
        data.setText("words")
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    if kind is QDragEnterEvent:
        return QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, modifiers), data
    return QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, modifiers), data


def drop(stage: Stage, on: QWidget, *paths: Path) -> bool:
    """Returns whether it was taken."""
    enter, _first = drag(list(paths), QDragEnterEvent)
    on.dragEnterEvent(enter)
    fall, _second = drag(list(paths), QDropEvent)
    on.dropEvent(fall)
    stage.settle()
    return bool(enter.isAccepted()) and bool(fall.isAccepted())


def test_a_package_that_is_dropped_is_taken_and_other_things_are_not(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    assert drop(stage, stage.window, tea(tmp_path / "tea.course"))
    assert stage.sees("intake.offers")
    assert not drop(stage, stage.window)


def test_of_several_files_each_is_taken_or_refused_by_itself(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    one = tea(tmp_path / "tea.course")
    bad = tmp_path / "bad.course"
    bad.write_bytes(b"no package")
    gone = tmp_path / "gone.course"
    stage.window.open_paths((bad, one, gone))
    stage.settle()
    stage.wait(lambda: stage.window.route == CourseRoute("unsigned/org.example.tea"))
    stage.wait(lambda: len(stage.messages()) == 2)
    stage.window.open_paths((bad,))
    stage.wait(lambda: len(stage.messages()) == 2)
    assert len(stage.asked(lambda player: player.library.shelf(stage.learner.id))) == 1


def test_nobody_signed_in_still_gets_it_on_the_shelf(stage: Stage, tmp_path: Path) -> None:
    stage.board()
    stage.window.open_paths((tea(tmp_path / "tea.course"),))
    stage.says("Choose who is learning")
    assert isinstance(stage.window.route, LearnersRoute)


def test_a_pdf_that_is_dropped_is_checked(stage: Stage, tmp_path: Path) -> None:
    stage.board()
    paper = tmp_path / "paper.PDF"
    paper.write_bytes(b"%PDF-1.4 nothing")
    drop(stage, stage.window, paper)
    assert isinstance(stage.window.route, VerifyRoute)
    assert stage.words("verify.verdict") == "Not valid"


def test_files_of_a_second_start_are_opened_in_turn(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    one = tea(tmp_path / "tea.course")
    stage.window.open_paths((one,))
    stage.window.open_paths((tmp_path / "missing.course",))
    stage.window.open_paths(())
    stage.settle()
    assert isinstance(stage.window.route, CourseRoute)
    stage.says("There is no file")


def test_a_newer_package_of_the_course_that_is_open_is_the_one_that_is_shown(stage: Stage, tmp_path: Path) -> None:
    signer = identity()
    stage.open()
    first = write_course(tmp_path / "one.course", Chapter("one", "One", (BOXES,)), identity=signer)
    second = write_course(tmp_path / "two.course", Chapter("one", "One", (BOXES, FILES)), identity=signer, version="2.0")
    stage.window.open_paths((first,))
    stage.settle()
    route = stage.window.route
    assert isinstance(route, CourseRoute)
    stage.show(LessonRoute(route.key, "boxes"))
    stage.window.open_paths((second,))
    stage.click("intake.open")
    stage.wait(lambda: stage.window.route == route, "the course, in its newer version")
    stage.settle()
    assert "Recipes" in stage.text()


def test_open_asks_for_a_file(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    stage.click("library.open")
    stage.settle()
    assert isinstance(stage.window.route, LibraryRoute)
    one = tea(tmp_path / "tea.course")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(one), ""))
    QTest.keyClick(stage.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    stage.wait(lambda: isinstance(stage.window.route, CourseRoute))


# --- every load that fails ---


@pytest.mark.parametrize("route", [
    CourseRoute("unsigned/none"), LessonRoute("unsigned/none"), QuizRoute("unsigned/none", "x"), ResultRoute("unsigned/none", "x", "y"),
    AwardRoute("unsigned/none", "z"), VerifyRoute("/nowhere/x.pdf"),
])  # fmt: skip
def test_every_page_that_cannot_be_read_is_a_sentence(stage: Stage, route: Route) -> None:
    stage.open()
    before = stage.screen
    stage.window.go(route)
    stage.wait(stage.messages)
    stage.settle()
    assert stage.screen is before
    assert stage.window.route == LibraryRoute()
    stage.click("settings.open")
    stage.wait(lambda: isinstance(stage.window.route, SettingsRoute))


def test_places_that_are_not_there_in_a_course_that_is(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(CourseRoute(key))
    for route in (AwardRoute(key, "none"), ResultRoute(key, "check", "none")):
        stage.window.go(route)
        stage.wait(stage.messages)
        stage.settle()
        assert stage.window.route == CourseRoute(key)
    stage.window.go(LessonRoute(key, "none"))  # of another version: where the learner stopped
    stage.settle()
    assert stage.screen.here() == LessonRoute(key, "boxes")


@pytest.mark.parametrize("where", ["library", "course"])
def test_a_window_that_changed_its_look_is_the_picture_of_one_born_in_it(stage: Stage, tmp_path: Path, where: str) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    route: Route = LibraryRoute() if where == "library" else CourseRoute(key)
    stage.show(route)
    looks: tuple[dict[str, object], ...] = ({"theme": "dark"}, {"text_scale": 1.2}, {"theme": "contrast", "text_scale": 1.6})
    for changes in looks:
        stage.resized(**changes)
        changed = picture(stage)
        stage.window.desk.theme.apply(QApplication.instance())  # type: ignore[arg-type]  # there is one
        stage.show(route)
        assert changed == picture(stage), changes


def picture(stage: Stage) -> QImage:
    """The page, without what comes and goes: the focus."""
    if (held := QApplication.focusWidget()) is not None:
        held.clearFocus()
    stage.settle()
    return stage.window.grab().toImage()
