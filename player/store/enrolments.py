"""Enrolments and what is folded from their events, as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from player.store.rows import EnrolmentRow, LedgerRow, LessonStateRow, SittingRow
from player.store.statements import Group, table

LessonColumns = tuple[str, int | None, int | None, int | None, bool, str]


class Enrolments(Group):
    def numbered(self, number: int) -> EnrolmentRow | None:
        return self._one(EnrolmentRow, number=number)

    def current(self, learner_id: str, course_key: str) -> EnrolmentRow | None:
        """The enrolment of the highest round."""
        return max(self.rounds(learner_id, course_key), key=lambda row: row.round, default=None)

    def rounds(self, learner_id: str, course_key: str) -> list[EnrolmentRow]:
        """Every round of one course."""
        return self._all(EnrolmentRow, learner_id=learner_id, course_key=course_key)

    def of_learner(self, learner_id: str) -> list[EnrolmentRow]:
        return self._all(EnrolmentRow, learner_id=learner_id)

    def of_course(self, course_key: str) -> list[EnrolmentRow]:
        """The round that each learner is in now."""
        newest: dict[str, EnrolmentRow] = {}
        for row in self._all(EnrolmentRow, course_key=course_key):
            if row.joined is None and (row.learner_id not in newest or newest[row.learner_id].round < row.round):
                newest[row.learner_id] = row
        return list(newest.values())

    def events(self, number: int, kinds: Sequence[str]) -> list[bytes]:
        """The bytes of every event of those kinds in one enrolment."""
        c = table(LedgerRow).c
        asked = select(c.body).where(c.enrolment == number, c.kind.in_(kinds)).order_by(c.at, c.chain, c.number)
        return list(self._connection.execute(asked).scalars())

    def add(self, row: EnrolmentRow) -> int:
        return self._insert_counted(EnrolmentRow, row.model_dump(exclude={"number"}))

    def change(self, number: int, **values: Any) -> None:  # column values
        self._update(EnrolmentRow, {"number": number}, values)

    def lessons(self, number: int) -> list[LessonColumns]:
        """(lesson, opened_at, last_at, ticked_at, next_pressed, more) of every lesson that was touched."""
        c = table(LessonStateRow).c
        asked = select(c.lesson, c.opened_at, c.last_at, c.ticked_at, c.next_pressed, c.more).where(c.enrolment == number)
        return [tuple(row) for row in self._connection.execute(asked)]

    def put_lesson(self, values: Mapping[str, Any]) -> None:
        self._upsert(LessonStateRow, values)

    def last_event(self, number: int, kind: str) -> bytes | None:
        """The bytes of the newest event of that kind in one enrolment."""
        c = table(LedgerRow).c
        asked = select(c.body).where(c.enrolment == number, c.kind == kind).order_by(c.at.desc(), c.chain.desc(), c.number.desc()).limit(1)
        found: bytes | None = self._connection.execute(asked).scalar()
        return found

    def sitting(self, number: int, lesson: str) -> SittingRow | None:
        return self._one(SittingRow, enrolment=number, lesson=lesson)

    def sittings(self, number: int) -> list[SittingRow]:
        """Those that are open, or were when the program was ended."""
        return self._all(SittingRow, enrolment=number)

    def put_sitting(self, row: SittingRow) -> None:
        self._upsert(SittingRow, row.model_dump())

    def end_sitting(self, number: int, lesson: str) -> None:
        self._delete(SittingRow, {"enrolment": number, "lesson": lesson})
