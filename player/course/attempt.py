"""An attempt: what is drawn, what is frozen, where it goes on, which are left, how much time is left."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

from player.course.completion import counting_attempts
from player.course.facts import Json, LessonFacts
from player.course.grading import Result, grade_paper
from player.course.model import Lesson, QuizRules, Rule
from player.course.quiz import Question, QuestionKind, Quiz, Response
from player.errors import PlayerError, said

DAY_MS = 86_400_000
DRAWN = frozenset({QuestionKind.MATCHING, QuestionKind.ORDERING})  # written in the right order: their answers are always shuffled
_T = TypeVar("_T")


class Stream:
    """Numbers from SHA-256 over a seed and a counter: the same on every machine and every Python, for ever."""

    def __init__(self, seed: str) -> None:
        self._blocks = self._words(seed)

    @staticmethod
    def _words(seed: str) -> Iterator[int]:
        count = 0
        while True:
            block = hashlib.sha256(f"{seed}:{count}".encode()).digest()
            yield from (int.from_bytes(block[at : at + 8]) for at in range(0, 32, 8))
            count += 1

    def below(self, limit: int) -> int:
        """Evenly 0 <= number < limit."""
        top = 2**64 - 2**64 % limit
        while (word := next(self._blocks)) >= top:
            pass  # pragma: no cover  one draw in 2**50 for the limits in use
        return word % limit

    def shuffled(self, items: Sequence[_T], pinned: Sequence[bool]) -> tuple[_T, ...]:
        """The items in drawn order; pinned ones keep their place."""
        loose = [item for item, fixed in zip(items, pinned, strict=True) if not fixed]
        for last in range(len(loose) - 1, 0, -1):
            other = self.below(last + 1)
            loose[last], loose[other] = loose[other], loose[last]
        drawn = iter(loose)
        return tuple(item if fixed else next(drawn) for item, fixed in zip(items, pinned, strict=True))

    def chosen(self, items: Sequence[_T], count: int) -> tuple[_T, ...]:
        """`count` of the items, in their own order."""
        places = self.shuffled(range(len(items)), [False] * len(items))[:count]
        return tuple(items[place] for place in sorted(places))


@dataclass(frozen=True, slots=True)
class Paper:
    """What an attempt froze when it began: rules, questions in order, and the order of each one's answers."""

    attempt: str
    number: int
    seed: str
    rules: QuizRules
    order: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def question_ids(self) -> tuple[str, ...]:
        return tuple(question for question, _ in self.order)

    def as_data(self) -> dict[str, Json]:
        """`data` of ATTEMPT_STARTED."""
        order: list[Json] = [[question, list[Json](answers)] for question, answers in self.order]
        return {"attempt": self.attempt, "number": self.number, "seed": self.seed, "rules": asdict(self.rules), "order": order}


def begin(quiz: Quiz, attempt: str, number: int, seed: str) -> Paper:
    """Draws a paper. `seed` is fresh randomness from the caller; the same seed gives the same paper."""
    stream = Stream(seed)
    questions: tuple[Question, ...] = quiz.questions
    if 0 < quiz.rules.questions < len(questions):
        questions = stream.chosen(questions, quiz.rules.questions)
    if quiz.rules.shuffle_questions:
        questions = stream.shuffled(questions, [question.pinned for question in questions])
    return Paper(attempt, number, seed, quiz.rules, tuple((question.id, _answers(question, quiz.rules, stream)) for question in questions))


def _answers(question: Question, rules: QuizRules, stream: Stream) -> tuple[str, ...]:
    ids = [answer.id for answer in question.answers]
    if not rules.shuffle_answers and question.kind not in DRAWN:
        return tuple(ids)
    drawn = stream.shuffled(ids, [answer.pinned for answer in question.answers])
    return (*drawn[1:], *drawn[:1]) if drawn == question.order else drawn  # what is to be put in order never begins in order


def paper_from(data: Mapping[str, Json]) -> Paper:
    """The paper in the `data` of ATTEMPT_STARTED. PlayerError when it is not one. Rules that this version does not
    know are left out, ones that are missing take their default."""
    match data:
        case {"attempt": str(attempt), "number": int(number), "seed": str(seed), "rules": dict(rules), "order": list(order)}:
            drawn = [_drawn(item) for item in order]
            frozen = _frozen(rules)
            if frozen is not None and None not in drawn:
                return Paper(attempt, number, seed, frozen, tuple(item for item in drawn if item is not None))
    raise PlayerError("This attempt cannot be read", "The record of how this attempt began is damaged.", "Restore the last backup.")


def _frozen(rules: Mapping[str, Json]) -> QuizRules | None:
    base = QuizRules(questions=0, points=0)
    usual: dict[str, object] = asdict(base)
    known: dict[str, Any] = {name: value for name, value in rules.items() if name in usual}
    for name, value in known.items():
        kind = int if usual[name] is None else type(usual[name])
        if type(value) is not kind and not (value is None and usual[name] is None):
            return None
    return replace(base, **known)


def _drawn(item: Json) -> tuple[str, tuple[str, ...]] | None:
    match item:
        case [str(question), list(answers)]:
            return question, tuple(str(answer) for answer in answers)
    return None


def questions_of(quiz: Quiz, paper: Paper) -> tuple[Question, ...]:
    """The questions of the paper in its order. PlayerError when the package no longer has one."""
    known = {question.id: question for question in quiz.questions}
    missing = [question for question in paper.question_ids if question not in known]
    if missing:
        raise PlayerError(
            "This attempt cannot go on",
            said("The question “{id}” is no longer in the package.", id=missing[0]),
            "Open the version with which it began.",
        )
    return tuple(known[question] for question in paper.question_ids)


def resume_at(paper: Paper, responses: Mapping[str, Response], last_shown: str = "") -> str:
    """The question to go on with: the one shown last, else the first without an answer, else the first."""
    ids = paper.question_ids
    if last_shown in ids:
        return last_shown
    return next((question for question in ids if not responses.get(question)), ids[0] if ids else "")


def submit(quiz: Quiz, paper: Paper, responses: Mapping[str, Response]) -> Result:
    """Grades by the frozen rules."""
    return grade_paper(questions_of(quiz, paper), responses, paper.rules.pass_mark)


def submitted_data(paper: Paper, result: Result, why: str) -> dict[str, Json]:
    """`data` of ATTEMPT_SUBMITTED. `why` is "learner", "time" or "closed"."""
    score: list[Json] = [result.score.numerator, result.score.denominator]
    return {"attempt": paper.attempt, "number": paper.number, "score": score, "passed": result.passed, "all_right": result.all_right, "why": why}


# Which attempts are left


def renews_after_days(rules: QuizRules) -> int | None:
    """N of `when_exhausted` "again after N days"; None for the other policies."""
    words = rules.when_exhausted.split()
    return int(words[2]) if words[:2] == ["again", "after"] and len(words) == 4 and words[2].isdecimal() else None


def attempts_left(rules: QuizRules, facts: LessonFacts, now: int) -> int | None:
    """How many may still be begun; an open one is not among them. None = as many as wanted."""
    if rules.attempts is None:
        return None
    limit = rules.attempts + facts.extra_attempts
    days = renews_after_days(rules)
    if days is None:
        return max(0, limit - (facts.attempts_started - facts.void_attempts))
    used, last = 0, now
    for attempt in facts.attempts:
        if attempt.number > facts.void_attempts:
            used = 1 if used >= limit and attempt.at >= last + days * DAY_MS else used + 1
            last = attempt.at
    if used >= limit and now >= last + days * DAY_MS and not facts.open_attempt:
        used = 0
    return max(0, limit - used - bool(facts.open_attempt))


def again_at(rules: QuizRules, facts: LessonFacts, now: int) -> int | None:
    """When (ms UTC) the next attempt may begin although none may begin now: the end of the cool-down, or the day on
    which used-up attempts return. None when it may begin at once, or when time alone does not help."""
    last = max((attempt.at for attempt in facts.attempts), default=None)
    if last is None:
        return None
    days = renews_after_days(rules)
    if attempts_left(rules, facts, now) == 0:
        return None if days is None else last + days * DAY_MS
    cooled = last + rules.cool_down_seconds * 1000
    return cooled if cooled > now else None


def stuck(lesson: Lesson, facts: LessonFacts, now: int) -> bool:
    """Nothing that the learner can do now leads to the tick of this quiz: attempts are used up, or the ones that are left
    cannot lift the counted score to the mark."""
    if lesson.quiz is None or facts.ticked_at is not None or facts.open_attempt:
        return False
    left = attempts_left(lesson.quiz, facts, now)
    if left == 0 or lesson.counts_when.rule is Rule.SUBMITTED:
        return left == 0
    mark = 100 if lesson.counts_when.rule is Rule.ALL_RIGHT else lesson.quiz.pass_mark
    return not _can_reach(lesson.quiz, [attempt.score for attempt in counting_attempts(facts)], left, mark)


def _can_reach(rules: QuizRules, scores: Sequence[Fraction], left: int | None, mark: int) -> bool:
    """Can the counted score reach `mark` percent with `left` more attempts (None = any number)?"""
    if rules.counts == "first":
        return not scores or scores[0] * 100 >= mark
    if rules.counts == "average" and left is None:
        return mark < 100 or all(score == 1 for score in scores)
    if rules.counts == "average" and left is not None:
        return sum(scores, Fraction(left)) * 100 >= mark * (len(scores) + left)
    return True


# How much time is left


@dataclass(frozen=True, slots=True)
class Pause:
    """Wall-clock time that the attempt's clock did not run, ms UTC."""

    start: int
    end: int


def pause_after_crash(rules: QuizRules, last_beat: int, resumed: int) -> Pause | None:
    """The pause that a crash or power cut earns: from the last durable heartbeat to the moment of going on. None where
    the author lets the clock run (`crash_pauses`) or the wall clock did not move on."""
    return Pause(last_beat, resumed) if rules.crash_pauses and resumed > last_beat else None


def time_left_ms(rules: QuizRules, started: int, now: int, pauses: Iterable[Pause] = (), last_beat: int = 0) -> int | None:
    """Milliseconds until time is up, at least 0; None without a limit. A clock that went back behind the last heartbeat
    gives no time back."""
    if rules.time_limit_seconds is None:
        return None
    until = max(now, last_beat, started)
    paused = sum(max(0, min(pause.end, until) - max(pause.start, started)) for pause in pauses)
    return max(0, rules.time_limit_seconds * 1000 - (until - started - paused))
