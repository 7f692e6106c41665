"""Every screen in every look and two sizes, each picture through the machine's checks. EVERY_LOOK=FOLDER keeps them all for the eye; without
it each screen is seen in one look, in turns."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.settings import Settings
from player.ui.catalogues import Languages
from player.ui.web.environment import prepare_environment, register_scheme
from tests.forge.every_screen import every_screen
from tests.forge.keyboard import live
from tests.forge.pictures import faults
from tests.forge.window import Stage

prepare_environment()
register_scheme()

FOLDER = os.environ.get("EVERY_LOOK", "")
COLOURS = ("light", "dark", "contrast")
SIZES = ((1366, 768), (1920, 1080))
BUILT = {"colours": Settings(), "rtl": Settings(direction="rtl"), "200": Settings(text_scale=2.0), "arabic": Settings(language="ar", direction="rtl")}


def at_rest(stage: Stage) -> QImage:
    """A picture that was the same twice."""
    stage.settle()
    before = QImage()
    for _ in range(200):
        live(15)
        image = stage.window.grab().toImage()
        if image == before:
            return image
        before = image
    raise AssertionError("the page does not come to rest")


def looked_at(stage: Stage, screen: str, look: str, size: tuple[int, int]) -> list[str]:
    image = at_rest(stage)
    if FOLDER:
        name = "".join(letter if letter.isalnum() else "-" for letter in screen.lower()).replace("--", "-")
        image.save(str(Path(FOLDER) / f"{name}.{look}.{size[0]}.png"))
    few = screen == "while a page is read"  # two words on nothing
    return [f"{screen}, {look}, {size[0]}: {fault}" for fault in faults(stage.window, image) if not (few and fault.kind == "blank")]


def looks(stage: Stage, built: str, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Wear them one after the other; in the short form one for each screen, in turns."""
    every = [(colours, size) for colours in (COLOURS if built == "colours" else (built,)) for size in SIZES]
    for colours, size in every if FOLDER else [every[at % len(every)]]:
        if built == "colours":
            stage.window.change_look(theme=colours)
        stage.window.resize(*size)
        yield colours, size
    stage.window.resize(*SIZES[0])
    if built == "colours":
        stage.window.change_look(theme=COLOURS[0])


# Arabic runs from the right too; the short form of `make test` is that of the colours.
@pytest.mark.parametrize("built", [pytest.param(built, marks=() if built == "colours" else pytest.mark.slow) for built in BUILT
                                   if FOLDER or built != "rtl"])  # fmt: skip
def test_every_screen_in_every_look(qtbot: QtBot, tmp_path: Path, dressed: QApplication, built: str) -> None:
    if FOLDER:
        Path(FOLDER).mkdir(parents=True, exist_ok=True)
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    languages = Languages()
    languages.speak(BUILT[built].language if built == "arabic" else "en")
    stage, found, number = Stage(qtbot, tmp_path, BUILT[built]), list[str](), count()
    for screen in every_screen(stage, tmp_path):
        for look, size in looks(stage, built, next(number)):
            found += looked_at(stage, screen, look, size)
    stage.close()
    QApplication.setCursorFlashTime(flash)
    languages.speak("en")
    assert not found, "\n".join(found)
