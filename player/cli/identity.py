"""`greentick identity new NAME` and `greentick identity show FILE`: who signs packages."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Json, PassphraseFile
from player.cli.output import as_json, fields, line
from player.cli.passphrases import new_passphrase


def group() -> typer.Typer:
    """The two commands of `identity`."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Make and show the identity that signs packages.")
    app.command("new")(new)
    app.command("show")(show)
    return app


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The publisher's name, as learners will read it.")],
    out: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the two files go.")] = Path(),
    passphrase_file: PassphraseFile = None,
) -> int:
    """Make a key pair: NAME.key, secret, for --identity, and NAME.identity, the public card to hand out."""
    from player.services import publishing

    made = publishing.new_identity(name, out, new_passphrase(name, passphrase_file))
    line(f"{made.key}: the secret key. Keep it and its passphrase safe; who has both can sign in your name.")
    line(f"{made.card}: the public card. Hand it out.")
    line(f"Fingerprint: {made.fingerprint}")
    return 0


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="NAME.identity, or NAME.key (its secret stays locked).")],
    json: Json = False,
) -> int:
    """Show an identity's name and fingerprint."""
    from player.services import publishing

    shown = publishing.show_identity(file)
    rows = {"name": shown.name, "fingerprint": shown.fingerprint, "created": shown.created}
    if json:
        as_json(rows)
    else:
        fields("", list(rows.items()))
    return 0
