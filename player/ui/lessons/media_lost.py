"""A package that cannot be read any more, a stick that was pulled: looked for until it is back."""

from PySide6.QtCore import QObject, QTimer, Signal

from player.course.source import ContentSource
from player.errors import PlayerError
from player.ui.desk import Desk

LOOK_MS = 2_000


class LostSource(QObject):
    """`back` comes once, when a file that could not be opened can be read again. A file that is there all the time is damaged: nothing
    comes then."""

    back = Signal()

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._wanted: tuple[ContentSource, str] | None = None
        self._gone = False
        self._timer = QTimer(self, interval=LOOK_MS, singleShot=True)
        self._timer.timeout.connect(self._look)

    def begin(self, source: ContentSource, file: str, *, gone: bool) -> None:
        """`gone`: it could not even be opened."""
        self._wanted, self._gone = (source, file), gone
        self._look()

    def stop(self) -> None:
        self._wanted = None
        self._timer.stop()

    def _look(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return

        def there() -> bool:
            try:
                with wanted[0].open(wanted[1]) as stream:
                    return bool(stream.read(1))
            except PlayerError:
                return False

        self._desk.pool(there, lambda found: self._looked(wanted, found), owner=self)

    def _looked(self, wanted: tuple[ContentSource, str], found: bool) -> None:
        if wanted is not self._wanted:
            return
        if not found:
            self._gone = True
            self._timer.start()
        elif self._gone:
            self.stop()
            self.back.emit()
