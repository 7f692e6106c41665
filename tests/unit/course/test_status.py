"""The one function: order, choices, counters, faces of NEXT, where to go on."""

from fractions import Fraction

import pytest

from player.course.facts import EventKind, Facts
from player.course.model import AfterCertificate, AtLeast, Award, AwardKind, Complete, Course, Kind, Order, QuizRules, Rule
from player.course.percent import counter_percent, floor_percent
from player.course.status import Evaluator, status
from player.course.status_types import NextFace, State
from tests.forge.learners import DAY, START, Learner, chapter, course, lesson


def locked(of: Course, *done: str) -> list[str]:
    learner = Learner(of)
    learner.completes(*done)
    return [name for name, one in learner.status().lessons.items() if one.locked]


def line(**more: object) -> Course:
    return course(
        chapter("one", lesson("a"), lesson("b"), lesson("o", required=False), lesson("c")),
        chapter("two", lesson("d"), lesson("e"), **more),
        chapter("three", lesson("f"), lesson("p", required=False), lesson("g")),
        order=Order.IN_ORDER,
    )


@pytest.mark.parametrize(
    ("done", "shut"),
    [
        ((), "b o c d e f p g"),
        (("a",), "o c d e f p g"),
        (("a", "b"), "d e f p g"),
        (("a", "b", "o"), "d e f p g"),
        (("a", "b", "c"), "e f p g"),
        (("a", "b", "c", "d", "e"), "p g"),
        (("a", "b", "c", "d", "e", "f"), ""),
        (("b",), "o c d e f p g"),
        (("a", "b", "c", "f"), "e p g"),
    ],
)
def test_in_order_is_one_line_through_all_chapters(done: tuple[str, ...], shut: str) -> None:
    assert locked(line(), *done) == shut.split()


@pytest.mark.parametrize(
    ("done", "shut"),
    [((), "b o c d e f p g"), (("a", "b", "c"), "f p g"), (("a", "b", "c", "e"), "f p g"), (("a", "b", "c", "e", "d"), "p g")],
)
def test_a_free_chapter_is_one_knot_in_the_line(done: tuple[str, ...], shut: str) -> None:
    of = line(order=Order.FREE)
    assert locked(of, *done) == shut.split()
    if done == ("a", "b", "c"):
        learner = Learner(of)
        learner.completes(*done)
        assert [need.id for need in learner.status().lessons["g"].why_locked] == ["d", "e", "f"]


def test_a_choice_is_a_knot_too() -> None:
    of = line(choose=1)
    assert locked(of, "a", "b", "c") == ["f", "p", "g"]
    assert locked(of, "a", "b", "c", "e") == ["p", "g"]
    learner = Learner(of)
    learner.completes("a", "b", "c")
    (need,) = learner.status().chapters["three"].why_locked
    assert (need.what, need.id, need.amount) == ("any", "two", 1)


def test_in_order_in_one_chapter_of_a_free_course() -> None:
    of = course(chapter("one", lesson("a"), lesson("b"), order=Order.IN_ORDER), chapter("two", lesson("c"), lesson("d")))
    assert locked(of) == ["b"]


def test_milestones() -> None:
    of = course(
        chapter("one", lesson("a"), lesson("m", milestone=True), lesson("b")),
        chapter("two", lesson("c"), lesson("n", milestone=True), lesson("d"), order=Order.FREE),
        chapter("three", lesson("e")),
        order=Order.MILESTONES,
    )
    assert locked(of) == ["b", "c", "n", "d", "e"]
    assert locked(of, "m") == ["e"]
    assert locked(of, "m", "n") == []
    assert locked(of, "n") == ["b", "c", "d", "e"]
    inside = course(chapter("one", lesson("m", milestone=True), lesson("b"), order=Order.MILESTONES), chapter("two", lesson("c")))
    assert locked(inside) == ["b"]


def test_a_chapter_may_wait_for_another() -> None:
    of = course(chapter("one", lesson("a"), lesson("b")), chapter("two", lesson("c"), opens_when=Complete("one")))
    assert locked(of, "a") == ["c"]
    learner = Learner(of)
    assert [need.id for need in learner.status().chapters["two"].why_locked] == ["one"]
    assert learner.status().chapters["one"].why_locked == ()


def test_what_is_done_stays_open() -> None:
    of = line()
    learner = Learner(of)
    learner.grants("g")
    found = learner.status().lessons["g"]
    assert (found.state, found.locked, found.why_locked) == (State.DONE, False, ())
    learner.completes("a", "b", "c")
    learner.voids("a")
    assert [name for name, one in learner.status().lessons.items() if one.locked] == ["o", "d", "e", "f", "p"]


def test_a_chapter_without_required_lessons_is_complete_and_has_no_counter() -> None:
    of = course(chapter("one", lesson("o", required=False)), chapter("empty"), chapter("two", lesson("a")), order=Order.IN_ORDER)
    found = Learner(of).status()
    assert (found.chapters["one"].complete, found.chapters["one"].of, found.chapters["one"].extras) == (True, 0, 1)
    assert not found.lessons["a"].locked
    assert (found.of, found.complete) == (1, False)


def test_a_course_that_asks_for_nothing_is_never_complete() -> None:
    nothing = course(chapter("one", lesson("o", required=False)))
    learner = Learner(nothing)
    learner.completes("o")
    found = learner.status()
    assert (found.complete, found.of, found.extras_done) == (False, 0, 1)
    assert not found.awards["certificate"].earned
    empty = status(course(), Facts(), START)
    assert (empty.complete, empty.resume, dict(empty.lessons), dict(empty.next_lesson)) == (False, "", {}, {})


def test_a_certificate_for_nothing_is_never_given_but_a_welcome_voucher_is() -> None:
    nothing = AtLeast(0, ())
    awards = (Award("c", AwardKind.CERTIFICATE, "C", nothing), Award("v", AwardKind.VOUCHER, "V", nothing))
    found = Learner(course(chapter("one", lesson("a")), awards=awards)).status()
    assert (found.awards["c"].earned, found.awards["v"].earned) == (False, True)


def test_two_counters() -> None:
    of = course(chapter("one", lesson("a"), lesson("o", required=False)), chapter("two", lesson("b"), lesson("c"), lesson("d"), choose=2))
    learner = Learner(of)
    learner.completes("o", "b", "c")
    found = learner.status()
    assert (found.done, found.of, found.extras_done, found.extras) == (2, 3, 1, 2)
    assert (found.chapters["two"].choose_left, found.chapters["one"].choose_left) == (0, None)
    assert [found.lessons[name].required for name in "abcdo"] == [True, True, True, False, False]
    assert [found.lessons[name].choose for name in "abd"] == [False, True, True]
    learner.completes("d")
    assert learner.status().extras_done == 2
    assert not learner.status().lessons["d"].required


def test_of_a_choice_the_ones_done_first_count() -> None:
    learner = Learner(course(chapter("one", lesson("a"), lesson("b"), lesson("c"), choose=2)))
    learner.completes("c", "b", "a")
    assert [learner.status().lessons[name].required for name in "abc"] == [False, True, True]


def test_an_optional_lesson_in_a_choice_is_an_extra() -> None:
    of = course(chapter("one", lesson("a"), lesson("o", required=False), choose=1))
    learner = Learner(of)
    learner.completes("o")
    found = learner.status()
    assert (found.done, found.of, found.extras_done, found.extras) == (0, 1, 1, 1)
    assert not found.lessons["o"].required


def test_time_left_is_for_what_is_required_and_shrinks_with_progress() -> None:
    of = course(
        chapter("one", lesson("a", minutes=10), lesson("p", Kind.PDF, minutes=8), lesson("o", required=False, minutes=100)),
        chapter("two", lesson("b", minutes=3), lesson("c", minutes=20), choose=1),
    )
    learner = Learner(of)
    found = learner.status()
    assert found.seconds == found.seconds_left == found.awards["certificate"].seconds_left == 21 * 60
    learner.does(EventKind.SITTING, "p", {"pages": [1]})
    assert learner.status().seconds_left == 19 * 60
    learner.completes("a")
    assert (learner.status().seconds_left, learner.status().seconds) == (9 * 60, 21 * 60)


def test_stuck_quizzes_come_first_in_what_is_left() -> None:
    of = course(chapter("one", lesson("a"), lesson("q", Kind.QUIZ, quiz=QuizRules(1, 1, attempts=1, when_exhausted="again after 2 days"))))
    learner = Learner(of)
    learner.scores("q", 0)
    handed_in = learner.facts.lesson("q").attempts[0].at
    left = learner.status().awards["certificate"].left
    assert [(need.what, need.id, need.at) for need in left] == [("stuck", "q", handed_in + 2 * DAY), ("complete", "a", None)]
    later = learner.status(handed_in + 2 * DAY)
    assert [need.what for need in later.awards["certificate"].left] == ["complete", "pass"]
    assert later.lessons["q"].attempts_left == 1


def test_waiting_is_noticed_without_a_new_event() -> None:
    of = course(chapter("one", lesson("q", Kind.QUIZ, quiz=QuizRules(1, 1, attempts=1, when_exhausted="again after 2 days"))))
    learner, evaluator = Learner(of), Evaluator(of)
    learner.scores("q", 0)
    first = evaluator.status(learner.facts, learner.at)
    later = evaluator.status(learner.facts, learner.at + 2 * DAY, previous=first)
    assert [need.what for need in later.awards["certificate"].left] == ["pass"]
    learner.completes("q")
    assert evaluator.status(learner.facts, learner.at, previous=later).complete


def test_an_answer_of_another_evaluator_is_no_shortcut() -> None:
    learner = Learner(line())
    learner.completes("a")
    other = Learner(course(chapter("z", lesson("a", Kind.QUIZ)))).status()
    assert Evaluator(line()).status(learner.facts, START, previous=other) == status(line(), learner.facts, START)


def test_what_did_not_change_is_the_same_object() -> None:
    of = course(chapter("one", lesson("a"), lesson("b")), chapter("two", lesson("c")), chapter("three", lesson("d"), opens_when=Complete("a")))
    learner, evaluator = Learner(of), Evaluator(of)
    first = evaluator.status(learner.facts, START)
    seen = dict(first.lessons)
    learner.completes("a")
    second = evaluator.status(learner.facts, START, previous=first)
    assert second.lessons["b"] is seen["b"]
    assert second.lessons["a"] is not seen["a"]
    assert second.lessons["d"] is not seen["d"]
    assert second.lessons["b"] is second.lessons["b"]
    assert second.chapters["two"] is first.chapters["two"]
    assert second.chapters["one"] is not first.chapters["one"]
    assert second.chapters["three"] is not first.chapters["three"]
    third = evaluator.status(learner.facts, START, previous=second)
    assert third.lessons["c"] is first.lessons["c"]
    assert third == second == status(of, learner.facts, START)


# States


def test_states_of_a_lesson() -> None:
    learner = Learner(course(chapter("one", lesson("a"), lesson("q", Kind.QUIZ), lesson("w", Kind.WEB))))
    assert learner.status().lessons["a"].state is State.TODO
    learner.does(EventKind.OPENED, "a")
    assert learner.status().lessons["a"].state is State.STARTED
    learner.scores("q", 6)
    found = learner.status().lessons["q"]
    assert (found.state, found.score, found.attempts_left) == (State.FAILED, Fraction(6, 10), None)
    learner.does(EventKind.WEB, "w", {"passed": False})
    assert learner.status().lessons["w"].state is State.FAILED
    learner.completes("a")
    assert learner.status().lessons["a"].done


def test_completed_and_failed_are_two_axes() -> None:
    learner = Learner(course(chapter("one", lesson("q", Kind.QUIZ, Rule.SUBMITTED))))
    learner.scores("q", 1)
    found = learner.status().lessons["q"]
    assert (found.state, found.score) == (State.DONE, Fraction(1, 10))


def test_merit_is_weighted_by_points_and_only_of_required_quizzes() -> None:
    of = course(
        chapter("one", lesson("q", Kind.QUIZ, quiz=QuizRules(1, 30)), lesson("r", Kind.QUIZ, quiz=QuizRules(1, 10))),
        chapter("two", lesson("o", Kind.QUIZ, required=False), lesson("s", Kind.QUIZ), lesson("t", Kind.QUIZ), choose=1),
    )
    learner = Learner(of)
    assert learner.status().merit is None
    learner.does(EventKind.OPENED, "q")
    assert learner.status().merit is None
    learner.scores("o", 0)
    learner.scores("t", 5)
    learner.scores("q", 10)
    assert learner.status().merit == 1
    learner.scores("r", 6)
    assert learner.status().merit == Fraction(36, 40)
    learner.scores("s", 10)
    learner.scores("t", 10)
    assert learner.status().merit == Fraction(46, 50)


# NEXT


def faces(of: Course, *done: str) -> dict[str, NextFace]:
    learner = Learner(of)
    learner.completes(*done)
    return {name: one.face for name, one in learner.status().lessons.items()}


def test_faces_in_a_line_of_quizzes() -> None:
    of = course(
        chapter("one", lesson("q", Kind.QUIZ), lesson("o", Kind.PDF, required=False), lesson("r", Kind.QUIZ)),
        chapter("two", lesson("s", Kind.QUIZ)),
        order=Order.IN_ORDER,
    )
    assert faces(of)["q"] is NextFace.BLOCKED
    after = faces(of, "q")
    assert (after["q"], after["o"], after["r"], after["s"]) == (NextFace.NEXT, NextFace.SKIP, NextFace.BLOCKED, NextFace.BLOCKED)
    assert faces(of, "q", "r")["s"] is NextFace.SKIP


def test_faces_in_a_knot() -> None:
    of = course(
        chapter("one", lesson("p", Kind.PDF), lesson("q", Kind.QUIZ), lesson("o", Kind.PDF, required=False), order=Order.FREE),
        chapter("two", lesson("a")),
        order=Order.IN_ORDER,
    )
    assert [faces(of)[name] for name in "pqo"] == [NextFace.SKIP, NextFace.SKIP, NextFace.SKIP]
    knot = chapter("one", lesson("p", Kind.PDF), lesson("q", Kind.QUIZ), order=Order.FREE)
    turned = course(knot, chapter("two", lesson("a")), order=Order.IN_ORDER)
    assert [faces(turned)[name] for name in "pq"] == [NextFace.SKIP, NextFace.BLOCKED]


def test_order_holds_up_even_where_a_later_chapter_is_open() -> None:
    of = course(chapter("one", lesson("p", Kind.PDF), lesson("a"), order=Order.IN_ORDER), chapter("two", lesson("b")))
    assert faces(of)["p"] is NextFace.BLOCKED


def test_a_milestone_holds_up_and_other_lessons_do_not() -> None:
    of = course(chapter("one", lesson("p", Kind.PDF), lesson("m", Kind.PDF, milestone=True), lesson("a")), order=Order.MILESTONES)
    assert [faces(of)[name] for name in "pm"] == [NextFace.SKIP, NextFace.BLOCKED]


def test_a_condition_holds_up_only_when_there_is_nowhere_to_skip_to() -> None:
    link = AtLeast(1, (AtLeast(2, (Complete("p"), Complete("z"))), Complete("p2")))
    of = course(chapter("one", lesson("p", Kind.PDF), lesson("x", opens_when=link), lesson("p2", Kind.PDF), lesson("y", opens_when=Complete("p2"))))
    assert [faces(of)[name] for name in ("p", "p2")] == [NextFace.SKIP, NextFace.BLOCKED]
    last = course(chapter("one", lesson("p", Kind.PDF), lesson("x", opens_when=link)))
    assert faces(last)["p"] is NextFace.BLOCKED
    other = course(chapter("one", lesson("z"), lesson("p", Kind.PDF), lesson("x", opens_when=Complete("z"))))
    assert faces(other)["p"] is NextFace.SKIP


# Where to go on


def test_continue_leads_to_the_lesson_touched_last() -> None:
    learner = Learner(course(chapter("one", lesson("a"), lesson("b"), lesson("c"))))
    assert learner.status().resume == "a"
    learner.does(EventKind.OPENED, "c")
    learner.does(EventKind.OPENED, "b")
    assert learner.status().resume == "b"
    learner.completes("b")
    assert learner.status().resume == "c"
    learner.completes("c")
    assert learner.status().resume == "a"


def test_continue_prefers_required_lessons_then_any_then_the_first() -> None:
    of = course(chapter("one", lesson("o", required=False), lesson("a")), chapter("two", lesson("b"), lesson("c"), choose=1))
    learner = Learner(of)
    assert learner.status().resume == "a"
    learner.completes("a")
    assert learner.status().resume == "b"
    learner.completes("c")
    assert learner.status().resume == "o"
    learner.completes("o", "b")
    assert learner.status().resume == "o"


def test_continue_never_leads_to_a_locked_lesson() -> None:
    learner = Learner(line())
    learner.does(EventKind.OPENED, "c")
    assert learner.status().resume == "a"


# Odds and ends


def test_percentages_are_rounded_down() -> None:
    assert floor_percent(Fraction(696, 1000)) == 69
    assert (counter_percent(7, 9), counter_percent(0, 0), counter_percent(9, 9)) == (77, 0, 100)


def test_mappings_know_their_size_and_refuse_strangers() -> None:
    found = Learner(line()).status()
    assert len(found.lessons) == len(found.next_lesson) == 9
    assert list(found.next_lesson) == list(found.lessons)
    assert found.next_lesson["g"] == ""
    with pytest.raises(KeyError):
        found.lessons["stranger"]
    with pytest.raises(KeyError):
        found.next_lesson["stranger"]


def test_where_an_id_is_used_twice_the_first_one_counts() -> None:
    awards = (Award("x", AwardKind.BADGE, "1"), Award("x", AwardKind.BADGE, "2"))
    of = course(chapter("one", lesson("a")), chapter("one", lesson("a", Kind.QUIZ)), awards=awards)
    learner = Learner(of)
    learner.completes("a")
    found = learner.status()
    assert found.lessons["a"].lesson.kind is Kind.TEXT
    assert found.awards["x"].title == "1"
    assert of.lesson("a").kind is Kind.TEXT
    with pytest.raises(KeyError):
        of.lesson("b")
    assert of.access.after_certificate is AfterCertificate.KEEP_OPEN
