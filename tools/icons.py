"""Copy the icons the window uses out of the Lucide package, and tint the few a style sheet needs:  python tools/icons.py"""

import importlib.util
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ICONS, STYLES = ROOT / "resources" / "icons", ROOT / "resources" / "styles"

NAMES = (
    "a-arrow-down", "a-arrow-up", "apple", "car", "house", "key", "tree-deciduous", "umbrella",
    "a-large-small", "arrow-down", "arrow-right", "arrow-up", "award", "badge-check", "bell", "bird", "book-open", "bookmark", "bug",
    "calculator", "calendar", "captions", "captions-off", "cat", "check", "chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle",
    "circle-alert", "circle-check", "circle-dot", "circle-minus", "circle-play", "circle-question-mark", "circle-x",
    "clipboard-check", "clock", "contrast", "copy", "cpu", "database-backup", "dog", "download", "droplets", "ellipsis",
    "external-link", "eye", "eye-off", "feather", "file", "file-check", "file-down", "file-pen", "file-question-mark", "file-text",
    "file-up", "film", "fish", "flag", "flask-conical", "folder", "folder-open", "globe", "graduation-cap", "grip-vertical",
    "hammer", "hard-drive", "hard-hat", "headphones", "heart-pulse", "history", "hourglass", "image", "info", "key-round",
    "languages", "leaf", "life-buoy", "lightbulb", "link", "list", "list-checks", "list-todo", "lock", "lock-open", "log-out", "map", "maximize",
    "menu", "message-square", "minimize", "minus", "monitor", "moon", "music", "notebook-pen", "package", "package-open", "palette",
    "panda", "panel-left", "paperclip", "party-popper", "pause", "pen-line", "pencil", "play", "plus", "printer", "puzzle",
    "qr-code", "rabbit", "refresh-cw", "rotate-ccw", "save", "scale", "search", "settings", "shield", "shield-alert", "shield-check",
    "shield-question-mark", "shield-x", "skip-back", "skip-forward", "snail", "sprout", "square", "square-check", "squirrel",
    "stethoscope", "sun", "target", "terminal", "timer", "tractor", "trash-2", "triangle-alert", "turtle", "undo-2", "unplug",
    "upload", "usb", "user-round", "user-round-plus", "users-round", "volume-2", "volume-x", "wheat", "wrench", "x", "zoom-in",
    "zoom-out",
)

# What the style sheet draws from files: (file, icon, colour role, stroke). One per scheme, named NAME-SCHEME.svg.
TINTED = (("chevron", "chevron-down", "text", 2.0), ("check", "check", "surface", 3.5), ("arrow-up", "chevron-up", "text", 2.0))

ORIGIN = """Where the icons come from
=========================

Lucide 0.575.0 (https://lucide.dev), copied unchanged but for white space from the package justmyresource-lucide 0.575.0. Licence: ISC
(lucide-LICENSE.txt). logo.svg and logo-256.png are this project's own. tools/icons.py copies the icons again.
"""


def package_folder() -> Path:
    spec = importlib.util.find_spec("justmyresource_lucide")
    if spec is None or spec.origin is None:
        sys.exit("justmyresource-lucide is not installed: the icons are copied from it.")
    return Path(spec.origin).parent


def compact(svg: str) -> str:
    """The same picture on one line, which halves the number of bytes read at start."""
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", svg)).replace(" >", ">").strip() + "\n"


def tinted() -> dict[str, str]:
    """File name to text for the pictures a style sheet needs; their colours come from the tokens."""
    sys.path.insert(0, str(ROOT))
    from player.ui.tokens import SCHEMES

    files = {}
    for scheme, colours in SCHEMES.items():
        for file, name, role, stroke in TINTED:
            svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
            svg = svg.replace("currentColor", getattr(colours, role)).replace('stroke-width="2"', f'stroke-width="{stroke}"')
            files[f"{file}-{scheme}.svg"] = svg
    return files


def draw_logo(side: int) -> None:
    """The application's icon as a picture, for desktops that take no SVG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ICONS / "logo.svg")).render(painter)
    painter.end()
    image.save(str(ICONS / f"logo-{side}.png"))
    del app


def main() -> None:
    ICONS.mkdir(parents=True, exist_ok=True)
    STYLES.mkdir(parents=True, exist_ok=True)
    folder = package_folder()
    with zipfile.ZipFile(folder / "icons.zip") as archive:
        missing = [name for name in NAMES if f"{name}.svg" not in archive.namelist()]
        if missing:
            sys.exit(f"Not in the package: {', '.join(missing)}")
        for name in NAMES:
            (ICONS / f"{name}.svg").write_text(compact(archive.read(f"{name}.svg").decode()), encoding="utf-8")
    licence = next(folder.parent.glob("justmyresource_lucide-*.dist-info/licenses/LICENSES/LUCIDE-LICENSE"))
    shutil.copyfile(licence, ICONS / "lucide-LICENSE.txt")
    (ICONS / "ORIGIN.txt").write_text(ORIGIN, encoding="utf-8")
    for name, text in tinted().items():
        (STYLES / name).write_text(text, encoding="utf-8")
    draw_logo(256)
    print(f"{len(NAMES)} icons, {len(tinted())} tinted")


if __name__ == "__main__":
    main()
