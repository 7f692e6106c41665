"""Rolling copies of the database: whole, named by their time, thinned, and never at the cost of the database itself."""

import os
import sqlite3
import threading
import time
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.store import backups
from player.store.backups import Holds, copy_database, holds, listed, make_backup, thin
from player.store.database import Store
from player.store.rows import DeviceRow, LearnerRow
from tests.forge.disks import CAN_MOUNT, fill, small_disk

DAY = 86_400_000
START = 1_800_000_000_000  # 2027-01-15T08:00:00Z


def device(name: str) -> DeviceRow:
    return DeviceRow(id=name, name="", created_at=1)


def test_a_copy_is_named_by_its_time_and_is_whole(store: Store, path: Path) -> None:
    folder = path.parent / "backups"
    for number in range(3):
        with store.writing() as w:
            w.ledger.add_device(device(str(number)))
        made = make_backup(path, folder, START + number * 1_800_000 + 250)
        assert made.path.name == f"greentick-2027-01-15T{8 + number // 2:02}-{30 * (number % 2):02}-00Z.db"
        with closing(sqlite3.connect(made.path)) as copy:
            assert copy.execute("SELECT count(*) FROM device").fetchone() == (number + 1,)
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [one.at for one in listed(folder)] == [START + 3_600_000, START + 1_800_000, START]
    assert sorted(file.name for file in folder.iterdir()) == sorted(one.path.name for one in listed(folder))


def test_two_copies_in_one_second_are_two_copies(store: Store, path: Path) -> None:
    made = [make_backup(path, path.parent / "backups", START) for _ in range(3)]
    assert [one.at for one in made] == [START, START + 1000, START + 2000]
    assert len(listed(path.parent / "backups")) == 3


def test_older_copies_are_thinned_and_those_before_an_upgrade_stay(store: Store, path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    before_upgrade = folder / "greentick-version-0001.db"
    before_upgrade.write_bytes(b"made before an upgrade")
    strange = folder / "holiday.db"
    strange.write_bytes(b"somebody's own file")
    for day in range(1, 40):
        (folder / f"greentick-2026-12-{day % 28 + 1:02}T10-00-00Z.db").write_bytes(b"older")
        (folder / f"greentick-2027-01-{day % 10 + 1:02}.db").write_bytes(b"older, of the first version")
    make_backup(path, folder, START)
    assert before_upgrade.exists()
    assert strange.exists()
    assert len(listed(folder)) == 1 + 1 + 9 + 5  # this one, that of the upgrade, one a day, one a week
    assert {one.version for one in listed(folder)} == {0, 1}


def test_a_copy_that_is_not_whole_costs_no_older_one(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = path.parent / "backups"
    old = make_backup(path, folder, START - 900 * DAY).path
    older = [make_backup(path, folder, START - (901 + n) * DAY).path for n in range(5)]
    kept = {one.path for one in listed(folder)}
    store.close()
    good = path.read_bytes()
    path.write_bytes(good[:8192] + b"\x55" * 4096 + good[12288:])
    with pytest.raises(PlayerError, match="No copy of"):
        make_backup(path, folder, START)
    assert {one.path for one in listed(folder)} == kept
    assert old in kept
    assert older[0] in kept
    assert not list(folder.glob("*.part*"))


def test_a_copy_opens_as_a_database(store: Store, path: Path) -> None:
    made = make_backup(path, path.parent / "backups", START)
    back = Store(made.path, path.parent / "elsewhere")
    with back.reading() as r:
        assert r.learners.lines() == ()
    back.close()


def test_what_a_database_holds(store: Store, path: Path) -> None:
    with store.writing() as w:
        w.learners.add(LearnerRow(id="l", name="L", folded="l", picture="", tint="", guest=False, printed_name="", created_at=1))
    assert holds(path) == Holds(1, 0, 0, 0)
    assert holds(path.parent / "none.db") is None
    (path.parent / "text.db").write_text("no database", encoding="utf-8")
    assert holds(path.parent / "text.db") is None


def test_half_made_copies_of_a_crash_are_swept_away_and_fresh_ones_are_not(store: Store, path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    stale, fresh = folder / "greentick-x.db.aa.part", folder / "greentick-y.db.bb.part"
    for file in (stale, fresh):
        file.write_bytes(b"half")
    os.utime(stale, (time.time() - 7200, time.time() - 7200))
    make_backup(path, folder, START)
    assert not stale.exists()
    assert fresh.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(store: Store, path: Path) -> None:
    (path.parent / "backups").write_text("no folder", encoding="utf-8")
    with pytest.raises(PlayerError, match="No copy of") as said:
        make_backup(path, path.parent / "backups", START)
    assert "kept in the database all the same" in said.value.hint


def test_too_little_room_is_foreseen_with_numbers(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "RESERVE_BYTES", 10**18)
    with pytest.raises(PlayerError, match=r"A backup needs [\d,.]+ MB, and [\d,.]+ MB are free"):
        make_backup(path, path.parent / "backups", START)
    assert listed(path.parent / "backups") == []


@pytest.mark.skipif(not CAN_MOUNT, reason="needs a small disk of its own")
def test_a_disk_that_fills_up_meanwhile_costs_neither_the_database_nor_older_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "RESERVE_BYTES", -(10**9))  # as if another program took the room after it was counted
    with small_disk(tmp_path / "disk", 1500) if CAN_MOUNT else nullcontext(tmp_path) as disk:
        store = Store(disk / "greentick.db", disk / "backups")
        with store.writing() as w:
            w.ledger.add_device(device("a"))
        make_backup(disk / "greentick.db", disk / "backups", START)
        filler = fill(disk)
        with pytest.raises(PlayerError, match="MB are free on the disk"):
            make_backup(disk / "greentick.db", disk / "backups", START + DAY)
        assert [one.at for one in listed(disk / "backups")] == [START]
        assert not list((disk / "backups").glob("*.part*"))
        filler.unlink()
        with store.writing() as w:
            w.ledger.add_device(device("b"))
        assert make_backup(disk / "greentick.db", disk / "backups", START + DAY).at == START + DAY
        store.close()


def test_a_writer_goes_on_while_a_large_copy_is_made_and_the_copy_is_of_one_moment(store: Store, path: Path) -> None:
    """Each transaction adds two devices: a copy with an odd number would be of no moment at all."""
    with store.writing() as w:
        w.connection.exec_driver_sql("CREATE TABLE filling (x BLOB)")
        w.connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) INSERT INTO filling SELECT randomblob(1500) FROM n"
        )
    done, waits = threading.Event(), list[float]()

    def write() -> None:
        for number in range(2000):
            if done.is_set():
                return
            before = time.perf_counter()
            with store.writing() as w:
                w.ledger.add_device(device(f"{number} a"))
                w.ledger.add_device(device(f"{number} b"))
            waits.append(time.perf_counter() - before)

    writer = threading.Thread(target=write)
    writer.start()
    while len(waits) < 3:
        time.sleep(0.001)
    first = len(waits)
    target = path.parent / "copy.db"
    copy_database(path, target)
    during = len(waits) - first
    done.set()
    writer.join()
    assert during > 0, "nothing was written while the copy was made"
    with closing(sqlite3.connect(target)) as copy:
        (count,) = copy.execute("SELECT count(*) FROM device").fetchone()
    assert count % 2 == 0
    assert 2 * first <= count + 2


def test_thinning_leaves_what_cannot_be_removed(store: Store, path: Path) -> None:
    folder = path.parent / "backups"
    for n in range(6):
        (folder / f"greentick-2024-01-0{n + 1}T00-00-00Z.db").mkdir(parents=True)
    thin(folder, START)
    assert len(listed(folder)) == 6
