"""The one web view for lesson text: it stays, and swaps text in a frame or two."""

import json
import posixpath
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import quote

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from player.course.source import ContentSource
from player.text.language import direction
from player.text.page import page, parted
from player.text.render import RenderedText
from player.ui.theme import Theme
from player.ui.web.handler import FONTS, PAGE, PAPER, WebPackageHandler, address, origin
from player.ui.web.page import LessonPage, private_profile
from player.ui.web.paper import STYLE, Paper
from player.ui.widgets.themed import Themed
from player.ui.words import tr

FIRST = 6000  # characters of HTML before the first frame, a screen of text
LATE_MS = 150  # a frame that is on the screen before it is told of is not seen to come


class Dressed(Protocol):
    """Whoever knows the present look (the desk)."""

    theme: Theme


@dataclass(frozen=True, slots=True)
class TextLesson:
    """What is shown: `meta` is the line above the title, `anchor` the place to begin at."""

    rendered: RenderedText
    title: str
    language: str
    meta: str = ""
    anchor: str = ""


class TextView(Themed, QWidget):
    """The one view for lesson text.

    `opened`: a lesson was asked for and its document is there. `painted`: a frame with its heading was drawn. `endReached`: its last
    line was on the screen, once a lesson. `linkActivated` (kind, target): see LessonPage.linked; the view itself never goes anywhere.
    `linkHovered`: the address under the pointer, "" for none. `fileFailed` (name, title, sentence).
    """

    opened = Signal()
    painted = Signal()
    endReached = Signal()
    linkActivated = Signal(str, str)
    linkHovered = Signal(str)
    fileFailed = Signal(str, str, str)

    def __init__(self, desk: Dressed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = desk.theme
        self._lesson: TextLesson | None = None
        self._host = ""
        self._loaded = ""
        self._serial = self._drawn = 0
        self._rest = ""
        self._reveal: tuple[int, str, str] | None = None  # what is to be gone to once the page is there
        self._told: set[str] = set()
        self._frames: QWidget | None = None
        self._late = QTimer(self, interval=LATE_MS, singleShot=True)
        self._late.timeout.connect(self._seen)
        # The view before the profile: children go in this order, and a page must be gone before its profile.
        self._view = QWebEngineView(self)
        profile = private_profile(self)
        self._handler = WebPackageHandler(profile)
        self._handler.serve_page(self._document)
        self._handler.serve_page(self._paper, PAPER)
        self._handler.failed.connect(self.fileFailed)
        profile.installUrlSchemeHandler(b"course", self._handler)
        self._page = LessonPage(profile, self._view)
        self._view.setPage(self._page)
        self._page.linked.connect(self.linkActivated)
        self._page.linkHovered.connect(self.linkHovered)
        self._page.said.connect(self._hear)
        self._page.loadFinished.connect(self._adopt)
        self._page.renderProcessTerminated.connect(self._again)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.setFocusProxy(self._view)
        self.restyle()

    def show_lesson(self, lesson: TextLesson, *, source: ContentSource, host: str) -> None:
        """Show a text of a course; its pictures come from `source` until another course is shown or `close_course` is called.

        `host` is the course's name as an origin, 32 hex digits.
        """
        host = origin(host)
        self._handler.serve(host, source)
        if self._host and self._host != host:
            self._handler.forget(self._host)
        self._host = host
        self._lesson = lesson
        self._serial += 1
        self._told = set()
        self._rest = ""
        self._late.stop()
        self._view.setAccessibleName(lesson.title)
        if self._loaded == host:
            self._swap(keep=False)
            self.opened.emit()
        else:
            self._loaded = ""
            self._page.load(address(host, PAGE))

    def close_course(self) -> None:
        """Let go of the course's files; the text stays until the next one."""
        self._handler.forget(self._host)
        self._host = self._loaded = ""
        self._lesson = None

    def jump(self, anchor: str) -> None:
        """Go to a heading or another named place of the text that is shown."""
        self._send_rest()
        self._page.in_our_world(f"greentick.jump({json.dumps(anchor)})")

    def reveal(self, anchor: str, words: str = "") -> None:
        """The same ("" is the beginning), and on to the first of these words below it, which are selected. Before the first frame too."""
        if self._loaded != self._host:
            self._reveal = (self._serial, anchor, words)
            return
        self._reveal = None
        self._send_rest()
        self._page.in_our_world(f"greentick.reveal({json.dumps(anchor)},{json.dumps(words)})")

    def here(self, told: Callable[[str, str], None]) -> None:
        """`told` gets the anchor and the words of the heading under which the learner reads, or "" and ""."""

        def hear(found: object) -> None:
            anchor, words = json.loads(found) if isinstance(found, str) and found else ("", "")
            told(anchor, words)

        if self._loaded and self._loaded == self._host:
            self._page.in_our_world("JSON.stringify(greentick.here())", hear)  # PySide hands over no lists
        else:
            told("", "")

    def enlarge(self, name: str) -> None:
        """Show a picture of the course over the text: as large as it fits, nearer, farther and moved about, until Escape."""
        paper = self.theme.colour("surface").name() if self.theme.scheme == "light" else "#FFFFFF"
        colour = {key: self.theme.colour(role).name() for key, role in
                  (("canvas", "canvas"), ("ground", "surface"), ("ink", "text"), ("edge", "outline"), ("accent", "accent"))}  # fmt: skip
        words = {"viewer": tr("Picture"), "picture": posixpath.basename(name), "close": tr("Close (Esc)"), "larger": tr("Larger (+)"),
                 "smaller": tr("Smaller (-)"), "fit": tr("Fit the window (0)")}  # fmt: skip
        told = ",".join(json.dumps(part) for part in ("/" + quote(name), words, colour | {"paper": paper}))
        self._page.in_our_world(f"greentickViewer.open({told})")
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_pdf(self, done: Callable[[bytes], None], failed: Callable[[], None]) -> None:
        """The text that is shown as a PDF, in light colours whatever the window wears."""
        if self._lesson is None:
            failed()
        else:
            Paper(self._page.profile(), address(self._host, PAPER), done, failed, self._page)

    def scroll_by(self, pages: float = 0.0, lines: int = 0) -> None:
        """Scroll by screens (0.9 of one, so that a line stays in sight) and by lines."""
        self._page.in_our_world(f"greentick.scroll({pages},{lines})")

    def scroll_position(self) -> float:
        """How far down the text is, 0 at its top and 1 at its end."""
        room = self._page.contentsSize().height() - self._view.height()
        return min(1.0, max(0.0, self._page.scrollPosition().y() / room)) if room > 0 else 0.0

    def find_words(self, words: str) -> None:
        """Mark the words in the text and go to the first; "" takes the marks away."""
        self._page.findText(words)

    def retheme(self, theme: Theme) -> None:
        super().retheme(theme)
        if self._lesson is not None and self._loaded:
            self._told.discard("drawn")
            self._swap(keep=True)

    def restyle(self) -> None:
        self._page.setBackgroundColor(self.theme.colour("canvas"))

    def _paper(self) -> str:
        plain = Theme("light", 1.0, self.theme.rtl)
        return self._document(css=f"{plain.lesson_css(FONTS)}\n{STYLE}", scheme="light")

    def _document(self, html: str | None = None, css: str = "", scheme: str = "") -> str:
        if self._lesson is None:
            return ""
        lesson = self._lesson
        return page(
            lesson.rendered if html is None else replace(lesson.rendered, html=html),
            css=css or self.theme.lesson_css(FONTS),
            language=lesson.language,
            direction=direction(lesson.language, lesson.rendered.text),
            title=lesson.title,
            meta=lesson.meta,
            scheme=scheme or self.theme.scheme,
        )

    def _swap(self, *, keep: bool) -> None:
        """Put the lesson into the document that is there; of a long one, first what the first frame shows."""
        lesson = self._lesson
        if lesson is None:
            return
        anchor, document = "" if keep else lesson.anchor, self._document()
        self._rest = ""
        if not keep and not anchor and len(lesson.rendered.html) > 2 * FIRST:
            first, self._rest = parted(lesson.rendered.html, FIRST)
            document = self._document(first)
        self._page.in_our_world(f"greentick.show({self._serial},{json.dumps(document)},{json.dumps(anchor)},{json.dumps(keep)})")

    def _send_rest(self, *, done: bool = False) -> None:
        """The blocks kept back; `done` also when there are none, so that the end is watched for."""
        rest, self._rest = self._rest, ""
        if rest or done:
            self._page.in_our_world(f"greentick.finish({self._serial},{json.dumps(rest)})")

    def _adopt(self, fine: bool) -> None:
        if not fine or self._lesson is None:
            return
        asked = self._page.requestedUrl().host()
        self._page.in_our_world(f"{self._page.script}\ngreentick.adopt({self._serial},{json.dumps(self._lesson.anchor)})")
        if asked == self._host:
            self._loaded = self._host
            self._page.history().clear()
            if self._reveal is not None and self._reveal[0] == self._serial:
                self.reveal(*self._reveal[1:])
            self.opened.emit()

    def _hear(self, serial: int, word: str) -> None:
        if serial != self._serial or word in self._told:
            return
        self._told.add(word)
        if word == "drawn":
            self._drawn = serial
            self._watch_frame()
            self._late.start()
        elif word == "end":
            self.endReached.emit()

    def _watch_frame(self) -> None:
        """The widget in which Chromium's frames arrive; it is made anew with another renderer."""
        inner = self._view.focusProxy()
        if inner is not None and inner is not self._frames:
            self._frames = inner
            inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._late.isActive():
            self._late.stop()
            QTimer.singleShot(0, self, self._seen)  # after this very paint
        return super().eventFilter(watched, event)

    def _seen(self) -> None:
        if self._drawn != self._serial:  # another lesson was asked for meanwhile
            return
        self._send_rest(done=True)
        if "painted" not in self._told:
            self._told.add("painted")
            self.painted.emit()

    def _again(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:  # noqa: ARG002 - Qt's signature
        """The renderer died (out of memory, killed): begin anew with the same text."""
        self._loaded = ""
        if self._lesson is not None and status != QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self._page.load(address(self._host, PAGE))

    def _menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = QAction(tr("Copy"), menu)
        copy.setEnabled(self._page.hasSelection())
        copy.triggered.connect(lambda: self._page.triggerAction(QWebEnginePage.WebAction.Copy))
        everything = QAction(tr("Select all"), menu)
        everything.triggered.connect(lambda: self._page.triggerAction(QWebEnginePage.WebAction.SelectAll))
        menu.addActions([copy, everything])
        menu.popup(self._view.mapToGlobal(where))
