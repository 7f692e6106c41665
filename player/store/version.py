"""Which version a database file is of, decided by plain sqlite3 before anything heavy is imported."""

import sqlite3
from contextlib import closing
from pathlib import Path

from player.store.failures import damaged, foreign, newer, spoken

SCHEMA_VERSION = 8  # the number of the last file in player/store/migrations
APPLICATION_ID = 0x4754_636B  # "GTck": marks the file as ours (sqlite.org/fileformat.html 1.3.17)
QUICK_CHECK_BYTES = 64 * 1024 * 1024  # a larger database is checked only after it was not closed properly
BUSY_MS = 4_000
RESTORE_NOTE, RESTORED_NOTE = "restore.json", "refold.json"  # what a restore leaves beside the database, see player.store.restore
ERASE_NOTE = "erase.json"  # an erasure that was begun, see player.store.erasing
TABLES = frozenset({  # of the first version: later ones only add to them
    "alembic_version", "attempt", "award", "chain", "course", "device", "enrolment", "frozen_quiz", "learner", "ledger", "lesson_state",
    "response", "sitting",
})  # fmt: skip


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; the file must exist."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    return connection


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """0 for an empty database; raises PlayerError when it is newer than this program or not ours, DamagedError when its marks or a table
    are missing."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if mark != APPLICATION_ID and (mark or found or tables):
        raise damaged(path, "header") if len(tables & TABLES) > len(TABLES) // 2 else foreign(path)
    if found > SCHEMA_VERSION:
        raise newer(path, found, SCHEMA_VERSION)
    if not found and tables:
        raise damaged(path, "header")
    if found and not tables >= TABLES:
        raise damaged(path, "table")
    return int(found)


def missing(path: Path, backups: Path) -> str:
    """Whether there was a database where none is now: "gone", "empty", or "" when all is well. An empty file may have all it held in
    its write-ahead log, which SQLite throws away when it opens the file (sqlite.org/wal.html)."""
    length = path.stat().st_size if path.exists() else -1
    if length > 0:
        return ""
    log = path.with_name(path.name + "-wal")
    if (log.exists() and log.stat().st_size > 0) or (backups.is_dir() and any(backups.glob("*.db"))):
        return "gone" if length < 0 else "empty"
    return ""


def checked_version(path: Path, backups: Path | None = None) -> int:
    """The version of the file at `path`, 0 when there is none, after looking for damage. Changes nothing.

    Raises PlayerError for a foreign or newer database, DamagedError for a damaged one, and for one that is gone while `backups` are there.
    """
    if backups is not None and (kind := missing(path, backups)):
        raise damaged(path, kind)
    if not path.exists() or path.stat().st_size == 0:
        return 0
    log = path.with_name(path.name + "-wal")
    unclean = log.exists() and log.stat().st_size > 0  # whoever only reads leaves an empty one behind
    with spoken(path), closing(read_only(path)) as connection:
        found = version_of(connection, path)
        if unclean or path.stat().st_size <= QUICK_CHECK_BYTES:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise damaged(path)
    return found
