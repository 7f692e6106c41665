"""The one form in which packages write ZIP records (APPNOTE 6.3.10): members stored, every field fixed or derived.

The reader encodes again what it read and compares, so no byte of these records is left to chance.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple

LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
CENTRAL = struct.Struct("<4s6H3L5H2L")  # 4.3.12
END = struct.Struct("<4s4H2LH")  # 4.3.16
END64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
LOCATOR64 = struct.Struct("<4sLQL")  # 4.3.15

LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END64_MARK, LOCATOR64_MARK = b"PK\x06\x06", b"PK\x06\x07"

FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF  # "see the zip64 record"
ZIP64_TAG = 0x0001
STORED, DEFLATED = 0, 8

_LOCAL_BYTES = LOCAL.size
_MADE_BY = 3 << 8 | 45  # Unix, so that unpackers take the mode below; ZIP 4.5
_NEEDED, _NEEDED_ZIP64 = 20, 45
_UTF8_NAMES = 1 << 11
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01 00:00:00
_MODE = 0o100644 << 16  # a plain file, rw-r--r--


class Member(NamedTuple):
    """One file of a package as its directory tells it. `offset` is that of its local header, in bytes."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.offset + local_length(self.name, self.size)

    @property
    def end(self) -> int:
        return self.start + self.size


def local_length(name: str, size: int) -> int:
    """Bytes of the local header."""
    length = len(name) if name.isascii() else len(name.encode("utf-8"))
    return length + (_LOCAL_BYTES if size < FULL_32 else _LOCAL_BYTES + 20)


def local_header(member: Member) -> bytes:
    name = member.name.encode("utf-8")
    size, needed, extra = member.size, _NEEDED, b""
    if size >= FULL_32:
        extra = struct.pack("<2H2Q", ZIP64_TAG, 16, size, size)
        size, needed = FULL_32, _NEEDED_ZIP64
    fixed = LOCAL.pack(LOCAL_MARK, needed, _UTF8_NAMES, STORED, _TIME, _DATE, member.crc, size, size, len(name), len(extra))
    return fixed + name + extra


def directory(members: Sequence[Member], start: int) -> bytes:
    """The central directory at `start` and the end records: all that follows the last member's content."""
    parts: list[bytes] = []
    pack = CENTRAL.pack
    for text, size, crc, offset in members:
        name = text.encode("utf-8")
        if size >= FULL_32 or offset >= FULL_32:
            parts.append(_large_entry(name, size, crc, offset))
        else:
            parts.append(
                pack(
                    CENTRAL_MARK,
                    _MADE_BY,
                    _NEEDED,
                    _UTF8_NAMES,
                    STORED,
                    _TIME,
                    _DATE,
                    crc,
                    size,
                    size,
                    len(name),
                    0,
                    0,
                    0,
                    0,
                    _MODE,
                    offset,
                )
            )
            parts.append(name)
    entries = b"".join(parts)
    return entries + _end_records(len(members), len(entries), start)


def _large_entry(name: bytes, size: int, crc: int, offset: int) -> bytes:
    extra, needed = b"", _NEEDED
    if size >= FULL_32:
        extra = struct.pack("<2Q", size, size)
        size, needed = FULL_32, _NEEDED_ZIP64
    if offset >= FULL_32:
        extra += struct.pack("<Q", offset)
        offset, needed = FULL_32, _NEEDED_ZIP64
    extra = struct.pack("<2H", ZIP64_TAG, len(extra)) + extra
    fixed = CENTRAL.pack(
        CENTRAL_MARK, _MADE_BY, needed, _UTF8_NAMES, STORED, _TIME, _DATE, crc, size, size, len(name), len(extra), 0, 0, 0, _MODE, offset
    )
    return fixed + name + extra


def _end_records(count: int, length: int, start: int) -> bytes:
    end = END.pack(END_MARK, 0, 0, min(count, FULL_16), min(count, FULL_16), min(length, FULL_32), min(start, FULL_32), 0)
    if count < FULL_16 and length < FULL_32 and start < FULL_32:
        return end
    record = END64.pack(END64_MARK, END64.size - 12, _MADE_BY, _NEEDED_ZIP64, 0, 0, count, count, length, start)
    return record + LOCATOR64.pack(LOCATOR64_MARK, 0, start + length, 1) + end
