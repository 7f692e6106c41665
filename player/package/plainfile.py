"""Opening a file that must be a plain one, and noticing when it becomes another one while it is in use."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from player.errors import PlayerError, said


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a file is known again: device, number on it, size in bytes, time of the last change in ns."""

    device: int
    inode: int
    size: int
    changed: int

    def check(self, path: Path, handle: int) -> None:
        """PlayerError when the open file is no longer the one that was stamped."""
        if _stamp(os.fstat(handle)) != self:
            raise changed(path)


def changed(path: Path) -> PlayerError:
    return PlayerError(
        "The file was changed",
        said("{name} was replaced or changed while it was open.", name=path.name),
        "Close it and open it again.",
    )


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@contextmanager
def open_plain(path: Path) -> Iterator[tuple[BinaryIO, Stamp]]:
    """The file and its stamp. PlayerError for a folder or a device (which might never end); OSError as it comes."""
    status = path.stat()  # before opening: opening a pipe would wait for its other end
    if stat.S_ISDIR(status.st_mode):
        raise PlayerError(
            "This is a folder", said("{path} is a folder, not a package.", path=path), "Build it first: greentick build FOLDER -o NAME.course."
        )
    if not stat.S_ISREG(status.st_mode):
        raise PlayerError("This is no file", said("{path} is a device or a pipe, not a package.", path=path), "Give a file that ends in .course.")
    with path.open("rb") as file:
        yield file, _stamp(os.fstat(file.fileno()))
