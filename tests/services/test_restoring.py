"""A database damaged in every way: restored from the newest backup, with everything that can still be read, and the damaged one kept."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from player.course.facts import EventKind
from player.course.ledger import decode
from player.errors import DamagedError, PlayerError
from player.paths import DataFolder
from player.services.enrolments import stored_facts
from player.services.learning import Enrolment, Use
from player.services.player import Player
from player.services.safety import Restored
from player.store import restore
from player.store.carving import carved
from player.store.version import TABLES
from tests.forge.courses import RIGHT
from tests.forge.disks import CAN_MOUNT, fill, small_disk
from tests.unit.services.conftest import Clock

PAGE = 4096


@dataclass
class Scene:
    """Nora has worked before the backup and after it; Ben came after it and holds a certificate. As a crash leaves it, log and all."""

    data: DataFolder
    clock: Clock
    before: int  # entries in the backup
    events: dict[str, set[str]]  # name on the board -> ids of all entries
    attempt: str

    def player(self) -> Player:
        return Player(self.data, self.clock, machine="one")


def ledger_of(player: Player) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with player._register.store.reading() as tables:
        for line in tables.learners.lines():
            chains = tables.ledger.chains(line.id)
            found[line.name] = {decode(body).event.id for chain in chains for body in tables.ledger.entries(chain.number or 0)}
    return found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, tea: Path) -> Scene:
    root, clock = tmp_path_factory.mktemp("scene"), Clock()
    player = Player(DataFolder(root / "live"), clock, machine="one")
    opened = player.library.open(player.library.add(tea))
    nora = player.learners.create("Nora Example", "bird", "sea")
    at = player.learning.enrol(nora.id, opened)
    player.learning.finish_lesson(at, "welcome")
    paper = player.quizzing.start(at, "check")
    for number in range(60):
        clock.forward(seconds=1)
        paper = player.quizzing.answer(paper, "word", f"before {number}")
    clock.forward(seconds=600)
    player.safety.back_up()
    before = sum(map(len, ledger_of(player).values()))
    clock.forward(seconds=60)
    player.learning.finish_lesson(at, "files")
    for number in range(60):
        clock.forward(seconds=1)
        paper = player.quizzing.answer(paper, "word", f"after {number}")
    player.quizzing.flag(paper, "heat", True)
    player.learning.sitting(at, "leaflet", Use(active_ms=5000, pages=frozenset({1})))
    ben = player.learners.create("Ben Beispiel", "dog", "teal")
    other = player.learning.enrol(ben.id, opened)
    complete(player, other)
    player.awarding.issue(other, "certificate", "Benedikt Beispiel")
    events = ledger_of(player)
    data = DataFolder(root / "crashed")
    shutil.copytree(player.data.root, data.root)  # with the log, as a crash leaves it
    player.close()
    opened.close()
    return Scene(data, clock, before, events, paper.attempt)


def complete(player: Player, at: Enrolment) -> None:
    player.learning.finish_lesson(at, "welcome")
    player.learning.finish_lesson(at, "files")
    player.learning.sitting(at, "leaflet", Use(pages=frozenset({1, 2}), ended=True))
    for box in (0, 1):
        player.learning.tick_box(at, "boxes", box, True)
    paper = player.quizzing.start(at, "check")
    for question, response in RIGHT.items():
        paper = player.quizzing.answer(paper, question, response)
    player.quizzing.submit(paper)


@pytest.fixture(params=["crashed", "closed"])
def scene(played: Scene, tmp_path: Path, request: pytest.FixtureRequest) -> Scene:
    """With its log beside it, or with everything in one file."""
    data = DataFolder(tmp_path / "data")
    shutil.copytree(played.data.root, data.root)
    if request.param == "closed":
        with closing(sqlite3.connect(data.database)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert not data.database.with_name("greentick.db-wal").exists()
    return Scene(data, Clock(played.clock.now + 1000), played.before, dict(played.events), played.attempt)


def pieces(data: DataFolder) -> dict[str, bytes]:
    return {name: path.read_bytes() for name in ("", "-wal") if (path := data.database.with_name(f"greentick.db{name}")).exists()}


def harmed(data: DataFolder, change: Callable[[bytes], bytes]) -> None:
    """Both files: in a log the newest pages stand, and they would mend the other."""
    for name, held in pieces(data).items():
        data.database.with_name(f"greentick.db{name}").write_bytes(change(held) if not name else held)


def checked(scene: Scene, restored: Restored, *, all_of: bool) -> Player:
    """What must hold after any restore."""
    player = scene.player()
    player.safety.examine()
    found = ledger_of(player)
    for name, events in found.items():
        whose = scene.events.get(name, set().union(*scene.events.values()))  # a lost name is replaced
        assert events <= whose, f"{name} has entries that never were"
        progress = player.learning.progress(name)
        assert progress.verified, progress.ledger
        with player._register.store.reading() as tables:
            rows = [(row.number or 0, player.library.open(row.course_key), row) for row in tables.enrolments.of_learner(progress.id)]
        for number, opened, row in rows:
            at = Enrolment(row.id, player.learners.get(progress.id), opened, row.round, number)
            with player._register.store.reading() as tables:
                stored = stored_facts(tables, number, progress.id)
            refolded = player.learning.refolded(at)
            assert dict(stored.lessons) == dict(refolded.lessons)
            assert dict(stored.awards) == dict(refolded.awards)
            opened.close()
    assert sum(map(len, found.values())) == scene.before + restored.salvaged or restored.backup is None
    if all_of:
        assert found == scene.events
        assert not restored.homeless
        assert restored.waiting == 0
    return player


def header(held: bytes) -> bytes:
    return b"\0" * 100 + held[100:]


def first_page(held: bytes) -> bytes:
    return b"\x55" * PAGE + held[PAGE:]


def marks(held: bytes) -> bytes:
    return held[:60] + bytes(12) + held[72:]


@pytest.mark.parametrize("harm", [header, first_page, marks])
def test_a_damaged_beginning_costs_nothing(scene: Scene, harm: Callable[[bytes], bytes]) -> None:
    harmed(scene.data, harm)
    damaged = pieces(scene.data)
    player = scene.player()
    if "-wal" not in damaged:  # SQLite reads the first page from the log where it stands there
        with pytest.raises(DamagedError):
            player.open()
    restored = player.safety.restore()
    player.close()
    assert restored.backup is not None
    player = checked(scene, restored, all_of=True)
    assert restored.aside is not None
    assert {name: restored.aside.with_name(restored.aside.name + name).read_bytes() for name in damaged} == damaged
    # the open attempt goes on with its last answer, its flag and its order
    nora = player.learners.find("Nora Example")
    with player._register.store.reading() as tables:
        given = {one.question: (one.given, one.flagged) for one in tables.attempts.responses(scene.attempt)}
        sitting = tables.enrolments.sittings(1)
    assert given["word"] == ('"after 59"', False)
    assert given["heat"] == ("", True)
    assert [one.lesson for one in sitting] == ["leaflet"]
    kept = player.awarding.kept(player.learners.find("Ben Beispiel").id)
    assert [(one.printed_name, one.path.exists()) for one in kept] == [("Benedikt Beispiel", True)]
    # and learning goes on
    with player._register.store.reading() as tables:
        key = tables.enrolments.of_learner(nora.id)[0].course_key
    opened = player.library.open(key)
    at = player.learning.enrol(nora.id, opened)
    assert player.quizzing.start(at, "check").attempt == scene.attempt
    player.learning.finish_lesson(at, "history")
    assert player.learning.progress("Nora Example").verified
    opened.close()
    player.close()


def test_a_whole_database_that_is_restored_loses_nothing_and_its_chains_go_on(scene: Scene) -> None:
    player = scene.player()
    before = {name: len(player.learning.progress(name).ledger) for name in scene.events}
    restored = player.safety.restore()
    assert not restored.lost
    assert restored.salvaged == sum(map(len, scene.events.values())) - scene.before
    player.close()
    player = checked(scene, restored, all_of=True)
    assert {name: len(player.learning.progress(name).ledger) for name in scene.events} == before
    assert restored.aside is not None
    assert ".replaced-" in restored.aside.name
    assert len(player.safety.backups()) == 3  # one of just before, and one at the end
    player.close()


@pytest.mark.parametrize("table", sorted(TABLES - {"alembic_version"}))
def test_a_table_that_is_gone(scene: Scene, table: str) -> None:
    with closing(sqlite3.connect(scene.data.database, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete=OFF")
        db.execute(f"DROP TABLE {table}")
    player = scene.player()
    with pytest.raises(DamagedError) as said:
        player.open()
    assert said.value.kind == "table"
    restored = player.safety.restore()
    player.close()
    # what only that table knew of the last minutes is gone with it: which course Ben was in, which entries were his
    if table == "learner":  # he comes back under the name that prints for him
        scene.events["Benedikt Beispiel"] = scene.events.pop("Ben Beispiel")
    player = checked(scene, restored, all_of=table not in {"enrolment", "chain", "ledger"})
    if table == "ledger":  # dropped pages still hold the entries
        assert restored.salvaged > 30
        assert restored.lost
    player.close()


@pytest.mark.parametrize("seed", range(12))
def test_pages_lost_anywhere(scene: Scene, seed: int) -> None:
    """Some pages, of the file and of its log, are overwritten. Whatever is left of the entries comes back, or was in the backup."""
    chance = random.Random(seed)

    for ending, held in pieces(scene.data).items():
        spoilt = bytearray(held)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(0 if seed % 2 else 1, max(2, len(held) // PAGE)) * PAGE
            spoilt[at : at + PAGE] = chance.choice([b"\0", b"\x55", chance.randbytes(1)]) * PAGE
        scene.data.database.with_name(f"greentick.db{ending}").write_bytes(spoilt[: len(held)])
    readable = {body for ending in ("", "-wal") for body in carved(scene.data.database.with_name(f"greentick.db{ending}"))}
    player = scene.player()
    restored = player.safety.restore()
    found = set().union(*ledger_of(player).values())
    with player._register.store.reading() as tables:
        chains = {row.id for line in tables.learners.lines() for row in tables.ledger.chains(line.id)}
    player.close()
    assert {decode(body).event.id for body in readable if decode(body).chain in chains} <= found
    checked(scene, restored, all_of=False).close()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.97])
def test_a_file_cut_off(scene: Scene, share: float) -> None:
    for ending, held in pieces(scene.data).items():
        scene.data.database.with_name(f"greentick.db{ending}").write_bytes(held[: int(len(held) * share)])
    player = scene.player()
    restored = player.safety.restore()
    player.close()
    checked(scene, restored, all_of=False).close()


def test_a_lost_log_is_noticed_and_what_was_written_after_it_is_kept(played: Scene, tmp_path: Path) -> None:
    """The log is deleted, the database is as it was long before; somebody learns on in it before it is noticed."""
    data = DataFolder(tmp_path / "data")
    shutil.copytree(played.data.root, data.root)
    for file in data.root.glob("greentick.db*"):
        file.unlink()
    scene = Scene(data, Clock(played.clock.now + 1000), played.before, {}, played.attempt)
    backup = next(data.backups.iterdir())
    shutil.copyfile(backup, data.database)
    with closing(sqlite3.connect(data.database, isolation_level=None)) as db:  # far behind the backup
        db.execute("DELETE FROM ledger WHERE number > 20")
    player = scene.player()
    nora = player.learners.find("Nora Example")
    with player._register.recording(nora.id) as pen:
        forked = pen.write(EventKind.NAME, data={"name": "Nora the Second"})
    assert forked.number == 21
    with pytest.raises(DamagedError) as said:
        player.safety.examine()
    assert (said.value.kind, said.value.count) == ("lost", played.before - 21)
    restored = player.safety.restore()
    assert restored.lost
    assert restored.salvaged == 1
    progress = player.learning.progress("Nora Example")
    assert progress.verified
    assert progress.printed_name == "Nora the Second"
    assert [(chain.number, bool(chain.continues)) for chain in progress.ledger] == [(played.before, False), (1, True)]
    assert progress.ledger[1].continues == progress.ledger[0].hash
    assert progress.ledger[1].device == progress.ledger[0].device + "/2"
    player.learners.set_printed_name(nora.id, "Nora the Third")  # goes on in the new chain
    assert [chain.number for chain in player.learning.progress("Nora Example").ledger] == [played.before, 2]
    player.safety.examine()
    player.close()
    again = scene.player()
    assert again.safety.restore(backup).salvaged == 2  # from a whole database: the chains go on
    assert [chain.number for chain in again.learning.progress("Nora Example").ledger] == [played.before, 2]
    again.close()


@pytest.mark.parametrize("missing", ["empty", "gone"])
def test_a_file_that_is_empty_or_gone(scene: Scene, missing: str) -> None:
    log = scene.data.database.with_name("greentick.db-wal").exists()
    scene.data.database.unlink()
    if missing == "empty":
        scene.data.database.touch()
    player = scene.player()
    with pytest.raises(DamagedError) as said:
        player.open()
    assert said.value.kind == missing
    restored = player.safety.restore()
    assert restored.lost
    assert (restored.salvaged > 0) == log  # the log alone holds the last entries
    player.close()
    assert (restored.aside is None) == (missing == "gone")
    checked(scene, restored, all_of=False).close()


@pytest.mark.parametrize("harm", [header, marks, None])
def test_without_any_backup_what_can_be_read_is_saved(scene: Scene, harm: Callable[[bytes], bytes] | None) -> None:
    shutil.rmtree(scene.data.backups)
    if harm is not None:
        harmed(scene.data, harm)
    player = scene.player()
    restored = player.safety.restore()
    assert restored.backup is None
    player.close()
    checked(scene, restored, all_of=True).close()


def test_a_backup_that_is_damaged_too_gives_way_to_an_older_one(scene: Scene) -> None:
    newest = next(scene.data.backups.iterdir())
    older = scene.data.backups / "greentick-2020-01-01T00-00-00Z.db"
    shutil.copyfile(newest, older)
    newest.write_bytes(newest.read_bytes()[:9000])
    log = scene.data.database.with_name("greentick.db-wal")
    if log.exists():
        log.write_bytes(bytes(100))
    harmed(scene.data, header)
    player = scene.player()
    with pytest.raises(PlayerError, match=r"cannot be read\. Choose an older one"):
        player.safety.restore(newest)
    with pytest.raises(PlayerError, match="There is no"):
        player.safety.restore(scene.data.backups / "none.db")
    restored = player.safety.restore()
    assert restored.backup is not None
    assert restored.backup.path == older
    assert newest.exists()
    player.close()
    assert restored.salvaged > 0
    checked(scene, restored, all_of=False).close()


def test_a_course_that_is_not_at_hand_is_folded_when_it_is_opened_again(scene: Scene, tea: Path) -> None:
    player = scene.player()
    with player._register.writing() as tables:
        tables.connection.exec_driver_sql("UPDATE course SET path = path || '.gone'")
    player._register.close()
    held = scene.data.database.read_bytes()
    with closing(sqlite3.connect(scene.data.database, isolation_level=None)) as db:
        db.execute("UPDATE ledger SET body = CAST('spoilt' AS BLOB) WHERE chain = 1 AND number = ?", (scene.before + 1,))  # makes a gap
    assert held
    restored = player.safety.restore()
    assert restored.lost
    assert restored.waiting == 2
    nora = player.learners.find("Nora Example")
    again = Player(scene.data, scene.clock, machine="one")
    opened = again.library.open(again.library.add(tea))
    at = again.learning.enrol(nora.id, opened)
    facts, refolded = again.learning.facts(at), again.learning.refolded(at)
    assert dict(facts.lessons) == dict(refolded.lessons)
    assert again.quizzing.start(at, "check").responses["word"] == "after 59"
    opened.close()
    again.close()
    player.close()


def test_too_little_room_is_foreseen_and_nothing_is_changed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    harmed(scene.data, header)
    before = tree(scene.data.root)
    player = scene.player()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9 - 5000, 5000))
        if "-wal" in pieces(scene.data):
            patch.setattr(player.safety, "_trouble", lambda: "header")
        with pytest.raises(PlayerError, match=r"Restoring needs [\d.]+ MB, and 0\.0 MB are free") as said:
            player.safety.restore()
    assert "nothing was changed" in said.value.hint
    assert tree(scene.data.root) == before
    restored = player.safety.restore()
    player.close()
    checked(scene, restored, all_of=True).close()


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.glob("**/*")) if path.is_file() and "-shm" not in path.name}


def attempted(player: Player) -> tuple[Restored | None, str]:
    try:
        return player.safety.restore(), ""
    except PlayerError as error:
        return None, error.message


@pytest.mark.skipif(not CAN_MOUNT, reason="needs a small disk of its own")
@pytest.mark.parametrize("left", [0, 40, 120, 200, 300, 420, 560])
def test_a_disk_that_becomes_full_meanwhile_is_a_sentence_and_nothing_is_changed(
    scene: Scene, tmp_path: Path, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`left` kB are there when it begins; it was not foreseen."""
    harmed(scene.data, first_page)
    log = scene.data.database.with_name("greentick.db-wal")
    if log.exists():
        log.unlink()
    with small_disk(tmp_path / "disk", 3000) as disk:
        small = DataFolder(disk / "data")
        shutil.copytree(scene.data.root, small.root)
        filler = fill(disk)
        with filler.open("rb+") as file:
            file.truncate(max(0, filler.stat().st_size - left * 1024))
        before = tree(small.root)
        player = Player(small, scene.clock, machine="one")
        monkeypatch.setattr(restore, "_foresee_room", lambda *_: None)
        restored, said = attempted(player)
        filler.unlink()
        if restored is None:
            assert "became full" in said or "is full" in said
            assert tree(small.root) == before
            restored = player.safety.restore()
        else:
            assert left > 200
        assert restored.salvaged >= 0
        assert restored.aside is not None
        assert restored.aside.read_bytes() == before["greentick.db"]
        player.safety.examine()
        assert player.learning.progress("Nora Example").verified
        player.close()
