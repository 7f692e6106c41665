"""`greentick grant` writes a signed word, `greentick apply` takes it in, once."""

from pathlib import Path

import pytest

from player.cli.app import DONE, REFUSED, main
from player.paths import DataFolder
from player.services.player import Player
from player.signing.files import write_identity
from tests.forge.burns import write_burns
from tests.forge.packages import fixed_identity


def test_from_the_publisher_to_the_learner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, _ = write_identity(fixed_identity(), tmp_path, "")
    package = write_burns(tmp_path / "burns.course", identity=fixed_identity())
    data = tmp_path / "data"
    player = Player(DataFolder(data), machine="one")
    at = player.learning.enrol(player.learners.create("Nora Example", "bird", "sea").id, player.library.open(player.library.add(package)))
    player.close()
    file = tmp_path / "nora.grant"
    words = ["grant", str(package), "Nora Example", "--identity", str(key), "--reason", "seen at work", "-o", str(file)]
    assert main([*words, "--tick", "boxes", "--reopen"]) == REFUSED
    assert "grants one of" in capsys.readouterr().err
    assert main([*words, "--tick", "boxes"]) == DONE
    assert main(["apply", str(file), "--data", str(tmp_path / "nowhere")]) == REFUSED
    capsys.readouterr()
    assert main(["--data", str(data), "apply", str(file)]) == DONE
    assert "Nora Example, First aid at work: tick given, Ready? (Northern Rivers Training)." in capsys.readouterr().out
    assert main(["apply", str(file), "--data", str(data)]) == REFUSED
    assert "applied before" in capsys.readouterr().err
    again = Player(DataFolder(data), machine="one")
    assert again.learning.progress("Nora Example").enrolments[0].done == 1
    assert again.learning.progress("Nora Example").enrolments[0].id == at.id
    again.close()
