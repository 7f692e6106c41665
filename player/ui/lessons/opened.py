"""A lesson, read and ready to show: made on the store lane."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from player.course.model import Lesson
from player.course.status_types import CourseStatus
from player.course.titles import in_language
from player.errors import PlayerError
from player.ui.lessons.kinds import view_of
from player.ui.lessons.view import Place
from player.ui.wording import locked
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.learning import Enrolment
    from player.services.player import Player


@dataclass(frozen=True, slots=True)
class Opened:
    """One lesson, read and ready to show."""

    enrolment: "Enrolment"
    status: CourseStatus
    lesson: Lesson
    prepared: Any


def load_known(player: "Player", enrolment: "Enrolment", lesson_id: str) -> Opened:
    """A lesson of the course that is open. Raises PlayerError when it is locked."""
    each = shown(player.learning.status(enrolment), enrolment).lessons[lesson_id]
    if each.locked:
        raise PlayerError(tr("Still locked"), tr("“{title}” is locked.", title=each.lesson.title), locked(each.why_locked) + ".")
    return open_lesson(player, enrolment, lesson_id)


def open_lesson(player: "Player", enrolment: "Enrolment", lesson_id: str, prepared: Any = None) -> Opened:
    """Prepare a lesson and record that it was opened; on the store lane."""
    status = shown(player.learning.status(enrolment), enrolment)
    lesson = status.lessons[lesson_id].lesson
    if prepared is None:
        prepared = view_of(lesson.kind).prepare(player, place_of(enrolment, status, lesson))
    return Opened(enrolment, shown(player.learning.open_lesson(enrolment, lesson_id), enrolment), lesson, prepared)


def shown(status: CourseStatus, enrolment: "Enrolment") -> CourseStatus:
    """With the titles of the language that is read."""
    return in_language(status, enrolment.open.course, enrolment.tongue)


def place_of(enrolment: "Enrolment", status: CourseStatus, lesson: Lesson) -> Place:
    opened = enrolment.open
    chapter = status.chapters[status.lessons[lesson.id].chapter_id].title
    return Place(opened.course, lesson, opened.source, enrolment, chapter, "a" + opened.digest[:31])
