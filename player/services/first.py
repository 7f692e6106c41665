"""The first picture: who learns here and one learner's shelf, by plain sqlite3, before anything heavy is imported."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from player.paths import DataFolder
from player.services.cards import Kept, LearnerCard, ShelfCard, kept_award, learner_card, shelf_card
from player.services.restored import finish_erasing, finish_restore
from player.store import startup


def _wall_clock() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class First:
    """`learner` is whose shelf it is, None on a board without learners."""

    learners: tuple[LearnerCard, ...]
    learner: LearnerCard | None
    cards: tuple[ShelfCard, ...]
    kept: tuple[Kept, ...]


def first_picture(data: DataFolder, learner_id: str | None = None, clock: Callable[[], int] = _wall_clock) -> First | None:
    """One read-only look; the shelf of `learner_id`, or of who was seen last where that is empty. None when there is no database of
    this version yet. PlayerError when it is damaged, newer or not ours."""
    finish_restore(data)
    finish_erasing(data)
    found = startup.first_picture(data.database, learner_id or None, data.backups)
    if found is startup.NOTHING_YET:
        return None
    believed = None
    if any(line.rules for line in found.shelf):  # the domain is loaded for it
        from player.services.believing import believed_from

        believed = believed_from(found.marks, clock())
    cards = {line.id: learner_card(line, lock=line.lock) for line in found.learners}
    return First(
        tuple(cards.values()),
        cards[found.learner.id] if found.learner else None,
        tuple(shelf_card(line, believed) for line in found.shelf),
        tuple(kept_award(line, data) for line in found.kept),
    )
