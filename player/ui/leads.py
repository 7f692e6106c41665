"""Where a locked row leads: to the first thing that can be done about it."""

from player.course.status_types import CourseStatus, Need


def leads_to(status: CourseStatus, wanted: str) -> str:
    """The lesson that a click opens: `wanted` (a lesson, or a chapter: its first lesson that is not done) when it is open, else the first
    open one of what it waits for. "" when nobody here can do anything about it (a date, an award from elsewhere)."""
    return _open_one(status, wanted, set())


def _open_one(status: CourseStatus, wanted: str, seen: set[str]) -> str:
    if wanted in seen:
        return ""
    seen.add(wanted)
    lesson = status.lessons.get(wanted)
    if lesson is not None:
        return wanted if not lesson.locked else _first(status, lesson.why_locked, seen)
    if wanted not in status.chapters:
        return ""
    for each in status.lessons.values():
        if each.chapter_id == wanted and not each.done and (found := _open_one(status, each.lesson.id, seen)):
            return found
    return ""


def _first(status: CourseStatus, needs: tuple[Need, ...], seen: set[str]) -> str:
    for need in needs:
        if found := _open_one(status, need.id, seen) or _first(status, need.of, seen):
            return found
    return ""
