"""`greentick progress LEARNER`: how far somebody is, from the ledger."""

from dataclasses import asdict
from typing import Annotated

import typer

from player.cli.options import Data, Json, recorded
from player.cli.output import as_json, fields, flat


def progress(
    context: typer.Context,
    learner: Annotated[str, typer.Argument(metavar="LEARNER", help="The learner's name on the board, or id.")],
    json: Json = False,
    data: Data = None,
) -> int:
    """Show what a learner has done in every course: ticks, attempts, awards, and whether the ledger holds together."""
    from player.services.player import Player

    player = Player(recorded(context, data))
    try:
        found = asdict(player.learning.progress(learner))
    finally:
        player.close()
    if json:
        as_json(found)
    else:
        fields("", flat(found))
    return 0
