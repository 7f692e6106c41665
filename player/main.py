"""Entry point of `greentick`: a subcommand goes to the command line, none opens the window."""

import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from player.cli.names import COMMANDS
from player.errors import PlayerError
from player.paths import data_folder

DONE, REFUSED, USAGE, BUG = 0, 1, 2, 3
PACKAGE = ".course"
FOLDERS = ("--data", "--stick")  # options with a folder after them


@dataclass(frozen=True, slots=True)
class Window:
    """What the window is opened with: packages to put on the shelf (the last one is shown), where records are kept, and folders that are
    treated as sticks that were put in."""

    paths: tuple[Path, ...]
    data: Path | None
    sticks: tuple[Path, ...] = ()


class UsageError(Exception):
    """The words typed make no sense; said in one line, exit code 2."""


def run() -> None:
    """The console script."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """`argv` without the program's name; returns the exit code."""
    if names_command(argv):
        from player.cli.app import main as command_line

        return command_line(argv, open_preview)
    try:
        asked = parse(argv)
    except UsageError as error:
        print(f"greentick: {error}", file=sys.stderr)  # noqa: T201
        return USAGE
    return open_window(asked)


def names_command(argv: Sequence[str]) -> bool:
    """Whether the command line answers: the first word that is no option is a subcommand, or help or the version is asked for."""
    words = iter(argv)
    for word in words:
        if word in {"--help", "-h", "--version"}:
            return True
        if word in FOLDERS:
            next(words, None)
        elif word == "--" or not word.startswith("-"):
            return word in COMMANDS  # after -- come paths
    return False


def parse(argv: Sequence[str]) -> Window:
    """The words of a start with the window. Raises UsageError."""
    paths: list[Path] = []
    folders: dict[str, list[Path]] = {option: [] for option in FOLDERS}
    words = iter(argv)
    only_paths = False
    for word in words:
        if only_paths or not word.startswith("-"):
            paths.append(_path(word))
        elif word == "--":
            only_paths = True
        elif word in FOLDERS:
            folder = next(words, "")
            if not folder:
                raise UsageError(f"{word} needs a folder after it.")
            folders[word].append(Path(folder))
        elif word.partition("=")[0] in FOLDERS and word.partition("=")[2]:
            folders[word.partition("=")[0]].append(Path(word.partition("=")[2]))
        else:
            raise UsageError(f"there is no option {word}. Type greentick --help to see what there is.")
    return Window(tuple(paths), folders["--data"][-1] if folders["--data"] else None, tuple(path.absolute() for path in folders["--stick"]))


def _path(word: str) -> Path:
    """A package to open. One that does not exist is left to the window to tell, unless it looks like a mistyped command."""
    path = Path(word)
    if path.suffix.lower() == PACKAGE or path.exists():
        return path.absolute()
    near = get_close_matches(word, COMMANDS, 1, 0.6)
    meant = f" Did you mean the command {near[0]}?" if near else " Type greentick --help to see the commands."
    raise UsageError(f"there is no file and no command {word}.{meant}")


def open_preview(folder: Path) -> int:
    """The window over a course folder. PlayerError when there is no such folder, or no display."""
    try:
        from player.ui.preview import run as run_preview
    except ImportError as error:
        if (error.name or "").startswith("player"):
            raise
        raise PlayerError("No window", f"The window cannot be shown here: {error}.",
                          "Install the system libraries that Qt needs (in a checkout: make setup).") from error  # fmt: skip
    return run_preview(folder)


def open_window(asked: Window) -> int:
    """Blocks until the window is closed. What goes wrong once it is open, it tells itself; this catches a start that fails."""
    try:
        from player.ui.application import run as run_window

        return run_window(asked.paths, data_folder(asked.data, os.environ), asked.sticks)
    except Exception as error:
        if isinstance(error, ImportError) and not (error.name or "").startswith("player"):
            print(f"greentick: the window cannot be shown here: {error}. Install the system libraries that Qt needs "  # noqa: T201
                  "(in a checkout: make setup).", file=sys.stderr)
            return REFUSED
        traceback.print_exc()
        return BUG
