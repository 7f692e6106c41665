"""The focus shows for the keyboard only: Qt has no :focus-visible, so the last kind of input is kept here."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
POINTER = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin, QEvent.Type.TabletPress})
AROUND = 16  # px that are seen around it, where there is room
SILENT = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock})


class FocusRing(QObject):
    """Sets the property `ring` on the widget that has the focus, true when a key brought it there, and scrolls to it then.

    It looks at the focus widget and at the window's own input only: a filter on the application would see every event of the
    program, in Python.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._keyboard = False
        self._widget: QWidget | None = None
        self._window: QWindow | None = None
        app.focusChanged.connect(self._moved)
        app.focusWindowChanged.connect(self._entered)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in KEYS and isinstance(event, QKeyEvent):
            if event.key() not in SILENT:
                self._use(keyboard=True)
        elif kind in POINTER:
            self._use(keyboard=False)
        return False

    def _use(self, *, keyboard: bool) -> None:
        if keyboard != self._keyboard:
            self._keyboard = keyboard
            self._show(self._widget, keyboard)

    def _entered(self, window: QWindow | None) -> None:
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and isValid(old):
            old.removeEventFilter(self)
            self._show(old, shown=False)
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._keyboard = False
        self._widget = now
        if now is not None:
            now.installEventFilter(self)
            self._show(now, self._keyboard)
            if self._keyboard:
                QTimer.singleShot(0, now, lambda: bring_into_sight(now))  # a page that has just opened is not laid out yet

    @staticmethod
    def _show(widget: QWidget | None, shown: bool) -> None:
        if widget is None or not isValid(widget) or widget.property("ring") is shown or (widget.property("ring") is None and not shown):
            return
        widget.setProperty("ring", shown)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def bring_into_sight(widget: QWidget) -> None:
    """Qt does so only where Tab was pressed within the same scrolled page."""
    if not isValid(widget) or not widget.hasFocus():
        return
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, AROUND, AROUND)
        parent = parent.parentWidget()
