"""While the window is open: what the trainer is told goes out by mail, if the owner has set that up. Nobody waits for it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer

from player.errors import PlayerError
from player.ui.notice_words import letter

if TYPE_CHECKING:
    from player.services.mailing import Postman, Round
    from player.services.player import Player
    from player.ui.desk import Failed

T = TypeVar("T")
EVERY_MS = 30_000


class Window(Protocol):
    """What it needs of the main window."""

    def ask(self, work: "Callable[[Player], T]", done: Callable[[T], None], failed: "Failed | None" = None, *,
            owner: QObject | None = None) -> None: ...

    def pool(self, work: Callable[[], T], done: Callable[[T], None], failed: "Failed | None" = None, *,
             owner: QObject | None = None) -> None: ...


class MailWatch(QObject):
    """A look into the outbox every half minute, off the window's thread; `parent` is the window, whose closing cuts a line that is open."""

    def __init__(self, window: Window, parent: QObject, every_ms: int = EVERY_MS) -> None:
        super().__init__(parent)
        self._window = window
        self._postman: Postman | None = None
        self._busy = False
        parent.installEventFilter(self)
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        if not self._busy:
            self._busy = True
            self._window.ask(lambda player: player.postman, self._send, self._failed, owner=self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and self._postman is not None:
            self._timer.stop()
            self._postman.stop()
        return super().eventFilter(watched, event)

    def _send(self, postman: "Postman") -> None:
        self._postman = postman
        if not postman.is_on:
            self._busy = False
            return
        self._window.pool(lambda: postman.send_due(letter), self._sent, self._failed, owner=self)

    def _sent(self, _round: "Round") -> None:
        self._busy = False

    def _failed(self, _error: PlayerError) -> None:
        """A disk that is full is told by what the learner does; here it means later."""
        self._busy = False
