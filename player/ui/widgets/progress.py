"""How far a learner is: the ring and the honest bar."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.painted import Painted, draw_tick
from player.ui.widgets.themed import Themed
from player.ui.words import tr


def spoken_count(done: int, of: int) -> str:
    return tr("{done} of {of} required lessons done", done=done, of=of) if of else tr("Nothing is required")


class Ring(Painted):
    """Required lessons done, as an arc; a full ring becomes a filled tick. With `text` it shows that instead of "7/9"."""

    def __init__(self, theme: Theme, done: int, of: int, size: int = 48, text: str = "", spoken: str = "", name: str = "") -> None:
        super().__init__(theme, size, size, spoken or spoken_count(done, of), name)
        self._text = text
        self.set_count(done, of, text, spoken)

    def set_count(self, done: int, of: int, text: str = "", spoken: str = "") -> None:
        self._share = min(1.0, done / of) if of else 0.0
        self._words = text or (f"{done}/{of}" if of < 100 else f"{done * 100 // of}%")      # three and three figures do not fit
        self._full = bool(of) and done >= of and not text
        self.setAccessibleName(spoken or spoken_count(done, of))
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        theme, width = self.theme, box.width() * (.1 if box.width() < 100 else .075)
        box = box.adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
        if self._full:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("progress"))
            painter.drawEllipse(box)
            draw_tick(painter, box, theme.colour("on_progress"), width * .95)
            return
        painter.setPen(QPen(theme.colour("track"), width))
        painter.drawEllipse(box)
        if theme.colours.edge > 1:                        # a black track on black needs its edges
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawEllipse(box.adjusted(-width / 2, -width / 2, width / 2, width / 2))
            painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        if self._share:
            painter.setPen(QPen(theme.colour("progress"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(box, 90 * 16, round((360 if theme.rtl else -360) * 16 * self._share))
        font = theme.font("strong")
        font.setPixelSize(max(round(box.width() * .29), 9))
        room = box.width() - 2.2 * width
        if (wide := QFontMetricsF(font).horizontalAdvance(self._words)) > room:
            font.setPixelSize(max(8, int(font.pixelSize() * room / wide)))
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.setLayoutDirection(theme.direction)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words)


class Segments(Themed, QWidget):
    """The honest bar: one segment per required lesson, so that 7 of 9 can be counted; above 24 a plain bar (the words count)."""

    def __init__(self, theme: Theme, done: int, of: int, height: int = 8, name: str = "") -> None:
        super().__init__()
        self.theme, self._height = theme, height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName(name)
        self.set_count(done, of)
        self.restyle()

    def set_count(self, done: int, of: int) -> None:
        self._done, self._of = max(0, min(done, of)), of
        self.setAccessibleName(spoken_count(done, of))
        self.update()

    @property
    def count(self) -> tuple[int, int]:
        return self._done, self._of

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(self._height))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain = self._of > tokens.MOST_SEGMENTS or self._of == 0
        if plain:
            whole = QRectF(self.rect())
            self._bar(painter, whole, done=False)
            if self._done:
                part = QRectF(whole)
                part.setWidth(max(whole.height(), whole.width() * self._done / self._of))
                if self.theme.rtl:
                    part.moveRight(whole.right())
                self._bar(painter, part, done=True)
            return
        gap = 4.0 if self.width() > self._of * 10 else 2.0
        width = (self.width() - gap * (self._of - 1)) / self._of
        for at in range(self._of):
            place = self._of - 1 - at if self.theme.rtl else at
            self._bar(painter, QRectF(place * (width + gap), 0, width, self.height()), done=at < self._done)

    def _bar(self, painter: QPainter, box: QRectF, *, done: bool) -> None:
        box = box.adjusted(.5, .5, -.5, -.5)
        edged = not done and self.theme.colours.edge > 1
        painter.setPen(QPen(self.theme.colour("outline"), 1) if edged else Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("progress" if done else "track"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
