"""Merit: an award for all required quizzes together, what is left of it, and what can never be reached."""

from dataclasses import replace
from fractions import Fraction

import pytest

from player.course.check import check
from player.course.model import (
    AtLeast,
    Award,
    AwardHeld,
    AwardKind,
    Chapter,
    Complete,
    Condition,
    Course,
    Kind,
    MeritAtLeast,
    QuizRules,
    default_award,
)
from player.course.reach import Reach
from player.course.status import Evaluator
from player.course.status_types import AwardStatus
from tests.forge.learners import Learner, chapter, course, lesson

NINETY = MeritAtLeast(90)


def honours(earned_when: Condition = NINETY) -> tuple[Award, ...]:
    return (default_award("The course"), Award("merit", AwardKind.BADGE, "Merit", earned_when))


def two(*more: Chapter, counts: str = "best", earned_when: Condition = NINETY) -> Learner:
    """A quiz of 30 points, one of 10, a text, an optional quiz."""
    small, large = (lesson(name, Kind.QUIZ, quiz=QuizRules(1, points, counts=counts)) for name, points in (("small", 10), ("large", 30)))
    extra = lesson("extra", Kind.QUIZ, required=False)
    return Learner(course(chapter("one", lesson("a"), large, small, extra), *more, awards=honours(earned_when)))


def merit(learner: Learner) -> AwardStatus:
    return learner.status().awards["merit"]


def test_it_waits_for_every_required_quiz_and_for_their_mean() -> None:
    learner = two()
    (need,) = merit(learner).left
    assert (need.what, need.amount, need.done, [one.id for one in need.of], need.seconds) == ("merit", 90, None, ["large", "small"], 600)
    learner.scores("large", 10)
    learner.scores("extra", 0)
    (need,) = merit(learner).left
    assert (need.done, [one.id for one in need.of], need.seconds) == (1, ["small"], 300)
    assert not merit(learner).earned, "one of two is not all"
    learner.scores("small", 5)
    (need,) = merit(learner).left
    assert (need.done, [(one.what, one.id, one.amount) for one in need.of], need.seconds) == (Fraction(35, 40), [("score", "small", 90)], 0)
    learner.scores("small", 6)
    assert merit(learner).earned, "36 of 40 points are 90 percent exactly"
    assert merit(learner).left == ()
    assert not learner.status().awards["certificate"].earned


def test_once_earned_a_worse_attempt_does_not_take_it() -> None:
    learner = two(counts="last")
    learner.scores("large", 10)
    learner.scores("small", 10)
    learner.records_awards()
    learner.scores("small", 0)
    assert learner.status().merit == Fraction(3, 4)
    assert merit(learner).earned


def test_with_the_certificate_it_waits_for_the_rest_too() -> None:
    learner = two(earned_when=AtLeast(2, (AwardHeld("certificate"), MeritAtLeast(90))))
    learner.scores("large", 10)
    learner.scores("small", 10)
    assert [need.what for need in merit(learner).left] == ["award"]
    learner.completes("a")
    assert merit(learner).earned


def test_of_a_chapter_to_choose_from_what_was_chosen_counts() -> None:
    learner = two(chapter("two", lesson("b"), lesson("c", Kind.QUIZ), lesson("d", Kind.QUIZ), choose=1))
    learner.scores("large", 10)
    learner.scores("small", 10)
    (need,) = merit(learner).left
    assert [one.id for one in need.of] == ["c", "d"]
    learner.completes("b")
    assert merit(learner).earned, "a text was chosen: no quiz of that chapter counts"


def test_a_void_takes_it_when_it_was_not_given_yet() -> None:
    learner = two()
    learner.scores("large", 10)
    learner.scores("small", 10)
    learner.records_awards()
    assert merit(learner).earned
    learner.voids("small")
    assert not merit(learner).earned
    learner.scores("small", 10)
    assert merit(learner).earned


def of(*lessons: object, earned_when: Condition = NINETY, choose: int | None = None) -> Course:
    return course(chapter("one", *lessons, choose=choose), awards=honours(earned_when))  # type: ignore[arg-type]  # Lessons


def test_a_merit_that_nobody_can_reach_is_an_error() -> None:
    for missing in (of(lesson("a")), of(lesson("q", Kind.QUIZ, required=False), lesson("a"))):
        assert not Evaluator(missing).status(Learner(missing).facts, 0).awards["merit"].earned
        assert "merit" in [finding.where for finding in check(missing)]
    assert not Reach(of(lesson("q", Kind.QUIZ, quiz=QuizRules(1, 0)), lesson("a"))).award("merit"), "nothing to be had in it"
    assert check(of(lesson("q", Kind.QUIZ))) == ()
    assert check(of(lesson("q", Kind.QUIZ), lesson("a"), choose=1)) == ()


@pytest.mark.parametrize("percent", [0, 101])
def test_a_percentage_that_cannot_be(percent: int) -> None:
    (finding,) = check(of(lesson("q", Kind.QUIZ), earned_when=MeritAtLeast(percent)))
    assert (finding.where, finding.message) == ("merit", f"A merit of {percent} percent is asked for.")


def test_it_opens_nothing() -> None:
    hidden = AtLeast(1, (Complete("q"), MeritAtLeast(90)))
    made = of(lesson("q", Kind.QUIZ), replace(lesson("a"), opens_when=hidden))
    (finding,) = check(made)
    assert (finding.where, finding.message) == ("a", "Merit opens nothing: it can fall again.")
