"""Pictures of learners and covers of courses. Both are drawn, and always the same for the same one."""

from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.painted import Painted
from player.ui.widgets.themed import Themed


def avatar_parts(avatar: str) -> tuple[str, str]:
    """(tint, picture) of an avatar written "clay/bird". Anything else gives a pair that is always the same for it."""
    tint, _, picture = avatar.partition("/")
    if tint in tokens.TINTS and (picture in tokens.PICTURES or picture in {"user-round", "graduation-cap"}):
        return tint, picture
    seed = crc32(avatar.encode())
    return tuple(tokens.TINTS)[seed % len(tokens.TINTS)], tokens.PICTURES[seed // 1009 % len(tokens.PICTURES)]


def avatar_choices() -> list[str]:
    """A board of pictures to choose from: each picture once, in tints that go round."""
    tints = tuple(tokens.TINTS)
    return [f"{tints[at * 3 % len(tints)]}/{picture}" for at, picture in enumerate(tokens.PICTURES)]


def cover_parts(course_id: str) -> tuple[str, str]:
    """(tint, icon) for a course that brings no cover, from its id: deterministic, so it never changes."""
    seed = crc32(course_id.encode())                       # hashlib would cost as much as a whole screen at the start
    return tuple(tokens.TINTS)[seed % len(tokens.TINTS)], tokens.COVERS[seed // 1009 % len(tokens.COVERS)]


class Avatar(Painted):
    """A learner's picture: an animal on a tinted disc, told apart without reading. Decoration beside the name unless `spoken`."""

    def __init__(self, theme: Theme, avatar: str, size: int = 32, spoken: str = "", name: str = "") -> None:
        super().__init__(theme, size, size, spoken, name)
        self._avatar = avatar

    def set_avatar(self, avatar: str) -> None:
        self._avatar = avatar
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        tint, picture = avatar_parts(self._avatar)
        painter.setPen(QPen(self.theme.colour("outline"), 2) if self.theme.colours.edge > 1 else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.TINTS[tint][0]))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        side = box.width() * .56
        inner = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        self.theme.draw_icon(painter, inner, picture, "#FFFFFF", 1.6)


def draw_cover(painter: QPainter, theme: Theme, box: QRectF, tint: str, picture: str, icon_size: float) -> None:
    """Three quiet hills and an icon. `icon_size` in px."""
    deep, light = (QColor(colour) for colour in tokens.TINTS[tint])
    sky = QLinearGradient(box.topLeft(), box.bottomRight())
    sky.setColorAt(0, deep)
    sky.setColorAt(1, light)
    painter.fillRect(box, sky)
    width, height = box.width(), box.height()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 26))
    painter.drawEllipse(QPointF(box.x() + width * .8, box.y() + height * .24), height * .42, height * .42)
    for top, sag, white in ((.62, .2, 26), (.74, -.16, 34), (.88, .12, 0)):
        hill = QPainterPath(QPointF(box.x(), box.y() + height * top))
        hill.cubicTo(box.x() + width * .33, box.y() + height * (top - sag), box.x() + width * .66, box.y() + height * (top + sag),
                     box.x() + width, box.y() + height * (top - .06))
        hill.lineTo(box.bottomRight())
        hill.lineTo(box.bottomLeft())
        painter.setBrush(QColor(255, 255, 255, white) if white else QColor(0, 0, 0, 40))
        painter.drawPath(hill)
    art = QRectF(box.center().x() - icon_size / 2, box.center().y() - icon_size / 2 - height * .06, icon_size, icon_size)
    theme.draw_icon(painter, art, picture, "#FFFFFF", 1.4)


class Cover(Themed, QWidget):
    """A course's cover: its own picture cropped to fill, or one made from its id. Lengths in px at 100 %; width 0: all there is."""

    def __init__(self, theme: Theme, course_id: str, image: QImage | None = None, *, height: int = 108, width: int = 0,
                 icon_size: int = 44, spoken: str = "") -> None:
        super().__init__()
        self.theme, self._parts, self._height, self._width, self._icon_size = theme, cover_parts(course_id), height, width, icon_size
        self._image = image if image is not None and not image.isNull() else None
        self._scaled: QPixmap | None = None
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def set_image(self, image: QImage) -> None:
        """A picture that came later (it is read off the window's thread). A null image is ignored."""
        if not image.isNull():
            self._image, self._scaled = image, None
            self.update()

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(self._height))
        if self._width:
            self.setFixedWidth(self.theme.px(self._width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setClipPath(path)
        if self._image is None:
            draw_cover(painter, self.theme, box, *self._parts, float(self.theme.px(self._icon_size)))
        else:
            picture = self._cropped(self._image)
            painter.drawPixmap(QPointF(0, 0), picture)
        if self.theme.colours.edge > 1:
            painter.setPen(QPen(self.theme.colour("line"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)

    def _cropped(self, image: QImage) -> QPixmap:
        """The middle of the picture at this widget's size, sharp on this screen."""
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._scaled is None or self._scaled.size() != wanted:
            whole = image.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
            left, top = (whole.width() - wanted.width()) // 2, (whole.height() - wanted.height()) // 2
            self._scaled = QPixmap.fromImage(whole.copy(left, top, wanted.width(), wanted.height()))
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled
