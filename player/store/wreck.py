"""A damaged database, read as far as it goes: by SQLite from both ends of each table, and by its raw bytes."""

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from player.course.ledger import Entry, LedgerError, decode
from player.store.carving import carved
from player.store.version import APPLICATION_ID, TABLES

HEADER = 100  # bytes (sqlite.org/fileformat.html 1.3)
THE_RECORD = frozenset({"ledger", "chain", "learner"})
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A ledger entry as it lay there, proved by its hash. `raw`: out of the bytes of the file, past SQLite."""

    body: bytes
    digest: bytes
    entry: Entry
    raw: bool = False


class Wreck:
    """Use it in a `with` statement. It changes nothing of the file."""

    def __init__(self, path: Path, donor: Path | None, scratch: Path) -> None:
        """`donor` is a sound database of the same line: its first page stands in for one that cannot be read, in a copy made at `scratch`."""
        self._path, self._donor, self._scratch = path, donor, scratch
        self._connection: sqlite3.Connection | None = None
        self._sound = False
        self._partly: set[str] = set()
        self.latest = 0  # time of the newest entry that was read, in ms UTC

    def __enter__(self) -> Self:
        self._connection = _opened(self._path)
        self._sound = self._connection is not None and _is_sound(self._connection)
        if self._connection is None and self._donor is not None and _transplant(self._path, self._donor, self._scratch):
            self._connection = _opened(self._scratch)
            self._sound = self._connection is not None and _is_sound(self._connection)  # nothing but its beginning was missing
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for name in (self._scratch.name, f"{self._scratch.name}-wal", f"{self._scratch.name}-shm"):
            self._scratch.with_name(name).unlink(missing_ok=True)

    @property
    def whole(self) -> bool:
        """Nothing was in the way of reading the record: what was not found was never there. Ask once it was read."""
        return self._sound and not self._partly & THE_RECORD

    def read_wholly(self, table: str) -> bool:
        """Whether all of a table that was asked for came."""
        return self._connection is not None and table not in self._partly

    def rows(self, table: str) -> list[Row]:
        """What can be read of a table, each row once; rows that hold what cannot be in their columns are left out."""
        columns = list(self._read(table, "SELECT name, type, pk FROM pragma_table_info(?)", table))
        keys = [row["name"] for row in sorted(columns, key=lambda row: row["pk"]) if row["pk"]]
        if not keys:
            self._partly.add(table)
            return []
        kinds = {row["name"]: _kind(str(row["type"])) for row in columns}
        found: dict[tuple[Any, ...], Row] = {}
        for row in self._both_ways(table, keys):
            if all(_fits(value, kinds.get(name, object)) for name, value in row.items()):
                found.setdefault(tuple(row[name] for name in keys), row)
            else:
                self._partly.add(table)
        return list(found.values())

    def entries(self, known: set[bytes]) -> Iterator[Found]:
        """Every ledger entry that can be read, whose hash is right and not `known`; each once. `known` grows by them."""
        for row in self._both_ways("ledger", ["chain", "number"]):
            body, digest = row.get("body"), row.get("hash")
            if not isinstance(body, bytes) or hashlib.sha256(body).digest() != digest:
                self._partly.add("ledger")
            else:
                self.latest = max(self.latest, row["at"] if isinstance(row["at"], int) else 0)
                yield from _new(body, known, raw=False)
        if not self.whole:
            for path in (self._path, self._path.with_name(self._path.name + "-wal")):
                for body in carved(path):
                    for found in _new(body, known, raw=True):
                        self.latest = max(self.latest, found.entry.event.at)
                        yield found

    def _both_ways(self, table: str, keys: list[str]) -> Iterator[Row]:
        """From the first row on; where SQLite can go no further, from the last one back. Rows may come twice."""
        shape = list(self._read(table, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", table))
        if not shape:
            self._partly.add(table)
            return
        by = keys if "WITHOUT ROWID" in str(shape[0]["sql"]).upper() else ["rowid"]
        for way in ("ASC", "DESC"):
            order = ", ".join(f'"{name}" {way}' for name in by)
            before = table in self._partly
            self._partly.discard(table)
            yield from self._read(table, f'SELECT * FROM "{table}" ORDER BY {order}')  # noqa: S608  # names that the file itself holds
            clean = table not in self._partly
            if before or (not clean):
                self._partly.add(table)
            if clean:
                return

    def _read(self, table: str, asked: str, *values: str) -> Iterator[Row]:
        """Rows until SQLite can go no further."""
        if self._connection is None:
            self._partly.add(table)
            return
        try:
            cursor = self._connection.execute(asked, values)
            names = [column[0] for column in cursor.description or ()]
            for row in cursor:
                yield dict(zip(names, row, strict=True))
        except (sqlite3.Error, OverflowError, MemoryError):
            self._partly.add(table)


def _new(body: bytes, known: set[bytes], *, raw: bool) -> Iterator[Found]:
    digest = hashlib.sha256(body).digest()
    if digest not in known:
        with suppress(LedgerError):
            entry = decode(body)
            known.add(digest)
            yield Found(body, digest, entry, raw)


def _kind(declared: str) -> type | tuple[type, ...]:
    """What a column of ours may hold beside NULL."""
    name = declared.upper()
    if "INT" in name or name == "BOOLEAN":
        return int
    return str if "CHAR" in name or "TEXT" in name else bytes if name == "BLOB" else object


def _fits(value: object, kind: type | tuple[type, ...]) -> bool:
    if isinstance(value, str) and any("\udc80" <= letter <= "\udcff" for letter in value):
        return False
    return value is None or isinstance(value, kind)


def _opened(path: Path) -> sqlite3.Connection | None:
    """A connection that cannot write, when the list of tables can be read and is ours."""
    connection = None
    with suppress(OSError, sqlite3.Error):
        if path.stat().st_size > 0:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if names & TABLES:
                return connection
    if connection is not None:
        connection.close()
    return None


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error:
        return False
    return bool(verdict == "ok") and mark == APPLICATION_ID


def _transplant(path: Path, donor: Path, scratch: Path) -> bool:
    """A copy of the damaged file that begins like the donor: first with the header alone, else with the whole first page. Databases that
    came from one another have the same tables at the same places."""
    with suppress(OSError):
        with donor.open("rb") as file:
            head = file.read(65536)
        size = int.from_bytes(head[16:18], "big")
        size = 65536 if size == 1 else size
        for borrowed in (HEADER, size):
            shutil.copyfile(path, scratch)
            log = path.with_name(path.name + "-wal")
            if log.exists():
                shutil.copyfile(log, scratch.with_name(scratch.name + "-wal"))
            pages = scratch.stat().st_size // size
            with scratch.open("rb+") as file:
                file.write(head[:borrowed])
                file.seek(28)
                file.write(pages.to_bytes(4, "big") + bytes(8))  # its length; no free pages
            if (connection := _opened(scratch)) is not None:
                with closing(connection):
                    if borrowed == HEADER or _is_ours(connection):
                        return True
    return False


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the borrowed list of tables points to the right places: chains are found where it says chains are."""
    try:
        names = [name for (name,) in connection.execute("SELECT id FROM chain")]
    except sqlite3.Error:
        return False
    return bool(names) and all(isinstance(name, str) and re.fullmatch("[0-9a-f]{64}", name) for name in names)
