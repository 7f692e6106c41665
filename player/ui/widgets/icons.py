"""A picture beside words."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from player.ui.theme import Theme
from player.ui.widgets.themed import Themed


class Icon(Themed, QWidget):
    """Decoration: it has no name, so assistive technology passes it by. `size` is in px at 100 %."""

    def __init__(self, theme: Theme, name: str, tone: str = "text", size: int = 20, stroke: float = 1.75) -> None:
        super().__init__()
        self.theme, self._name, self._tone, self._size, self._stroke = theme, name, tone, size, stroke
        self.restyle()

    def set_icon(self, name: str, tone: str = "") -> None:
        self._name, self._tone = name, tone or self._tone
        self.update()

    def restyle(self) -> None:
        self.setFixedSize(self.theme.px(self._size), self.theme.px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.theme.draw_icon(painter, QRectF(self.rect()), self._name, self._tone, self._stroke)


def icon(theme: Theme, name: str, tone: str = "text", size: int = 20, stroke: float = 1.75) -> Icon:
    return Icon(theme, name, tone, size, stroke)
