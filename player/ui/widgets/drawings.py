"""Pictures out of a package, made into images by Qt without anything else being opened: a drawing may name files and computers, and Qt's
own readers follow it there."""

from base64 import b64decode
from binascii import Error as NotBase64
from xml.parsers import expat

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

MOST_PIXELS = 40_000_000
LONGEST = 1200  # px a drawing gets where nobody asks for a size
# How a file begins, and the reader it is given to: never the one that Qt would guess.
_KINDS = ((b"\x89PNG\r\n\x1a\n", b"png"), (b"\xff\xd8\xff", b"jpeg"), (b"GIF8", b"gif"), (b"RIFF", b"webp"))


def bitmap_of(data: bytes) -> QImage | None:
    """PNG, JPEG, GIF or WebP; None for anything else, what is damaged and what has more than MOST_PIXELS."""
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), None)
    if kind is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoTransform(True)
    size = reader.size()
    if not reader.canRead() or size.width() * size.height() > MOST_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image


def drawing_of(data: bytes) -> QSvgRenderer | None:
    """SVG that holds all it shows; None for one that names anything outside itself, and for what is no SVG."""
    if not _holds_all(data):
        return None
    renderer = QSvgRenderer(QByteArray(data))
    return renderer if renderer.isValid() and not renderer.defaultSize().isEmpty() else None


def picture_of(data: bytes) -> QImage | None:
    """Either of them, a drawing no longer than LONGEST."""
    renderer = drawing_of(data)
    if renderer is None:
        return bitmap_of(data)
    size = renderer.defaultSize()
    if max(size.width(), size.height()) > LONGEST:
        size = size.scaled(QSize(LONGEST, LONGEST), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return draw(renderer, size)


def draw(renderer: QSvgRenderer, size: QSize, ground: Qt.GlobalColor = Qt.GlobalColor.transparent) -> QImage:
    """`size` in device pixels."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(ground)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image


class _OutsideError(Exception):
    """The drawing names something that is not in it."""


def _holds_all(data: bytes) -> bool:
    """Reads it as a document, with a reader that opens nothing (expat). Pictures in it must be bitmaps that are written into it."""
    parser = expat.ParserCreate()

    def begins(name: str, values: dict[str, str]) -> None:
        if name.rpartition(":")[2].lower() not in {"image", "feimage"}:
            return
        for key, value in values.items():
            if key.rpartition(":")[2].lower() == "href" and not _is_bitmap(value):
                raise _OutsideError

    def declares(*_entity: object) -> None:
        raise _OutsideError

    parser.StartElementHandler = begins
    parser.EntityDeclHandler = declares
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _OutsideError, LookupError, ValueError):  # LookupError: an encoding that nobody knows
        return False
    return True


def _is_bitmap(value: str) -> bool:
    head, _, body = value.strip().partition(",")
    if not head.lower().startswith("data:") or not head.lower().endswith(";base64"):
        return False
    try:
        begin = b64decode("".join(body.split())[:64])
    except NotBase64:
        return False
    return any(begin.startswith(magic) for magic, _ in _KINDS)
