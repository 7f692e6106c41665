"""Writing a file so that whoever looks sees the old one or the whole new one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from player.errors import PlayerError
from player.package.refusal import no_room, unwritable


@contextmanager
def written_beside(path: Path, needed: int) -> Iterator[BinaryIO]:
    """A new file beside `path`, flushed to the disk and put in its place at the end, removed after any error.

    PlayerError when less than `needed` bytes are free, or it cannot be written.
    """
    _check_place(path, needed)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _check_place(path: Path, needed: int) -> None:
    if not path.parent.is_dir():
        raise PlayerError(
            "The folder is not there",
            f"There is no folder {path.parent} to write {path.name} into.",
            "Make the folder, or give another one.",
        )
    if path.is_dir():
        raise PlayerError("This is a folder", f"{path} is a folder; a package is one file.", "Give a file name that ends in .course.")
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise no_room(path, needed, free)


def sync_folder(folder: Path) -> None:
    """The new name itself reaches the disk. Windows does that with the file and opens no folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
