"""kill -9 in the middle of a restore, at random moments and between any two of its steps: every start afterwards finds a database that is
damaged as before, or the restored one; the damaged file is kept whole; nothing that could be saved is lost.

10 kills; KILLS=200 for the long form. GREENTICK_SEED repeats a run.
"""

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from player.course.ledger import decode
from player.errors import DamagedError
from player.paths import DataFolder
from player.services.first import first_picture
from player.services.player import Player
from player.store import restore
from tests.forge.courses import write_tea

KILLS = int(os.environ.get("KILLS") or "10")
SEED = int(os.environ.get("GREENTICK_SEED", str(time.time_ns() % 1_000_000)))
ROOT = Path(__file__).parents[2]


def entries(player: Player) -> set[str]:
    with player._register.store.reading() as tables:
        chains = [chain.number or 0 for line in tables.learners.lines() for chain in tables.ledger.chains(line.id)]
        return {decode(body).event.id for chain in chains for body in tables.ledger.entries(chain)}


@pytest.fixture(scope="module")
def wrecked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str], dict[str, bytes]]:
    """A data folder whose database lost its beginning, as a crash leaves it: with its log; what it held; its files."""
    root = tmp_path_factory.mktemp("wrecked")
    moment = [1_800_000_000_000]
    player = Player(DataFolder(root / "live"), lambda: moment[0], machine="one")
    opened = player.library.open(player.library.add(write_tea(root / "tea.course")))
    for name in ("Nora", "Ben"):
        at = player.learning.enrol(player.learners.create(name, "bird", "sea").id, opened)
        paper = player.quizzing.start(at, "check")
        for number in range(300):
            moment[0] += 1000
            paper = player.quizzing.answer(paper, "word", f"{name} {number}")
            if (name, number) == ("Nora", 200):
                player.safety.back_up()
        player.learning.finish_lesson(at, "welcome")
    held = entries(player)
    player.close()
    opened.close()
    for backup in player.safety.backups()[:-1]:
        backup.path.unlink()
    database = player.data.database
    database.write_bytes(bytes(100) + database.read_bytes()[100:])
    files = {path.name: path.read_bytes() for path in player.data.root.glob("greentick.db*")}
    return player.data.root, held, files


def look(data: DataFolder, held: set[str], files: dict[str, bytes]) -> bool:
    """What the next start finds: True when it is restored."""
    try:
        first = first_picture(data)
    except DamagedError:
        assert {path.name: path.read_bytes() for path in data.root.glob("greentick.db*")} == files, "the damaged database was touched"
        assert not (data.root / "restore.json").exists()
        return False
    assert first is not None
    assert {one.name for one in first.learners} == {"Nora", "Ben"}
    kept = {path.name: path.read_bytes() for path in data.root.glob("*.damaged-*") if path.stat().st_size}
    assert [*kept.values()] == [files["greentick.db"]], [*kept]
    player = Player(data, machine="one")
    player.safety.examine()
    assert entries(player) == held
    assert not list(data.root.glob("restor*"))
    for name in ("Nora", "Ben"):
        learner = player.learners.find(name)
        with player._register.store.reading() as tables:
            (row,) = tables.enrolments.of_learner(learner.id)
        opened = player.library.open(row.course_key)
        player.learning.enrol(learner.id, opened)  # where the kill came before the states were folded, they are folded now
        opened.close()
        progress = player.learning.progress(name)
        assert progress.verified
        assert {lesson.id: lesson.state for lesson in progress.enrolments[0].lessons}["welcome"] == "done"
    player._register.close()
    return True


@pytest.mark.timeout(120 + 5 * KILLS)
def test_killed_at_any_moment(wrecked: tuple[Path, set[str], dict[str, bytes]], tmp_path: Path) -> None:
    root, held, files = wrecked
    chance = random.Random(SEED)
    outcomes = {True: 0, False: 0}
    length = 0.6
    data = DataFolder(tmp_path / "data")
    for number in range(KILLS):
        if not data.root.exists():
            shutil.copytree(root, data.root)
        process = subprocess.Popen([sys.executable, "-m", "tests.e2e.restoring_run", str(data.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        killer = threading.Timer(chance.uniform(0, length), process.kill)
        killer.start()
        begun = time.monotonic()
        said = process.stdout.read()
        process.wait()
        killer.cancel()
        process.stdout.close()
        if said:
            length = min(length, 1.2 * (time.monotonic() - begun))
        try:
            done = look(data, held, files)
            assert done or not said
        except AssertionError as error:
            raise AssertionError(f"kill {number + 1} of {KILLS} (GREENTICK_SEED={SEED}): {error}") from error
        outcomes[done] += 1
        if done:
            shutil.rmtree(data.root)
    assert outcomes[False], "no kill came in time"


@pytest.mark.parametrize("step", range(12))
def test_killed_between_any_two_steps_of_the_exchange(
    wrecked: tuple[Path, set[str], dict[str, bytes]], tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies at the n-th change of the folder: everything after it simply does not happen. The file has a log this time."""

    class Died(BaseException):
        pass

    root, held, files = wrecked
    data = DataFolder(tmp_path / "data")
    shutil.copytree(root, data.root)
    log = data.database.with_name("greentick.db-wal")
    log.write_bytes(b"an old log that must not come near the new database")
    (data.root / "greentick.db-shm").write_bytes(bytes(32768))
    count = [0]
    real = {name: getattr(Path, name) for name in ("replace", "unlink")}

    def stepped(name: str) -> object:
        def deed(self: Path, *rest: object, **named: object) -> object:
            if self.parent == data.root or (self.parent.name == restore.WORK and name == "replace" and rest == (data.database,)):
                count[0] += 1
                if count[0] == step + 1:
                    raise Died
            return real[name](self, *rest, **named)

        return deed

    player = Player(data, machine="one")
    died = False
    with monkeypatch.context() as patch:
        for name in real:
            patch.setattr(Path, name, stepped(name))
        try:
            player.safety.restore()
        except Died:
            died = True
    assert died == (count[0] > step)
    if not died:
        return  # there are not so many steps
    fresh = Player(data, machine="one")
    try:
        first_picture(data)
    except DamagedError:
        assert data.database.read_bytes() == files["greentick.db"]
        assert log.read_bytes().startswith(b"an old log")
        fresh.safety.restore()
    assert entries(fresh) == held
    fresh.safety.examine()
    fresh.close()
    (aside,) = data.root.glob("*.damaged-*Z")
    assert aside.read_bytes() == files["greentick.db"]
    assert aside.with_name(aside.name + "-wal").read_bytes().startswith(b"an old log")
    assert not list(data.root.glob("restor*"))
