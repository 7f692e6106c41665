"""Active time: only while the window is visible and in use (product.md 11.14)."""

from time import monotonic

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

STEP_MS = 500
LONGEST_STEP_S = 2.0  # a longer gap between two looks means that the computer slept


class Attention(QObject):
    """Counts the milliseconds of one sitting in which the page stood in the active window."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._active = 0.0
        self._last = monotonic()
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
        self._active, self._last = 0.0, monotonic()

    def _look(self) -> None:
        now = monotonic()
        gap, self._last = now - self._last, now
        window = self._page.window()
        if gap <= LONGEST_STEP_S and self._page.isVisible() and window.isActiveWindow() and not window.isMinimized():
            self._active += gap
