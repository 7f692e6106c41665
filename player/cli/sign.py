"""`greentick sign PACKAGE --identity FILE`: the publisher answers for a package."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import PassphraseFile
from player.cli.output import line
from player.cli.passphrases import unlocked
from player.cli.working import working


def sign(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="The package to sign.")],
    identity: Annotated[Path, typer.Option("--identity", metavar="FILE", help="Sign with this secret key (NAME.key).")],
    passphrase_file: PassphraseFile = None,
) -> int:
    """Put a publisher's signature on a package. Every byte of it is checked first."""
    from player.services import publishing

    key = unlocked(identity, passphrase_file)
    with working(f"Signing {package.name}") as progress:
        signed = publishing.sign(package, key, progress)
    line(f"{signed.path}: signed by {signed.signed_by}.")
    return 0
