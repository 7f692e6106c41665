"""Copies of the database: named by their time, proved whole before older ones go, thinned. Copies from before an upgrade stay for ever."""

import errno
import json
import os
import re
import secrets
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from player.errors import PlayerError, said
from player.store.thinning import within, worth_keeping
from player.store.version import read_only

PAGES_A_STEP = 512  # copied at once; between steps other threads go on
RESERVE_BYTES = 32 * 1024 * 1024  # a copy leaves this much of the disk to the ticks to come
STALE_SECONDS = 3600  # a half-made copy older than this was left behind by a crash
_TIMED = re.compile(r"-(\d{4}-\d\d-\d\d)(?:T(\d\d-\d\d-\d\d)Z)?\.db$")
_VERSION = re.compile(r"-version-(\d{4})\.db$")


@dataclass(frozen=True, slots=True)
class Backup:
    """`at` in ms UTC; `version` is that of the schema for a copy that was made before an upgrade, else 0."""

    path: Path
    at: int
    size: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class Holds:
    """What a database holds, counted. `last_at` is the time of the newest ledger entry in ms UTC, 0 without one."""

    learners: int
    ticks: int
    entries: int
    last_at: int


def copy_database(path: Path, target: Path) -> None:
    """A consistent copy of one moment by SQLite's backup API (sqlite.org/backup.html), read back by `integrity_check` and on disk before
    this returns. OSError or sqlite3.Error when it cannot be made; nothing is left behind then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with closing(read_only(path)) as source, closing(sqlite3.connect(beside, isolation_level=None)) as copy:
            source.execute("BEGIN")  # one picture for all steps, whoever writes meanwhile
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            copy.execute("PRAGMA synchronous=OFF")  # synced as a whole, below
            source.backup(copy, pages=PAGES_A_STEP, sleep=0)
            copy.execute("PRAGMA journal_mode=DELETE")
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(f"the copy is not whole: {verdict}")
        sync_file(beside)
        beside.replace(target)
        sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Makes a rename durable where the system lets a folder be opened; Windows keeps names durable by itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_note(path: Path, told: object) -> None:
    """A small JSON file, whole and durable under its name, or as it was before."""
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        file.write(json.dumps(told).encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def listed(folder: Path) -> list[Backup]:
    """Every copy in the folder, newest first; one that vanishes meanwhile is not there."""
    found: list[Backup] = []
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError, ValueError):
                if known := _named(path):
                    found.append(known)
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def _named(path: Path) -> Backup | None:
    if named := _TIMED.search(path.name):
        moment = datetime.strptime(f"{named[1]} {named[2] or '00-00-00'}", "%Y-%m-%d %H-%M-%S").replace(tzinfo=UTC)
        return Backup(path, round(moment.timestamp() * 1000), path.stat().st_size)
    if named := _VERSION.search(path.name):
        about = path.stat()
        return Backup(path, about.st_mtime_ns // 1_000_000, about.st_size, int(named[1]))
    return None


def stamp(now: int) -> str:
    """A moment (ms UTC) as part of a file's name on any system: "2027-01-15T12-30-00Z"."""
    return f"{datetime.fromtimestamp(now / 1000, UTC):%Y-%m-%dT%H-%M-%SZ}"


def make_backup(path: Path, folder: Path, now: int) -> Backup:
    """A copy named by `now` (ms UTC); once it is proved whole, older ones are thinned. PlayerError when it cannot be made."""
    needed = sum(file.stat().st_size for file in (path, path.with_name(path.name + "-wal")) if file.exists())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        free = shutil.disk_usage(folder).free
        if free < needed + RESERVE_BYTES:
            raise no_room(folder, needed + RESERVE_BYTES, free)
        target = folder / f"{path.stem}-{stamp(now)}.db"
        while target.exists():
            now += 1000
            target = folder / f"{path.stem}-{stamp(now)}.db"
        copy_database(path, target)
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            raise no_room(folder, needed + RESERVE_BYTES, shutil.disk_usage(folder).free) from error
        raise PlayerError(
            "No backup was made",
            said("No copy of {path} could be made in {folder} ({why}).", path=path, folder=folder, why=error),
            "What you do is kept in the database all the same; look after that folder when you can.",
        ) from error
    thin(folder, now)
    return Backup(target, now // 1000 * 1000, target.stat().st_size)


def is_full(error: BaseException) -> bool:
    full = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
    return (isinstance(error, OSError) and error.errno in full) or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def no_room(folder: Path, needed: int, free: int) -> PlayerError:
    return PlayerError(
        "There is no room for a backup",
        said(
            "A backup needs {needed:,.1f} MB, and {free:,.1f} MB are free on the disk that holds {folder}.",
            needed=needed / 1e6,
            free=free / 1e6,
            folder=folder,
        ),
        "Free some space. What you do is kept in the database all the same.",
    )


def thin(folder: Path, now: int) -> None:
    """Removes what is not worth its room; a file that cannot be removed now is left for the next time."""
    timed = {one.at: one for one in listed(folder) if not one.version}
    kept = worth_keeping(timed, now)
    kept = within({at: timed[at].size for at in kept})
    for at, one in timed.items():
        if at not in kept:
            with suppress(OSError):
                one.path.unlink()


def _sweep(folder: Path) -> None:
    """Half-made copies that a crash left behind."""
    for path in folder.glob("*.part*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE_SECONDS:
                path.unlink()


def holds(path: Path) -> Holds | None:
    """What a database holds; None when it cannot be read."""
    try:
        with closing(read_only(path)) as connection:
            (learners,) = connection.execute("SELECT count(*) FROM learner").fetchone()
            (ticks,) = connection.execute("SELECT count(*) FROM lesson_state WHERE ticked_at IS NOT NULL").fetchone()
            entries, last_at = connection.execute("SELECT count(*), coalesce(max(at), 0) FROM ledger").fetchone()
    except sqlite3.Error:
        return None
    return Holds(learners, ticks, entries, last_at)
