"""What tests of the window share: no screen needed, our fonts and look, no thread left behind."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.theme import Theme, load_reading_fonts, load_ui_fonts
from tests.forge.window import Stage

# What QtMultimedia says of a computer without sound card, without decoders in hardware, and of a file that is no film.
SILENT = ("Couldn't (load|resolve) .*(library|symbols)", "PulseAudioService", "No audio device detected", "Could not open media")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt warnings fail tests; these only say that there is no screen and no graphics card."""
    for item in items:
        if "/tests/ui/" in item.path.as_posix():
            graphics = ("QRhi", "Failed to create RHI", "GPUInfo", "GPU vendor")
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", *graphics, *SILENT))


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> None:
    load_ui_fonts()
    load_reading_fonts()


@pytest.fixture
def dressed(qapp: QApplication, fonts: None) -> Iterator[QApplication]:
    """The application in the light look at 100 %, put back afterwards."""
    Theme().apply(qapp)
    yield qapp
    Theme().apply(qapp)


@pytest.fixture(autouse=True)
def all_deleted() -> None:
    """What the test before asked to have deleted goes before this one begins, and not all at once in some later event loop."""
    if QApplication.instance() is not None:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test that leaves one of the player's threads behind fails."""
    before = {thread.ident for thread in threading.enumerate()}
    yield
    left = [thread for thread in threading.enumerate() if thread.ident not in before and thread.name.startswith("greentick-")]
    for thread in left:
        thread.join(1)
    assert not [thread.name for thread in left if thread.is_alive()], "threads left behind"


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Stage]:
    """The real window over an empty data folder; not shown yet."""
    made = Stage(qtbot, tmp_path)
    yield made
    made.close()
