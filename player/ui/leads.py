"""Where a locked row leads: to the first thing that can be done about it."""

from player.course.status_types import CourseStatus, Need


def leads_to(status: CourseStatus, wanted: str) -> str:
    """The lesson that a click opens: `wanted` (a lesson, or a chapter: its first lesson that is left) when it is open, else the first
    open one of what it waits for. "" when nobody here can do anything about it (a date, an award from elsewhere)."""
    waiting, seen = [wanted], set[str]()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        lesson = status.lessons.get(one)
        if lesson is None:
            waiting += reversed(_left_in(status, one))
        elif not lesson.locked:
            return one
        else:
            waiting += reversed(_named(lesson.why_locked))
    return ""


def _left_in(status: CourseStatus, chapter: str) -> list[str]:
    """Lessons of a chapter that are not done, required ones first."""
    if chapter not in status.chapters:
        return []
    left = [each for each in status.lessons.values() if each.chapter_id == chapter and not each.done]
    return [each.lesson.id for each in sorted(left, key=lambda each: not each.required)]


def _named(needs: tuple[Need, ...]) -> list[str]:
    """Every lesson and chapter that is named, parts of groups after their group."""
    found: list[str] = []
    for need in needs:
        found += [need.id, *_named(need.of)]
    return found
