"""What SQLite says went wrong, as the one sentence a learner can act on. Plain sqlite3, nothing else."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from player.errors import DamagedError, PlayerError, said

_PRIMARY = 0xFF  # extended result codes keep the primary one in the low byte (sqlite.org/rescode.html)


_FOUND = {
    "header": said("{path} is damaged and was left exactly as it is: it no longer begins as a database does."),
    "pages": said("{path} is damaged and was left exactly as it is: parts of it cannot be read."),
    "table": said("{path} is damaged and was left exactly as it is: a whole part of it is missing."),
    "entries": said("{path} is damaged and was left exactly as it is: entries of the learning record were changed ({count})."),
    "lost": said("{path} lacks entries of the learning record that the newest backup has ({count})."),
    "empty": said("{path} is damaged and was left exactly as it is: it is empty."),
    "gone": said("{path} is gone, though there was one."),
}


def damaged(path: Path, kind: str = "pages", count: int = 0) -> DamagedError:
    """`kind` and `count` as in DamagedError."""
    return DamagedError(
        "The database is damaged",
        said(_FOUND[kind], path=path, count=count),
        "Open Greentick: it offers to restore the newest backup, and keeps this file.",
        kind,
        count,
    )


def newer(path: Path, found: int, known: int) -> PlayerError:
    return PlayerError(
        "The database is from a newer Greentick",
        said(
            "{path} was written by a newer version of Greentick (its version {found}, this program knows {known}).",
            path=path,
            found=found,
            known=known,
        ),
        "Install the newer Greentick, or start this one with another --data folder.",
    )


def foreign(path: Path) -> PlayerError:
    return PlayerError(
        "This is not a Greentick database", said("{path} is a database of another program.", path=path), "Start Greentick with another --data folder."
    )


def not_writable(path: Path) -> PlayerError:
    return PlayerError(
        "The data folder cannot be written to",
        said("Greentick cannot write in {folder}, so nothing could be kept.", folder=path.parent),
        "Allow writing there, or start Greentick with another --data folder.",
    )


def _free(path: Path) -> str:
    try:
        return said("{n:,.1f} MB free", n=shutil.disk_usage(path.parent).free / 1e6)
    except OSError:
        return said("no space left")


def explained(error: sqlite3.Error, path: Path) -> PlayerError | None:
    """The sentence for a failure of the machine; None when it can only be a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    match None if code is None else code & _PRIMARY:
        case sqlite3.SQLITE_FULL:
            return PlayerError(
                "The disk is full",
                said("The last step could not be kept: the disk that holds {folder} is full ({free}).", folder=path.parent, free=_free(path)),
                "Free some space and try again; everything up to then is safe.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return not_writable(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return PlayerError(
                "The database is in use",
                said("Another program holds {path}, so the last step could not be kept.", path=path),
                "Close the other program and try again.",
            )
        case sqlite3.SQLITE_CORRUPT:
            return damaged(path)
        case sqlite3.SQLITE_NOTADB:
            return damaged(path, "header")
        case sqlite3.SQLITE_ERROR if str(error).startswith("no such table: "):  # our statements name none that were never there
            return damaged(path, "table")
        case sqlite3.SQLITE_IOERR:
            return PlayerError(
                "The disk does not answer",
                said("{path} could not be read or written ({free}).", path=path, free=_free(path)),
                "Check the disk that holds it, then try again; everything up to then is safe.",
            )
    if str(error).startswith("Could not decode to UTF-8"):  # said by Python's own half, without a code
        return damaged(path)
    return None


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turns a failure of sqlite3 into its sentence; anything that is no fault of the machine goes on as it is."""
    try:
        yield
    except sqlite3.Error as error:
        if (known := explained(error, path)) is not None:
            raise known from error
        raise
