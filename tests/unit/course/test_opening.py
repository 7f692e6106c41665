"""Conditions: true or not, and what is still needed, as data."""

from dataclasses import replace

import pytest

from player.course.facts import EventKind, Facts
from player.course.model import (
    After,
    AtLeast,
    Award,
    AwardHeld,
    AwardKind,
    Complete,
    Condition,
    Course,
    DaysSinceStart,
    Kind,
    Order,
    Passed,
    PreviousRequired,
    ScoreAtLeast,
)
from player.course.opening import NEVER_MS, reached_at, utc_ms
from player.course.status import Evaluator, status
from player.course.status_types import Need
from tests.forge.learners import DAY, START, Learner, chapter, course, lesson


def guarded(condition: Condition, *before: str) -> Learner:
    """A course whose lesson "x" carries the condition; `before` are completed."""
    of = course(
        chapter("one", lesson("a"), lesson("b", minutes=9), lesson("q", Kind.QUIZ), lesson("o", required=False)),
        chapter("two", lesson("x", opens_when=condition)),
        awards=(Award("badge", AwardKind.BADGE, "Badge", Complete("a")),),
    )
    learner = Learner(of)
    learner.completes(*before)
    return learner


def why(learner: Learner, now: int | None = None, offset: int = 0) -> tuple[Need, ...]:
    return learner.status(now, offset).lessons["x"].why_locked


A, B, Q = Complete("a"), Complete("b"), Passed("q")


@pytest.mark.parametrize(
    ("condition", "done", "needs"),
    [
        (A, (), [("complete", "a")]),
        (A, ("a",), []),
        (Complete("one"), ("a",), [("complete", "one")]),
        (Complete("one"), ("a", "b", "q"), []),
        (Passed("one"), ("a", "b", "q"), []),
        (Passed("a"), (), [("pass", "a")]),
        (Q, (), [("pass", "q")]),
        (Complete("q"), (), [("pass", "q")]),
        (ScoreAtLeast("q", 80), (), [("score", "q")]),
        (ScoreAtLeast("q", 80), ("q",), []),
        (ScoreAtLeast("one", 80), ("a", "b", "q"), [("complete", "one")]),
        (AwardHeld("badge"), (), [("award", "badge")]),
        (AwardHeld("badge"), ("a",), []),
        (AwardHeld("org.example.c/badge"), ("a",), []),
        (AwardHeld("org.other/award"), ("a",), [("award", "org.other/award")]),
        (AtLeast(2, (A, B)), (), [("complete", "a"), ("complete", "b")]),
        (AtLeast(2, (A, B)), ("a",), [("complete", "b")]),
        (AtLeast(1, (A, B)), (), [("any", "")]),
        (AtLeast(1, (A, B)), ("b",), []),
        (AtLeast(2, (A, A)), (), [("complete", "a")]),
        (AtLeast(2, (A, B, Q)), ("a",), [("any", "")]),
        (AtLeast(3, (A, B)), ("a",), [("complete", "b")]),
        (PreviousRequired(), (), [("pass", "q")]),
        (PreviousRequired(), ("q",), []),
        (Complete("nowhere"), (), [("complete", "nowhere")]),
        (Passed("nowhere"), (), [("complete", "nowhere")]),
    ],
)
def test_why_a_lesson_is_locked(condition: Condition, done: tuple[str, ...], needs: list[tuple[str, str]]) -> None:
    assert [(need.what, need.id) for need in why(guarded(condition, *done))] == needs


def test_a_group_says_how_many_more_of_which() -> None:
    (need,) = why(guarded(AtLeast(2, (A, B, Q)), "a"))
    assert (need.amount, [one.id for one in need.of], need.seconds) == (1, ["b", "q"], 300)


def test_a_part_that_wants_several_things_is_one_choice() -> None:
    (need,) = why(guarded(AtLeast(1, (Q, AtLeast(2, (A, B))))))
    assert [(one.what, len(one.of)) for one in need.of] == [("pass", 0), ("all", 2)]
    assert need.of[1].seconds == 14 * 60


def test_a_chapter_lists_what_is_left_of_it() -> None:
    (need,) = why(guarded(Complete("one"), "a"))
    assert (need.title, [one.id for one in need.of], need.seconds) == ("ONE", ["b", "q"], 14 * 60)


def test_a_score_that_was_passed_but_is_not_high_enough() -> None:
    learner = guarded(ScoreAtLeast("q", 90))
    learner.scores("q", 8)
    (need,) = why(learner)
    assert (need.what, need.amount) == ("score", 90)
    learner.scores("q", 9)
    learner.scores("q", 0)
    assert why(learner) == ()


def test_completed_without_success_is_not_passed() -> None:
    learner = Learner(course(chapter("one", lesson("w", Kind.WEB), lesson("x", opens_when=Passed("w")))))
    learner.does(EventKind.WEB, "w", {"completed": True})
    (need,) = why(learner)
    assert (need.what, need.id, need.amount) == ("pass", "w", 0)


def test_a_stuck_quiz_says_so_wherever_it_is_asked_for() -> None:
    of = course(chapter("one", lesson("q", Kind.QUIZ, quiz=replace(QUIZ_RULES, attempts=1)), lesson("x", opens_when=Passed("q"))))
    learner = Learner(of)
    learner.scores("q", 0)
    assert [need.what for need in why(learner)] == ["stuck"]


QUIZ_RULES = lesson("q", Kind.QUIZ).quiz or pytest.fail("a quiz has rules")


# Dates


def test_a_date_without_zone_is_a_local_day() -> None:
    learner = guarded(After("2027-01-20"))
    midnight = utc_ms("2027-01-20")
    assert [need.at for need in why(learner, midnight - 1)] == [midnight]
    assert why(learner, midnight) == ()
    assert why(learner, midnight - 3_600_000, offset=60) == ()
    assert [need.at for need in why(learner, midnight, offset=-60)] == [midnight + 3_600_000]


def test_a_date_with_zone_is_one_moment_everywhere() -> None:
    learner = guarded(After("2027-01-20T00:00+02:00", at=5))
    assert why(learner, 5, offset=-600) == ()
    assert [need.day for need in why(learner, 4, offset=600)] == ["2027-01-20T00:00+02:00"]


def test_times_of_day_and_nonsense() -> None:
    assert utc_ms("2027-01-20T01:00") - utc_ms("2027-01-20") == 3_600_000
    assert utc_ms("2027-01-20T01:00+01:00") == utc_ms("2027-01-20")
    assert reached_at(After("soon"), 0) == NEVER_MS


def test_days_since_start_are_local_days_and_day_0_is_the_first() -> None:
    learner = guarded(DaysSinceStart(1))
    (need,) = why(learner)
    assert (need.what, need.amount, need.at) == ("days", 1, None)
    learner.at = utc_ms("2027-01-20T23:30")
    learner.completes("a")
    (need,) = why(learner)
    assert need.at == utc_ms("2027-01-21")
    assert why(learner, utc_ms("2027-01-21")) == ()
    assert [one.at for one in why(learner, utc_ms("2027-01-21"), offset=60)] == [utc_ms("2027-01-21T23:00")]
    assert why(learner, utc_ms("2027-01-21T23:00"), offset=60) == ()


def test_day_0_needs_a_start_too() -> None:
    learner = guarded(DaysSinceStart(0))
    assert len(why(learner)) == 1
    learner.completes("a")
    assert why(learner) == ()


def test_awards_of_other_courses_come_with_the_facts() -> None:
    of = guarded(AwardHeld("org.other/award")).course
    assert not status(of, Facts(elsewhere=frozenset({"org.other/award"})), START).lessons["x"].locked


# Previous required lesson


def previous(of: Course, *done: str) -> set[str]:
    learner = Learner(of)
    learner.completes(*done)
    return {name for name, one in learner.status().lessons.items() if one.locked}


def test_previous_required_skips_optional_lessons_and_is_true_at_the_beginning() -> None:
    link = PreviousRequired()
    of = course(
        chapter("one", lesson("a", opens_when=link), lesson("o", required=False), lesson("b", opens_when=link)),
        chapter("two", lesson("c", opens_when=AtLeast(1, (link,)))),
        opens_when=PreviousRequired(),
    )
    assert previous(of) == {"b", "c"}
    assert previous(of, "o") == {"b", "c"}
    assert previous(of, "a") == {"c"}
    assert previous(of, "a", "b") == set()


def test_previous_required_after_a_choice_means_the_choice() -> None:
    link = PreviousRequired()
    of = course(
        chapter("one", lesson("a"), lesson("b", opens_when=link), choose=1),
        chapter("two", lesson("c", opens_when=link), opens_when=link),
    )
    assert previous(of) == {"c"}
    assert previous(of, "b") == set()


def test_an_award_that_waits_for_itself_or_in_a_ring_is_never_earned() -> None:
    one = Award("one", AwardKind.BADGE, "One", AwardHeld("two"))
    two = Award("two", AwardKind.BADGE, "Two", AtLeast(1, (AwardHeld("one"), Complete("a"))))
    of = course(chapter("c", lesson("a")), awards=(one, two, Award("self", AwardKind.BADGE, "Self", AwardHeld("self"))))
    learner = Learner(of)
    assert not any(award.earned for award in learner.status().awards.values())
    learner.completes("a")
    assert {name for name, award in learner.status().awards.items() if award.earned} == {"one", "two"}


def test_a_course_may_be_locked_as_a_whole() -> None:
    of = course(chapter("c", lesson("a"), lesson("b", opens_when=After("2027-01-20"))), opens_when=After("2027-01-18"), order=Order.IN_ORDER)
    found = Evaluator(of).status(Facts(), utc_ms("2027-01-17"))
    assert [need.day for need in found.why_locked] == ["2027-01-18"]
    assert [need.day for need in found.chapters["c"].why_locked] == ["2027-01-18"]
    assert [need.what for need in found.lessons["b"].why_locked] == ["after", "complete", "after"]
    assert found.lessons["a"].locked
    assert found.resume == "a"
    assert Evaluator(of).status(Facts(), utc_ms("2027-01-17") + DAY).why_locked == ()
