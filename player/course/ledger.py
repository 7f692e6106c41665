"""The append-only record as bytes: canonical JSON, one hash chain per device and learner."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from player.course.facts import Event, EventKind, Json
from player.errors import PlayerError

FORMAT = 1
SAFE_INTEGER = 2**53 - 1  # RFC 7493 section 2.2: larger ones do not survive every reader


class LedgerError(PlayerError):
    """The chain is broken. `number` is the first entry that is wrong."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(
            "The learning record is damaged",
            f"Entry {number} of the learning record {message}.",
            "Restore the last backup; it keeps everything that was recorded before.",
        )
        self.number = number


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain goes: number and hash (hex) of its last entry. It belongs into every certificate and results
    file, because a chain whose tail was cut off is still a chain."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a chain begins. `continues` is the head of the chain that a restore or a copied data folder goes on from."""

    device: str
    learner: str
    continues: Head | None = None

    @property
    def genesis(self) -> str:
        """Hash (hex) that stands before entry 1, and the name of the chain in every entry."""
        before: Json = None if self.continues is None else {"hash": self.continues.hash, "number": self.continues.number}
        start: dict[str, Json] = {"continues": before, "device": self.device, "learner": self.learner, "ledger": FORMAT}
        return digest(canonical(start))

    @property
    def head(self) -> Head:
        """The head of the empty chain."""
        return Head(0, self.genesis)


def canonical(value: Json | Mapping[str, Json]) -> bytes:
    """RFC 8785 bytes. Floats, integers beyond 2**53-1 and lone surrogates are refused with ValueError: they do not
    hash alike everywhere."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def _ordered(value: object) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > SAFE_INTEGER:
            raise ValueError(f"an integer beyond 2**53-1 cannot be recorded: {value}")
        return int(value)
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        # RFC 8785 section 3.2.3 orders keys by UTF-16 code units, which differs from code points above U+FFFF.
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    raise ValueError(f"a {type(value).__name__} cannot be recorded")


def digest(data: bytes) -> str:
    """SHA-256 as lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def encode(event: Event, previous: str, chain: str) -> bytes:
    """The bytes of one entry; they are what is hashed and what is kept. `previous` is the hash of the entry before
    (the genesis for number 1), `chain` the genesis."""
    entry: dict[str, Json] = {
        "at": event.at,
        "chain": chain,
        "data": dict(event.data),
        "enrolment": event.enrolment,
        "id": event.id,
        "kind": event.kind.value,
        "lesson": event.lesson,
        "number": event.number,
        "previous": previous,
        "signed": event.signed,
    }
    return canonical(entry)


@dataclass(frozen=True, slots=True)
class Entry:
    """A decoded entry: the event, and where it stands."""

    event: Event
    previous: str
    chain: str


_SHAPE: tuple[tuple[str, type], ...] = (
    ("at", int), ("chain", str), ("data", dict), ("enrolment", str), ("id", str), ("kind", str), ("lesson", str),
    ("number", int), ("previous", str), ("signed", bool),
)  # fmt: skip
_KINDS = frozenset(kind.value for kind in EventKind)


def decode(raw: bytes, number: int = 0) -> Entry:
    """The entry in those bytes. LedgerError (naming `number`) unless they are exactly what `encode` writes."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise LedgerError(number, "is not readable") from None
    if not isinstance(found, dict) or [*found] != [name for name, _ in _SHAPE]:
        raise LedgerError(number, "does not have the fields of an entry")
    if any(type(found[name]) is not kind for name, kind in _SHAPE) or found["kind"] not in _KINDS:
        raise LedgerError(number, "holds a value of the wrong kind")
    event = Event(
        id=found["id"], number=found["number"], at=found["at"], kind=EventKind(found["kind"]), lesson=found["lesson"],
        data=found["data"], signed=found["signed"], enrolment=found["enrolment"],
    )  # fmt: skip
    entry = Entry(event, found["previous"], found["chain"])
    try:
        exact = encode(event, entry.previous, entry.chain)
    except (ValueError, RecursionError):
        exact = b""
    if exact != raw:
        raise LedgerError(number, "is not in the one form in which entries are written")
    return entry


def append(event: Event, head: Head, chain: str) -> tuple[bytes, Head]:
    """Bytes of the event as the next entry after `head`, and the new head. `event.number` must be the next one."""
    if event.number != head.number + 1:
        raise LedgerError(event.number, f"cannot follow entry {head.number}")
    raw = encode(event, head.hash, chain)
    return raw, Head(event.number, digest(raw))


def verify(entries: Iterable[bytes], chain: Chain, *, reaches: Head | None = None, after: Head | None = None) -> Head:
    """Walks a chain and returns its head. LedgerError at the first entry that is changed, missing or out of order, and
    when the chain does not go through `reaches` (a head that was written down elsewhere: a cut tail). `after` starts
    in mid-chain, at a head that is trusted already."""
    name = chain.genesis
    head = after or chain.head
    met = reaches is None or reaches == head
    for raw in entries:
        entry = decode(raw, head.number + 1)
        if entry.chain != name:
            raise LedgerError(head.number + 1, "belongs to another device or learner")
        if entry.event.number != head.number + 1:
            raise LedgerError(head.number + 1, "is missing or out of order")
        if entry.previous != head.hash:
            raise LedgerError(head.number + 1, "does not follow the one before it: something was changed")
        head = Head(head.number + 1, digest(raw))
        met = met or head == reaches
    if not met and reaches is not None:
        raise LedgerError(reaches.number, "is not the one that was written down elsewhere: later entries are missing or changed")
    return head
