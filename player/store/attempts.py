"""Quiz attempts and responses, as rows."""

from typing import Any

from player.store.rows import AttemptRow, FrozenQuizRow, ResponseRow
from player.store.statements import Group


class Attempts(Group):
    def frozen(self, digest: str) -> bytes | None:
        row = self._one(FrozenQuizRow, digest=digest)
        return row.body if row else None

    def freeze(self, digest: str, body: bytes) -> None:
        self._upsert(FrozenQuizRow, {"digest": digest, "body": body})

    def get(self, attempt_id: str) -> AttemptRow | None:
        return self._one(AttemptRow, id=attempt_id)

    def of_enrolment(self, enrolment: int) -> list[AttemptRow]:
        return sorted(self._all(AttemptRow, enrolment=enrolment), key=lambda row: (row.lesson, row.number))

    def add(self, row: AttemptRow) -> None:
        self._insert(AttemptRow, row.model_dump())

    def change(self, attempt_id: str, **values: Any) -> None:  # column values
        self._update(AttemptRow, {"id": attempt_id}, values)

    def touch(self, attempt_id: str, **values: Any) -> bool:  # column values
        """Changes an attempt that is still open; False when it is not (it has a `why` once it was handed in)."""
        return self._update(AttemptRow, {"id": attempt_id, "why": ""}, values) == 1

    def responses(self, attempt_id: str) -> list[ResponseRow]:
        return self._all(ResponseRow, attempt=attempt_id)

    def respond(self, attempt_id: str, question: str, *, given: str, flagged: bool, at: int) -> None:
        self._upsert(ResponseRow, {"attempt": attempt_id, "question": question, "given": given, "flagged": flagged, "at": at})
