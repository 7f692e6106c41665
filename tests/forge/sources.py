"""Course folders for tests, written from a mapping of names to texts or bytes."""

import io
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest
from pypdf import PdfWriter

from player.errors import SourceError
from player.formats.imported import Imported
from player.formats.source import read_source

COURSE = 'id = "org.example.test"\ntitle = "A test"\n'
QUIZ = '[[question]]\ntext = "Sky?"\nanswers = ["[x] blue", "[ ] green"]\n'


def folder(root: Path, files: Mapping[str, str | bytes], course: str | None = COURSE) -> Path:
    """Write a course folder; `course` is its course.toml, None for a folder without one."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if course is not None:
        root.mkdir(exist_ok=True)
        (root / "course.toml").write_text(course, encoding="utf-8")
    return root


def read(root: Path, files: Mapping[str, str | bytes], course: str | None = COURSE, frozen: bool = False) -> Imported:
    return read_source(folder(root, files, course), frozen)


def mistakes(root: Path, files: Mapping[str, str | bytes], course: str | None = COURSE) -> list[str]:
    """What is wrong with a folder that must not be accepted."""
    with pytest.raises(SourceError) as refused:
        read(root, files, course)
    return refused.value.problems


def lessons(imported: Imported) -> list[str]:
    return [lesson.id for lesson in imported.course.lessons()]


def pdf(pages: int = 3, title: str = "", locked: bool = False, owned: bool = False) -> bytes:
    """`locked` asks for a password; `owned` is encrypted, and opens without one."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 300)
    if title:
        writer.add_metadata({"/Title": title})
    if locked or owned:
        writer.encrypt("word" if locked else "", "owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def wav(seconds: int) -> bytes:
    body = bytes(8000 * seconds)
    fmt = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    return b"RIFF" + struct.pack("<I", 36 + len(body)) + b"WAVEfmt " + struct.pack("<I", 16) + fmt + b"data" + struct.pack("<I", len(body)) + body


def mp4(seconds: float, wide: bool = False) -> bytes:
    """A file of only the boxes that say how long it is; `wide` in their 64-bit form."""
    times = struct.pack(">QQIQ", 0, 0, 600, int(seconds * 600)) if wide else struct.pack(">IIII", 0, 0, 600, int(seconds * 600))
    header = bytes([1 if wide else 0, 0, 0, 0]) + times + bytes(80)
    mvhd = struct.pack(">I4s", 8 + len(header), b"mvhd") + header
    moov = struct.pack(">I4sQ", 1, b"moov", 16 + len(mvhd)) + mvhd if wide else struct.pack(">I4s", 8 + len(mvhd), b"moov") + mvhd
    return struct.pack(">I4s", 16, b"ftyp") + b"isom0000" + moov
