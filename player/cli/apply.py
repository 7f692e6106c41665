"""`greentick apply FILE...`: takes in what a publisher has signed for a learner."""

import os
from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Data, Session
from player.cli.output import line
from player.errors import PlayerError
from player.paths import data_folder


def apply(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files that greentick grant has made.")],
    data: Data = None,
) -> int:
    """Take in signed files: what they grant is recorded for the learner they name. Each once."""
    from player.services.player import Player

    before: Path | None = context.obj.data if isinstance(context.obj, Session) else None
    folder = data_folder(data or before, os.environ)
    if not folder.database.exists():
        raise PlayerError("No records", f"Nobody has learned yet in {folder.root}.", "Name the folder that the player uses: --data FOLDER.")
    player = Player(folder)
    try:
        for file in files:
            done = player.granting.apply(file)
            what = {"tick": f"tick given, {done.lesson}", "untick": f"tick taken away, {done.lesson}",
                    "attempts": f"{done.count} more attempts, {done.lesson}"}.get(done.deed, "opened again")
            line(f"{file}: {done.learner.name}, {done.course}: {what} ({done.by}).")
    finally:
        player.close()
    return 0
