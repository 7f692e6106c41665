"""Passphrases: from a file, or typed without being shown."""

import sys
from getpass import getpass
from pathlib import Path

from player.errors import PlayerError


def known_passphrase(name: str, file: Path | None) -> str:
    """The passphrase of the key `name`. Raises PlayerError when there is nobody to ask."""
    if file is not None:
        return from_file(file)
    _somebody_there()
    return _not_empty(getpass(f"Passphrase of {name}: ", sys.stderr))


def new_passphrase(name: str, file: Path | None) -> str:
    """A new passphrase for `name`, typed twice. Raises PlayerError when the two differ or nobody is there to ask."""
    if file is not None:
        return from_file(file)
    _somebody_there()
    first = _not_empty(getpass(f"New passphrase for {name}: ", sys.stderr))
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
    return _not_empty(lines[0] if lines else "", f"The first line of {file} is empty.")


def _not_empty(passphrase: str, message: str = "An empty passphrase protects nothing.") -> str:
    if not passphrase:
        raise PlayerError("No passphrase", message, "Choose a passphrase of a few words.")
    return passphrase


def _somebody_there() -> None:
    if not sys.stdin.isatty():
        raise PlayerError("No passphrase", "The key needs a passphrase, and nobody is there to type it.", "Use --passphrase-file FILE.")
