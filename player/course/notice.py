"""What a trainer is told of (product rules, notices), and what becomes of a notice that goes out by mail."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from player.course.completion import counted_score, counting_attempts
from player.course.facts import AwardFacts, Facts, LessonFacts
from player.course.model import AtLeast, Award, Condition, Kind, Lesson, Passed, ScoreAtLeast

FIRST_WAIT_MS = 60_000  # after the first try that failed; each further one doubles it
LONGEST_WAIT_MS = 6 * 3_600_000


@dataclass(frozen=True, slots=True)
class Notice:
    """`about` is "lesson" or "award", `kind` the kind of that lesson or award. `score` is the counted one, None where nothing was graded;
    `passed` of a quiz: completed and passed are two things."""

    about: str
    subject: str  # lesson or award id
    title: str
    kind: str
    score: Fraction | None = None
    passed: bool = False


def notices_of(lessons: Iterable[Lesson], awards: Iterable[Award], before: Facts, after: Facts, merit: Fraction | None = None) -> tuple[Notice, ...]:
    """What the step from `before` to `after` has to be told: lessons that were given their tick, assignments that were handed in and
    wait for somebody, awards that were earned. A tick that a trainer gave is no news to a trainer.

    `lessons` are those that the step touched; `merit` stands for the score of an award that names no quiz.
    """
    told = [
        _of_lesson(lesson, after.lesson(lesson.id))
        for lesson in lessons
        if lesson.notify_trainer and _happened(lesson, before.lesson(lesson.id), after.lesson(lesson.id))
    ]
    told += [
        Notice("award", award.id, award.title, award.kind.value, _award_score(award, after, merit))
        for award in awards
        if award.notify_trainer and _earned(before.award(award.id), after.award(award.id))
    ]
    return tuple(told)


def _happened(lesson: Lesson, before: LessonFacts, after: LessonFacts) -> bool:
    if lesson.kind is Kind.ASSIGNMENT:
        return after.handed_in and not before.handed_in
    given = after.override is not None and after.override.granted and after.override != before.override
    return before.ticked_at is None and after.ticked_at is not None and not given


def _earned(before: AwardFacts, after: AwardFacts) -> bool:
    return before.earned_at is None and after.earned_at is not None


def _of_lesson(lesson: Lesson, facts: LessonFacts) -> Notice:
    attempts = counting_attempts(facts)
    score = counted_score(lesson.quiz, attempts) if lesson.quiz is not None else facts.web_score
    return Notice("lesson", lesson.id, lesson.title, lesson.kind.value, score, any(attempt.passed for attempt in attempts))


def _award_score(award: Award, facts: Facts, merit: Fraction | None) -> Fraction | None:
    """The score of the one quiz that the rule names, else the merit of the course."""
    named = _quizzes(award.earned_when)
    if len(named) != 1:
        return merit
    attempts = counting_attempts(facts.lesson(named.pop()))
    return max((attempt.score for attempt in attempts), default=merit)


def _quizzes(condition: Condition | None) -> set[str]:
    match condition:
        case Passed(id) | ScoreAtLeast(id):
            return {id}
        case AtLeast(_, of):
            return {name for part in of for name in _quizzes(part)}
        case _:
            return set()


class Mailing(StrEnum):
    """Where a notice is on its way by mail."""

    NONE = "none"  # nobody had asked for mail when it was written
    WAITING = "waiting"
    HANDING = "handing"  # the server is being given the message: from here on only its answer tells whether it has it
    SENT = "sent"
    UNSURE = "unsure"  # the answer was lost: the server may have it, so it is never sent again without being asked (RFC 1047)


@dataclass(frozen=True, slots=True)
class Letter:
    """The state of one message. Every change is durable before the next step is taken, so that whatever ends the program leaves a state
    from which nothing is sent twice. `next_at` in ms UTC; `why` says what went wrong last."""

    state: Mailing = Mailing.WAITING
    tries: int = 0
    next_at: int = 0
    why: str = ""

    def is_due(self, now: int) -> bool:
        """A clock that was set back does not keep a message for ever."""
        return self.state is Mailing.WAITING and (self.next_at <= now or self.next_at - now > LONGEST_WAIT_MS)

    def handed(self) -> "Letter":
        """To be written down before the message itself leaves."""
        return replace(self, state=Mailing.HANDING, tries=self.tries + 1)

    def accepted(self) -> "Letter":
        return replace(self, state=Mailing.SENT, why="")

    def refused(self, why: str, now: int) -> "Letter":
        """The server said no, or was never reached: certainly not sent. Tried again later, each time after a longer wait."""
        tries = self.tries if self.state is Mailing.HANDING else self.tries + 1
        return Letter(Mailing.WAITING, tries, now + wait_ms(tries), why)

    def lost(self, why: str) -> "Letter":
        """The line broke, or the program ended, between the message and the answer to it."""
        return replace(self, state=Mailing.UNSURE, why=why)

    def again(self) -> "Letter":
        """Somebody asks for it."""
        return self if self.state in {Mailing.HANDING, Mailing.SENT} else Letter()


def wait_ms(tries: int) -> int:
    """After so many tries that failed."""
    doubled = FIRST_WAIT_MS << min(max(tries - 1, 0), 20)
    return min(doubled, LONGEST_WAIT_MS)
