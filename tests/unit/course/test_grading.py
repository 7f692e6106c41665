"""What typed and chosen answers earn."""

from fractions import Fraction

import pytest

from player.course.grading import grade, grade_paper
from player.course.model import QuizRules
from player.course.numbers import read_numbers
from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Question, QuestionKind, Quiz, Response, Unit
from player.course.responses import checked_response
from player.course.texts import matches
from player.errors import PlayerError

ANSWERS = (Answer("a", "A", right=True), Answer("b", "B"), Answer("c", "C", right=True), Answer("d", "D"))
SINGLE = Question("s", QuestionKind.SINGLE, "?", answers=ANSWERS)
MULTIPLE = Question("m", QuestionKind.MULTIPLE, "?", 2, ANSWERS)
TRUE_FALSE = Question("t", QuestionKind.TRUE_FALSE, "?", answers=(Answer("true", "True"), Answer("false", "False", right=True)))
SHORT = Question("w", QuestionKind.SHORT_TEXT, "?", accepted=(AcceptedText("cool water"), AcceptedText("H2O", exact=True)))


@pytest.mark.parametrize(
    ("question", "response", "share"),
    [
        (SINGLE, ("a",), 1),
        (SINGLE, ("c",), 1),
        (SINGLE, ("b",), 0),
        (SINGLE, ("a", "c"), 0),
        (SINGLE, (), 0),
        (SINGLE, "a", 0),
        (SINGLE, None, 0),
        (TRUE_FALSE, ("false",), 1),
        (TRUE_FALSE, ("true",), 0),
        (MULTIPLE, ("a", "c"), 1),
        (MULTIPLE, ("a",), Fraction(1, 2)),
        (MULTIPLE, ("a", "b"), 0),
        (MULTIPLE, ("a", "b", "c"), Fraction(1, 2)),
        (MULTIPLE, ("b", "d"), 0),
        (MULTIPLE, ("a", "b", "c", "d"), 0),
        (MULTIPLE, ("a", "zzz"), 0),
        (SHORT, " Cool  WATER ", 1),
        (SHORT, "cool", 0),
        (SHORT, "H2O", 1),
        (SHORT, "h2o", 0),
        (SHORT, ("a",), 0),
        (SHORT, None, 0),
    ],
)
def test_what_an_answer_earns(question: Question, response: Response | None, share: int | Fraction) -> None:
    mark = grade(question, response)
    assert mark.earned == share * question.points
    assert mark.right == (share == 1)
    assert mark.answered == bool(response)


def test_choices_with_one_side_only() -> None:
    all_right = Question("m", QuestionKind.MULTIPLE, "?", answers=(Answer("a", "A", right=True), Answer("b", "B", right=True)))
    assert grade(all_right, ("a",)).earned == Fraction(1, 2)
    none_right = Question("m", QuestionKind.MULTIPLE, "?", answers=(Answer("a", "A"),))
    assert grade(none_right, ()).earned == 0


def test_a_whole_paper() -> None:
    result = grade_paper((SINGLE, MULTIPLE, SHORT), {"s": ("a",), "m": ("a",), "w": "x"}, 50)
    assert (result.earned, result.points, result.score, result.passed, result.all_right) == (Fraction(2), 4, Fraction(1, 2), True, False)
    assert not grade_paper((SINGLE, MULTIPLE, SHORT), {"s": ("a",), "m": ("a",), "w": "x"}, 51).passed
    assert grade_paper((SINGLE,), {"s": ("a",)}, 100).all_right
    nothing = grade_paper((), {}, 70)
    assert (nothing.score, nothing.passed, nothing.all_right) == (Fraction(0), False, False)


@pytest.mark.parametrize(
    ("pattern", "given", "same"),
    [
        ("Ångström", "angstrom", True),
        ("résumé", "RESUME", True),
        ("Straße", "strasse", True),
        ("smørrebrød", "smorrebrod", True),
        ("İstanbul", "istanbul", True),
        ("don’t", "don't", True),
        ("cafe\u0301", "café", True),
        ("مُحَمَّد", "محمد", True),
        ("कि", "क", False),
        ("か", "が", False),
        ("*water*", "use cold water please", True),
        ("cool * water", "cool running water", True),
        ("cool*water", "cool", False),
        ("ab*ba", "aba", False),
        ("a*b*c", "a c b", False),
        ("a*b*c", "axxbxxc", True),
        ("a*b*c", "axxc", False),
        ("5 \\* 3", "5 * 3", True),
        ("5 \\* 3", "5 x 3", False),
        ("", "", False),
        ("*", "  ", False),
    ],
)
def test_typed_words(pattern: str, given: str, same: bool) -> None:
    assert matches(pattern, given) is same


def test_as_typed_means_as_typed() -> None:
    assert matches("pH*", "pH 7", as_typed=True)
    assert not matches("pH*", "PH 7", as_typed=True)
    assert matches("cafe\u0301", "café", as_typed=True)


def test_many_stars_take_no_time() -> None:
    assert not matches("*a" * 500 + "b", "a" * 10_000)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12", [12]),
        (" +12 ", [12]),
        ("-12", [-12]),
        ("\u221212,5", [Fraction(-25, 2)]),
        ("\u2013 3", [-3]),
        (".5", [Fraction(1, 2)]),
        ("5.", [5]),
        ("1.5", [Fraction(3, 2)]),
        ("1,000", [1, 1000]),
        ("0,125", [Fraction(1, 8)]),
        ("1 000 000", [1_000_000]),
        ("1\u202f000,5", [Fraction(2001, 2)]),
        ("1'000.5", [Fraction(2001, 2)]),
        ("1,234,567", [1_234_567]),
        ("1.234.567,8", [Fraction(12_345_678, 10)]),
        ("1,234.5", [Fraction(2469, 2)]),
        ("1/2", [Fraction(1, 2)]),
        ("-3 1/2", [Fraction(-7, 2)]),
        ("½", [Fraction(1, 2)]),
        ("2½", [Fraction(5, 2)]),
        ("1⁄3", [Fraction(1, 3)]),
        ("1/0", []),
        ("١٢٫٥", [Fraction(25, 2)]),
        ("१२", [12]),
        ("１２．５", [Fraction(25, 2)]),
        ("1e3", [1000]),
        ("1,5·10^3", [1500]),
        ("2x10^-2", [Fraction(1, 50)]),
        ("1e31", []),
        ("e3", []),
        ("", []),
        ("-", []),
        (".", []),
        ("1.2.3", []),
        ("1,23,456", []),
        ("12 34", []),
        ("0 123", []),
        ("abc", []),
        ("1" * 101, []),
        ("²", []),
    ],
)
def test_numbers_as_people_type_them(text: str, values: list[int | Fraction]) -> None:
    assert sorted(read_numbers(text)) == sorted(values)


def numeric(*numbers: tuple[str, str], units: tuple[Unit, ...] = (), required: bool = False) -> Question:
    accepted = tuple(AcceptedNumber(Fraction(low), Fraction(high)) for low, high in numbers)
    return Question("n", QuestionKind.NUMERIC, "?", numbers=accepted, units=units, unit_required=required)


LENGTH = (Unit("m"), Unit("mm", Fraction(1, 1000)), Unit("Mm", Fraction(1_000_000)), Unit("km", Fraction(1000)))


@pytest.mark.parametrize(
    ("question", "typed", "right"),
    [
        (numeric(("9.8", "9.9")), "9,81", True),
        (numeric(("9.8", "9.9")), "9.9", True),
        (numeric(("9.8", "9.9")), "9.90001", False),
        (numeric(("0.1", "0.1")), "0.1", True),
        (numeric(("1/3", "1/3")), "1/3", True),
        (numeric(("1/3", "1/3")), "0.333", False),
        (numeric(("1", "1"), ("5", "6")), "5.5", True),
        (numeric(("1000", "1000")), "1,000", True),
        (numeric(("2", "2")), "2 m", False),
        (numeric(("2", "2")), "", False),
        (numeric(("2", "2"), units=LENGTH), "2", True),
        (numeric(("2", "2"), units=LENGTH), "2 m", True),
        (numeric(("2", "2"), units=LENGTH), "2000mm", True),
        (numeric(("2", "2"), units=LENGTH), "0,002 km", True),
        (numeric(("2", "2"), units=LENGTH), "0.002 KM", True),
        (numeric(("2000000", "2000000"), units=LENGTH), "2 Mm", True),
        (numeric(("2000000", "2000000"), units=LENGTH), "2 mm", False),
        (numeric(("2", "2"), units=LENGTH), "2 miles", False),
        (numeric(("2", "2"), units=LENGTH, required=True), "2", False),
        (numeric(("2", "2"), units=LENGTH, required=True), "2 m", True),
        (numeric(("5", "5"), units=(Unit("€"),)), "€ 5", True),
        (numeric(("5", "5"), units=(Unit(""),)), "5", True),
        (numeric(("3", "3"), units=(Unit("µm"),)), "3 μm", True),
    ],
)
def test_numeric_answers(question: Question, typed: str, right: bool) -> None:
    assert grade(question, typed).right is right


QUIZ = Quiz(QuizRules(3, 4), (SINGLE, MULTIPLE, SHORT))


def test_responses_are_stored_in_one_form() -> None:
    assert checked_response(QUIZ, "m", ("c", "a", "c")) == ("a", "c")
    assert checked_response(QUIZ, "s", ()) == ()
    assert checked_response(QUIZ, "w", "as typed ") == "as typed "


@pytest.mark.parametrize(
    ("question", "response", "words"),
    [
        ("zzz", "x", "no question"),
        ("w", ("a",), "typed answer"),
        ("w", "x" * 10_001, "longer than 10000"),
        ("m", ("a", "zzz"), "no such answer"),
        ("m", "a", "no such answer"),
        ("s", ("a", "b"), "takes one answer"),
    ],
)
def test_responses_that_cannot_be_are_refused(question: str, response: Response, words: str) -> None:
    with pytest.raises(PlayerError, match=words):
        checked_response(QUIZ, question, response)
