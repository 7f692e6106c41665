"""`greentick desktop install|remove` in this process: what it puts into a home, and that it takes all of it away again."""

import sys
from pathlib import Path

import pytest

from player.cli.app import main as command_line
from player.main import main


@pytest.mark.skipif(sys.platform != "linux", reason="launchers are those of freedesktop desktops")
def test_a_desktop_gets_the_launcher_and_gives_it_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")  # no tool of the system: what they would do comes with the next sign-in
    assert main(["desktop", "install"]) == 0
    said = capsys.readouterr().out
    assert said.strip()
    assert list(home.rglob("greentick.desktop"))
    assert main(["desktop", "remove"]) == 0
    assert capsys.readouterr().out.strip() not in {"", said.strip()}
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_preview_without_a_window_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["preview", str(tmp_path)]) == 1
    assert "needs the window" in capsys.readouterr().err
