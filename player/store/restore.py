"""A restore: the new database is built beside the old one and takes its place in steps that a crash can only delay. Nothing is deleted.

Once the new one is complete, a note (`restore.json`) says so; from then on every start finishes what it finds half done. The old file and its
log are renamed, since SQLite would play an old log into whatever database lies beside it (sqlite.org/wal.html).
"""

import errno
import json
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from player.errors import PlayerError, said
from player.store.backups import copy_database, is_full, sync_file, sync_folder, write_note
from player.store.erasing import bury
from player.store.salvage import Salvaged, salvage
from player.store.version import RESTORE_NOTE, RESTORED_NOTE
from player.store.wreck import Wreck

WORK = "restoring"
MARGIN_BYTES = 1024 * 1024  # for what SQLite writes beside a database


def prepare(database: Path, backup: Path | None, now: int, *, complete: bool = True) -> Salvaged:
    """Builds the new database from the backup (or from nothing) and from what the present one still holds. The present one is only read.
    `complete` False says that it is known to lack entries, whatever it looks like.

    PlayerError when there is no room, or when the backup cannot be read (BackupError); what was built is removed then.
    """
    work = database.parent / WORK
    new = work / database.name
    try:
        _foresee_room(database, backup)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        _begin(new, backup)
        with Wreck(database, new, work / "scratch.db") as wreck:
            told = salvage(wreck, new, now, complete=complete)
        bury(new, database.parent)
        _prove(new)
        sync_file(new)
        fold_later(database.parent, told.enrolments | to_fold_anew(database.parent))
    except (OSError, sqlite3.Error) as error:
        said = _failed(database, error)
        abandon(database)
        raise said from error
    except BaseException:
        abandon(database)
        raise
    return told


def _begin(new: Path, backup: Path | None) -> None:
    from player.store.database import Store

    if backup is not None:
        try:
            copy_database(backup, new)
        except (OSError, sqlite3.Error) as error:
            if is_full(error):
                raise
            raise BackupError(backup) from error
    try:
        store = Store(new, new.parent / "backups")  # makes it, or brings it up to date
        try:
            with store.writing() as tables:
                tables.outbox.doubt_waiting("it comes from a backup")  # what the present one knows better comes with the salvage
        finally:
            store.close()
    except PlayerError as error:
        if shutil.disk_usage(new.parent).free < MARGIN_BYTES:
            raise OSError(errno.ENOSPC, error.message) from error
        raise


class BackupError(PlayerError):
    """A backup that cannot be restored."""

    def __init__(self, backup: Path) -> None:
        super().__init__("This backup is damaged", f"{backup} cannot be read.", "Choose an older one.")


def _prove(new: Path) -> None:
    connection = sqlite3.connect(new)
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise sqlite3.DatabaseError(f"what was put together does not hold: {verdict}")
    finally:
        connection.close()


def _foresee_room(database: Path, backup: Path | None) -> None:
    old = sum(file.stat().st_size for file in (database, database.with_name(database.name + "-wal")) if file.exists())
    needed = 2 * max(old, backup.stat().st_size if backup else 0) + MARGIN_BYTES
    free = shutil.disk_usage(database.parent).free
    if free < needed:
        raise PlayerError(
            "There is no room to restore",
            said(
                "Restoring needs {needed:,.1f} MB, and {free:,.1f} MB are free on the disk that holds {folder}.",
                needed=needed / 1e6,
                free=free / 1e6,
                folder=database.parent,
            ),
            "Free some space and try again; nothing was changed.",
        )


def _failed(database: Path, error: BaseException) -> PlayerError:
    if is_full(error) or shutil.disk_usage(database.parent).free < MARGIN_BYTES:  # without room for its index SQLite speaks of an I/O error
        why, hint = said("The disk that holds {folder} became full.", folder=database.parent), "Free some space and try again; nothing was changed."
    else:
        why = said("No restored database could be made in {folder} ({why}).", folder=database.parent, why=error)
        hint = "Try again, or try another backup; nothing was changed."
    return PlayerError("Nothing was restored", why, hint)


def abandon(database: Path) -> None:
    shutil.rmtree(database.parent / WORK, ignore_errors=True)


def swap(database: Path, aside: str) -> Path | None:
    """Puts the prepared database in place of the present one, which is renamed to `aside`; returns where that lies, None where there was none.

    PlayerError when it cannot be renamed (another program holds it): nothing was changed then.
    """
    root = database.parent
    write_note(root / RESTORE_NOTE, {"aside": aside})
    try:
        finish(database)
    except OSError as error:
        if database.exists() and not (root / aside).exists():
            (root / RESTORE_NOTE).unlink(missing_ok=True)
            abandon(database)
        raise PlayerError(
            "Nothing was restored",
            said("{database} could not be put aside ({why}).", database=database, why=error.strerror or error),
            "Close other programs that may hold it, then try again.",
        ) from error
    return root / aside if (root / aside).exists() else None


def finish(database: Path) -> bool:
    """Goes on with a restore that was cut off; False when there is none. OSError when a file cannot be renamed."""
    root = database.parent
    note, new = root / RESTORE_NOTE, root / WORK / database.name
    if not note.exists():
        return False
    aside = str(json.loads(note.read_bytes())["aside"])
    if new.exists():
        for ending in ("", "-wal"):  # while the new one is not in place, a log lying here is the old one's
            old, there = root / (database.name + ending), root / (aside + ending)
            if old.exists() and (old.stat().st_size or not ending):
                old.replace(there)
        (root / f"{database.name}-wal").unlink(missing_ok=True)  # an empty one
        (root / f"{database.name}-shm").unlink(missing_ok=True)
        sync_folder(root)
        new.replace(database)
        sync_folder(root)
    abandon(database)
    note.unlink()
    sync_folder(root)
    return True


def fold_later(root: Path, enrolments: frozenset[str]) -> None:
    """From now on the states of these enrolments (ids) are not trusted; written down before what makes it so."""
    if enrolments:
        write_note(root / RESTORED_NOTE, sorted(enrolments))


def to_fold_anew(root: Path) -> frozenset[str]:
    """Enrolments (ids) whose stored states do not follow from their ledger yet: it was given entries, and their course was not at hand."""
    with suppress(OSError, ValueError):
        told = json.loads((root / RESTORED_NOTE).read_bytes())
        if isinstance(told, list):
            return frozenset(name for name in told if isinstance(name, str))
    return frozenset()


def folded_anew(root: Path, enrolment: str) -> None:
    """That one is done."""
    left = to_fold_anew(root) - {enrolment}
    if left:
        write_note(root / RESTORED_NOTE, sorted(left))
    else:
        (root / RESTORED_NOTE).unlink(missing_ok=True)
