"""The ledger and its chains, as rows: the very bytes that were hashed."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select, text

from player.course.facts import EventKind
from player.store.lanes import device_of, lane_number
from player.store.rows import ChainRow, DeviceRow, EnrolmentRow, LearnerRow, LedgerRow
from player.store.startup import CLOCKS, ENDS, TimeMarks, time_marks
from player.store.statements import Group, table

WORDS = tuple(kind.value for kind in (EventKind.GRANTED, EventKind.VOIDED, EventKind.EXTRA_ATTEMPTS, EventKind.REOPENED))
ISSUES = (EventKind.ISSUED.value, EventKind.SAVED_AWARD.value)


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

    def record(self, learner_id: str) -> list[ChainRow]:
        """All chains of the learner's record: their own, and those of guests whom they have claimed."""
        return [*self.chains(learner_id), *(chain for row in self._all(LearnerRow, claimed_by=learner_id) for chain in self.chains(row.id))]

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

    def seen_at(self, learner_id: str, *, besides: int = 0) -> int:
        """The highest time in the learner's record (but for one chain), 0 before there is any."""
        chains = [row.number or 0 for row in self.record(learner_id) if row.number != besides]
        return max((found[2] for number in chains if (found := self.last(number)) is not None), default=0)

    def marks(self, learner_id: str) -> TimeMarks:
        """What the record tells of time."""
        whose = {"learner": learner_id}
        return time_marks(self._connection.execute(text(ENDS), whose), self._connection.execute(text(CLOCKS), whose))

    def append(self, values: Mapping[str, object]) -> None:
        """Columns of LedgerRow."""
        self._insert(LedgerRow, values)

    def entries(self, chain: int) -> Iterator[bytes]:
        """The bytes of a whole chain, first entry first, read as they are needed."""
        c = table(LedgerRow).c
        asked = select(c.body).where(c.chain == chain).order_by(c.number)
        yield from self._connection.execute(asked.execution_options(yield_per=1000)).scalars()

    def bodies(self, enrolment: int) -> list[bytes]:
        """What happened in one enrolment, by time, then chain and number (no rule depends on the order between chains); within a chain always by
        number, also where a trainer set the time back. What a claimed guest did belongs to it; certificates that were issued to the guest
        stay the guest's."""
        return self._in_order(self._belongs(enrolment))

    def of_lesson(self, enrolment: int, lesson: str, kinds: Sequence[str]) -> list[bytes]:
        """The same of one lesson and of these kinds only."""
        c = table(LedgerRow).c
        return self._in_order(and_(self._belongs(enrolment), c.lesson == lesson, c.kind.in_(kinds)))

    def words(self, enrolment: int) -> list[bytes]:
        """What trainers decided in one enrolment."""
        c = table(LedgerRow).c
        return self._in_order(and_(self._belongs(enrolment), c.kind.in_(WORDS)))

    def _in_order(self, which: ColumnElement[bool]) -> list[bytes]:
        c = table(LedgerRow).c
        from_here_on = func.min(c.at).over(partition_by=c.chain, order_by=c.number.desc())  # the earliest time of this entry and all after it
        found = select(c.body, c.chain, c.number, from_here_on.label("at")).where(which).subquery()
        asked = select(found.c.body).order_by(found.c.at, found.c.chain, found.c.number)
        return list(self._connection.execute(asked).scalars())

    @staticmethod
    def _belongs(enrolment: int) -> ColumnElement[bool]:
        c, e = table(LedgerRow).c, table(EnrolmentRow).c
        this = select(e.id).where(e.number == enrolment).scalar_subquery()
        joined = select(e.number).where(e.joined == this)
        return or_(c.enrolment == enrolment, and_(c.enrolment.in_(joined), c.kind.not_in(ISSUES)))
