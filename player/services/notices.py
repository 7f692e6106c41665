"""What the trainer is told: seen behind the PIN, marked as read, carried away on a stick."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from player.course.notice import Mailing
from player.errors import PlayerError
from player.services.enrolments import Enrolment
from player.services.register import Register
from player.services.trainer import Proof, Trainer

if TYPE_CHECKING:
    from player.store.rows import NoticeRow

PAGE = 50
MOST_SAVED = 100_000  # newest first
FILTERS: dict[str, tuple[str, ...]] = {
    "all": (), "quizzes": ("quiz",), "vouchers": ("voucher",), "certificates": ("certificate", "badge"), "handed in": ("assignment",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One notice. Times in ms UTC. `about` is "lesson" or "award", `kind` the kind of that; `score` None where nothing was graded; `number`
    of a voucher; `mail` a player.course.notice.Mailing; `why` what went wrong with it last, `next_at` when it is tried again."""

    id: str
    at: int
    about: str
    subject: str
    title: str
    kind: str
    learner: str
    course: str
    version: str
    score: Fraction | None
    passed: bool
    number: str
    read: bool
    mail: str
    tries: int
    next_at: int
    sent_at: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Newest first; `more`: there are older ones. `unread` counts all there are."""

    notices: tuple[Told, ...]
    more: bool
    unread: int


@dataclass(frozen=True, slots=True)
class SavedNotices:
    """`files` for programs and for people."""

    files: tuple[Path, Path]
    count: int


class Notices:
    """Every change is durable when it returns. What learners did is behind the trainer's PIN: ProofError without it."""

    def __init__(self, register: Register, trainer: Trainer) -> None:
        self._register, self._trainer = register, trainer

    def of(self, enrolment: Enrolment) -> tuple[Told, ...]:
        """What was told of this learner in this course: they may see it."""
        with self._register.store.reading() as tables:
            return tuple(map(told, tables.outbox.of_enrolment(enrolment.number)))

    def unread(self) -> int:
        """How many nobody has marked as read; names no one."""
        with self._register.store.reading() as tables:
            return tables.outbox.count_unread()

    def list(self, proof: Proof, which: str = "all", *, unread: bool = False, after: Told | None = None, most: int = PAGE) -> Sheaf:
        """`which` is a key of FILTERS; `after` the last one of the page before."""
        self._trainer.require(proof)
        before = None if after is None else (after.at, after.id)
        with self._register.store.reading() as tables:
            rows = tables.outbox.latest(unread=unread, kinds=FILTERS[which], limit=most + 1, before=before)
            count = tables.outbox.count_unread()
        return Sheaf(tuple(map(told, rows[:most])), len(rows) > most, count)

    def mark(self, proof: Proof, notices: Iterable[str], *, read: bool = True) -> None:
        """Ids. None is ever deleted here."""
        self._trainer.require(proof)
        with self._register.writing() as tables:
            tables.outbox.mark_read(notices, self._register.clock() if read else None)

    def save(self, proof: Proof, folder: Path, words: "Callable[[Sequence[Told]], str]") -> SavedNotices:
        """All of them into a folder or onto a stick. `words` writes the page for people. PlayerError when there are none, and when the
        folder cannot be written."""
        from player.exchange.notice_file import write_notices

        found = self.list(proof, most=MOST_SAVED).notices
        if not found:
            raise PlayerError("There are no notices", "Nobody has done anything yet of which a course tells the trainer.", "")
        device = self._register.device()
        stamp = datetime.fromtimestamp(self._register.clock() / 1000, UTC).strftime("%Y-%m-%d")
        name = f"greentick-notices-{re.sub(r'[^A-Za-z0-9]+', '-', device.name).strip('-')[:40] or 'device'}-{device.id[:6]}-{stamp}"
        return SavedNotices(write_notices(folder, name, (_record(one) for one in found), words(found)), len(found))


def told(row: "NoticeRow") -> Told:
    return Told(
        row.id, row.at, row.about, row.subject, row.title, row.kind, row.learner, row.course, row.version,
        Fraction(row.score) if row.score else None, row.passed, row.number, row.read_at is not None, row.mail, row.tries, row.next_at,
        row.sent_at, row.why,
    )  # fmt: skip


def _record(one: Told) -> dict[str, object]:
    return {
        "id": one.id, "at": datetime.fromtimestamp(one.at / 1000, UTC).isoformat(timespec="milliseconds"), "learner": one.learner,
        "course": one.course, "version": one.version, "about": one.about, "what": one.subject, "title": one.title, "kind": one.kind,
        "score": None if one.score is None else f"{one.score.numerator}/{one.score.denominator}", "passed": one.passed, "number": one.number or None,
        "read": one.read, "mailed": one.mail == Mailing.SENT.value,
    }  # fmt: skip
