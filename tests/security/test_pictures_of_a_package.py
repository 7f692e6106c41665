"""Pictures out of a package that Qt draws (covers, pictures in instructions and questions): none makes it open a file or ask a computer."""

from base64 import b64encode
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter

from player.ui.widgets.drawings import LONGEST, bitmap_of, drawing_of, picture_of

XLINK = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20"'


OUTSIDE = ("{file}", "file://{file}", "{name}", "//host/share/x.png", "\\\\host\\share\\x.png", "http://127.0.0.1:9/x.png", "", " {file}", "data:,x",
           "data:image/png,x")  # fmt: skip
BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def bitmap(kind: bytes = b"png", size: tuple[int, int] = (20, 20)) -> bytes:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#c01530"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind)).write(image)
    return bytes(buffer.data().data())


def svg(inside: str, head: str = "") -> bytes:
    return f"{head}<svg {XLINK}>{inside}</svg>".encode()


def url(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"


@pytest.mark.parametrize("attribute", ["href", "xlink:href", "other:href", "HREF"])
@pytest.mark.parametrize("written", OUTSIDE)
def test_a_drawing_that_names_a_file_or_a_computer_is_not_drawn(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attribute: str,
                                                                written: str) -> None:
    (tmp_path / "secret.png").write_bytes(bitmap())
    monkeypatch.chdir(tmp_path)
    href = written.format(file=tmp_path / "secret.png", name="secret.png")
    data = svg(f'<image xmlns:other="http://www.w3.org/1999/xlink" {attribute}="{href}" width="20" height="20"/>')
    assert picture_of(data) is None
    assert picture_of(data.decode().replace("<image", "<IMAGE").encode()) is None


def test_what_hides_the_name_hides_nothing(qapp: object, tmp_path: Path) -> None:
    file = tmp_path / "secret.png"
    file.write_bytes(bitmap())
    plain = f'<image xlink:href="{file}" width="20" height="20"/>'
    letters = "".join(f"&#{ord(letter)};" for letter in str(file))
    nested = url(svg(plain), "image/png")  # Qt looks at what is in it, not at what it is called
    for data in (
        svg(f'<image xlink:href="{letters}" width="20" height="20"/>'),
        svg(plain).decode().replace("<svg", '<?xml version="1.0" encoding="UTF-16"?><svg', 1).encode("utf-16"),
        svg(f'<image xlink:href="{nested}" width="20" height="20"/>'),
        svg("<image xlink:href='&x;' width='20' height='20'/>", f'<!DOCTYPE svg [<!ENTITY x "{file}">]>'),
        svg(f'<filter id="f"><feImage xlink:href="{file}"/></filter><rect width="20" height="20" filter="url(#f)"/>'),
        svg(plain)[:-6],
    ):
        assert picture_of(data) is None
    import gzip

    assert picture_of(gzip.compress(svg(plain))) is None  # svgz, which Qt would unpack


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"", b"<html/>", b"<?xml version='1.0' encoding='nonsense'?><svg/>", b"\x89PNG\r\n\x1a\n no",
                                  b"RIFFxxxxWAVE", svg('<rect width="20" height="20"/>', BOMB)])  # fmt: skip
def test_anything_else_is_no_picture(qapp: object, data: bytes) -> None:
    assert picture_of(data) is None
    assert drawing_of(data) is None
    assert bitmap_of(data) is None


def test_bitmaps_and_honest_drawings_are_drawn(qapp: object) -> None:
    red = QColor("#c01530")
    honest = svg(f'<image xlink:href="{url(bitmap())}" width="20" height="20"/>', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">')
    for data in (bitmap(), honest, svg('<rect width="20" height="20" fill="#c01530"/>')):
        image = picture_of(data)
        assert image is not None
        assert image.pixelColor(10, 10).name() == red.name()
    assert picture_of(bitmap(b"jpeg")) is not None
    assert picture_of(bitmap(b"webp")) is not None


def test_the_largest_are_made_smaller_or_left_out(qapp: object) -> None:
    long = svg('<rect width="9" height="9"/>').replace(b'width="20" height="20"', b'width="100000" height="1"', 1)
    image = picture_of(long)
    assert image is not None
    assert (image.width(), image.height()) == (LONGEST, 1)
    assert bitmap_of(bitmap(size=(8000, 6000))) is None
