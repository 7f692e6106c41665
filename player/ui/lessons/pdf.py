"""PDF lessons: the pages one below the other; a page counts when half of it was shown for a second (product.md 11.14)."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView

from player.course.anchor import Anchor
from player.course.model import Lesson, Rule
from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk, Failed
from player.ui.lessons.language import markdown_file
from player.ui.lessons.view import Evidence, LessonView, Place, Spot, ViewKind
from player.ui.web.device import StreamDevice
from player.ui.widgets.buttons import button
from player.ui.widgets.layouts import GROW, boxed, column, row
from player.ui.widgets.text import Elided, label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.player import Player

SHOWN_SECONDS = 1.0
LOOK_MS = 200
GAP = tokens.M  # px between pages
PORTRAIT, LANDSCAPE = 820, 1100  # px at 100 %: no page is shown wider until somebody asks for it
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


def half_shown(page: QRect, window: QRect) -> bool:
    """Whether at least half of a page is in the window; a page taller than the window counts when it fills it, but for a gap."""
    seen = page.intersected(window)
    area = seen.width() * seen.height()
    return not page.isEmpty() and (2 * area >= page.width() * page.height() or (seen.height() >= window.height() - 2 * GAP and area > 0))


def page_boxes(document: QPdfDocument, viewport: QSize, zoom: float, per_point: float) -> list[QRect]:
    """Where QPdfView lays its pages in MultiPage mode with a zoom of its own, in px of its content."""
    sizes = [(document.pagePointSize(number) * per_point * zoom).toSize() for number in range(document.pageCount())]
    widest = max([viewport.width(), *(size.width() + 2 * GAP for size in sizes)])
    boxes, y = [], GAP
    for size in sizes:
        boxes.append(QRect((widest - size.width()) // 2, y, size.width(), size.height()))
        y += size.height() + GAP
    return boxes


@dataclass(frozen=True, slots=True)
class Prepared:
    """`seen`: pages that were shown in earlier sittings, counted from 1."""

    file: str
    seen: frozenset[int]


def prepare(player: "Player | None", place: Place) -> Prepared:
    file, _ = markdown_file(place)
    place.source.size(file)
    seen = player.learning.facts(place.enrolment).lesson(place.lesson.id).pages if player is not None else frozenset()
    return Prepared(file, seen)


class PdfView(LessonView[Prepared]):
    """Scroll, or the two arrows; the page number is always shown, and how many count so far."""

    printable = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._document = QPdfDocument(self)
        self._device: StreamDevice | None = None
        self._lesson: Lesson | None = None
        self._place: Place | None = None
        self._goal: int | None = None  # the page that was asked for, until it was looked at
        self._shown: set[int] = set()  # in this sitting, from 0
        self._earlier: frozenset[int] = frozenset()  # before it, from 0
        self._since: dict[int, float] = {}
        self._zoomed = False  # by the learner; until then the pages fit the window
        self._view = QPdfView(self)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.Custom)
        self._view.setPageSpacing(GAP)
        self._view.setDocumentMargins(QMargins(GAP, GAP, GAP, GAP))
        self._view.setFrameShape(QPdfView.Shape.NoFrame)
        self._view.setAccessibleName(tr("Pages of the PDF"))
        self._view.setObjectName("pdf.pages")
        self._title = Elided(self.theme, "", "h3")
        self._number = label("", "small", "muted", name="pdf.page")
        self._counted = label("", "small", "muted", name="pdf.counted")
        before = button(self.theme, "", "chevron-up", "ghost", "pdf.previous", spoken=tr("Previous page"))
        after = button(self.theme, "", "chevron-down", "ghost", "pdf.next", spoken=tr("Next page"))
        smaller = button(self.theme, "", "zoom-out", "ghost", "pdf.smaller", spoken=tr("Smaller"))
        larger = button(self.theme, "", "zoom-in", "ghost", "pdf.larger", spoken=tr("Larger"))
        before.clicked.connect(lambda: self._turn(-1))
        after.clicked.connect(lambda: self._turn(1))
        smaller.clicked.connect(lambda: self._zoom(-1))
        larger.clicked.connect(lambda: self._zoom(1))
        if self.theme.big:
            head = column(row((self._title, 1), before, after, smaller, larger, gap=tokens.HALF), row(self._number, self._counted, GROW))
        else:
            head = column(row((self._title, 1), self._counted, tokens.S, self._number, before, after, smaller, larger, gap=tokens.S))
        self.setLayout(column(boxed(column(head, pad=(tokens.L, tokens.HALF))), (self._view, 1), gap=0))
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.restyle()

    def show_lesson(self, place: Place, prepared: Prepared, status: LessonStatus) -> None:
        del status
        self._close()
        self._lesson, self._place, self._goal = place.lesson, place, None
        self._earlier = frozenset(number - 1 for number in prepared.seen)
        self._shown, self._since, self._zoomed = set(), {}, False
        self._title.setText(place.lesson.title)
        try:
            self._load(place, prepared.file)
        except PlayerError as error:
            self.desk.window.complain(error)
        self._view.setDocument(self._document)
        self._fit()
        self._view.verticalScrollBar().setValue(0)
        self._timer.start()
        self._look()

    def _load(self, place: Place, file: str) -> None:
        """Raises PlayerError when the package is gone, or the file in it is no PDF that can be shown."""
        device = StreamDevice(place.source.open(file), place.source.size(file), self)
        device.failed.connect(lambda title, words: self.desk.window.complain(PlayerError(title, words)))
        self._device = device
        self._document.load(device)
        if not self._document.pageCount():
            raise PlayerError(tr("This PDF cannot be shown"), tr("“{file}” is damaged or locked.", file=file),
                              tr("Ask whoever gave you the course for a new copy."))

    def evidence(self) -> Evidence:
        return Evidence(pages=frozenset(number + 1 for number in self._shown))

    def where(self, told: Callable[[Spot], None]) -> None:
        middle = self._window().center().y()
        page = max((number for number, box in enumerate(self._boxes()) if box.top() <= middle), default=0) + 1
        told(Spot(str(Anchor(page=page)), tr("Page {n}", n=page)) if self._document.pageCount() else Spot())

    def go_to(self, anchor: str, words: str = "") -> None:
        del words
        page = Anchor.read(anchor).page
        if page:
            self._goal = page - 1
            self._reach()

    def _reach(self) -> None:
        """To the page that is asked for; once more when the pages have found their size."""
        boxes = self._boxes()
        if self._goal is not None and boxes:
            self._view.verticalScrollBar().setValue(boxes[min(self._goal, len(boxes) - 1)].top() - GAP)

    def printout(self, done: Callable[[bytes], None], failed: Failed) -> None:
        place, file = self._place, self._lesson.file if self._lesson is not None else ""
        if place is not None:
            self.desk.pool(lambda: _whole(place, file), done, failed, owner=self)

    def scroll_key(self, key: Qt.Key) -> bool:
        bar = self._view.verticalScrollBar()
        step = {Qt.Key.Key_Up: -tokens.XXL, Qt.Key.Key_Down: tokens.XXL, Qt.Key.Key_PageUp: -bar.pageStep(), Qt.Key.Key_PageDown: bar.pageStep(),
                Qt.Key.Key_Home: -bar.maximum(), Qt.Key.Key_End: bar.maximum()}[key]
        bar.setValue(bar.value() + step)
        return True

    def restyle(self) -> None:
        palette = self._view.palette()
        palette.setColor(palette.ColorRole.Dark, self.theme.colour("sunken"))
        self._view.setPalette(palette)

    def rest(self) -> None:
        self._timer.stop()
        self._close()

    def leave(self) -> None:
        self.rest()

    def _close(self) -> None:
        self._document.close()
        if self._device is not None:
            self._device.close()
            self._device.deleteLater()
            self._device = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # once the view inside has its size

    def _fit(self) -> None:
        """The width of the window, but not beyond what reads well."""
        if self._zoomed or not self._document.pageCount():
            return
        points = self._document.pagePointSize(0)
        most = self.theme.px(PORTRAIT if points.width() <= points.height() else LANDSCAPE)
        wide = min(self._view.viewport().width() - 2 * GAP, most)
        self._view.setZoomFactor(max(ZOOMS[0] / 2, wide / max(1.0, points.width() * self._per_point)))
        across = self._view.horizontalScrollBar()  # there is one where another page is wider: the pages stand in its middle
        across.setValue((across.minimum() + across.maximum()) // 2)

    @property
    def _per_point(self) -> float:
        return QGuiApplication.primaryScreen().logicalDotsPerInch() / 72  # as QPdfView reckons, whichever screen the window is on

    def _boxes(self) -> list[QRect]:
        return page_boxes(self._document, self._view.viewport().size(), self._view.zoomFactor(), self._per_point)

    def _window(self) -> QRect:
        at = QRect(self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value(), 0, 0)
        at.setSize(self._view.viewport().size())
        return at

    def _look(self) -> None:
        """A page that stays half shown for a second counts, while the window is in use."""
        if self._goal is not None and self.isVisible():
            self._reach()
            self._goal = None
        if self._lesson is None or not self.isVisible() or not self.window().isActiveWindow():
            self._since.clear()
            return
        window, now, fresh, top = self._window(), monotonic(), False, 0
        for number, box in enumerate(self._boxes()):
            if box.top() <= window.center().y():
                top = number
            if not half_shown(box, window):
                self._since.pop(number, None)
                continue
            since = self._since.setdefault(number, now)
            if number not in self._shown and now - since >= SHOWN_SECONDS:
                self._shown.add(number)
                fresh = True
        count = self._document.pageCount()
        self._number.setText(tr("Page {n} of {of}", n=top + 1, of=count) if count else "")
        if self._lesson.counts_when.rule is Rule.PAGES and count:
            self._counted.setText(tr("{n} of {of} pages shown", n=len(self._shown | self._earlier), of=count))
        else:
            self._counted.setText("")
        if fresh:
            self.evidence_changed.emit()

    def _turn(self, step: int) -> None:
        boxes, window = self._boxes(), self._window()
        here = max((number for number, box in enumerate(boxes) if box.top() <= window.top() + GAP + 1), default=0)
        if boxes:
            target = boxes[min(len(boxes) - 1, max(0, here + step))]
            self._view.verticalScrollBar().setValue(target.top() - GAP)

    def _zoom(self, step: int) -> None:
        now = self._view.zoomFactor()
        nearer = [zoom for zoom in ZOOMS if (zoom > now + 0.01 if step > 0 else zoom < now - 0.01)]
        if nearer:
            self._zoomed = True
            self._view.setZoomFactor(nearer[0] if step > 0 else nearer[-1])


def _whole(place: Place, file: str) -> bytes:
    with place.source.open(file) as stream:
        return stream.read()


VIEW = ViewKind(prepare, PdfView)
