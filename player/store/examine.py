"""A long look at a database: every page and index, every entry of the ledger, and whether it has all that its newest backup has."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from player.errors import DamagedError
from player.store.backups import listed
from player.store.failures import damaged, spoken
from player.store.version import missing, read_only, version_of

ROWS_A_STEP = 500

_REACH = "SELECT c.id, c.learner_id, coalesce(max(e.number), 0) FROM chain AS c LEFT JOIN ledger AS e ON e.chain = c.number GROUP BY c.number"


def examine(path: Path, backups: Path) -> None:
    """Raises DamagedError when something is wrong, PlayerError for a foreign or newer database. Changes nothing; any thread may call it."""
    if kind := missing(path, backups):
        raise damaged(path, kind)
    if not path.exists() or path.stat().st_size == 0:
        return
    with spoken(path), closing(read_only(path)) as connection:
        connection.execute("BEGIN")
        version_of(connection, path)
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise damaged(path)
        if changed := _changed_entries(connection):
            raise damaged(path, "entries", changed)
        if lost := _lost_entries(connection, backups):
            raise damaged(path, "lost", lost)


def sound(path: Path, backups: Path) -> bool:
    """Whether a copy of it would be worth its room."""
    try:
        examine(path, backups)
    except DamagedError:
        return False
    return True


def _changed_entries(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT body, hash FROM ledger")
    changed = 0
    while rows := found.fetchmany(ROWS_A_STEP):
        changed += sum(1 for body, digest in rows if not isinstance(body, bytes) or hashlib.sha256(body).digest() != digest)
    return changed


def _lost_entries(connection: sqlite3.Connection, backups: Path) -> int:
    """Entries of learners who are still here that the newest backup has and this database has not."""
    newest = next((one for one in listed(backups) if not one.version), None)
    if newest is None:
        return 0
    try:
        with closing(read_only(newest.path)) as backup:
            before = backup.execute(_REACH).fetchall()
    except sqlite3.Error:
        return 0  # a backup that cannot be read says nothing about the database
    here = {learner for (learner,) in connection.execute("SELECT id FROM learner")}
    now = {chain: reach for chain, _, reach in connection.execute(_REACH)}
    return sum(max(0, reach - now.get(chain, 0)) for chain, learner, reach in before if learner in here)
