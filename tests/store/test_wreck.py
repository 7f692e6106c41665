"""Reading a damaged database, and putting rows into a sound one: the corners."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from player.course.facts import Event, EventKind
from player.course.ledger import Chain, Head, append
from player.errors import DamagedError, PlayerError
from player.store import restore
from player.store.carving import carved, entries_in
from player.store.database import Store
from player.store.failures import explained
from player.store.merging import Merger
from player.store.restore import finish, prepare, to_fold_anew
from player.store.rows import ChainRow, DeviceRow, LearnerRow
from player.store.salvage import salvage
from player.store.wreck import Wreck

CHAIN = Chain("d", "nora")
AT = 1_800_000_000_000


def entries(count: int, words: str = "") -> list[tuple[bytes, bytes]]:
    """(body, hash) of a chain."""
    head, made = CHAIN.head, []
    for number in range(1, count + 1):
        event = Event(f"{words or 'e'}{number}", number, AT + number, EventKind.NAME, "", {"name": f"{words} {number}"})
        body, head = append(event, head, CHAIN.genesis)
        made.append((body, bytes.fromhex(head.hash)))
    return made


def run(path: Path, *statements: str, **values: object) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement, values)


def make(path: Path, count: int = 0) -> Path:
    """A database with one learner and a chain of so many entries, closed."""
    store = Store(path, path.parent / "no backups")
    with store.writing() as w:
        w.ledger.add_device(DeviceRow(id="d", name="", created_at=1))
        w.learners.add(LearnerRow(id="nora", name="Nora", folded="nora", picture="", tint="", guest=False, printed_name="", created_at=1))
        w.ledger.add_chain(ChainRow(id=CHAIN.genesis, device_id="d", learner_id="nora", created_at=1, continues_number=0, continues_hash=""))
        for number, (body, digest) in enumerate(entries(count), 1):
            w.ledger.append({"chain": 1, "number": number, "event_id": f"e{number}", "enrolment": None, "at": AT + number,
                             "kind": EventKind.NAME.value, "lesson": "", "body": body, "hash": digest})  # fmt: skip
    store.close()
    run(path, "PRAGMA journal_mode=DELETE")
    return path


def numbers(path: Path) -> list[tuple[int, int]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT chain, number FROM ledger ORDER BY chain, number").fetchall()


def test_entries_are_carved_only_with_their_hash_behind_them() -> None:
    (first, one), (second, two) = entries(2)
    held = b"junk" + first + one + b"\0\0" + second + one + second + two + first[:50] + second + two[:10]
    assert list(entries_in(held)) == [first, second]


def test_nothing_is_carved_from_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert list(carved(tmp_path / "empty")) == list(carved(tmp_path / "none")) == []


def test_what_is_no_entry_proves_nothing(tmp_path: Path) -> None:
    """A row with another hash, one that is text, one whose hash is right but which is no entry."""
    path = make(tmp_path / "a.db", 6)
    run(path, "UPDATE ledger SET hash = x'00' WHERE number = 1", "UPDATE ledger SET body = CAST(body AS TEXT) WHERE number = 2")
    run(path, "UPDATE ledger SET body = x'7b7d', hash = :hash WHERE number = 3", hash=hashlib.sha256(b"{}").digest())
    with Wreck(path, None, tmp_path / "scratch.db") as wreck:
        assert {one.entry.event.number for one in wreck.entries(set()) if not one.raw} == {4, 5, 6}
        assert not wreck.whole


def test_a_row_that_holds_what_its_columns_cannot_is_left_out(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db")
    columns = "(id, name, folded, picture, tint, guest, printed_name, created_at)"
    run(path, f"INSERT INTO learner {columns} VALUES ('b', CAST(x'ff00' AS TEXT), 'b', '', '', 0, '', 1)",
        f"INSERT INTO learner {columns} VALUES ('c', 'C', 'c', '', '', 0, '', 'soon'), ('d', 'D', 'd', '', '', 0, '', 9)")  # fmt: skip
    with Wreck(path, None, tmp_path / "scratch.db") as wreck:
        assert sorted(row["id"] for row in wreck.rows("learner")) == ["d", "nora"]
        assert not wreck.read_wholly("learner")
        assert not wreck.whole
        assert wreck.rows("nothing") == []


def test_a_table_is_read_from_both_ends(tmp_path: Path) -> None:
    """A page in the middle of the ledger is overwritten, and its entries cannot be carved: those before and behind it come."""
    path = make(tmp_path / "a.db", 300)
    held = bytearray(path.read_bytes())
    middle = held.find(b'"number":150,') // 4096 * 4096
    lost = sum(held[middle : middle + 4096].count(f'"number":{number},'.encode()) for number in range(1, 301))
    held[middle : middle + 4096] = bytes(4096)
    path.write_bytes(held)
    with Wreck(path, None, tmp_path / "scratch.db") as wreck:
        found = {one.entry.event.number for one in wreck.entries(set())}
        assert not wreck.whole
    assert len(found) == 300 - lost
    assert {1, 300} <= found
    assert 150 not in found


def test_a_database_of_somebody_else_is_no_wreck_of_ours(tmp_path: Path) -> None:
    run(tmp_path / "other.db", "CREATE TABLE recipes (name TEXT)")
    with Wreck(tmp_path / "other.db", None, tmp_path / "scratch.db") as wreck:
        assert wreck.rows("learner") == []
        assert list(wreck.entries(set())) == []


@pytest.mark.parametrize("size", [512, 65536])
def test_a_first_page_of_another_size_is_no_help_and_does_no_harm(tmp_path: Path, size: int) -> None:
    path = make(tmp_path / "a.db", 20)
    donor = tmp_path / "donor.db"
    run(donor, f"PRAGMA page_size={size}", "CREATE TABLE chain (id TEXT)", "INSERT INTO chain VALUES ('not one of ours')")
    path.write_bytes(b"\x55" * 4096 + path.read_bytes()[4096:])
    with Wreck(path, donor, tmp_path / "scratch.db") as wreck:
        assert len(list(wreck.entries(set()))) == 20  # out of the raw bytes
        assert not wreck.whole
    assert sorted(one.name for one in tmp_path.glob("*")) == ["a.db", "donor.db"]


def test_a_raw_entry_in_the_place_of_another_never_was(tmp_path: Path) -> None:
    """What a transaction left in the file that was undone is not taken for a step."""
    new, old = make(tmp_path / "new.db", 10), make(tmp_path / "old.db", 12)
    undone = entries(11, "undone")[10]
    with old.open("ab") as file:
        file.write(bytes(100) + undone[0] + undone[1] + bytes(4096))
    old.write_bytes(bytes(100) + old.read_bytes()[100:])
    with Wreck(old, None, tmp_path / "scratch.db") as wreck:
        told = salvage(wreck, new, AT)
    assert told.entries == 2
    assert told.lost
    assert numbers(new) == [(1, number) for number in range(1, 13)]


def test_entries_behind_a_gap_go_on_in_another_lane_with_their_ids(tmp_path: Path) -> None:
    new, old = make(tmp_path / "new.db", 10), make(tmp_path / "old.db", 20)
    run(old, "DELETE FROM ledger WHERE number = 14", "UPDATE learner SET printed_name = ' 20'")
    for _ in range(2):  # a second time nothing is new
        with Wreck(old, None, tmp_path / "scratch.db") as wreck:
            told = salvage(wreck, new, AT)
        assert told.lost == (told.entries > 0)
    assert numbers(new) == [*((1, number) for number in range(1, 14)), *((2, number) for number in range(1, 7))]
    with closing(sqlite3.connect(new)) as db:
        assert [one for one, in db.execute("SELECT event_id FROM ledger WHERE chain = 2")] == [f"e{number}" for number in range(15, 21)]
        lane = db.execute("SELECT id, device_id, continues_number, continues_hash FROM chain WHERE number = 2").fetchone()
        head = db.execute("SELECT hash FROM ledger WHERE chain = 1 AND number = 13").fetchone()[0].hex()
        assert lane == (Chain("d/2", "nora", Head(13, head)).genesis, "d/2", 13, head)
        assert db.execute("SELECT printed_name FROM learner").fetchone() == (" 20",)


def test_rows_that_name_nothing_here_and_columns_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    new, old = make(tmp_path / "new.db"), make(tmp_path / "old.db")
    run(old, "ALTER TABLE device ADD COLUMN shoe TEXT", "INSERT INTO device VALUES ('x', 'X', 2, 'brown')",
        "INSERT INTO enrolment (id, learner_id, course_key, round, version, place, created_at, done, required, extras_done, extras, seconds, "
        "seconds_left, complete, resume, resume_title, resume_seconds) VALUES ('e', 'nobody', 'none', 1, '1', '', 1, 0, 0, 0, 0, 0, 0, 0, '', '', 0)",
        "INSERT INTO frozen_quiz VALUES ('wrong digest', x'00')", "INSERT INTO sitting VALUES (1, 'l', 1, 1, '')")  # fmt: skip
    connection = sqlite3.connect(new, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=ON")
    with closing(connection), Wreck(old, None, tmp_path / "scratch.db") as wreck:
        merger = Merger(wreck, connection, newer=True)
        merger.people_and_courses({})
        merger.work_in_progress(folded=True)
        tables = ("device", "enrolment", "frozen_quiz", "sitting")
        count = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    assert count == {"device": 2, "enrolment": 0, "frozen_quiz": 0, "sitting": 0}


def test_what_does_not_hold_together_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = make(tmp_path / "greentick.db", 5)
    before = old.read_bytes()

    def spoil(wreck: object, into: Path, now: int, **_: object) -> object:
        run(into, "INSERT INTO sitting VALUES (77, 'l', 1, 1, '')")
        return real(wreck, into, now)  # type: ignore[arg-type]

    real = salvage
    monkeypatch.setattr(restore, "salvage", spoil)
    with pytest.raises(PlayerError, match="does not hold"):
        prepare(old, None, AT)
    assert old.read_bytes() == before
    assert not (tmp_path / "restoring").exists()


def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    old, backup = make(tmp_path / "greentick.db"), make(tmp_path / "backup.db")
    run(backup, "PRAGMA user_version=99")
    with pytest.raises(PlayerError, match="newer version"):
        prepare(old, backup, AT)
    assert not (tmp_path / "restoring").exists()


def test_a_list_of_what_is_to_be_folded_that_is_none(tmp_path: Path) -> None:
    assert not finish(tmp_path / "greentick.db")
    for words in ("{", "{}", "[1, 2]"):
        (tmp_path / "refold.json").write_text(words, encoding="utf-8")
        assert to_fold_anew(tmp_path) == frozenset()


def test_a_table_that_sqlite_misses_is_damage() -> None:
    with closing(sqlite3.connect(":memory:")) as db, pytest.raises(sqlite3.OperationalError) as said:
        db.execute("SELECT * FROM learner")
    told = explained(said.value, Path("greentick.db"))
    assert isinstance(told, DamagedError)
    assert told.kind == "table"
