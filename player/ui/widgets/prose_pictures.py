"""The pictures of short texts that Qt draws: read beside the GUI thread, then part of the label's text."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter, QPainterPath
from PySide6.QtSvg import QSvgRenderer

from player.course.model import Course
from player.course.source import ContentSource
from player.errors import PlayerError
from player.text.links import Link, Resolve, course_linker
from player.text.render import render
from player.ui.theme import Theme
from player.ui.widgets.drawings import bitmap_of, draw, drawing_of
from player.ui.words import language

WIDEST, HIGHEST = 560, 360  # px at 100 %
LARGEST = 20_000_000  # bytes of one file
RADIUS = 8.0
_HOLDS_PICTURES = re.compile(r"!\[|<img\b", re.IGNORECASE)
_ZOOM = re.compile(r'<a class="zoom"[^>]*>(<img [^>]*>)</a>')
_IMG = re.compile(r'<img src="/([^"]*)" alt="([^"]*)"[^>]*>')
_FIGURE = re.compile(r"<figure>(.*?)</figure>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)


def refuse(target: str) -> Link:
    """Links lead nowhere, and there are no pictures."""
    return Link("refused", target)


@dataclass(frozen=True, slots=True)
class Picture:
    """PNG data as base64, and the size it is shown in, px."""

    data: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """Ready to be shown, by name in the package; `resolve` leads from the text to the name."""

    resolve: Resolve = refuse
    found: Mapping[str, Picture] = field(default_factory=dict)

    def spoken(self, html: str) -> str:
        """HTML with the words that stand for the pictures."""
        return _IMG.sub(lambda tag: tag[2], html)

    def within(self, html: str) -> str:
        """HTML with the pictures in it; one that is not here is its words."""
        html = _ZOOM.sub(r"\1", html)
        html = _FIGURE.sub(lambda figure: _CAPTION.sub(r"<br><small>\1</small>", f"<p>{figure[1]}</p>"), html)
        return _IMG.sub(self._shown, html)

    def _shown(self, tag: re.Match[str]) -> str:
        picture = self.found.get(unquote(unescape(tag[1])))
        if picture is None:
            return escape(unescape(tag[2]))
        return f'<img src="data:image/png;base64,{picture.data}" width="{picture.width}" height="{picture.height}">'


NONE = Pictures()


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """What was read for some texts: the bytes of their pictures by name in the package."""

    resolve: Resolve = refuse
    files: Mapping[str, bytes] = field(default_factory=dict)

    def drawn(self, theme: Theme) -> Pictures:
        """In the size of the theme, on the GUI thread. A damaged picture is left out."""
        if not self.files:
            return NONE if self.resolve is refuse else Pictures(self.resolve)
        made = {name: _drawn(data, theme) for name, data in self.files.items()}
        return Pictures(self.resolve, {name: picture for name, picture in made.items() if picture is not None})


NO_FILES = PictureFiles()


def read_pictures(texts: Iterable[str], file: str, course: Course, source: ContentSource) -> PictureFiles:
    """The pictures of these Markdown texts, which stand in the package file `file`. One that is missing or too large is left out."""
    pictured = [text for text in texts if _HOLDS_PICTURES.search(text)]
    if not pictured:
        return NO_FILES
    resolve = course_linker(file, course, source.names)
    found: dict[str, bytes] = {}
    for text in pictured:
        for name in render(text, language=language(), title="", resolve=resolve).images:
            if name not in found and (data := _read(name, source)):
                found[name] = data
    return PictureFiles(resolve, found)


def _read(name: str, source: ContentSource) -> bytes:
    try:
        if source.size(name) > LARGEST:
            return b""
        with source.open(name) as stream:
            return stream.read()
    except PlayerError:
        return b""


def _drawn(data: bytes, theme: Theme) -> Picture | None:
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    if (drawing := drawing_of(data)) is not None:
        image, size = _vector(drawing, ratio, theme)
    elif (bitmap := bitmap_of(data)) is not None:
        image, size = _bitmap(bitmap, ratio, theme)
    else:
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setCompression(1)  # it is only handed on
    writer.write(image)
    return Picture(b64encode(buffer.data().data()).decode("ascii"), size.width(), size.height())


def _fitted(size: QSize, theme: Theme) -> QSize:
    """No larger than there is room for, and never enlarged beyond its own size at 100 %."""
    most = QSize(theme.px(WIDEST), theme.px(HIGHEST))
    own = QSize(theme.px(size.width()), theme.px(size.height()))
    if own.width() <= most.width() and own.height() <= most.height():
        return own
    return own.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _vector(renderer: QSvgRenderer, ratio: float, theme: Theme) -> tuple[QImage, QSize]:
    size = _fitted(renderer.defaultSize(), theme)
    return _rounded(draw(renderer, size * ratio, Qt.GlobalColor.white), ratio), size


def _bitmap(picture: QImage, ratio: float, theme: Theme) -> tuple[QImage, QSize]:
    size = _fitted(picture.size(), theme)
    scaled = picture.scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    image = QImage(scaled.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, scaled)
    painter.end()
    return _rounded(image, ratio), size


def _rounded(image: QImage, ratio: float) -> QImage:
    """On white, whatever the theme: drawings are made for paper."""
    made = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(QRectF(made.rect()), RADIUS * ratio, RADIUS * ratio)
    painter.setClipPath(path)
    painter.drawImage(0, 0, image)
    painter.end()
    return made
