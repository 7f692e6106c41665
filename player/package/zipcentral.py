"""Reads the directory of any ZIP file without trusting it: bytes in, entries out, or a reason to refuse."""

import struct
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from player.package.limits import DIRECTORY_BYTES_MAX
from player.package.refusal import RefusedError
from player.package.zipform import (
    CENTRAL,
    CENTRAL_MARK,
    END,
    END64,
    END64_MARK,
    END_MARK,
    FULL_16,
    FULL_32,
    LOCATOR64,
    LOCATOR64_MARK,
    ZIP64_TAG,
)

_TAIL_BYTES = 64 * 1024  # read in one go from the end: the directory of a small package with its end records
_COMMENT_BYTES_MAX = 0xFFFF
_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13
_UNIX = 3
_PLAIN_FILE, _FOLDER = 0o10, 0o04  # the file type of a Unix mode, mode >> 12


class Entry(NamedTuple):
    """One entry of the central directory (APPNOTE 4.3.12), zip64 resolved."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a ZIP file: `tail` is everything from `start`, where the directory begins, to the end of the file;
    the directory takes the first `length` bytes of it and has `count` entries. `comment`: there is one behind."""

    start: int
    length: int
    count: int
    tail: bytes
    comment: bool


def read_ending(file: BinaryIO, file_size: int, members_max: int) -> Ending:
    """RefusedError unless the file ends in exactly one directory that lies directly before its end records."""
    if file_size < END.size:
        raise RefusedError("it is empty" if file_size == 0 else "it is no ZIP file, or only the beginning of one")
    tail = _last(file, file_size, _TAIL_BYTES + END.size)
    end_at = _find_end(file, file_size, tail)
    count, length, start, records_at = _end(file, end_at)
    if count > members_max:
        raise RefusedError(f"it has {count} files, more than {members_max}")
    if length > DIRECTORY_BYTES_MAX:
        raise RefusedError(f"its directory takes {length} bytes, more than {DIRECTORY_BYTES_MAX}")
    if start + length != records_at:
        raise RefusedError("its directory is not where it should be: something was cut off, put in front or put between")
    known = file_size - start <= len(tail)
    tail = tail[len(tail) - (file_size - start) :] if known else _last(file, file_size, file_size - start)
    return Ending(start, length, count, tail, comment=end_at + END.size != file_size)


def _last(file: BinaryIO, file_size: int, count: int) -> bytes:
    count = min(count, file_size)
    file.seek(file_size - count)
    data = file.read(count)
    if len(data) != count:
        raise RefusedError("it ended while it was read")
    return data


def _find_end(file: BinaryIO, file_size: int, tail: bytes) -> int:
    """Offset of the end record. With a comment: the record whose comment ends with the file; a comment that holds
    the mark of another record is refused (readers would disagree which one counts)."""
    if tail[-END.size :].startswith(END_MARK) and tail.endswith(b"\0\0"):
        return file_size - END.size
    if len(tail) < _COMMENT_BYTES_MAX + END.size:
        tail = _last(file, file_size, _COMMENT_BYTES_MAX + END.size)
    at = tail.rfind(END_MARK)
    if at < 0 or at + END.size > len(tail):
        raise RefusedError("it is no ZIP file, or its end was cut off")
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    if at + END.size + comment != len(tail):
        raise RefusedError("something was put behind its end")
    return file_size - len(tail) + at


def _end(file: BinaryIO, at: int) -> tuple[int, int, int, int]:
    """(number of entries, bytes of the directory, its offset, offset of the first end record)."""
    file.seek(at)
    _, disk, start_disk, here, count, length, start, _ = END.unpack(file.read(END.size))
    if (disk, start_disk) != (0, 0) or here != count:
        raise RefusedError("it is one of several disks")
    if count != FULL_16 and FULL_32 not in {length, start}:
        return count, length, start, at
    locator_at = at - LOCATOR64.size
    if locator_at < END64.size:
        return count, length, start, at
    file.seek(locator_at)
    mark, disk, record_at, disks = LOCATOR64.unpack(file.read(LOCATOR64.size))
    if mark != LOCATOR64_MARK:
        return count, length, start, at  # just as many as fit, or a lie that the sums find
    if disk != 0 or disks != 1 or record_at + END64.size != locator_at:
        raise RefusedError("its zip64 record is not where it should be")
    file.seek(record_at)
    mark, size, _, _, disk, start_disk, here, count, length, start = END64.unpack(file.read(END64.size))
    if mark != END64_MARK or size != END64.size - 12 or (disk, start_disk) != (0, 0) or here != count:
        raise RefusedError("its zip64 record is not well formed")
    return count, length, start, record_at


def read_entries(ending: Ending) -> list[Entry]:
    """The entries as they stand in the directory. RefusedError for encryption, links, disks and anything malformed."""
    data, length = ending.tail, ending.length
    entries: list[Entry] = []
    at, unpack = 0, CENTRAL.unpack_from
    while at < length:
        if at + CENTRAL.size > length:
            raise RefusedError("its directory ends in the middle of an entry")
        fields = unpack(data, at)
        mark, made, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length, disk, _, attributes, offset = fields
        name_at = at + CENTRAL.size
        extra_at = name_at + name_length
        at = extra_at + extra_length + comment_length
        if mark != CENTRAL_MARK or at > length:
            raise RefusedError("its directory is not well formed")
        name = data[name_at:extra_at]
        if FULL_32 in {packed, size, offset}:
            size, packed, offset = _zip64(data[extra_at : extra_at + extra_length], size, packed, offset)
        if flags & _ENCRYPTED:
            raise RefusedError(f"the file {_shown(name)} in it is encrypted")
        if disk:
            raise RefusedError("it is one of several disks")
        if made >> 8 == _UNIX and attributes >> 28 not in {0, _PLAIN_FILE, _FOLDER}:
            raise RefusedError(f"{_shown(name)} in it is a link or a device, not a file")
        entries.append(Entry(name, flags, method, crc, packed, size, offset))
    if len(entries) != ending.count:
        raise RefusedError(f"its directory has {len(entries)} entries, but says {ending.count}")
    return entries


def _zip64(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The fields that did not fit, in the order of APPNOTE 4.5.3; a full field without a record is itself."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == ZIP64_TAG:
            values = list(struct.unpack_from(f"<{length // 8}Q", extra[at + 4 : at + 4 + length])) if at + 4 + length <= len(extra) else []
            resolved = [values.pop(0) if field == FULL_32 and values else field for field in (size, packed, offset)]
            return resolved[0], resolved[1], resolved[2]
        at += 4 + length
    return size, packed, offset


def _shown(name: bytes) -> str:
    return ascii(name[:80].decode("utf-8", "replace"))

