"""Which face answers, and what a mistyped start says."""

import subprocess
import sys
from pathlib import Path

import pytest

import player
from player.cli.app import commands
from player.cli.names import COMMANDS
from player.main import UsageError, Window, main, names_command, parse


@pytest.mark.parametrize("argv", [["verify", "x"], ["--data", "d", "progress", "A"], ["--data=d", "check", "f"], ["--help"], ["-h"], ["--version"],
                                  ["--data", "d", "--version"]])
def test_a_subcommand_goes_to_the_command_line(argv: list[str]) -> None:
    assert names_command(argv)


@pytest.mark.parametrize("argv", [[], ["first-aid.course"], ["--data", "verify"], ["--stick", "verify"], ["./verify"],
                                  ["--data", "d", "x.course", "verify"], ["--", "verify"]])
def test_anything_else_opens_the_window(argv: list[str]) -> None:
    assert not names_command(argv)


def test_every_command_is_known_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.partition("Commands:")[2].splitlines() if line.strip()]
    assert sorted(listed) == sorted(COMMANDS)
    assert callable(commands())


def test_paths_are_made_absolute_and_kept_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    asked = parse(["--data", "records", "b.course", "a.COURSE", "folder"])
    assert asked == Window((tmp_path / "b.course", tmp_path / "a.COURSE", tmp_path / "folder"), Path("records"))
    assert parse(["--data=records"]) == Window((), Path("records"))
    assert parse(["--stick", "s", "--stick=t", "b.course"]).sticks == (tmp_path / "s", tmp_path / "t")
    assert parse(["--", "--data.course"]).paths == (tmp_path / "--data.course",)


@pytest.mark.parametrize(("argv", "words"), [
    (["--data"], "--data needs a folder after it."),
    (["--date", "x"], "there is no option --date."),
    (["--data="], "there is no option --data=."),
    (["--stick"], "--stick needs a folder after it."),
    (["verfy"], "Did you mean the command verify?"),
    (["zzz"], "there is no file and no command zzz."),
])
def test_a_mistyped_start_is_said_in_one_line(argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError):
        parse(argv)
    assert main(argv) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("greentick: ")
    assert said.err.count("\n") == 1
    assert words in said.err


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"greentick {player.__version__}\n"


@pytest.mark.parametrize(("missing", "code", "words"), [
    ("PySide6", 1, "the window cannot be shown here"),
    ("player.services.instance", 3, "ModuleNotFoundError"),  # a part of ours that is missing is a bug and is not hidden
])
def test_a_window_that_cannot_be_shown(missing: str, code: int, words: str) -> None:
    start = f"import sys; sys.modules[{missing!r}] = None; from player.main import main; sys.exit(main([]))"
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == code
    assert words in done.stderr
    assert ("Traceback" in done.stderr) == (missing != "PySide6")
