"""Every screen by the keyboard alone: Tab goes as one reads and comes back, the focus is in sight and shows, Enter and Space work."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.settings import Settings
from player.ui import reading_order
from player.ui.web.environment import prepare_environment, register_scheme
from player.ui.widgets.focus import FocusRing
from tests.forge import keyboard
from tests.forge.every_screen import every_screen
from tests.forge.keyboard import Stop, here, press_tab, round_trip
from tests.forge.pictures import contrast_of
from tests.forge.window import Stage

prepare_environment()
register_scheme()

ROUND = 8  # px around a widget in which its focus may be drawn
LEAST = 3.0  # contrast between what is drawn with the focus and without it (WCAG 2.2, 2.4.13)
SLACK = 3  # px by which neighbours may overlap


@pytest.fixture
def ring(dressed: QApplication) -> Iterator[FocusRing]:
    """As the application has it; and no cursor blinks."""
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    made = FocusRing(dressed)
    yield made
    made.deleteLater()
    QApplication.setCursorFlashTime(flash)


# --- where the focus goes ---


def out_of_order(stops: list[Stop]) -> list[str]:
    """Neighbours of which the second stands neither below the first nor after it in the line. The way from the last back to the first is
    no step forward."""
    found: list[str] = []
    walked = [each.widget for each in stops]
    start = next(walked.index(each) for each in reading_order.stops(walked[0].window()) if each in walked)
    ordered = walked[start:] + walked[:start]
    for first, second in itertools.pairwise(ordered):
        a, b, rtl = beside(first, second)
        below = b.top() >= a.bottom() - SLACK
        after = b.right() <= a.left() + SLACK if rtl else b.left() >= a.right() - SLACK
        if first is not second and not below and not after and not first.isAncestorOf(second):
            found.append(f"{named(second)} {b.getRect()} comes after {named(first)} {a.getRect()}")
    return found


def beside(first: QWidget, second: QWidget) -> tuple[QRect, QRect, bool]:
    """The places of two widgets; of what they lie in, where that is not the same: a column is read before the next one begins. And whether
    what holds both runs from the right (what plays a film never does)."""
    above = set(ancestors(first))
    common = next((each for each in ancestors(second) if each in above), None)
    rtl = common is not None and common.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return box(branch(first, common)), box(branch(second, common)), rtl


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def branch(widget: QWidget, common: QWidget | None) -> QWidget:
    while widget.parentWidget() not in {None, common}:
        widget = widget.parentWidget()
    return widget


def box(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def named(widget: QWidget) -> str:
    return widget.objectName() or widget.accessibleName() or type(widget).__name__


# --- how the focus looks ---


def unseen(stop: Stop) -> str:
    """Why the focus cannot be seen where it is; "" when it can."""
    widget = QApplication.focusWidget()
    assert widget is not None
    if isinstance(stop.widget, QWebEngineView):
        return ""  # Chromium draws it: test_text_view looks
    keyboard.live(0)
    place = box(widget)
    room = place.adjusted(-ROUND, -ROUND, ROUND, ROUND).intersected(in_sight(widget).adjusted(-ROUND, -ROUND, ROUND, ROUND))
    if in_sight(widget).isEmpty():
        return "out of sight"
    window = widget.window()
    keyboard.live(0)
    focused = picture(window, room)
    widget.clearFocus()
    keyboard.live(0)
    plain = picture(window, room)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    changed = [contrast_of(focused.pixel(x, y), plain.pixel(x, y)) for y in range(focused.height()) for x in range(focused.width())
               if focused.pixel(x, y) != plain.pixel(x, y)]
    strong = sum(ratio >= LEAST for ratio in changed)
    needed = min(place.width() + place.height(), 120)
    return "" if strong >= needed else f"{strong} pixels of {len(changed)} that change have a contrast of {LEAST}, {needed} are needed"


def in_sight(widget: QWidget) -> QRect:
    """What of a widget its ancestors let through, in the window."""
    seen = box(widget)
    for parent in ancestors(widget):
        seen = seen.intersected(box(parent))
    return seen


def picture(window: QWidget, part: QRect) -> QImage:
    return window.grab(part).toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("look", ["light", pytest.param("dark", marks=pytest.mark.slow), pytest.param("contrast", marks=pytest.mark.slow)])
def test_tab_leads_through_every_screen_and_the_focus_shows(stage: Stage, tmp_path: Path, ring: FocusRing, look: str) -> None:
    stage.window.change_look(theme=look)
    faults: list[str] = []
    for screen in every_screen(stage, tmp_path):
        stage.settle()
        if not screen_is_usable(stage):
            continue
        QTest.keyClick(stage.window, Qt.Key.Key_F24)  # from now on the keyboard is used
        first = here()
        stops = [first]
        while (stop := press_tab(stops[-1])) != first and len(stops) < keyboard.MOST:
            stops.append(stop)
            if why := unseen(stop):
                faults.append(f"{screen}: the focus on {named(stop.widget)} is not seen: {why}")
        assert stop == first, f"{screen}: Tab does not come back"
        faults += [f"{screen}: {each}" for each in out_of_order(stops)]
        if look == "light":
            back = round_trip(back=True)
            if [named(each.widget) for each in back[1:]] != [named(each.widget) for each in reversed(stops[1:])]:
                ways = [[named(each.widget) for each in way] for way in (back[1:], list(reversed(stops[1:])))]
                faults.append(f"{screen}: Shift+Tab goes {ways[0]}\nand not {ways[1]}")
    assert not faults, "\n".join(faults)


def screen_is_usable(stage: Stage) -> bool:
    """Not the one that only says that something is coming."""
    return stage.window._stack.currentWidget() is stage.screen


@pytest.mark.slow
def test_in_right_to_left_tab_goes_from_the_right(qtbot: QtBot, tmp_path: Path, dressed: QApplication, ring: FocusRing) -> None:
    stage = Stage(qtbot, tmp_path, Settings(direction="rtl"))
    faults: list[str] = []
    for screen in every_screen(stage, tmp_path):
        stage.settle()
        if screen_is_usable(stage):
            faults += [f"{screen}: {each}" for each in out_of_order(round_trip())]
    stage.close()
    assert not faults, "\n".join(faults)
