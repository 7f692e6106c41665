"""The completion rules, one by one."""

from fractions import Fraction

import pytest

from player.course.completion import (
    RULES,
    boxes_wanted,
    counted_score,
    default_rule,
    holds,
    merge_intervals,
    next_completes,
    pages_wanted,
    passed,
    peak_score,
    played_ms,
    progress,
    score_reached,
)
from player.course.estimate import minutes, reading_seconds
from player.course.facts import AttemptFact, LessonFacts, Override
from player.course.model import CountsWhen, Kind, Lesson, MoveOn, QuizRules, Rule
from tests.forge.learners import lesson


def attempts(*scores: int) -> tuple[AttemptFact, ...]:
    return tuple(AttemptFact(str(number), number, number, Fraction(score, 10), score >= 7, score == 10) for number, score in enumerate(scores, 1))


def test_every_kind_has_rules_and_a_default_among_them() -> None:
    assert set(RULES) == set(Kind)
    assert set(Rule) == {rule for rules in RULES.values() for rule in rules}
    for kind in Kind:
        assert default_rule(kind).rule in RULES[kind]
    assert default_rule(Kind.VIDEO) == CountsWhen(Rule.PLAYED, 90)
    assert default_rule(Kind.PDF) == CountsWhen(Rule.PAGES, 100)


@pytest.mark.parametrize(
    ("of", "facts", "held"),
    [
        (lesson("a", rule=Rule.OPENED), LessonFacts(opened_at=0), True),
        (lesson("a", rule=Rule.OPENED), LessonFacts(), False),
        (lesson("a", rule=Rule.READ), LessonFacts(end_seen=True), True),
        (lesson("a", rule=Rule.READ), LessonFacts(next_pressed=True), False),
        (lesson("a", Kind.DOWNLOAD, Rule.SAVED), LessonFacts(files_saved=frozenset({"x"})), True),
        (lesson("a", Kind.DOWNLOAD, Rule.SAVED), LessonFacts(next_pressed=True), False),
        (lesson("a", Kind.ASSIGNMENT), LessonFacts(handed_in=True), False),
        (lesson("a", Kind.ASSIGNMENT), LessonFacts(signed_off=True), True),
        (lesson("a", Kind.ASSIGNMENT, Rule.HANDED_IN), LessonFacts(handed_in=True), True),
        (lesson("a", Kind.CHECKLIST, amount=2), LessonFacts(boxes=frozenset({0, 2})), True),
        (lesson("a", Kind.CHECKLIST, amount=2), LessonFacts(boxes=frozenset({0, 3})), False),
        (lesson("a", Kind.CHECKLIST, boxes=()), LessonFacts(boxes=frozenset({0})), False),
        (lesson("a", Kind.PDF, amount=50), LessonFacts(pages=frozenset({1, 4})), True),
        (lesson("a", Kind.PDF, amount=51), LessonFacts(pages=frozenset({1, 4})), False),
        (lesson("a", Kind.PDF), LessonFacts(pages=frozenset({1, 2, 3, 9})), False),
        (lesson("a", Kind.PDF, pages=0), LessonFacts(pages=frozenset({1})), False),
        (lesson("a", Kind.VIDEO, media_seconds=0), LessonFacts(played=((0, 9),)), False),
        (lesson("a", Kind.VIDEO, media_seconds=0), LessonFacts(played=((0, 9000),), length_ms=10_000), True),
        (lesson("a", Kind.QUIZ, quiz=None), LessonFacts(attempts=attempts(10)), False),
        (lesson("a", active=10), LessonFacts(next_pressed=True, active_ms=9999), False),
        (lesson("a", active=10), LessonFacts(next_pressed=True, active_ms=10_000), True),
    ],
)
def test_whether_a_rule_holds(of: Lesson, facts: LessonFacts, held: bool) -> None:
    assert holds(of, facts) is held


WEB: dict[MoveOn, set[tuple[bool, bool | None]]] = {
    MoveOn.PASSED: {(False, True), (True, True)},
    MoveOn.COMPLETED: {(True, None), (True, False), (True, True)},
    MoveOn.BOTH: {(True, True)},
    MoveOn.EITHER: {(True, None), (True, False), (False, True), (True, True)},
    MoveOn.NOT_APPLICABLE: {(c, p) for c in (True, False) for p in (None, True, False)},
}


@pytest.mark.parametrize("rule", MoveOn)
@pytest.mark.parametrize("completed", [True, False])
@pytest.mark.parametrize("success", [None, True, False])
def test_move_on_as_cmi5_has_it(rule: MoveOn, completed: bool, success: bool | None) -> None:
    facts = LessonFacts(opened_at=1, web_completed=completed, web_passed=success)
    assert holds(lesson("w", Kind.WEB, move_on=rule), facts) == ((completed, success) in WEB[rule])


def test_not_applicable_still_wants_to_be_opened() -> None:
    assert not holds(lesson("w", Kind.WEB, move_on=MoveOn.NOT_APPLICABLE), LessonFacts())


def test_next_completes_only_where_next_is_the_rule() -> None:
    assert next_completes(lesson("a"), LessonFacts())
    assert not next_completes(lesson("a", active=5), LessonFacts())
    assert not next_completes(lesson("p", Kind.PDF), LessonFacts())
    assert next_completes(lesson("p", Kind.PDF), LessonFacts(pages=frozenset({1, 2, 3, 4})))


def test_the_end_of_a_film_has_a_tolerance_of_two_seconds() -> None:
    film = lesson("v", Kind.VIDEO, amount=100)
    assert holds(film, LessonFacts(played=((0, 98_000),)))
    assert not holds(film, LessonFacts(played=((0, 97_999),)))
    assert not holds(film, LessonFacts(played=((1, 100_000),)))
    assert holds(film, LessonFacts(played=((0, 200_000),)))
    assert played_ms(((0, 1000),), 4000) == 1000  # a short clip: a quarter, not half of it
    assert played_ms(((5000, 6000),), 4000) == 0


def test_the_longer_length_is_believed() -> None:
    film = lesson("v", Kind.VIDEO)
    assert not holds(film, LessonFacts(played=((0, 9_000),), length_ms=10_000))


def test_intervals_become_a_union() -> None:
    assert merge_intervals([(5, 9), (0, 3), (3, 4), (6, 7), (2, 2), (9, 8)]) == ((0, 4), (5, 9))


@pytest.mark.parametrize(
    ("of", "facts", "share"),
    [
        (lesson("a"), LessonFacts(next_pressed=True), None),
        (lesson("p", Kind.PDF, amount=50), LessonFacts(pages=frozenset({1})), Fraction(1, 2)),
        (lesson("v", Kind.VIDEO), LessonFacts(played=((0, 45_000),)), Fraction(1, 2)),
        (lesson("a", active=10), LessonFacts(active_ms=2500), Fraction(1, 4)),
        (lesson("a", active=10), LessonFacts(active_ms=25_000), Fraction(1)),
        (lesson("p", Kind.PDF, active=10), LessonFacts(active_ms=2500, pages=frozenset({1, 2})), Fraction(1, 4)),
        (lesson("v", Kind.VIDEO, media_seconds=0), LessonFacts(), Fraction(0)),
    ],
)
def test_progress_is_exact(of: Lesson, facts: LessonFacts, share: Fraction | None) -> None:
    assert progress(of, facts) == share


def test_how_much_a_rule_wants_in_numbers() -> None:
    assert pages_wanted(lesson("p", Kind.PDF, amount=51)) == 3
    assert boxes_wanted(lesson("c", Kind.CHECKLIST)) == 3
    assert boxes_wanted(lesson("c", Kind.CHECKLIST, amount=1)) == 1


@pytest.mark.parametrize(
    ("counts", "now", "peak"),
    [("best", 8, 8), ("last", 3, 8), ("first", 4, 4), ("average", 5, 6)],
)
def test_counted_and_highest_counted_score(counts: str, now: int, peak: int) -> None:
    rules, some = QuizRules(10, 10, counts=counts), attempts(4, 8, 3)
    assert counted_score(rules, some) == Fraction(now, 10)
    assert peak_score(rules, some) == Fraction(peak, 10)
    assert counted_score(rules, ()) is None
    assert peak_score(rules, ()) is None


def test_passed_is_a_word_for_success() -> None:
    quiz = lesson("q", Kind.QUIZ, Rule.SUBMITTED)
    assert not passed(quiz, LessonFacts(ticked_at=1, attempts=attempts(6)))
    assert passed(quiz, LessonFacts(ticked_at=1, attempts=attempts(7, 0)))
    assert passed(quiz, LessonFacts(ticked_at=1, override=Override(True, 1, "", "")))
    assert not passed(quiz, LessonFacts(ticked_at=1, override=Override(False, 1, "", "")))
    assert not passed(quiz, LessonFacts())
    assert passed(lesson("q", Kind.QUIZ), LessonFacts(ticked_at=1))
    web = lesson("w", Kind.WEB)
    assert not passed(web, LessonFacts(ticked_at=1, web_completed=True))
    assert passed(web, LessonFacts(web_passed=True))
    assert passed(lesson("a"), LessonFacts(ticked_at=1))
    assert not passed(lesson("a"), LessonFacts(next_pressed=True))


def test_the_score_that_conditions_compare() -> None:
    assert score_reached(lesson("q", Kind.QUIZ), LessonFacts(attempts=attempts(4, 8), void_attempts=1)) == Fraction(8, 10)
    assert score_reached(lesson("q", Kind.QUIZ), LessonFacts(attempts=attempts(4, 8), void_attempts=2)) is None
    assert score_reached(lesson("w", Kind.WEB), LessonFacts(web_score=Fraction(1, 3))) == Fraction(1, 3)


def test_estimates_are_rounded_up() -> None:
    assert (reading_seconds(0), reading_seconds(1), reading_seconds(200)) == (0, 1, 60)
    assert (minutes(0), minutes(1), minutes(60), minutes(61)) == (0, 1, 1, 2)
    assert lesson("a", minutes=None, computed_seconds=90).seconds == 90
