"""A safe reader for archives that others made (to import from): nothing is unpacked, nothing in them is believed."""

import io
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from player.errors import PlayerError
from player.package.limits import ARCHIVE_BYTES_MAX, ARCHIVE_MEMBERS_MAX, MEMBER_UNPACKED_BYTES_MAX, RATIO_FREE_BYTES, RATIO_MAX, UNPACKED_BYTES_MAX
from player.package.names import check_names
from player.package.plainfile import Stamp, open_plain
from player.package.refusal import PackageError, RefusedError, refusing
from player.package.zipcentral import Entry, read_ending, read_entries
from player.package.zipform import DEFLATED, FULL_32, LOCAL, LOCAL_MARK, STORED

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_UTF8_NAMES = 1 << 11
_DESCRIPTOR = 1 << 3
_DESCRIPTOR_MARK = b"PK\x07\x08"
_NOTHING_PACKED = 2  # bytes into which some packers deflate nothing
_PIECE = 64 * 1024


class Packed(NamedTuple):
    """One file of an archive: where its packed bytes begin and what must come out."""

    method: int
    start: int
    packed: int
    size: int
    crc: int


class SafeZip:
    """Files of an archive by name. Opening checks every header, place, name and limit, before a byte is unpacked;
    reading checks sizes and CRC-32. A PackageError says in one sentence why an archive is refused."""

    def __init__(self, path: Path, *, allow_deflate: bool = True) -> None:
        self.path = path
        with refusing(path), open_plain(path) as (file, stamp):
            self._stamp: Stamp = stamp
            self._files = _read(file, stamp.size, allow_deflate=allow_deflate)

    def names(self) -> Iterator[str]:
        """Every file (folders are not listed), sorted."""
        return iter(sorted(self._files))

    def size(self, name: str) -> int:
        return self._file(name).size

    def open(self, name: str) -> BinaryIO:
        """A stream of the unpacked bytes. It can seek; going back in a deflated file reads it again from its begin."""
        packed = self._file(name)
        with refusing(self.path):
            file = self.path.open("rb", buffering=0)
        return io.BufferedReader(_Unpacking(self.path, name, file, self._stamp, packed), _PIECE)

    def _file(self, name: str) -> Packed:
        try:
            return self._files[name]
        except KeyError:
            raise PlayerError(
                "A file is missing", f"There is no file {name!r} in {self.path.name}.", "Ask its maker for a whole copy."
            ) from None


def _read(file: BinaryIO, file_size: int, *, allow_deflate: bool) -> dict[str, Packed]:
    if file_size > ARCHIVE_BYTES_MAX:
        raise RefusedError(f"it has {file_size} bytes, more than {ARCHIVE_BYTES_MAX}")
    ending = read_ending(file, file_size, ARCHIVE_MEMBERS_MAX)
    methods = {STORED, DEFLATED} if allow_deflate else {STORED}
    at = 0
    files: dict[str, Packed] = {}
    names: list[str] = []
    folders: list[str] = []
    entries = sorted(read_entries(ending), key=lambda entry: entry.offset)
    for entry, next_at in zip(entries, [*(entry.offset for entry in entries[1:]), ending.start], strict=True):
        name = _name(entry)
        if entry.method not in methods:
            raise RefusedError(f"the file {name[:80]!a} in it is packed in a way that is not read here")
        if entry.offset != at:
            raise RefusedError(
                f"the files in it {'overlap' if entry.offset < at else 'have something between them'} at byte {min(at, entry.offset)}"
            )
        start = _content_start(file, entry, name)
        at = start + entry.packed + _descriptor_length(file, entry, start, next_at)
        if at > ending.start:
            raise RefusedError(f"the file {name[:80]!a} in it is longer than the archive")
        if name.endswith("/"):
            folders.append(name.removesuffix("/"))
            if entry.size or entry.packed > _NOTHING_PACKED:
                raise RefusedError(f"the folder {name[:80]!a} in it has content")
            continue
        names.append(name)
        files[name] = Packed(entry.method, start, entry.packed, entry.size, entry.crc)
    if at != ending.start:
        raise RefusedError(f"something lies between its files and its directory (byte {at})")
    _check_sizes(files)
    check_names(names, folders)
    return files


def _name(entry: Entry) -> str:
    """Names without the UTF-8 flag: UTF-8 when it is that, else code page 437 (APPNOTE appendix D). Brought to NFC."""
    try:
        text = entry.name.decode("utf-8")
    except UnicodeDecodeError:
        if entry.flags & _UTF8_NAMES:
            raise RefusedError(f"the name {entry.name[:80]!r} is not UTF-8") from None
        text = entry.name.decode("cp437")
    return unicodedata.normalize("NFC", text)


def _content_start(file: BinaryIO, entry: Entry, name: str) -> int:
    """Where the packed bytes begin. RefusedError when the local header tells another story than the directory."""
    file.seek(entry.offset)
    head = file.read(LOCAL.size + len(entry.name))
    if len(head) < LOCAL.size or not head.startswith(LOCAL_MARK):
        raise RefusedError(f"the file {name[:80]!a} in it does not begin where the directory says")
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = LOCAL.unpack_from(head)
    told = (crc, packed, size)
    known = (entry.crc, entry.packed, entry.size)
    agree = all(one in {other, FULL_32} for one, other in zip(told, known, strict=True))
    if entry.flags & _DESCRIPTOR:
        agree = agree or all(one in {0, other, FULL_32} for one, other in zip(told, known, strict=True))
    if flags != entry.flags or method != entry.method or name_length != len(entry.name) or head[LOCAL.size :] != entry.name or not agree:
        raise RefusedError(f"the file {name[:80]!a} in it and the directory contradict each other")
    return entry.offset + LOCAL.size + len(entry.name) + int(extra_length)


def _descriptor_length(file: BinaryIO, entry: Entry, start: int, next_at: int) -> int:
    """Bytes of the data descriptor behind a file whose packer did not know its size before (APPNOTE 4.3.9): with or
    without a mark, with sizes of 4 or 8 bytes; which one, only the place of the next header tells."""
    if not entry.flags & _DESCRIPTOR:
        return 0
    length = next_at - start - entry.packed
    mark = _DESCRIPTOR_MARK if length in {16, 24} else b""
    width = (length - len(mark) - 4) // 2
    if width not in {4, 8} or max(entry.packed, entry.size) >= 1 << 8 * width:
        raise RefusedError(f"the record behind a file in it is wrong (byte {start + entry.packed})")
    file.seek(start + entry.packed)
    sizes = entry.packed.to_bytes(width, "little") + entry.size.to_bytes(width, "little")
    if file.read(length) != mark + entry.crc.to_bytes(4, "little") + sizes:
        raise RefusedError(f"the record behind a file in it is wrong (byte {start + entry.packed})")
    return length


def _check_sizes(files: dict[str, Packed]) -> None:
    for name, file in files.items():
        if file.method == STORED and file.packed != file.size:
            raise RefusedError(f"the file {name[:80]!a} in it has two sizes")
        if file.size == 0 and file.packed > _NOTHING_PACKED:
            raise RefusedError(f"the file {name[:80]!a} in it hides {file.packed} bytes")
        if file.size > MEMBER_UNPACKED_BYTES_MAX:
            raise RefusedError(f"the file {name[:80]!a} in it would unpack to {file.size} bytes")
        if file.size > RATIO_FREE_BYTES and file.size > RATIO_MAX * file.packed:
            raise RefusedError(f"the file {name[:80]!a} in it would unpack to {file.size} bytes from {file.packed}, as a bomb does")
    packed, size = sum(file.packed for file in files.values()), sum(file.size for file in files.values())
    if size > UNPACKED_BYTES_MAX or (size > RATIO_FREE_BYTES and size > RATIO_MAX * packed):
        raise RefusedError(f"it would unpack to {size} bytes from {packed}, as a bomb does")


class _Unpacking(io.RawIOBase):
    """Unpacks as it is read; seeking only notes the place, reading goes there."""

    def __init__(self, path: Path, name: str, file: io.FileIO, stamp: Stamp, packed: Packed) -> None:
        self._path, self._name, self._file, self._stamp, self._packed = path, name, file, stamp, packed
        self._wanted = 0
        self._rewind()

    def _rewind(self) -> None:
        self._at = 0  # unpacked bytes that came out
        self._taken = 0  # packed bytes that went in
        self._crc = 0
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if self._packed.method == DEFLATED else None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._wanted

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._wanted, io.SEEK_END: self._packed.size}[whence]
        self._wanted = max(0, base + offset)
        return self._wanted

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        if self._wanted >= self._packed.size:
            return 0
        if self._wanted < self._at:
            self._rewind()
        while self._at < self._wanted:
            self._next(min(_PIECE, self._wanted - self._at))
        view = memoryview(buffer).cast("B")
        data = self._next(min(len(view), self._packed.size - self._at)) if view else b""
        view[: len(data)] = data
        self._wanted = self._at
        return len(data)

    def _next(self, count: int) -> bytes:
        """At least one and at most `count` unpacked bytes."""
        if self._inflate is None:
            data = self._take(count)
        else:
            data = b""
            while not data:
                source = self._inflate.unconsumed_tail or self._take(_PIECE)
                try:
                    data = self._inflate.decompress(source, count)
                except zlib.error:
                    raise self._damaged() from None
                if not data and (self._inflate.eof or not source):
                    raise self._damaged()
        self._at += len(data)
        self._crc = zlib.crc32(data, self._crc)
        if not data or (self._at == self._packed.size and not self._ended_well()):
            raise self._damaged()
        return data

    def _ended_well(self) -> bool:
        """All that was promised came out, and nothing more would."""
        while self._inflate is not None and not self._inflate.eof:
            source = self._inflate.unconsumed_tail or self._take(_PIECE)
            if not source or self._inflate.decompress(source, 1):
                return False
        used_up = self._inflate is None or (not self._inflate.unused_data and self._taken == self._packed.packed)
        return self._crc == self._packed.crc and used_up

    def _take(self, count: int) -> bytes:
        """The next packed bytes."""
        with refusing(self._path):
            self._stamp.check(self._path, self._file.fileno())
            self._file.seek(self._packed.start + self._taken)
            data = self._file.read(min(count, self._packed.packed - self._taken))
        self._taken += len(data)
        return data

    def _damaged(self) -> PackageError:
        return PackageError(
            "A file is damaged",
            f"{self._name!r} in {self._path.name} is damaged at byte {self._at}.",
            "Copy the archive again from where it came.",
        )

    def close(self) -> None:
        self._file.close()
        super().close()
