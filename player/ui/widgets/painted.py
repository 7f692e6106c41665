"""The base of drawn marks, and the tick itself."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from player.ui.theme import Theme
from player.ui.widgets.themed import Themed


class Painted(Themed, QWidget):
    """A mark of fixed size (px at 100 %) with a spoken name and an antialiased painter."""

    def __init__(self, theme: Theme, width: int, height: int, spoken: str, name: str = "") -> None:
        super().__init__()
        self.theme, self._extent = theme, (width, height)
        self.setAccessibleName(spoken)
        self.setObjectName(name)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(self._extent[0]), self.theme.px(self._extent[1]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)      # figures and words say which way they run
        self.draw(painter, QRectF(self.rect()))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        raise NotImplementedError


def draw_tick(painter: QPainter, box: QRectF, colour: QColor, width: float) -> None:
    """The tick in a box, never mirrored: it is a sign, not an arrow."""
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in ((.29, .53), (.44, .67), (.72, .36))])


def draw_cross(painter: QPainter, box: QRectF, colour: QColor, width: float) -> None:
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    cross = box.adjusted(*(box.width() * share for share in (.33, .33, -.33, -.33)))
    painter.drawLine(cross.topLeft(), cross.bottomRight())
    painter.drawLine(cross.topRight(), cross.bottomLeft())
