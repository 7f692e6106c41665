"""Which copies of the database are worth their room: all of the last two days, then ever fewer the older they are."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

HOUR = 3_600_000  # ms
DAY = 24 * HOUR
RECENT = 2 * DAY  # everything of this time is kept ...
MOST_RECENT = 48  # ... up to so many: a day of half hours
DAILY = 14 * DAY  # one a day for a fortnight
WEEKLY = 61 * DAY  # one a week for two months
MONTHLY = 366 * DAY  # one a month for a year
LEAST = 3  # the newest are kept however old they are
MOST_BYTES = 2 * 1024**3  # of all together; beyond it those go that stand closest to another


def worth_keeping(times: Iterable[int], now: int) -> frozenset[int]:
    """The times (ms UTC) of the copies to keep at the moment `now`. A copy from the future, where the clock was set back, is a recent one."""
    newest_first = sorted(set(times), reverse=True)
    kept = set(newest_first[:LEAST])
    recent = 0
    taken: set[tuple[str, int, int]] = set()
    for at in newest_first:
        period = _period(at, now)
        if period is None:
            recent += 1
            if recent <= MOST_RECENT:
                kept.add(at)
        elif period[0] and period not in taken:
            taken.add(period)
            kept.add(at)
    return frozenset(kept)


def _period(at: int, now: int) -> tuple[str, int, int] | None:
    """What a copy stands for: None for itself, else the day, week or month of which it may be the one; ("", 0, 0) for nothing."""
    age, day = now - at, datetime.fromtimestamp(at / 1000, UTC).date()
    if age <= RECENT:
        return None
    if age <= DAILY:
        return "day", day.toordinal(), 0
    if age <= WEEKLY:
        return "week", (day - timedelta(days=day.weekday())).toordinal(), 0
    return ("month", day.year, day.month) if age <= MONTHLY else ("", 0, 0)


def within(sizes: Mapping[int, int], most: int = MOST_BYTES) -> frozenset[int]:
    """Of copies by their time and size, those that fit into `most` bytes together: the newest LEAST and the oldest stay, and between them
    those go first that stand closest to their neighbours."""
    times = sorted(sizes, reverse=True)
    total = sum(sizes.values())
    while total > most and len(times) > LEAST + 1:
        middle = range(LEAST, len(times) - 1)
        goes = min(middle, key=lambda place: times[place - 1] - times[place + 1], default=len(times) - 1)
        total -= sizes[times.pop(goes)]
    while total > most and len(times) > LEAST:
        total -= sizes[times.pop()]
    return frozenset(times)
