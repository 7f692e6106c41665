"""The web view for lesson text, with a real Chromium: what it shows, what it tells, what it never does."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from PySide6.QtCore import QIODevice, QObject, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineSettings, QWebEngineUrlScheme
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.errors import PlayerError
from player.text.links import linker
from player.text.render import render
from player.ui.theme import Theme
from player.ui.web import environment
from player.ui.web.device import StreamDevice
from player.ui.web.environment import SCHEME, prepare_environment, register_scheme, tell_readers
from player.ui.web.handler import address, origin
from player.ui.web.text_view import TextLesson, TextView

# Before any test makes a QApplication.
prepare_environment()
register_scheme()

HOST = "a" * 32
RED = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#ff0000"/></svg>'


class Files:
    """A ContentSource of a few files; `asked` keeps what was opened."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.asked: list[str] = []

    def open(self, name: str) -> BinaryIO:
        self.asked.append(name)
        self.size(name)
        return io.BytesIO(self.files[name])

    def size(self, name: str) -> int:
        if name not in self.files:
            raise PlayerError("Missing", f"“{name}” is missing.")
        return len(self.files[name])

    def names(self) -> Iterator[str]:
        return iter(sorted(self.files))


class Desk:
    theme = Theme()


def lesson(markdown: str, title: str = "A lesson", anchor: str = "", language: str = "en") -> TextLesson:
    resolve = linker("here.md", {"here.md": "HERE", "other.md": "OTHER"}, {"red.svg", "data.zip", "big.svg"})
    return TextLesson(render(markdown, language=language, title=title, resolve=resolve), title, language, "2 min read", anchor)


LONG = "\n\n".join(f"Paragraph {number} with some words in it." for number in range(120))


@pytest.fixture
def files() -> Files:
    return Files({"red.svg": RED, "data.zip": b"PK", "big.svg": RED + b" " * 400_000})


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[TextView]:
    made = TextView(Desk())
    made.resize(800, 600)
    made.show()
    yield made
    gone: list[bool] = []
    made.destroyed.connect(lambda: gone.append(True))
    made.deleteLater()
    qtbot.waitUntil(lambda: bool(gone), timeout=5000)


@pytest.fixture
def show(qtbot: QtBot, view: TextView, files: Files) -> Callable[..., TextLesson]:
    """Show a text and wait for its first frame."""

    def deed(markdown: str, **more: str) -> TextLesson:
        made = lesson(markdown, **more)
        with qtbot.waitSignal(view.painted, timeout=15_000):
            view.show_lesson(made, source=files, host=HOST)
        return made

    return deed


def ask(qtbot: QtBot, view: TextView, script: str) -> object:
    """What a script of ours finds in the page."""
    found: list[object] = []
    view._page.runJavaScript(script, 1, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    return found[0]


def colours(view: TextView) -> set[str]:
    image = view.grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 20) for y in range(0, image.height(), 20)}


def test_a_lesson_is_shown_and_the_next_takes_its_place(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show("One *soft* word.", title="First")
    assert ask(qtbot, view, "document.querySelector('h1').textContent") == "First"
    loads: list[bool] = []
    view._page.loadStarted.connect(lambda: loads.append(True))
    show(LONG, title="Second")
    qtbot.waitUntil(lambda: ask(qtbot, view, "document.querySelectorAll('p').length") == 121, timeout=5000)
    assert ask(qtbot, view, "document.title") == "Second"
    assert not loads, "the document must stay"


def test_pictures_come_from_the_course(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson], files: Files) -> None:
    show("![Red](red.svg)\n\n![Large](big.svg)")
    qtbot.waitUntil(lambda: "#ff0000" in colours(view), timeout=5000)
    assert {"red.svg", "big.svg"} <= set(files.asked)


def test_the_fonts_of_the_program_are_there(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show("Words")
    loaded = "[...document.fonts].some(one => one.family.includes('Newsreader') && one.status == 'loaded')"
    qtbot.waitUntil(lambda: ask(qtbot, view, loaded) is True, timeout=5000)


def click(qtbot: QtBot, view: TextView, selector: str) -> None:
    where = ask(qtbot, view, f"(r => `${{r.x + r.width / 2}} ${{r.y + r.height / 2}}`)(document.querySelector('{selector}').getBoundingClientRect())")
    x, y = (int(float(part)) for part in str(where).split())
    qtbot.mouseClick(view._view.focusProxy(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))


@pytest.mark.parametrize(
    ("markdown", "kind", "target"),
    [
        ("[x](other.md#a%20b)", "lesson", "OTHER#a b"),
        ("[x](https://e.org/?a=1&b=%20)", "web", "https://e.org/?a=1&b=%20"),
        ("[x](data.zip)", "save", "data.zip"),
        ("[x](red.svg)", "picture", "red.svg"),
        ("[x](mailto:a@e.org)", "web", "mailto:a@e.org"),
    ],
)
def test_a_link_is_told_and_never_followed(
    qtbot: QtBot, view: TextView, show: Callable[..., TextLesson], markdown: str, kind: str, target: str
) -> None:
    show(markdown)
    with qtbot.waitSignal(view.linkActivated, timeout=5000) as told:
        click(qtbot, view, "p a")
    assert told.args == [kind, target]
    qtbot.wait(100)
    assert view._page.url().host() == HOST
    assert ask(qtbot, view, "document.querySelector('p a').textContent") == "x"


def test_an_anchor_moves_within_the_text(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show(f"[down](#end)\n\n{LONG}\n\n::: solution\n## End\nHidden\n:::\n\n{LONG}")
    qtbot.waitUntil(lambda: ask(qtbot, view, "document.getElementById('end') !== null") is True)
    click(qtbot, view, "p a")
    qtbot.waitUntil(lambda: view.scroll_position() > 0.3, timeout=5000)
    show(f"{LONG}\n\n<details><summary>s</summary>\n\n### Inside\n\n</details>\n\n{LONG}", anchor="inside")
    qtbot.waitUntil(lambda: view.scroll_position() > 0.3, timeout=5000)
    assert ask(qtbot, view, "document.querySelector('details').open") is True
    view.jump("nowhere at all")


def test_the_end_is_seen_at_once_only_where_all_fits(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    with qtbot.waitSignal(view.endReached, timeout=5000):
        show("Short.")
    ends: list[bool] = []
    view.endReached.connect(lambda: ends.append(True))
    show(LONG)
    qtbot.wait(300)
    assert not ends
    view.scroll_by(pages=0.0, lines=3)
    qtbot.waitUntil(lambda: view.scroll_position() > 0)
    assert not ends
    view.scroll_by(pages=1e6)
    qtbot.waitUntil(lambda: bool(ends), timeout=5000)
    view.scroll_by(pages=-1e6)
    qtbot.waitUntil(lambda: view.scroll_position() == 0)
    view.scroll_by(pages=1e6)
    qtbot.wait(200)
    assert len(ends) == 1


def test_the_end_is_still_watched_after_a_change_of_look(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show(LONG)
    painted: list[bool] = []
    view.painted.connect(lambda: painted.append(True))
    view.retheme(Theme("dark"))
    qtbot.waitUntil(lambda: ask(qtbot, view, "document.documentElement.className") == "dark", timeout=5000)
    qtbot.wait(100)
    with qtbot.waitSignal(view.endReached, timeout=5000):
        view.scroll_by(pages=1e6)
    assert not painted, "a look is no lesson"


def test_painted_means_that_the_heading_is_on_the_screen(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    heading = QRect(100, 30, 600, 90)
    show("x", title="Warm up")
    qtbot.wait(300)
    for number in range(5):
        show(LONG, title=f"Heading number {number}")
        at_once = view.grab(heading).toImage()
        qtbot.wait(250)
        assert view.grab(heading).toImage() == at_once


def test_of_two_lessons_asked_for_at_once_the_last_stays(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson], files: Files) -> None:
    show("x")
    painted: list[bool] = []
    view.painted.connect(lambda: painted.append(True))
    for number in range(5):
        view.show_lesson(lesson(LONG, title=f"Number {number}"), source=files, host=HOST)
    qtbot.waitUntil(lambda: bool(painted), timeout=5000)
    qtbot.wait(200)
    assert len(painted) == 1
    assert ask(qtbot, view, "document.querySelector('h1').textContent + document.querySelectorAll('p').length") == "Number 4121"


def test_the_end_waits_for_pictures(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    ends: list[bool] = []
    show("x")
    view.endReached.connect(lambda: ends.append(True))
    show("Short, were it not for the picture.\n\n![a](red.svg)\n\n![b](red.svg)\n\n![c](red.svg)\n\nThe last line.")
    qtbot.wait(400)
    assert not ends


def test_another_look_keeps_the_place(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show(f"::: solution\nOpen\n:::\n\n{LONG}")
    qtbot.waitUntil(lambda: ask(qtbot, view, "document.querySelectorAll('p').length") == 122)
    ask(qtbot, view, "document.querySelector('details').open = true; scrollTo(0, 1500); 0")
    qtbot.waitUntil(lambda: view.scroll_position() > 0.1)
    before = view.scroll_position()
    view.retheme(Theme("dark", 1.5))
    qtbot.waitUntil(lambda: ask(qtbot, view, "document.documentElement.className") == "dark")
    qtbot.waitUntil(lambda: abs(view.scroll_position() - before) < 0.06, timeout=5000)
    assert ask(qtbot, view, "document.querySelector('details').open") is True
    assert view._page.backgroundColor().name() == Theme("dark").colours.canvas.lower()
    qtbot.waitUntil(lambda: Theme("dark").colours.canvas.lower() in colours(view), timeout=5000)


def test_right_to_left(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show("نص قصير", title="عنوان", language="ar")
    assert ask(qtbot, view, "document.documentElement.dir + document.documentElement.lang") == "rtlar"
    show("Short text")
    assert ask(qtbot, view, "document.documentElement.dir") == "ltr"


def test_a_picture_opens_larger_and_closes_and_the_keyboard_goes_back(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show('![A red field](red.svg)\n\n![Another](big.svg "Figure 2: the same")\n\nText')
    inner = view._view.focusProxy()

    def viewer(of: str) -> object:
        return ask(qtbot, view, f"(document.querySelector('[role=dialog]') || {{}}).{of}")

    ask(qtbot, view, "document.querySelector('a.zoom').focus(); 0")
    qtbot.keyClick(inner, Qt.Key.Key_Return)  # a link that leads to the picture, as the lesson follows it
    view.enlarge("red.svg")
    qtbot.waitUntil(lambda: viewer("tagName") == "DIV")
    assert viewer("ariaLabel") == "Picture: A red field"
    qtbot.waitUntil(lambda: float(str(viewer("dataset.scale"))) > 1)  # as large as it fits
    fitting = float(str(viewer("dataset.scale")))
    qtbot.keyClick(inner, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: float(str(viewer("dataset.scale"))) > fitting)
    place = viewer("dataset.place")
    qtbot.keyClick(inner, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: viewer("dataset.place") != place)
    qtbot.keyClick(inner, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: float(str(viewer("dataset.scale"))) == fitting)
    wheel = QWheelEvent(QPointF(200, 200), QPointF(view.mapToGlobal(QPoint(200, 200))), QPoint(0, 0), QPoint(0, 240), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(inner, wheel)
    qtbot.waitUntil(lambda: float(str(viewer("dataset.scale"))) > fitting)
    names = []
    for _ in range(5):
        qtbot.keyClick(inner, Qt.Key.Key_Tab)
        qtbot.wait(20)
        names.append(ask(qtbot, view, "document.activeElement.ariaLabel"))
    assert names == ["Smaller (-)", "Larger (+)", "Fit the window (0)", "Close (Esc)", "A red field"]  # Tab stays in the viewer
    qtbot.keyClick(inner, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not viewer("tagName"))
    assert ask(qtbot, view, "document.activeElement.className") == "zoom"
    view.enlarge("big.svg")
    qtbot.waitUntil(lambda: viewer("ariaLabel") == "Picture: Another")
    assert "Figure 2: the same" in str(viewer("innerText"))
    qtbot.mouseClick(inner, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))  # beside the picture
    qtbot.waitUntil(lambda: not viewer("tagName"))
    view.enlarge("red.svg")
    qtbot.waitUntil(lambda: viewer("tagName") == "DIV")
    show("Another text")
    assert not viewer("tagName")


def test_where_the_learner_reads_and_words_that_were_found(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    def here() -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        view.here(lambda anchor, words: found.append((anchor, words)))
        qtbot.waitUntil(lambda: bool(found))
        return found

    show(f"Start.\n\n## The dose\n\n{LONG}\n\n## The end\n\n<details><summary>Why</summary>\n\nA hidden walrus.\n\n</details>\n\n{LONG}")
    assert here() == [("", "")]
    view.reveal("the-end", "walrus")
    qtbot.waitUntil(lambda: ask(qtbot, view, "getSelection().toString()") == "walrus")
    assert here() == [("the-end", "The end")]
    assert ask(qtbot, view, "document.querySelector('details').open") is True
    view.reveal("the-dose", "Paragraph 60 ")
    qtbot.waitUntil(lambda: ask(qtbot, view, "getSelection().toString()") == "Paragraph 60 ")
    assert ask(qtbot, view, "getSelection().getRangeAt(0).getBoundingClientRect().top > 0") is True
    assert here() == [("the-dose", "The dose")]
    view.reveal("", "")
    qtbot.waitUntil(lambda: here() == [("", "")])


def test_a_place_that_is_asked_for_before_the_page_is_there(qtbot: QtBot, view: TextView, files: Files) -> None:
    with qtbot.waitSignal(view.painted, timeout=15_000):
        view.show_lesson(lesson(f"{LONG}\n\n## Far down\n\nA walrus.\n\n{LONG}"), source=files, host="c" * 32)
        view.reveal("far-down", "walrus")
    qtbot.waitUntil(lambda: ask(qtbot, view, "getSelection().toString()") == "walrus")


def test_the_page_runs_nothing_and_reaches_nothing(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson], files: Files) -> None:
    show("x")
    page = view._page
    assert not page.settings().testAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled)
    assert page.profile().isOffTheRecord()
    found: list[object] = []
    page.runJavaScript("1 + 1", 0, found.append)  # the page's own world
    button = '<button id=b onclick="document.title=1">b</button>'
    ask(qtbot, view, f"document.body.insertAdjacentHTML('beforeend', '{button}'); document.getElementById('b').click(); 0")
    qtbot.wait(100)
    assert ask(qtbot, view, "document.title") == "A lesson"
    # even an attacker's HTML that got past all cleaning: no network, no frame, no other origin
    script = (
        "document.body.insertAdjacentHTML('beforeend', '<img id=i src=\"https://127.0.0.1:9/x.png\"><iframe id=f src=\"course://"
        + "b" * 32
        + "/red.svg\"></iframe>'); 0"
    )
    ask(qtbot, view, script)
    qtbot.wait(200)
    assert ask(qtbot, view, "document.getElementById('i').naturalWidth") == 0
    assert "red.svg" not in files.asked


def test_only_files_of_the_open_course_are_served(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson], files: Files) -> None:
    show("x")
    names = ["/red.svg", "/missing.svg", "/~greentick/secret", "/~greentick/fonts/../styles/theme.qss", f"course://{'b' * 32}/red.svg"]
    fetched = "var got = 0; for (const u of %r) { const i = new Image(); i.onload = () => got += 1; i.onerror = () => got += 100; i.src = u; } 0"
    ask(qtbot, view, fetched % names)
    qtbot.waitUntil(lambda: ask(qtbot, view, "got") == 401, timeout=5000)
    view.close_course()
    ask(qtbot, view, fetched % ["/red.svg?again"])
    qtbot.waitUntil(lambda: ask(qtbot, view, "got") == 100, timeout=5000)


def test_a_fault_while_reading_is_told(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson], files: Files) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise PlayerError("Damaged", "“big.svg” is damaged.")

    show("x")
    files.open = lambda _name: Broken()  # type: ignore[method-assign]
    with qtbot.waitSignal(view.fileFailed, timeout=5000) as told:
        view.show_lesson(lesson("![Large](big.svg)"), source=files, host=HOST)
    assert told.args == ["big.svg", "Damaged", "“big.svg” is damaged."]


def test_another_course_is_another_origin(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson], files: Files) -> None:
    show("x")
    with qtbot.waitSignal(view.painted, timeout=10_000):
        view.show_lesson(lesson("other", title="Other"), source=files, host="7" * 32)
    assert view._page.url().host() == "b" + "7" * 31
    assert ask(qtbot, view, "document.querySelector('h1').textContent") == "Other"
    assert not view._page.history().canGoBack()


def test_a_dead_renderer_comes_back(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show("Still here", title="Alive")
    with qtbot.waitSignal(view._page.loadFinished, timeout=15_000):
        view._again(QWebEnginePage.RenderProcessTerminationStatus.CrashedTerminationStatus, 1)
    qtbot.waitUntil(lambda: ask(qtbot, view, "document.querySelector('h1').textContent") == "Alive", timeout=5000)


def test_only_the_page_itself_may_be_loaded(view: TextView) -> None:
    kinds = QWebEnginePage.NavigationType
    accept = view._page.acceptNavigationRequest
    assert accept(address(HOST, "/~greentick/page"), kinds.NavigationTypeTyped, True)
    assert not accept(QUrl("https://e.org"), kinds.NavigationTypeTyped, True)
    assert not accept(QUrl("https://e.org"), kinds.NavigationTypeOther, True)
    assert not accept(address(HOST, "/x"), kinds.NavigationTypeOther, False)
    assert not accept(QUrl("file:///etc/passwd"), kinds.NavigationTypeLinkClicked, True)
    assert not accept(address("b" * 32, "/x"), kinds.NavigationTypeLinkClicked, True)
    assert view._page.createWindow(QWebEnginePage.WebWindowType.WebBrowserTab) is None


def test_the_menu_copies(qtbot: QtBot, view: TextView, show: Callable[..., TextLesson]) -> None:
    show("Copy these words")
    view._menu(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QWidget)
    assert [action.text() for action in menu.actions()] == ["Copy", "Select all"]
    assert not menu.actions()[0].isEnabled()
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(view._page.hasSelection, timeout=5000)
    view.find_words("words")
    qtbot.waitUntil(lambda: view._page.selectedText() == "words" or view._page.hasSelection(), timeout=5000)


def test_hosts_are_never_numbers() -> None:
    assert origin("0" * 32) == "a" + "0" * 31
    assert origin("ABCD" * 8) == "abcd" * 8
    assert address(origin("1" * 32), "/x y").toString(QUrl.ComponentFormattingOption.FullyEncoded) == f"course://b{'1' * 31}/x%20y"


def test_the_environment_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--mine --disable-gpu")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:size=1x1")
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000, raising=False)
    prepare_environment()
    import os

    flags = os.environ["QTWEBENGINE_CHROMIUM_FLAGS"].split()
    assert flags[0] == "--mine"
    assert flags.count("--disable-gpu") == 1
    wanted = {"--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"}
    assert wanted <= set(flags)
    assert "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "")
    monkeypatch.setattr(environment.os, "geteuid", lambda: 0, raising=False)
    prepare_environment()
    assert "--disable-gpu" not in os.environ["QTWEBENGINE_CHROMIUM_FLAGS"]
    assert os.environ["QTWEBENGINE_DISABLE_SANDBOX"] == "1"
    assert QWebEngineUrlScheme.schemeByName(SCHEME.encode()).name() == SCHEME.encode()


def test_chromium_is_told_once_of_a_screen_reader_that_is_there_already(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--mine")
    tell_readers(active=False)
    assert os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] == "--mine"
    tell_readers(active=True)
    tell_readers(active=True)
    assert os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] == "--mine --force-renderer-accessibility"


def test_a_stream_as_a_device(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(bytes(range(256)) * 4)
    parent = QObject()
    device = StreamDevice(path.open("rb"), 1024, parent)
    assert not device.isSequential()
    assert device.size() == 1024
    assert device.seek(1000)
    assert bytes(device.read(100).data()) == bytes(range(232, 256))
    assert bytes(device.read(10).data()) == b""
    assert device.seek(0)
    assert bytes(device.read(3).data()) == b"\x00\x01\x02"
    assert device.writeData(b"x", 1) == -1
    assert device.readData(-1) == b""
    stream = device._stream
    told: list[str] = []
    device.failed.connect(lambda title, _sentence: told.append(title))
    device._stream.close()
    device.seek(0)
    assert bytes(device.read(5).data()) == b""
    assert told
    assert not device.openMode() & QIODevice.OpenModeFlag.WriteOnly
    device.close()
    assert stream.closed


def test_a_stream_that_fails_is_at_its_end_and_says_so_once(qapp: QApplication) -> None:
    class Pulled(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= 512:
                raise OSError(5, "Input/output error")
            return super().read(size)

    parent, said = QObject(), list[str]()
    device = StreamDevice(Pulled(bytes(1024)), 1024, parent)
    device.failed.connect(lambda title, words: said.append(f"{title}: {words}"))
    assert device.read(512).size() == 512
    assert not device.atEnd()
    assert device.read(512).size() == 0
    assert device.atEnd()  # a film would be read for ever, and whoever closes it would wait for that
    assert device.read(512).size() == 0
    assert len(said) == 1
    assert "Input/output error" in said[0]
