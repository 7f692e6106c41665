"""Damage of every kind is found and told apart; nothing is changed by looking."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from player.errors import DamagedError, PlayerError
from player.store.backups import make_backup
from player.store.database import Store
from player.store.examine import examine, sound
from player.store.rows import ChainRow, DeviceRow, LearnerRow
from player.store.startup import NOTHING_YET, first_picture
from player.store.version import TABLES, checked_version

START = 1_800_000_000_000


def entries(store: Store, numbers: range, chain: int = 1) -> None:
    with store.writing() as w:
        for number in numbers:
            body = f"entry {number}".encode()
            w.ledger.append({"chain": chain, "number": number, "event_id": f"{chain} {number}", "enrolment": None, "at": START + number,
                             "kind": "k", "lesson": "", "body": body, "hash": hashlib.sha256(body).digest()})  # fmt: skip


@pytest.fixture
def kept(store: Store, path: Path) -> Path:
    """Two learners, one with 300 entries; a backup at entry 200; closed."""
    with store.writing() as w:
        w.ledger.add_device(DeviceRow(id="d", name="", created_at=1))
        for name in ("Ada", "Ben"):
            w.learners.add(LearnerRow(id=name, name=name, folded=name, picture="", tint="", guest=False, printed_name="", created_at=1))
            w.ledger.add_chain(ChainRow(id=name * 2, device_id="d", learner_id=name, created_at=1, continues_number=0, continues_hash=""))
    entries(store, range(1, 201))
    make_backup(path, path.parent / "backups", START)
    entries(store, range(201, 301))
    store.close()
    return path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def marks(path: Path) -> None:
    good = path.read_bytes()
    path.write_bytes(good[:60] + b"\0" * 12 + good[72:])  # user_version, vacuum mode, application_id (sqlite.org/fileformat.html 1.3)


def pages(path: Path) -> None:
    good = path.read_bytes()
    path.write_bytes(good[: 5 * 4096] + b"\x55" * 8192 + good[7 * 4096 :])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def gone(path: Path) -> None:
    path.unlink()


def run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def table(path: Path) -> None:
    run(path, "DROP TABLE award")


def entry(path: Path) -> None:
    run(path, "UPDATE ledger SET body = replace(body, 'entry', 'Entry') WHERE number IN (7, 8)")


def lost(path: Path) -> None:
    run(path, "DELETE FROM ledger WHERE number > 190")


DAMAGES: list[tuple[Callable[[Path], None], str, int]] = [
    (cut, "pages", 0), (header, "header", 0), (marks, "header", 0), (pages, "pages", 0), (empty, "empty", 0), (gone, "gone", 0),
    (table, "table", 0), (entry, "entries", 2), (lost, "lost", 10),
]  # fmt: skip


@pytest.mark.parametrize(("harm", "kind", "count"), DAMAGES, ids=[harm.__name__ for harm, _, _ in DAMAGES])
def test_damage_is_told_by_its_kind(kept: Path, harm: Callable[[Path], None], kind: str, count: int) -> None:
    backups = kept.parent / "backups"
    examine(kept, backups)
    assert sound(kept, backups)
    harm(kept)
    before = kept.read_bytes() if kept.exists() else None
    with pytest.raises(DamagedError) as said:
        examine(kept, backups)
    assert (said.value.kind, said.value.count) == (kind, count)
    assert str(kept) in said.value.message
    assert not sound(kept, backups)
    assert (kept.read_bytes() if kept.exists() else None) == before


@pytest.mark.parametrize(("harm", "kind"), [(harm, kind) for harm, kind, count in DAMAGES if not count])
def test_the_store_does_not_open_it(kept: Path, harm: Callable[[Path], None], kind: str) -> None:
    harm(kept)
    with pytest.raises(DamagedError) as said:
        Store(kept, kept.parent / "backups")
    assert said.value.kind == kind
    assert kept.exists() or kind == "gone"


@pytest.mark.parametrize(("harm", "kind"), [(header, "header"), (marks, "header"), (table, "table"), (empty, "empty"), (gone, "gone")])
def test_the_first_picture_tells_what_a_look_at_it_shows(kept: Path, harm: Callable[[Path], None], kind: str) -> None:
    harm(kept)
    with pytest.raises(DamagedError) as said:
        first_picture(kept, None, kept.parent / "backups")
    assert said.value.kind == kind


def test_an_empty_file_beside_its_log_is_never_opened_for_that_would_throw_the_log_away(store: Store, path: Path) -> None:
    with store.writing() as w:
        w.learners.add(LearnerRow(id="l", name="L", folded="l", picture="", tint="", guest=False, printed_name="", created_at=1))
    log = path.with_name("greentick.db-wal").read_bytes()
    store.close()
    for made in (path.parent / "empty.db", path.parent / "none.db"):
        made.with_name(made.name + "-wal").write_bytes(log)
    (path.parent / "empty.db").touch()
    for name, kind in (("empty.db", "empty"), ("none.db", "gone")):
        with pytest.raises(DamagedError) as said:
            Store(path.parent / name, path.parent / "backups")
        assert said.value.kind == kind
        assert (path.parent / f"{name}-wal").read_bytes() == log


def test_a_learner_who_was_removed_is_no_loss_and_a_first_start_is_none(kept: Path, tmp_path: Path) -> None:
    run(kept, "DELETE FROM ledger", "DELETE FROM chain WHERE learner_id = 'Ada'", "DELETE FROM learner WHERE id = 'Ada'")
    examine(kept, kept.parent / "backups")
    examine(tmp_path / "none.db", tmp_path / "backups")
    assert checked_version(tmp_path / "none.db", tmp_path / "backups") == 0
    assert first_picture(tmp_path / "none.db", None, tmp_path / "backups") is NOTHING_YET


def test_a_backup_that_cannot_be_read_says_nothing(kept: Path) -> None:
    lost(kept)
    for backup in (kept.parent / "backups").iterdir():
        backup.write_bytes(b"text, no database at all")
    examine(kept, kept.parent / "backups")


def test_words_that_are_no_text_are_damage(kept: Path) -> None:
    run(kept, "UPDATE learner SET name = CAST(x'ff00fe' AS TEXT)")
    with pytest.raises(DamagedError):
        first_picture(kept)


def test_a_foreign_database_stays_foreign(tmp_path: Path) -> None:
    run(tmp_path / "other.db", "CREATE TABLE learner (name TEXT)", "CREATE TABLE course (name TEXT)")
    with pytest.raises(PlayerError, match="another program") as said:
        examine(tmp_path / "other.db", tmp_path / "backups")
    assert not isinstance(said.value, DamagedError)


def test_every_table_is_known() -> None:
    assert TABLES - {"alembic_version"} <= set(SQLModel.metadata.tables)
