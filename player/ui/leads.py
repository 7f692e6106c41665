"""Where a locked row leads: to the first thing that can be done about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from player.course.elsewhere import asked_elsewhere
from player.course.model import Course
from player.course.status_types import CourseStatus, Need


@dataclass(frozen=True, slots=True)
class Lead:
    """A lesson of this course, or the key of another course on this computer; both "" where nobody here can do anything."""

    lesson: str = ""
    course: str = ""


def leads_to(status: CourseStatus, wanted: str) -> str:
    """The lesson that a click opens: `wanted` (a lesson, or a chapter: its first lesson that is left) when it is open, else the first
    open one of what it waits for. "" when nobody here can do anything about it (a date, an award from elsewhere)."""
    return lead_of(status, wanted).lesson


def lead_of(status: CourseStatus, wanted: str, courses: Mapping[str, str] | None = None) -> Lead:
    """The same, where a course may be what is waited for: `courses` names the key of the course that gives an award."""
    waiting, seen = [wanted], set[str]()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if courses and courses.get(one):
            return Lead(course=courses[one])
        lesson = status.lessons.get(one)
        if lesson is None:
            waiting += reversed(_left_in(status, one) if one in status.chapters else _left_of(status, one))
        elif not lesson.locked:
            return Lead(lesson=one)
        else:
            waiting += reversed(_named(lesson.why_locked))
    return Lead()


def waits_elsewhere(needs: tuple[Need, ...], sought: Collection[str]) -> bool:
    """Whether an award of another course is among what is waited for."""
    return any(need.id in sought or waits_elsewhere(need.of, sought) for need in needs)


def proof_wanted(course: Course, status: CourseStatus, lesson_id: str) -> bool:
    """Whether a lesson is locked, and an award of another course would open it."""
    told = status.lessons.get(lesson_id)
    return told is not None and told.locked and waits_elsewhere(told.why_locked, asked_elsewhere(course))


def _left_in(status: CourseStatus, chapter: str) -> list[str]:
    """Lessons of a chapter that are not done, required ones first."""
    left = [each for each in status.lessons.values() if each.chapter_id == chapter and not each.done]
    return [each.lesson.id for each in sorted(left, key=lambda each: not each.required)]


def _left_of(status: CourseStatus, award: str) -> list[str]:
    """What an award of this course still waits for."""
    return _named(status.awards[award].left) if award in status.awards else []


def _named(needs: tuple[Need, ...]) -> list[str]:
    """Every lesson and chapter that is named, parts of groups after their group."""
    found: list[str] = []
    for need in needs:
        found += [need.id, *_named(need.of)]
    return found
