"""A fault of the program, wherever it happens: the dialog says that nothing was lost, the log has it, and the exit code is 3."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from player.paths import DataFolder
from player.services.player import Player
from tests.forge.stage import PATIENCE, ROOT, environment

PLACES = ("in_a_slot", "in_an_event", "in_a_dialog", "on_the_store_lane", "in_the_pool", "in_a_callback", "in_a_thread")


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_shows_the_dialog_and_ends_with_exit_code_3(tmp_path: Path, place: str) -> None:
    data = tmp_path / "data"
    child = subprocess.run([sys.executable, "-m", "tests.e2e.crashing_run", place, str(data)], cwd=ROOT, env=environment(tmp_path / "home"),
                           capture_output=True, text=True, encoding="utf-8", check=False, timeout=PATIENCE)  # fmt: skip
    assert child.returncode == 3, child.stderr
    (told,) = map(json.loads, child.stdout.splitlines())
    assert "Nothing was lost" in told["said"]
    assert "planted here" in told["details"]
    assert "in fail" in told["details"]
    log = (data / "logs" / "greentick.log").read_text(encoding="utf-8")
    assert log.count("a fault of the program") == 1
    assert "PlantedError" in log
    player = Player(DataFolder(data), machine="one")  # and nothing was lost
    assert [one.name for one in player.learners.all()] == ["Nora Example"]
    assert player.safety.backups()
    player.close()
