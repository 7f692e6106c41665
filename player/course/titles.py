"""The titles of a course in another of its languages. Only what is shown changes: records and awards keep those of the main language."""

from collections.abc import Mapping
from dataclasses import replace

from player.course.model import Course
from player.course.status_types import CourseStatus, Need


def tongue(course: Course, *wanted: str) -> str:
    """The first of the wanted languages that the course has, by its whole tag or by its language alone ("ar" for "ar-EG"); else its own."""
    for tag in wanted:
        for each in (tag, tag.partition("-")[0]):
            if each and each in course.languages:
                return each
    return course.language


def title_of(course: Course, tag: str) -> str:
    """The title of the course."""
    return course.titles.get(tag, course.title)


def in_language(status: CourseStatus, course: Course, tag: str) -> CourseStatus:
    """The same status, its lessons and chapters with the titles that they have in a language; those that have none keep their own."""
    if tag in {"", course.language}:
        return status
    lessons = {lesson.id: lesson.titles[tag] for lesson in course.lessons() if tag in lesson.titles}
    names = lessons | {chapter.id: chapter.titles[tag] for chapter in course.chapters if tag in chapter.titles}
    if not names:
        return status

    def told(needs: tuple[Need, ...]) -> tuple[Need, ...]:
        return tuple(replace(need, title=names.get(need.id, need.title), of=told(need.of)) for need in needs)

    return replace(
        status,
        lessons={
            name: replace(each, lesson=replace(each.lesson, title=names.get(name, each.lesson.title)), why_locked=told(each.why_locked),
                          blocked_by=told(each.blocked_by))
            for name, each in status.lessons.items()
        },
        chapters={name: replace(each, title=names.get(name, each.title), why_locked=told(each.why_locked)) for name, each in status.chapters.items()},
        awards={name: replace(each, left=told(each.left)) for name, each in status.awards.items()},
        why_locked=told(status.why_locked),
    )  # fmt: skip


def course_in_language(course: Course, tag: str) -> Course:
    """The course with the titles that it has in a language, for pages that walk over it."""
    if tag in {"", course.language}:
        return course
    lessons = any(tag in lesson.titles for lesson in course.lessons())
    if not lessons and tag not in course.titles and not any(tag in chapter.titles for chapter in course.chapters):
        return course
    return replace(
        course,
        title=title_of(course, tag),
        chapters=tuple(
            replace(chapter, title=_title(chapter.titles, tag, chapter.title),
                    lessons=tuple(replace(lesson, title=_title(lesson.titles, tag, lesson.title)) for lesson in chapter.lessons))
            for chapter in course.chapters
        ),
    )  # fmt: skip


def _title(titles: Mapping[str, str], tag: str, own: str) -> str:
    return titles.get(tag, own)
