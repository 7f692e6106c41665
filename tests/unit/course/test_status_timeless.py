"""A course that heeds no clock is not judged again while nothing happened; one that does, is."""

from dataclasses import replace

import pytest

from player.course.facts import Facts
from player.course.model import (
    After,
    AtLeast,
    Chapter,
    Complete,
    Condition,
    CountsWhen,
    Course,
    DaysSinceStart,
    Kind,
    Lesson,
    QuizRules,
    Rule,
    default_award,
)
from player.course.status import Evaluator
from player.course.status_types import CourseStatus

DAY = 86_400_000


def course(opens: Condition | None = None, quiz: QuizRules | None = None) -> Course:
    lessons = [Lesson("a", "A", Kind.TEXT, CountsWhen(Rule.NEXT)), Lesson("b", "B", Kind.TEXT, CountsWhen(Rule.NEXT), opens_when=opens)]
    if quiz is not None:
        lessons.append(Lesson("q", "Q", Kind.QUIZ, CountsWhen(Rule.PASSED), quiz=quiz))
    return Course("org.example.time", "Time", "1", (Chapter("c", "C", tuple(lessons)),), awards=(default_award("Time"),))


def twice(made: Course) -> tuple[CourseStatus, CourseStatus]:
    facts, rules = Facts(), Evaluator(made)
    first = rules.status(facts, 0)
    return first, rules.status(facts, 400 * DAY, previous=first)


@pytest.mark.parametrize("opens", [None, Complete("a"), AtLeast(1, (Complete("a"),))])
def test_nothing_happened_and_no_rule_heeds_the_clock(opens: Condition | None) -> None:
    first, later = twice(course(opens, QuizRules(1, 1)))
    assert later is first


@pytest.mark.parametrize("opens", [After("1970-06-01"), AtLeast(1, (After("1970-06-01"), Complete("a")))])
def test_a_date_that_has_come_opens_without_an_event(opens: Condition) -> None:
    first, later = twice(course(opens))
    assert first.lessons["b"].locked
    assert not later.lessons["b"].locked


@pytest.mark.parametrize(
    "made",
    [
        course(DaysSinceStart(3)),
        course(quiz=QuizRules(1, 1, cool_down_seconds=60)),
        course(quiz=QuizRules(1, 1, attempts=1, when_exhausted="again after 2 days")),
        replace(course(), opens_when=After("1970-06-01")),
    ],
)
def test_whatever_waits_for_time_is_judged_again(made: Course) -> None:
    first, later = twice(made)
    assert later is not first


def test_new_facts_are_judged_again() -> None:
    rules = Evaluator(course())
    first = rules.status(Facts(), 0)
    assert rules.status(Facts(), 0, previous=first) is not first
