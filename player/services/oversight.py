"""The learners of this machine as their trainer sees them: how far each is in each course, what holds somebody up, and what a trainer may do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from player.course.attempt import stuck
from player.course.facts import Facts
from player.course.model import Course
from player.course.status import Evaluator
from player.course.status_types import OPEN, CourseStatus, Standing
from player.errors import PlayerError
from player.services.doors import door
from player.services.enrolments import Enrolment, Step, stored_facts
from player.services.learners import LearnerCard, Learners, folded_name
from player.services.learning import Learning
from player.services.library import Library
from player.services.moments import local_offset
from player.services.register import Register
from player.services.rounds import Rounds
from player.services.trainer import Proof, Trainer
from player.services.versions import Versions

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.rows import EnrolmentRow

T = TypeVar("T")
MOST = 60  # learners at once


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One learner in one course, on the round that is open now. `access` is looked at in settled time, `stuck` holds the titles of quizzes
    without attempts; times in ms UTC."""

    key: str
    title: str
    round: int
    done: int
    of: int
    extras_done: int
    complete: bool
    last_opened: int | None
    access: Standing
    stuck: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearnerLine:
    card: LearnerCard
    courses: tuple[CourseLine, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """`of` counts all learners of this machine, `more` says that others match too."""

    lines: tuple[LearnerLine, ...]
    of: int
    more: bool


@dataclass(frozen=True, slots=True)
class CourseSeen:
    """One course of a learner in full. `status`, `course` and `facts` are None where the package is not at hand: `problem` says why then.
    `settled` is the time (ms UTC) at which it was looked at."""

    line: CourseLine
    settled: int
    course: Course | None = None
    facts: Facts | None = None
    status: CourseStatus | None = None
    problem: PlayerError | None = None


@dataclass(frozen=True, slots=True)
class LearnerSeen:
    card: LearnerCard
    created_at: int
    courses: tuple[CourseSeen, ...]


class Oversight:
    """Behind the trainer's PIN: ProofError without it. Looking changes nothing; every deed is durable when it returns."""

    def __init__(self, register: Register, learners: Learners, library: Library, versions: Versions, learning: Learning,
                 rounds: Rounds, trainer: Trainer) -> None:
        self._register, self._learners, self._library, self._versions = register, learners, library, versions
        self._learning, self._rounds, self._trainer = learning, rounds, trainer

    # Looking

    def everybody(self, proof: Proof, name: str = "", most: int = MOST) -> Class:
        """Who was here last comes first; with `name` only those in whose name it occurs, on the board or as it prints."""
        self._trainer.require(proof)
        cards = self._learners.all()
        wanted = folded_name(name)
        found = [card for card in cards if wanted in folded_name(card.name) or wanted in folded_name(card.printed_name)]
        courses: dict[tuple[str, str], Course | PlayerError] = {}
        with self._register.store.reading() as tables:
            lines = tuple(
                LearnerLine(card, tuple(self._line(tables, row, self._course(courses, row)) for row in _current(tables, card.id)))
                for card in found[:most]
            )
        return Class(lines, len(cards), len(found) > most)

    def one(self, proof: Proof, learner_id: str) -> LearnerSeen:
        """PlayerError when there is none."""
        self._trainer.require(proof)
        card = self._learners.get(learner_id)
        courses: dict[tuple[str, str], Course | PlayerError] = {}
        with self._register.store.reading() as tables:
            row = tables.learners.get(learner_id)
            seen = tuple(self._seen(tables, one, self._course(courses, one)) for one in _current(tables, learner_id))
        return LearnerSeen(card, row.created_at if row else 0, seen)

    def _course(self, known: dict[tuple[str, str], Course | PlayerError], row: "EnrolmentRow") -> Course | PlayerError:
        """The course in the version in which the learner is, each opened once; why not, where it cannot be."""
        key = (row.course_key, row.version)
        if key not in known:
            try:
                known[key] = self._library.begun(*key).course
            except PlayerError as error:
                known[key] = error
        return known[key]

    def _line(self, tables: "Tables", row: "EnrolmentRow", course: Course | PlayerError) -> CourseLine:
        kept = tables.shelf.get(row.course_key)
        time = self._register.time_now(tables, row.learner_id)
        access = door(kept.access, row.access, time) if kept is not None else OPEN
        held = () if isinstance(course, PlayerError) or row.complete else _stuck(tables, row, course, time.now)
        return CourseLine(row.course_key, kept.title if kept is not None else "", row.round, row.done, row.required, row.extras_done, row.complete,
                          row.last_opened, access, held)  # fmt: skip

    def _seen(self, tables: "Tables", row: "EnrolmentRow", course: Course | PlayerError) -> CourseSeen:
        line, time = self._line(tables, row, course), self._register.time_now(tables, row.learner_id)
        if isinstance(course, PlayerError):
            return CourseSeen(line, time.settled, problem=course)
        facts = stored_facts(tables, row.number or 0, row.learner_id)
        status = Evaluator(course).status(facts, time.now, local_offset(time.now), settled=time.settled)
        return CourseSeen(line, time.settled, course, facts, status)

    # Deeds

    def grant(self, proof: Proof, learner_id: str, key: str, lesson: str, reason: str) -> Step:
        """Ticks a lesson. PlayerError as for Learning.grant, and when the course is not at hand."""
        return self._do(proof, learner_id, key, lambda at: self._learning.grant(at, lesson, reason, proof.by, proof))

    def void(self, proof: Proof, learner_id: str, key: str, lesson: str, reason: str) -> Step:
        """Takes a tick away."""
        return self._do(proof, learner_id, key, lambda at: self._learning.void(at, lesson, reason, proof.by, proof))

    def sign_off(self, proof: Proof, learner_id: str, key: str, lesson: str) -> Step:
        """What was handed in is good."""
        return self._do(proof, learner_id, key, lambda at: self._learning.sign_off(at, lesson, proof.by, proof))

    def allow_attempts(self, proof: Proof, learner_id: str, key: str, lesson: str, count: int, reason: str) -> Step:
        """More attempts at a quiz."""
        return self._do(proof, learner_id, key, lambda at: self._learning.allow_attempts(at, lesson, count, reason, proof.by, proof))

    def reopen(self, proof: Proof, learner_id: str, key: str, days: int | None, reason: str) -> CourseStatus:
        """Opens the round again until the end of the day `days` from now, None for good."""
        return self._do(proof, learner_id, key, lambda at: self._learning.reopen(at, days, reason, proof))

    def another_round(self, proof: Proof, learner_id: str, key: str) -> int:
        """Begins the course anew; returns the number of the round."""
        return self._do(proof, learner_id, key, lambda at: self._rounds.begin(at, proof).round)

    def _do(self, proof: Proof, learner_id: str, key: str, work: Callable[[Enrolment], T]) -> T:
        self._trainer.require(proof)
        return work(self._versions.enrol(learner_id, key, seen=False))


def _current(tables: "Tables", learner_id: str) -> "list[EnrolmentRow]":
    """The last round of each course, the course that was opened last first."""
    rows: dict[str, EnrolmentRow] = {}
    for row in sorted(tables.enrolments.of_learner(learner_id), key=lambda row: row.round):
        rows[row.course_key] = row
    return sorted(rows.values(), key=lambda row: (-(row.last_opened or row.created_at), row.course_key))


def _stuck(tables: "Tables", row: "EnrolmentRow", course: Course, now: int) -> tuple[str, ...]:
    """Quizzes that count and have no attempt left, by their titles."""
    from player.store.folded import lesson_facts

    quizzes = {lesson.id: lesson for lesson in course.lessons() if lesson.quiz is not None}
    if not quizzes:
        return ()
    facts = dict(lesson_facts(columns) for columns in tables.enrolments.lessons(row.number or 0) if columns[0] in quizzes)
    return tuple(lesson.title for name, lesson in quizzes.items()
                 if name in facts and facts[name].ticked_at is None and stuck(lesson, facts[name], now))  # fmt: skip
