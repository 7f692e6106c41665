"""A quiz as JSON: questions with exact fractions, model to document and back."""

from fractions import Fraction
from typing import Any

from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Question, Quiz, Unit
from player.package.document import plain, quiz_rules
from player.package.limits import FORMAT
from player.package.refusal import RefusedError
from player.package.wire import QUIZ, QuestionDoc, UnitDoc, parse
from player.signing.canonical import canonical


def write_quiz(quiz: Quiz) -> bytes:
    """Canonical JSON (RFC 8785)."""
    return canonical({"format": FORMAT} | plain(quiz))


def read_quiz(data: bytes, where: str) -> Quiz:
    """RefusedError when the document is not well formed or of a newer version; `where` names the file."""
    document = parse(QUIZ, data, where)
    questions = tuple(_question(question, where) for question in document["questions"])
    if len({question.id for question in questions}) != len(questions):
        raise RefusedError(f"a question id stands twice in {where}")
    return Quiz(quiz_rules(document["rules"]), questions, document.get("intro", ""))


def _question(document: QuestionDoc, where: str) -> Question:
    values: dict[str, Any] = dict(document)
    if "answers" in document:
        values["answers"] = tuple(Answer(**answer) for answer in document["answers"])
        if len({answer["id"] for answer in document["answers"]}) != len(document["answers"]):
            raise RefusedError(f"an answer id of question {document['id']!r} stands twice in {where}")
    if "accepted" in document:
        values["accepted"] = tuple(AcceptedText(**text) for text in document["accepted"])
    if "numbers" in document:
        values["numbers"] = tuple(AcceptedNumber(_ratio(one["low"], where), _ratio(one["high"], where)) for one in document["numbers"])
    if "units" in document:
        values["units"] = tuple(_unit(unit, where) for unit in document["units"])
    return Question(**values)


def _unit(document: UnitDoc, where: str) -> Unit:
    if "factor" in document:
        return Unit(document["name"], _ratio(document["factor"], where))
    return Unit(document["name"])


def _ratio(text: str, where: str) -> Fraction:
    top, _, bottom = text.partition("/")
    value = Fraction(int(top), int(bottom))
    if plain(value) != text:
        raise RefusedError(f"the fraction {text} in {where} is not in lowest terms")
    return value
