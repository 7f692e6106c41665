"""Lengths from the headers of media, pages and titles of PDFs."""

import io
import struct
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.formats.media import media_seconds
from player.formats.pdf import read_pdf
from tests.forge.sources import COURSE, mp4, pdf, read, wav


def _ogg(head: bytes, granule: int) -> bytes:
    page = b"OggS\0\x02" + bytes(8) + bytes(14)
    return page + head + bytes(200) + b"OggS\0\x04" + struct.pack("<q", granule) + bytes(12)


def _element(name: str, content: bytes, size: int = -1) -> bytes:
    """EBML: an id as written in hex, the length in eight bytes (-1: that of the content)."""
    return bytes.fromhex(name) + ((1 << 56) | (len(content) if size < 0 else size)).to_bytes(8, "big") + content


def _matroska(info: bytes, size: int = -1) -> bytes:
    head = _element("1A45DFA3", b"\x42\x86\x81\x01")
    return head + _element("18538067", _element("EC", bytes(40)) + _element("1549A966", info) + _element("1F43B675", bytes(9)), size)


UNKNOWN = (1 << 56) - 1
SCALE = _element("2AD7B1", (100_000).to_bytes(3, "big"))
OPUS = b"OpusHead\x01\x02" + struct.pack("<H", 312) + bytes(7)
VORBIS = b"\x01vorbis" + bytes(4) + b"\x02" + struct.pack("<I", 44100) + bytes(14)
FLAC = b"fLaC\0\0\0\x22" + bytes(10) + ((44100 << 44) | (1 << 41) | (15 << 36) | 44100 * 7).to_bytes(8, "big")
FRAME = b"\xff\xfb\x90\x00"  # MPEG 1 layer 3, 128 kbit/s, 44.1 kHz
XING = FRAME + bytes(32) + b"Xing" + struct.pack(">II", 1, 383) + bytes(100)
LISTED = wav(4)[:12] + b"LIST" + struct.pack("<I", 3) + b"abc\0" + wav(4)[12:]


@pytest.mark.parametrize(
    ("data", "suffix", "seconds"),
    [
        (wav(3), ".wav", 3),
        (LISTED, ".wav", 4),
        (mp4(61.4), ".mp4", 61),
        (mp4(7, wide=True), ".mov", 7),
        (_ogg(OPUS, 48000 * 5 + 312), ".opus", 5),
        (_ogg(VORBIS, 44100 * 6), ".ogg", 6),
        (FLAC, ".flac", 7),
        (_matroska(_element("4489", struct.pack(">d", 9000))), ".webm", 9),
        (_matroska(SCALE + _element("4489", struct.pack(">f", 80_000)), UNKNOWN), ".mkv", 8),
        (XING, ".mp3", 10),
        (FRAME + bytes(16000 * 4 - 4), ".mp3", 4),
        (b"ID3\x04\0\0\0\0\x07\x68" + bytes(1000) + FRAME + bytes(16000 * 2 - 4), ".mp3", 2),
    ],
)
def test_lengths(data: bytes, suffix: str, seconds: int) -> None:
    assert media_seconds(io.BytesIO(data), suffix) == seconds


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"", ".wav"),
        (b"RIFF\0\0\0\0WAVE", ".wav"),
        (b"RIFF\0\0\0\0AVI ", ".wav"),
        (b"RIFF\0\0\0\0WAVEdata\x01\0\0\0", ".wav"),
        (b"", ".mp4"),
        (b"\0\0\0\x04moov", ".mp4"),
        (b"\0\0\0\0moov" + bytes(8), ".mp4"),
        (mp4(5).replace(b"mvhd", b"abcd"), ".mp4"),
        (mp4(10**6), ".mp4"),
        (b"nothing", ".ogg"),
        (b"OggS" + bytes(300), ".ogg"),
        (b"nothing here", ".flac"),
        (bytes(9000), ".mp3"),
        (b"\xff\xfb\xf0\x00" + bytes(99), ".mp3"),
        (b"\xff\xfb\x00\x00" + bytes(99), ".mp3"),
        (b"\xff\xea\x90\x00" + bytes(99), ".mp3"),
        (b"", ".mp3"),
        (b"anything", ".webm"),
        (b"", ".webm"),
        (_matroska(SCALE), ".webm"),  # as a live stream is written
        (_element("1A45DFA3", b"", UNKNOWN), ".webm"),
        (_element("18538067", _element("EC", bytes(9), UNKNOWN)), ".mkv"),
        (_matroska(_element("4489", b"abc")), ".webm"),
        (b"\x1f" + bytes(11), ".webm"),
        (b"\x00" * 12, ".webm"),
        (_element("18538067", _element("EC", b"") * 10_001), ".webm"),
    ],
)
def test_what_is_not_known_is_nothing(data: bytes, suffix: str) -> None:
    assert media_seconds(io.BytesIO(data), suffix) == 0


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("The leaflet", "The leaflet"),
        ("Microsoft Word - draft7.doc", ""),
        ("untitled", ""),
        ("leaflet-final.indd", ""),
        ("x" * 200, ""),
        ("bell \x07", ""),
        ("", ""),
    ],
)
def test_titles_of_pdfs(written: str, title: str) -> None:
    assert read_pdf(io.BytesIO(pdf(2, written)), "a.pdf").title == title


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no pdf at all", pdf(2)[:200], pdf(0)])
def test_damaged_pdfs(data: bytes) -> None:
    with pytest.raises(PlayerError, match=r"^a\.pdf "):
        read_pdf(io.BytesIO(data), "a.pdf")


def test_what_the_player_cannot_show_and_what_comes_slowly_is_told(tmp_path: Path) -> None:
    """AV1 by the header of the file, large pictures by their size."""
    media = Path(__file__).parents[2] / "golden" / "media"
    files: dict[str, str | bytes] = {f"01-a/{number}-{name}": (media / name).read_bytes()
                                     for number, name in enumerate(("av1.mp4", "av1.webm", "h264.mp4", "vp9.webm", "hevc.mp4", "mpeg4.mkv"), 10)}
    files |= {"01-a/20-t.md": "![A map](map.png)\n\n![A dot](dot.png)\n", "01-a/map.png": b"x" * 3_200_000, "01-a/dot.png": b"x",
              "cover.png": b"x" * 1_500_000}
    warned = [str(one) for one in read(tmp_path / "c", files, COURSE + 'cover = "cover.png"\n').warnings]
    assert [said.partition(":")[0] for said in warned if "AV1" in said] == ["01-a/10-av1.mp4", "01-a/11-av1.webm"]
    assert [said for said in warned if " MB" in said] == [
        "01-a/20-t.md, line 1: The picture 01-a/map.png has 3.2 MB. On an old computer it comes slowly: make it smaller.",
        "course.toml, line 3: The cover has 1.5 MB; the shelf shows it small. Make it smaller.",
    ]
    assert len([said for said in warned if "There are no captions" in said]) == 6
