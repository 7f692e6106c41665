"""The ledger and its chains, as rows: the very bytes that were hashed."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from player.store.lanes import device_of, lane_number
from player.store.rows import ChainRow, DeviceRow, LedgerRow
from player.store.statements import Group, table


class Ledger(Group):
    def device(self, device_id: str) -> DeviceRow | None:
        return self._one(DeviceRow, id=device_id)

    def add_device(self, row: DeviceRow) -> None:
        self._insert(DeviceRow, row.model_dump())

    def chain(self, device_id: str, learner_id: str) -> ChainRow | None:
        """The one that is written to: the device's newest lane."""
        own = [row for row in self.chains(learner_id) if device_of(row.device_id) == device_id]
        return max(own, key=lambda row: lane_number(row.device_id), default=None)

    def chains(self, learner_id: str) -> list[ChainRow]:
        """In the order they began."""
        return self._all(ChainRow, learner_id=learner_id)

    def add_chain(self, row: ChainRow) -> int:
        return self._insert_counted(ChainRow, row.model_dump(exclude={"number"}))

    def last(self, chain: int) -> tuple[int, bytes, int] | None:
        """Number, hash and time of the last entry."""
        c = table(LedgerRow).c
        asked = select(c.number, c.hash, c.at).where(c.chain == chain).order_by(c.number.desc()).limit(1)
        found = self._connection.execute(asked).one_or_none()
        return (found.number, found.hash, found.at) if found else None

    def latest(self, learner_id: str) -> tuple[int, bytes] | None:
        """Number and hash of the last entry of the chain that was written to last, on whatever device."""
        last = [(found, row.number) for row in self.chains(learner_id) if (found := self.last(row.number or 0)) is not None]
        newest = max(last, key=lambda one: (one[0][2], one[1] or 0), default=None)
        return newest[0][:2] if newest else None

    def seen_at(self, learner_id: str) -> int:
        """The highest time in any of the learner's chains, 0 before there is one."""
        return max((found[2] for row in self.chains(learner_id) if (found := self.last(row.number or 0)) is not None), default=0)

    def append(self, values: Mapping[str, object]) -> None:
        """Columns of LedgerRow."""
        self._insert(LedgerRow, values)

    def entries(self, chain: int) -> Iterator[bytes]:
        """The bytes of a whole chain, first entry first, read as they are needed."""
        c = table(LedgerRow).c
        asked = select(c.body).where(c.chain == chain).order_by(c.number)
        yield from self._connection.execute(asked.execution_options(yield_per=1000)).scalars()

    def bodies(self, enrolment: int) -> list[bytes]:
        """What happened in one enrolment, by time, then chain and number (no rule depends on the order between chains)."""
        c = table(LedgerRow).c
        asked = select(c.body).where(c.enrolment == enrolment).order_by(c.at, c.chain, c.number)
        return list(self._connection.execute(asked).scalars())

    def of_lesson(self, enrolment: int, lesson: str, kinds: Sequence[str]) -> list[bytes]:
        """The same of one lesson and of these kinds only."""
        c = table(LedgerRow).c
        asked = select(c.body).where(c.enrolment == enrolment, c.lesson == lesson, c.kind.in_(kinds)).order_by(c.at, c.chain, c.number)
        return list(self._connection.execute(asked).scalars())
