"""A quiz in TOML: `NAME.quiz.toml` -> Quiz."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from player.course.model import QuizRules
from player.course.quiz import Question, Quiz
from player.formats.fields import Fields
from player.formats.question_toml import read_question

SHOW = ("during", "after submit", "after passing", "never")
_MOST_QUESTIONS = 1000
_MOST_SECONDS = 24 * 3600
_TIME = re.compile(r"(\d{1,5}) ?(seconds?|s|minutes?|min|hours?|h)?")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "": 60}
_AGAIN = re.compile(r"again after (\d{1,3}) days?")


@dataclass(frozen=True, slots=True)
class QuizText:
    """A Markdown text of a quiz and the line it stands on: its pictures belong to the course too."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class QuizReading:
    quiz: Quiz
    texts: tuple[QuizText, ...]


def read_quiz(fields: Fields) -> QuizReading:
    """Rules and questions. What is wrong goes into the problems; the lesson's own fields (title, minutes …) are the
    caller's, who also calls `fields.finish`."""
    intro = fields.text("intro", lines=True)
    texts = [QuizText(intro, fields.line("intro"))] if intro else []
    questions: list[Question] = []
    for table in fields.tables("question"):
        if len(questions) >= _MOST_QUESTIONS:
            table.error(f"A quiz has at most {_MOST_QUESTIONS} questions.")
            break
        question = read_question(table)
        if question is not None:
            texts.append(QuizText(question.text, table.line("text")))
            texts.extend(QuizText(said, table.line("answers")) for said in (answer.text for answer in question.answers))
            texts.extend(QuizText(place.text, table.line("pairs")) for place in question.places)
            texts.extend(QuizText(said, table.line(name)) for name, said in _feedbacks(question) if said)
            questions.append(question)
    if not fields.raw("question"):
        fields.error("This quiz has no question yet. Write [[question]], and text and answers below it.")
    named = _with_ids(questions, fields)
    return QuizReading(Quiz(_rules(fields, named), named, intro), tuple(texts))


def _feedbacks(question: Question) -> tuple[tuple[str, str], ...]:
    return (
        ("feedback", question.feedback),
        ("feedback_right", question.feedback_right),
        ("feedback_wrong", question.feedback_wrong),
        ("answers", "\n\n".join(answer.feedback for answer in question.answers if answer.feedback)),
    )


def _with_ids(questions: Sequence[Question], fields: Fields) -> tuple[Question, ...]:
    """A question without an id gets one from its words: reordering questions never gives one the answers of another."""
    seen: set[str] = set()
    named: list[Question] = []
    for question in questions:
        name = question.id or "q-" + sha256(question.text.encode()).hexdigest()[:10]
        if name in seen:
            short = question.text[:40]
            fields.error(f"The question “{short}” is there twice (or its id is). Change one, or give it an id of its own.", "question")
        seen.add(name)
        named.append(replace(question, id=name))
    return tuple(named)


def _rules(fields: Fields, questions: tuple[Question, ...]) -> QuizRules:
    plain = QuizRules(len(questions), sum(question.points for question in questions))
    both = fields.flag("shuffle", False)
    attempts = _attempts(fields)
    if attempts is not None and not fields.has("when_exhausted"):
        fields.warn(
            "Attempts are limited, but “when_exhausted” does not say what happens when none is left: "
            "“trainer” (taken now), “new round” or “again after 7 days”.",
            "attempts",
        )
    mark = _percent(fields, "pass_mark")
    return replace(
        plain,
        pass_mark=plain.pass_mark if mark is None else mark,
        attempts=attempts,
        time_limit_seconds=_time(fields, "time_limit", 10),
        cool_down_seconds=_time(fields, "cool_down", 1) or 0,
        shuffle_questions=fields.flag("shuffle_questions", both),
        shuffle_answers=fields.flag("shuffle_answers", both),
        counts=fields.choice("counts", ("best", "last", "first", "average"), plain.counts),
        show_score=fields.choice("show_score", SHOW, plain.show_score),
        show_right=fields.choice("show_right", SHOW, plain.show_right),
        show_solution=fields.choice("show_solution", SHOW, plain.show_solution),
        one_at_a_time=fields.flag("one_at_a_time", plain.one_at_a_time),
        sequential=fields.flag("sequential", plain.sequential),
        when_exhausted=_when_exhausted(fields),
        crash_pauses=fields.flag("crash_pauses", plain.crash_pauses),
    )


def _percent(fields: Fields, name: str) -> int | None:
    value = fields.raw(name)
    return None if value is None else fields.whole_of(value, name, 1, 100, "%")


def _attempts(fields: Fields) -> int | None:
    if str(fields.raw("attempts")).casefold() in {"unlimited", "any"}:
        return None
    return fields.whole("attempts", 1, 99)


def _time(fields: Fields, name: str, least: int) -> int | None:
    """In seconds; a number alone is minutes. None when it is not there, or wrong."""
    said = fields.text(name, also=(int,)).casefold()
    if not said or said == "none":
        return None
    match = _TIME.fullmatch(said)
    seconds = int(match[1]) * _SECONDS[(match[2] or "")[:1]] if match else 0
    if not least <= seconds <= _MOST_SECONDS:
        fields.error(f"“{name}” must be a time such as “20 minutes”, at most 24 hours, not “{said}”.", name)
        return None
    return seconds


def _when_exhausted(fields: Fields) -> str:
    said = " ".join(fields.text("when_exhausted", "trainer").casefold().split())
    match = _AGAIN.fullmatch(said)
    if match is not None and int(match[1]) > 0:
        return f"again after {int(match[1])} days"
    return fields.choice("when_exhausted", ("trainer", "new round", "again after 7 days"), "trainer")
