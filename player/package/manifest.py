"""The manifest: which course a package holds and which bytes each of its files has."""

import hashlib
import zlib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from player.course.model import Course
from player.package.limits import CHUNK_BYTES, FORMAT
from player.package.names import CONTROL_FOLDER, check_names
from player.package.refusal import RefusedError
from player.package.wire import MANIFEST_KIND, parse_manifest
from player.package.zipform import Member, local_length
from player.signing.canonical import canonical

MANIFEST_NAME = f"{CONTROL_FOLDER}/manifest.json"
SIGNATURE_NAME = f"{CONTROL_FOLDER}/signature.json"
COURSE_NAME = f"{CONTROL_FOLDER}/course.json"
CHUNKS_NAME = f"{CONTROL_FOLDER}/chunks.bin"
HASH_BYTES = 32


class File(NamedTuple):
    """One file: name, size in bytes, CRC-32 and SHA-256 of the whole."""

    name: str
    size: int
    crc32: str  # 8 lower-case hex digits
    sha256: str  # 64


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` are all members but the manifest and the signature, in the order in which they lie: the course document,
    the chunk hashes when there is a large file, then the content sorted by name."""

    id: str
    title: str
    version: str
    publisher: str
    licence: str
    languages: tuple[str, ...]
    files: tuple[File, ...]

    @property
    def content(self) -> tuple[File, ...]:
        """The files of the course, without those of the package itself."""
        return self.files[2 if len(self.files) > 1 and self.files[1].name == CHUNKS_NAME else 1 :]


def is_control(name: str) -> bool:
    return name.startswith(CONTROL_FOLDER + "/")


def chunk_count(size: int) -> int:
    """How many chunk hashes a file has: none unless it is larger than a chunk."""
    return -(-size // CHUNK_BYTES) if size > CHUNK_BYTES else 0


def describe(course: Course, files: Iterable[File]) -> Manifest:
    return Manifest(course.id, course.title, course.version, course.publisher, course.licence, course.languages, tuple(files))


def describe_bytes(name: str, data: bytes) -> File:
    return File(name, len(data), f"{zlib.crc32(data):08x}", hashlib.sha256(data).hexdigest())


def write_manifest(manifest: Manifest) -> bytes:
    """Canonical JSON (RFC 8785)."""
    return canonical(
        {
            "kind": MANIFEST_KIND,
            "format": FORMAT,
            "course": {
                "id": manifest.id,
                "title": manifest.title,
                "version": manifest.version,
                "publisher": manifest.publisher,
                "licence": manifest.licence,
                "languages": manifest.languages,
            },
            "files": manifest.files,
        }
    )


def read_manifest(data: bytes) -> Manifest:
    """RefusedError unless well formed and its files are in order. Names are checked with the directory's."""
    document = parse_manifest(data)
    course = document["course"]
    files = tuple(map(File._make, document["files"]))
    manifest = Manifest(
        course["id"], course["title"], course["version"], course["publisher"], course["licence"], course["languages"], files
    )
    _check_files(manifest)
    return manifest


def _check_files(manifest: Manifest) -> None:
    content = [file.name for file in manifest.content]
    chunks = sum(chunk_count(file.size) for file in manifest.content if file.size > CHUNK_BYTES)
    control = [COURSE_NAME, CHUNKS_NAME] if chunks else [COURSE_NAME]
    if content != sorted(content):
        raise RefusedError("the manifest does not list its files in order")
    own = content[bisect_left(content, CONTROL_FOLDER + "/") :][:1]
    if [file.name for file in manifest.files[: -len(content) or None]] != control or (own and is_control(own[0])):
        raise RefusedError("the manifest does not list the files of the package itself as it should")
    if chunks and manifest.files[1].size != chunks * HASH_BYTES:
        raise RefusedError("the list of chunk hashes has the wrong length")
    check_names([*control, *content])


def place(files: Iterable[File], at: int) -> list[Member]:
    """The files one behind the other, the first header at byte `at`."""
    members = []
    for name, size, crc32, _ in files:
        members.append(Member(name, size, int(crc32, 16), at))
        at += local_length(name, size) + size
    return members


def digest(manifest: bytes) -> str:
    """What a package is known by: SHA-256 of the manifest, hex."""
    return hashlib.sha256(manifest).hexdigest()
