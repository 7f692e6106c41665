"""Raised surfaces: cards, whole cards to press, buttons that hold a layout."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QAbstractButton, QFrame, QLayout, QSizePolicy, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.tokens import AIR
from player.ui.widgets.buttons import ENTER
from player.ui.widgets.layouts import Pad, margins
from player.ui.widgets.themed import Themed, shows_ring

TILE = 64                                               # side of the picture of a card that is stretched to every size


def soft_shadow(painter: QPainter, theme: Theme, box: QRectF, radius: float, reach: int = AIR) -> None:
    """Fading rings around a box. Not QGraphicsDropShadowEffect: that blurs words and repaints the whole card."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for step in range(reach if theme.colours.shadow else 0):
        painter.setPen(QPen(QColor(0, 0, 0, round(theme.colours.shadow * (1 - step / reach) ** 2)), 1.5))
        painter.drawRoundedRect(box.adjusted(-step, -step + 2, step, step + 2), radius + step, radius + step)


def paint_card(widget: QWidget, theme: Theme, fill: str = "surface", *, dashed: bool = False, lifted: bool = False,
               edge: str = "line") -> None:
    """A card in the whole of a widget but the AIR around it."""
    ring = shows_ring(widget)
    width = 2.0 * theme.colours.edge if ring else float(theme.colours.edge)
    role = "accent" if ring else "outline" if dashed or lifted else edge
    pen = QPen(theme.colour(role), width)
    pen.setStyle(Qt.PenStyle.DashLine if dashed and not ring else Qt.PenStyle.SolidLine)
    brush = theme.colour(fill) if not dashed else theme.colour("sunken", 255 if lifted else 0)
    painter = QPainter(widget)
    if dashed or min(widget.width(), widget.height()) < TILE:
        draw_card(painter, theme, QRectF(widget.rect()), pen, brush, 0 if dashed else AIR - 2)
        return
    reach = AIR if lifted else AIR - 2
    ratio = widget.devicePixelRatioF()
    key = f"greentick/card/{brush.name()}/{pen.color().name()}/{width}/{theme.colours.shadow}/{reach}/{ratio}"
    tile = QPixmap()
    if not QPixmapCache.find(key, tile):
        tile = QPixmap(QSize(TILE, TILE) * ratio)
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        inner = QPainter(tile)
        draw_card(inner, theme, QRectF(0, 0, TILE, TILE), pen, brush, reach)
        inner.end()
        QPixmapCache.insert(key, tile)
    stretch(painter, tile, widget.width(), widget.height(), ratio)


def draw_card(painter: QPainter, theme: Theme, whole: QRectF, pen: QPen, brush: QColor, reach: int) -> None:
    """Shadow, edge and ground in a rectangle; the slow way, right for every size."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = whole.adjusted(AIR, AIR, -AIR, -AIR)
    soft_shadow(painter, theme, box, tokens.RADIUS_CARD, reach)
    painter.setPen(pen)
    painter.setBrush(brush)
    painter.drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), tokens.RADIUS_CARD, tokens.RADIUS_CARD)


def stretch(painter: QPainter, tile: QPixmap, width: int, height: int, ratio: float) -> None:
    """Draw a square tile so that its corners keep their size and its middle takes the rest."""
    corner = TILE // 2 - 2
    across, down = (0, corner, width - corner, width), (0, corner, height - corner, height)
    source = (0, corner, TILE - corner, TILE)
    for row in range(3):
        for column in range(3):
            target = QRectF(across[column], down[row], across[column + 1] - across[column], down[row + 1] - down[row])
            part = QRectF(source[column] * ratio, source[row] * ratio, (source[column + 1] - source[column]) * ratio,
                          (source[row + 1] - source[row]) * ratio)
            painter.drawPixmap(target, tile, part)


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
        self.theme = theme
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
