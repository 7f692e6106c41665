"""What a response earns, in exact fractions. Grading never goes below 0 and rewards no guessing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from player.course.matching import right_places
from player.course.numbers import read_numbers
from player.course.ordering import in_order, right_spots
from player.course.percent import reaches
from player.course.quiz import AcceptedNumber, Credit, Question, QuestionKind, Response, Unit
from player.course.responses import CHOICES, PLACED
from player.course.texts import fold, matches


@dataclass(frozen=True, slots=True)
class Mark:
    """One graded question. `right` is full marks; `answered` is False for an empty response."""

    question: str
    earned: Fraction
    points: int
    right: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One graded paper. `score` is earned/possible, 0 where there are no points."""

    marks: tuple[Mark, ...]
    earned: Fraction
    points: int
    score: Fraction
    passed: bool
    all_right: bool


def share(question: Question, response: Response | None) -> Fraction:
    """How much of the question's points the response earns, 0..1."""
    if question.credit is Credit.ALL:
        return Fraction(_part(question, response) == 1)
    return _part(question, response)


def places(question: Question, response: Response | None) -> dict[str, bool]:
    """Whether what was put there is right, for each place of the question; of an ordering, whether each answer stands in its place. Empty for
    the other kinds."""
    if question.kind is QuestionKind.ORDERING:
        return right_spots(question, response)
    return right_places(question, response) if question.kind in PLACED else {}


def _part(question: Question, response: Response | None) -> Fraction:
    if question.kind is QuestionKind.ORDERING:
        return in_order(question, response)
    if question.kind in PLACED:
        each = places(question, response)
        return Fraction(sum(each.values()), len(each)) if each else Fraction(0)
    if question.kind in CHOICES:
        chosen = set(response) if isinstance(response, tuple) else set()
        return _multiple(question, chosen) if question.kind is QuestionKind.MULTIPLE else _single(question, chosen)
    typed = response if isinstance(response, str) else ""
    if question.kind is QuestionKind.SHORT_TEXT:
        return Fraction(any(matches(accepted.text, typed, as_typed=accepted.exact) for accepted in question.accepted))
    return Fraction(_numeric(question, typed))


def _single(question: Question, chosen: set[str]) -> Fraction:
    right = {answer.id for answer in question.answers if answer.right}
    return Fraction(len(chosen) == 1 and chosen <= right)


def _multiple(question: Question, chosen: set[str]) -> Fraction:
    """Share of the right ones chosen, less the share of the wrong ones chosen: everything earns nothing."""
    right = {answer.id for answer in question.answers if answer.right}
    wrong = {answer.id for answer in question.answers} - right
    if not right or not chosen <= right | wrong:
        return Fraction(0)
    gained = Fraction(len(chosen & right), len(right))
    lost = Fraction(len(chosen & wrong), len(wrong)) if wrong else Fraction(0)
    return max(Fraction(0), gained - lost)


def _numeric(question: Question, typed: str) -> bool:
    text = typed.strip()
    if not text:
        return False
    for number, unit in _split_unit(question.units, text):
        if unit is None and question.unit_required:
            continue
        factor = Fraction(1) if unit is None else unit.factor
        if any(_accepts(question.numbers, value * factor) for value in read_numbers(number)):
            return True
    return False


def _accepts(numbers: Iterable[AcceptedNumber], value: Fraction) -> bool:
    return any(number.low <= value <= number.high for number in numbers)


def _split_unit(units: tuple[Unit, ...], text: str) -> list[tuple[str, Unit | None]]:
    """Number and unit, the unit after or before the number. The exact spelling wins over the folded one (mm, Mm)."""
    for spell in (str, fold):
        found: list[tuple[str, Unit | None]] = []
        for unit in sorted(units, key=lambda unit: -len(unit.name)):
            for number, name in _cuts(text, unit.name):
                if name and spell(name) == spell(unit.name):
                    found.append((number, unit))
        if found:
            return found
    return [(text, None)]


def _cuts(text: str, name: str) -> tuple[tuple[str, str], tuple[str, str]]:
    size = len(name)
    return (text[:-size], text[-size:]), (text[size:], text[:size])


def grade(question: Question, response: Response | None) -> Mark:
    """None or an empty response is unanswered and earns nothing."""
    answered = bool(response.strip() if isinstance(response, str) else response)
    earned = share(question, response)
    return Mark(question.id, earned * question.points, question.points, earned == 1, answered)


def grade_paper(questions: Iterable[Question], responses: Mapping[str, Response], pass_mark: int) -> Result:
    """Grades what was asked; `pass_mark` in percent is the one that the attempt began with."""
    marks = tuple(grade(question, responses.get(question.id)) for question in questions)
    earned = sum((mark.earned for mark in marks), Fraction(0))
    points = sum(mark.points for mark in marks)
    score = max(Fraction(0), earned / points) if points else Fraction(0)
    return Result(marks, earned, points, score, reaches(score, pass_mark), bool(marks) and all(mark.right for mark in marks))
