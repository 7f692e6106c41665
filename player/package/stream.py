"""A large file inside a package as a seekable stream that checks each chunk when it is first read."""

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from player.errors import said
from player.package.limits import CHUNK_BYTES
from player.package.manifest import HASH_BYTES
from player.package.plainfile import Stamp
from player.package.refusal import COPY_AGAIN, PackageError, refusing
from player.package.zipform import Member

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class ChunkedStream(io.RawIOBase):
    """A window on the package file, nothing copied. Only bytes that were checked are handed out: those of a new chunk
    from the memory that was hashed, those of a known one from the file, as long as the file is the one that was opened.

    `hashes` holds the chunks' SHA-256 one behind the other; `verified` has one byte a chunk, 1 when it was found right,
    and is shared by all streams of the file.
    """

    def __init__(self, path: Path, stamp: Stamp, member: Member, hashes: bytes, verified: bytearray) -> None:
        self._path, self._stamp, self._member = path, stamp, member
        self._hashes, self._verified = hashes, verified
        self._at = 0
        self._held = b""  # the chunk that was checked last
        self._held_number = -1
        with refusing(path):
            self._file = path.open("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._member.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        number, within = divmod(self._at, CHUNK_BYTES)
        chunk_start = number * CHUNK_BYTES
        chunk_size = min(CHUNK_BYTES, self._member.size - chunk_start)
        count = min(len(view), chunk_size - within)
        if count <= 0:
            return 0
        if number != self._held_number and self._verified[number]:
            self._read(view[:count], self._at)
        else:
            if number != self._held_number:
                self._check(number, chunk_start, chunk_size)
            view[:count] = self._held[within : within + count]
        self._at += count
        return count

    def _check(self, number: int, start: int, size: int) -> None:
        chunk = bytearray(size)
        self._read(memoryview(chunk), start)
        if hashlib.sha256(chunk).digest() != self._hashes[number * HASH_BYTES : (number + 1) * HASH_BYTES]:
            raise damaged(self._path, self._member.name, start, start + size)
        self._held, self._held_number = bytes(chunk), number
        self._verified[number] = 1

    def _read(self, view: memoryview, start: int) -> None:
        """Fills `view` with the file's bytes from `start` on."""
        with refusing(self._path):
            self._stamp.check(self._path, self._file.fileno())
            self._file.seek(self._member.start + start)
            filled = 0
            while filled < len(view):
                count = self._file.readinto(view[filled:])
                if not count:
                    raise damaged(self._path, self._member.name, start + filled, start + len(view))
                filled += count

    def close(self) -> None:
        self._file.close()
        super().close()


def damaged(path: Path, name: str, start: int, end: int) -> PackageError:
    """`start` and `end` are byte offsets in the file `name`."""
    return PackageError(
        "A file is damaged",
        said("{name} in {package} is damaged between byte {start} and byte {end}.", name=name, package=path.name, start=start, end=end),
        COPY_AGAIN,
    )
