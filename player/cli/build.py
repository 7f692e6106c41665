"""`greentick build FOLDER`: a folder becomes a package."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Identity, PassphraseFile
from player.cli.output import line
from player.cli.passphrases import unlocked
from player.cli.working import working


def build(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the course.")],
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The package to write; FOLDER.course here if left out.")] = None,
    identity: Identity = None,
    passphrase_file: PassphraseFile = None,
    frozen: Annotated[bool, typer.Option("--frozen", help="Refuse if course.lock would change.")] = False,
) -> int:
    """Make a package of a course folder. The same folder gives the same bytes."""
    from player.services import publishing

    key = unlocked(identity, passphrase_file) if identity else None
    package = out or Path(f"{folder.resolve().name}.course")
    with working(f"Building {package.name}") as progress:
        built = publishing.build(folder, package, key, frozen, progress)
    for note in built.notes:
        line(note)
    line(f"{built.path}: {built.size:,} bytes, {built.files} files, {'signed by ' + built.signed_by if built.signed_by else 'unsigned'}.")
    return 0
