"""Everything the player keeps lies under one folder, which can be moved."""

import logging
from pathlib import Path

import pytest

from player import logs
from player.errors import PlayerError
from player.paths import DataFolder, data_folder


def test_the_option_wins_then_the_variable_then_the_system(tmp_path: Path) -> None:
    assert data_folder(tmp_path / "a", {"GREENTICK_DATA": str(tmp_path / "b")}).root == tmp_path / "a"
    assert data_folder(None, {"GREENTICK_DATA": str(tmp_path / "b")}).root == tmp_path / "b"
    for empty in ({}, {"GREENTICK_DATA": " "}):
        root = data_folder(None, empty).root
        assert root.is_absolute()
        assert root.name == "Greentick"


def test_a_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_folder(Path("here"), {}).root == tmp_path / "here"


def test_everything_lies_under_the_root(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    kept = (folder.database, folder.settings, folder.certificates, folder.device, folder.log, folder.packages, folder.cache)
    assert all(path.is_relative_to(folder.root) for path in kept)
    assert sorted(path.name for path in folder.root.iterdir()) == ["cache", "certificates", "device", "logs", "packages"]
    folder.create()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(PlayerError) as caught:
        DataFolder(tmp_path / "file" / "data").create()
    assert str(tmp_path / "file") in caught.value.message
    assert "--data" in caught.value.hint


def test_the_log_turns_over_and_can_be_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 500)
    handler = logs.start(tmp_path / "logs" / "greentick.log")
    try:
        for number in range(60):
            logging.getLogger("player.ui.tasks").info("line %d", number)
    finally:
        logs.stop(handler)
    names = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert names == ["greentick.log", "greentick.log.1", "greentick.log.2", "greentick.log.3"]
    assert "line 59" in (tmp_path / "logs" / "greentick.log").read_text(encoding="utf-8")
    logging.getLogger("player").info("nobody listens")


def test_without_a_place_for_the_log_the_program_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert logs.start(tmp_path / "file" / "greentick.log") is None
    logs.stop(None)
