"""Nothing is told by colour alone: each state is a word for whoever hears it, and a word or a shape for whoever sees no colours."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.course.model import Chapter, Complete, Passed
from player.ui.lessons.outline import OutlineView
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute, QuizRoute, ResultRoute
from player.ui.theme import Theme
from player.ui.widgets.cards import LayoutButton
from player.ui.widgets.marks import MapCell, badge_words, draw_badge
from tests.forge.burns import sits
from tests.forge.window import BOXES, FILES, LEAFLET, SAVED, Stage, check, write_course

BADGES = ("done", "now", "todo", "extra", "locked", "failed")
CELLS = ("open", "answered", "now", "right", "wrong", "waiting")
SIDE = 44  # px
STRONG = 96  # of 255: how much darker or lighter than the ground what is drawn is to be seen
DIFFERENT = 12  # pixels
WRONG = {"water": ("old",), "leaf": ("mint",), "milk": ("true",), "word": "kaffee", "heat": "20"}


def grey(image: QImage) -> list[bool]:
    """Which pixels stand out from the ground for somebody who sees no colours."""
    ground, lightness = image.convertToFormat(QImage.Format.Format_Grayscale8), list[int]()
    for y in range(ground.height()):
        lightness += [ground.pixelColor(x, y).red() for x in range(ground.width())]
    return [abs(each - lightness[0]) >= STRONG for each in lightness]


def apart(drawn: dict[str, list[bool]]) -> None:
    for (one, first), (other, second) in itertools.combinations(drawn.items(), 2):
        different = sum(a is not b for a, b in zip(first, second, strict=True))
        assert different >= DIFFERENT, f"{one} and {other} differ in {different} pixels without colour"


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_badges_are_told_apart_without_colour(dressed: QApplication, look: str) -> None:
    theme, drawn = Theme(look), dict[str, list[bool]]()  # type: ignore[arg-type]
    for state in BADGES:
        image = QImage(QSize(SIDE, SIDE), QImage.Format.Format_RGB32)
        image.fill(theme.colour("surface"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_badge(painter, theme, QRectF(0, 0, SIDE, SIDE), state)  # type: ignore[arg-type]
        painter.end()
        drawn[state] = grey(image)
    apart(drawn)
    assert len({badge_words(state) for state in BADGES}) == len(BADGES)  # type: ignore[arg-type]


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_questions_in_the_map_are_told_apart_without_colour(dressed: QApplication, qtbot: QtBot, look: str) -> None:
    theme, drawn, names = Theme(look), dict[str, list[bool]](), set[str]()  # type: ignore[arg-type]
    theme.apply(dressed)
    for state, flagged in itertools.product(CELLS, (False, True)):
        holder = QWidget()
        qtbot.addWidget(holder)
        cell = MapCell(theme, 3, state, flagged=flagged)  # type: ignore[arg-type]
        cell.setParent(holder)
        drawn[f"{state}{', flagged' if flagged else ''}"] = grey(cell.grab().toImage())
        names.add(cell.accessibleName())
    apart(drawn)
    assert len(names) == len(drawn)


def course(stage: Stage, folder: Path) -> str:
    """Ticked, a quiz that is lost, what waits for it, something optional, what is shown now."""
    lesson, quiz = check(attempts=1)
    last = replace(LEAFLET, id="last", title="The last one", opens_when=Passed("check"))
    later = replace(FILES, id="later", title="Later", opens_when=Complete("leaflet"))
    return stage.add(write_course(folder / "states.course", Chapter("one", "First", (BOXES, lesson, SAVED)),
                                  Chapter("two", "Second", (FILES, LEAFLET, last, later)), quiz=quiz))  # fmt: skip


def test_states_are_words_in_the_window(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = course(stage, tmp_path)
    stage.tick(key, "boxes")
    session = stage.window.desk.session
    stage.show(QuizRoute(key, "check"))
    cells = [each.accessibleName() for each in stage.window.findChildren(MapCell) if each.isVisible()]
    assert cells[0] == "Question 1, shown now"
    assert cells[1] == "Question 2, not answered"
    stage.show(CourseRoute(key))
    result = stage.asked(lambda player: sits(player, session.enrolment(player, key), WRONG))

    stage.show(LessonRoute(key, "files"))
    model = stage.find("lesson.outline", OutlineView).outline()
    spoken = {model.lesson_at(index): str(index.data(Qt.ItemDataRole.AccessibleTextRole))
              for index in map(model.index, range(model.rowCount())) if model.lesson_at(index)}  # fmt: skip
    expected = {"boxes": "complete", "check": "no attempts left", "saved": "optional", "files": "you are here", "leaflet": "to do",
                "last": "locked", "later": "locked"}
    for name, words in expected.items():
        assert words in spoken[name], (name, spoken[name])
    assert "Final check" in spoken["last"], "why it is locked, and by what, is said too"
    stage.show(LessonRoute(key, "boxes"))
    model = stage.find("lesson.outline", OutlineView).outline()
    told = str(model.index_of("boxes").data(Qt.ItemDataRole.AccessibleTextRole))
    assert "you are here" in told, told
    assert "complete" in told, told

    stage.show(CourseRoute(key))
    rows = [each for each in stage.screen.findChildren(LayoutButton) if each.isVisible()]
    for title, words in (("Ready?", "complete"), ("Final check", "no attempts left"), ("To keep", "optional"), ("The leaflet", "to do"),
                         ("The last one", "locked"), ("Later", "Opens when")):
        mine = [each for each in rows if each.accessibleName().startswith(title + ".")]
        assert any(words in each.accessibleName() for each in mine), (title, [each.accessibleName() for each in mine])
    seen = " ".join(label.text() for label in stage.screen.findChildren(QLabel) if label.isVisible())
    assert "no attempts left" in seen
    assert "Opens when" in seen

    stage.show(ResultRoute(key, "check", result.attempt))
    marks = [each.accessibleName() for each in stage.window.findChildren(MapCell) if each.isVisible()]
    assert marks == [f"Question {number}, wrong" for number in range(1, 6)]
    assert "not passed" in stage.text().lower()

    stage.show(LibraryRoute())
    card = stage.find("library.course.org.example.tea", QAbstractButton).accessibleName()
    assert "Making Tea. " in card
    assert "1 of 6 required" in card
