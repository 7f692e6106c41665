"""What the first picture shows, as values: learners, courses on the shelf, certificates that are kept. Imports nothing heavy."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from player.paths import DataFolder
from player.store.startup import KeptLine, LearnerLine, ShelfLine

if TYPE_CHECKING:
    from player.course.believed import Believed
    from player.course.status_types import Standing
    from player.store.awards import EarnedLine
    from player.store.rows import LearnerRow

Lock = Literal["", "pin", "pictures"]


def lock_named(kind: str) -> Lock:
    """A kind that a newer version wrote is typed."""
    return "" if not kind else "pictures" if kind == "pictures" else "pin"


@dataclass(frozen=True, slots=True)
class LearnerCard:
    """`picture` and `tint` are keys of the faces' pictures and colours; times in ms UTC. `lock`: what has to be known to go on, "" for nothing."""

    id: str
    name: str
    picture: str
    tint: str
    guest: bool
    last_seen: int | None
    printed_name: str
    lock: Lock = ""


@dataclass(frozen=True, slots=True)
class ShelfCard:
    """One course as one learner sees it. Counters and seconds as in CourseStatus; times in ms UTC."""

    key: str
    id: str
    title: str
    version: str
    cover: bytes | None
    done: int
    of: int
    extras_done: int
    extras: int
    seconds: int
    seconds_left: int
    state: str  # "new" | "in progress" | "complete" | "missing" | "damaged"
    earned_at: int | None
    resume_title: str
    resume_seconds: int
    last_opened: int | None
    path: str
    publisher: str
    signed: bool
    access: "Standing | None" = None  # None where the author set no dates and limits
    settled: int = 0  # at which time `access` was looked at, ms UTC
    finished: str = ""  # the older version that was complete, while the newer one is not
    begun: str = ""  # the version in which the learner is


@dataclass(frozen=True, slots=True)
class Kept:
    """An award whose PDF is kept here, to save again. Times in ms UTC."""

    award_id: str
    title: str
    kind: str
    number: str
    issued_at: int
    saved_at: int | None
    path: Path
    printed_name: str
    course_key: str
    course_title: str
    valid_until: int | None = None
    round: int = 1
    current: bool = True  # of the round that is open now


@dataclass(frozen=True, slots=True)
class Earned:
    """An award that was earned; `kept` None while no PDF was made of it. Times in ms UTC."""

    award_id: str
    title: str
    kind: str
    number: str
    earned_at: int
    course_key: str
    course_title: str
    valid_until: int | None
    round: int
    current: bool
    redeemed_at: int | None
    redeemed_by: str
    rests_on_void: bool
    kept: Kept | None


def earned_award(line: "EarnedLine", data: DataFolder) -> Earned:
    kept = None
    if line.file and line.issued_at is not None:
        kept = Kept(line.award, line.title, line.kind, line.number, line.issued_at, line.saved_at, data.certificates / line.file,
                    line.printed_name, line.course_key, line.course_title, line.valid_until, line.round, bool(line.current))  # fmt: skip
    return Earned(line.award, line.title, line.kind, line.number, line.earned_at, line.course_key, line.course_title, line.valid_until, line.round,
                  bool(line.current), line.redeemed_at, line.redeemed_by, line.rests_on_void, kept)  # fmt: skip


def learner_card(row: "LearnerLine | LearnerRow", *, lock: str) -> LearnerCard:
    return LearnerCard(row.id, row.name, row.picture, row.tint, row.guest, row.last_seen, row.printed_name, lock_named(lock))


def shelf_card(line: ShelfLine, time: "Believed | None") -> ShelfCard:
    """From the store's line; looks whether the file is still there."""
    standing = None
    if line.rules and time is not None:
        from player.services.doors import door

        standing = door(line.rules, line.used, time)
    if line.damaged:
        state = "damaged"
    elif not is_there(line.path):
        state = "missing"
    elif line.complete:
        state = "complete"
    else:
        state = "in progress" if line.last_opened is not None else "new"
    return ShelfCard(
        key=line.key, id=line.id, title=line.title, version=line.version, cover=line.cover, done=line.done, of=line.required,
        extras_done=line.extras_done, extras=line.extras, seconds=line.seconds, seconds_left=line.seconds_left, state=state,
        earned_at=line.earned_at, resume_title=line.resume_title, resume_seconds=line.resume_seconds, last_opened=line.last_opened,
        path=line.path, publisher=line.publisher, signed=bool(line.fingerprint), access=standing,
        settled=time.settled if standing is not None and time is not None else 0,
        finished=json.loads(line.moved)["finished"] if line.moved and not line.complete else "", begun=line.begun,
    )  # fmt: skip


def kept_award(line: KeptLine, data: DataFolder) -> Kept:
    return Kept(
        line.award, line.title, line.kind, line.number, line.issued_at, line.saved_at, data.certificates / line.file, line.printed_name,
        line.course_key, line.course_title, line.valid_until, line.round, bool(line.current),
    )  # fmt: skip


def is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:  # a drive that does not answer
        return False
