"""A quiz as the faces see it: the start card, an open paper, a result, a review; and how they follow from what is kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from player.course import attempt as drawing
from player.course import grading
from player.course.completion import counting_attempts
from player.course.facts import LessonFacts
from player.course.model import QuizRules
from player.course.quiz import Question, Quiz, Response
from player.course.responses import as_json, from_json, is_whole
from player.course.status_types import Standing
from player.services.enrolments import Enrolment, Step

if TYPE_CHECKING:
    from player.store.rows import AttemptRow, ResponseRow


@dataclass(frozen=True, slots=True)
class Shows:
    """What the author's policy lets the learner see now."""

    score: bool
    right: bool
    solution: bool


@dataclass(frozen=True, slots=True)
class Past:
    """An attempt that was handed in. `score` is None where the policy hides it."""

    id: str
    number: int
    at: int
    score: Fraction | None
    passed: bool


@dataclass(frozen=True, slots=True)
class StartCard:
    """The rules before the start. `again_at` (ms UTC) is when the next attempt may begin, None for at once; `resume` the id of an open
    attempt; `seconds_left` of it. `intro` is Markdown."""

    lesson_id: str
    title: str
    intro: str
    rules: QuizRules
    questions: int
    minutes: int | None
    pass_mark: int
    attempts_left: int | None
    attempts_made: int
    best: Fraction | None
    passed: bool
    again_at: int | None
    resume: str
    seconds_left: int | None
    past: tuple[Past, ...]
    closed: Standing | None = None  # why none can be begun now, where the course is closed


@dataclass(frozen=True, slots=True)
class Paper:
    """An open attempt. Questions and their answers stand in drawn order; `current` is the id of the one on the screen."""

    enrolment: Enrolment
    attempt: str
    number: int
    lesson_id: str
    rules: QuizRules
    questions: tuple[Question, ...]
    responses: Mapping[str, Response]
    flagged: frozenset[str]
    current: str
    seconds_left: int | None
    seed: str
    shown: "Mapping[str, ReviewLine]" = field(default_factory=dict)  # answers that are final: right or wrong was shown during the attempt

    @property
    def answered(self) -> int:
        return sum(1 for question in self.questions if self.is_whole(question))

    def is_whole(self, question: Question) -> bool:
        """Whether nothing of the question is left open."""
        return is_whole(question, self.responses.get(question.id))


@dataclass(frozen=True, slots=True)
class Outcome:
    question: str
    right: bool
    answered: bool
    earned: Fraction
    points: int


@dataclass(frozen=True, slots=True)
class Result:
    """A graded attempt. Show what `shows` allows, no more."""

    attempt: str
    number: int
    score: Fraction
    passed: bool
    all_right: bool
    points: Fraction
    of: int
    outcomes: tuple[Outcome, ...]
    attempts_left: int | None
    shows: Shows
    step: Step


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One question as it may be seen afterwards. `right` is None, `solution` () and "" and `feedback` "" where the policy hides them;
    answers in `question` then carry neither `right` nor feedback. `places`: whether each place of a matching is right, or each
    answer of an ordering in its place; {} where that is hidden or there are none."""

    question: Question
    given: Response | None
    answered: bool
    right: bool | None
    earned: Fraction | None
    solution: tuple[str, ...]
    feedback: str
    places: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    attempt: str
    number: int
    at: int
    score: Fraction | None
    passed: bool | None
    shows: Shows
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an attempt froze, read back: its questions, its drawn order, and when its clock stood still."""

    attempt: str
    started_at: int
    paper: drawing.Paper
    quiz: Quiz
    pauses: tuple[drawing.Pause, ...]

    def seconds_left(self, now: int) -> int | None:
        """Rounded up; None without a limit."""
        left = drawing.time_left_ms(self.paper.rules, self.started_at, now, self.pauses)
        return None if left is None else -(-left // 1000)

    def questions(self) -> tuple[Question, ...]:
        """In drawn order, each with its answers in drawn order."""
        orders = dict(self.paper.order)
        found = []
        for question in drawing.questions_of(self.quiz, self.paper):
            answers = {answer.id: answer for answer in question.answers}
            found.append(replace(question, answers=tuple(answers[name] for name in orders[question.id])))
        return tuple(found)


def sheet_of(row: "AttemptRow", quiz: Quiz) -> Sheet:
    pauses = tuple(drawing.Pause(start, end) for start, end in json.loads(row.pauses))
    return Sheet(row.id, row.started_at, drawing.paper_from(json.loads(row.paper)), quiz, pauses)


def responses_of(rows: "Iterable[ResponseRow]") -> tuple[dict[str, Response], frozenset[str]]:
    """What was given, and what was flagged."""
    rows = list(rows)
    given: dict[str, Response] = {}
    for row in rows:
        if row.given:
            value = json.loads(row.given)
            value = value["final"] if isinstance(value, dict) else value
            given[row.question] = from_json(value)
    return given, frozenset(row.question for row in rows if row.flagged)


def finals_of(rows: "Iterable[ResponseRow]") -> frozenset[str]:
    """The questions whose answer can no longer be changed."""
    return frozenset(row.question for row in rows if row.given and isinstance(json.loads(row.given), dict))


def kept_response(given: Response | None, *, final: bool) -> str:
    """As `ResponseRow.given` holds it."""
    if given is None:
        return ""
    value = as_json(given)
    return json.dumps({"final": value} if final else value, ensure_ascii=False)


def shows_during(rules: QuizRules) -> Shows:
    """What the learner sees of an answer while the attempt goes on; nothing of it in most quizzes."""
    return Shows(rules.show_score == "during", rules.show_right == "during", rules.show_solution == "during")


def reveals(rules: QuizRules) -> bool:
    """Whether an answer can be looked at, and becomes final by it, before the attempt is handed in."""
    return "during" in {rules.show_right, rules.show_solution}


def review_line(question: Question, given: Response | None, shows: Shows) -> ReviewLine:
    mark = grading.grade(question, given)
    if question.places:
        solution = tuple(place.right[0] for place in question.places if place.right)
    elif question.order:
        solution = question.order
    elif question.answers:
        solution = tuple(answer.id for answer in question.answers if answer.right)
    else:
        solution = tuple(text.text for text in question.accepted) or tuple(_span(one.low, one.high) for one in question.numbers)
    told = (question.feedback_right if mark.right else question.feedback_wrong) if shows.right else ""
    chosen = given if isinstance(given, tuple) else given.values() if isinstance(given, Mapping) else ()
    own = [answer.feedback for answer in question.answers if answer.id in chosen and answer.feedback] if shows.right else []
    words = [*own, told, question.feedback if shows.solution else ""]
    seen = replace(
        question,
        answers=tuple(replace(one, right=one.right and shows.solution, feedback=one.feedback if shows.solution else "") for one in question.answers),
        accepted=question.accepted if shows.solution else (),
        numbers=question.numbers if shows.solution else (),
        feedback=question.feedback if shows.solution else "",
        order=question.order if shows.solution else (),
        places=question.places if shows.solution else tuple(replace(place, right=()) for place in question.places),
    )
    return ReviewLine(
        seen, given, mark.answered, mark.right if shows.right else None, mark.earned if shows.right else None, solution if shows.solution else (),
        "\n\n".join(word for word in words if word), grading.places(question, given) if shows.right else {},
    )  # fmt: skip


def _span(low: Fraction, high: Fraction) -> str:
    return _number(low) if low == high else f"{_number(low)} … {_number(high)}"


def _number(value: Fraction) -> str:
    """As people write it: a decimal where it is a short one, else a fraction."""
    for places in range(7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            text = f"{abs(scaled.numerator):0{places + 1}d}"
            sign = "-" if value < 0 else ""
            return sign + (f"{text[:-places]}.{text[-places:]}" if places else text)
    return f"{value.numerator}/{value.denominator}"


def what_shows(rules: QuizRules, facts: LessonFacts) -> Shows:
    """After an attempt was handed in."""
    has_passed = any(attempt.passed for attempt in counting_attempts(facts))

    def allowed(policy: str) -> bool:
        return policy in {"during", "after submit"} or (policy == "after passing" and has_passed)

    return Shows(allowed(rules.show_score), allowed(rules.show_right), allowed(rules.show_solution))
