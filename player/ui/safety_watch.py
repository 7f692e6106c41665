"""While the window is open: one long look at the database soon after the start, and a backup after every half hour of use."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer

from player.errors import PlayerError

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.safety import Safety
    from player.ui.desk import Failed

T = TypeVar("T")
LOOK_AFTER_MS = 1500  # after the first picture, when nobody waits for anything
EVERY_MS = 30 * 60 * 1000


class Window(Protocol):
    """What it needs of the main window."""

    def ask(self, work: "Callable[[Player], T]", done: Callable[[T], None], failed: "Failed | None" = None, *,
            owner: QObject | None = None) -> None: ...

    def pool(self, work: Callable[[], T], done: Callable[[T], None], failed: "Failed | None" = None, *,
             owner: QObject | None = None) -> None: ...

    def complain(self, error: PlayerError) -> None: ...


class SafetyWatch(QObject):
    """The copies are made in the pool, from one moment of the database: neither the window nor a tick waits for them."""

    def __init__(self, window: Window, parent: QObject, every_ms: int = EVERY_MS, look_after_ms: int = LOOK_AFTER_MS) -> None:
        super().__init__(parent)
        self._window = window
        self._told = False  # a backup that failed is told once
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.back_up)
        self._timer.start()
        QTimer.singleShot(look_after_ms, self, self.look)

    def look(self) -> None:
        """What is wrong is told by the window, which shows the page that can restore."""

        def told(safety: "Safety") -> None:
            self._window.pool(safety.examine, lambda _none: None, owner=self)

        self._window.ask(lambda player: player.safety, told, owner=self)

    def back_up(self) -> None:
        """If anything was written since the last one."""

        def due(safety: "Safety | None") -> None:
            if safety is not None:
                self._window.pool(safety.back_up, self._made, self._failed, owner=self)

        self._window.ask(lambda player: player.safety if player.safety.due else None, due, owner=self)

    def _made(self, _backup: object) -> None:
        self._told = False

    def _failed(self, error: PlayerError) -> None:
        if not self._told:
            self._told = True
            self._window.complain(error)
