"""Search in a course: titles and one's own notes at once, everything that is written, said or printed in it once its index is made."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from player.course.model import Course
from player.course.status_types import CourseStatus
from player.course.titles import course_in_language
from player.services.cards import is_there
from player.services.library import OpenCourse
from player.services.notes import Note
from player.services.passages import Pace, anchor_at, pieces_of
from player.services.search_files import forget, index_path
from player.text.finding import Excerpt, Term, excerpt, expression, indexed, marks, matching, terms

if TYPE_CHECKING:
    from player.store.search_index import OpenTo, Passage, SearchIndex

log = logging.getLogger(__name__)
SHOWN = 60  # results
OF_ONE_LESSON = 3  # passages

What = Literal["title", "note", "text", "captions", "page"]


@dataclass(frozen=True, slots=True)
class Result:
    """`marks` are the places of `excerpt` that match, or of the title where that is what was found (`what` "title", no excerpt then).
    A locked lesson shows its title, and what the learner wrote in it, nothing else."""

    what: What
    lesson: str
    anchor: str
    heading: str
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    locked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`whole` False: the texts are not searched yet, since their index is not made. `more`: there are others."""

    query: str
    results: tuple[Result, ...]
    whole: bool = True
    more: bool = False


class Searching:
    """Indexes are files in the cache: whoever deletes one loses the time to make it anew."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def path(self, opened: OpenCourse) -> Path:
        return index_path(self._cache, opened.key, opened.digest)

    def is_made(self, opened: OpenCourse) -> bool:
        index = self._opened(opened)
        if index is not None:
            index.close()
        return index is not None

    def make(self, opened: OpenCourse, pace: Pace) -> None:
        """Reads the whole course; takes minutes for a large one, so call it where that disturbs nobody. `pace` is called every few ms and may
        raise to stop: nothing is left behind then. What the disk does not take is not there; searching does without."""
        from player.store.search_index import write_index

        try:
            write_index(self.path(opened), opened.digest, _passages(opened, pace))
        except (OSError, sqlite3.Error):
            log.warning("no index for searching %s", opened.key, exc_info=True)
            return
        forget(self._cache, opened.key, self.path(opened))

    def finder(self, opened: OpenCourse, status: CourseStatus, notes: tuple[Note, ...], tongues: tuple[str, ...]) -> "Finder":
        """`tongues` are the languages that are wanted, the best first. What opens later is found by a later finder."""
        course = course_in_language(opened.course, tongues[0]) if tongues else opened.course
        return Finder(course, status, notes, tongues, lambda: self._opened(opened), lambda: self._lose(opened))

    def _opened(self, opened: OpenCourse) -> "SearchIndex | None":
        from player.store.search_index import LostIndexError, SearchIndex

        try:
            return SearchIndex(self.path(opened), opened.digest)
        except LostIndexError:
            return None

    def _lose(self, opened: OpenCourse) -> None:
        with suppress(OSError):
            self.path(opened).unlink(missing_ok=True)


def _passages(opened: OpenCourse, pace: Pace) -> "Iterator[Passage]":
    from player.store.search_index import Passage

    for one in pieces_of(opened.course, opened.source, pace):
        body = indexed(f"{one.heading}\n{one.text}")
        if body:
            yield Passage(*_fields(one), body)
    if not is_there(str(opened.path)):
        raise FileNotFoundError(opened.path)  # a stick was pulled: what could not be read may be read another time


def _fields(one: object) -> tuple[str, str, str, str, str, str]:
    return tuple(getattr(one, name) for name in ("lesson", "kind", "tongue", "anchor", "heading", "text"))


class Finder:
    """Finds for one learner, as the course stood when it was made. May be called from any thread; calls wait for each other."""

    def __init__(self, course: Course, status: CourseStatus, notes: tuple[Note, ...], tongues: tuple[str, ...],
                 opened: "Callable[[], SearchIndex | None]", lose: Callable[[], None]) -> None:
        self._course, self._status, self._notes, self._tongues = course, status, notes, tongues
        self._open_index, self._lose = opened, lose
        self._index: SearchIndex | None = None
        self._lessons: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._titles: list[str] = []
        self._written: list[str] = []
        self._open_to: OpenTo | None = None
        self._lock = threading.Lock()
        self._closed = False

    def find(self, query: str) -> Found:
        """All the words that were typed, each the beginning of a word. Titles first, then notes, then passages."""
        asked = terms(query)
        with self._lock:
            self._prepare()
            if not asked:
                return Found(query, (), self._index is not None)
            results = [*self._in_titles(asked), *self._in_notes(asked)]
            passages, whole = self._in_texts(asked, max(0, SHOWN - len(results)))
        results += passages
        return Found(query, tuple(results[:SHOWN]), whole, len(results) > SHOWN)

    def warm(self) -> bool:
        """Gets ready for the first letter; whether the texts can be searched."""
        return self.find("").whole

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._index is not None:
                self._index.close()
                self._index = None

    def _prepare(self) -> None:
        if self._open_to is None:
            from player.store.search_index import OpenTo

            self._lessons = tuple(lesson.id for lesson in self._course.lessons())
            self._names = tuple(lesson.title for lesson in self._course.lessons())
            self._titles = [" " + indexed(title) for title in self._names]
            known = frozenset(self._lessons)
            self._notes = tuple(note for note in self._notes if note.lesson in known)
            self._written = [" " + indexed(f"{note.heading} {note.text}") for note in self._notes]
            self._open_to = OpenTo(frozenset(name for name in self._lessons if not self._locked(name)), self._shown_tongues())
        if self._index is None and not self._closed:
            self._index = self._open_index()

    def _locked(self, lesson: str) -> bool:
        return self._status.lessons[lesson].locked

    def _in_titles(self, asked: tuple[Term, ...]) -> Iterator[Result]:
        for number in matching(self._titles, asked)[: SHOWN + 1]:
            lesson = self._lessons[number]
            yield Result("title", lesson, "", "", "", marks(self._names[number], asked), self._locked(lesson))

    def _in_notes(self, asked: tuple[Term, ...]) -> Iterator[Result]:
        for number in matching(self._written, asked)[: SHOWN + 1]:
            note = self._notes[number]
            told = excerpt(note.text, asked)
            yield Result("note", note.lesson, note.anchor, note.heading, told.text, told.marks, self._locked(note.lesson))

    def _in_texts(self, asked: tuple[Term, ...], room: int) -> tuple[list[Result], bool]:
        from player.store.search_index import LostIndexError

        if self._index is None or self._open_to is None:
            return [], False
        try:
            hits = self._index.find(expression(asked), self._open_to, 3 * SHOWN)
        except LostIndexError:
            self._index.close()
            self._index = None
            self._lose()
            return [], False
        of_lesson: dict[str, int] = {}
        results: list[Result] = []
        for hit in hits:
            of_lesson[hit.lesson] = of_lesson.get(hit.lesson, 0) + 1
            if of_lesson[hit.lesson] <= OF_ONE_LESSON and len(results) <= room:
                told: Excerpt = excerpt(hit.text, asked)
                results.append(Result(_what(hit.kind), hit.lesson, anchor_at(hit.anchor, told.at), hit.heading, told.text, told.marks, False))
        return results, True

    def _shown_tongues(self) -> dict[str, str]:
        """lesson -> the language of the file that is shown, where that is not the main one."""
        found: dict[str, str] = {}
        for lesson in self._course.lessons():
            if lesson.languages and (tongue := _tongue(lesson.languages, lesson.file, self._tongues)):
                found[lesson.id] = tongue
        return found


def _tongue(languages: Mapping[str, str], main: str, wanted: tuple[str, ...]) -> str:
    for tag in (one for full in wanted for one in (full, full.partition("-")[0])):
        if tag in languages:
            return tag if languages[tag] != main else ""
    return ""


def _what(kind: str) -> What:
    return "captions" if kind == "captions" else "page" if kind == "page" else "text"
