"""Signs out whoever has gone away: after minutes without a key or a hand on the mouse, and never in the middle of something."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from player.ui.words import tr

if TYPE_CHECKING:
    from player.ui.main_window import MainWindow

LOOK_MS = 5_000
WARN_S = 30.0  # before the end
DEEDS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress, QEvent.Type.InputMethod, QEvent.Type.DragMove, QEvent.Type.Drop,
})  # fmt: skip


class IdleWatch(QObject):
    """Lives as long as the window. While the setting is on it looks at the input of the window that has the focus (a filter on the application
    would see every event of the program, in Python). A page that is busy (an open attempt, a medium that plays, files that are handed in), a
    copy that runs and an open dialog count as activity."""

    def __init__(self, window: "MainWindow", now: Callable[[], float] = monotonic) -> None:
        super().__init__(window)
        self._window, self._now = window, now
        self._last = now()
        self._listens = self._warned = False
        self._heard: QWindow | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @property
    def _limit_s(self) -> float:
        return self._window.desk.settings.idle_minutes * 60.0

    def look(self) -> None:
        """Every few seconds."""
        self._listen(on=self._limit_s > 0)
        screen = self._window.screen_shown
        busy = (screen is not None and screen.busy()) or self._window.intake.job is not None
        if not self._listens or self._window.desk.session.learner is None or busy or QApplication.activeModalWidget() is not None:
            self._last, self._warned = self._now(), False
            return
        away = self._now() - self._last
        if away >= self._limit_s:
            self._last, self._warned = self._now(), False
            self._window.sign_out()
        elif away >= self._limit_s - WARN_S and not self._warned:
            self._warned = True
            self._window.notice(tr("Is nobody here? You are signed out in half a minute. Press any key to stay."))

    def _listen(self, *, on: bool) -> None:
        app = QGuiApplication.instance()
        if on == self._listens or not isinstance(app, QGuiApplication):
            return
        self._listens, self._last = on, self._now()
        if on:
            app.focusWindowChanged.connect(self._hear)
            self._hear(app.focusWindow())
        else:
            app.focusWindowChanged.disconnect(self._hear)
            self._hear(None)

    def _hear(self, window: QWindow | None) -> None:
        if self._heard is not None and isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in DEEDS:
            self._last, self._warned = self._now(), False
        return False
