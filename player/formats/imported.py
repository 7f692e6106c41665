"""What every source format is read into."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from player.course.model import Course
from player.course.quiz import Quiz
from player.formats.disk import Opener
from player.formats.lock import LockChange
from player.formats.problems import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lesson, chapter or award is written: file relative to the folder, line from 1 (0 = the whole file)."""

    file: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """A course without errors, and its content by name in the package. `quizzes` are by name too (`Lesson.file`), and
    not among the files. `warnings` is the report: what an author should look at, what was left out."""

    course: Course
    files: Mapping[str, Opener]
    quizzes: Mapping[str, Quiz]
    warnings: tuple[Problem, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)  # by id of lesson, chapter or award
    lock: LockChange | None = None  # None for a folder without course.toml
