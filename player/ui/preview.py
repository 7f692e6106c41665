"""`greentick preview FOLDER`: the window over a course folder, and a data folder that is thrown away when it is closed."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from player.errors import PlayerError
from player.paths import DataFolder
from player.services.instance import claim
from player.services.preview import Preview, PreviewPlayer
from player.settings import Settings, save
from player.ui.application import BUG, SMALLEST, USUAL, look, too_small
from player.ui.catalogues import Languages
from player.ui.messages import CrashDialog, CrashHook
from player.ui.preview_window import PreviewWindow
from player.ui.tasks import Tasks
from player.ui.theme import load_ui_fonts, make_application
from player.ui.web.environment import prepare_environment, register_scheme
from player.ui.widgets.focus import FocusRing

PREFIX = "greentick-preview-"


class _Services:
    """Made at their first use, on the store lane."""

    def __init__(self, data: DataFolder, preview: Preview) -> None:
        self._data, self._preview = data, preview
        self._player: PreviewPlayer | None = None

    def __call__(self) -> PreviewPlayer:
        if self._player is None:
            self._player = PreviewPlayer(self._data, self._preview)
        return self._player

    def close(self) -> None:
        if self._player is not None:
            self._player.close()


def run(folder: Path) -> int:
    """Blocks until the window is closed; whatever it wrote is gone then. PlayerError when there is no such folder."""
    preview = Preview(folder)
    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise PlayerError("No display", "There is no display here to open a window on.", "Use greentick check FOLDER, which needs none.")
    sweep(Path(tempfile.gettempdir()))
    root = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        return _shown(preview, DataFolder(root))
    finally:
        shutil.rmtree(root, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Removes what previews left that were killed."""
    for old in folder.glob(f"{PREFIX}*"):
        try:
            right = claim(old)
        except PlayerError:
            continue
        if right is not None:
            right.close()
            shutil.rmtree(old, ignore_errors=True)


def _shown(preview: Preview, data: DataFolder) -> int:
    instance = claim(data.root)
    prepare_environment()
    register_scheme()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = make_application(["greentick"])
    app.setApplicationName("Greentick")
    app.setDesktopFileName("greentick")
    load_ui_fonts()
    theme = look(Settings())
    theme.apply(app)
    languages = Languages()
    languages.speak(languages.chosen(Settings().language))
    ring = FocusRing(app)
    crashed: list[str] = []

    def crash(details: str) -> None:
        crashed.append(details)
        CrashDialog(window.desk.theme, details, None, window).exec()
        window.close()
        app.quit()

    hook = CrashHook(crash)
    sys.excepthook = hook
    tasks = Tasks(lambda error: window.complain(error), hook.bug)  # noqa: PLW0108 - there is no window yet
    services = _Services(data, preview)
    window = PreviewWindow(theme, Settings(), tasks, services, lambda changed: save(data.settings, changed), look, preview)
    window.setMinimumSize(*SMALLEST)
    window.resize(*USUAL)
    if too_small(window.screen().availableSize()):
        window.setWindowState(Qt.WindowState.WindowMaximized)
    window.show()
    window.begin()
    code = app.exec()
    services.close()
    ring.deleteLater()
    if instance is not None:
        instance.close()
    return BUG if crashed else code
