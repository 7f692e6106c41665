"""The library's first picture, read by plain sqlite3 before SQLModel is imported; a test proves it equal to the SQLModel query."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from player.store.failures import damaged, spoken
from player.store.version import SCHEMA_VERSION, missing, read_only, version_of


@dataclass(frozen=True, slots=True)
class LearnerLine:
    id: str
    name: str
    picture: str
    tint: str
    guest: bool
    last_seen: int | None
    printed_name: str
    lock: str  # what has to be known to go on: "" for nothing, "pin" or "pictures"


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """A course on the shelf and how far one learner is in it (`enrolled` False: not begun, the counters are the course's own)."""

    key: str
    id: str
    title: str
    version: str
    publisher: str
    fingerprint: str
    path: str
    digest: str
    cover: bytes | None
    damaged: bool
    enrolled: bool
    done: int
    required: int
    extras_done: int
    extras: int
    seconds: int
    seconds_left: int
    complete: bool
    earned_at: int | None
    resume_title: str
    resume_seconds: int
    last_opened: int | None
    rules: str | None  # the course's [access], JSON
    used: str | None  # what access looks at in this enrolment, JSON
    begun: str  # the version in which the learner is, "" where the course is not begun
    moved: str | None  # what was finished before an update, JSON


@dataclass(frozen=True, slots=True)
class KeptLine:
    """An award whose PDF is kept here. `file` is a name in the certificates folder."""

    award: str
    title: str
    kind: str
    number: str
    issued_at: int
    saved_at: int | None
    file: str
    printed_name: str
    course_key: str
    course_title: str
    valid_until: int | None
    round: int
    current: bool  # of the round that is open now


LEARNERS = """
SELECT id, learner.name, picture, tint, guest, last_seen, printed_name, CASE WHEN whose IS NULL THEN '' ELSE COALESCE(kind, 'pin') END FROM learner
LEFT JOIN pin ON whose = learner.id
WHERE claimed_by IS NULL
ORDER BY COALESCE(last_seen, created_at) DESC, folded
"""

SHELF = """
SELECT c.key, c.id, c.title, c.version, c.publisher, c.fingerprint, c.path, c.digest, c.cover, c.damaged, e.number IS NOT NULL,
       COALESCE(e.done, 0), COALESCE(e.required, c.required), COALESCE(e.extras_done, 0), COALESCE(e.extras, c.extras),
       COALESCE(e.seconds, c.seconds), COALESCE(e.seconds_left, c.seconds), COALESCE(e.complete, 0), e.earned_at,
       COALESCE(e.resume_title, c.first_title), COALESCE(e.resume_seconds, c.first_seconds), e.last_opened, c.access, e.access,
       COALESCE(e.version, ''), e.moved
FROM course AS c
LEFT JOIN enrolment AS e ON e.course_key = c.key AND e.learner_id = :learner
     AND e.round = (SELECT max(round) FROM enrolment WHERE course_key = c.key AND learner_id = :learner)
WHERE c.shown
ORDER BY COALESCE(e.last_opened, c.added_at) DESC, c.title, c.key
"""


KEPT = """
SELECT a.award, a.title, a.kind, a.number, a.issued_at, a.saved_at, a.file, a.printed_name, e.course_key, c.title,
       a.valid_until, e.round, e.round = (SELECT max(round) FROM enrolment AS r WHERE r.course_key = e.course_key AND r.learner_id = e.learner_id)
FROM award AS a JOIN enrolment AS e ON e.number = a.enrolment JOIN course AS c ON c.key = e.course_key
JOIN learner AS l ON l.id = e.learner_id
WHERE :learner IN (l.id, l.claimed_by) AND a.issued_at IS NOT NULL
ORDER BY a.issued_at DESC, a.number
"""


RECORD = "(SELECT number FROM chain WHERE learner_id = :learner OR learner_id IN (SELECT id FROM learner WHERE claimed_by = :learner))"
ENDS = f"""
SELECT c.id, l.number, l.at, l.body FROM chain AS c JOIN ledger AS l ON l.chain = c.number
WHERE c.number IN {RECORD} AND l.number = (SELECT max(number) FROM ledger WHERE chain = c.number)
ORDER BY c.number
"""  # noqa: S608  # names of ours
CLOCKS = f"""
SELECT body FROM ledger WHERE enrolment IS NULL AND kind = 'clock.set' AND chain IN {RECORD} ORDER BY chain, number
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class TimeMarks:
    """What a learner's record tells of time: of each chain its genesis, and number, time and bytes of its last entry; and every entry by which
    a trainer has set the time."""

    ends: tuple[tuple[str, int, int, bytes], ...] = ()
    clocks: tuple[bytes, ...] = ()


def learner_line(row: Iterable[Any]) -> LearnerLine:
    """From the columns of LEARNERS, in their order."""
    values = list(row)
    values[4] = bool(values[4])
    return LearnerLine(*values)


def shelf_line(row: Iterable[Any]) -> ShelfLine:
    """From the columns of SHELF, in their order; SQLite has no truth values of its own."""
    values = list(row)
    for place in (9, 10, 17):
        values[place] = bool(values[place])
    return ShelfLine(*values)


def time_marks(ends: Iterable[Any], clocks: Iterable[Any]) -> TimeMarks:
    """From the rows of ENDS and CLOCKS."""
    return TimeMarks(tuple((chain, number, at, body) for chain, number, at, body in ends), tuple(body for (body,) in clocks))


@dataclass(frozen=True, slots=True)
class FirstPicture:
    """`learner` is whose shelf it is: the one asked for, else the one seen last; None on a board without learners."""

    learners: tuple[LearnerLine, ...]
    learner: LearnerLine | None
    shelf: tuple[ShelfLine, ...]
    kept: tuple[KeptLine, ...]
    marks: TimeMarks = TimeMarks()


NOTHING_YET = FirstPicture((), None, (), ())


def first_picture(path: Path, learner_id: str | None = None, backups: Path | None = None) -> FirstPicture:
    """Reads the board of learners and one learner's shelf in one look; writes nothing.

    Empty when there is no database yet or it is of an older version (opening the store brings it up to date).
    Raises PlayerError for a foreign or newer database, DamagedError for a damaged one, and for one that is gone while `backups` are there.
    """
    if not path.exists() or path.stat().st_size == 0:
        if backups is not None and (kind := missing(path, backups)):
            raise damaged(path, kind)
        return NOTHING_YET
    with spoken(path), closing(read_only(path)) as connection:
        if version_of(connection, path) != SCHEMA_VERSION:
            return NOTHING_YET
        connection.execute("BEGIN")
        learners = tuple(learner_line(row) for row in connection.execute(LEARNERS))
        chosen = next((one for one in learners if learner_id in {None, one.id}), None)
        whose = {"learner": chosen.id if chosen else ""}
        shelf = tuple(shelf_line(row) for row in connection.execute(SHELF, whose))
        kept = tuple(KeptLine(*row) for row in connection.execute(KEPT, whose))
        return FirstPicture(learners, chosen, shelf, kept, time_marks(connection.execute(ENDS, whose), connection.execute(CLOCKS, whose)))
