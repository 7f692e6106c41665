"""A package copied elsewhere: each piece checked as it arrives, a half copy gone on with, the whole read back before it gets its name."""

import hashlib
import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from player.errors import PlayerError, said
from player.package.limits import CHUNK_BYTES
from player.package.manifest import HASH_BYTES, MANIFEST_NAME
from player.package.outfile import sync_folder
from player.package.reader import Package, Progress, open_package
from player.package.refusal import PackageError, no_room, unwritable
from player.package.stream import damaged
from player.package.zipform import Member, directory, local_header

PART = ".part"  # the end of a half copy's name
_SUFFIX = ".course"


class _Piece(NamedTuple):
    """Bytes from `start` to `end` of the package, within `name`, and whether some bytes are those."""

    name: str
    start: int
    end: int
    good: Callable[[bytes], bool]


def copy_package(package: Package, folder: Path, progress: Progress | None = None) -> Path:
    """Copies the package into `folder` under a name that is free there; returns the copy's path.

    A copy that was cut off (the stick was pulled, the program ended, `progress` raised to stop) is gone on with, after checking what is
    there. `progress` counts twice the package's size: the copying and the reading back. PlayerError when the package cannot be read or is
    damaged, or there is no room (with numbers).
    """
    size = package.size_in_bytes
    target = _free_name(package, folder)
    part = half_copy(package, folder)
    told: Progress = progress or (lambda _done, _all: None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(target, size, part)
        with _to_write(part) as out:
            _fill(package, out, target, lambda done: told(done, 2 * size))
            out.flush()
            os.fsync(out.fileno())
        _read_back(package, part, lambda done: told(size + done, 2 * size))
        part.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise unwritable(target, error) from error
    return target


def half_copy(package: Package, folder: Path) -> Path:
    """Where a copy lies before it is whole: by its content, so that the same package from another stick goes on with it."""
    return folder / f"{package.digest[:32]}{PART}"


def sweep_half_copies(folder: Path, before: float, keep: Path) -> None:
    """Removes half copies that nobody went on with since `before` (seconds since 1970), but for `keep`."""
    for part in folder.glob(f"*{PART}"):
        try:
            if part != keep and part.stat().st_mtime < before:
                part.unlink()
        except OSError:
            continue  # in use, or gone already


def _free_name(package: Package, folder: Path) -> Path:
    """A name that nothing has but the same package."""
    stem = package.path.stem
    number = 1
    while True:
        target = folder / f"{stem}{f'-{number}' if number > 1 else ''}{_SUFFIX}"
        if not target.exists() or _digest(target) == package.digest:
            return target
        number += 1


def _digest(path: Path) -> str:
    try:
        return open_package(path).digest
    except PlayerError:
        return ""


def _check_room(target: Path, size: int, part: Path) -> None:
    have = part.stat().st_size if part.exists() else 0
    free = shutil.disk_usage(target.parent).free
    if free + have < size:
        raise no_room(target, size - have, free)


@contextmanager
def _to_write(part: Path) -> Iterator[BinaryIO]:
    part.touch()
    with part.open("r+b") as out:
        yield out


def _fill(package: Package, out: BinaryIO, target: Path, told: Callable[[int], None]) -> None:
    """Checks what `out` holds, and writes the rest."""
    pieces = _pieces(package)
    at = 0
    ahead: _Piece | None = None
    for piece in pieces:
        if not piece.good(out.read(piece.end - piece.start)):
            ahead = piece
            break
        at = piece.end
        told(at)
    out.seek(at)
    out.truncate()
    with package.raw() as source:
        source.seek(at)
        while ahead is not None:
            data = source.read(ahead.end - ahead.start)
            if not ahead.good(data):
                raise damaged(package.path, ahead.name, 0, ahead.end - ahead.start)
            _write(out, data, target)
            told(ahead.end)
            ahead = next(pieces, None)
        _write(out, directory(package.members, package.members[-1].end), target)


def _write(out: BinaryIO, data: bytes, target: Path) -> None:
    try:
        out.write(data)
    except OSError as error:  # this disk's fault, not the stick's
        raise unwritable(target, error) from error


def _pieces(package: Package) -> Iterator[_Piece]:
    """The package from its first byte to its directory. Of a large file each chunk is a piece; a header goes with what follows it."""
    chunks = package.chunk_hashes()
    files = {file.name: file.sha256 for file in package.manifest.files} | {MANIFEST_NAME: package.digest}
    for member in package.members:
        header = local_header(member)
        if member.name not in chunks:
            yield _Piece(member.name, member.offset, member.end, _is(header, member, files.get(member.name)))
            continue
        hashes = chunks[member.name][0]
        for number, start in enumerate(range(0, member.size, CHUNK_BYTES)):
            first = header if number == 0 else b""
            size = min(CHUNK_BYTES, member.size - start)
            sha256 = hashes[number * HASH_BYTES : (number + 1) * HASH_BYTES].hex()
            yield _Piece(member.name, member.start + start - len(first), member.start + start + size, _is(first, member, sha256, size))


def _is(header: bytes, member: Member, sha256: str | None, size: int | None = None) -> Callable[[bytes], bool]:
    """Whether bytes are `header` and `size` bytes of content (of the whole member where None); without a hash (the signature, which the
    reader has checked) the CRC-32 must do."""
    wanted = len(header) + (member.size if size is None else size)

    def good(data: bytes) -> bool:
        if len(data) != wanted or not data.startswith(header):
            return False
        content = memoryview(data)[len(header) :]
        return zlib.crc32(content) == member.crc if sha256 is None else hashlib.sha256(content).hexdigest() == sha256

    return good


def _read_back(package: Package, part: Path, told: Callable[[int], None]) -> None:
    """PlayerError unless the copy is, byte for byte, the package."""
    try:
        copy = open_package(part)
        whole = copy.digest == package.digest and list(copy.members) == list(package.members) and copy.verify_all(lambda done, _all: told(done))
    except PackageError:
        whole = False
    if not whole:
        part.unlink(missing_ok=True)
        raise PlayerError("The copy is not right", said("What was written of {name} reads otherwise than it was written.", name=package.path.name),
                          "Copy it again; if it happens twice, have this computer's disk looked at.")
