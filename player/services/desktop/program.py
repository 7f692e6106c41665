"""How a desktop starts this very program: from a bundle, from an installed wheel, or from a source tree."""

import os
import shutil
import sysconfig
from dataclasses import dataclass
from pathlib import Path

NAME = "greentick"
WINDOW = "greentick-window"  # the same without a console, where that makes a difference


@dataclass(frozen=True, slots=True)
class Program:
    """`words`: the program and its first arguments, absolute where they are paths. `folder`: where it has to be started, None for anywhere."""

    words: tuple[str, ...]
    folder: Path | None = None


def this_program(
    executable: str, typed: str, *, frozen: bool, data: Path | None = None, scripts: str | None = None, windows: bool = os.name == "nt"
) -> Program:
    """`executable` and `typed` are sys.executable and sys.argv[0]; `scripts` is where this Python keeps its commands.

    A bundle is its own executable. Otherwise the command beside the Python that runs is meant, then the one that was typed; a source tree that
    was never installed is started by its Python, in its folder.
    """
    more = () if data is None else ("--data", str(data.expanduser().absolute()))
    if frozen:
        return Program((str(_quiet(Path(executable).absolute(), windows)), *more))
    folder = Path(sysconfig.get_path("scripts") if scripts is None else scripts)
    for command in (_command(folder), _command(Path(executable).absolute().parent), _typed(typed)):
        if command is not None:
            return Program((str(_quiet(command, windows)), *more))
    return Program((str(Path(executable).absolute()), "-m", "player", *more), Path(__file__).resolve().parents[3])


def _command(folder: Path) -> Path | None:
    found = shutil.which(NAME, path=str(folder))
    return Path(found).absolute() if found else None


def _typed(typed: str) -> Path | None:
    path = Path(typed)
    return path.absolute() if path.stem == NAME and path.is_file() else None


def _quiet(command: Path, windows: bool) -> Path:
    """On Windows the twin that opens no console, when it lies beside."""
    twin = command.with_name(f"{WINDOW}{command.suffix}")
    return twin if windows and twin.exists() else command
