"""Hands: real mouse and key events to what is visible and enabled in the window, found by its object name."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

T = TypeVar("T")
LEFT = Qt.MouseButton.LeftButton
POLL_MS = 4
WATCH_MS = 200
NOTCH = 120  # one step of a mouse wheel
MOST_NOTCHES = 120
CORNER = QPoint(3, 3)  # where the mouse rests: over nothing


class TourError(Exception):
    """Something is off; the sentence says what."""


def live(milliseconds: int = 0) -> None:
    """Let the window live for so long. QTest.qWait would keep Python's lock while it waits, and the player's own threads would starve."""
    if milliseconds:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
    else:
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Hands:
    """`patience` in seconds is how long anything may take. The button `broken` gets its presses, but nobody hears of them."""

    def __init__(self, patience: float = 60.0, broken: str = "") -> None:
        self.patience, self._broken = patience, broken
        self.last = "the start"
        self._alone = QGuiApplication.platformName() == "offscreen"
        self._crash = ""
        self._stuck = ""
        self._since = 0.0
        self._watch = QTimer(interval=WATCH_MS)
        self._watch.timeout.connect(self._look_for_a_crash)
        self._watch.start()

    # --- waiting ---

    def wait(self, condition: Callable[[], T | None], what: str, seconds: float | None = None) -> T:
        """Live until `condition` gives something true, and give that back. Raises TourError."""
        until = time.monotonic() + (self.patience if seconds is None else seconds)
        while True:
            if self._crash:
                raise TourError(f"the player has a fault, after {self.last}:\n{self._crash}")
            self._manage_windows()
            if found := condition():
                return found
            if time.monotonic() > until:
                raise TourError(f"{what} did not come after {self.last}")
            live(POLL_MS)

    def _look_for_a_crash(self) -> None:
        """Close the dialog that tells of a fault of the player: whoever waits is told."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.objectName() == "crash" and widget.isVisible():
                said = widget.findChild(QPlainTextEdit, "crash.details")
                self._crash = said.toPlainText() if said else "?"
                widget.reject()
        self._look_for_a_dialog()

    def _look_for_a_dialog(self) -> None:
        """Close a dialog that nobody answers: as long as it is open, whoever opened it waits in the press of a button."""
        modal = QApplication.activeModalWidget()
        said = f"{modal.windowTitle()!r} ({type(modal).__name__})" if modal is not None else ""
        if said != self._stuck:
            self._stuck, self._since = said, time.monotonic()
        elif isinstance(modal, QDialog) and time.monotonic() - self._since > self.patience:
            self._crash = f"nobody answers the dialog {said}"
            modal.reject()

    def _manage_windows(self) -> None:
        """What a window manager does, where there is none: the window comes back to the front when nothing else is there."""
        if self._alone and QApplication.activeWindow() is None and QApplication.activePopupWidget() is None:
            self.window.activateWindow()

    # --- finding ---

    @property
    def window(self) -> QMainWindow:
        """The main window."""
        found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow) and widget.isVisible()]
        if not found:
            raise TourError("the window is gone")
        return found[0]

    def all(self, name: str) -> list[QWidget]:
        """Every visible widget of this name."""
        found = cast("list[QWidget]", self.window.findChildren(QWidget, name))
        return [widget for widget in found if isValid(widget) and widget.isVisible()]

    def sees(self, name: str) -> bool:
        return bool(self.all(name))

    def find(self, name: str, seconds: float | None = None) -> QWidget:
        """The visible, enabled widget of this name, as soon as there is one."""
        return self.wait(lambda: next((widget for widget in self.all(name) if widget.isEnabled()), None), f"“{name}”", seconds)

    def words(self, name: str) -> str:
        """What a label, a button or a painted line shows, "" for nothing."""

        def read() -> tuple[str] | None:
            widget = next((each for each in self.all(name) if each.isEnabled()), None)
            if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
                return (widget.text(),)
            return (str(widget.property("fullText") or widget.accessibleName()),) if widget is not None else None

        return self.wait(read, f"“{name}”")[0]

    # --- doing ---

    def click(self, name: str) -> None:
        """Scroll to it when it is out of sight, and press it with the mouse, unless something lies over it."""
        self._press(self.wait(lambda: self._resting(name), f"“{name}”"), name)

    def click_on(self, widget: QWidget, name: str = "") -> None:
        name = name or widget.objectName()
        self.wait(lambda: self._stays(widget), f"a place for “{name}”")
        self._press(widget, name)

    def _press(self, widget: QWidget, name: str) -> None:
        if name == self._broken and isinstance(widget, QAbstractButton):
            widget.clicked.disconnect()
        self._bring_into_sight(widget, name)
        self.last = f"a click on “{name}”"
        self.click_at(widget, widget.rect().center(), name)

    def click_at(self, widget: QWidget, point: QPoint, name: str) -> None:
        """The press goes to the window, which finds out what lies there."""
        top = widget.window()
        place = widget.mapTo(top, point)
        under = top.childAt(place)
        if under is not None and under is not widget and not widget.isAncestorOf(under) and not under.isAncestorOf(widget):
            raise TourError(f"“{under.objectName() or type(under).__name__}” lies over “{name}”")
        QTest.mouseClick(self._handle(top), LEFT, Qt.KeyboardModifier.NoModifier, place)

    def rest(self) -> None:
        """Take the mouse away, so that nothing looks pointed at."""
        QTest.mouseMove(self._handle(self.window), CORNER)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """To the window, which gives it to what has the focus."""
        self.last = f"the key {key.name.removeprefix('Key_')}"
        QTest.keyClick(self._handle(QApplication.activeWindow() or self.window), key, modifier)

    def write(self, name: str, text: str) -> None:
        """Click into a field, and write over what is there."""
        field = self.find(name)
        self.click(name)
        self.wait(field.hasFocus, f"the focus in “{name}”")
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._type(field.window(), text)
        self.last = f"“{text}” in “{name}”"

    def tab_to(self, name: str) -> QWidget:
        """Walk with the Tab key until the focus is there."""
        wanted = self.find(name)
        for _ in range(60):
            if wanted.hasFocus():
                return wanted
            self.key(Qt.Key.Key_Tab)
        raise TourError(f"the Tab key does not reach “{name}”")

    def wheel(self, widget: QWidget, notches: int) -> None:
        """Turn the wheel over a widget; down is positive."""
        top = widget.window()
        place = QPointF(widget.mapTo(top, widget.rect().center()))
        QTest.wheelEvent(self._handle(top), place, QPoint(0, -NOTCH * notches))

    def row(self, name: str, title: str) -> None:
        """Click a row of a list by its words."""
        rows = self.find(name)
        if not isinstance(rows, QAbstractItemView):
            raise TourError(f"“{name}” is no list")
        model = rows.model()
        index = next((model.index(at, 0) for at in range(model.rowCount()) if model.index(at, 0).data() == title), None)
        if index is None:
            raise TourError(f"“{name}” has no row “{title}”")
        for _ in range(MOST_NOTCHES):
            box, port = rows.visualRect(index), rows.viewport()
            if port.rect().contains(box.center()):
                self.last = f"a click on the row “{title}”"
                self.click_at(port, box.center(), title)
                return
            self.wheel(port, 1 if box.center().y() > port.rect().center().y() else -1)
            live()
        raise TourError(f"the row “{title}” cannot be scrolled into sight")

    def menu(self, name: str, words: str) -> None:
        """Open a menu by its button, and click the line with these words."""
        self.click(name)
        opened = self.wait(QApplication.activePopupWidget, f"the menu of “{name}”")
        if not isinstance(opened, QMenu):
            raise TourError(f"“{name}” opens no menu")
        action = next(action for action in opened.actions() if words in action.text())
        QTest.mouseClick(self._handle(opened), LEFT, Qt.KeyboardModifier.NoModifier, opened.actionGeometry(action).center())

    def pick(self, name: str, words: str) -> None:
        """Choose a line of a drop-down list with the keys."""
        box = self.tab_to(name)
        if not isinstance(box, QComboBox):
            raise TourError(f"“{name}” is no drop-down list")
        far = box.findText(words) - box.currentIndex()
        for _ in range(abs(far)):
            self.key(Qt.Key.Key_Down if far > 0 else Qt.Key.Key_Up)

    def file(self, name: str, path: Path) -> None:
        """Press a button that opens a file dialog, write the path there, and press Enter. The dialog is Qt's own where there is no screen."""
        button, done, trouble = self.find(name), [False], list[TourError]()
        looker = QTimer(self.window, interval=POLL_MS)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog) or not dialog.isVisible():
                return
            looker.stop()
            try:
                self._in_dialog(dialog, path)
            except TourError as error:
                trouble.append(error)
                dialog.reject()
            done[0] = True

        looker.timeout.connect(look)
        looker.start()
        self.click_on(button, name)
        try:
            self.wait(lambda: done[0], f"the file dialog of “{name}”")
        finally:
            looker.stop()
            looker.deleteLater()
        if trouble:
            raise trouble[0]
        self.wait(self.window.isActiveWindow, "the window's return to the front")
        self.last = f"“{path.name}” in the file dialog of “{name}”"

    def _in_dialog(self, dialog: QFileDialog, path: Path) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        if field is None:
            raise TourError("the file dialog has no field for the name")
        # A window manager gives it the keyboard a moment after it is shown; until then the keys would press the button that opened it.
        self.wait(dialog.isActiveWindow, "the keyboard in the file dialog")
        self.click_at(field, field.rect().center(), "fileNameEdit")
        self.wait(field.hasFocus, "the focus in the field for the name")
        field.selectAll()
        self._type(dialog, str(path))
        for _ in range(3):  # the first Enter may only close the list of suggestions
            if dialog.isVisible():
                QTest.keyClick(QApplication.focusWidget() or field, Qt.Key.Key_Return)
                live(POLL_MS)
        if dialog.isVisible():
            raise TourError(f"the file dialog does not take {path}")

    # --- beneath ---

    def _resting(self, name: str) -> QWidget | None:
        widget = next((each for each in self.all(name) if each.isEnabled()), None)
        return widget if widget is not None and self._stays(widget) else None

    @staticmethod
    def _stays(widget: QWidget) -> bool:
        """Whether it stays where it is: a page that has just opened is not laid out yet, and one that is going takes its widgets with it."""

        def place() -> tuple[QPoint, QSize]:
            return widget.mapTo(widget.window(), QPoint(0, 0)), widget.size()

        before = place()
        live(POLL_MS)
        return isValid(widget) and widget.isVisible() and place() == before

    def _type(self, top: QWidget, text: str) -> None:
        for letter in text:
            self._letter(top, letter)

    def _letter(self, top: QWidget, letter: str) -> None:
        QTest.keyClick(QApplication.focusWidget() or top, cast("Any", letter))

    def _bring_into_sight(self, widget: QWidget, name: str) -> None:
        area = self._scrolled_by(widget)
        if area is None:
            return
        port = area.viewport()
        for _ in range(MOST_NOTCHES):
            middle = widget.mapTo(port, widget.rect().center())
            if port.rect().adjusted(0, 4, 0, -4).contains(QPoint(port.rect().center().x(), middle.y())):
                return
            self.wheel(port, 1 if middle.y() > port.rect().center().y() else -1)
            live()
        raise TourError(f"“{name}” cannot be scrolled into sight")

    @staticmethod
    def _scrolled_by(widget: QWidget) -> QAbstractScrollArea | None:
        parent = widget.parentWidget()
        while parent is not None:
            above = parent.parentWidget()
            if isinstance(above, QAbstractScrollArea) and parent is above.viewport():
                return above
            parent = above
        return None

    @staticmethod
    def _handle(top: QWidget) -> QWindow:
        handle = top.windowHandle()
        if handle is None:
            raise TourError(f"“{top.objectName() or type(top).__name__}” is not on the screen")
        return handle
