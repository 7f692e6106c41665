"""A machine that fails is said in one sentence, and nothing that was acknowledged is lost."""

import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.store import database
from player.store.database import Store
from player.store.failures import explained
from player.store.rows import LearnerRow
from player.store.startup import first_picture
from tests.forge.disks import CAN_MOUNT, fill, make_read_only, small_disk


def learner(name: str) -> LearnerRow:
    return LearnerRow(id=name, name=name, folded=name, picture="bird", tint="sky", guest=False, printed_name="x" * 2000, created_at=1)


def names(store: Store) -> list[str]:
    with store.reading() as r:
        return sorted(line.name for line in r.learners.lines())


def write_until_it_fails(store: Store) -> tuple[list[str], PlayerError]:
    """Names whose commit was acknowledged, and what was said at last."""
    kept: list[str] = []
    for number in range(5000):
        try:
            with store.writing() as w:
                w.learners.add(learner(f"{number:05d}"))
        except PlayerError as error:
            return kept, error
        kept.append(f"{number:05d}")
    raise AssertionError("it never failed")


def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1200) if CAN_MOUNT else nullcontext(tmp_path / "disk") as disk:
        store = Store(disk / "greentick.db", disk / "backups")
        if CAN_MOUNT:
            filler = fill(disk)
        else:  # SQLite's own limit gives the very same answer
            with store.writing() as w:
                w.connection.exec_driver_sql("PRAGMA max_page_count=80")
        kept, error = write_until_it_fails(store)
        assert error.title == "The disk is full"
        assert str(disk) in error.message
        assert " free)" in error.message
        assert "Free some space" in error.hint
        assert names(store) == kept
        if CAN_MOUNT:
            filler.unlink()
        else:
            with store.writing() as w:
                w.connection.exec_driver_sql("PRAGMA max_page_count=4000")
        with store.writing() as w:
            w.learners.add(learner("after"))
        assert names(store) == [*kept, "after"]
        store.close()
        store = Store(disk / "greentick.db", disk / "backups")
        assert names(store) == [*kept, "after"]
        store.close()


def test_sqlite_saying_full_is_the_same_sentence_everywhere(store: Store) -> None:
    with store.writing() as w:
        w.connection.exec_driver_sql("PRAGMA max_page_count=60")
    kept, error = write_until_it_fails(store)
    assert error.title == "The disk is full"
    assert names(store) == kept


@pytest.mark.parametrize("there_already", [False, True])
def test_a_read_only_data_folder_is_told_at_the_start(tmp_path: Path, there_already: bool) -> None:
    with small_disk(tmp_path / "disk", 4000) if CAN_MOUNT else nullcontext(tmp_path / "disk") as disk:
        disk.mkdir(exist_ok=True)
        path = disk / "greentick.db"
        if there_already:
            store = Store(path, disk / "backups")
            with store.writing() as w:
                w.learners.add(learner("Ada"))
            store.close()
            before = path.read_bytes()
        make_read_only(disk)
        with pytest.raises(PlayerError, match="cannot write in") as said:
            Store(path, disk / "backups")
        assert str(disk) in said.value.message
        assert "--data" in said.value.hint
        if there_already:
            assert path.read_bytes() == before
        disk.chmod(0o755) if not CAN_MOUNT else None


def test_a_folder_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PlayerError, match="cannot write in"):
        Store(tmp_path / "file" / "greentick.db", tmp_path / "backups")


def test_a_database_held_by_another_program_is_told_and_works_afterwards(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 50)
    store = Store(path, path.parent / "backups")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PlayerError, match="Another program holds"), store.writing() as w:
            w.learners.add(learner("Ada"))
        other.execute("ROLLBACK")
    with store.writing() as w:
        w.learners.add(learner("Ben"))
    assert names(store) == ["Ben"]
    store.close()


def test_the_first_picture_of_a_read_only_folder_is_shown_or_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4000) if CAN_MOUNT else nullcontext(tmp_path / "disk") as disk:
        store = Store(disk / "greentick.db", disk / "backups")
        with store.writing() as w:
            w.learners.add(learner("Ada"))
        store.close()
        make_read_only(disk)
        try:
            assert [line.name for line in first_picture(disk / "greentick.db").learners] == ["Ada"]
        except PlayerError as error:
            assert "cannot write in" in error.message  # noqa: PT017  # SQLite needs its index file beside a WAL database
        disk.chmod(0o755) if not CAN_MOUNT else None


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (sqlite3.SQLITE_FULL, "The disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, "The disk does not answer"),
        (sqlite3.SQLITE_IOERR_READ, "The disk does not answer"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "The data folder cannot be written to"),
        (sqlite3.SQLITE_CANTOPEN, "The data folder cannot be written to"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "The database is in use"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "The database is damaged"),
        (sqlite3.SQLITE_NOTADB, "The database is damaged"),
        (sqlite3.SQLITE_CONSTRAINT, ""),
        (sqlite3.SQLITE_ERROR, ""),
    ],
)
def test_every_failure_of_the_machine_has_its_sentence(tmp_path: Path, code: int, title: str) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    said = explained(error, tmp_path / "gone" / "greentick.db")
    assert (said.title if said else "") == title
    assert explained(sqlite3.OperationalError("no code"), tmp_path) is None
