"""Notes, bookmarks, search and printing beside a lesson, in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPlainTextEdit

from player.course.model import Chapter, CountsWhen, Kind, Lesson, Order, Rule
from player.services.notes import Jottings
from player.ui.lessons.search_panel import SearchPanel
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute, NotesRoute
from player.ui.web.environment import prepare_environment, register_scheme
from tests.forge.media import film
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
    stage.wait(lambda: stage.words("status.message") == "Bookmark set")
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
    stage.wait(lambda: stage.words("status.message") == "Bookmark removed")
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
    panel = stage.screen.findChild(SearchPanel)
    stage.wait(lambda: panel.shown is not None and panel.shown.query == words)
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
    stage.click("lesson.search")
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


def test_in_large_text_the_sheet_takes_the_place_of_the_lesson(stage: Stage, key: str) -> None:
    stage.resized(text_scale=2.0)
    stage.show(LessonRoute(key, "boxes"))
    QTest.keyClicks(open_notes(stage), "large")
    assert not stage.sees("lesson.view")
    stage.click("lesson.showOutline")
    assert stage.sees("lesson.outline")
    assert not stage.sees("notes.new")
    stage.click("lesson.notes")
    field(stage)
    assert not stage.sees("lesson.outline")
    stage.click("beside.close")
    assert stage.sees("lesson.view")
    assert [note.text for note in kept(stage, key).notes] == ["large"]


# --- texts, and what is printed ---

LONG = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
READ = Lesson("read", "Chlorine", Kind.TEXT, CountsWhen(Rule.NEXT), file="read.md", minutes=6)
OTHER = Lesson("other", "Boiling", Kind.TEXT, CountsWhen(Rule.NEXT), file="other.md", minutes=6)
CONTENTS = {"read.md": f"# Chlorine\n\nA few drops.\n\n## The dose\n\n{LONG}\n\n## Waiting\n\nThe walrus waits.\n\n{LONG}\n".encode(),
            "other.md": b"# Boiling\n\nBoil it.\n"}  # fmt: skip


@pytest.fixture
def texts(stage: Stage, tmp_path: Path) -> str:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (OTHER, READ, LEAFLET, BOXES)), contents=CONTENTS))
    with stage.qtbot.waitSignal(stage.window.text_view().painted, timeout=60_000):
        stage.window.go(LessonRoute(key, "other"))
    stage.settle()
    return key


def script(stage: Stage, words: str) -> object:
    found: list[object] = []
    stage.window.text_view()._page.runJavaScript(words, 1, found.append)
    stage.qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_a_word_in_another_text_is_shown_at_its_place_and_a_note_there_knows_its_heading(stage: Stage, texts: str) -> None:
    search(stage, "walrus")
    stage.wait(lambda: "still being read" not in stage.words("search.said"))
    stage.wait(lambda: [one.partition(" Paragraph")[0] for one in results(stage)] == ["Chlorine. One · Waiting. The walrus waits."])
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: stage.screen.here().lesson == "read")
    stage.wait(lambda: script(stage, "getSelection().toString()") == "walrus")
    stage.click("lesson.notes")
    QTest.keyClicks(field(stage), "why?")
    stage.wait(lambda: stage.words("notes.saved.1") == "Saved")
    assert [(note.lesson, note.anchor, note.heading) for note in kept(stage, texts).notes] == [("read", "#waiting", "Waiting")]
    stage.show(NotesRoute(texts))
    stage.click("notes.open.1")
    stage.wait(lambda: isinstance(stage.window.route, LessonRoute))
    stage.wait(lambda: bool(script(stage, "scrollY > 200")))
    stage.click("lesson.notes")
    assert field(stage).toPlainText() == "why?"
    search(stage, "drops")  # in the lesson that is shown
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: script(stage, "getSelection().toString()") == "drops")


def pdf_words(path: Path) -> tuple[int, str]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    return len(reader.pages), "".join(page.extract_text() for page in reader.pages)


def test_a_text_is_saved_as_a_pdf_in_any_look(stage: Stage, texts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.resized(theme="dark")
    stage.show(LessonRoute(texts, "read"))
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    stage.key(Qt.Key.Key_P, CTRL)
    assert "No printer is set up" in stage.words("print.none")
    assert not stage.find("print.print").isEnabled()
    stage.click("print.save")
    assert stage.words("print.said") == "The pages are being made…"
    stage.says("Saved: out.pdf")
    pages, words = pdf_words(target)
    assert pages > 1
    assert "Chlorine" in words
    assert "The walrus waits." in words
    from PySide6.QtCore import QSize
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    document.load(str(target))
    picture = document.render(0, QSize(200, 283))
    ground = picture.pixelColor(5, 5)
    assert ground.alpha() == 0 or ground.lightness() > 250  # paper, though the window is dark
    inks = {picture.pixelColor(x, y).lightness() for x in range(0, 200, 2) for y in range(283) if picture.pixelColor(x, y).alpha() > 200}
    assert min(inks) < 80  # and dark words on it
    document.close()


def test_a_pdf_is_saved_as_it_is_and_other_kinds_are_not_printed(stage: Stage, texts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.show(LessonRoute(texts, "leaflet"))
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    stage.click("lesson.print")
    stage.click("print.save")
    stage.says("Saved: out.pdf")
    with stage.asked(lambda player: player.library.open(texts)).source.open("leaflet.pdf") as stream:
        assert target.read_bytes() == stream.read()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path), ""))
    stage.click("print.save")
    stage.says("cannot be written")
    stage.show(LessonRoute(texts, "boxes"))
    assert not stage.sees("lesson.print")
    stage.key(Qt.Key.Key_P, CTRL)
    stage.settle()
    assert not stage.sees("print.save")


def test_to_a_printer_page_by_page(stage: Stage, texts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "printed.pdf"

    def accepted(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(out))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["Office"]))
    monkeypatch.setattr(QPrintDialog, "exec", accepted)
    stage.show(LessonRoute(texts, "leaflet"))
    stage.key(Qt.Key.Key_P, CTRL)
    assert QApplication.focusWidget() is stage.find("print.print")
    stage.key(Qt.Key.Key_Return)
    stage.says("Sent to the printer")
    assert pdf_words(out)[0] == 3
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    stage.click("print.print")
    stage.settle()
    assert stage.find("print.print").isEnabled()


def test_a_place_in_a_film_is_written_down_and_gone_back_to(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    made = film(tmp_path / "film.mp4", 6).read_bytes()
    watch = Lesson("watch", "A film", Kind.VIDEO, CountsWhen(Rule.PLAYED, 90), file="film.mp4", media_seconds=6)
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (watch, BOXES)), contents={"film.mp4": made}))
    stage.show(LessonRoute(key, "watch", "t=4"))
    stage.wait(lambda: stage.screen.view.film.seek.position >= 4000)
    stage.wait(lambda: stage.screen.view._player.frames > 0)
    stage.settle()
    assert not stage.screen.view.playing
    open_notes(stage)
    QTest.keyClicks(field(stage), "mk jl f")  # keys of the film, were nobody typing
    stage.wait(lambda: stage.words("notes.saved.1") == "Saved")
    (note,) = kept(stage, key).notes
    assert (note.anchor, note.heading, note.text) == ("t=4", "0:04", "mk jl f")
    assert not stage.screen.view.playing
    assert not stage.window.isFullScreen()
    stage.screen.view.go_to("t=1")
    stage.wait(lambda: 900 <= stage.screen.view.film.seek.position < 2000)
    stage.click("notes.place.1")
    stage.wait(lambda: stage.screen.view.film.seek.position >= 4000)
