"""Copies in time, and the corners of a restore: files that cannot be renamed, names that came twice, tables that nobody told it of."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from player.errors import DamagedError, PlayerError
from player.paths import DataFolder
from player.services import safety
from player.services.first import first_picture
from player.services.learning import Enrolment
from player.services.player import Player
from player.store.restore import abandon, prepare
from player.store.version import RESTORE_NOTE
from tests.unit.services.conftest import Clock


def run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def closed(player: Player) -> Path:
    """Everything in one file, nobody has it open."""
    player._register.close()
    run(player.data.database, "PRAGMA wal_checkpoint(TRUNCATE)")
    for name in ("greentick.db-wal", "greentick.db-shm"):
        player.data.database.with_name(name).unlink(missing_ok=True)
    return player.data.database


def behead(player: Player) -> bytes:
    path = closed(player)
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    return path.read_bytes()


def names(player: Player) -> set[str]:
    return {one.name for one in player.learners.all()}


def test_a_copy_is_due_after_something_was_written_and_before_anything_risky(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    due = [player.safety.due]
    first = player.safety.back_up()
    due.append(player.safety.due)
    player.learning.finish_lesson(enrolment, "welcome")
    due.append(player.safety.due)
    clock.forward(seconds=60)
    player.safety.before("removing somebody")
    due.append(player.safety.due)
    assert due == [True, False, True, False]
    assert [one.at - first.at for one in player.safety.backups()] == [60_000, 0]


def test_a_copy_that_fails_stays_due(player: Player, enrolment: Enrolment) -> None:
    player.data.backups.write_text("no folder", encoding="utf-8")
    with pytest.raises(PlayerError, match="No copy of"):
        player.safety.before("removing somebody")
    assert player.safety.due
    player.data.backups.unlink()


def test_at_the_end_nobody_waits_for_a_large_copy_or_for_one_that_is_being_made(
    player: Player, enrolment: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    with player.safety._busy:
        player.safety.at_the_end()
    with monkeypatch.context() as patch:
        patch.setattr(safety, "LARGEST_AT_THE_END", 100)
        player.safety.at_the_end()
    assert player.safety.backups() == ()
    player.safety.at_the_end()
    assert len(player.safety.backups()) == 1


def test_a_file_that_cannot_be_renamed_leaves_everything_as_it_was(player: Player, enrolment: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where another program holds it."""
    player.safety.back_up()
    before = behead(player)
    rename = Path.replace

    def held(self: Path, target: Path) -> Path:
        if self == player.data.database:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        with pytest.raises(PlayerError, match="could not be put aside") as said:
            player.safety.restore()
        assert "Close other programs" in said.value.hint
    assert player.data.database.read_bytes() == before
    assert not list(player.data.root.glob("restor*"))
    assert player.safety.restore().aside is not None
    assert names(player) == {"Nora Example"}


def test_a_restore_that_cannot_be_finished_now_is_finished_later(player: Player, enrolment: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put aside already, but the new one cannot be given its name yet: no start opens anything meanwhile."""
    player.safety.back_up()
    before = behead(player)
    rename = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target == player.data.database:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        with pytest.raises(PlayerError):
            player.safety.restore()
        with pytest.raises(PlayerError, match="could not be put in place") as said:
            first_picture(player.data)
        assert "Nothing is lost" in said.value.hint
        with pytest.raises(PlayerError, match="could not be put in place"):
            player.open()
        assert not player.data.database.exists()
    found = first_picture(player.data)
    assert found is not None
    assert [one.name for one in found.learners] == ["Nora Example"]
    assert [one.read_bytes() for one in player.data.root.glob("*.damaged-*")] == [before]


def test_a_note_that_cannot_be_read_is_a_sentence(data: DataFolder) -> None:
    data.root.mkdir()
    (data.root / RESTORE_NOTE).write_text("{", encoding="utf-8")
    with pytest.raises(PlayerError, match="could not be put in place"):
        first_picture(data)


def test_two_restores_in_one_second_keep_both_files(player: Player, enrolment: Enrolment) -> None:
    player.safety.back_up()
    kept = {player.safety.restore().aside for _ in range(3)}
    assert len(kept) == 3
    assert all(path is not None and path.exists() for path in kept)


def test_somebody_new_with_the_name_of_somebody_removed_comes_back_beside_them(player: Player, clock: Clock) -> None:
    player.learners.create("Amina", "bird", "sea")
    player.safety.back_up()
    run(closed(player), "DELETE FROM learner")
    clock.forward(seconds=60)
    fresh = player.learners.create("Amina", "cat", "rose")
    player.learners.set_printed_name(fresh.id, "Amina the Second")
    player.safety.restore(player.safety.backups()[-1].path)
    assert names(player) == {"Amina", "Amina (2)"}
    assert {one.printed_name for one in player.learners.all()} == {"", "Amina the Second"}


def test_a_name_nobody_can_read_becomes_a_number_that_is_free(player: Player, clock: Clock) -> None:
    player.learners.create("Learner 1", "bird", "sea")
    player.safety.back_up()
    clock.forward(seconds=60)
    for name in ("Ben", "Bo"):
        other = player.learners.create(name, "cat", "rose")
        with player._register.recording(other.id):
            pass  # a chain without an entry
    run(closed(player), "DROP TABLE learner")
    player.safety.restore()
    assert names(player) in ({"Learner 1", "Learner 1 (2)", "Learner 2"}, {"Learner 1", "Learner 2", "Learner 3"})


def test_entries_whose_chain_is_unreadable_are_counted_and_kept_in_the_old_file(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    player.safety.back_up()
    clock.forward(seconds=60)
    ben = player.learners.create("Ben", "dog", "teal")
    player.learners.set_printed_name(ben.id, "Ben B.")
    run(closed(player), "PRAGMA foreign_keys=OFF", "DROP TABLE chain")
    restored = player.safety.restore()
    assert (restored.salvaged, restored.homeless, restored.lost) == (0, 1, True)
    assert names(player) == {"Nora Example", "Ben"}


def test_what_other_parts_keep_comes_over_too(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    """A PIN that was set after the backup, and a table that this part of the program has never heard of."""
    path = closed(player)
    run(path, "CREATE TABLE remark (id TEXT PRIMARY KEY, enrolment INTEGER, words TEXT)", "CREATE TABLE loose (x)")
    player.safety.back_up()
    clock.forward(seconds=60)
    player.trainer.set_pin("Tess", "482913", "482913")
    player.learning.finish_lesson(enrolment, "welcome")
    run(closed(player), "INSERT INTO remark VALUES ('a', 1, 'mine'), ('b', 77, 'of a course that is not here')")
    behead(player)
    restored = player.safety.restore()
    assert restored.salvaged > 0
    assert player.trainer.is_set
    assert player.trainer.name == "Tess"
    with closing(sqlite3.connect(player.data.database)) as db:
        assert db.execute("SELECT id, words FROM remark").fetchall() == [("a", "mine")]
    assert player.learning.progress("Nora Example").verified


def test_a_package_older_than_what_was_learnt_is_not_folded_by(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    player.safety.back_up()
    clock.forward(seconds=60)
    player.learning.finish_lesson(enrolment, "welcome")
    run(closed(player), "UPDATE enrolment SET version = '9.0'")
    assert player.safety.restore().waiting == 1


def test_a_certificate_whose_row_is_lost_is_found_by_its_file(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    from tests.unit.services.test_learning import complete

    complete(player, enrolment)
    player.safety.back_up()
    clock.forward(seconds=60)
    issued = player.awarding.issue(enrolment, "certificate", "Nora Example")
    run(closed(player), "DELETE FROM award")
    behead(player)
    player.safety.restore()
    (kept,) = player.awarding.kept(enrolment.learner.id)
    assert (kept.number, kept.path, kept.printed_name) == (issued.number, issued.path, "Nora Example")


def test_a_newer_database_is_not_restored_over_by_mistake(player: Player, enrolment: Enrolment) -> None:
    """It opens in the newer program: the page of this one says so, and nothing is touched unless somebody presses."""
    player.safety.back_up()
    run(closed(player), "PRAGMA user_version=99")
    standing = player.safety.standing()
    assert standing.trouble is not None
    assert not isinstance(standing.trouble, DamagedError)
    with pytest.raises(PlayerError, match="newer"):
        player.safety.restore()
    run(player.data.database, "PRAGMA user_version=2")


def test_what_a_claimed_guest_did_is_folded_where_it_counts(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    guest = player.learning.enrol(player.learners.guest().id, enrolment.open)
    player.safety.back_up()
    clock.forward(seconds=60)
    player.learning.finish_lesson(guest, "welcome")
    run(closed(player), f"UPDATE enrolment SET joined = '{enrolment.id}' WHERE id = '{guest.id}'")
    told = prepare(player.data.database, player.safety.backups()[0].path, clock.now)
    assert told.enrolments == {guest.id, enrolment.id}
    abandon(player.data.database)
