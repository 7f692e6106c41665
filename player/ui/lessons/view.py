"""What every view of a lesson has in common: it shows what was prepared, and tells what the learner did with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from player.course.model import Course, Lesson
from player.course.source import ContentSource
from player.course.status_types import LessonStatus
from player.ui.desk import Desk, Failed
from player.ui.widgets.themed import Themed

if TYPE_CHECKING:
    from player.services.learning import Enrolment
    from player.services.player import Player

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the view saw in this sitting. `pages` count from 1; `played` in ms, disjoint and sorted."""

    end_seen: bool = False
    pages: frozenset[int] = frozenset()
    played: tuple[tuple[int, int], ...] = ()
    length_ms: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a lesson the learner is: an anchor (player.course.anchor) and the words for it; both empty at its beginning."""

    anchor: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the lesson stands: for titles and links."""

    course: Course
    lesson: Lesson
    source: ContentSource
    enrolment: "Enrolment"
    chapter: str  # its title
    host: str  # the package's origin, 32 hex digits that begin with a letter


class LessonView(Themed, QWidget, Generic[P]):
    """One per kind of lesson. `evidence_changed` asks the lesson page to record what was seen; deeds go out as signals."""

    evidence_changed = Signal()
    box_ticked = Signal(int, bool)
    file_saved = Signal(str, str)  # lesson id (copying may outlast the lesson), file
    link = Signal(str, str)  # kind ("lesson", "web", "file"), target
    quiz_started = Signal()
    quiz_reviewed = Signal(str)  # attempt id
    stepped = Signal(str, object)  # lesson id (it may be another one by now), the Step of a deed that the view asked for itself
    trainer_wanted = Signal()

    tells_progress = False  # it shows itself how far the learner is
    printable = False

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme

    def show_lesson(self, place: Place, prepared: P, status: LessonStatus) -> None:
        """Show another lesson of this kind; called again for every lesson."""
        raise NotImplementedError

    def update_status(self, status: LessonStatus) -> None:
        """Something about the lesson changed (a tick, a box)."""

    def evidence(self) -> Evidence:
        return Evidence()

    @property
    def playing(self) -> bool:
        """Whether a medium plays: the learner is busy then."""
        return False

    @property
    def working(self) -> bool:
        """Whether something is under way that the learner waits for."""
        return False

    def scroll_key(self, _key: Qt.Key) -> bool:
        """Take an arrow, Page or Home/End key that was pressed while NEXT has the focus; True when it was used."""
        return False

    def where(self, told: Callable[[Spot], None]) -> None:
        """`told` gets the place where the learner is, at once or soon."""
        told(Spot())

    def go_to(self, anchor: str, words: str = "") -> None:
        """To a place in the lesson that is shown, and to the first of these words after it where they can be pointed at."""

    def printout(self, done: Callable[[bytes], None], failed: Failed) -> None:
        """What is `printable`, as a PDF; called back later, on the window's thread."""

    def first_step(self) -> QWidget | None:
        """What the learner has to press first, where that is not NEXT."""
        return None

    def keep(self) -> None:
        """The learner is about to go elsewhere, or the window to close: hand over what is not on the disk yet. The lesson may stay."""

    def rest(self) -> None:
        """A lesson of another kind is shown meanwhile: hold nothing open."""

    def leave(self) -> None:
        """The page goes away: stop what runs, give back what was borrowed."""


@dataclass(frozen=True, slots=True)
class ViewKind(Generic[P]):
    """One kind of view. `prepare` reads and makes, on the store lane; when it is `ahead` it needs no services (None is passed), so that the
    next lesson may be prepared in the pool while this one is read. `make` builds the widget."""

    prepare: "Callable[[Player | None, Place], P]"
    make: Callable[[Desk], LessonView[P]]
    ahead: bool = False
