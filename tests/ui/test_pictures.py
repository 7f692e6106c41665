"""The checker of pictures sees each fault when it is planted, and nothing where nothing is off."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.ui.theme import Theme
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import LayoutButton
from player.ui.widgets.layouts import column, row
from player.ui.widgets.text import Elided, label
from tests.forge import pictures

GOOD = ("A heading", "Some words that are read", "Press me")


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot) -> QWidget:
    """A small page without a fault."""
    page = QWidget()
    qtbot.addWidget(page)
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(page)
    layout.addWidget(label(GOOD[0], "h1"))
    layout.addWidget(label(GOOD[1], wrap=True, name="words"))
    layout.addWidget(button(Theme(), GOOD[2], "check", "primary", "press"))
    layout.addWidget(QLineEdit("typed"))
    page.resize(500, 300)
    page.show()
    qtbot.waitExposed(page)
    return page


def kinds(page: QWidget) -> set[str]:
    QApplication.processEvents()
    return {fault.kind for fault in pictures.faults(page)}


def child(page: QWidget, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert found is not None
    return found


def test_a_good_page_has_no_fault(window: QWidget) -> None:
    assert pictures.faults(window) == []
    assert {"A heading", "Press me", "typed"} <= {piece.text for piece in pictures.pieces(window)}


def test_a_label_that_is_too_narrow_is_clipped(window: QWidget) -> None:
    tight = QLabel("These words have no room at all", window)
    tight.setGeometry(10, 270, 60, 24)
    tight.show()
    assert "clipped" in kinds(window)


def test_a_wrapped_label_that_is_too_low_is_clipped(window: QWidget) -> None:
    words = child(window, "words")
    assert isinstance(words, QLabel)
    words.setText("word " * 60)
    words.setFixedHeight(20)
    assert "clipped" in kinds(window)


def test_a_word_longer_than_its_column_is_clipped(window: QWidget) -> None:
    words = child(window, "words")
    assert isinstance(words, QLabel)
    words.setText("Donaudampfschifffahrtsgesellschaft")
    words.setFixedSize(90, 200)
    assert "clipped" in kinds(window)


def test_a_button_that_is_too_narrow_is_clipped(window: QWidget) -> None:
    child(window, "press").setFixedWidth(60)
    assert "clipped" in kinds(window)


def test_a_button_that_is_too_low_is_clipped(window: QWidget) -> None:
    child(window, "press").setStyleSheet("min-height: 6px; max-height: 6px")
    assert "clipped" in kinds(window)


def test_a_check_box_that_is_too_narrow_is_clipped(window: QWidget) -> None:
    box = QCheckBox("I have read and understood", window)
    box.setGeometry(10, 270, 60, 24)
    box.show()
    assert "clipped" in kinds(window)


def test_a_button_too_small_for_its_layout_is_clipped(window: QWidget) -> None:
    card = LayoutButton(Theme(), column(label("one"), label("two"), label("three")), "card")
    card.setParent(window)
    card.setGeometry(200, 240, 100, 20)
    card.show()
    assert "clipped" in kinds(window)


def test_what_sticks_out_of_its_parent_is_clipped(window: QWidget) -> None:
    out = QLabel("outside", window)
    out.setGeometry(470, 250, 80, 24)
    out.show()
    assert "clipped" in kinds(window)


def test_scrolled_out_of_sight_is_no_fault_but_out_to_the_side_is(dressed: QApplication, qtbot: QtBot) -> None:
    inner, area = QWidget(), QScrollArea()
    qtbot.addWidget(area)
    lines = QVBoxLayout(inner)
    for number in range(40):
        lines.addWidget(label(f"Line {number}", name=f"line{number}"))
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.resize(300, 200)
    area.show()
    qtbot.waitExposed(area)
    assert pictures.faults(area) == []
    seen = {piece.text for piece in pictures.pieces(area)}
    assert "Line 0" in seen
    assert "Line 39" not in seen
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(False)
    inner.resize(900, inner.height())
    child(inner, "line0").setText("far " * 40)  # type: ignore[attr-defined]
    assert "clipped" in kinds(area)


def test_two_things_in_one_place_overlap(window: QWidget) -> None:
    press = child(window, "press")
    over = QPushButton("Over it", window)
    over.setGeometry(press.geometry().adjusted(10, 4, 0, 0))
    over.show()
    assert "overlap" in kinds(window)


def test_words_inside_a_button_do_not_overlap_it(dressed: QApplication, qtbot: QtBot) -> None:
    card = LayoutButton(Theme(), row(label("inside"), label("beside")), "card")
    holder = QWidget()
    qtbot.addWidget(holder)
    QVBoxLayout(holder).addWidget(card)
    holder.show()
    qtbot.waitExposed(holder)
    assert "overlap" not in kinds(holder)


@pytest.mark.parametrize(("role", "colour", "faint"), [("body", "#8A938C", True), ("body", "#59635C", False), ("display", "#7F8A82", False),
                                                        ("display", "#C2C8C3", True)])
def test_faint_words_are_seen_in_the_picture(window: QWidget, role: str, colour: str, faint: bool) -> None:
    words = child(window, "words")
    assert isinstance(words, QLabel)
    words.setText("Faint?")
    words.setProperty("role", role)
    words.setStyleSheet(f"color: {colour}; " + ("font-size: 40px; font-weight: 700" if role == "display" else ""))
    assert ("contrast" in kinds(window)) is faint


def test_a_letter_no_font_has_is_seen(window: QWidget) -> None:
    words = child(window, "words")
    assert isinstance(words, QLabel)
    words.setText("Amina \U000F1234 Diallo")
    found = [fault for fault in pictures.faults(window) if fault.kind == "glyph"]
    assert len(found) == 1
    assert "words" in str(found[0])
    words.setText("Amina ليلى Ελλάς Łódź")
    assert "glyph" not in kinds(window)


def test_a_blank_picture_is_seen(window: QWidget) -> None:
    blank = QImage(500, 300, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    assert "blank" in {fault.kind for fault in pictures.faults(window, blank)}
    assert pictures.is_blank(QImage())


def test_an_ellipsis_needs_the_whole_text_in_a_tooltip(window: QWidget) -> None:
    cut = Elided(Theme(), "A title much too long for its place & <more>", "strong")
    cut.setParent(window)
    cut.setGeometry(10, 274, 120, 22)
    cut.show()
    assert cut.is_cut()
    assert "ellipsis" not in kinds(window)
    cut.setToolTip("")
    assert "ellipsis" in kinds(window)


def test_a_picture_and_its_json_are_judged_without_the_program(window: QWidget, tmp_path: Path) -> None:
    pictures.keep(window, tmp_path / "good.png")
    assert pictures.judge_files(tmp_path / "good.png") == []
    child(window, "press").setFixedWidth(60)
    QApplication.processEvents()
    pictures.keep(window, tmp_path / "bad.png")
    assert {fault.kind for fault in pictures.judge_files(tmp_path / "bad.png")} == {"clipped"}


def test_the_checker_knows_nothing_of_the_program() -> None:
    text = Path(pictures.__file__).read_text(encoding="utf-8")
    assert "import player" not in text
    assert "from player" not in text
