"""When the machine fails in the middle of learning: one sentence, nothing half done, and it goes on when the cause is gone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.paths import DataFolder
from player.services.first import first_picture
from player.services.learning import Enrolment
from player.services.player import Player
from player.store import database
from tests.forge.courses import RIGHT
from tests.forge.disks import CAN_MOUNT, fill, make_read_only, small_disk
from tests.unit.services.conftest import NOON
from tests.unit.services.test_learning import assert_the_cache_is_the_ledger, events


@contextmanager
def learner_on(folder: Path, tea: Path) -> Iterator[tuple[Player, Enrolment]]:
    player = Player(DataFolder(folder / "data"), lambda: NOON, machine="one")
    nora = player.learners.create("Nora", "cat", "rose")
    enrolment = player.learning.enrol(nora.id, player.library.open(player.library.add(tea)))
    player.learning.finish_lesson(enrolment, "welcome")
    yield player, enrolment
    player.close()


@contextmanager
def full(player: Player, disk: Path) -> Iterator[None]:
    """No room for another page of the database: on a small disk, or by SQLite's own limit, which gives the very same answer."""
    with player._register.store.writing() as tables:
        pages = tables.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        if not CAN_MOUNT:
            tables.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    filler = fill(disk) if CAN_MOUNT else None
    yield
    if filler is not None:
        filler.unlink()
    else:
        with player._register.store.writing() as tables:
            tables.connection.exec_driver_sql("PRAGMA max_page_count=1000000")


def test_a_full_disk_keeps_every_tick_and_says_so(tmp_path: Path, tea: Path) -> None:
    with small_disk(tmp_path / "disk", 1500) if CAN_MOUNT else nullcontext(tmp_path) as disk, learner_on(disk, tea) as (player, enrolment):
        paper = player.quizzing.answer(player.quizzing.start(enrolment, "check"), "word", "tea")
        with full(player, disk):
            said = None
            for number in range(3000):
                try:
                    paper = player.quizzing.answer(paper, "word", f"tea {number}")
                except PlayerError as error:
                    said = error
                    break
            assert said is not None
            assert said.title == "The disk is full"
            before = (events(player, enrolment), player.learning.status(enrolment).done)
            for _ in range(3):
                with pytest.raises(PlayerError, match="is full"):
                    player.quizzing.answer(paper, "word", "x" * 9000)
                assert (events(player, enrolment), player.learning.status(enrolment).done) == before
        assert player.learning.finish_lesson(enrolment, "files").status.done == 2
        resumed = player.quizzing.start(enrolment, "check")
        assert (resumed.attempt, resumed.responses["word"]) == (paper.attempt, paper.responses["word"])
        assert_the_cache_is_the_ledger(player, enrolment)


def test_a_full_disk_issues_no_certificate(tmp_path: Path, tea: Path) -> None:
    from tests.unit.services.test_learning import complete

    with small_disk(tmp_path / "disk", 3000) if CAN_MOUNT else nullcontext(tmp_path) as disk, learner_on(disk, tea) as (player, enrolment):
        complete(player, enrolment)
        before = events(player, enrolment)
        if CAN_MOUNT:
            filler = fill(disk)
        else:
            (disk / "data" / "certificates").write_text("a file where the folder should be", encoding="utf-8")
        with pytest.raises(PlayerError):
            player.awarding.issue(enrolment, "certificate", "Nora")
        assert events(player, enrolment) == before
        assert player.awarding.kept(enrolment.learner.id) == ()
        assert not list((disk / "data").glob("certificates/*"))
        if CAN_MOUNT:
            filler.unlink()
            assert player.awarding.issue(enrolment, "certificate", "Nora").path.exists()


def test_a_data_folder_that_turned_read_only(tmp_path: Path, tea: Path) -> None:
    with small_disk(tmp_path / "disk", 4000) if CAN_MOUNT else nullcontext(tmp_path / "disk") as disk:
        disk.mkdir(exist_ok=True)
        with learner_on(disk, tea) as (player, _enrolment):
            player.close()
        data = DataFolder(disk / "data")
        make_read_only(disk if CAN_MOUNT else data.root)
        closed = Player(data, lambda: NOON, machine="one")
        with pytest.raises(PlayerError, match="cannot write in") as said:
            closed.learners.all()
        assert str(data.root) in said.value.message
        with pytest.raises(PlayerError, match="cannot write in"):
            closed.open()
        closed.close()
        if not CAN_MOUNT:
            data.root.chmod(0o755)


def test_a_database_that_another_program_holds(tmp_path: Path, tea: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 50)
    with learner_on(tmp_path, tea) as (player, enrolment):
        before = events(player, enrolment)
        with closing(sqlite3.connect(player.data.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(PlayerError, match="Another program holds"):
                player.learning.finish_lesson(enrolment, "files")
            assert player.learning.status(enrolment).done == 1  # reading goes on
            other.execute("ROLLBACK")
        assert events(player, enrolment) == before
        assert player.learning.finish_lesson(enrolment, "files").status.done == 2
        assert_the_cache_is_the_ledger(player, enrolment)


def test_a_damaged_and_a_newer_database_are_told_by_every_way_in(tmp_path: Path, tea: Path) -> None:
    with learner_on(tmp_path, tea) as (player, _enrolment):
        player.close()
        data = player.data
    good = data.database.read_bytes()
    with closing(sqlite3.connect(data.database)) as db:
        db.execute("PRAGMA user_version=99")
    for match, bytes_ in (("newer version of Greentick", data.database.read_bytes()), ("is damaged", b"\0" * 100 + good[100:])):
        data.database.write_bytes(bytes_)
        with pytest.raises(PlayerError, match=match):
            first_picture(data)
        again = Player(data, lambda: NOON, machine="one")
        for way in (again.open, again.learners.all, lambda again=again: again.learning.progress("Nora")):
            with pytest.raises(PlayerError, match=match):
                way()
        again.close()
        assert data.database.read_bytes() == bytes_
    data.database.write_bytes(good)
    again = Player(data, lambda: NOON, machine="one")
    assert again.learning.progress("Nora").enrolments[0].done == 1
    again.close()


def test_a_failure_between_the_writes_of_one_deed_undoes_all_of_them(tmp_path: Path, tea: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger, the folded rows and the counters stand in one transaction."""
    with learner_on(tmp_path, tea) as (player, enrolment):
        before = (events(player, enrolment), player.library.shelf(enrolment.learner.id))
        tables = player._register.store._tables
        with monkeypatch.context() as patch:
            patch.setattr(tables.enrolments, "change", lambda *_args, **_values: 1 // 0)
            with pytest.raises(ZeroDivisionError):
                player.learning.finish_lesson(enrolment, "files")
        assert (events(player, enrolment), player.library.shelf(enrolment.learner.id)) == before
        assert player.learning.status(enrolment).done == 1
        paper = player.quizzing.start(enrolment, "check")
        with monkeypatch.context() as patch:
            patch.setattr(tables.attempts, "respond", lambda *_args, **_values: 1 // 0)
            with pytest.raises(ZeroDivisionError):
                player.quizzing.answer(paper, "word", str(RIGHT["word"]))
        assert player.quizzing.start(enrolment, "check").responses == {}
        assert player.learning.finish_lesson(enrolment, "files").status.done == 2
        assert_the_cache_is_the_ledger(player, enrolment)


def test_closing_leaves_a_copy_and_never_fails_for_it(tmp_path: Path, tea: Path, caplog: pytest.LogCaptureFixture) -> None:
    with learner_on(tmp_path, tea) as (player, _enrolment):
        player.close()
        copies = list((player.data.root / "backups").iterdir())
        assert [one.name for one in copies] == ["greentick-2027-01-15T08-00-00Z.db"]
        copies[0].unlink()
        copies[0].parent.rmdir()
        player._register.has_written = False
        copies[0].parent.write_text("no folder", encoding="utf-8")
        player.learning.progress("Nora")
        player.close()
        assert not caplog.text  # reading leaves nothing behind
        player.learners.guest()
        player.close()
        assert "no copy of the database was made" in caplog.text
