"""Everything about one learner: found in a database of any version, and taken out of it so that nothing of it can be read in the file any more.

An erasure is written down (`erase.json`) before it begins, with ids and file names only: whatever is cut off is completed at the next start.
"""

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from player.store.backups import sync_file, sync_folder, write_note
from player.store.version import BUSY_MS, ERASE_NOTE, read_only

TOMBSTONES = "erased.json"
ASIDE = ("damaged", "replaced")  # databases that a restore has put aside


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table that belong to a learner."""

    table: str
    where: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What has to go. `files` are paths in the data folder; `tombstone` is a random id; `at` in ms UTC."""

    learners: tuple[str, ...]
    files: tuple[str, ...]
    tombstone: str
    at: int


def parts(db: sqlite3.Connection, learners: Sequence[str]) -> list[Part]:
    """Where the learners' rows are, those first that hang on others. Tables that this part of the program does not know are recognised by
    their columns."""
    columns = {table: {name for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,))}
               for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()}
    whose = tuple(learners)
    chains = [number for (number,) in db.execute(f"SELECT number FROM chain WHERE learner_id IN ({_marks(whose)})", whose)]  # noqa: S608
    enrolments = [number for (number,) in db.execute(f"SELECT number FROM enrolment WHERE learner_id IN ({_marks(whose)})", whose)]  # noqa: S608
    answers = f"attempt IN (SELECT id FROM attempt WHERE enrolment IN ({_marks(enrolments)}))"  # noqa: S608
    found = [Part("response", answers, tuple(enrolments)),
             Part("ledger", f"chain IN ({_marks(chains)}) OR enrolment IN ({_marks(enrolments)})", (*chains, *enrolments))]
    found += [Part(table, f"enrolment IN ({_marks(enrolments)})", tuple(enrolments)) for table in sorted(columns)
              if "enrolment" in columns[table] and table != "ledger"]
    found += [Part(table, f"learner_id IN ({_marks(whose)})", whose) for table in sorted(columns) if "learner_id" in columns[table]]
    found += [Part("pin", f"whose IN ({_marks(whose)})", whose)] if "pin" in columns else []
    return [*found, Part("learner", f"id IN ({_marks(whose)})", whose)]


def with_guests(db: sqlite3.Connection, learner: str) -> tuple[str, ...]:
    """The learner, and guests whom they have claimed."""
    if not any(name == "claimed_by" for (name,) in db.execute("SELECT name FROM pragma_table_info('learner')")):
        return (learner,)
    return (learner, *(row for (row,) in db.execute("SELECT id FROM learner WHERE claimed_by = ? ORDER BY id", (learner,))))


def rows(db: sqlite3.Connection, part: Part) -> Iterator[dict[str, Any]]:
    """Those rows, each a mapping of columns."""
    cursor = db.execute(f'SELECT * FROM "{part.table}" WHERE {part.where}', part.values)  # noqa: S608  # names that the file itself holds
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


# Taking it out


def remove_rows(db: sqlite3.Connection, learners: Sequence[str]) -> None:
    """In the caller's transaction. A voucher that was redeemed stays redeemed: its number is kept, the name is not."""
    found = parts(db, learners)
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'redemption'").fetchone() is not None:
        (awards,) = (part for part in found if part.table == "award")
        db.execute(f"UPDATE redemption SET name = '' WHERE number IN (SELECT number FROM award WHERE {awards.where})", awards.values)  # noqa: S608
    for part in found:
        db.execute(f'DELETE FROM "{part.table}" WHERE {part.where}', part.values)  # noqa: S608


def scrub(database: Path, learners: Sequence[str]) -> None:
    """Takes the rows out, writes the file anew without what was free in it, and empties its log. sqlite3.Error when somebody else holds it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        for pragma in (f"busy_timeout={BUSY_MS}", "foreign_keys=OFF", "secure_delete=ON", "synchronous=FULL"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN IMMEDIATE")
        remove_rows(db, learners)
        db.execute("COMMIT")
        db.execute("VACUUM")
        (busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise sqlite3.OperationalError("another program is reading it")


def scrub_backup(backup: Path, learners: Sequence[str]) -> bool:
    """The same for a copy: a clean one takes its place. False when it cannot be read; it is deleted then, since nobody can tell whom it holds."""
    beside = backup.with_name(f"{backup.name}.{secrets.token_hex(4)}.part")
    try:
        if not _holds_any(backup, learners):
            return True
        shutil.copyfile(backup, beside)
        with closing(sqlite3.connect(beside, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode=MEMORY")  # a file of its own would hold what goes; the copy may be lost
            db.execute("PRAGMA foreign_keys=OFF")
            db.execute("PRAGMA secure_delete=ON")
            db.execute("BEGIN IMMEDIATE")
            remove_rows(db, learners)
            db.execute("COMMIT")
            db.execute("VACUUM")
            _prove(db)
        sync_file(beside)
        about = backup.stat()
        os.utime(beside, ns=(about.st_atime_ns, about.st_mtime_ns))  # its age is that of what it holds
        beside.replace(backup)
        sync_folder(backup.parent)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        backup.unlink(missing_ok=True)
        return False
    finally:
        beside.unlink(missing_ok=True)
    return True


def _prove(db: sqlite3.Connection) -> None:
    (verdict,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def _holds_any(database: Path, learners: Sequence[str]) -> bool:
    with closing(read_only(database)) as db:
        asked = f"SELECT 1 FROM learner WHERE id IN ({_marks(learners)})"  # noqa: S608
        return db.execute(asked, tuple(learners)).fetchone() is not None


def aside(database: Path) -> list[Path]:
    """Databases that a restore has put aside, with their logs."""
    return sorted(path for word in ASIDE for path in database.parent.glob(f"{database.name}.{word}*"))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)


# Written down


def write_down(root: Path, erasure: Erasure) -> None:
    """From now on it will be done, whatever happens."""
    told = {"at": erasure.at, "files": list(erasure.files), "learners": list(erasure.learners), "tombstone": erasure.tombstone}
    write_note(root / ERASE_NOTE, told)


def written_down(root: Path) -> Erasure | None:
    """One that was begun. ValueError when the note cannot be read."""
    with suppress(FileNotFoundError):
        told = json.loads((root / ERASE_NOTE).read_bytes())
        return Erasure(tuple(told["learners"]), tuple(told["files"]), told["tombstone"], told["at"])
    return None


def complete(root: Path, database: Path, erasure: Erasure, backups: Sequence[Path]) -> int:
    """Does what is written down, from wherever it was cut off; returns how many backups had to be deleted. sqlite3.Error or OSError when
    something holds a file: what is left is done the next time."""
    _add_tombstones(root, erasure)
    for name in erasure.files:
        path = root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in aside(database):
        path.unlink(missing_ok=True)
    lost = sum(not scrub_backup(path, erasure.learners) for path in backups)
    for path in (root / "logs").glob("*.log*"):
        with path.open("r+b") as file:  # somebody may have it open: it is emptied, not deleted
            file.truncate(0)
    if database.exists() and database.stat().st_size:
        scrub(database, erasure.learners)
    (root / ERASE_NOTE).unlink(missing_ok=True)
    sync_folder(root)
    return lost


# Tombstones


def _add_tombstones(root: Path, erasure: Erasure) -> None:
    known = _tombstones(root)
    fresh = [{"at": erasure.at, "id": f"{erasure.tombstone}{number:02}", "mark": _mark(f"{erasure.tombstone}{number:02}", learner)}
             for number, learner in enumerate(erasure.learners)]
    names = {one.get("id") for one in known}
    if added := [one for one in fresh if one["id"] not in names]:
        write_note(root / TOMBSTONES, [*known, *added])


def is_erased(root: Path, learner: str) -> bool:
    """Whether somebody of that id was erased here. The tombstones alone do not tell whom they are of."""
    return any(_mark(str(one.get("id", "")), learner) == one.get("mark") for one in _tombstones(root))


def bury(database: Path, root: Path) -> int:
    """Takes out of a database everybody who was erased here: an old copy brings nobody back. Returns how many."""
    if not (root / TOMBSTONES).exists():
        return 0
    with closing(read_only(database)) as db:
        back = [name for (name,) in db.execute("SELECT id FROM learner") if is_erased(root, name)]
    if back:
        scrub(database, back)
    return len(back)


def _tombstones(root: Path) -> list[dict[str, Any]]:
    with suppress(OSError, ValueError):
        told = json.loads((root / TOMBSTONES).read_bytes())
        if isinstance(told, list):
            return [one for one in told if isinstance(one, dict)]
    return []


def _mark(tombstone: str, learner: str) -> str:
    return hashlib.sha256(f"greentick tombstone\0{tombstone}\0{learner}".encode()).hexdigest()


