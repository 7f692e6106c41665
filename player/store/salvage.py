"""What a damaged database still holds comes into a sound one: the ledger by its hashes, everything else row by row.

A restore never loses what can be read (product rules, chains): entries that follow the end of their chain are appended as they are; where some
in between are lost, a new chain begins that names the head it continues, and takes those that were found behind the gap.
"""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from player.course.facts import EventKind
from player.course.ledger import Chain, Head, append
from player.store.lanes import device_of, next_lane
from player.store.merging import Merger
from player.store.wreck import Found, Row, Wreck


@dataclass(frozen=True, slots=True)
class Salvaged:
    """`entries` came over; `lost` says that others may be missing for good; `homeless` were read, but it cannot be
    told whose they are or of which course.
    `enrolments` are the ids of those that have to be folded anew."""

    entries: int
    lost: bool
    homeless: int
    enrolments: frozenset[str]


@dataclass(slots=True)
class _Chain:
    number: int
    learner: str
    device: str
    name: str
    head: Head
    at: int


@dataclass(slots=True)
class _Came:
    entries: int = 0
    homeless: int = 0
    enrolments: set[str] = field(default_factory=set)
    names: dict[str, tuple[int, str]] = field(default_factory=dict)  # learner -> time and printed name


def salvage(wreck: Wreck, into: Path, now: int, *, complete: bool = True) -> Salvaged:
    """`into` is a sound database, closed, of this program's version. One transaction: all or nothing. sqlite3.Error when it fails.
    `complete` False says that the wreck lacks entries, though it reads well."""
    connection = sqlite3.connect(into, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("BEGIN IMMEDIATE")
        done = _Salvage(wreck, connection, now).run(complete=complete)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=DELETE")  # everything in one file again
        return done
    finally:
        connection.close()


class _Salvage:
    def __init__(self, wreck: Wreck, connection: sqlite3.Connection, now: int) -> None:
        self._wreck, self._db, self._now = wreck, connection, now
        self._came = _Came()
        self._known = {digest for (digest,) in connection.execute("SELECT hash FROM ledger")}
        self._ids = {event for (event,) in connection.execute("SELECT event_id FROM ledger")}

    def run(self, *, complete: bool) -> Salvaged:
        found = self._entries()
        (newest_here,) = self._db.execute("SELECT coalesce(max(at), 0) FROM ledger").fetchone()
        merger = Merger(self._wreck, self._db, newer=self._wreck.latest >= newest_here)
        merger.people_and_courses(self._printed_names(found, merger.chain_rows))
        self._enrolment = {name: number for number, name in self._db.execute("SELECT number, id FROM enrolment")}
        chains = {chain.name: chain for chain in self._chains()}
        here = {learner for (learner,) in self._db.execute("SELECT id FROM learner")}
        whose = {row["id"]: row["learner_id"] for row in merger.chain_rows if row["learner_id"] in here}
        whose |= {name: chain.learner for name, chain in chains.items()}
        behind: dict[str, list[Found]] = defaultdict(list)
        for name, by_number in found.items():
            rest = self._appended(chains[name], by_number) if name in chains else [one for some in by_number.values() for one in some]
            if name in whose:
                behind[whose[name]] += rest
            elif not self._wreck.read_wholly("chain"):  # else they are of somebody who was removed
                self._came.homeless += len({one.entry.event.id for one in rest})
        behind = {learner: fresh for learner, rest in behind.items() if (fresh := self._unknown(rest))}
        lost = bool(behind) or not self._wreck.whole or not complete
        if lost:
            self._begin_lanes(chains, behind)
        merger.work_in_progress(folded=not lost)
        for learner, (_, printed) in self._came.names.items():
            self._db.execute("UPDATE learner SET printed_name = ? WHERE id = ?", (printed, learner))
        return Salvaged(self._came.entries, lost, self._came.homeless, frozenset(self._came.enrolments | self._joined()))

    def _joined(self) -> set[str]:
        """Enrolments into which one that came along was claimed: what happened there counts in them."""
        asked = "SELECT id, joined FROM enrolment WHERE joined IS NOT NULL"
        return {str(joined) for name, joined in self._db.execute(asked) if name in self._came.enrolments}

    @staticmethod
    def _printed_names(found: dict[str, dict[int, list[Found]]], chains: list[Row]) -> dict[str, str]:
        """learner -> the name that prints, as the entries say: for those whose own row cannot be read."""
        names: dict[str, str] = {}
        for row in chains:
            told = [one.entry.event for some in found.get(row["id"], {}).values() for one in some if one.entry.event.kind is EventKind.NAME]
            for event in sorted(told, key=lambda event: event.number):
                names[row["learner_id"]] = str(event.data.get("name", ""))
        return names

    def _entries(self) -> dict[str, dict[int, list[Found]]]:
        """chain -> number -> what was found for that number and is not here yet, those that SQLite could read first."""
        found: dict[str, dict[int, list[Found]]] = defaultdict(lambda: defaultdict(list))
        for one in self._wreck.entries(self._known):
            found[one.entry.chain][one.entry.event.number].append(one)
        return found

    def _chains(self) -> list[_Chain]:
        asked = """SELECT c.number, c.learner_id, c.device_id, c.id, e.number, e.hash, e.at FROM chain AS c LEFT JOIN ledger AS e
                   ON e.chain = c.number AND e.number = (SELECT max(number) FROM ledger WHERE chain = c.number)"""
        return [
            _Chain(number, learner, device, name, Head(last, digest.hex()) if last else Head(0, name), at or 0)
            for number, learner, device, name, last, digest, at in self._db.execute(asked).fetchall()
        ]

    def _appended(self, chain: _Chain, found: dict[int, list[Found]]) -> list[Found]:
        """Appends what follows the end of the chain, as it is; returns the rest. A raw entry in the place of another is a step that never
        was: what a transaction left behind that was undone."""
        rest = {one.digest: one for some in found.values() for one in some}
        while (one := next((one for one in found.get(chain.head.number + 1, ()) if one.entry.previous == chain.head.hash), None)) is not None:
            del rest[one.digest]
            self._write(chain, one)
        return [one for one in rest.values() if not (one.raw and one.entry.event.number <= chain.head.number)]

    def _write(self, chain: _Chain, one: Found) -> None:
        event = one.entry.event
        if event.id not in self._ids:
            self._ids.add(event.id)
            self._came.entries += 1
        self._db.execute(
            "INSERT INTO ledger (chain, number, event_id, enrolment, at, kind, lesson, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (chain.number, event.number, event.id, self._enrolment.get(event.enrolment), event.at, event.kind.value, event.lesson, one.body,
             one.digest),
        )  # fmt: skip
        chain.head, chain.at = Head(event.number, one.digest.hex()), event.at
        if event.enrolment in self._enrolment:
            self._came.enrolments.add(event.enrolment)
        elif event.enrolment:
            self._came.homeless += 1
        printed = event.data.get("name")
        if event.kind is EventKind.NAME and isinstance(printed, str):
            self._came.names[chain.learner] = max(self._came.names.get(chain.learner, (0, "")), (event.at, printed))

    def _unknown(self, rest: list[Found]) -> list[Found]:
        """Those whose event is nowhere in the record yet, each once, in the order in which they happened."""
        fresh = {one.entry.event.id: one for one in rest if one.entry.event.id not in self._ids}
        return sorted(fresh.values(), key=lambda one: (one.entry.event.at, one.entry.chain, one.entry.event.number))

    def _begin_lanes(self, chains: dict[str, _Chain], behind: dict[str, list[Found]]) -> None:
        """A new chain of this device, which is the one that was written to last, for everybody who may have lost entries of it."""
        here = max(chains.values(), key=lambda chain: (chain.at, chain.number), default=None)
        if here is None:
            return
        by_learner: dict[str, list[_Chain]] = defaultdict(list)
        for chain in chains.values():
            by_learner[chain.learner].append(chain)
        device = device_of(here.device)
        for learner in sorted(by_learner.keys() | behind.keys()):
            own = by_learner[learner]
            if learner not in behind and not any(device_of(chain.device) == device for chain in own):
                continue
            latest = max(own, key=lambda chain: (chain.at, chain.head.number), default=None)
            lane = self._lane(learner, next_lane(device, [chain.device for chain in own]), latest.head if latest else None)
            for one in behind.get(learner, ()):
                event = replace(one.entry.event, number=lane.head.number + 1)
                body, head = append(event, lane.head, lane.name)
                self._write(lane, Found(body, bytes.fromhex(head.hash), replace(one.entry, event=event)))

    def _lane(self, learner: str, device: str, continues: Head | None) -> _Chain:
        name = Chain(device, learner, continues).genesis
        base = self._db.execute("SELECT name FROM device WHERE id = ?", (device_of(device),)).fetchone()
        self._db.execute("INSERT OR IGNORE INTO device (id, name, created_at) VALUES (?, ?, ?)", (device, base[0] if base else "", self._now))
        number = self._db.execute(
            "INSERT INTO chain (id, device_id, learner_id, created_at, continues_number, continues_hash) VALUES (?, ?, ?, ?, ?, ?)",
            (name, device, learner, self._now, continues.number if continues else 0, continues.hash if continues else ""),
        ).lastrowid
        return _Chain(number or 0, learner, device, name, Head(0, name), 0)
