"""Where a certificate is to be saved."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from player.ui.words import tr

UNSAFE = '<>:"/\\|?*'  # not allowed in file names somewhere
LONGEST = 120  # characters of the name that is offered


def ask_where(parent: QWidget, title: str, name: str) -> Path | None:
    """A PDF file that the learner chose, None for none."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
    wanted = "".join("-" if letter in UNSAFE or ord(letter) < 32 else letter for letter in f"{title} - {name}")
    start = Path(folder) / f"{wanted[:LONGEST].strip(' .')}.pdf"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save the certificate"), str(start), tr("PDF (*.pdf)"))
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")
