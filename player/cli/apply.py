"""`greentick apply FILE...`: takes in what a publisher has signed for a learner."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Data, recorded
from player.cli.output import line


def apply(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files that greentick grant has made.")],
    data: Data = None,
) -> int:
    """Take in signed files: what they grant is recorded for the learner they name. Each once."""
    from player.services.player import Player

    player = Player(recorded(context, data))
    try:
        for file in files:
            done = player.granting.apply(file)
            what = {"tick": f"tick given, {done.lesson}", "untick": f"tick taken away, {done.lesson}",
                    "attempts": f"{done.count} more attempts, {done.lesson}"}.get(done.deed, "opened again")
            line(f"{file}: {done.learner.name}, {done.course}: {what} ({done.by}).")
    finally:
        player.close()
    return 0
