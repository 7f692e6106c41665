"""PINs and how often they were tried wrongly, as rows."""

from typing import Any

from player.store.rows import PinRow
from player.store.statements import Group


class Pins(Group):
    def get(self, whose: str) -> PinRow | None:
        return self._one(PinRow, whose=whose)

    def put(self, row: PinRow) -> None:
        self._upsert(PinRow, row.model_dump())

    def change(self, whose: str, **values: Any) -> None:  # column values
        self._update(PinRow, {"whose": whose}, values)

    def remove(self, whose: str) -> None:
        self._delete(PinRow, {"whose": whose})
