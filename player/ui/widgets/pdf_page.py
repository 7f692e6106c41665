"""The first page of a PDF as a picture, sharp at any size: what is shown is the real file."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.theme import Theme
from player.ui.tokens import AIR
from player.ui.widgets.cards import soft_shadow
from player.ui.widgets.themed import Themed

LANDSCAPE = 297 / 210  # until a page is known


class PdfPage(Themed, QWidget):
    """As wide as there is room, as high as the page asks for. `least` in px at 100 %."""

    def __init__(self, theme: Theme, spoken: str, name: str = "", least: int = 320) -> None:
        super().__init__()
        self.theme = theme
        self._document = QPdfDocument(self)
        self._buffer: QBuffer | None = None
        self._picture: QImage | None = None
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(theme.px(least) if not theme.big else least)

    def show_pdf(self, data: bytes) -> bool:
        """False when the bytes are no PDF that can be drawn."""
        self._document.close()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._picture = None
        self.updateGeometry()
        self.update()
        return self._document.pageCount() > 0

    def image(self, width: int) -> QImage:
        """The page `width` px wide, for printing too."""
        size = self._document.pagePointSize(0)
        if size.isEmpty():
            return QImage()
        return self._document.render(0, QSize(width, round(width * size.height() / size.width())))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = self._document.pagePointSize(0) if self._document.pageCount() else None
        share = size.width() / size.height() if size is not None and not size.isEmpty() else LANDSCAPE
        return round((width - 2 * AIR) / share) + 2 * AIR

    def sizeHint(self) -> QSize:
        return QSize(680, self.heightForWidth(680))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = min(self.height(), self.heightForWidth(self.width()))
        box = QRectF(AIR, AIR + (self.height() - high) / 2, self.width() - 2 * AIR, high - 2 * AIR)
        soft_shadow(painter, self.theme, box, 2)
        painter.setPen(self.theme.colour("line"))
        painter.setBrush(self.theme.colour("surface"))
        painter.drawRect(box)
        if not self._document.pageCount():
            return
        ratio = self.devicePixelRatioF()
        wanted = round(box.width() * ratio)
        if self._picture is None or self._picture.width() != wanted:
            self._picture = self.image(wanted)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._picture)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
