"""Options that several commands share, and what the words before the command said."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from player.errors import PlayerError
from player.paths import DataFolder, data_folder


@dataclass(frozen=True, slots=True)
class Session:
    """`data`: the folder given with --data before the command. `preview` opens a window over a course folder and returns the exit code; None
    where the command line was started without a window at hand."""

    data: Path | None = None
    preview: Callable[[Path], int] | None = None


Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="Read the passphrase from the first line of FILE instead of asking for it."),
]
Data = Annotated[Path | None, typer.Option("--data", metavar="FOLDER", help="Where everything the player keeps lies.")]
Identity = Annotated[Path | None, typer.Option("--identity", metavar="FILE", help="Sign with this secret key (NAME.key).")]


def recorded(context: typer.Context, data: Path | None) -> DataFolder:
    """The data folder that was named before or after the command. Raises PlayerError where nobody has learned yet."""
    before: Path | None = context.obj.data if isinstance(context.obj, Session) else None
    folder = data_folder(data or before, os.environ)
    if not folder.database.exists():
        raise PlayerError("No records", f"Nobody has learned yet in {folder.root}.", "Name the folder that the player uses: --data FOLDER.")
    return folder
