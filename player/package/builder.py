"""Writes .course files: the same input gives the same bytes; content is read once."""

import hashlib
import io
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from player.course.model import Course, Kind
from player.course.quiz import Quiz
from player.errors import PlayerError, SourceError
from player.package.document import files_of, read_course, write_course
from player.package.limits import CHUNK_BYTES, MEMBERS_MAX
from player.package.manifest import (
    CHUNKS_NAME,
    COURSE_NAME,
    HASH_BYTES,
    MANIFEST_NAME,
    SIGNATURE_NAME,
    File,
    chunk_count,
    describe,
    describe_bytes,
    digest,
    is_control,
    write_manifest,
)
from player.package.names import check_names
from player.package.outfile import written_beside
from player.package.quizzes import write_quiz
from player.package.reader import Progress
from player.package.refusal import RefusedError
from player.package.zipform import Member, directory, local_header, local_length
from player.signing.envelope import PACKAGE_MANIFEST, sign_envelope
from player.signing.keys import Identity

Opener = Callable[[], BinaryIO]  # a fresh stream at its begin, that can seek



@dataclass(frozen=True, slots=True)
class Built:
    """`files` counts the course's own; `digest` is the SHA-256 of the manifest in hex, `size` bytes of the package."""

    path: Path
    size: int
    digest: str
    files: int
    signed_by: str | None
    fingerprint: str | None


def build(
    course: Course,
    files: Mapping[str, Opener],
    quizzes: Mapping[str, Quiz],
    out: Path,
    identity: Identity | None = None,
    progress: Progress | None = None,
) -> Built:
    """Writes the package `out`: `files` and `quizzes` by their names in it (`Lesson.file`).

    SourceError when a name is not allowed or a file is missing; PlayerError when a file cannot be read or `out` not be
    written. `progress` may raise to stop; then, as after any error, `out` is as it was.
    """
    _check_source(course, files, quizzes)
    contents = {**files, **{name: _opener(write_quiz(quiz)) for name, quiz in quizzes.items()}}
    sizes = {name: _size(name, contents[name]) for name in sorted(contents)}
    course_bytes = _course_bytes(course)
    head_size = sum(local_length(name, size) + size for name, size in _head_sizes(course, sizes, len(course_bytes), identity))
    total = head_size + sum(local_length(name, size) + size for name, size in sizes.items())
    with written_beside(out, total) as target:
        target.seek(head_size)  # its hashes are known when the content has gone by
        members: list[Member] = []
        described: list[File] = []
        chunks: list[bytes] = []
        for name, size in sizes.items():
            member, file, hashes = _write_content(target, name, size, contents[name])
            members.append(member)
            described.append(file)
            chunks.append(hashes)
            if progress is not None:
                progress(member.end, total)
        head = [(COURSE_NAME, course_bytes)]
        if any(chunks):
            head.append((CHUNKS_NAME, b"".join(chunks)))
        own = [describe_bytes(name, data) for name, data in head]
        manifest_bytes = write_manifest(describe(course, own + described))
        control = [(MANIFEST_NAME, manifest_bytes)]
        if identity is not None:
            control.append((SIGNATURE_NAME, sign_envelope(identity, PACKAGE_MANIFEST, manifest_bytes)))
        start = target.tell()
        target.seek(0)
        members[:0] = write_members(target, control + head)
        if target.tell() != head_size:
            raise AssertionError("the head of the package has another length than foreseen")
        target.seek(start)
        target.write(directory(members, start))
        size = target.tell()
    signer = (identity.name, identity.fingerprint) if identity is not None else (None, None)
    return Built(out, size, digest(manifest_bytes), len(sizes), *signer)


def write_members(target: BinaryIO, contents: list[tuple[str, bytes]]) -> list[Member]:
    """Writes small members one behind the other, from where `target` stands."""
    members = []
    for name, data in contents:
        member = Member(name, len(data), zlib.crc32(data), target.tell())
        target.write(local_header(member))
        target.write(data)
        members.append(member)
    return members


def _head_sizes(course: Course, sizes: Mapping[str, int], course_size: int, identity: Identity | None) -> list[tuple[str, int]]:
    """Names and sizes of the members before the content: they follow from the names and sizes of the content."""
    own = [(COURSE_NAME, course_size)]
    if chunks := sum(map(chunk_count, sizes.values())):
        own.append((CHUNKS_NAME, chunks * HASH_BYTES))
    files = [File(name, size, "0" * 8, "0" * 64) for name, size in [*own, *sizes.items()]]
    manifest = (MANIFEST_NAME, len(write_manifest(describe(course, files))))
    signature = [(SIGNATURE_NAME, len(sign_envelope(identity, PACKAGE_MANIFEST, b"")))] if identity is not None else []
    return [manifest, *signature, *own]


def _write_content(target: BinaryIO, name: str, size: int, opener: Opener) -> tuple[Member, File, bytes]:
    """Also returns the chunk hashes, one behind the other; none for a small file."""
    offset = target.tell()
    whole, crc, hashes = hashlib.sha256(), 0, bytearray()
    target.write(local_header(Member(name, size, 0, offset)))
    for piece in _pieces(name, size, opener):
        whole.update(piece)
        crc = zlib.crc32(piece, crc)
        if chunk_count(size):
            hashes += hashlib.sha256(piece).digest()
        target.write(piece)
    end = target.tell()
    member = Member(name, size, crc, offset)
    target.seek(offset)
    target.write(local_header(member))
    target.seek(end)
    return member, File(name, size, f"{crc:08x}", whole.hexdigest()), bytes(hashes)


def _pieces(name: str, size: int, opener: Opener) -> Iterator[bytes]:
    """The content in pieces of CHUNK_BYTES, the last one shorter. PlayerError unless it has `size` bytes."""
    try:
        with opener() as source:
            left = size
            while left:
                piece = source.read(min(CHUNK_BYTES, left))
                while piece and len(piece) < min(CHUNK_BYTES, left):
                    more = source.read(min(CHUNK_BYTES, left) - len(piece))
                    if not more:
                        break
                    piece += more
                if len(piece) != min(CHUNK_BYTES, left):
                    raise _changed(name)
                left -= len(piece)
                yield piece
            if source.read(1):
                raise _changed(name)
    except OSError as error:
        raise _not_readable(name, error) from error


def _size(name: str, opener: Opener) -> int:
    try:
        with opener() as source:
            return source.seek(0, os.SEEK_END)
    except OSError as error:
        raise _not_readable(name, error) from error


def _not_readable(name: str, error: OSError) -> PlayerError:
    return PlayerError(
        "A file cannot be read",
        f"{name} cannot be read: {error.strerror or error}.",
        "Check the file and its permissions, then build again.",
    )


def _changed(name: str) -> PlayerError:
    return PlayerError(
        "A file was changed", f"{name} was changed while the package was built.", "Build again when nothing writes into the folder."
    )


def _opener(data: bytes) -> Opener:
    return lambda: io.BytesIO(data)


def _course_bytes(course: Course) -> bytes:
    data = write_course(course)
    try:
        read_course(data)
    except RefusedError as error:
        raise SourceError([str(error)]) from error
    return data


def _check_source(course: Course, files: Mapping[str, Opener], quizzes: Mapping[str, Quiz]) -> None:
    names = [*files, *quizzes]
    problems = [f"{name!r}: the folder is kept for the package itself; rename it." for name in names if is_control(name)]
    try:
        check_names(names)
    except RefusedError as error:
        problems.append(f"A file cannot be packed: {error}.")
    if len(names) > MEMBERS_MAX - 4:
        problems.append(f"The course has {len(names)} files; a package holds at most {MEMBERS_MAX - 4}.")
    known = {*names}
    for lesson in course.lessons():
        problems += [f"The file {name!r} of the lesson {lesson.id!r} is missing." for name in files_of(lesson) if name not in known]
        if lesson.kind is Kind.QUIZ:
            wrong = [name for name in files_of(lesson) if name in known and (name not in quizzes or quizzes[name].rules != lesson.quiz)]
            problems += [f"The quiz {name!r} does not have the rules of its lesson {lesson.id!r}." for name in wrong]
    if course.cover and course.cover not in known:
        problems.append(f"The cover {course.cover!r} is missing.")
    if problems:
        raise SourceError(problems, "Nothing was written.")
