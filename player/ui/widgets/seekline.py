"""Lines to slide on below a film: where it is and what has really played, and how loud. They run left to right in every language."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.tokens import DARK
from player.ui.widgets.themed import Themed, shows_ring
from player.ui.words import clock, tr

WHITE = "#FFFFFF"
GROOVE, HANDLE, TALL = 6, 8, 32  # height of the line, radius of the handle, height of the whole, px at 100 %
STEP_MS, PAGE_MS = 5_000, 30_000
WALKS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -6, Qt.Key.Key_PageUp: 6}


class Line(Themed, QSlider):
    """A slider drawn in the colours of the stage, which is dark in every look."""

    def __init__(self, theme: Theme, spoken: str, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.theme = theme
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(TALL))

    def share(self) -> float:
        """Where the handle stands, 0 to 1."""
        return (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())

    def share_at(self, x: float) -> float:
        side = self._side
        return min(1.0, max(0.0, (x - side) / max(1.0, self.width() - 2 * side)))

    @property
    def _side(self) -> float:
        return float(self.theme.px(HANDLE)) + 2

    def draw_over(self, painter: QPainter, groove: QRectF) -> None:
        """Between the groove and the handle."""
        self.draw_part(painter, groove, 0.0, self.share(), QColor(WHITE))

    def draw_part(self, painter: QPainter, groove: QRectF, start: float, end: float, colour: QColor) -> None:
        """`start` and `end` from 0 to 1."""
        part = QRectF(groove)
        part.setLeft(groove.left() + start * groove.width())
        part.setWidth(max(2.0, (end - start) * groove.width()))
        painter.setBrush(colour)
        painter.drawRoundedRect(part, groove.height() / 2, groove.height() / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tall, middle = self.theme.px(GROOVE), self.height() / 2
        groove = QRectF(self._side, middle - tall / 2, self.width() - 2 * self._side, tall)
        self.draw_part(painter, groove, 0.0, 1.0, QColor(DARK.outline))
        if self.isEnabled():
            self.draw_over(painter, groove)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(WHITE))
            radius = float(self.theme.px(HANDLE))
            painter.drawEllipse(QPointF(groove.left() + self.share() * groove.width(), middle), radius, radius)
        if shows_ring(self):
            painter.setPen(QPen(QColor(WHITE), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls; nobody turns a wheel to lose the place

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.slide(self.share_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def slide(self, share: float) -> None:
        """The pointer is here, 0 to 1."""
        self.setValue(round(self.minimum() + share * (self.maximum() - self.minimum())))


class VolumeLine(Line):
    """0 to 100."""

    def __init__(self, theme: Theme, spoken: str, name: str, wide: int) -> None:
        self._wide = wide
        super().__init__(theme, spoken, name)
        self.setRange(0, 100)
        self.setSingleStep(10)
        self.setPageStep(10)

    def restyle(self) -> None:
        super().restyle()
        self.setFixedWidth(self.theme.px(self._wide))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.setValue(self.value() + (10 if event.key() == Qt.Key.Key_Right else -10))
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)


class SeekLine(Line):
    """The handle is where the film is, green is what has really played. For assistive technology a slider in seconds. `sought` tells
    where the learner wants to go, in ms; the line itself moves only when it is told."""

    sought = Signal(int)

    def __init__(self, theme: Theme, spoken: str, name: str) -> None:
        self._length = self._position = 0
        self._played: tuple[tuple[int, int], ...] = ()
        self._told = False
        super().__init__(theme, spoken, name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(STEP_MS // 1000)
        self.setPageStep(PAGE_MS // 1000)
        self.valueChanged.connect(self._spoken_to)
        self.set_length(0)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(TALL))

    @property
    def played(self) -> tuple[tuple[int, int], ...]:
        return self._played

    @property
    def position(self) -> int:
        """In ms."""
        return self._position

    def set_length(self, length: int) -> None:
        """In ms; 0 when it is not known, and nothing can be sought."""
        self._length = length
        self.setEnabled(length > 0)
        self._tell(lambda: self.setRange(0, max(1, length // 1000)))
        self.update()

    def set_position(self, position: int) -> None:
        if self.isSliderDown():
            return
        self._position = position
        self._tell(lambda: self.setValue(position // 1000))
        self.update()

    def set_played(self, played: Sequence[tuple[int, int]]) -> None:
        """Intervals in ms."""
        self._played = tuple(played)
        self.update()

    def set_spoken_share(self, percent: int) -> None:
        self.setAccessibleDescription(tr("{at} of {of}; {n} % really played", at=clock(self._position // 1000), of=clock(self._length // 1000),
                                         n=percent))

    def share(self) -> float:
        return min(1.0, self._position / self._length) if self._length else 0.0

    def slide(self, share: float) -> None:
        self._go(round(share * self._length))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in WALKS:
            self._go(self._position + WALKS[key] * STEP_MS)
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key == Qt.Key.Key_End:
            self._go(self._length)
        else:
            event.ignore()

    def draw_over(self, painter: QPainter, groove: QRectF) -> None:
        if not self._length:
            return
        for start, end in self._played:
            self.draw_part(painter, groove, min(1.0, start / self._length), min(1.0, end / self._length), QColor(DARK.progress))

    def _go(self, position: int) -> None:
        if not self._length:
            return
        self._position = min(self._length, max(0, position))
        self._tell(lambda: self.setValue(self._position // 1000))
        self.update()
        self.sought.emit(self._position)

    def _tell(self, deed: Callable[[], None]) -> None:
        """Change the value without hearing of it."""
        self._told = True
        deed()
        self._told = False

    def _spoken_to(self, value: int) -> None:
        """Assistive technology moves the slider."""
        if not self._told:
            self._go(value * 1000)
