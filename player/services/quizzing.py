"""Sitting a quiz: on disk before it shows, every answer durable, graded by the rules it began with."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from player.course import attempt as drawing
from player.course.completion import counted_score, counting_attempts
from player.course.facts import EventKind, Json, LessonFacts
from player.course.grading import checked_response, grade, grade_paper
from player.course.ledger import canonical
from player.course.model import Lesson, QuizRules
from player.course.quiz import Question, Quiz, Response
from player.errors import PlayerError
from player.services.enrolments import Enrolment, Entry, Step
from player.services.learning import Learning
from player.services.register import Register

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.rows import AttemptRow


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

    @property
    def answered(self) -> int:
        return sum(1 for question in self.questions if self.responses.get(question.id))


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
    answers in `question` then carry neither `right` nor feedback."""

    question: Question
    given: Response | None
    answered: bool
    right: bool | None
    earned: Fraction | None
    solution: tuple[str, ...]
    feedback: str


@dataclass(frozen=True, slots=True)
class Review:
    attempt: str
    number: int
    at: int
    score: Fraction | None
    passed: bool | None
    shows: Shows
    lines: tuple[ReviewLine, ...]


class Quizzing:
    """Every change is durable when it returns."""

    def __init__(self, register: Register, learning: Learning, run: str) -> None:
        """`run` names this run of the program: an attempt that another run left open was cut off by a crash."""
        self._register = register
        self._learning = learning
        self._run = run
        self._quizzes: dict[str, Quiz] = {}  # by digest of the frozen text

    # Before

    def card(self, enrolment: Enrolment, lesson_id: str) -> StartCard:
        status = self._learning.status(enrolment).lessons.get(lesson_id)
        if status is None or status.lesson.quiz is None:
            raise _no_quiz(lesson_id)
        rules = status.lesson.quiz
        facts = self._learning.facts(enrolment).lesson(lesson_id)
        quiz = enrolment.open.quiz(lesson_id)
        with self._register.store.reading() as tables:
            now = self._register.believed_now(tables, enrolment.learner.id)
            row = tables.attempts.get(facts.open_attempt) if facts.open_attempt else None
        shows = _shows(rules, facts, submitted=True)
        counting = counting_attempts(facts)
        return StartCard(
            lesson_id=lesson_id, title=status.lesson.title, intro=quiz.intro, rules=rules, questions=rules.questions or len(quiz.questions),
            minutes=None if rules.time_limit_seconds is None else -(-rules.time_limit_seconds // 60), pass_mark=rules.pass_mark,
            attempts_left=drawing.attempts_left(rules, facts, now), attempts_made=len(counting),
            best=counted_score(rules, counting) if shows.score else None, passed=any(one.passed for one in counting),
            again_at=drawing.again_at(rules, facts, now), resume=row.id if row else "",
            seconds_left=None if row is None else self._seconds_left(row, now),
            past=tuple(Past(one.id, one.number, one.at, one.score if shows.score else None, one.passed) for one in facts.attempts),
        )  # fmt: skip

    # During

    def start(self, enrolment: Enrolment, lesson_id: str) -> Paper:
        """Resumes the open attempt, at the same question and in the same order, or begins one. It is on disk before this returns.

        PlayerError when the lesson is locked, no attempt is left, the cool-down is not over, or the time of the open attempt ran out
        (it is handed in then as it was saved).
        """
        quiz = None
        late: Result | None = None
        with self._learning.entry(enrolment, lesson_id) as entry:
            lesson = entry.status.lessons[lesson_id].lesson
            rules = _rules(lesson)
            facts = entry.facts.lesson(lesson_id)
            row = entry.tables.attempts.get(facts.open_attempt) if facts.open_attempt else None
            if row is None:
                quiz = enrolment.open.quiz(lesson_id)
                row = self._begin(entry, lesson_id, quiz, rules, facts)
            else:
                self._resume(entry, row)
                if self._seconds_left(row, entry.now) == 0:
                    late = self._hand_in(entry, row, "time")
        if late is not None:
            raise PlayerError(
                "Time is up", f"The time for attempt {late.number} ran out; it was handed in as it was saved.", "See the result on the start card."
            )
        return self._paper(enrolment, row)

    def _begin(self, entry: Entry, lesson_id: str, quiz: Quiz, rules: QuizRules, facts: LessonFacts) -> "AttemptRow":
        from player.package.quizzes import write_quiz
        from player.store.rows import AttemptRow

        if drawing.attempts_left(rules, facts, entry.now) == 0:
            raise PlayerError("No attempt is left", f"All {rules.attempts} attempts were made.", "Ask your trainer for another attempt.")
        again = drawing.again_at(rules, facts, entry.now)
        if again is not None:
            minutes = -(-(again - entry.now) // 60_000)
            raise PlayerError("Not yet", f"The next attempt may begin in {minutes} minutes.", "Go through the lesson again meanwhile.")
        text = write_quiz(quiz)
        digest = hashlib.sha256(text).hexdigest()
        paper = drawing.begin(quiz, uuid.uuid4().hex, facts.attempts_started + 1, secrets.token_hex(16))
        entry.write(EventKind.ATTEMPT_STARTED, lesson_id, paper.as_data())
        entry.tables.attempts.freeze(digest, text)
        first = paper.question_ids[0] if paper.question_ids else ""
        row = AttemptRow(
            id=paper.attempt, enrolment=entry.enrolment.number, lesson=lesson_id, number=paper.number, quiz=digest,
            version=entry.course.version, seed=paper.seed, paper=canonical(paper.as_data()).decode(), current=first, started_at=entry.now,
            seen_at=entry.now, run=self._run, pauses="[]", submitted_at=None, score="", passed=False, all_right=False, why="",
        )  # fmt: skip
        entry.tables.attempts.add(row)
        return row

    def _resume(self, entry: Entry, row: "AttemptRow") -> None:
        """A run that ended without leaving was cut off: the clock stood still since its last heartbeat."""
        if row.run not in {"", self._run}:
            pause = drawing.pause_after_crash(_frozen_paper(row).rules, row.seen_at, entry.now)
            if pause is not None:
                row.pauses = json.dumps([*json.loads(row.pauses), [pause.start, pause.end]])
        row.run, row.seen_at = self._run, entry.now
        entry.tables.attempts.change(row.id, run=row.run, seen_at=row.seen_at, pauses=row.pauses)

    def answer(self, paper: Paper, question_id: str, response: Response) -> Paper:
        """PlayerError when it cannot be an answer to that question, or when time is up."""
        with self._recording(paper) as (entry, row):
            self._in_time(row, entry.now)
            given = checked_response(self._quiz(entry.tables, row), question_id, response)
            if question_id not in {question.id for question in paper.questions}:
                raise PlayerError("Not saved", f"Question “{question_id}” is not in this attempt.", "Open the quiz again.")
            told: Json = [*given] if isinstance(given, tuple) else given
            entry.write(EventKind.ANSWERED, paper.lesson_id, {"attempt": row.id, "question": question_id, "response": told})
            self._respond(entry.tables, paper, question_id, given, question_id in paper.flagged, entry.now)
            entry.tables.attempts.change(row.id, seen_at=entry.now, current=question_id)
            left = self._seconds_left(row, entry.now)
        return replace(paper, responses=MappingProxyType({**paper.responses, question_id: given}), current=question_id, seconds_left=left)

    def flag(self, paper: Paper, question_id: str, flagged: bool) -> Paper:
        with self._touching(paper) as (tables, row, now):
            self._respond(tables, paper, question_id, paper.responses.get(question_id), flagged, now)
            left = self._seconds_left(row, now)
        flags = paper.flagged | {question_id} if flagged else paper.flagged - {question_id}
        return replace(paper, flagged=flags, seconds_left=left)

    def place(self, paper: Paper, question_id: str) -> Paper:
        """The question that is on the screen now: where a resumed attempt goes on."""
        with self._touching(paper) as (tables, row, now):
            tables.attempts.change(row.id, current=question_id)
            left = self._seconds_left(row, now)
        return replace(paper, current=question_id, seconds_left=left)

    def beat(self, paper: Paper) -> Paper:
        """The heartbeat of a timed attempt, every 5 s: after a crash the clock goes on from the last one (product.md section 11.9)."""
        with self._touching(paper) as (_, row, now):
            left = self._seconds_left(row, now)
        return replace(paper, seconds_left=left)

    def leave(self, paper: Paper) -> None:
        """The learner left the open attempt: its clock goes on."""
        with self._touching(paper) as (tables, row, _):
            tables.attempts.change(row.id, run="")

    def submit(self, paper: Paper, why: str = "learner") -> Result:
        """Hands the attempt in. `why` is "learner" or "time"."""
        with self._recording(paper) as (entry, row):
            late = self._seconds_left(row, entry.now) == 0
            result = self._hand_in(entry, row, "time" if late else why)
        step = entry.step(paper.lesson_id)
        return replace(result, step=step, attempts_left=step.status.lessons[paper.lesson_id].attempts_left)

    def _hand_in(self, entry: Entry, row: "AttemptRow", why: str) -> Result:
        paper = _frozen_paper(row)
        quiz = self._quiz(entry.tables, row)
        responses, _ = _responses(entry.tables, row.id)
        graded = grade_paper(drawing.questions_of(quiz, paper), responses, paper.rules.pass_mark)
        entry.write(EventKind.ATTEMPT_SUBMITTED, row.lesson, drawing.submitted_data(paper, graded, why))
        entry.tables.attempts.change(
            row.id, submitted_at=entry.now, seen_at=entry.now, run="", why=why, passed=graded.passed, all_right=graded.all_right,
            score=f"{graded.score.numerator}/{graded.score.denominator}",
        )  # fmt: skip
        facts = entry.facts.lesson(row.lesson)
        status = entry.judge()
        outcomes = tuple(Outcome(mark.question, mark.right, mark.answered, mark.earned, mark.points) for mark in graded.marks)
        return Result(
            row.id, row.number, graded.score, graded.passed, graded.all_right, graded.earned, graded.points, outcomes,
            drawing.attempts_left(paper.rules, facts, entry.now), _shows(paper.rules, facts, submitted=True), Step(status, False, "", ()),
        )  # fmt: skip

    # Afterwards

    def review(self, enrolment: Enrolment, lesson_id: str, attempt_id: str) -> Review:
        """What the author's policy allows of an attempt that was handed in. PlayerError when there is none."""
        facts = self._learning.facts(enrolment).lesson(lesson_id)
        with self._register.store.reading() as tables:
            row = tables.attempts.get(attempt_id)
            if row is None or row.submitted_at is None or (row.enrolment, row.lesson) != (enrolment.number, lesson_id):
                raise PlayerError("No such attempt", "This attempt was not handed in here.", "Choose an attempt from the list.")
            paper, quiz = _frozen_paper(row), self._quiz(tables, row)
            responses, _ = _responses(tables, row.id)
        shows = _shows(paper.rules, facts, submitted=True)
        lines = tuple(_review_line(question, responses.get(question.id), shows) for question in _drawn(quiz, paper))
        score = Fraction(row.score) if shows.score else None
        return Review(row.id, row.number, row.submitted_at, score, row.passed if shows.score else None, shows, lines)

    def leave_all(self) -> None:
        """The program is closed properly: open attempts of this run were left, not cut off."""
        with self._register.writing() as tables:
            tables.attempts.leave(self._run)

    # Reading and writing an attempt

    def _paper(self, enrolment: Enrolment, row: "AttemptRow") -> Paper:
        with self._register.store.reading() as tables:
            quiz = self._quiz(tables, row)
            responses, flagged = _responses(tables, row.id)
            now = self._register.believed_now(tables, enrolment.learner.id)
        paper = _frozen_paper(row)
        return Paper(
            enrolment, row.id, row.number, row.lesson, paper.rules, _drawn(quiz, paper), MappingProxyType(responses), flagged,
            drawing.resume_at(paper, responses, row.current), self._seconds_left(row, now), row.seed,
        )  # fmt: skip

    def _quiz(self, tables: "Tables", row: "AttemptRow") -> Quiz:
        """The questions as they were when the attempt began."""
        if row.quiz not in self._quizzes:
            from player.package.quizzes import read_quiz

            text = tables.attempts.frozen(row.quiz) or b""
            if hashlib.sha256(text).hexdigest() != row.quiz:
                raise PlayerError("This attempt cannot be read", "The questions kept with this attempt were changed.", "Restore the last backup.")
            self._quizzes = {row.quiz: read_quiz(text, "the kept quiz")}
        return self._quizzes[row.quiz]

    @contextmanager
    def _recording(self, paper: Paper) -> Iterator["tuple[Entry, AttemptRow]"]:
        with self._learning.entry(paper.enrolment, paper.lesson_id, locked_too=True) as entry:
            yield entry, _open_row(entry.tables, paper)

    @contextmanager
    def _touching(self, paper: Paper) -> Iterator["tuple[Tables, AttemptRow, int]"]:
        """A change that is no event; every one is a heartbeat too."""
        with self._register.writing() as tables:
            row = _open_row(tables, paper)
            now = self._register.believed_now(tables, paper.enrolment.learner.id)
            tables.attempts.change(row.id, seen_at=now, run=self._run)
            yield tables, row, now

    @staticmethod
    def _respond(tables: "Tables", paper: Paper, question: str, given: Response | None, flagged: bool, at: int) -> None:
        told = "" if given is None else json.dumps(given, ensure_ascii=False)
        tables.attempts.respond(paper.attempt, question, given=told, flagged=flagged, at=at)

    @staticmethod
    def _seconds_left(row: "AttemptRow", now: int) -> int | None:
        pauses = [drawing.Pause(start, end) for start, end in json.loads(row.pauses)]
        left = drawing.time_left_ms(_frozen_paper(row).rules, row.started_at, now, pauses, row.seen_at)
        return None if left is None else -(-left // 1000)

    def _in_time(self, row: "AttemptRow", now: int) -> None:
        if self._seconds_left(row, now) == 0:
            raise PlayerError("Time is up", "The time for this attempt ran out; what was saved before counts.", "Hand it in.")


def _frozen_paper(row: "AttemptRow") -> drawing.Paper:
    return drawing.paper_from(json.loads(row.paper))


def _open_row(tables: "Tables", paper: Paper) -> "AttemptRow":
    row = tables.attempts.get(paper.attempt)
    if row is None or row.submitted_at is not None:
        raise PlayerError("This attempt is over", f"Attempt {paper.number} was handed in already.", "See its result, or begin another one.")
    return row


def _drawn(quiz: Quiz, paper: drawing.Paper) -> tuple[Question, ...]:
    """The questions in drawn order, each with its answers in drawn order."""
    orders = dict(paper.order)
    found = []
    for question in drawing.questions_of(quiz, paper):
        answers = {answer.id: answer for answer in question.answers}
        found.append(replace(question, answers=tuple(answers[name] for name in orders[question.id])))
    return tuple(found)


def _responses(tables: "Tables", attempt: str) -> tuple[dict[str, Response], frozenset[str]]:
    """What was given, and what was flagged."""
    rows = tables.attempts.responses(attempt)
    given: dict[str, Response] = {}
    for row in rows:
        if row.given:
            value = json.loads(row.given)
            given[row.question] = value if isinstance(value, str) else tuple(value)
    return given, frozenset(row.question for row in rows if row.flagged)


def _review_line(question: Question, given: Response | None, shows: Shows) -> ReviewLine:
    mark = grade(question, given)
    if question.answers:
        solution = tuple(answer.id for answer in question.answers if answer.right)
    else:
        solution = tuple(text.text for text in question.accepted) or tuple(_span(one.low, one.high) for one in question.numbers)
    told = (question.feedback_right if mark.right else question.feedback_wrong) if shows.right else ""
    chosen = given if isinstance(given, tuple) else ()
    own = [answer.feedback for answer in question.answers if answer.id in chosen and answer.feedback] if shows.right else []
    words = [*own, told, question.feedback if shows.solution else ""]
    seen = replace(
        question,
        answers=tuple(replace(one, right=one.right and shows.solution, feedback=one.feedback if shows.solution else "") for one in question.answers),
        accepted=question.accepted if shows.solution else (),
        numbers=question.numbers if shows.solution else (),
        feedback=question.feedback if shows.solution else "",
    )
    return ReviewLine(
        seen, given, mark.answered, mark.right if shows.right else None, mark.earned if shows.right else None, solution if shows.solution else (),
        "\n\n".join(word for word in words if word),
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


def _shows(rules: QuizRules, facts: LessonFacts, *, submitted: bool) -> Shows:
    has_passed = any(attempt.passed for attempt in counting_attempts(facts))

    def allowed(policy: str) -> bool:
        return policy == "during" or (policy == "after submit" and submitted) or (policy == "after passing" and has_passed)

    return Shows(allowed(rules.show_score), allowed(rules.show_right), allowed(rules.show_solution))


def _rules(lesson: Lesson) -> QuizRules:
    if lesson.quiz is None:
        raise _no_quiz(lesson.id)
    return lesson.quiz


def _no_quiz(lesson_id: str) -> PlayerError:
    return PlayerError("No quiz", f"The lesson “{lesson_id}” is no quiz.", "Choose a quiz from the outline.")
