"""Raised surfaces: cards, whole cards to press, buttons that hold a layout."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLayout, QSizePolicy, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.tokens import AIR
from player.ui.widgets.buttons import ENTER
from player.ui.widgets.layouts import Pad, margins
from player.ui.widgets.themed import Themed, shows_ring


def soft_shadow(painter: QPainter, theme: Theme, box: QRectF, radius: float, reach: int = AIR) -> None:
    """Fading rings around a box. Not QGraphicsDropShadowEffect: that blurs words and repaints the whole card."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for step in range(reach if theme.colours.shadow else 0):
        painter.setPen(QPen(QColor(0, 0, 0, round(theme.colours.shadow * (1 - step / reach) ** 2)), 1.5))
        painter.drawRoundedRect(box.adjusted(-step, -step + 2, step, step + 2), radius + step, radius + step)


def paint_card(widget: QWidget, theme: Theme, fill: str = "surface", *, dashed: bool = False, lifted: bool = False,
               edge: str = "line") -> None:
    """A card in the whole of a widget but the AIR around it."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(widget.rect()).adjusted(AIR, AIR, -AIR, -AIR)
    if not dashed:
        soft_shadow(painter, theme, box, tokens.RADIUS_CARD, AIR if lifted else AIR - 2)
    ring = shows_ring(widget)
    width = 2.0 if ring else float(theme.colours.edge)
    role = "accent" if ring else "outline" if dashed or lifted else edge
    pen = QPen(theme.colour(role), width)
    pen.setStyle(Qt.PenStyle.DashLine if dashed and not ring else Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setBrush(theme.colour(fill) if not dashed else (theme.colour("sunken") if lifted else QColor(0, 0, 0, 0)))
    painter.drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), tokens.RADIUS_CARD, tokens.RADIUS_CARD)


class Card(Themed, QFrame):
    """A raised surface. Its margins hold the shadow, so neighbours need no further gap. fill: a colour role."""

    def __init__(self, theme: Theme, layout: QLayout, pad: Pad = tokens.L, fill: str = "surface", name: str = "", *,
                 dashed: bool = False, edge: str = "line") -> None:
        super().__init__()
        self.theme, self._fill, self._dashed, self._edge = theme, fill, dashed, edge
        layout.setContentsMargins(*(side + AIR for side in margins(pad)))
        self.setLayout(layout)
        self.setObjectName(name)

    def set_fill(self, fill: str, edge: str = "line") -> None:
        self._fill, self._edge = fill, edge
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_card(self, self.theme, self._fill, dashed=self._dashed, edge=self._edge)


class LayoutButton(Themed, QAbstractButton):
    """A button that holds a layout: one focus stop, one spoken name, whatever is in it."""

    def __init__(self, theme: Theme, layout: QLayout, spoken: str, name: str = "") -> None:
        super().__init__()
        self.theme, self._held = theme, layout
        self.setLayout(layout)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)   # a button's own is Fixed: uneven rows
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, on every platform."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        return self._held.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._held.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return self._held.totalSizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not (shows_ring(self) or self.underMouse() or self.isDown()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "accent" if shows_ring(self) else "outline" if self.theme.colours.edge > 1 else "sunken"
        painter.setPen(QPen(self.theme.colour(edge), 2))
        painter.setBrush(self.theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)


class CardButton(LayoutButton):
    """A whole card to press. Dashed: an empty place where something can be put."""

    def __init__(self, theme: Theme, layout: QLayout, spoken: str, pad: Pad = tokens.M, name: str = "", *, dashed: bool = False) -> None:
        super().__init__(theme, layout, spoken, name)
        self._dashed, self._lit = dashed, False
        layout.setContentsMargins(*(side + AIR for side in margins(pad)))

    def set_lit(self, lit: bool) -> None:
        """Shown while something is dragged over it."""
        self._lit = lit
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_card(self, self.theme, "surface", dashed=self._dashed, lifted=self.underMouse() or self._lit)
