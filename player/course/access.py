"""Windows and what follows a certificate: whether a course is open, read-only, locked or not open yet, why, and until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from player.course.attempt import DAY_MS
from player.course.facts import FOR_EVER, Facts
from player.course.model import Access, AfterCertificate, AwardKind, Course
from player.course.opening import MINUTE_MS, day_begins, local_day
from player.course.status_types import OPEN, Door, Standing, Why

GRACE_MS = DAY_MS  # what was begun in time runs on for at most this long after closing (product.md section 11.8)


@dataclass(frozen=True, slots=True)
class Used:
    """What happened, as far as access looks at it. `saved_at` is when the certificate of the whole course was saved, printed or copied."""

    started_at: int | None = None
    days: frozenset[int] = frozenset()  # local days on which a lesson was opened
    saved_at: int | None = None
    open_until: int = 0  # a trainer reopened the round until then


@dataclass(frozen=True, slots=True)
class _Closing:
    at: int
    door: Door
    why: Why


def used(course: Course, facts: Facts) -> Used:
    """Certificates before the end, chapter certificates and vouchers close nothing (product.md section 11.10)."""
    whole = (award.id for award in course.awards if award.kind is AwardKind.CERTIFICATE and award.earned_when is None)
    saved = [at for award_id in whole if (at := facts.award(award_id).saved_at) is not None]
    return Used(facts.started_at, facts.days, min(saved, default=None), facts.open_until)


def standing(access: Access, happened: Used, now: int, offset: int) -> Standing:
    """`now` is settled time (see player.course.believed) in ms UTC, `offset` the local clock's minutes east of UTC."""
    opens = None if access.opens_on is None else moment(access.opens_on, offset)
    closings = sorted(_closings(access, happened, now, offset), key=lambda closing: (closing.at, closing.door is not Door.LOCKED))
    days_left = _days_left(access, happened, now, offset)
    if happened.open_until > now:
        until = None if happened.open_until >= FOR_EVER else happened.open_until
        after = None if until is None else _at(closings, opens, until).door
        return Standing(Door.OPEN, Why.REOPENED, changes_at=until, becomes=after, days_left=days_left)
    found = _at(closings, opens, now)
    return Standing(found.door, found.why, found.since, found.changes_at, found.becomes, days_left)


def _at(closings: list[_Closing], opens: int | None, now: int) -> Standing:
    if opens is not None and now < opens:
        after = _at(closings, None, opens).door
        return Standing(Door.NOT_YET, Why.OPENS_ON, changes_at=opens, becomes=after)
    past = [closing for closing in closings if closing.at <= now]
    ahead = next((closing for closing in closings if closing.at > now), None)
    if not past:
        return Standing(Door.OPEN, ahead.why, changes_at=ahead.at, becomes=ahead.door) if ahead is not None else OPEN
    held = next((closing for closing in past if closing.door is Door.LOCKED), past[0])  # the stronger one holds
    return Standing(held.door, held.why, since=held.at)


def _closings(access: Access, happened: Used, now: int, offset: int) -> Iterator[_Closing]:
    after = Door.LOCKED if access.after_closing == "locked" else Door.READ_ONLY
    if access.closes_on is not None and (end := moment(access.closes_on, offset, end=True)) is not None:
        yield _Closing(end, after, Why.CLOSES_ON)
    if access.days_from_start is not None and happened.started_at is not None:
        last = local_day(happened.started_at, offset) + access.days_from_start
        yield _Closing(day_begins(last + 1, offset), after, Why.DAYS_FROM_START)
    if access.days_of_use is not None and len(happened.days) >= access.days_of_use:
        given, today = sorted(happened.days)[: access.days_of_use], local_day(now, offset)
        over = day_begins(today + 1, offset) if today in given else min(now, day_begins(given[-1] + 1, offset))
        yield _Closing(over, after, Why.DAYS_OF_USE)
    if happened.saved_at is not None and access.after_certificate is not AfterCertificate.KEEP_OPEN:
        door = Door.LOCKED if access.after_certificate is AfterCertificate.LOCK else Door.READ_ONLY
        yield _Closing(min(happened.saved_at, now), door, Why.CERTIFICATE)


def _days_left(access: Access, happened: Used, now: int, offset: int) -> int | None:
    if access.days_of_use is None:
        return None
    return max(0, access.days_of_use - len(happened.days | {local_day(now, offset)}))


def moment(day: str, offset: int, *, end: bool = False) -> int | None:
    """When (ms UTC) a date as an author types it begins, or with `end` when it is over: a whole day is over when the next one begins, a time
    of day at that time. Without a zone it is the local one. None when it is no date."""
    try:
        found = datetime.fromisoformat(day)
    except ValueError:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    at = (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    if found.tzinfo is None:
        at -= offset * MINUTE_MS
    return at + DAY_MS if end and len(day.strip()) <= len("2027-01-10") else at
