"""Every kind of question, by the one tuple of them: what a right, a wrong and a partly right response earns, worked out by hand."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from player.course.attempt import DRAWN, begin
from player.course.grading import grade, places
from player.course.model import QuizRules
from player.course.quiz import Credit, Question, QuestionKind, Quiz, Response
from player.course.responses import PLACED, as_json, checked_response, from_json, is_whole
from player.errors import PlayerError
from tests.forge.asked import ASKED, Asked

BREW = next(asked for asked in ASKED if asked.question.kind is QuestionKind.MATCHING)
STEPS = next(asked for asked in ASKED if asked.question.kind is QuestionKind.ORDERING)


def named(asked: Asked) -> str:
    return asked.question.kind.value


def alone(question: Question) -> Quiz:
    return Quiz(QuizRules(1, question.points), (question,))


def test_every_kind_is_asked() -> None:
    assert [asked.question.kind for asked in ASKED] == list(QuestionKind)


@pytest.mark.parametrize("asked", ASKED, ids=named)
def test_what_it_earns(asked: Asked) -> None:
    question = asked.question
    right, wrong, nothing = grade(question, asked.right), grade(question, asked.wrong), grade(question, None)
    assert (right.earned, right.right, right.answered) == (question.points, True, True)
    assert (wrong.earned, wrong.right, wrong.answered) == (0, False, True)
    assert (nothing.earned, nothing.right, nothing.answered) == (0, False, False)
    if asked.partly is not None:
        partly = grade(question, asked.partly)
        assert (partly.earned, partly.right) == (asked.share * question.points, False)
        assert 0 < asked.share < 1
        assert grade(replace(question, credit=Credit.ALL), asked.partly).earned == 0
        assert grade(replace(question, credit=Credit.ALL), asked.right).right


@pytest.mark.parametrize("asked", ASKED, ids=named)
def test_a_response_is_kept_as_it_was_given(asked: Asked) -> None:
    for response in (asked.right, asked.wrong, asked.partly):
        if response is not None:
            kept = checked_response(alone(asked.question), asked.question.id, response)
            assert from_json(as_json(kept)) == kept == response
            assert is_whole(asked.question, kept)
    assert not is_whole(asked.question, None)


@pytest.mark.parametrize("asked", ASKED, ids=named)
@pytest.mark.parametrize("response", ["typed", ("zzz",), {"zzz": "zzz"}, {"assam": "zzz"}, {"zzz": "hot"}], ids=str)
def test_what_cannot_be_an_answer_is_refused(asked: Asked, response: Response) -> None:
    if isinstance(response, str) and isinstance(asked.right, str):
        return
    with pytest.raises(PlayerError, match="answer"):
        checked_response(alone(asked.question), asked.question.id, response)


def test_each_place_of_a_matching_is_right_or_not() -> None:
    assert isinstance(BREW.partly, Mapping)
    assert places(BREW.question, BREW.partly) == {"assam": True, "sencha": False, "mint": True}
    assert places(BREW.question, None) == {"assam": False, "sencha": False, "mint": False}
    assert places(ASKED[0].question, ("fresh",)) == {}
    assert grade(BREW.question, {"mint": "hot"}).earned == 1
    assert grade(replace(BREW.question, places=()), BREW.right).earned == 0
    either = replace(BREW.question.places[1], right=("warm", "ice"))
    assert grade(replace(BREW.question, places=(BREW.question.places[0], either, BREW.question.places[2])), BREW.partly).right


def test_a_place_left_empty_is_open() -> None:
    given = checked_response(alone(BREW.question), "brew", {"assam": "hot", "mint": ""})
    assert given == {"assam": "hot"}
    assert not is_whole(BREW.question, given)
    assert checked_response(alone(BREW.question), "brew", from_json(as_json({}))) == {}


def test_what_is_written_in_the_right_order_is_always_shuffled() -> None:
    assert DRAWN >= PLACED
    seen = {begin(alone(STEPS.question), "a", 1, f"seed {at}").order[0][1] for at in range(200)}
    assert len(seen) == 23
    assert STEPS.question.order not in seen  # nobody is right by doing nothing
    drawn = {begin(alone(BREW.question), "a", 1, f"seed {at}").order[0][1] for at in range(40)}
    assert len(drawn) == 6
    assert Fraction(len(drawn), 6) == 1


@pytest.mark.parametrize(
    ("given", "neighbours", "places_right"),
    [
        (("fill", "heat", "warm", "pour"), Fraction(1), Fraction(1)),
        (("heat", "warm", "pour", "fill"), Fraction(2, 3), Fraction(0)),  # one moved across the whole list
        (("fill", "heat", "pour", "warm"), Fraction(1, 3), Fraction(1, 2)),
        (("pour", "warm", "heat", "fill"), Fraction(0), Fraction(0)),
        (("heat", "fill"), Fraction(0), Fraction(0)),
        ((), Fraction(0), Fraction(0)),
        ("fill", Fraction(0), Fraction(0)),
    ],
)
def test_an_order_is_credited_by_neighbours_or_by_places(given: Response, neighbours: Fraction, places_right: Fraction) -> None:
    assert grade(STEPS.question, given).earned == neighbours * 3
    assert grade(replace(STEPS.question, credit=Credit.POSITION), given).earned == places_right * 3


def test_an_order_of_one_and_of_none() -> None:
    one = replace(STEPS.question, answers=STEPS.question.answers[:1], order=("fill",))
    assert grade(one, ("fill",)).right
    assert grade(replace(one, answers=(), order=()), ()).earned == 0


def test_each_answer_of_an_order_stands_in_its_place_or_not() -> None:
    assert places(STEPS.question, STEPS.partly) == {"fill": True, "heat": True, "warm": False, "pour": False}
    assert places(STEPS.question, None) == dict.fromkeys(STEPS.question.order, False)
    assert checked_response(alone(STEPS.question), "steps", ()) == ()
    with pytest.raises(PlayerError):
        checked_response(alone(STEPS.question), "steps", ("fill", "fill", "warm", "pour"))
