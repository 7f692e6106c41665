"""Evidence of use in a sitting: kept in its row while it goes on, an event when it ends or earns the tick."""

import json
from dataclasses import dataclass, replace

from player.course.facts import EventKind, Json
from player.services.enrolments import Entry


@dataclass(frozen=True, slots=True)
class Use:
    """Evidence of use so far in this sitting. `pages` count from 1, `played` are intervals in media time, all times in ms."""

    active_ms: int = 0
    end_seen: bool = False
    pages: frozenset[int] = frozenset()
    played: tuple[tuple[int, int], ...] = ()
    length_ms: int = 0
    ended: bool = False


def flush(entry: Entry, lesson_id: str) -> None:
    """What a sitting has gathered becomes an event; the sitting may go on."""
    row = entry.tables.enrolments.sitting(entry.enrolment.number, lesson_id)
    if row is not None and row.use:
        told = json.loads(row.use)
        entry.write(EventKind.SITTING, lesson_id, told)
        row.recorded_ms, row.use, row.last_at = row.recorded_ms + told.get("active_ms", 0), "", entry.now
        entry.tables.enrolments.put_sitting(row)


def take_use(entry: Entry, lesson_id: str, use: Use) -> dict[str, Json]:
    """Evidence as an event or in the sitting's row; returns what is in no event yet."""
    from player.store.rows import SittingRow

    number = entry.enrolment.number
    row = entry.tables.enrolments.sitting(number, lesson_id)
    recorded = min(row.recorded_ms if row else 0, use.active_ms)
    told = _evidence(use, recorded)
    before, after = entry.facts.lesson(lesson_id), entry.supposed(lesson_id, told)
    is_new = replace(after, last_at=before.last_at) != before
    record = is_new and (use.ended or (after.ticked_at is not None and before.ticked_at is None))
    left = {} if record or not is_new else told
    if record:
        entry.write(EventKind.SITTING, lesson_id, told)
        recorded = use.active_ms
    if use.ended:
        entry.tables.enrolments.end_sitting(number, lesson_id)
    else:
        kept = json.dumps(left, separators=(",", ":")) if left else ""
        entry.tables.enrolments.put_sitting(
            SittingRow(enrolment=number, lesson=lesson_id, last_at=entry.now, recorded_ms=recorded, use=kept)
        )
    return left


def _evidence(use: Use, recorded_ms: int) -> dict[str, Json]:
    """`data` of a SITTING event: what differs from nothing, without active time that is recorded already."""
    told: dict[str, Json] = {}
    if use.active_ms > recorded_ms:
        told["active_ms"] = use.active_ms - recorded_ms
    if use.end_seen:
        told["end_seen"] = True
    if use.pages:
        told["pages"] = [*sorted(use.pages)]
    if use.played:
        told["played"] = [[start, end] for start, end in use.played]
    if use.length_ms:
        told["length_ms"] = use.length_ms
    return told
