"""Draw every widget in every look, to be looked at:  python tools/gallery.py [part of a name]  →  build/gallery/*.png"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(part: str = "") -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QApplication

    from player.ui.theme import load_reading_fonts, load_ui_fonts
    from tests.forge.gallery import PAGES, THEMES, shown
    from tests.forge.pictures import faults

    app = QApplication(sys.argv[:1])
    load_ui_fonts()
    load_reading_fonts()
    folder = ROOT / "build" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    for look, theme in THEMES.items():
        theme.apply(app)
        for name in PAGES:
            if part not in f"{name}-{look}":
                continue
            widget = shown(theme, name)
            widget.grab().save(str(folder / f"{name}-{look}.png"))
            print(f"{name}-{look}", *faults(widget), sep="\n    ")
            widget.close()
            widget.deleteLater()


if __name__ == "__main__":
    main(*sys.argv[1:2])
