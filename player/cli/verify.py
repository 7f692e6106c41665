"""`greentick verify FILE`: is this package, or this certificate, what it says it is?"""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Json
from player.cli.output import as_json, fields, line
from player.cli.working import working

EXIT = {"trusted": 0, "not valid": 1, "unknown": 4}
WORDS = {
    "trusted": "TRUSTED",
    "unknown": "INTACT, BUT THE SIGNER IS NOT KNOWN HERE",
    "not valid": "NOT VALID",
}


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A package (NAME.course) or a certificate (PDF).")],
    json: Json = False,
) -> int:
    """Check every byte of a package or a certificate: trusted (0), intact but its signer is not known here (4), or not valid (1)."""
    from player.services.verifying import verify as check

    with working(f"Checking {file.name}") as progress:
        checked = check(file, progress)
    if json:
        as_json({"verdict": checked.standing, "reason": checked.reason, "kind": checked.kind, "fields": checked.fields})
    else:
        line(WORDS[checked.standing])
        line(checked.reason)
        fields("", checked.rows)
    return EXIT[checked.standing]
