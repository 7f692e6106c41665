"""Where films and recordings were left, as rows."""

from player.store.rows import LeftAtRow
from player.store.statements import Group


class Playing(Group):
    def left_at(self, enrolment: int, lesson: str) -> int | None:
        """In ms; None when it was never left on the way."""
        row = self._one(LeftAtRow, enrolment=enrolment, lesson=lesson)
        return None if row is None else row.position

    def leave(self, enrolment: int, lesson: str, position: int) -> None:
        """`position` in ms."""
        self._upsert(LeftAtRow, {"enrolment": enrolment, "lesson": lesson, "position": position})

    def forget(self, enrolment: int, lesson: str) -> None:
        self._delete(LeftAtRow, {"enrolment": enrolment, "lesson": lesson})
