"""Notes, bookmarks, search and printing beside a lesson, in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from player.course.model import Chapter, Order
from player.services.notes import Jottings
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute, NotesRoute
from player.ui.web.environment import prepare_environment, register_scheme
from tests.forge.window import BOXES, FILES, LEAFLET, SAVED, Stage, check, tea, write_course

prepare_environment()
register_scheme()

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def key(stage: Stage, tmp_path: Path) -> str:
    stage.open()
    return stage.add(tea(tmp_path / "tea.course"))


def kept(stage: Stage, key: str) -> Jottings:
    return stage.asked(lambda player: player.notes.of_course(stage.learner.id, key))


def field(stage: Stage, number: int = 1) -> QPlainTextEdit:
    return stage.find(f"notes.text.{number}", QPlainTextEdit)


def open_notes(stage: Stage) -> QPlainTextEdit:
    stage.click("lesson.notes")
    return field(stage)


# --- notes ---


def test_what_is_typed_is_on_the_disk_within_a_second_and_said_to_be(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    text = open_notes(stage)
    assert QApplication.focusWidget() is text
    for letter in "warm the pot first":
        QTest.keyClicks(text, letter)
    stage.qtbot.waitUntil(lambda: [note.text for note in kept(stage, key).notes] == ["warm the pot first"], timeout=5000)
    stage.wait(lambda: stage.words("notes.saved.1") == "Saved")
    QTest.keyClicks(text, "!")
    assert stage.words("notes.saved.1") == "Saving…"
    stage.wait(lambda: stage.words("notes.saved.1") == "Saved")
    assert [note.text for note in kept(stage, key).notes] == ["warm the pot first!"]


def test_somebody_who_goes_on_typing_is_kept_all_the_same(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    text = open_notes(stage)
    for _ in range(12):
        QTest.keyClicks(text, "ab")
        stage.qtbot.wait(80)
    assert kept(stage, key).notes  # it did not wait for a pause


def test_nothing_that_is_typed_presses_next(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "files"))
    text = open_notes(stage)
    QTest.keyClicks(text, "one")
    stage.key(Qt.Key.Key_Return)
    QTest.keyClicks(text, "two")
    stage.key(Qt.Key.Key_Right, ALT)
    stage.key(Qt.Key.Key_Left, ALT)
    stage.settle()
    assert stage.screen.here().lesson == "files"
    assert text.toPlainText() == "one\ntwo"
    stage.key(Qt.Key.Key_F, CTRL)
    query = stage.find("search.query")
    QTest.keyClicks(query, "zzz")
    stage.settle()
    stage.key(Qt.Key.Key_Return)
    stage.key(Qt.Key.Key_Right, ALT)
    stage.settle()
    assert stage.screen.here().lesson == "files"
    assert not stage.status(key).lessons["files"].done


def test_leaving_at_once_loses_no_letter(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    QTest.keyClicks(open_notes(stage), "to the next lesson")
    stage.click("lesson.next")
    stage.settle()
    QTest.keyClicks(open_notes(stage), "to the library")
    stage.show(LibraryRoute())
    stage.show(LessonRoute(key, "boxes"))
    QTest.keyClicks(open_notes(stage), " at last")
    stage.window.close()
    assert {note.text for note in stage.player.notes.of_course(stage.learner.id, key).notes} == {"to the next lesson at last", "to the library"}


def test_a_note_is_deleted_and_brought_back(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    QTest.keyClicks(open_notes(stage), "once more")
    stage.click("notes.delete.1")
    stage.find("notes.undo")
    assert kept(stage, key).notes == ()
    assert QApplication.focusWidget() is stage.find("notes.undo")
    stage.click("notes.undo")
    text = field(stage, 2)
    assert text.toPlainText() == "once more"
    assert [note.text for note in kept(stage, key).notes] == ["once more"]
    text.selectAll()
    stage.key(Qt.Key.Key_Delete)
    stage.qtbot.waitUntil(lambda: kept(stage, key).notes == ())  # a note without words is none


def test_a_note_without_words_is_not_kept_and_escape_closes(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    open_notes(stage)
    stage.key(Qt.Key.Key_Escape)
    assert not stage.sees("notes.new")
    assert QApplication.focusWidget() is not None
    stage.settle()
    assert kept(stage, key) == Jottings()


def test_a_full_disk_is_said_and_the_words_stay(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from player.errors import PlayerError

    stage.show(LessonRoute(key, "boxes"))
    text = open_notes(stage)

    def full(*_: object) -> None:
        raise PlayerError("The disk is full", "There is no room.", "Free some.")

    with monkeypatch.context() as patch:
        patch.setattr(stage.player.notes, "write", full)
        QTest.keyClicks(text, "words")
        stage.says("The disk is full")
        assert stage.words("notes.saved.1") == "Not saved"
    QTest.keyClicks(text, "!")
    stage.qtbot.waitUntil(lambda: [note.text for note in kept(stage, key).notes] == ["words!"])


def test_notes_are_listed_and_lead_back_to_their_place(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "leaflet"))
    stage.click("pdf.next")
    stage.wait(lambda: stage.words("pdf.page").startswith("Page 2"))
    QTest.keyClicks(open_notes(stage), "mind the gap")
    stage.wait(lambda: stage.words("notes.saved.1") == "Saved")
    stage.key(Qt.Key.Key_D, CTRL)
    stage.says("Bookmark set")
    stage.settle()
    told = kept(stage, key)
    assert [(note.anchor, note.heading) for note in told.notes] == [("page=2", "Page 2")]
    assert [(mark.lesson, mark.anchor) for mark in told.bookmarks] == [("leaflet", "page=2")]
    stage.show(LessonRoute(key, "boxes"))
    stage.show(CourseRoute(key))
    stage.click("course.notes")
    stage.wait(lambda: stage.window.route == NotesRoute(key))
    assert "mind the gap" in stage.text()
    stage.settle()
    stage.click("notes.open.2")
    stage.wait(lambda: isinstance(stage.window.route, LessonRoute))
    stage.settle()
    stage.wait(lambda: stage.words("pdf.page").startswith("Page 2"))
    stage.show(NotesRoute(key))
    stage.click("notes.delete.2")
    stage.find("notes.undo")
    assert kept(stage, key).notes == ()
    stage.click("notes.undo")
    stage.settle()
    assert [note.text for note in kept(stage, key).notes] == ["mind the gap"]


def test_nothing_written_down_is_said(stage: Stage, key: str) -> None:
    stage.show(NotesRoute(key))
    assert "Nothing written down yet" in stage.text()
    stage.click("notes.back")
    stage.wait(lambda: stage.window.route == CourseRoute(key))


# --- bookmarks ---


def test_a_bookmark_is_set_and_taken_away(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    button = stage.find("lesson.bookmark")
    assert button.accessibleName() == "Set a bookmark (Ctrl+D)"
    stage.click("lesson.bookmark")
    stage.wait(lambda: stage.find("lesson.bookmark").accessibleName() == "Remove the bookmark (Ctrl+D)")
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "files")
    stage.settle()
    assert stage.find("lesson.bookmark").accessibleName() == "Set a bookmark (Ctrl+D)"
    stage.show(LessonRoute(key, "boxes"))
    stage.wait(lambda: stage.find("lesson.bookmark").accessibleName() == "Remove the bookmark (Ctrl+D)")
    stage.key(Qt.Key.Key_D, CTRL)
    stage.says("Bookmark removed")
    assert kept(stage, key).bookmarks == ()


# --- search ---


def results(stage: Stage) -> list[str]:
    model = stage.find("search.results").model()
    return [str(model.index(number, 0).data()) for number in range(model.rowCount())]


def search(stage: Stage, words: str) -> list[str]:
    stage.key(Qt.Key.Key_F, CTRL)
    query = stage.find("search.query")
    query.selectAll()
    QTest.keyClicks(query, words)
    stage.wait(lambda: (shown := stage.screen.findChild(type(query)).parent().parent().shown) is not None and shown.query == words)
    stage.settle()
    return results(stage)


def test_search_from_a_lesson_by_keyboard_alone(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    assert search(stage, "leaf") == ["The leaflet. Brewing"]
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: stage.screen.here().lesson == "leaflet")
    assert stage.sees("search.query")  # the search stays, for the next result
    stage.key(Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is stage.find("search.query")
    stage.key(Qt.Key.Key_Escape)
    assert not stage.sees("search.query")
    stage.click("search.open")
    assert stage.find("search.query").property("text") == "leaf"


def test_search_in_texts_once_they_are_read(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    search(stage, "recipe")
    assert "still being read" in stage.words("search.said")
    stage.wait(lambda: "still being read" not in stage.words("search.said"))  # in the background, a few seconds after the page was shown
    found = results(stage)
    assert "Recipes. Before you start. recipe.txt, large.bin" in found
    stage.key(Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: stage.screen.here().lesson == "saved")


def test_search_from_the_course_page_and_a_locked_lesson(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    lesson, quiz = check()
    path = write_course(tmp_path / "c.course", Chapter("one", "One", (BOXES, SAVED, LEAFLET, FILES, lesson)), quiz=quiz, order=Order.IN_ORDER)
    key = stage.add(path)
    stage.show(CourseRoute(key))
    assert search(stage, "final") == ["Final check. Locked · One"]
    stage.key(Qt.Key.Key_Return)
    stage.says("Still locked")
    assert stage.window.route == CourseRoute(key)
    assert search(stage, "ready") == ["Ready?. One"]
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(stage.window.route, LessonRoute) and stage.screen.here().lesson == "boxes")


def test_nothing_found_is_said(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    search(stage, "qqqq")
    stage.wait(lambda: "Nothing was found" in stage.words("search.said"))
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert stage.screen.here().lesson == "boxes"


# --- the size of the text, the whole screen ---


def test_keys_change_the_size_of_the_text_and_it_is_kept(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    for _ in range(2):
        stage.key(Qt.Key.Key_Plus, CTRL)
        stage.settle()
    assert stage.kept[-1].text_scale == 1.2
    stage.key(Qt.Key.Key_Minus, CTRL)
    stage.settle()
    assert stage.kept[-1].text_scale == 1.1
    assert stage.screen.here().lesson == "boxes"
    stage.key(Qt.Key.Key_0, CTRL)
    stage.settle()
    assert stage.kept[-1].text_scale == 1.0
    for _ in range(4):
        stage.key(Qt.Key.Key_Minus, CTRL)
        stage.settle()
    assert stage.kept[-1].text_scale == 0.8


def test_the_whole_screen_stays_from_lesson_to_lesson(stage: Stage, key: str) -> None:
    stage.show(LessonRoute(key, "boxes"))
    stage.key(Qt.Key.Key_F11)
    assert stage.window.isFullScreen()
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "files")
    assert stage.window.isFullScreen()
    stage.click("lesson.fullScreen")
    assert not stage.window.isFullScreen()
