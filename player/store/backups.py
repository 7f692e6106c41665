"""Copies of the database: one a day, the newest few kept, made when the program is closed. Copies before an upgrade stay for ever."""

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from player.store.version import read_only

KEPT = 5  # daily copies
LARGEST_BYTES = 256 * 1024 * 1024  # a larger database is not copied while somebody waits for the window to close
_DAILY = re.compile(r"\d{4}-\d\d-\d\d\.db$")


def copy_database(path: Path, target: Path) -> None:
    """A consistent copy by SQLite's backup API (sqlite.org/backup.html), on disk before this returns. OSError or sqlite3.Error when it
    cannot be made; nothing is left behind then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".part")
    beside.unlink(missing_ok=True)
    try:
        with closing(read_only(path)) as source, closing(sqlite3.connect(beside)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def daily_copy(path: Path, folder: Path, now: int) -> Path | None:
    """Today's copy (`now` in ms UTC), unless it is there already; older ones beyond KEPT go. Returns what was made."""
    target = folder / f"{path.stem}-{datetime.fromtimestamp(now / 1000, UTC):%Y-%m-%d}.db"
    if target.exists() or path.stat().st_size > LARGEST_BYTES:
        return None
    copy_database(path, target)
    for old in sorted(file for file in folder.iterdir() if _DAILY.search(file.name))[:-KEPT]:
        old.unlink()
    return target
