"""The shelf: courses by where they lie, opened when asked for, never copied."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from player.course.facts import Facts
from player.course.model import Course, Lesson, Move
from player.course.quiz import Quiz
from player.course.source import ContentSource
from player.course.status import Evaluator
from player.course.versions import version_order
from player.errors import PlayerError, said
from player.services.cards import ShelfCard, is_there, shelf_card
from player.services.doors import rules_text
from player.services.editions import EDITIONS, Editions
from player.services.register import Register
from player.services.search_files import forget

if TYPE_CHECKING:
    from player.package.reader import Package
    from player.store.database import Tables
    from player.store.rows import CourseRow
    from player.store.shelf import KnownCourse

__all__ = ["Library", "OpenCourse", "ShelfCard", "course_key", "open_course", "version_order"]

COVER_BYTES = 512 * 1024  # a larger cover stays in the package; the shelf shows the course's own sign instead
UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class OpenCourse:
    """A package that is open. `digest` is the SHA-256 of its manifest in hex; `signed_by` the name in its signature. `questions` gives
    those of a quiz lesson; `package` is None for a course that lies in an author's folder."""

    key: str
    course: Course
    source: ContentSource
    digest: str
    signed_by: str | None
    fingerprint: str | None
    path: Path
    questions: Callable[[Lesson], Quiz]
    package: "Package | None" = None

    def quiz(self, lesson_id: str) -> Quiz:
        """The questions of a quiz lesson. PlayerError when the package vanished or is damaged."""
        return self.questions(self.course.lesson(lesson_id))

    def close(self) -> None:
        """Nothing is held open: a stick may be pulled at any time. Kept so that callers say when they are done."""


def course_key(fingerprint: str | None, course_id: str) -> str:
    """A course is its publisher's key and its id (product.md section 11.13); an unsigned one is apart."""
    return f"{fingerprint.replace(' ', '') if fingerprint else UNSIGNED}/{course_id}"


def open_course(path: Path) -> OpenCourse:
    """The package at `path`: its structure and signature are checked, its content is not read. PlayerError when it is no good package."""
    from player.package.reader import open_package

    package = open_package(path)
    signer = package.signature
    fingerprint = signer.fingerprint.replace(" ", "") if signer else None
    return OpenCourse(
        course_key(fingerprint, package.course.id), package.course, package, package.digest, signer.name if signer else None, fingerprint,
        path, package.quiz, package,
    )  # fmt: skip


class Library:
    """`opener` opens what lies at a path."""

    def __init__(self, register: Register, opener: Callable[[Path], OpenCourse] = open_course) -> None:
        self._register = register
        self._opener = opener
        self._editions = Editions(register.data.cache / EDITIONS)

    def shelf(self, learner_id: str) -> tuple[ShelfCard, ...]:
        """Most recent first; by index, no package is opened."""
        with self._register.store.reading() as tables:
            lines, time = tables.shelf.lines(learner_id), self._register.time_now(tables, learner_id)
        return tuple(shelf_card(line, time) for line in lines)

    def known(self) -> "dict[str, KnownCourse]":
        """Every course that was ever on the shelf, by key; `shown` says whether it is there now."""
        with self._register.store.reading() as tables:
            return {row.key: row for row in tables.shelf.known()}

    def add(self, path: Path | str) -> str:
        """Puts the course on the shelf and returns its key; the file stays where it lies. Its structure and signature are checked,
        its content is not read. PlayerError when it is no good package, or older than the one on the shelf."""
        return self.put(self._opener(Path(path).absolute()))

    def put(self, opened: OpenCourse) -> str:
        """The same for a package that is open. A copy on this computer that it takes the place of is deleted."""
        with self._register.writing() as tables:
            known = tables.shelf.get(opened.key)
            older = known is not None and known.shown and version_order(known.version) > version_order(opened.course.version)
            if older and self._put_older(tables, opened):
                return opened.key
            if known is not None and known.shown and is_there(known.path) and version_order(known.version) > version_order(opened.course.version):
                raise PlayerError(
                    "A newer version is on the shelf",
                    said(
                        "{name} holds version {version} of “{title}”; version {known} is on the shelf.",
                        name=opened.path.name,
                        version=opened.course.version,
                        title=opened.course.title,
                        known=known.version,
                    ),
                    "Keep the newer one, or take it off the shelf first.",
                )
            if known is not None and known.digest == opened.digest and not known.damaged and self.has_copy(known.path) and is_there(known.path):
                opened = replace(opened, path=Path(known.path))  # the copy on this computer stays the one that is played
            if known is not None:
                self._remember(tables, known, opened)
            tables.shelf.put(self._row(opened, known.added_at if known is not None and known.shown else self._register.clock()))
        self._editions.note(opened)
        if known is not None and known.path != str(opened.path):
            self.sweep(opened.key)
            if version_order(known.version) == version_order(opened.course.version):
                self._delete_copy(known.path)
        return opened.key

    def _put_older(self, tables: "Tables", opened: OpenCourse) -> bool:
        """Whether somebody goes on in this older version, whose package was not to be found: from now on it is played from here."""
        from player.store.rows import EditionRow

        version = opened.course.version
        if self._find(tables, opened.key, version) or not self._is_wanted(tables, opened.key, version):
            return False
        tables.shelf.put_edition(EditionRow(course_key=opened.key, version=version, digest=opened.digest, path=str(opened.path)))
        return True

    def _remember(self, tables: "Tables", known: "CourseRow", opened: OpenCourse) -> None:
        """Where the version lies that was on the shelf so far."""
        from player.store.rows import EditionRow

        if version_order(known.version) == version_order(opened.course.version):
            return
        tables.shelf.put_edition(EditionRow(course_key=known.key, version=known.version, digest=known.digest, path=known.path))
        if known.path != str(opened.path) and not self._editions.has(known.key, known.digest):
            with contextlib.suppress(PlayerError):
                before = self._opener(Path(known.path))
                if before.digest == known.digest:
                    self._editions.note(before)

    # Older versions

    def older(self, key: str, version: str) -> OpenCourse | None:
        """The package of a version that was on the shelf before; None when it is gone: deleted, or another lies in its place. PlayerError
        when the folder in which it lies is not there (its stick is not in), or the package is damaged."""
        with self._register.store.reading() as tables:
            known = self._place(tables, key, version)
        if known is None:
            return None
        path = Path(known)
        if not is_there(known):
            if is_there(str(path.parent)):
                return None
            raise PlayerError(
                "The version that was begun is not there",
                said("Version {version}, which was begun, lies at {path}, and that is not there now.", version=version, path=path),
                "Put the stick back in, or open the file of that version again.",
            )
        opened = self._opener(path)
        return opened if opened.key == key and version_order(opened.course.version) == version_order(version) else None

    def begun(self, key: str, version: str) -> OpenCourse:
        """The package of the version in which somebody is, else that of the newest. PlayerError as for `open`."""
        newest = self.open(key)
        if version_order(newest.course.version) == version_order(version):
            return newest
        try:
            return self.older(key, version) or newest
        except PlayerError:
            return newest

    def is_at_hand(self, key: str, version: str, instead: Path | None = None) -> bool:
        """Whether learners can go on in an older version, or could once its stick is in. `instead` is a file that takes the place of what lies
        there."""
        with self._register.store.reading() as tables:
            known = self._place(tables, key, version)
        if known is None or known == str(instead):
            return False
        return is_there(known) or not is_there(str(Path(known).parent))

    def digest_of(self, tables: "Tables", key: str, version: str) -> str:
        """Of the package of that version, "" where it was never on the shelf."""
        row = tables.shelf.get(key)
        if row is not None and version_order(row.version) == version_order(version):
            return row.digest
        return next((one.digest for one in tables.shelf.editions(key) if version_order(one.version) == version_order(version)), "")

    def sweep(self, key: str) -> None:
        """Deletes copies on this computer of older versions in which nobody goes on: the newer one takes everybody along, or has."""
        with self._register.store.reading() as tables:
            row = tables.shelf.get(key)
            needed = {version_order(one.version) for one in tables.enrolments.of_course(key)}
            editions = tables.shelf.editions(key)
        if row is None:
            return
        takes_all = row.move in {None, Move.ALWAYS.value}
        for one in editions:
            if one.path != row.path and (takes_all or version_order(one.version) not in needed):
                self._delete_copy(one.path)

    def _place(self, tables: "Tables", key: str, version: str) -> str | None:
        row = tables.shelf.get(key)
        if row is not None and version_order(row.version) == version_order(version):
            return row.path
        return next((one.path for one in tables.shelf.editions(key) if version_order(one.version) == version_order(version)), None)

    def _find(self, tables: "Tables", key: str, version: str) -> bool:
        place = self._place(tables, key, version)
        return place is not None and is_there(place)

    def _is_wanted(self, tables: "Tables", key: str, version: str) -> bool:
        return any(version_order(row.version) == version_order(version) for row in tables.enrolments.of_course(key))

    def asked_for(self, opened: OpenCourse) -> bool:
        """Whether this is an older version in which somebody goes on, and whose package was not to be found."""
        with self._register.store.reading() as tables:
            row = tables.shelf.get(opened.key)
            return (row is not None and row.shown and version_order(row.version) > version_order(opened.course.version)
                    and self._is_wanted(tables, opened.key, opened.course.version)
                    and not self._find(tables, opened.key, opened.course.version))  # fmt: skip

    def look(self, path: Path | str) -> OpenCourse:
        """The package, open, and nothing changed. PlayerError when it is no good package."""
        return self._opener(Path(path).absolute())

    def open(self, key: str) -> OpenCourse:
        """PlayerError when the package vanished, was damaged or another course lies in its place; the shelf then says so."""
        with self._register.store.reading() as tables:
            known = tables.shelf.get(key)
        if known is None or not known.shown:
            raise PlayerError("Not on the shelf", "This course is not on the shelf.", "Open its file again.")
        path = Path(known.path)
        try:
            opened = self._opener(path)
        except PlayerError:
            if path.is_file():
                self.mark_damaged(key)
            raise
        if opened.key != key:
            raise PlayerError(
                "Another course lies there",
                said("{path} holds another course now: “{title}”.", path=path, title=opened.course.title),
                said("Put the file of “{title}” back, or open this one as a course of its own.", title=known.title),
            )
        if known.damaged or known.digest != opened.digest or known.access != rules_text(opened.course.access):
            with self._register.writing() as tables:
                self._remember(tables, known, opened)
                tables.shelf.put(self._row(opened, known.added_at))
        self._editions.note(opened)
        return opened

    def mark_damaged(self, key: str) -> None:
        """Its card says so until the package is put on the shelf or opened whole."""
        with self._register.writing() as tables:
            tables.shelf.change(key, damaged=True)

    def remove(self, key: str, *, copy_too: bool = False) -> None:
        """Takes the course off the shelf. What learners did in it stays, and so does its file, but for a copy on this computer that is to
        go too."""
        with self._register.writing() as tables:
            known = tables.shelf.get(key)
            tables.shelf.change(key, shown=False)
            editions = tables.shelf.editions(key)
        forget(self._register.data.cache, key)
        if copy_too and known is not None:
            for path in (known.path, *(one.path for one in editions)):
                self._delete_copy(path)

    def removed(self) -> tuple[Path, ...]:
        """The files of courses that were taken off the shelf, as far as they are still there."""
        return tuple(Path(row.path) for row in self.known().values() if not row.shown and is_there(row.path))

    def has_copy(self, path: str | Path) -> bool:
        """Whether this file is a copy that was made here."""
        return Path(path).parent == self._register.data.packages

    def half_copied(self, opened: OpenCourse) -> int:
        """Bytes that a copy of this package, cut off before its end, has already."""
        from player.package.copying import half_copy

        try:
            return half_copy(opened.package, self._register.data.packages).stat().st_size if opened.package is not None else 0
        except OSError:
            return 0

    def _delete_copy(self, path: str) -> None:
        if self.has_copy(path):
            with contextlib.suppress(OSError):  # in use on Windows: it stays and takes room
                Path(path).unlink(missing_ok=True)

    def _row(self, opened: OpenCourse, added_at: int) -> "CourseRow":
        from player.store.rows import CourseRow

        course = opened.course
        status = Evaluator(course).status(Facts(), self._register.clock())
        first = next((lesson for lesson in course.lessons() if lesson.id == status.resume), None)
        return CourseRow(
            key=opened.key, id=course.id, title=course.title, version=course.version, publisher=opened.signed_by or course.publisher,
            fingerprint=opened.fingerprint or "", path=str(opened.path), digest=opened.digest, cover=_cover(opened), required=status.of,
            extras=status.extras, seconds=status.seconds, first_title=first.title if first else "", first_seconds=first.seconds if first else 0,
            added_at=added_at, shown=True, damaged=False, access=rules_text(course.access),
            move=None if course.move is Move.ALWAYS else course.move.value,
        )  # fmt: skip


def _cover(opened: OpenCourse) -> bytes | None:
    """The cover's bytes when they are few; a cover that cannot be read is no reason to refuse a course."""
    name = opened.course.cover
    try:
        if not name or opened.source.size(name) > COVER_BYTES:
            return None
        with opened.source.open(name) as stream:
            return stream.read()
    except PlayerError:
        return None
