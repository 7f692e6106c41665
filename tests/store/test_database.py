"""Opening, writing in one way only, reading beside a writer."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from player.errors import PlayerError
from player.store.database import Store
from player.store.rows import DeviceRow, LearnerRow


def learner(name: str) -> LearnerRow:
    return LearnerRow(id=name * 2, name=name, folded=name, picture="bird", tint="sky", guest=False, printed_name="", created_at=1)


def test_the_promised_pragmas_hold_on_every_connection(store: Store) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with store.writing() as w:
        assert {name: w.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted} == wanted
        assert w.connection.exec_driver_sql("PRAGMA query_only").scalar_one() == 0
    with store.reading() as r:
        assert {name: r.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted} == wanted
        assert r.connection.exec_driver_sql("PRAGMA query_only").scalar_one() == 1


def test_what_was_written_is_there_after_opening_again(store: Store, path: Path) -> None:
    with store.writing() as w:
        w.learners.add(learner("Ada"))
    store.close()
    again = Store(path, path.parent / "backups")
    with again.reading() as r:
        assert [line.name for line in r.learners.lines()] == ["Ada"]
    again.close()


def test_an_exception_undoes_everything(store: Store) -> None:
    def half() -> None:
        with store.writing() as w:
            w.learners.add(learner("Ada"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with store.reading() as r:
        assert r.learners.lines() == ()
    with store.writing() as w:
        w.learners.add(learner("Ben"))
    with store.reading() as r:
        assert [line.name for line in r.learners.lines()] == ["Ben"]


def test_writing_does_not_nest(store: Store) -> None:
    with store.writing() as w:
        w.learners.add(learner("Ada"))
        with pytest.raises(RuntimeError, match="nest"), store.writing():
            pass
    with store.reading() as r:
        assert len(r.learners.lines()) == 1


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(PlayerError), store.reading() as r:
        r.learners.add(learner("Ada"))
    with store.reading() as r:
        assert r.learners.lines() == ()


def test_a_reader_sees_one_moment_while_somebody_writes(store: Store) -> None:
    with store.reading() as r:
        before = r.learners.lines()
        with store.writing() as w:
            w.learners.add(learner("Ada"))
        assert r.learners.lines() == before == ()
    with store.reading() as r:
        assert len(r.learners.lines()) == 1


def test_threads_take_turns(store: Store) -> None:
    with store.writing() as w:
        w.learners.add(learner("0"))

    def count_up() -> None:
        for _ in range(40):
            with store.writing() as w:
                row = w.learners.get("00")
                assert row is not None
                w.learners.change("00", name=str(int(row.name) + 1))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as r:
        row = r.learners.get("00")
    assert row is not None
    assert row.name == "160"


def test_foreign_keys_hold(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.writing() as w:
        w.ledger.append({"chain": 9, "number": 1, "event_id": "e", "enrolment": None, "at": 1, "kind": "k", "lesson": "", "body": b"", "hash": b""})


def test_a_bug_is_not_dressed_up_as_an_expected_error(store: Store) -> None:
    with pytest.raises(DBAPIError), store.writing() as w:
        w.connection.exec_driver_sql("SELECT nonsense")


def test_another_process_is_noticed(store: Store, path: Path) -> None:
    with store.writing() as w:
        w.ledger.add_device(DeviceRow(id="d", name="", created_at=1))
        before = store.data_version()
    with store.writing():
        assert store.data_version() == before
    other = sqlite3.connect(path)
    other.execute("INSERT INTO device VALUES ('e', '', 1)")
    other.commit()
    other.close()
    with store.writing():
        assert store.data_version() != before


def test_a_row_is_replaced_by_its_key(store: Store) -> None:
    with store.writing() as w:
        w.attempts.freeze("a", b"1")
        w.attempts.freeze("a", b"2")
        assert w.attempts.frozen("a") == b"2"
        assert w.attempts.frozen("b") is None
