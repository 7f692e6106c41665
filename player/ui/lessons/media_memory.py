"""What outlasts a film: where it was left and what the learner is used to, with the learner; how loud it was, with the machine."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from player.services.playing import Habits
from player.ui.desk import Desk
from player.ui.lessons.view import Place

KEEP_MS = 5_000  # while it plays: no more than this is forgotten in a power cut
LOUD_MS = 500  # after the last movement of the line of loudness


class Memory(QObject):
    """`where` tells the place in the film in ms, None at its end, where the next time begins as the rules say."""

    def __init__(self, desk: Desk, owner: QObject, where: Callable[[], int | None]) -> None:
        super().__init__(owner)
        self._desk, self._where = desk, where
        self._place: Place | None = None
        self._kept: int | None = None
        self._habits = Habits()
        self._loud = (100, False)
        self._often = QTimer(self, interval=KEEP_MS)
        self._often.timeout.connect(self.keep)
        self._soon = QTimer(self, interval=LOUD_MS, singleShot=True)
        self._soon.timeout.connect(self._keep_loudness)

    def begin(self, place: Place, habits: Habits, at: int) -> None:
        """A lesson comes; it goes on at `at` (ms)."""
        self._place, self._habits, self._kept = place, habits, at
        self._loud = (self._desk.settings.volume, self._desk.settings.muted)

    def end(self) -> None:
        """It goes; what is known of it is kept."""
        self.keep()
        self._often.stop()
        self._place = None

    def playing(self, *, on: bool) -> None:
        if on:
            self._often.start()
        elif self._often.isActive():  # a film that is being opened rests too, and is nowhere yet
            self._often.stop()
            self.keep()

    def keep(self) -> None:
        """Where the film is goes on the disk, if it is elsewhere than when it was last kept; and how loud it is."""
        if self._soon.isActive():
            self._soon.stop()
            self._keep_loudness()
        place, at = self._place, self._where()
        if place is None or at == self._kept:
            return
        self._kept = at
        number, lesson = place.enrolment.number, place.lesson.id
        self._desk.ask(lambda player: player.playing.leave(number, lesson, at), lambda _done: None)

    def used_to(self, *, speed: float | None = None, captions: str | None = None) -> None:
        """The learner chose another speed, or captions ("" for none)."""
        old = self._habits
        self._habits = new = Habits(old.speed if speed is None else round(speed * 100), old.captions if captions is None else captions)
        place = self._place
        if place is not None and new != old:
            learner = place.enrolment.learner.id
            self._desk.ask(lambda player: player.playing.keep(learner, new), lambda _done: None)

    def loudness(self, volume: int, *, muted: bool) -> None:
        """In percent; kept once the hand rests."""
        if (volume, muted) != self._loud:
            self._loud = volume, muted
            self._soon.start()

    def _keep_loudness(self) -> None:
        volume, muted = self._loud
        self._desk.window.change_look(volume=volume, muted=muted)
