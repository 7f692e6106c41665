"""Finds the program's own files (fonts, icons, styles): in a source tree, in an installed wheel, in a frozen program."""

import sys
from pathlib import Path

from player.errors import PlayerError, said


def _roots() -> tuple[Path, ...]:
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    bundle = () if frozen is None else (Path(str(frozen)) / "player" / "resources", Path(str(frozen)) / "resources")
    return (*bundle, here / "resources", here.parent / "resources")


def resource(name: str) -> Path:
    """The file or folder `name` below resources/ (forward slashes). Raises PlayerError when the program lacks it."""
    for root in _roots():
        path = root.joinpath(*name.split("/"))
        if path.exists():
            return path
    raise PlayerError("The program is incomplete", said("Its own file “resources/{name}” is missing.", name=name), "Install the program again.")
