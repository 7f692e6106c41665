"""Learners, as rows."""

from typing import Any

from sqlalchemy import case, func, select

from player.store.rows import LearnerRow, PinRow
from player.store.startup import LearnerLine, learner_line
from player.store.statements import Group, table


class Learners(Group):
    def lines(self) -> tuple[LearnerLine, ...]:
        """For the board, last seen first."""
        c = table(LearnerRow).c
        order = (func.coalesce(c.last_seen, c.created_at).desc(), c.folded)
        pin = table(PinRow).c
        lock = case((pin.whose.is_(None), ""), else_=func.coalesce(pin.kind, "pin"))
        asked = select(c.id, c.name, c.picture, c.tint, c.guest, c.last_seen, c.printed_name, lock)
        asked = asked.outerjoin_from(table(LearnerRow), table(PinRow), pin.whose == c.id).where(c.claimed_by.is_(None)).order_by(*order)
        return tuple(learner_line(tuple(row)) for row in self._connection.execute(asked))

    def get(self, learner_id: str) -> LearnerRow | None:
        return self._one(LearnerRow, id=learner_id)

    def named(self, folded: str) -> LearnerRow | None:
        return self._one(LearnerRow, folded=folded)

    def guest(self) -> LearnerRow | None:
        return self._one(LearnerRow, guest=True)

    def add(self, row: LearnerRow) -> None:
        self._insert(LearnerRow, row.model_dump())

    def change(self, learner_id: str, **values: Any) -> None:  # column values
        self._update(LearnerRow, {"id": learner_id}, values)
