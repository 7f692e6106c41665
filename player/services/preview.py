"""A course folder as learners will see it, while it is being written: read again and again, nothing written beside it, nothing recorded."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from player.course.model import Course, Lesson
from player.course.quiz import Quiz
from player.course.source import ContentSource
from player.errors import PlayerError, SourceError
from player.paths import DataFolder
from player.services.learners import LearnerCard
from player.services.library import OpenCourse, course_key, version_order
from player.services.player import Player

if TYPE_CHECKING:
    from player.formats.disk import Opener
    from player.formats.imported import Imported

State = tuple[tuple[str, int, int], ...]
_ENTRIES = 100_000


@dataclass(frozen=True, slots=True)
class Reading:
    """The folder as it was read: a course, or every mistake in it; and what could be better. Sentences with file and line."""

    state: State
    opened: OpenCourse | None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    key: str
    learner: LearnerCard


class FolderSource(ContentSource):
    """The files of a course where their author keeps them."""

    def __init__(self, files: "Mapping[str, Opener]") -> None:
        self._files = files

    def names(self) -> Iterator[str]:
        return iter(sorted(self._files))

    def open(self, name: str) -> BinaryIO:
        opener = self._files.get(name)
        if opener is None:
            raise PlayerError("A file is missing", f"There is no file {name!r} in this course.", "Put it beside the text that names it.")
        return opener()

    def size(self, name: str) -> int:
        with closing(self.open(name)) as stream:
            return stream.seek(0, os.SEEK_END)


class Preview:
    """One folder. `read` and `state` need no store and may take their time; `accept` says which reading is shown from now on."""

    def __init__(self, folder: Path) -> None:
        """PlayerError when there is no such folder."""
        self.folder = (folder.parent if folder.name == "course.toml" else folder).expanduser().absolute()
        if not self.folder.is_dir():
            raise PlayerError("No such folder", f"There is no folder {folder}.", "Name the folder in which the course is written.")
        self._shown: OpenCourse | None = None

    def state(self) -> State:
        """Names, sizes and times of all files: it changes when something is saved."""
        return tuple(sorted(self._files(str(self.folder), "")))

    def read(self) -> Reading:
        """The folder as it is now; its mistakes are no error here."""
        from player.services.proofreading import read_and_check

        state = self.state()
        try:
            imported, warnings = read_and_check(self.folder)
        except SourceError as error:
            return Reading(state, None, tuple(error.problems))
        except PlayerError as error:
            return Reading(state, None, (str(error),))
        return Reading(state, self._opened(imported, state), (), warnings)

    def accept(self, reading: Reading) -> None:
        if reading.opened is not None:
            self._shown = reading.opened

    def open(self, _path: Path) -> OpenCourse:
        """What the library opens, wherever it looks: the reading that is shown."""
        if self._shown is None:
            raise PlayerError("Nothing to show", f"The course in {self.folder.name} has mistakes.", "Mend them; they are listed in this window.")
        return self._shown

    def _opened(self, imported: "Imported", state: State) -> OpenCourse:
        quizzes: dict[str, Quiz] = dict(imported.quizzes)
        course: Course = imported.course

        def questions(lesson: Lesson) -> Quiz:
            return quizzes[lesson.file]

        digest = hashlib.sha256(repr(state).encode("utf-8", "surrogateescape")).hexdigest()
        return OpenCourse(course_key(None, course.id), course, FolderSource(imported.files), digest, None, None, self.folder, questions)

    def _files(self, folder: str, prefix: str, depth: int = 0) -> Iterator[tuple[str, int, int]]:
        try:
            entries = list(os.scandir(folder))
        except OSError:
            return
        for entry in entries[:_ENTRIES]:
            try:
                if entry.name.startswith((".", "~$")) or entry.name.endswith(("~", ".tmp", ".swp", ".part")):
                    continue  # what editors leave while they save
                if entry.is_dir(follow_symlinks=False) and depth < 16:
                    yield from self._files(entry.path, f"{prefix}{entry.name}/", depth + 1)
                else:
                    status = entry.stat()
                    yield prefix + entry.name, status.st_size, status.st_mtime_ns
            except OSError:  # gone meanwhile
                continue


class PreviewPlayer(Player):
    """The services over a data folder that is thrown away. No certificate leaves it: a course without a package gives none."""

    def __init__(self, data: DataFolder, preview: Preview) -> None:
        super().__init__(data, opener=preview.open)
        self._preview = preview

    def show(self, name: str) -> Shown:
        """Puts the reading that is shown on the shelf, alone, with a learner called `name` in it; another one when the course went back to an
        older version than that learner has begun."""
        opened = self._preview.open(self._preview.folder)
        for row in self.library.known().values():
            if row.shown and (row.key != opened.key or version_order(row.version) > version_order(opened.course.version)):
                self.library.remove(row.key)
        key = self.library.put(opened)
        everybody = self.learners.all()
        learner = everybody[0] if everybody else self.learners.create(name, "bird", "sea")
        try:
            self.learning.enrol(learner.id, opened)
        except PlayerError:
            learner = self.learners.create(f"{name} {len(everybody) + 1}", "bird", "sea")
            self.learning.enrol(learner.id, opened)
        return Shown(key, learner)

