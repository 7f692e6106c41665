"""Numbers, with a unit where one is asked for."""

from fractions import Fraction

from player.course.quiz import AcceptedNumber, Question, Response
from player.ui.questions.question import QuestionKindView
from player.ui.questions.typed import Typed
from player.ui.theme import Theme
from player.ui.words import listed, tr


def shown(value: Fraction) -> str:
    """An exact number as people write it: 12, 2.5, else a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return f"{float(value):.10g}" if rest == 1 else f"{value.numerator}/{value.denominator}"


def _accepted(number: AcceptedNumber) -> str:
    if number.low == number.high:
        return shown(number.low)
    return tr("{low} to {high}", low=shown(number.low), high=shown(number.high))


def make(theme: Theme, question: Question, response: Response | None) -> Typed:
    unit = f" {question.units[0].name}" if question.units else ""
    solution = listed([_accepted(number) + unit for number in question.numbers[:3]])
    names = listed([each.name for each in question.units])
    note = ""
    if question.units:
        asked = tr("Write the unit after the number: {names}.", names=names)
        note = asked if question.unit_required else tr("A unit may follow: {names}.", names=names)
    return Typed(theme, question, response, hint=tr("Type a number"), solution=solution, note=note)


VIEW = QuestionKindView(make, lambda _question: tr("Type a number"))
