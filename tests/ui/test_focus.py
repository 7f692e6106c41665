"""The focus shows for the keyboard, not for the mouse; Enter presses what has it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from player.ui.theme import Theme
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.cards import CardButton
from player.ui.widgets.focus import FocusRing
from player.ui.widgets.layouts import boxed, column
from player.ui.widgets.marks import MapCell
from player.ui.widgets.text import label
from player.ui.widgets.themed import shows_ring


class Form:
    def __init__(self) -> None:
        theme = Theme()
        self.first, self.second = button(theme, "First"), button(theme, "Second")
        self.card = CardButton(theme, column(label("A card")), "A card")
        self.cell = MapCell(theme, 1)
        self.line = QLineEdit()
        self.window = boxed(column(self.first, self.second, self.card, self.cell, self.line))


@pytest.fixture
def form(dressed: QApplication, qtbot: QtBot) -> Form:
    ring = FocusRing(dressed)
    qtbot.addWidget((made := Form()).window, before_close_func=lambda _: ring.deleteLater())
    made.window.show()
    qtbot.waitExposed(made.window)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    return made


def edge(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {image.pixelColor(x, 1).name().upper() for x in range(30, widget.width() - 30)}


def test_the_mouse_shows_no_ring_and_tab_does(form: Form, qtbot: QtBot) -> None:
    qtbot.mouseClick(form.first, Qt.MouseButton.LeftButton)
    assert form.first.hasFocus()
    assert not shows_ring(form.first)
    assert Theme().colours.accent not in edge(form.first)
    qtbot.keyClick(form.first, Qt.Key.Key_Tab)
    assert form.second.hasFocus()
    assert shows_ring(form.second)
    assert Theme().colours.accent in edge(form.second)
    qtbot.keyClick(form.second, Qt.Key.Key_Tab)
    assert shows_ring(form.card)
    assert not shows_ring(form.second)
    assert Theme().colours.accent not in edge(form.second)


def test_a_key_shows_the_ring_where_the_mouse_left_the_focus(form: Form, qtbot: QtBot) -> None:
    qtbot.mouseClick(form.cell, Qt.MouseButton.LeftButton)
    qtbot.keyClick(form.cell, Qt.Key.Key_Shift)
    assert not shows_ring(form.cell)
    qtbot.keyClick(form.cell, Qt.Key.Key_Right)
    assert form.window.focusWidget() is not None
    assert any(shows_ring(widget) for widget in (form.first, form.second, form.card, form.cell, form.line))


def test_a_page_that_opens_by_key_shows_where_one_is(form: Form, qtbot: QtBot) -> None:
    qtbot.mouseClick(form.first, Qt.MouseButton.LeftButton)
    form.second.setFocus()
    assert not shows_ring(form.second)
    qtbot.keyClick(form.second, Qt.Key.Key_A)
    form.card.setFocus()
    assert shows_ring(form.card)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_what_has_the_focus(form: Form, qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[str] = []
    for widget, name in ((form.first, "button"), (form.card, "card"), (form.cell, "cell")):
        widget.clicked.connect(lambda _=False, name=name: pressed.append(name))
        widget.setFocus()
        qtbot.keyClick(widget, key)
    assert pressed == ["button", "card", "cell"]


def test_a_widget_that_goes_takes_its_ring_along(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClick(form.first, Qt.Key.Key_Tab)
    gone = Button(Theme(), "Gone")
    layout = form.window.layout()
    assert layout is not None
    layout.addWidget(gone)
    gone.show()
    gone.setFocus()
    gone.deleteLater()
    qtbot.wait(10)
    form.first.setFocus()
    assert form.first.hasFocus()
