"""Titles in another language of the course: only what is shown changes."""

from dataclasses import replace

import pytest
from hypothesis import given

from player.course.model import Chapter, Course, Lesson, Order
from player.course.status import Evaluator
from player.course.titles import course_in_language, in_language, title_of, tongue
from tests.forge.laws import law
from tests.forge.learners import Learner, chapter, course, courses, lesson


def two_tongues() -> Course:
    cool = replace(lesson("cool"), title="Cool it", titles={"ar": "برّده"})
    cover = replace(lesson("cover"), title="Cover it")
    burns: Chapter = replace(chapter("burns", cool, cover), title="Burns", titles={"ar": "الحروق"})
    return replace(course(burns, order=Order.IN_ORDER), title="First aid", titles={"ar": "إسعافات"}, languages=("en", "ar", "pt-BR"))


def test_the_first_wanted_language_that_there_is() -> None:
    made = two_tongues()
    assert tongue(made, "fr", "ar-EG", "en") == "ar"
    assert tongue(made, "pt-BR") == "pt-BR"
    assert tongue(made, "pt-PT", "") == "en"
    assert tongue(made) == "en"


def test_titles_of_everything_that_is_shown() -> None:
    made = two_tongues()
    status = Learner(made).status()
    shown = in_language(status, made, "ar")
    assert [each.lesson.title for each in shown.lessons.values()] == ["برّده", "Cover it"]
    assert [each.title for each in shown.chapters.values()] == ["الحروق"]
    locked = shown.lessons["cover"]
    assert [need.title for need in locked.why_locked] == ["برّده"]
    assert [need.title for award in shown.awards.values() for need in award.left][:1] == ["برّده"]
    assert {name: each.state for name, each in shown.lessons.items()} == {name: each.state for name, each in status.lessons.items()}
    assert all(in_language(status, made, tag) is status for tag in ("fr", "en", ""))


def test_titles_of_the_tree() -> None:
    made = two_tongues()
    shown = course_in_language(made, "ar")
    assert (title_of(made, "ar"), shown.title, shown.chapters[0].title) == ("إسعافات", "إسعافات", "الحروق")
    assert [each.title for each in shown.lessons()] == ["برّده", "Cover it"]
    assert all(course_in_language(made, tag) is made for tag in ("fr", "en", ""))
    assert title_of(made, "fr") == "First aid"


@pytest.mark.parametrize("only", ["lesson", "chapter", "course"])
def test_one_title_alone(only: str) -> None:
    made = two_tongues()
    bare: tuple[Lesson, ...] = tuple(replace(each, titles={}) for each in made.lessons())
    made = replace(made, titles=made.titles if only == "course" else {}, chapters=tuple(
        replace(each, titles=each.titles if only == "chapter" else {}, lessons=each.lessons if only == "lesson" else bare)
        for each in made.chapters))
    assert course_in_language(made, "ar") != made


@law(20)
@given(courses())
def test_a_course_in_one_language_stays_as_it_is(made: Course) -> None:
    status = Evaluator(made).status(Learner(made).facts, 0)
    assert in_language(status, made, "ar") is status
    assert course_in_language(made, "ar") is made
