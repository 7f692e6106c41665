"""`greentick new FOLDER`: a small course to start from."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.output import line


def new(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet, or an empty one.")]) -> int:
    """Make a folder with a small course to start from: change it, check it, build it."""
    from player.services import publishing

    for path in publishing.new(folder):
        line(str(path))
    line(f"Next: change what you like, then greentick check {folder}")
    return 0
