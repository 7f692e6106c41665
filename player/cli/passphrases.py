"""Passphrases: from a file, or typed without being shown."""

import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from player.errors import PlayerError

if TYPE_CHECKING:
    from player.services.publishing import Identity


def unlocked(key: Path, file: Path | None) -> "Identity":
    """The identity in the key file `key`; asks for its passphrase where it has one and `file` does not tell it.
    Raises PlayerError when the passphrase is wrong or nobody is there to type it."""
    from player.services import publishing

    if not publishing.needs_passphrase(key):
        return publishing.unlock(key, "")
    if file is None:
        _somebody_there()
        return publishing.unlock(key, getpass(f"Passphrase of {key.name}: ", sys.stderr))
    return publishing.unlock(key, from_file(file))


def new_passphrase(name: str, file: Path | None) -> str:
    """A new passphrase for the key of `name`, typed twice; "" when none is wanted.
    Raises PlayerError when the two differ or nobody is there to ask."""
    if file is not None:
        return from_file(file)
    _somebody_there()
    first = getpass(f"New passphrase for {name} (empty for none): ", sys.stderr)
    if getpass("The same again: ", sys.stderr) != first:
        raise PlayerError("The passphrases differ", "The two passphrases are not the same, so no key was made.", "Try again.")
    return first


def from_file(file: Path) -> str:
    """The first line of `file`."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
        raise PlayerError("No passphrase", f"The passphrase file {file} {why}.", "Give the path of a text file.") from None
    if not lines or not lines[0]:
        raise PlayerError("No passphrase", f"The first line of {file} is empty.", "Put the passphrase into the first line.")
    return lines[0]


def _somebody_there() -> None:
    if not sys.stdin.isatty():
        raise PlayerError("No passphrase", "The key needs a passphrase, and nobody is there to type it.", "Use --passphrase-file FILE.")
