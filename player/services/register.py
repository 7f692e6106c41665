"""The one way in which services write: a transaction, and a pen that appends what happened to the learner's chain in it."""

import platform
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from player.course.believed import Believed, Seen, believe
from player.course.facts import Event, EventKind, Json
from player.course.ledger import Chain, Head, append
from player.paths import DataFolder
from player.services.believing import believed_from, seen_of
from player.services.restored import finish_erasing, finish_restore, restored_in

if TYPE_CHECKING:
    from player.signing.device import Device
    from player.signing.pins import PinCost
    from player.store.database import Store, Tables
    from player.store.rows import ChainRow

Clock = Callable[[], int]


def wall_clock() -> int:
    """Milliseconds UTC."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class OpenChain:
    """A learner's chain on this device and its end. `seen` is what the learner's record, all chains together, tells of time."""

    number: int
    chain: Chain
    name: str  # the genesis
    head: Head
    seen: Seen


class Pen:
    """Appends events of one learner within one transaction. Times never go back, unless a trainer says so; where the clock did, the event notes
    what it said, and where it leapt ahead, the settled time. `mails` says that the owner wants what the trainer is told to go out by mail."""

    def __init__(self, tables: "Tables", state: OpenChain, clock: int, *, mails: bool = False) -> None:
        self.tables = tables
        self.state = state
        self.mails = mails
        self.time = believe(state.seen, clock)

    @property
    def now(self) -> int:
        return self.time.now

    def settle(self) -> None:
        """What is written from here on is written at the time that the clock shows: a trainer has said that it is right."""
        self.time = Believed(self.time.clock, self.time.clock, self.time.clock)

    def write(
        self,
        kind: EventKind,
        lesson: str = "",
        data: Mapping[str, Json] | None = None,
        *,
        signed: bool = False,
        enrolment: tuple[int, str] | None = None,
    ) -> Event:
        """`enrolment` is its number in the store and its id."""
        told: dict[str, Json] = dict(data or {})
        if self.time.clock < self.now:
            told["clock"] = self.time.clock
        if self.time.settled < self.now:
            told["settled"] = self.time.settled
        number, name = enrolment or (None, "")
        event = Event(uuid.uuid4().hex, self.state.head.number + 1, self.now, kind, lesson, told, signed, name)
        body, head = append(event, self.state.head, self.state.name)
        self.tables.ledger.append(
            {"chain": self.state.number, "number": event.number, "event_id": event.id, "enrolment": number, "at": event.at,
             "kind": kind.value, "lesson": lesson, "body": body, "hash": bytes.fromhex(head.hash)}
        )  # fmt: skip
        self.state = replace(self.state, head=head, seen=Seen(self.now, self.time.clock, self.time.settled))
        return event


class Register:
    """The store of one data folder, opened at its first use, and the heads of the chains. `generation` grows whenever another process
    has changed the database, so that whoever keeps something in memory reads it again."""

    def __init__(self, data: DataFolder, clock: Clock, machine: str | None = None, pin_cost: "PinCost | None" = None) -> None:
        self.data = data
        self.clock = clock
        self.pin_cost = pin_cost
        self.generation = 0
        self.has_written = False
        self.to_fold_anew: frozenset[str] = frozenset()  # enrolments (ids) whose record was given entries
        self._machine = machine
        self._store: Store | None = None
        self._opening = threading.Lock()
        self._device: Device | None = None
        self._chains: dict[str, OpenChain] = {}
        self._seen = -1

    @property
    def store(self) -> "Store":
        """Raises PlayerError when the database cannot be used."""
        with self._opening:
            if self._store is None:
                from player.store.database import Store

                finish_restore(self.data)
                finish_erasing(self.data)
                self._store = Store(self.data.database, self.data.backups)
                self.to_fold_anew = restored_in(self.data)
            return self._store

    @property
    def is_there(self) -> bool:
        """Is there anything to read? Looking makes no database."""
        return self._store is not None or (self.data.database.exists() and self.data.database.stat().st_size > 0)

    @property
    def is_open(self) -> bool:
        return self._store is not None

    def device(self) -> "Device":
        """This machine's key and id; made at first use."""
        if self._device is None:
            from player.signing.device import device_at

            self._device = device_at(self.data.device, platform.node() or "Greentick", self._machine)
        return self._device

    def time_now(self, tables: "Tables", learner_id: str) -> Believed:
        """What the clock and the learner's record together tell."""
        known = self._chains.get(learner_id)
        return believe(known.seen, self.clock()) if known else believed_from(tables.ledger.marks(learner_id), self.clock())

    def time(self, learner_id: str) -> Believed:
        """The same, read on its own."""
        known = self._chains.get(learner_id)
        if known is not None:
            return believe(known.seen, self.clock())
        with self.store.reading() as tables:
            return self.time_now(tables, learner_id)

    def seen(self, learner_id: str) -> Seen | None:
        """What is recorded of time; None before anything is."""
        known = self._chains.get(learner_id)
        if known is not None:
            return known.seen
        with self.store.reading() as tables:
            return seen_of(tables.ledger.marks(learner_id))

    def believed_now(self, tables: "Tables", learner_id: str) -> int:
        """The clock, or the highest time seen when the clock was set back."""
        return self.time_now(tables, learner_id).now

    def believed(self, learner_id: str) -> int:
        """The same, read on its own."""
        return self.time(learner_id).now

    @contextmanager
    def writing(self) -> Iterator["Tables"]:
        """A transaction that records nothing in a ledger."""
        with self.store.writing() as tables:
            self.look_around()
            yield tables
        self.has_written = True

    @contextmanager
    def recording(self, learner_id: str) -> Iterator[Pen]:
        """A transaction with a pen for this learner; durable when the block is left."""
        with self.writing() as tables:
            pen = Pen(tables, self._chains.get(learner_id) or self._open_chain(tables, learner_id), self.clock(), mails=self.data.mail.exists())
            yield pen
        self._chains[learner_id] = pen.state

    def look_around(self) -> None:
        """Forgets what is kept in memory when another process has changed the database."""
        version = self.store.data_version()
        if version != self._seen:
            self._seen = version
            self._chains.clear()
            self.generation += 1

    def _open_chain(self, tables: "Tables", learner_id: str) -> OpenChain:
        """This device's chain of the learner; on a machine that has none a new one that names the head it goes on from."""
        device = self.device()
        row = tables.ledger.chain(device.id, learner_id)
        if row is None:
            row = self._new_chain(tables, device, learner_id)
        continues = Head(row.continues_number, row.continues_hash) if row.continues_hash else None
        chain = Chain(row.device_id, learner_id, continues)
        number = row.number or 0
        last = tables.ledger.last(number)
        head = Head(last[0], last[1].hex()) if last else chain.head
        marks = tables.ledger.marks(learner_id)
        seen = seen_of(marks) or Seen(0, 0, 0)
        if any(one[0] != chain.genesis and one[2] == seen.at for one in marks.ends):
            # What is written here comes after what stands in other chains of the record, whatever the clock says: it may rest on it.
            seen = replace(seen, at=seen.at + 1, settled=seen.settled + (seen.settled == seen.at))
        return OpenChain(number, chain, chain.genesis, head, seen)

    def _new_chain(self, tables: "Tables", device: "Device", learner_id: str) -> "ChainRow":
        from player.store.rows import ChainRow, DeviceRow

        now = self.clock()
        if tables.ledger.device(device.id) is None:
            tables.ledger.add_device(DeviceRow(id=device.id, name=device.name, created_at=now))
        before = tables.ledger.latest(learner_id)
        continues = Head(before[0], before[1].hex()) if before else None
        row = ChainRow(
            id=Chain(device.id, learner_id, continues).genesis,
            device_id=device.id,
            learner_id=learner_id,
            created_at=now,
            continues_number=continues.number if continues else 0,
            continues_hash=continues.hash if continues else "",
        )
        row.number = tables.ledger.add_chain(row)
        return row

    def reread(self) -> None:
        """What is kept in memory does not hold any more."""
        self._chains.clear()
        self.generation += 1

    def close(self) -> None:
        """Opened again at its next use, when everything is read anew."""
        with self._opening:
            if self._store is not None:
                self._store.close()
                self._store = None
            self._chains.clear()
            self._seen = -1
            self.generation += 1
