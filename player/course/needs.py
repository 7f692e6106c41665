"""What is left of one lesson, as a `Need`."""

from collections.abc import Iterable
from fractions import Fraction

from player.course.attempt import again_at, stuck
from player.course.completion import measured, progress
from player.course.facts import NO_LESSON_FACTS, LessonFacts
from player.course.model import Lesson, Rule
from player.course.status_types import Need


def cheapest(needs: Iterable[Need], count: int) -> int:
    """Seconds for the `count` shortest of them."""
    return sum(sorted(need.seconds for need in needs)[:count])


NOTHING = Fraction(0)


def blank_need(lesson: Lesson) -> Need:
    """What is left of a lesson that was never touched; the same as `lesson_need` without facts, only faster."""
    if lesson.quiz is not None:
        return lesson_need(lesson, NO_LESSON_FACTS, 0)
    return Need("complete", lesson.id, lesson.title, lesson.kind, lesson.seconds, done=NOTHING if measured(lesson) else None)


def lesson_need(lesson: Lesson, facts: LessonFacts, now: int) -> Need:
    """What is left of one lesson that is not done: complete it, pass it, or find somebody who can help."""
    done = progress(lesson, facts)
    seconds = lesson.seconds if done is None else lesson.seconds - int(lesson.seconds * done)
    rule = lesson.counts_when.rule
    amount = 0
    what = "complete"
    at = None
    if lesson.quiz is not None and rule is not Rule.SUBMITTED:
        what, amount = "pass", 100 if rule is Rule.ALL_RIGHT else lesson.quiz.pass_mark
    if lesson.quiz is not None and stuck(lesson, facts, now):
        what, at = "stuck", again_at(lesson.quiz, facts, now)
    return Need(what, lesson.id, lesson.title, lesson.kind, seconds, amount, at, done=done)


def stuck_first(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Each need once; where somebody else has to help comes first (product.md section 11.7)."""
    return tuple(sorted(dict.fromkeys(needs), key=lambda need: need.what != "stuck"))
