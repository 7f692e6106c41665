"""Active time: only while the window is visible and in use (product.md 11.14)."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from player.ui.idle import DEEDS

STEP_MS = 500
LONGEST_STEP_S = 2.0  # a longer gap between two looks means that the computer slept
LONGEST_STILL_S = 300.0  # without a key, a hand on the mouse or a touch: so long somebody reads a page, longer nobody is there


class Attention(QObject):
    """Counts the milliseconds of one sitting in which the page stood in the active window and somebody was there; `plays` says that a medium
    plays, which needs no hand."""

    def __init__(self, page: QWidget, plays: Callable[[], bool] = lambda: False, now: Callable[[], float] = monotonic) -> None:
        super().__init__(page)
        self._page, self._plays, self._now = page, plays, now
        self._active = 0.0
        self._last = self._deed = now()
        self._heard: QWindow | None = None
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @property
    def active_ms(self) -> int:
        """Since `begin`."""
        self._look()
        return round(self._active * 1000)

    def begin(self) -> None:
        """A new sitting."""
        self._active, self._last = 0.0, self._now()
        self._deed = self._last

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in DEEDS:
            self._deed = self._now()
        return False

    def _look(self) -> None:
        self._hear()
        now = self._now()
        gap, self._last = now - self._last, now
        window = self._page.window()
        if self._plays():
            self._deed = now
        seen = self._page.isVisible() and window.isActiveWindow() and not window.isMinimized()
        if gap <= LONGEST_STEP_S and seen and now - self._deed <= LONGEST_STILL_S:
            self._active += gap

    def _hear(self) -> None:
        """The window's own input: a filter on the program would see every event of every widget."""
        handle = self._page.window().windowHandle()
        if handle is self._heard or handle is None:
            return
        if self._heard is not None and isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = handle
        handle.installEventFilter(self)
