"""How a package or an archive is refused: one sentence, what and where, and what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from player.errors import PlayerError, Said, said

COPY_AGAIN = "Copy the package again from where it came."


class RefusedError(ValueError):
    """Why bytes are refused, in words that continue "NAME cannot be opened: …". `newer`: a newer version wrote them."""

    def __init__(self, why: str, *, newer: bool = False) -> None:
        super().__init__(why)
        self.why = why if isinstance(why, Said) else Said(why, {})
        self.newer = newer


class PackageError(PlayerError):
    """What was read is no valid package; as opposed to a file that could not be read at all."""


def refusal(path: Path, refused: RefusedError) -> PackageError:
    why = refused.why
    if refused.newer:
        message = said("{name} was made by a newer version of Greentick: {why}.", name=path.name, why=why)
        return PackageError("Made by a newer version", message, "Update Greentick, then open it again.")
    return PackageError("This package is not valid", said("{name} cannot be opened: {why}.", name=path.name, why=why), COPY_AGAIN)


def unreadable(path: Path, error: OSError) -> PlayerError:
    """The file or its medium cannot be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return PlayerError(
            "The file is not there",
            said("There is no file {path}.", path=path),
            "If it lies on a stick, put the stick back; else choose the file again.",
        )
    if isinstance(error, PermissionError):
        return PlayerError(
            "The file may not be read",
            said("{path} may not be read by you.", path=path),
            "Ask its owner for the permission, or copy it to a folder of yours.",
        )
    if error.errno in {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE}:
        return PlayerError(
            "The medium is gone",
            said("{path} can no longer be read: its medium was pulled or is damaged.", path=path),
            "Put the stick back, then try again.",
        )
    return PlayerError(
        "The file cannot be read",
        said("{path} cannot be read: {why}.", path=path, why=error.strerror or error),
        "Check the medium, then try again.",
    )


def unwritable(path: Path, error: OSError) -> PlayerError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return PlayerError(
            "The disk is full",
            said("{path} could not be written: there is no room left.", path=path),
            "Make room or choose another disk; nothing was changed.",
        )
    return PlayerError(
        "The file cannot be written",
        said("{path} cannot be written: {why}.", path=path, why=error.strerror or error),
        "Choose a folder that you may write to; nothing was changed.",
    )


def no_room(path: Path, needed: int, free: int) -> PlayerError:
    message = said("{path} needs {needed:,.1f} MB, {free:,.1f} MB are free.", path=path, needed=needed / 1e6, free=free / 1e6)
    return PlayerError("The disk is full", message, "Make room or choose another disk; nothing was changed.")


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turns what goes wrong while `path` is read into the sentence for it."""
    try:
        yield
    except RefusedError as error:
        raise refusal(path, error) from error
    except OSError as error:
        raise unreadable(path, error) from error
