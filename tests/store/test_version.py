"""Which version a file is of, decided before anything is opened for writing; migrations and new databases are alike."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.store import database, startup, version
from player.store.database import Store, _engine
from player.store.startup import first_picture
from player.store.upgrade import MIGRATIONS, upgrade
from player.store.version import APPLICATION_ID, SCHEMA_VERSION, checked_version

GOLDEN = Path(__file__).parents[1] / "golden" / f"greentick-version-{SCHEMA_VERSION:04d}.db"
VERSIONS = sorted(GOLDEN.parent.glob("greentick-version-*.db"))


def shape(path: Path) -> dict[str, object]:
    """Every table, column, key and index, whatever the text of its statement."""
    with closing(sqlite3.connect(path)) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} - {"alembic_version"}
        found: dict[str, object] = {"tables": sorted(tables)}
        for table in tables:
            (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            indexes = []
            for _, name, unique, origin, _partial in db.execute(f"PRAGMA index_list({table})"):
                columns = tuple(row[2] for row in db.execute(f'PRAGMA index_info("{name}")'))
                indexes.append((columns, unique, origin, "" if origin != "c" else name))
            found[table] = (
                db.execute(f"PRAGMA table_info({table})").fetchall(),
                sorted(row[2:5] for row in db.execute(f"PRAGMA foreign_key_list({table})")),
                sorted(indexes),
                "WITHOUT ROWID" in sql.upper(),
            )
        found["marks"] = (db.execute("PRAGMA user_version").fetchone(), db.execute("PRAGMA application_id").fetchone())
        found["revision"] = db.execute("SELECT version_num FROM alembic_version").fetchall()
        return found


def migrated(path: Path) -> Path:
    """An empty file brought to the newest version by the migrations alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = _engine(path, writes=True)
    assert upgrade(engine, path, path.parent / "backups", 0) is None
    engine.dispose()
    return path


def test_a_new_database_is_what_the_migrations_make(store: Store, path: Path, tmp_path: Path) -> None:
    made = shape(migrated(tmp_path / "by-steps" / "greentick.db"))
    assert shape(path) == made
    assert made["marks"] == ((SCHEMA_VERSION,), (APPLICATION_ID,))
    assert made["revision"] == [(f"{SCHEMA_VERSION:04d}",)]


def test_the_schema_version_is_the_number_of_the_last_migration() -> None:
    numbers = sorted(int(file.name[:4]) for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert numbers == list(range(1, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("golden", VERSIONS, ids=lambda path: path.stem)
def test_a_database_of_any_version_opens_and_keeps_everything(golden: Path, store: Store, path: Path, tmp_path: Path) -> None:
    fresh, path = path, tmp_path / "greentick.db"
    shutil.copyfile(golden, path)
    store.close()
    store = Store(path, tmp_path / "backups")
    with store.reading() as r:
        lines = r.learners.lines()
        assert [line.name for line in lines] == ["Nora Example", "Ben Beispiel", "Guest"]
        shelves = {line.name: [(card.title, card.done, card.required, card.complete) for card in r.shelf.lines(line.id)] for line in lines}
        assert shelves == {
            "Nora Example": [("Making Tea", 2, 5, False)], "Ben Beispiel": [("Making Tea", 5, 5, True)], "Guest": [("Making Tea", 0, 5, False)],
        }  # fmt: skip
        assert [len(r.awards.kept(line.id)) for line in lines] == [0, 1, 0]
        assert sum(len(r.attempts.of_enrolment(number)) for number in (1, 2, 3)) == 4
        trainer = r.pins.get("trainer")
        assert (trainer is not None and trainer.name) == ("Trainer Tess" if golden.stem[-4:] >= "0002" else False)
        kept = r.notes.of_course(lines[0].id, r.shelf.known()[0].key)
        assert [note.text for note in kept] == (["Ask about the second flush."] if golden.stem[-4:] >= "0003" else [])
    store.close()
    assert shape(path) == shape(fresh)


def next_version(tmp_path: Path, body: str) -> Path:
    """The migrations with one more step after the last."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    number = SCHEMA_VERSION + 1
    text = f"from alembic import op\nrevision = '{number:04d}'\ndown_revision = '{SCHEMA_VERSION:04d}'\ndef upgrade():\n    {body}\n"
    (folder / "versions" / f"{number:04d}_next.py").write_text(text, encoding="utf-8")
    return folder


def test_the_next_step_copies_first_and_mirrors_its_number(tmp_path: Path) -> None:
    path = tmp_path / "greentick.db"
    shutil.copyfile(GOLDEN, path)
    engine = _engine(path, writes=True)
    steps = next_version(tmp_path, "op.execute('ALTER TABLE learner ADD COLUMN shoe INTEGER')")
    copy = upgrade(engine, path, tmp_path / "backups", SCHEMA_VERSION, steps)
    engine.dispose()
    assert copy == tmp_path / "backups" / GOLDEN.name
    assert shape(copy) == shape(GOLDEN)
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)
        assert db.execute("SELECT count(shoe), count(*) FROM learner").fetchone() == (0, 3)


def test_a_step_that_fails_leaves_the_database_as_it_was_and_names_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "greentick.db"
    shutil.copyfile(GOLDEN, path)
    engine = _engine(path, writes=True)
    steps = next_version(tmp_path, "op.execute('ALTER TABLE learner ADD COLUMN shoe INTEGER'); op.execute('ALTER TABLE none ADD COLUMN x')")
    with pytest.raises(PlayerError, match="copy from before"):
        upgrade(engine, path, tmp_path / "backups", SCHEMA_VERSION, steps)
    engine.dispose()
    assert shape(path) == shape(GOLDEN)


@pytest.mark.parametrize("look", [checked_version, first_picture, lambda path: Store(path, path.parent / "backups")])
def test_a_newer_database_is_refused_and_untouched(store: Store, path: Path, look: Callable[[Path], object]) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION + 6}")
    before = path.read_bytes()
    with pytest.raises(PlayerError, match=rf"newer version of Greentick \(its version {SCHEMA_VERSION + 6}, this program knows {SCHEMA_VERSION}\)"):
        look(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("look", [first_picture, lambda path: Store(path, path.parent / "backups")])
def test_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path, look: Callable[[Path], object]) -> None:
    path = tmp_path / "greentick.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(PlayerError, match="of another program"):
        look(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("look", [first_picture, lambda path: Store(path, path.parent / "backups")])
@pytest.mark.parametrize("damage", ["text", "cut", "page"])
def test_a_damaged_database_is_said_and_left_as_it_is(store: Store, path: Path, damage: str, look: Callable[[Path], object]) -> None:
    store.close()
    good = path.read_bytes()
    bad = {"text": b"this was a database once " * 400, "cut": good[: len(good) // 3], "page": good[:4096] + b"\x55" * 4096 + good[8192:]}[damage]
    path.write_bytes(bad)
    if look is first_picture and damage != "text":
        with contextlib.suppress(PlayerError):
            look(path)  # reads only the pages it shows; the store, opened right after it, checks them all
    else:
        with pytest.raises(PlayerError, match="is damaged and was left exactly as it is"):
            look(path)
    assert path.read_bytes() == bad


def test_alembic_is_not_imported_when_nothing_is_behind(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from player.store.database import Store\n"
        f"for _ in (1, 2): Store(Path({str(path)!r}), Path('backups')).close()\n"
        "print('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "greentick.db"
    path.touch()
    assert checked_version(path) == 0
    Store(path, tmp_path / "backups").close()
    assert checked_version(path) == SCHEMA_VERSION


def test_the_store_brings_an_older_database_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the next version of the program will: the newest known number is one higher, and there is one more step."""
    path = tmp_path / "greentick.db"
    shutil.copyfile(GOLDEN, path)
    steps = next_version(tmp_path, "op.execute('ALTER TABLE learner ADD COLUMN shoe INTEGER')")
    monkeypatch.setattr(database, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(version, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(database, "upgrade", lambda engine, at, backups, found: upgrade(engine, at, backups, found, steps))
    store = Store(path, tmp_path / "backups")
    with store.reading() as r:
        assert len(r.learners.lines()) == 3
        assert r.connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA_VERSION + 1
    store.close()
    assert [file.name for file in (tmp_path / "backups").iterdir()] == [f"greentick-version-{SCHEMA_VERSION:04d}.db"]


def test_the_first_picture_waits_until_an_older_database_is_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "greentick.db"
    shutil.copyfile(GOLDEN, path)
    monkeypatch.setattr(startup, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    assert first_picture(path) == startup.NOTHING_YET


def test_a_full_disk_stops_the_upgrade_before_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "greentick.db"
    shutil.copyfile(GOLDEN, path)
    (tmp_path / "backups").write_text("a file where the folder should be", encoding="utf-8")
    engine = _engine(path, writes=True)
    steps = next_version(tmp_path, "op.execute('ALTER TABLE learner ADD COLUMN shoe INTEGER')")
    with pytest.raises(PlayerError, match="No copy of"):
        upgrade(engine, path, tmp_path / "backups", SCHEMA_VERSION, steps)
    engine.dispose()
    assert shape(path) == shape(GOLDEN)
