"""Draw the icons that `greentick desktop install` puts into place, from their SVG pictures:  python tools/desktop_icons.py"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent / "resources"
OUT = ROOT / "desktop"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)  # px, those of the hicolor theme that desktops ask for
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(source: Path, size: int, target: Path) -> None:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(source)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    if not image.save(str(target)):
        sys.exit(f"{target} could not be written")
    with Image.open(target) as drawn:  # smaller, without a pixel's difference
        drawn.load()
        drawn.save(target, optimize=True)


def main() -> None:
    app = QGuiApplication([])
    for name, source in (("greentick", ROOT / "icons" / "logo.svg"), ("course", OUT / "course.svg")):
        for size in SIZES:
            draw(source, size, OUT / f"{name}-{size}.png")
        pictures = [Image.open(OUT / f"{name}-{size}.png") for size in ICO_SIZES]
        pictures[-1].save(OUT / f"{name}.ico", sizes=[(size, size) for size in ICO_SIZES], append_images=pictures[:-1])
    app.quit()


if __name__ == "__main__":
    main()
