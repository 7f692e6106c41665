"""`greentick preview FOLDER`: the course as learners will see it, while it is being written."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Session
from player.errors import PlayerError


def preview(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the course.")],
) -> int:
    """Show a course folder in a window that follows it while you write. Nothing is recorded, and nothing is written in the folder."""
    session: Session = context.obj
    if session.preview is None:
        raise PlayerError("No window", "A preview needs the window of greentick.", "Start it as: greentick preview FOLDER.")
    return session.preview(folder)
