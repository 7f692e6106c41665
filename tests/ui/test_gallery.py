"""Every widget, in every look, passes the machine's checks; tools/gallery.py draws the same for the eye."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.forge.gallery import PAGES, THEMES, shown
from tests.forge.pictures import faults


@pytest.mark.parametrize("look", list(THEMES))
@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_of_the_gallery_has_no_fault(dressed: QApplication, qtbot: QtBot, look: str, name: str) -> None:
    THEMES[look].apply(dressed)
    page = shown(THEMES[look], name)
    qtbot.addWidget(page)
    assert faults(page) == []
