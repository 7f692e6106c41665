"""The questions of docs/what-counts.md, each answered by a learner who does just that."""

from dataclasses import replace
from fractions import Fraction

import pytest

from player.course.facts import EventKind
from player.course.model import Award, AwardKind, Complete, Kind, Lesson, Order, Passed, Rule, default_award
from player.course.status_types import NextFace, State
from tests.forge.learners import Learner, chapter, course, lesson

LESSONS = (
    lesson("welcome"),
    lesson("leaflet", Kind.PDF),
    lesson("handout", Kind.DOWNLOAD),
    lesson("ready", Kind.CHECKLIST),
    lesson("extra", required=False),
    lesson("final", Kind.QUIZ),
)
COURSE = course(chapter("one", *LESSONS))


def test_the_final_quiz_passed_alone_gives_no_certificate() -> None:
    learner = Learner(COURSE)
    learner.scores("final", 10)
    found = learner.status()
    assert found.lessons["final"].done
    assert not found.awards["certificate"].earned
    assert [need.id for need in found.awards["certificate"].left] == ["welcome", "leaflet", "handout", "ready"]


def test_all_ticks_but_the_quiz_failed_gives_none() -> None:
    learner = Learner(COURSE)
    learner.completes("welcome", "leaflet", "handout", "ready", "extra")
    learner.scores("final", 6)
    found = learner.status()
    assert found.lessons["final"].state is State.FAILED
    assert (found.done, found.of) == (4, 5)
    assert not found.awards["certificate"].earned
    assert [(need.what, need.id, need.amount) for need in found.awards["certificate"].left] == [("pass", "final", 70)]
    learner.scores("final", 7)
    assert learner.status().awards["certificate"].earned


def test_optional_lessons_never_opened_and_downloads_passed_with_next_give_the_certificate() -> None:
    learner = Learner(COURSE)
    learner.completes("welcome", "leaflet", "ready", "final")
    learner.does(EventKind.OPENED, "handout")
    assert not learner.status().awards["certificate"].earned
    learner.does(EventKind.NEXT, "handout")
    found = learner.status()
    assert learner.facts.lesson("handout").files_saved == frozenset()
    assert learner.facts.lesson("extra").opened_at is None
    assert found.awards["certificate"].earned
    assert (found.extras_done, found.extras) == (0, 1)


def test_a_certificate_before_the_end_with_bonuses_after_it() -> None:
    early = Award("certificate", AwardKind.CERTIFICATE, "Basics", Complete("basics"))
    voucher = Award("voucher", AwardKind.VOUCHER, "One dressing", Passed("bonus-quiz"))
    of = course(
        chapter("basics", lesson("a"), lesson("b", Kind.QUIZ)),
        chapter("bonus", lesson("c", required=False), lesson("bonus-quiz", Kind.QUIZ, required=False)),
        awards=(early, voucher),
    )
    learner = Learner(of)
    learner.completes("a", "b")
    found = learner.status()
    assert found.awards["certificate"].earned
    assert not found.awards["voucher"].earned
    assert found.next_lesson["b"] == "c"
    assert not found.lessons["bonus-quiz"].locked
    learner.completes("bonus-quiz")
    assert learner.status().awards["voucher"].earned


def test_a_certificate_in_mid_course_asks_only_for_its_own_chapter() -> None:
    early = Award("basics", AwardKind.CERTIFICATE, "Basics", Complete("basics"))
    of = course(chapter("basics", lesson("a")), chapter("more", lesson("b")), awards=(early, default_award("All")))
    learner = Learner(of)
    learner.completes("a")
    awards = learner.status().awards
    assert (awards["basics"].earned, awards["certificate"].earned) == (True, False)
    assert [need.id for need in awards["certificate"].left] == ["b"]


@pytest.mark.parametrize(
    ("before", "condition"),
    [
        (lesson("first"), Complete("first")),
        (lesson("first", Kind.PDF), Complete("first")),
        (lesson("first", Kind.QUIZ), Passed("first")),
    ],
    ids=["text", "pdf", "quiz"],
)
def test_a_prerequisite_on_a_text_a_pdf_and_a_quiz(before: Lesson, condition: Complete | Passed) -> None:
    learner = Learner(course(chapter("one", before, lesson("second", opens_when=condition))))
    locked = learner.status().lessons["second"]
    assert locked.locked
    assert [need.id for need in locked.why_locked] == ["first"]
    learner.does(EventKind.OPENED, "first")
    if before.kind is Kind.PDF:
        learner.does(EventKind.SITTING, "first", {"pages": [1, 2, 3]})
    if before.kind is Kind.QUIZ:
        learner.scores("first", 6)
    assert learner.status().lessons["second"].locked
    learner.completes("first")
    assert not learner.status().lessons["second"].locked


def test_a_void_locks_again_what_the_tick_had_opened() -> None:
    learner = Learner(course(chapter("one", lesson("first"), lesson("second", opens_when=Complete("first")))))
    learner.completes("first")
    learner.voids("first")
    assert learner.status().lessons["second"].locked


@pytest.mark.parametrize("minutes", [0, 5, 500])
def test_estimated_time_reached_or_not_changes_nothing(minutes: int) -> None:
    learner = Learner(course(chapter("one", lesson("a", minutes=minutes), lesson("b", Kind.QUIZ, minutes=minutes))))
    learner.completes("a", "b")  # a few seconds
    assert learner.status().awards["certificate"].earned
    assert learner.status().seconds == minutes * 120


def test_much_time_spent_earns_no_tick() -> None:
    learner = Learner(course(chapter("one", lesson("a", minutes=5))))
    learner.does(EventKind.OPENED, "a")
    learner.does(EventKind.SITTING, "a", {"active_ms": 3_600_000})
    assert not learner.status().lessons["a"].done


def test_a_minimum_active_time_is_the_one_time_that_counts() -> None:
    learner = Learner(course(chapter("one", lesson("a", active=60))))
    learner.does(EventKind.NEXT, "a")
    assert learner.status().lessons["a"].face is NextFace.SKIP
    learner.does(EventKind.SITTING, "a", {"active_ms": 59_999})
    assert not learner.status().lessons["a"].done
    learner.does(EventKind.SITTING, "a", {"active_ms": 1})
    assert learner.status().lessons["a"].done


def test_a_course_may_ask_for_active_time_in_all_its_lessons_together() -> None:
    learner = Learner(replace(course(chapter("one", lesson("a"), lesson("b", required=False))), active_seconds=600))
    learner.does(EventKind.NEXT, "a")
    learner.does(EventKind.SITTING, "b", {"active_ms": 240_000})
    status = learner.status()
    assert (status.done, status.of, status.complete, status.awards["certificate"].earned) == (1, 1, False, False)
    (left,) = status.awards["certificate"].left
    assert (left.what, left.amount, left.seconds, left.done) == ("time", 360, 360, Fraction(2, 5))
    learner.does(EventKind.SITTING, "a", {"active_ms": 360_000})
    assert learner.status().complete
    assert learner.status().awards["certificate"].earned


NEXT_COMPLETES = {Kind.TEXT, Kind.DOWNLOAD}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("order", [Order.FREE, Order.IN_ORDER])
@pytest.mark.parametrize("required", [True, False])
def test_what_next_does_on_each_kind(kind: Kind, order: Order, required: bool) -> None:
    of = course(chapter("one", lesson("this", kind, required=required), lesson("after")), order=order)
    learner = Learner(of)
    learner.does(EventKind.OPENED, "this")
    found = learner.status().lessons["this"]
    if kind in NEXT_COMPLETES:
        assert found.face is NextFace.NEXT
    elif order is Order.IN_ORDER and required:
        assert found.face is NextFace.BLOCKED
        assert [need.id for need in found.blocked_by] == ["this"]
    else:
        assert found.face is NextFace.SKIP
    learner.does(EventKind.NEXT, "this")
    assert learner.status().lessons["this"].done == (kind in NEXT_COMPLETES)
    learner.completes("this")
    assert learner.status().lessons["this"].face is NextFace.NEXT
    assert learner.status().next_lesson["this"] == "after"


def test_next_after_the_last_lesson_leads_nowhere_further() -> None:
    found = Learner(COURSE).status()
    assert found.next_lesson["final"] == ""
    assert found.lessons["final"].face is NextFace.SKIP


def test_next_goes_through_optional_lessons_too() -> None:
    assert Learner(COURSE).status().next_lesson["ready"] == "extra"


@pytest.mark.parametrize("kind", [Kind.VIDEO, Kind.AUDIO, Kind.PDF])
def test_next_is_enough_where_the_author_says_so(kind: Kind) -> None:
    learner = Learner(course(chapter("one", lesson("a", kind, Rule.NEXT))))
    assert learner.status().lessons["a"].face is NextFace.NEXT
    learner.does(EventKind.NEXT, "a")
    assert learner.status().lessons["a"].done


def test_seeking_and_replaying_a_film_earns_nothing() -> None:
    learner = Learner(course(chapter("one", lesson("film", Kind.VIDEO))))
    learner.does(EventKind.SITTING, "film", {"played": [[0, 50_000]], "length_ms": 100_000})
    learner.does(EventKind.SITTING, "film", {"played": [[0, 50_000], [99_000, 99_500]], "length_ms": 100_000})
    assert not learner.status().lessons["film"].done
    learner.does(EventKind.SITTING, "film", {"played": [[50_000, 90_000]], "length_ms": 100_000})
    assert learner.status().lessons["film"].done


def test_a_chapter_to_choose_from_asks_for_any_two() -> None:
    learner = Learner(course(chapter("one", lesson("a"), lesson("b"), lesson("c"), choose=2)))
    learner.completes("b")
    (left,) = learner.status().awards["certificate"].left
    assert (left.what, left.amount, [need.id for need in left.of]) == ("any", 1, ["a", "c"])
    learner.completes("c")
    found = learner.status()
    assert found.awards["certificate"].earned
    assert (found.done, found.of, found.extras) == (2, 2, 1)
    learner.completes("a")
    assert (learner.status().done, learner.status().extras_done) == (2, 1)
