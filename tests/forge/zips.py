"""Writes ZIP files with any lie in any field, and packages that no builder would write."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from player.package.document import write_course
from player.package.manifest import COURSE_NAME, MANIFEST_NAME, SIGNATURE_NAME, File, describe, describe_bytes, write_manifest
from player.package.zipform import CENTRAL, END, LOCAL
from player.signing.envelope import PACKAGE_MANIFEST, sign_envelope
from player.signing.keys import Identity
from tests.forge.packages import small_course

LOCAL_FIELDS = ("mark", "needed", "flags", "method", "time", "date", "crc", "packed", "size", "name_length", "extra_length")
CENTRAL_FIELDS = (
    "mark", "made", "needed", "flags", "method", "time", "date", "crc", "packed", "size", "name_length", "extra_length", "comment_length",
    "disk",
    "internal", "external", "offset",
)  # fmt: skip
END_FIELDS = ("mark", "disk", "start_disk", "here", "count", "length", "start", "comment_length")


@dataclass
class Part:
    """One member. `local` and `central` overrule fields of its two headers, after everything was worked out."""

    name: str | bytes
    data: bytes = b""
    deflate: bool = False
    local_name: bytes | None = None
    local_extra: bytes = b""
    central_extra: bytes = b""
    comment: bytes = b""
    before: bytes = b""  # junk in front of it
    behind: bytes = b""  # junk or a data descriptor behind its content
    local: dict[str, Any] = field(default_factory=dict)
    central: dict[str, Any] = field(default_factory=dict)
    both: dict[str, Any] = field(default_factory=dict)

    @property
    def raw_name(self) -> bytes:
        return self.name.encode() if isinstance(self.name, str) else self.name

    @property
    def packed(self) -> bytes:
        if not self.deflate:
            return self.data
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return packer.compress(self.data) + packer.flush()


def descriptor(part: Part, *, mark: bool = True, width: int = 4) -> bytes:
    head = (b"PK\x07\x08" if mark else b"") + struct.pack("<L", zlib.crc32(part.data))
    return head + len(part.packed).to_bytes(width, "little") + len(part.data).to_bytes(width, "little")


def zip_bytes(
    parts: Sequence[Part], *, prefix: bytes = b"", before_directory: bytes = b"", before_end: bytes = b"", comment: bytes = b"",
    suffix: bytes = b"",
    end: dict[str, Any] | None = None,
) -> bytes:  # fmt: skip
    out = bytearray(prefix)
    entries = bytearray()
    for part in parts:
        out += part.before
        name, packed, offset = part.raw_name, part.packed, len(out)
        common = {
            "needed": 20, "flags": 0x800, "method": 8 if part.deflate else 0, "time": 0, "date": 33, "crc": zlib.crc32(part.data),
            "packed": len(packed), "size": len(part.data), "name_length": len(name),
        }  # fmt: skip
        local_name = name if part.local_name is None else part.local_name
        local = {"mark": b"PK\x03\x04", **common, "name_length": len(local_name), "extra_length": len(part.local_extra), **part.both,
            **part.local}
        out += LOCAL.pack(*(local[key] for key in LOCAL_FIELDS)) + local_name + part.local_extra + packed + part.behind
        central = {
            "mark": b"PK\x01\x02", "made": 0x032D, **common, "extra_length": len(part.central_extra), "comment_length": len(part.comment),
            "disk": 0,
            "internal": 0, "external": 0o100644 << 16, "offset": offset, **part.both, **part.central,
        }  # fmt: skip
        entries += CENTRAL.pack(*(central[key] for key in CENTRAL_FIELDS)) + name + part.central_extra + part.comment
    out += before_directory
    start = len(out)
    out += entries + before_end
    fields = {
        "mark": b"PK\x05\x06", "disk": 0, "start_disk": 0, "here": len(parts), "count": len(parts), "length": len(entries), "start": start,
        "comment_length": len(comment), **(end or {}),
    }  # fmt: skip
    return bytes(out + END.pack(*(fields[key] for key in END_FIELDS)) + comment + suffix)


def package_parts(extra: dict[str, bytes] | None = None, *, identity: Identity | None = None, **changes: Any) -> list[Part]:
    """The members of a consistent package around the small course, to be spoiled. Nothing about names is checked.

    `changes`: `manifest` or `course` are functions from bytes to bytes, applied before anything is hashed or signed.
    """
    course, contents, quizzes = small_course()
    from player.package.quizzes import write_quiz

    files = dict(sorted({**contents, **{name: write_quiz(quiz) for name, quiz in quizzes.items()}, **(extra or {})}.items()))
    course_bytes = changes.get("course", bytes)(write_course(course))
    own = [describe_bytes(COURSE_NAME, course_bytes)]
    listed: list[File] = [describe_bytes(name, data) for name, data in files.items()]
    manifest = changes.get("manifest", bytes)(write_manifest(describe(course, own + listed)))
    parts = [Part(MANIFEST_NAME, manifest)]
    if identity is not None:
        parts.append(Part(SIGNATURE_NAME, sign_envelope(identity, PACKAGE_MANIFEST, manifest)))
    return [*parts, Part(COURSE_NAME, course_bytes), *(Part(name, data) for name, data in files.items())]


def write(path: Path, parts: Sequence[Part], **lies: Any) -> Path:
    path.write_bytes(zip_bytes(parts, **lies))
    return path
