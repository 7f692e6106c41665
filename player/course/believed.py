"""Believed time: no clock can be trusted offline, so the highest time seen stands, and a leap far ahead closes nothing until it is confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from player.course.event_data import count_of
from player.course.facts import Event

LEAP_MS = 400 * 86_400_000  # further ahead than this a clock is not followed by what closes and expires (product.md section 4)
SLACK_MS = 26 * 3_600_000  # the two ends of the world's time zones lie this far apart: what somebody else's zone or summer time explains
FLOOR_MS = 1_735_689_600_000  # 2025-01-01: no clock that shows an earlier day is right, its battery is flat


class ClockNote(StrEnum):
    """What is odd about the clock now."""

    NONE = ""
    BATTERY = "battery"  # it shows a day before this program was made
    BACK = "back"  # it was set back
    LEAP = "leap"  # it is far ahead, and nobody has confirmed that
    LEAPT = "leapt"  # it was far ahead once, and the record still has that date


@dataclass(frozen=True, slots=True)
class Seen:
    """What an entry of the ledger tells of time, ms UTC: when it says it was, what the clock showed, and the settled time."""

    at: int
    reading: int
    settled: int


@dataclass(frozen=True, slots=True)
class Believed:
    """All in ms UTC. `now` is the highest time seen; `settled` the same without leaps that nobody has confirmed: what opens, closes and
    expires goes by it; `clock` is what the clock shows."""

    now: int
    settled: int
    clock: int

    @property
    def note(self) -> ClockNote:
        if self.clock < FLOOR_MS <= self.now:
            return ClockNote.BATTERY
        if self.clock - self.settled > LEAP_MS:
            return ClockNote.LEAP
        if self.now - self.settled > LEAP_MS:
            return ClockNote.LEAPT
        return ClockNote.BACK if self.now - self.clock > SLACK_MS else ClockNote.NONE


def seen_in(event: Event) -> Seen:
    """PlayerError when the event holds a value of the wrong kind."""
    told = event.data
    return Seen(
        event.at,
        count_of(event, "clock") if "clock" in told else event.at,
        count_of(event, "settled") if "settled" in told else event.at,
    )


def together(seen: Iterable[Seen]) -> Seen | None:
    """The ends of several chains as one; the order in which they are given does not matter. None when there are none."""
    ends = [*seen]
    if not ends:
        return None
    last = max(ends, key=lambda end: (end.at, end.settled, end.reading))
    return Seen(last.at, last.reading, max(end.settled for end in ends))


def believe(seen: Seen | None, clock: int) -> Believed:
    """What to believe when the clock shows `clock` after `seen` (None: nothing was recorded before).

    While a leap is not confirmed, the time that passes after it counts as it passes, so that a learner with a wrong clock has neither
    more nor less of it than others. A clock that stood before the floor (a flat battery) is no ground to call the next one a leap.
    """
    if seen is None:
        return Believed(clock, clock, clock)
    now, settled = max(clock, seen.at), seen.settled
    if settled < FLOOR_MS or clock - settled <= LEAP_MS:
        return Believed(now, max(settled, clock), clock)
    passed = clock - seen.reading
    if seen.reading - settled > LEAP_MS and 0 < passed <= LEAP_MS:
        settled += passed
    return Believed(now, settled, clock)
