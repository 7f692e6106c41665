"""Puts a certificate on a disk or stick: beside, synced, renamed, read back, compared and checked. Never half of one."""

import errno
import os
import secrets
import shutil
from pathlib import Path

from player.awards.verdict import Verdict
from player.awards.verify import verify_certificate
from player.errors import PlayerError, said

IS_WINDOWS = os.name == "nt"
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO}


def save_certificate(data: bytes, path: Path) -> Verdict:
    """Writes the PDF to `path`, replacing an older file there, and returns the verdict on what was read back.

    Raises PlayerError with one sentence when it cannot be written; then nothing is left behind and an older file stands.
    """
    if not verify_certificate(data).valid:
        raise PlayerError("Not a certificate", "What should be saved is no valid certificate.", "Make the certificate again.")
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        try:
            _write(beside, data)
            _compare(beside, data)
            beside.replace(path)
            _sync_folder(path.parent)
        finally:
            _remove(beside)
        return _compare(path, data)
    except OSError as e:
        raise _sentence(e, path, len(data)) from e


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _compare(path: Path, data: bytes) -> Verdict:
    """The verdict on what is on the disk. Raises PlayerError when it is not what was written."""
    again = path.read_bytes()
    verdict = verify_certificate(again)
    if again != data or not verdict.valid:
        where = said("The certificate was written to {folder}, but what comes back from there is different.", folder=path.parent)
        raise PlayerError("The disk does not keep what is written", where, "Save it on another disk or stick.")
    return verdict


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # the medium is gone or read-only: the first error says so
        return


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable; Windows has no such call and needs none."""
    if IS_WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as e:
        if e.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some file systems of sticks cannot
            raise
    finally:
        os.close(handle)


def _sentence(error: OSError, path: Path, size: int) -> PlayerError:
    folder = path.parent
    if error.errno in _FULL:
        free = _free(folder)
        room = said(", and only {free:,} kB are free", free=free // 1000) if free is not None else ""
        message = said("The certificate needs {size:,} kB in {folder}{room}.", size=size // 1000 + 1, folder=folder, room=room)
        return PlayerError("The disk is full", message, "Make room, or choose another place.")
    if error.errno in _FORBIDDEN:
        message = said("Nothing may be written to {folder}.", folder=folder)
        return PlayerError("Not allowed to save here", message, "Choose another folder, or a stick that is not locked.")
    if error.errno in _GONE:
        message = said("{folder} could not be written to the end: it was pulled out, or is broken.", folder=folder)
        return PlayerError("The medium is gone", message, "Put it back, or save elsewhere.")
    if error.errno == errno.ENOENT:
        message = said("The folder {folder} is not there.", folder=folder)
        return PlayerError("There is no such folder", message, "Choose another folder, or put the stick back.")
    if error.errno == errno.EISDIR or _is_folder(path):
        message = said("{path} is a folder, so no file can have that name.", path=path)
        return PlayerError("There is a folder of that name", message, "Choose another name.")
    message = said("It could not be written to {path}: {why}.", path=path, why=error.strerror or error)
    return PlayerError("The certificate could not be saved", message, "Choose another name or place.")


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long to look up
        return False
