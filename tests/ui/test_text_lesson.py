"""A text lesson on the lesson page: read off the window's thread, shown in the one borrowed web view."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, BinaryIO, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from player.course.model import Chapter, CountsWhen, Course, Kind, Lesson, Rule
from player.errors import PlayerError
from player.ui.lessons.text import VIEW, TextLessonView, TextView, prepare
from player.ui.lessons.view import Place
from player.ui.theme import Theme
from player.ui.web.environment import prepare_environment, register_scheme
from player.ui.words import Catalogue, speak

prepare_environment()
register_scheme()


class Files:
    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def open(self, name: str) -> BinaryIO:
        self.size(name)
        return io.BytesIO(self.files[name])

    def size(self, name: str) -> int:
        if name not in self.files:
            raise PlayerError("Missing", f"“{name}” is missing.")
        return len(self.files[name])

    def names(self) -> Iterator[str]:
        return iter(sorted(self.files))


FILES = Files({
    "1/one.md": b"---\ntitle: One\n---\n# One\n\nSee [two](two.md#deep), [deep](#deep), [zip](../data.zip), [web](https://e.org).\n\n## Deep\n",
    "1/two.md": b"One\n\n" * 200 + b"## Deep\n\nEnd\n",
    "1/two.ar.md": "---\ntitle: اثنان\n---\nنص\n".encode(),
    "1/latin.md": b"caf\xe9",
    "data.zip": b"PK",
})


def text(lesson_id: str, file: str, **more: Any) -> Lesson:
    return Lesson(lesson_id, lesson_id.capitalize(), Kind.TEXT, CountsWhen(Rule.READ), file=file, **more)


ONE, TWO = text("one", "1/one.md", minutes=4), text("two", "1/two.md", languages=MappingProxyType({"ar": "1/two.ar.md"}))
LATIN = text("latin", "1/latin.md")
COURSE = Course("org.example.x", "X", "1", (Chapter("1", "First", (ONE, TWO, LATIN)),), languages=("en", "ar", "la"))


def place(lesson: Lesson) -> Place:
    return Place(COURSE, lesson, FILES, cast("Any", SimpleNamespace(tongue="")), "First", "a" * 32)


@dataclass
class Desk:
    theme: Theme
    window: "Window"

    def pool(self, work: Callable[[], Any], done: Callable[[Any], None], _failed: Any = None) -> None:
        done(work())


class Window(QWidget):
    """As much of the main window as a text lesson needs."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(Theme(), self)
        self.told: list[str] = []
        self.web = TextView(self.desk, self)
        self.web.hide()

    def text_view(self) -> TextView:
        return self.web

    def notice(self, words: str) -> None:
        self.told.append(words)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    made = Window()
    made.resize(700, 500)
    made.show()
    yield made
    gone: list[bool] = []
    made.destroyed.connect(lambda: gone.append(True))
    made.deleteLater()
    qtbot.waitUntil(lambda: bool(gone), timeout=5000)


@pytest.fixture
def view(window: Window) -> TextLessonView:
    made = VIEW.make(cast("Any", window.desk))
    assert isinstance(made, TextLessonView)
    made.setParent(window)
    made.resize(700, 500)
    made.show()
    return made


def show(qtbot: QtBot, window: Window, view: TextLessonView, lesson: Lesson) -> None:
    with qtbot.waitSignal(window.web.painted, timeout=15_000):
        view.show_lesson(place(lesson), prepare(None, place(lesson)), cast("Any", None))


def test_reading_a_text() -> None:
    found = prepare(None, place(ONE))
    assert (found.title, found.language, found.meta) == ("One", "en", "First · 4 min read")
    assert "<h1" not in found.rendered.html
    assert [link.lesson for link in found.rendered.lesson_links] == ["two"]
    assert not found.rendered.warnings
    assert prepare(None, place(TWO)).meta == "First · 2 min read"


def test_reading_in_the_language_of_the_window() -> None:
    try:
        speak(Catalogue("ar-EG"))
        found = prepare(None, place(TWO))
        assert (found.title, found.language) == ("اثنان", "ar")
        assert prepare(None, place(ONE)).language == "en"
    finally:
        speak(Catalogue())


def test_what_cannot_be_read_is_said() -> None:
    with pytest.raises(PlayerError, match="is not written in UTF-8"):
        prepare(None, place(LATIN))
    with pytest.raises(PlayerError, match="is missing"):
        prepare(None, place(text("none", "1/none.md")))


def test_the_end_is_evidence(qtbot: QtBot, window: Window, view: TextLessonView) -> None:
    show(qtbot, window, view, TWO)
    qtbot.wait(200)
    assert not view.evidence().end_seen
    with qtbot.waitSignal(view.evidence_changed, timeout=5000):
        assert view.scroll_key(Qt.Key.Key_End)
    assert view.evidence().end_seen
    assert not view.scroll_key(Qt.Key.Key_Tab)
    show(qtbot, window, view, ONE)
    assert not view.evidence().end_seen or window.web.scroll_position() == 0


def test_links(qtbot: QtBot, window: Window, view: TextLessonView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    show(qtbot, window, view, ONE)
    followed: list[tuple[str, str]] = []
    view.link.connect(lambda kind, target: followed.append((kind, target)))
    window.web.linkActivated.emit("lesson", "one#deep")
    window.web.linkActivated.emit("web", "https://e.org")
    window.web.linkActivated.emit("lesson", "two#deep")
    assert followed == [("web", "https://e.org"), ("lesson", "two#deep")]
    show(qtbot, window, view, TWO)
    qtbot.waitUntil(lambda: window.web.scroll_position() > 0.5, timeout=5000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "kept.zip"), ""))
    window.web.linkActivated.emit("save", "data.zip")
    assert (tmp_path / "kept.zip").read_bytes() == b"PK"
    assert window.told == ["Saved: data.zip"]
    window.web.linkActivated.emit("picture", "1/p.png")


def test_the_web_view_is_given_back_and_outlives_the_page(qtbot: QtBot, window: Window, view: TextLessonView) -> None:
    show(qtbot, window, view, ONE)
    assert window.web.parent() is view
    assert window.web.isVisible()
    view.leave()
    assert window.web.parent() is window
    assert not window.web.isVisible()
    assert not view.scroll_key(Qt.Key.Key_End)
    window.web.endReached.emit()
    assert not view.evidence().end_seen
    show(qtbot, window, view, ONE)
    with qtbot.waitSignal(view.destroyed):
        view.deleteLater()  # without a word
    assert window.web.parent() is window
    again = VIEW.make(cast("Any", window.desk))
    again.setParent(window)
    again.resize(700, 500)
    again.show()
    assert isinstance(again, TextLessonView)
    show(qtbot, window, again, TWO)
    assert window.web.parent() is again


def test_another_look(qtbot: QtBot, window: Window, view: TextLessonView) -> None:
    show(qtbot, window, view, ONE)
    view.retheme(Theme("dark"))
    assert window.web.theme == Theme("dark")
    view.leave()
    view.retheme(Theme("contrast"))
    show(qtbot, window, view, ONE)
    assert window.web.theme == Theme("contrast")
