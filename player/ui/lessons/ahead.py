"""The next lesson, prepared in the pool while this one is read."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from player.course.status_types import CourseStatus
from player.ui.desk import Desk
from player.ui.lessons.kinds import view_of
from player.ui.lessons.opened import place_of

if TYPE_CHECKING:
    from player.services.learning import Enrolment


class LookAhead:
    """`owner`: nothing is prepared for a page that is gone."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        self._desk, self._owner = desk, owner
        self._made: tuple[str, Any] = ("", None)

    def look(self, enrolment: "Enrolment", status: CourseStatus, lesson_id: str) -> None:
        """Prepare what follows this lesson, where that needs no services."""
        following = status.next_lesson.get(lesson_id, "")
        if not following or self._made[0] == following:
            return
        lesson = status.lessons[following].lesson
        kind = view_of(lesson.kind)
        if kind.ahead:
            place = place_of(enrolment, status, lesson)
            self._desk.pool(lambda: kind.prepare(None, place), lambda made: self._keep(following, made), lambda _error: None, owner=self._owner)

    def of(self, lesson_id: str) -> Any:
        """What was prepared for it, or None."""
        return self._made[1] if self._made[0] == lesson_id else None

    def _keep(self, lesson_id: str, made: Any) -> None:
        self._made = (lesson_id, made)
