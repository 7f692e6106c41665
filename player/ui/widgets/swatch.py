"""A colour scheme, shown as a small window in its own colours."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.tokens import Scheme
from player.ui.widgets.themed import Themed, shows_ring


class Swatch(Themed, QAbstractButton):
    """One of several to choose from; they exclude each other within one parent. Two schemes: one half each (follow the computer)."""

    def __init__(self, theme: Theme, schemes: tuple[Scheme, ...], words: str, *, chosen: bool = False, name: str = "") -> None:
        super().__init__()
        self.theme, self._schemes, self._words = theme, schemes, words
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setChecked(chosen)
        self.setAccessibleName(words)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(152), self.theme.px(122))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        box = QRectF(4, 4, self.width() - 8, theme.px(84))
        for at, scheme in enumerate(self._schemes):
            share = box.width() / len(self._schemes)
            painter.save()
            painter.setClipRect(QRectF(box.x() + at * share, 0, share, self.height()))
            self._window(painter, box, scheme)
            painter.restore()
        on = self.isChecked()
        painter.setPen(QPen(theme.colour("text" if on or self.underMouse() else "outline"), 3 if on else theme.colours.edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        if shows_ring(self):
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), tokens.RADIUS_CONTROL + 3, tokens.RADIUS_CONTROL + 3)
        painter.setFont(theme.font("smallstrong" if on else "small"))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(0, box.bottom() + 6, self.width(), theme.px(24)), Qt.AlignmentFlag.AlignCenter, self._words)

    def _window(self, painter: QPainter, box: QRectF, scheme: Scheme) -> None:
        theme, colours = self.theme, tokens.SCHEMES[scheme]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours.canvas))
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        parts = ((colours.text, 14, 16, 64, 8), (colours.muted, 14, 32, 88, 5), (colours.muted, 14, 43, 76, 5),
                 (colours.progress, 90, 58, 44, 14))
        for colour, x, y, width, height in parts:
            painter.setBrush(theme.colour(colour))
            at = self.width() - box.x() - theme.px(x + width) if theme.rtl else box.x() + theme.px(x)
            painter.drawRoundedRect(QRectF(at, box.y() + theme.px(y), theme.px(width), theme.px(height)), 3, 3)
