"""How far somebody is, read from the store alone: no package is opened, every chain is verified."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from player.course.facts import LessonFacts
from player.course.ledger import Chain, Head, LedgerError, verify
from player.course.percent import floor_percent
from player.services.learners import LearnerCard

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.rows import AttemptRow, EnrolmentRow


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """A lesson that was touched. `state` is "started", "failed" or "done"; times in ms UTC."""

    id: str
    state: str
    opened_at: int | None
    ticked_at: int | None
    override: str  # "granted" | "voided" | ""
    active_seconds: int


@dataclass(frozen=True, slots=True)
class AttemptProgress:
    """`score` is exact, "n/d" ("" while open); `percent` is rounded down."""

    lesson: str
    number: int
    started_at: int
    submitted_at: int | None
    score: str
    percent: int | None
    passed: bool
    answered: int
    why: str


@dataclass(frozen=True, slots=True)
class AwardProgress:
    id: str
    title: str
    kind: str
    earned_at: int | None
    issued_at: int | None
    saved_at: int | None
    number: str
    printed_name: str
    rests_on_void: bool


@dataclass(frozen=True, slots=True)
class EnrolmentProgress:
    id: str
    course: str
    key: str
    title: str
    version: str
    round: int
    started_at: int | None
    last_opened: int | None
    complete: bool
    done: int
    of: int
    extras_done: int
    extras: int
    place: str
    lessons: tuple[LessonProgress, ...]
    attempts: tuple[AttemptProgress, ...]
    awards: tuple[AwardProgress, ...]


@dataclass(frozen=True, slots=True)
class ChainProgress:
    """One hash chain: where it stands, and whether every entry holds. `problem` says what is wrong, "" when nothing is."""

    id: str
    device: str
    number: int
    hash: str
    verified: bool
    problem: str
    continues: str


@dataclass(frozen=True, slots=True)
class Progress:
    id: str
    name: str
    printed_name: str
    guest: bool
    enrolments: tuple[EnrolmentProgress, ...]
    ledger: tuple[ChainProgress, ...]
    verified: bool


def progress_of(tables: "Tables", card: LearnerCard) -> Progress:
    enrolments = tuple(_enrolment(tables, row) for row in tables.enrolments.of_learner(card.id))
    chains = tuple(_chain(tables, row.number or 0, Chain(row.device_id, row.learner_id, _head(row.continues_number, row.continues_hash)))
                   for row in tables.ledger.record(card.id))  # fmt: skip
    return Progress(card.id, card.name, card.printed_name, card.guest, enrolments, chains, all(chain.verified for chain in chains))


def _head(number: int, digest: str) -> Head | None:
    return Head(number, digest) if digest else None


def _chain(tables: "Tables", number: int, chain: Chain) -> ChainProgress:
    last = tables.ledger.last(number)
    stored = Head(last[0], last[1].hex()) if last else chain.head
    problem = ""
    try:
        found = verify(tables.ledger.entries(number), chain, reaches=stored)
        problem = "" if found == stored else "Its last entry is not the one that was kept."
    except LedgerError as error:
        problem = error.message
    continues = chain.continues.hash if chain.continues else ""
    return ChainProgress(chain.genesis, chain.device, stored.number, stored.hash, not problem, problem, continues)


def _enrolment(tables: "Tables", row: "EnrolmentRow") -> EnrolmentProgress:
    from player.store.folded import lesson_facts

    number = row.number or 0
    course = tables.shelf.get(row.course_key)
    touched = (lesson_facts(columns) for columns in tables.enrolments.lessons(number))
    lessons = tuple(_lesson(lesson, facts) for lesson, facts in touched if not _untouched(facts))
    attempts = tuple(_attempt(tables, attempt) for attempt in tables.attempts.of_enrolment(number))
    awards = tuple(
        AwardProgress(one.award, one.title, one.kind, one.earned_at, one.issued_at, one.saved_at, one.number, one.printed_name, one.rests_on_void)
        for one in tables.awards.of_enrolment(number)
    )
    return EnrolmentProgress(
        id=row.id, course=course.id if course else "", key=row.course_key, title=course.title if course else "", version=row.version, round=row.round,
        started_at=row.started_at, last_opened=row.last_opened, complete=row.complete, done=row.done, of=row.required,
        extras_done=row.extras_done, extras=row.extras, place=row.place, lessons=lessons, attempts=attempts, awards=awards,
    )  # fmt: skip


def _untouched(facts: LessonFacts) -> bool:
    """An update has left a word about the lesson, the learner nothing."""
    return facts == LessonFacts(kept_open=facts.kept_open, again_for=facts.again_for)


def _lesson(lesson: str, facts: LessonFacts) -> LessonProgress:
    failed = bool(facts.attempts) and not any(attempt.passed for attempt in facts.attempts)
    state = "done" if facts.ticked_at is not None else "failed" if failed else "started"
    override = "" if facts.override is None else "granted" if facts.override.granted else "voided"
    return LessonProgress(lesson, state, facts.opened_at, facts.ticked_at, override, facts.active_ms // 1000)


def _attempt(tables: "Tables", row: "AttemptRow") -> AttemptProgress:
    score = Fraction(row.score) if row.score else None
    answered = sum(1 for response in tables.attempts.responses(row.id) if response.given)
    return AttemptProgress(
        lesson=row.lesson,
        number=row.number,
        started_at=row.started_at,
        submitted_at=row.submitted_at,
        score=row.score,
        percent=None if score is None else floor_percent(score),
        passed=row.passed,
        answered=answered,
        why=row.why,
    )
