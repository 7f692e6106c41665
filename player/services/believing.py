"""What to believe of time: from the marks in a learner's record, and what a trainer says of it."""

from typing import TYPE_CHECKING

from player.course.believed import Believed, Seen, believe, seen_in, together
from player.course.ledger import decode
from player.errors import PlayerError

if TYPE_CHECKING:
    from player.store.startup import TimeMarks


def seen_of(marks: "TimeMarks") -> Seen | None:
    """The ends of the chains, but for those that a trainer's word about the time has annulled (they end where they did then)."""
    annulled: dict[str, int] = {}
    for body in marks.clocks:
        try:
            event = decode(body).event
        except PlayerError:
            continue
        told = event.data.get("annuls")
        for chain, number in told.items() if event.signed and isinstance(told, dict) else ():
            if isinstance(number, int):
                annulled[chain] = max(number, annulled.get(chain, 0))
    return together(_seen(number, at, body) for chain, number, at, body in marks.ends if number > annulled.get(chain, 0))


def _seen(number: int, at: int, body: bytes) -> Seen:
    """An entry that was damaged still has its time beside it; what is wrong with it is said where the chain is verified."""
    try:
        return seen_in(decode(body, number).event)
    except PlayerError:
        return Seen(at, at, at)


def believed_from(marks: "TimeMarks", clock: int) -> Believed:
    return believe(seen_of(marks), clock)
