"""Sitting a quiz: on disk before it shows, every answer durable, graded by the rules it began with."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from player.course import attempt as drawing
from player.course.completion import counted_score, counting_attempts
from player.course.facts import EventKind, Json, LessonFacts
from player.course.grading import grade_paper
from player.course.ledger import canonical
from player.course.model import Lesson, QuizRules
from player.course.quiz import Quiz, Response
from player.course.responses import as_json, checked_response
from player.errors import PlayerError, said
from player.services.enrolments import Enrolment, Entry, Step
from player.services.learning import Learning
from player.services.papers import (
    Outcome,
    Paper,
    Past,
    Result,
    Review,
    ReviewLine,
    Sheet,
    Shows,
    StartCard,
    finals_of,
    kept_response,
    responses_of,
    reveals,
    review_line,
    sheet_of,
    shows_during,
    what_shows,
)
from player.services.register import Register

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.rows import AttemptRow

__all__ = ["Outcome", "Paper", "Past", "Quizzing", "Result", "Review", "ReviewLine", "Shows", "StartCard"]


class Quizzing:
    """Every change is durable when it returns."""

    def __init__(self, register: Register, learning: Learning, run: str) -> None:
        """`run` names this run of the program: an attempt that another run left open was cut off by a crash."""
        self._register = register
        self._learning = learning
        self._run = run
        self._quizzes: dict[str, Quiz] = {}  # by digest of the frozen text
        self._begun: set[str] = set()  # attempts that this run has opened
        self._sheets: dict[str, tuple[int, Sheet]] = {}  # open attempts, with the generation in which they were read

    # Before

    def card(self, enrolment: Enrolment, lesson_id: str) -> StartCard:
        status = self._learning.status(enrolment).lessons.get(lesson_id)
        if status is None or status.lesson.quiz is None:
            raise _no_quiz(lesson_id)
        rules = status.lesson.quiz
        facts = self._learning.facts(enrolment).lesson(lesson_id)
        until = self._learning.runs_until(enrolment)
        with self._register.store.reading() as tables:
            now = self._register.believed_now(tables, enrolment.learner.id)
            row = tables.attempts.get(facts.open_attempt) if facts.open_attempt else None
            quiz = self._at_hand(enrolment, lesson_id, tables, row or (tables.attempts.get(facts.attempts[-1].id) if facts.attempts else None))
            left = None if row is None else _seconds_left(sheet_of(row, self._quiz(tables, row)), now, until)
        shows = what_shows(rules, facts)
        counting = counting_attempts(facts)
        return StartCard(
            lesson_id=lesson_id, title=status.lesson.title, intro=quiz.intro, rules=rules, questions=rules.questions or len(quiz.questions),
            minutes=None if rules.time_limit_seconds is None else -(-rules.time_limit_seconds // 60), pass_mark=rules.pass_mark,
            attempts_left=drawing.attempts_left(rules, facts, now), attempts_made=len(counting),
            best=counted_score(rules, counting) if shows.score else None, passed=any(one.passed for one in counting),
            again_at=drawing.again_at(rules, facts, now), resume=row.id if row else "",
            seconds_left=left,
            past=tuple(Past(one.id, one.number, one.at, one.score if shows.score else None, one.passed) for one in facts.attempts),
            closed=None if until is None else self._learning.standing(enrolment),
        )  # fmt: skip

    # During

    def start(self, enrolment: Enrolment, lesson_id: str) -> Paper:
        """Resumes the open attempt, at the same question and in the same order, or begins one. It is on disk before this returns.

        PlayerError when the lesson is locked, the course is closed and no attempt was begun in time, no attempt is left, the cool-down is not
        over, or the time of the open attempt ran out (it is handed in then as it was saved).
        """
        quiz = None
        late: Result | None = None
        until = self._learning.runs_until(enrolment)
        begun = bool(self._learning.facts(enrolment).lesson(lesson_id).open_attempt)
        with self._learning.entry(enrolment, lesson_id, locked_too=begun) as entry:
            lesson = entry.status.lessons[lesson_id].lesson
            rules = _rules(lesson)
            facts = entry.facts.lesson(lesson_id)
            row = entry.tables.attempts.get(facts.open_attempt) if facts.open_attempt else None
            if row is None:
                quiz = enrolment.open.quiz(lesson_id)
                row = self._begin(entry, lesson_id, quiz, rules, facts)
            else:
                self._resume(entry, row)
            sheet = self._read(entry.tables, row)
            if _seconds_left(sheet, entry.now, until) == 0:
                late = self._hand_in(entry, sheet, _why(sheet, entry.now), lesson_id)
        if late is not None:
            raise PlayerError(
                "Time is up",
                said(
                    "The time for attempt {number} ran out; it was handed in as it was saved.",
                    number=late.number,
                ),
                "See the result on the start card.",
            )
        self._sheets = {row.id: (self._register.generation, sheet)}
        self._begun.add(row.id)
        return self._paper(enrolment, row, sheet)

    def _begin(self, entry: Entry, lesson_id: str, quiz: Quiz, rules: QuizRules, facts: LessonFacts) -> "AttemptRow":
        from player.package.quizzes import write_quiz
        from player.store.rows import AttemptRow

        if drawing.attempts_left(rules, facts, entry.now) == 0:
            raise PlayerError("No attempt is left", said("All {n} attempts were made.", n=rules.attempts), "Ask your trainer for another attempt.")
        again = drawing.again_at(rules, facts, entry.now)
        if again is not None:
            minutes = -(-(again - entry.now) // 60_000)
            raise PlayerError(
                "Not yet",
                said("The next attempt may begin in {minutes} minutes.", minutes=minutes),
                "Go through the lesson again meanwhile.",
            )
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
            pause = drawing.pause_after_crash(drawing.paper_from(json.loads(row.paper)).rules, row.seen_at, entry.now)
            if pause is not None:
                row.pauses = json.dumps([*json.loads(row.pauses), [pause.start, pause.end]])
        row.run, row.seen_at = self._run, entry.now
        entry.tables.attempts.change(row.id, run=row.run, seen_at=row.seen_at, pauses=row.pauses)

    def answer(self, paper: Paper, question_id: str, response: Response) -> Paper:
        """PlayerError when it cannot be an answer to that question, or when time is up."""
        until = self._learning.runs_until(paper.enrolment)
        with self._learning.entry(paper.enrolment, paper.lesson_id, locked_too=True, judged=False) as entry:
            sheet = self._sheet(entry.tables, paper)
            if question_id not in sheet.paper.question_ids:
                raise PlayerError("Not saved", said("Question “{id}” is not in this attempt.", id=question_id), "Open the quiz again.")
            given = checked_response(sheet.quiz, question_id, response)
            if _seconds_left(sheet, entry.now, until) == 0:
                raise PlayerError("Time is up", "The time for this attempt ran out; what was saved before counts.", "Hand it in.")
            if reveals(sheet.paper.rules) and question_id in finals_of(entry.tables.attempts.responses(paper.attempt)):
                raise PlayerError("Not saved", "Whether this answer is right was shown already: it can no longer be changed.", "Go on.")
            self._touch(entry.tables, paper, entry.now, current=question_id)
            data: dict[str, Json] = {"attempt": paper.attempt, "question": question_id, "response": as_json(given)}
            entry.write(EventKind.ANSWERED, paper.lesson_id, data)
            self._respond(entry.tables, paper, question_id, given, question_id in paper.flagged, entry.now)
        responses = MappingProxyType({**paper.responses, question_id: given})
        return replace(paper, responses=responses, current=question_id, seconds_left=_seconds_left(sheet, entry.now, until))

    def reveal(self, paper: Paper, question_id: str) -> Paper:
        """Shows what the author lets be seen during an attempt of the answer that was given; from then on it is final, durably. PlayerError
        where the author shows nothing during an attempt, where nothing was answered, and when time is up."""
        until = self._learning.runs_until(paper.enrolment)
        with self._learning.entry(paper.enrolment, paper.lesson_id, locked_too=True, judged=False) as entry:
            sheet = self._sheet(entry.tables, paper)
            if not reveals(sheet.paper.rules):
                raise PlayerError("Not shown", "In this quiz nothing is shown before it is handed in.", "Hand it in.")
            rows = entry.tables.attempts.responses(paper.attempt)
            given = responses_of(rows)[0].get(question_id)
            if not given:
                raise PlayerError("No answer yet", "There is no answer to look at.", "Answer the question first.")
            if _seconds_left(sheet, entry.now, until) == 0:
                raise PlayerError("Time is up", "The time for this attempt ran out; what was saved before counts.", "Hand it in.")
            self._touch(entry.tables, paper, entry.now, current=question_id)
            if question_id not in finals_of(rows):
                data: dict[str, Json] = {"attempt": paper.attempt, "question": question_id, "response": as_json(given), "final": True}
                entry.write(EventKind.ANSWERED, paper.lesson_id, data)
                self._respond(entry.tables, paper, question_id, given, question_id in paper.flagged, entry.now, final=True)
        question = next(one for one in paper.questions if one.id == question_id)
        line = review_line(question, given, shows_during(sheet.paper.rules))
        return replace(
            paper, responses=MappingProxyType({**paper.responses, question_id: given}), shown=MappingProxyType({**paper.shown, question_id: line}),
            current=question_id, seconds_left=_seconds_left(sheet, entry.now, until),
        )  # fmt: skip

    def flag(self, paper: Paper, question_id: str, flagged: bool) -> Paper:
        until = self._learning.runs_until(paper.enrolment)
        with self._touching(paper) as (tables, now):
            self._respond(tables, paper, question_id, paper.responses.get(question_id), flagged, now, final=question_id in paper.shown)
            left = _seconds_left(self._sheet(tables, paper), now, until)
        flags = paper.flagged | {question_id} if flagged else paper.flagged - {question_id}
        return replace(paper, flagged=flags, seconds_left=left)

    def place(self, paper: Paper, question_id: str) -> Paper:
        """The question that is on the screen now: where a resumed attempt goes on."""
        until = self._learning.runs_until(paper.enrolment)
        with self._touching(paper, current=question_id) as (tables, now):
            left = _seconds_left(self._sheet(tables, paper), now, until)
        return replace(paper, current=question_id, seconds_left=left)

    def beat(self, paper: Paper) -> Paper:
        """The heartbeat of a timed attempt, every 5 s: after a crash the clock goes on from the last one (product.md section 11.9)."""
        until = self._learning.runs_until(paper.enrolment)
        with self._touching(paper) as (tables, now):
            left = _seconds_left(self._sheet(tables, paper), now, until)
        return replace(paper, seconds_left=left)

    def leave(self, paper: Paper) -> None:
        """The learner left the open attempt: its clock goes on."""
        with self._touching(paper, run=""):
            pass

    def submit(self, paper: Paper, why: str = "learner") -> Result:
        """Hands the attempt in. `why` is "learner" or "time"."""
        until = self._learning.runs_until(paper.enrolment)
        with self._learning.entry(paper.enrolment, paper.lesson_id, locked_too=True) as entry:
            sheet = self._sheet(entry.tables, paper)
            late = _seconds_left(sheet, entry.now, until) == 0
            result = self._hand_in(entry, sheet, _why(sheet, entry.now) if late else why, paper.lesson_id)
        step = entry.step(paper.lesson_id)
        return replace(result, step=step, attempts_left=step.status.lessons[paper.lesson_id].attempts_left)

    def hand_in_overdue(self, enrolment: Enrolment) -> tuple[Result, ...]:
        """Attempts that were open when the course closed and whose last day is over are handed in as they were saved."""
        until = self._learning.runs_until(enrolment)
        if until is None:
            return ()
        overdue = []
        for lesson_id, facts in self._learning.facts(enrolment).lessons.items():
            if not facts.open_attempt or lesson_id not in self._learning.status(enrolment).lessons:
                continue
            with self._learning.entry(enrolment, lesson_id, locked_too=True) as entry:
                row = entry.tables.attempts.get(facts.open_attempt)
                sheet = None if row is None else self._read(entry.tables, row)
                if sheet is not None and _seconds_left(sheet, entry.now, until) == 0:
                    overdue.append(self._hand_in(entry, sheet, _why(sheet, entry.now), lesson_id))
        return tuple(overdue)

    def _hand_in(self, entry: Entry, sheet: Sheet, why: str, lesson_id: str) -> Result:
        paper = sheet.paper
        responses, _ = responses_of(entry.tables.attempts.responses(sheet.attempt))
        graded = grade_paper(drawing.questions_of(sheet.quiz, paper), responses, paper.rules.pass_mark)
        done = entry.tables.attempts.touch(
            sheet.attempt, submitted_at=entry.now, seen_at=entry.now, run="", why=why, passed=graded.passed, all_right=graded.all_right,
            score=f"{graded.score.numerator}/{graded.score.denominator}",
        )  # fmt: skip
        if not done:
            raise _over(paper.number)
        entry.write(EventKind.ATTEMPT_SUBMITTED, lesson_id, drawing.submitted_data(paper, graded, why))
        facts = entry.facts.lesson(lesson_id)
        status = entry.judge()
        outcomes = tuple(Outcome(mark.question, mark.right, mark.answered, mark.earned, mark.points) for mark in graded.marks)
        return Result(
            sheet.attempt, paper.number, graded.score, graded.passed, graded.all_right, graded.earned, graded.points, outcomes,
            drawing.attempts_left(paper.rules, facts, entry.now), what_shows(sheet.paper.rules, facts), Step(status, False, "", ()),
        )  # fmt: skip

    # Afterwards

    def review(self, enrolment: Enrolment, lesson_id: str, attempt_id: str) -> Review:
        """What the author's policy allows of an attempt that was handed in. PlayerError when there is none."""
        facts = self._learning.facts(enrolment).lesson(lesson_id)
        with self._register.store.reading() as tables:
            row = tables.attempts.get(attempt_id)
            if row is None or row.submitted_at is None or (row.enrolment, row.lesson) != (enrolment.number, lesson_id):
                raise PlayerError("No such attempt", "This attempt was not handed in here.", "Choose an attempt from the list.")
            sheet = self._read(tables, row)
            responses, _ = responses_of(tables.attempts.responses(row.id))
        shows = what_shows(sheet.paper.rules, facts)
        lines = tuple(review_line(question, responses.get(question.id), shows) for question in sheet.questions())
        score = Fraction(row.score) if shows.score else None
        return Review(row.id, row.number, row.submitted_at, score, row.passed if shows.score else None, shows, lines)

    def leave_all(self) -> None:
        """The program is closed properly: open attempts of this run were left, not cut off."""
        if not self._begun:
            return
        with self._register.writing() as tables:
            for attempt in sorted(self._begun):
                tables.attempts.touch(attempt, run="")

    # Reading and writing an attempt

    def _paper(self, enrolment: Enrolment, row: "AttemptRow", sheet: Sheet) -> Paper:
        until = self._learning.runs_until(enrolment)
        with self._register.store.reading() as tables:
            rows = tables.attempts.responses(row.id)
            responses, flagged = responses_of(rows)
            now = self._register.believed_now(tables, enrolment.learner.id)
        rules, finals = sheet.paper.rules, finals_of(rows)
        shown = {one.id: review_line(one, responses[one.id], shows_during(rules)) for one in sheet.questions() if one.id in finals}
        return Paper(
            enrolment, row.id, row.number, row.lesson, rules, sheet.questions(), MappingProxyType(responses), flagged,
            drawing.resume_at(sheet.paper, responses, row.current), _seconds_left(sheet, now, until), row.seed, MappingProxyType(shown),
        )  # fmt: skip

    def _read(self, tables: "Tables", row: "AttemptRow") -> Sheet:
        return sheet_of(row, self._quiz(tables, row))

    def _sheet(self, tables: "Tables", paper: Paper) -> Sheet:
        """The sheet of an open attempt, from memory unless another process changed the database."""
        generation, sheet = self._sheets.get(paper.attempt, (-1, None))
        if sheet is None or generation != self._register.generation:
            row = tables.attempts.get(paper.attempt)
            if row is None or row.submitted_at is not None:
                raise _over(paper.number)
            sheet = self._read(tables, row)
            self._sheets = {row.id: (self._register.generation, sheet)}
        return sheet

    def _at_hand(self, enrolment: Enrolment, lesson_id: str, tables: "Tables", row: "AttemptRow | None") -> Quiz:
        """The quiz in the package; while its stick is pulled, the one that the attempt `row` was begun with."""
        from player.package.refusal import PackageError

        try:
            return enrolment.open.quiz(lesson_id)
        except PlayerError as error:
            if row is None or isinstance(error, PackageError):  # a damaged package is not hidden
                raise
            return self._quiz(tables, row)

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
    def _touching(self, paper: Paper, **values: str) -> Iterator["tuple[Tables, int]"]:
        """A change that is no event; every one is a heartbeat too."""
        with self._register.writing() as tables:
            now = self._register.believed_now(tables, paper.enrolment.learner.id)
            self._touch(tables, paper, now, **values)
            yield tables, now

    def _touch(self, tables: "Tables", paper: Paper, now: int, **values: str) -> None:
        """PlayerError when the attempt was handed in already."""
        if not tables.attempts.touch(paper.attempt, **({"run": self._run} | values), seen_at=now):
            raise _over(paper.number)

    @staticmethod
    def _respond(tables: "Tables", paper: Paper, question: str, given: Response | None, flagged: bool, at: int, *, final: bool = False) -> None:
        tables.attempts.respond(paper.attempt, question, given=kept_response(given, final=final), flagged=flagged, at=at)


def _seconds_left(sheet: Sheet, now: int, until: int | None) -> int | None:
    """Of the attempt's own time, and of the day that it may go on after the course has closed; None without a limit."""
    own = sheet.seconds_left(now)
    if until is None:
        return own
    left = max(0, -(-(until - now) // 1000))
    return left if own is None else min(own, left)


def _why(sheet: Sheet, now: int) -> str:
    """Why an attempt whose time is up is handed in."""
    return "time" if sheet.seconds_left(now) == 0 else "closed"


def _over(number: int) -> PlayerError:
    return PlayerError(
        "This attempt is over",
        said("Attempt {number} was handed in already.", number=number),
        "See its result, or begin another one.",
    )


def _rules(lesson: Lesson) -> QuizRules:
    if lesson.quiz is None:
        raise _no_quiz(lesson.id)
    return lesson.quiz


def _no_quiz(lesson_id: str) -> PlayerError:
    return PlayerError("No quiz", said("The lesson “{id}” is no quiz.", id=lesson_id), "Choose a quiz from the outline.")
