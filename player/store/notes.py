"""Notes and bookmarks, as rows."""

from collections.abc import Mapping
from typing import Any

from player.store.rows import BookmarkRow, NoteRow
from player.store.statements import Group


class Notes(Group):
    def get(self, note_id: str) -> NoteRow | None:
        return self._one(NoteRow, id=note_id)

    def of_course(self, learner_id: str, course_key: str) -> list[NoteRow]:
        return self._all(NoteRow, learner_id=learner_id, course_key=course_key)

    def of_lesson(self, learner_id: str, course_key: str, lesson: str) -> list[NoteRow]:
        return self._all(NoteRow, learner_id=learner_id, course_key=course_key, lesson=lesson)

    def put(self, values: Mapping[str, Any]) -> None:
        self._upsert(NoteRow, values)

    def remove(self, note_id: str) -> None:
        self._delete(NoteRow, {"id": note_id})

    def bookmarks(self, learner_id: str, course_key: str) -> list[BookmarkRow]:
        return self._all(BookmarkRow, learner_id=learner_id, course_key=course_key)

    def bookmark(self, learner_id: str, course_key: str, lesson: str) -> BookmarkRow | None:
        return self._one(BookmarkRow, learner_id=learner_id, course_key=course_key, lesson=lesson)

    def put_bookmark(self, values: Mapping[str, Any]) -> None:
        self._upsert(BookmarkRow, values)

    def remove_bookmark(self, learner_id: str, course_key: str, lesson: str) -> None:
        self._delete(BookmarkRow, {"learner_id": learner_id, "course_key": course_key, "lesson": lesson})

    def hand_over(self, learner_id: str, to: str) -> None:
        """All of them belong to somebody else now; where both have a bookmark in a lesson, that of `to` stays."""
        self._update(NoteRow, {"learner_id": learner_id}, {"learner_id": to})
        for row in self._all(BookmarkRow, learner_id=learner_id):
            if self.bookmark(to, row.course_key, row.lesson) is None:
                self.put_bookmark(row.model_dump() | {"learner_id": to})
        self._delete(BookmarkRow, {"learner_id": learner_id})
