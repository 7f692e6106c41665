"""How long a medium runs, from its own header: WAV, MP4 family, Matroska and WebM, Ogg, FLAC, MP3. 0 = not known."""

import os
import struct
from collections.abc import Callable, Mapping
from typing import BinaryIO

VIDEO = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv", ".ogv"})
AUDIO = frozenset({".mp3", ".m4a", ".wav", ".ogg", ".oga", ".opus", ".flac", ".aac"})
CAPTIONS = frozenset({".vtt"})

_LONGEST = 48 * 3600  # a header that claims more lies
_BOXES = 10_000
_TAIL = 64 * 1024
_MOST_HEADER = 1024 * 1024
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MP3_BITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def media_seconds(stream: BinaryIO, suffix: str) -> int:
    """Whole seconds, rounded; 0 when the header does not say, is damaged, or is of a kind not read here."""
    reader = _READERS.get(suffix)
    if reader is None:
        return 0
    try:
        seconds = reader(stream)
    except (struct.error, ValueError, ArithmeticError, LookupError, StopIteration):
        return 0
    return round(seconds) if 0 < seconds <= _LONGEST else 0


def is_av1(stream: BinaryIO, suffix: str) -> bool:
    """Whether its header says that the picture is AV1 (AV1 in ISO-BMFF 2.2; Matroska's codec id V_AV1), which the player cannot show."""
    try:
        end = stream.seek(0, os.SEEK_END)
        if suffix in {".webm", ".mkv"}:
            segment = _element(stream, 0, end, 0x18538067)
            found, mark = segment and _element(stream, *segment, 0x1654AE6B), b"V_AV1"
        else:
            found, mark = _box(stream, 0, end, b"moov"), b"av01"
        if not found:
            return False
        stream.seek(found[0])
        return mark in stream.read(min(found[1] - found[0], _MOST_HEADER))
    except (struct.error, ValueError, LookupError):
        return False


def _wav(stream: BinaryIO) -> float:
    """RIFF WAVE: bytes of the data chunk by bytes a second of the fmt chunk."""
    if stream.read(4) != b"RIFF" or stream.read(8)[4:] != b"WAVE":
        return 0
    rate = 0
    for _ in range(_BOXES):
        name, size = struct.unpack("<4sI", stream.read(8))
        if name == b"fmt ":
            rate = struct.unpack_from("<I", stream.read(16), 8)[0]
            stream.seek(size - 16 + (size & 1), os.SEEK_CUR)
        elif name == b"data":
            return float(size / rate)
        else:
            stream.seek(size + (size & 1), os.SEEK_CUR)
    return 0


def _mp4(stream: BinaryIO) -> float:
    """ISO/IEC 14496-12, 8.2.2: duration and timescale of the movie header box."""
    end = stream.seek(0, os.SEEK_END)
    at = _box(stream, 0, end, b"moov")
    if at is None or (header := _box(stream, *at, b"mvhd")) is None:
        return 0
    stream.seek(header[0])
    body = stream.read(32)
    if body[0] == 1:
        scale, length = struct.unpack_from(">IQ", body, 20)
    else:
        scale, length = struct.unpack_from(">II", body, 12)
    return float(length / scale)


def _box(stream: BinaryIO, start: int, end: int, wanted: bytes) -> tuple[int, int] | None:
    """Start and end of the content of the first box of this name."""
    for _ in range(_BOXES):
        if start + 8 > end:
            return None
        stream.seek(start)
        size, name = struct.unpack(">I4s", stream.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", stream.read(8))[0], 16
        elif size == 0:
            size = end - start
        if size < head:
            return None
        if name == wanted:
            return start + head, min(start + size, end)
        start += size
    return None


def _matroska(stream: BinaryIO) -> float:
    """RFC 9559, 5.1.2.9 and 5.1.2.10: the duration of the segment's information, in units of its timestamp scale in ns."""
    end = stream.seek(0, os.SEEK_END)
    segment = _element(stream, 0, end, 0x18538067)
    if segment is None or (info := _element(stream, *segment, 0x1549A966)) is None:
        return 0
    scale, length = 1_000_000, 0.0
    if (found := _element(stream, *info, 0x2AD7B1)) is not None:
        stream.seek(found[0])
        scale = int.from_bytes(stream.read(found[1] - found[0]), "big")
    if (found := _element(stream, *info, 0x4489)) is not None:
        stream.seek(found[0])
        data = stream.read(found[1] - found[0])
        length = struct.unpack(">d" if len(data) == 8 else ">f", data)[0]
    return length * scale / 1e9


def _element(stream: BinaryIO, start: int, end: int, wanted: int) -> tuple[int, int] | None:
    """Start and end of the content of the first EBML element of this id (RFC 8794, 4 to 6). One of unknown size reaches to the end."""
    for _ in range(_BOXES):
        if start >= end:
            return None
        stream.seek(start)
        head = stream.read(12)
        of_id = 9 - head[0].bit_length()
        of_size = 9 - head[of_id].bit_length()
        size = int.from_bytes(head[of_id : of_id + of_size], "big") - (1 << 7 * of_size)
        start += of_id + of_size
        unknown = size == (1 << 7 * of_size) - 1
        if of_id > 4 or of_size > 8:
            return None
        if int.from_bytes(head[:of_id], "big") == wanted:
            return start, end if unknown else min(start + size, end)
        if unknown:
            return None
        start += size
    return None


def _ogg(stream: BinaryIO) -> float:
    """RFC 3533: the granule position of the last page, by the rate of the first packet (Vorbis I 4.2.2; Opus always 48 kHz)."""
    first = stream.read(256)
    if first.startswith(b"OggS") and b"OpusHead" in first:
        rate = 48000
        skipped = struct.unpack_from("<H", first, first.index(b"OpusHead") + 10)[0]
    elif first.startswith(b"OggS") and b"\x01vorbis" in first:
        rate = struct.unpack_from("<I", first, first.index(b"\x01vorbis") + 12)[0]
        skipped = 0
    else:
        return 0
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, end - _TAIL))
    tail = stream.read(_TAIL)
    granule = struct.unpack_from("<q", tail, tail.rindex(b"OggS") + 6)[0]
    return float((granule - skipped) / rate)


def _flac(stream: BinaryIO) -> float:
    """RFC 9639, 8.2: total samples by sample rate of the streaminfo block."""
    head = stream.read(26)
    if not head.startswith(b"fLaC"):
        return 0
    packed = int.from_bytes(head[18:26], "big")
    return (packed & (1 << 36) - 1) / (packed >> 44)


def _mp3(stream: BinaryIO) -> float:
    """ISO/IEC 11172-3, 2.4.1.3: frames counted by a Xing or Info header, else size by the bit rate of the first frame."""
    end = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    start = 0
    tag = stream.read(10)
    if tag.startswith(b"ID3"):
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(tag[6:10], (21, 14, 7, 0), strict=True))
    stream.seek(start)
    data = stream.read(8192)
    at = next(number for number in range(len(data) - 4) if data[number] == 0xFF and data[number + 1] & 0xE6 == 0xE2)
    version = data[at + 1] >> 3 & 3
    rate = _MP3_RATES[version][data[at + 2] >> 2 & 3]
    bits = _MP3_BITS[3 if version == 3 else 2][data[at + 2] >> 4] * 1000
    samples = 1152 if version == 3 else 576
    for name in (b"Xing", b"Info"):
        place = data.find(name, at, at + 64)
        if place >= 0 and data[place + 7] & 1:
            return float(struct.unpack_from(">I", data, place + 8)[0] * samples / rate)
    return float((end - start - at) * 8 / bits)


_READERS: Mapping[str, Callable[[BinaryIO], float]] = {
    ".wav": _wav,
    ".mp4": _mp4,
    ".m4v": _mp4,
    ".m4a": _mp4,
    ".mov": _mp4,
    ".webm": _matroska,
    ".mkv": _matroska,
    ".ogg": _ogg,
    ".oga": _ogg,
    ".opus": _ogg,
    ".flac": _flac,
    ".mp3": _mp3,
}
