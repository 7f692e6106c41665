"""`greentick progress LEARNER`: how far somebody is, from the ledger."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Data, Json, Session
from player.cli.output import as_json, fields, flat
from player.errors import PlayerError
from player.paths import data_folder


def progress(
    context: typer.Context,
    learner: Annotated[str, typer.Argument(metavar="LEARNER", help="The learner's name on the board, or id.")],
    json: Json = False,
    data: Data = None,
) -> int:
    """Show what a learner has done in every course: ticks, attempts, awards, and whether the ledger holds together."""
    from player.services.player import Player

    before: Path | None = context.obj.data if isinstance(context.obj, Session) else None
    folder = data_folder(data or before, os.environ)
    if not folder.database.exists():
        raise PlayerError("No records", f"Nobody has learned yet in {folder.root}.", "Name the folder that the player uses: --data FOLDER.")
    player = Player(folder)
    try:
        found = asdict(player.learning.progress(learner))
    finally:
        player.close()
    if json:
        as_json(found)
    else:
        fields("", flat(found))
    return 0
