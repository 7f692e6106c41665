"""What learners write down and mark for themselves: kept beside their record, never in it, and shown to nobody else."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from player.errors import PlayerError, said
from player.services.register import Register

if TYPE_CHECKING:
    from player.store.rows import BookmarkRow, NoteRow

LONGEST = 20_000  # characters of a note, about eight pages
LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Note:
    """`anchor` is the place in the lesson (player.course.anchor), `heading` the words that stood over it when it was written. Times in ms UTC."""

    id: str
    lesson: str
    anchor: str
    heading: str
    text: str
    created_at: int
    changed_at: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One a lesson, at the place where it was set."""

    lesson: str
    anchor: str
    heading: str
    at: int


@dataclass(frozen=True, slots=True)
class Jottings:
    """All that a learner wrote and marked in a course. Notes in the order in which they were begun."""

    notes: tuple[Note, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()


def new_note_id() -> str:
    """Made before the first letter is kept, so that two quick writings are one note."""
    return uuid.uuid4().hex


class Notes:
    """Every change is durable when it returns."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def of_course(self, learner_id: str, key: str) -> Jottings:
        with self._register.store.reading() as tables:
            notes, marks = tables.notes.of_course(learner_id, key), tables.notes.bookmarks(learner_id, key)
        return Jottings(_in_order(notes), tuple(sorted(map(_bookmark, marks), key=lambda mark: mark.at)))

    def of_lesson(self, learner_id: str, key: str, lesson: str) -> Jottings:
        with self._register.store.reading() as tables:
            notes, mark = tables.notes.of_lesson(learner_id, key, lesson), tables.notes.bookmark(learner_id, key, lesson)
        return Jottings(_in_order(notes), (_bookmark(mark),) if mark is not None else ())

    def write(self, learner_id: str, key: str, note: Note) -> Note:
        """Keeps the text of a note that is new, was there before, or was deleted; times of 0 are filled in. A note without words is deleted.

        PlayerError when it is too long, or is somebody else's; what is kept stays as it was then.
        """
        if len(note.text) > LONGEST:
            told = said("A note may have {most} characters; this one has {n}.", most=f"{LONGEST:,}", n=f"{len(note.text):,}")
            raise PlayerError("This note is too long", told, "Begin another note.")
        with self._register.writing() as tables:
            known = tables.notes.get(note.id)
            if known is not None and (known.learner_id, known.course_key) != (learner_id, key):
                raise PlayerError("Not kept", "This note belongs to somebody else by now.", "Open the lesson again.")
            if not note.text.strip():
                tables.notes.remove(note.id)
                return note
            now = self._register.believed_now(tables, learner_id)
            values = {
                "id": note.id, "learner_id": learner_id, "course_key": key, "lesson": note.lesson, "anchor": note.anchor,
                "heading": note.heading[:LONGEST_HEADING], "text": note.text,
                "created_at": note.created_at or (known.created_at if known is not None else now), "changed_at": now,
            }  # fmt: skip
            tables.notes.put(values)
            row = tables.notes.get(note.id)
        return _note(row) if row is not None else note

    def delete(self, learner_id: str, note_id: str) -> None:
        """`write` brings it back. Nothing happens where there is none of this learner."""
        with self._register.writing() as tables:
            known = tables.notes.get(note_id)
            if known is not None and known.learner_id == learner_id:
                tables.notes.remove(note_id)

    def bookmark(self, learner_id: str, key: str, lesson: str, anchor: str = "", heading: str = "") -> None:
        with self._register.writing() as tables:
            now = self._register.believed_now(tables, learner_id)
            tables.notes.put_bookmark({"learner_id": learner_id, "course_key": key, "lesson": lesson, "anchor": anchor,
                                       "heading": heading[:LONGEST_HEADING], "at": now})  # fmt: skip

    def remove_bookmark(self, learner_id: str, key: str, lesson: str) -> None:
        with self._register.writing() as tables:
            tables.notes.remove_bookmark(learner_id, key, lesson)


def _in_order(rows: "list[NoteRow]") -> tuple[Note, ...]:
    return tuple(sorted(map(_note, rows), key=lambda note: (note.created_at, note.id)))


def _note(row: "NoteRow") -> Note:
    return Note(row.id, row.lesson, row.anchor, row.heading, row.text, row.created_at, row.changed_at)


def _bookmark(row: "BookmarkRow") -> Bookmark:
    return Bookmark(row.lesson, row.anchor, row.heading, row.at)
