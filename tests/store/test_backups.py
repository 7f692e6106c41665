"""Daily copies of the database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from player.store import backups
from player.store.backups import daily_copy
from player.store.database import Store
from player.store.rows import DeviceRow

DAY = 86_400_000
START = 1_800_000_000_000  # 2027-01-15


def test_one_a_day_and_the_newest_few_are_kept(store: Store, path: Path) -> None:
    folder = path.parent / "backups"
    kept = folder / "greentick-version-0001.db"
    folder.mkdir()
    kept.write_bytes(b"made before an upgrade")
    for day in range(8):
        with store.writing() as w:
            w.ledger.add_device(DeviceRow(id=str(day), name="", created_at=day))
        made = daily_copy(path, folder, START + day * DAY)
        assert made is not None
        assert daily_copy(path, folder, START + day * DAY + 5) is None
        with closing(sqlite3.connect(made)) as copy:
            assert copy.execute("SELECT count(*) FROM device").fetchone() == (day + 1,)
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    names = sorted(file.name for file in folder.iterdir())
    assert names == [*(f"greentick-2027-01-{day}.db" for day in range(18, 23)), kept.name]


def test_a_copy_opens_as_a_database(store: Store, path: Path) -> None:
    made = daily_copy(path, path.parent / "backups", START)
    assert made is not None
    back = Store(made, path.parent / "elsewhere")
    with back.reading() as r:
        assert r.learners.lines() == ()
    back.close()


def test_a_large_database_is_not_copied_and_a_failure_leaves_nothing(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = path.parent / "backups"
    folder.write_text("no folder", encoding="utf-8")
    with pytest.raises(OSError, match="backups"):
        daily_copy(path, folder, START)
    monkeypatch.setattr(backups, "LARGEST_BYTES", 100)
    assert daily_copy(path, folder, START) is None
