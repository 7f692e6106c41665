"""Where a film is seen, or a recording has its cover: the picture, its captions, and why nothing plays. Dark in every look."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.tokens import DARK
from player.ui.widgets.buttons import button
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import CENTRE, GROW, column, row
from player.ui.widgets.pictures import draw_cover
from player.ui.widgets.text import label
from player.ui.widgets.themed import Themed
from player.ui.words import tr

ROUND = 14
LEAST = 200  # height, px: below that a film tells nothing, and the page scrolls instead
WHITE, SHADE = QColor("#FFFFFF"), QColor(0, 0, 0, 205)
SMALLEST, LARGEST = 16, 44  # px of a caption's letters at 100 %


class Frame(Protocol):
    """One picture of a film, made into an image when it is drawn."""

    def toImage(self) -> QImage: ...


class Stage(Themed, QWidget):
    """A click plays or pauses (`pressed`). `again` is asked for where playing may be tried once more."""

    pressed = Signal()
    again = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._frame: Frame | None = None
        self._image = QImage()
        self._cover: tuple[str, str] | None = None
        self._caption = ""
        self._invites = False
        self.rounded = True
        self.setObjectName("media.stage")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(LEAST)
        self._trouble = Trouble(theme)
        self._trouble.again.clicked.connect(self.again)
        self._trouble.hide()
        self.setLayout(column((self._trouble, 1), gap=0))

    @property
    def caption(self) -> str:
        return self._caption

    @property
    def image(self) -> QImage:
        """What is shown of the film; a null image before its first picture."""
        if self._frame is not None:
            image = self._frame.toImage()
            if not image.isNull():
                self._image = image
            self._frame = None
        return self._image

    @property
    def trouble(self) -> str:
        """Why nothing plays, "" while all is well."""
        return self._trouble.accessibleName() if not self._trouble.isHidden() else ""

    def clear(self, cover: tuple[str, str] | None = None) -> None:
        """For another medium; `cover` is tint and icon where there is no picture to come."""
        self._frame, self._image, self._cover, self._caption = None, QImage(), cover, ""
        self._trouble.hide()
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """The next picture; it is made into an image only if it is drawn."""
        self._frame = frame
        self.update()

    def show_caption(self, text: str) -> None:
        if text != self._caption:
            self._caption = text
            self.update()

    def invite(self, invites: bool) -> None:
        """A large sign to press, until it plays for the first time."""
        self._invites = invites
        self.setCursor(Qt.CursorShape.PointingHandCursor if invites else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_trouble(self, title: str, words: str, *, again: bool) -> None:
        self._caption, self._invites = "", False
        self._trouble.say(title, words, again=again)
        self._trouble.show()
        self.update()

    def end_trouble(self) -> None:
        self._trouble.hide()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._trouble.isHidden():
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        painter.fillRect(box, QColor(DARK.canvas))
        image = self.image
        if not self._trouble.isHidden():
            pass  # words stand on the plain ground
        elif self._cover is not None:
            tint, icon = self._cover
            draw_cover(painter, self.theme, box, tint, "circle-play" if self._invites else icon, min(box.height() * .36, float(self.theme.px(96))))
        elif not image.isNull():
            size = image.size().toSizeF()
            size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(QPointF((box.width() - size.width()) / 2, (box.height() - size.height()) / 2), size), image)
        radius = min(float(self.theme.px(36)), box.height() * .3)
        if self._invites and self._cover is None:
            self._draw_invitation(painter, box.center(), radius)
        if self._caption and (not self._invites or box.height() > 5 * radius):
            draw_caption(painter, box, self._caption, self._caption_font())
        if self.rounded:
            self._draw_corners(painter, box)

    def _caption_font(self) -> QFont:
        font = self.theme.font("h2")
        font.setPixelSize(round(min(LARGEST, max(SMALLEST, self.height() / 21)) * self.theme.scale))
        return font

    @staticmethod
    def _draw_invitation(painter: QPainter, middle: QPointF, radius: float) -> None:
        painter.setPen(QPen(WHITE, 2))
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(QPen(WHITE, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(WHITE)
        side = radius * .42
        painter.drawPolygon(QPolygonF([middle + QPointF(-side * .7, -side), middle + QPointF(side * 1.05, 0), middle + QPointF(-side * .7, side)]))

    def _draw_corners(self, painter: QPainter, box: QRectF) -> None:
        """Not a clip: that would slow every picture of the film."""
        corners, inside = QPainterPath(), QPainterPath()
        corners.addRect(box.adjusted(0, 0, 0, -box.height() + ROUND))
        inside.addRoundedRect(box.adjusted(0, 0, 0, ROUND), ROUND, ROUND)
        painter.fillPath(corners - inside, self.theme.colour("canvas"))
        if self.theme.colours.edge > 1:
            painter.setPen(QPen(self.theme.colour("line"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, 2 * ROUND), ROUND, ROUND)


def draw_caption(painter: QPainter, stage: QRectF, text: str, font: QFont) -> None:
    """White on a dark ground, in the middle below, whichever way its words run."""
    room, lines, y = stage.width() * .88, [], 0.0
    widest = 0.0
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.beginLayout()
        inner = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, inner))
            inner += line.height()
            widest = max(widest, line.naturalTextWidth())
        layout.endLayout()
        lines.append((layout, y))
        y += inner
    across, down = font.pixelSize() * .8, font.pixelSize() * .35
    ground = QRectF(0, 0, widest + 2 * across, y + 2 * down)
    ground.moveCenter(stage.center())
    ground.moveBottom(stage.bottom() - max(12.0, stage.height() * .04))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(SHADE)
    painter.drawRoundedRect(ground, 8, 8)
    painter.setPen(WHITE)
    for layout, top in lines:
        layout.draw(painter, QPointF(stage.center().x() - room / 2, ground.top() + down + top))


class Trouble(Themed, QWidget):
    """One honest sentence on the stage, and a button where trying again may help."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        middle = Qt.AlignmentFlag.AlignHCenter
        self._title = label("", "h2", "stage", wrap=True, align=middle, name="media.trouble")
        self._words = label("", "body", "stage", wrap=True, align=middle)
        self.again = button(theme, tr("Try again"), "refresh-cw", name="media.again")
        inner = column((Icon(theme, "film", "#FFFFFF", 40, 1.5), 0, CENTRE), self._title, self._words, row(GROW, self.again, GROW), gap=tokens.S)
        self.setLayout(column(GROW, inner, GROW, pad=(tokens.L, tokens.S)))

    def say(self, title: str, words: str, *, again: bool) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self.again.setVisible(again)
        self.setAccessibleName(f"{title}. {words}")
