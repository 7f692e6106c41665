"""What tests share that play in the window of this process: its fonts and look, a local time that is UTC."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.theme import Theme, load_reading_fonts, load_ui_fonts
from player.ui.web.environment import prepare_environment, register_scheme
from tests.forge.clocks import in_utc
from tests.forge.seat import Seat
from tests.forge.stage import USUAL_WORDS
from tests.forge.window import Stage

prepare_environment()
register_scheme()
IN_THE_WINDOW = ("test_seed.py", "test_a_year.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt warnings fail tests; these only say that there is no screen, no sound and no graphics card."""
    for item in items:
        if item.path.parent.name == "e2e" and item.path.name in IN_THE_WINDOW:
            item.add_marker(pytest.mark.qt_log_ignore(*USUAL_WORDS))


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> None:
    load_ui_fonts()
    load_reading_fonts()


@pytest.fixture(scope="module")
def window(request: pytest.FixtureRequest, qapp: QApplication, fonts: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """One window for a whole file: a web view costs a second, and each test brings a learner and a course of its own."""
    with pytest.MonkeyPatch.context() as patch:
        local = in_utc(patch)
        next(local)
        Theme().apply(qapp)
        stage = Stage(QtBot(request), tmp_path_factory.mktemp("window"))
        yield Seat(stage)
        stage.close()
        stage.window.deleteLater()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # here, not in some event loop of another test
        next(local, None)


@pytest.fixture
def seat(window: Seat) -> Seat:
    """At the board of names, on the morning of 15 January 2027."""
    window.begin_again()
    return window
