"""Sticks that come and go while the window is open: what is new on them, and which page lost its course."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from player.ui.desk import Ask, Pool
from player.ui.session import Session

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.shelving import Offer, Survey
    from player.services.sticks import Stick

LOOK_MS = 3000
FIRST_LOOK_MS = 1500  # after the first picture


@dataclass(frozen=True, slots=True)
class StickNews:
    """A stick that is there, and the courses on it that this computer does not have in that version."""

    stick: "Stick"
    fresh: "tuple[Offer, ...]"


@dataclass(frozen=True, slots=True)
class Change:
    """Which sticks came and went (at the first look none came: they were there). `again` says that a course was found again under another
    path. `at` is where the file of the course lies that is open, None when none is."""

    came: "tuple[Stick, ...]"
    lost: "tuple[Stick, ...]"
    again: bool
    at: Path | None


class StickWatch(QObject):
    """Looks every few seconds, in the pool; a stick that does not answer holds up nothing but the next look."""

    changed = Signal()
    moved = Signal(Change)

    def __init__(self, ask: Ask, pool: Pool, session: Session, key: Callable[[], str], parent: QObject) -> None:
        """`key` names the course that the page shows, "" for none."""
        super().__init__(parent)
        self._ask, self._pool, self._session, self._key = ask, pool, session, key
        self.named: tuple[Path, ...] = ()
        self.news: tuple[StickNews, ...] = ()
        self._surveys: tuple[Survey, ...] = ()
        self._waved_away: set[Path] = set()
        self._looking = False
        self._looked = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self, named: Sequence[Path] = ()) -> None:
        """From now on; `named` folders are treated as sticks."""
        self.named = tuple(path.absolute() for path in named)
        self._timer.start()
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)

    def stop(self) -> None:
        self._timer.stop()

    @property
    def present(self) -> "tuple[Stick, ...]":
        """As they were at the last look."""
        return tuple(one.stick for one in self._surveys)

    @property
    def offers(self) -> "tuple[Offer, ...]":
        """Every package on every stick."""
        return tuple(offer for one in self._surveys for offer in one.offers)

    def wave_away(self, root: Path) -> None:
        """No more of this stick until it is put in again."""
        self._waved_away.add(root)
        self._tell(self.news)

    def look(self) -> None:
        if self._looking:
            return
        self._looking = True
        named, before = self.named, self._surveys

        def read() -> "tuple[Survey, ...]":
            from player.services.shelving import survey

            return survey(named, before)

        self._pool(read, self._seen, lambda _error: self._seen(before), owner=self)

    def compare(self) -> None:
        """The shelf has changed: what is new on the sticks is judged again."""
        if self._surveys:
            self._judge((), ())

    def _seen(self, surveys: "tuple[Survey, ...]") -> None:
        self._looking = False
        before, self._surveys = self._surveys, surveys
        first, self._looked = not self._looked, True
        if [(one.stick.root, one.stamp) for one in before] == [(one.stick.root, one.stamp) for one in surveys]:
            return
        roots, old = {one.stick.root for one in surveys}, {one.stick.root for one in before}
        came = () if first else tuple(one.stick for one in surveys if one.stick.root not in old)
        lost = tuple(one.stick for one in before if one.stick.root not in roots)
        self._waved_away -= {stick.root for stick in lost}
        self._judge(came, lost)

    def _judge(self, came: "tuple[Stick, ...]", lost: "tuple[Stick, ...]") -> None:
        offers, key, session = self.offers, self._key(), self._session

        def judge(player: "Player") -> "tuple[tuple[Offer, ...], bool, Path | None]":
            from player.services.shelving import compare, find_again

            again = find_again(player.library, offers)
            if again:
                session.close_course()  # it may be one of those
            row = player.library.known().get(key)
            return compare(player.library, offers), again, Path(row.path) if row is not None else None

        def judged(found: "tuple[tuple[Offer, ...], bool, Path | None]") -> None:
            told, again, at = found
            fresh = [offer for offer in told if offer.opened is not None and offer.known in {"", "update"}]
            self._tell(tuple(StickNews(stick, tuple(offer for offer in fresh if offer.path.is_relative_to(stick.root))) for stick in self.present))
            if came or lost or again:
                self.moved.emit(Change(came, lost, again, at))

        self._ask(judge, judged, owner=self)

    def _tell(self, news: tuple[StickNews, ...]) -> None:
        self.news = tuple(one for one in news if one.fresh and one.stick.root not in self._waved_away)
        self.changed.emit()
