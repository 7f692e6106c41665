"""Opens a .course file: structure and signature at once, content when it is first read, from where the file lies."""

import gc
import hashlib
import io
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from player.course.model import Course, Lesson
from player.course.quiz import Quiz
from player.errors import PlayerError, said
from player.package.directory import check_directory, what_is_wrong
from player.package.document import files_of, read_course
from player.package.limits import (
    CHUNK_BYTES,
    COURSE_BYTES_MAX,
    MANIFEST_BYTES_MAX,
    MEMBERS_MAX,
    PACKAGE_BYTES_MAX,
    QUIZ_BYTES_MAX,
    SIGNATURE_BYTES_MAX,
)
from player.package.manifest import (
    CHUNKS_NAME,
    HASH_BYTES,
    MANIFEST_NAME,
    SIGNATURE_NAME,
    File,
    Manifest,
    chunk_count,
    digest,
    is_control,
    place,
    read_manifest,
)
from player.package.plainfile import Stamp, changed, open_plain
from player.package.quizzes import read_quiz
from player.package.refusal import RefusedError, refusing
from player.package.stream import ChunkedStream, damaged
from player.package.zipcentral import Ending, read_ending
from player.package.zipform import LOCAL, Member, local_header, local_length
from player.signing.envelope import PACKAGE_MANIFEST, NotSignedError, Signer, read_envelope

Progress = Callable[[int, int], None]  # (bytes done, bytes in all)

_BUFFER_BYTES = 64 * 1024


class Package:
    """An open package. Holds no file handle: each stream has its own, so that any thread may read and the stick can be
    pulled; put back, or copied to its place again, the same package goes on; another one in its place is noticed."""

    def __init__(
        self, path: Path, stamp: Stamp, course: Course, manifest: Manifest, digest: str, signature: Signer | None, members: Sequence[Member]
    ) -> None:
        self.path = path
        self.course = course
        self.manifest = manifest
        self.digest = digest  # SHA-256 of the manifest, hex
        self.signature = signature
        self._stamp = stamp
        self.members = members  # in the order in which they lie in the file
        self._members = dict(zip((member.name for member in members), members, strict=True))
        self._files = dict(zip((file.name for file in manifest.files), manifest.files, strict=True))
        self._lock = threading.RLock()
        self._chunks: dict[str, tuple[bytes, bytearray]] | None = None  # large file -> (chunk hashes, which were verified)

    @property
    def size_in_bytes(self) -> int:
        return self._stamp.size

    def names(self) -> Iterator[str]:
        """Every file of the course, sorted."""
        return (file.name for file in self.manifest.content)

    def size(self, name: str) -> int:
        return self._file(name).size

    def open(self, name: str) -> BinaryIO:
        """A seekable stream: of a file of up to 1 MiB, checked here; of a larger one chunk by chunk as it is read."""
        file = self._file(name)
        if not chunk_count(file.size):
            return io.BytesIO(self._whole(file))
        member = self._members[name]
        self._check_header(member)
        with self._lock:  # what was verified belongs to the file of this stamp
            (hashes, verified), stamp = self.chunk_hashes()[name], self._stamp
        return io.BufferedReader(ChunkedStream(self.path, stamp, member, hashes, verified), _BUFFER_BYTES)

    def read(self, name: str) -> bytes:
        """The whole file. PlayerError when it is missing or damaged."""
        with self.open(name) as stream:
            return stream.read()

    def quiz(self, lesson: Lesson, language: str = "") -> Quiz:
        """The questions of a quiz lesson, in `language` where there is such a file."""
        name = lesson.languages.get(language, lesson.file)
        with refusing(self.path):
            if self.size(name) > QUIZ_BYTES_MAX:
                raise RefusedError(said("the quiz {name!r} in it has more than {most} bytes", name=name, most=QUIZ_BYTES_MAX))
            quiz = read_quiz(self.read(name), name)
            if quiz.rules != lesson.quiz:
                raise RefusedError(said("the rules of the quiz {name!r} are not those of its lesson", name=name))
        return quiz

    def verify_all(self, progress: Progress | None = None, cancel: Callable[[], bool] | None = None) -> bool:
        """Checks every byte of the file. PackageError names the first file that is damaged; False when `cancel` said so."""
        size = self.size_in_bytes
        chunks = self.chunk_hashes()
        with self.raw() as file:
            for member in self.members:
                _check_local_header(file, member)
                whole, crc = hashlib.sha256(), 0
                for start in range(0, member.size, CHUNK_BYTES):
                    if cancel is not None and cancel():
                        return False
                    data = file.read(min(CHUNK_BYTES, member.size - start))
                    whole.update(data)
                    crc = zlib.crc32(data, crc)
                    if member.name in chunks:
                        number = start // CHUNK_BYTES
                        if hashlib.sha256(data).digest() != chunks[member.name][0][number * HASH_BYTES : (number + 1) * HASH_BYTES]:
                            raise damaged(self.path, member.name, start, start + len(data))
                    if progress is not None:
                        progress(member.start + start + len(data), size)
                known = self._files.get(member.name)
                if crc != member.crc or (known is not None and whole.hexdigest() != known.sha256):
                    raise damaged(self.path, member.name, 0, member.size)
        if progress is not None:
            progress(size, size)
        return True

    @contextmanager
    def raw(self) -> Iterator[BinaryIO]:
        """The package file itself, open. PlayerError when it is not, or at the end no longer, the package that was opened."""
        with refusing(self.path), open_plain(self.path) as (file, stamp):
            if stamp != self._stamp:
                self._know_again(file, stamp)
            yield file
            stamp.check(self.path, file.fileno())

    def _know_again(self, file: BinaryIO, stamp: Stamp) -> None:
        """Another file lies there: go on with it when it is the same package, every file of it to be checked anew; else PlayerError."""
        try:
            found = _read(self.path, file, stamp)
        except RefusedError:
            raise changed(self.path) from None
        if found.digest != self.digest or list(found.members) != list(self.members):
            raise changed(self.path)
        with self._lock:
            self._stamp, self._chunks = stamp, None

    def _file(self, name: str) -> File:
        file = None if is_control(name) else self._files.get(name)
        if file is None:
            raise PlayerError(
                "A file is missing",
                said("There is no file {name!r} in {package}.", name=name, package=self.path.name),
                "Ask the publisher of the course for a whole package.",
            )
        return file

    def _whole(self, file: File) -> bytes:
        member = self._members[file.name]
        with self.raw() as source:
            _check_local_header(source, member)
            data = source.read(file.size)
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise damaged(self.path, file.name, 0, file.size)
        return data

    def _check_header(self, member: Member) -> None:
        with self.raw() as source:
            _check_local_header(source, member)

    def chunk_hashes(self) -> dict[str, tuple[bytes, bytearray]]:
        """The chunk hashes of each large file, one behind the other, and which chunks were verified. Read when the first one is opened."""
        with self._lock:
            if self._chunks is None:
                large = [(file.name, chunk_count(file.size)) for file in self.manifest.content if chunk_count(file.size)]
                hashes = self._whole(self._files[CHUNKS_NAME]) if large else b""
                chunks, at = {}, 0
                for name, count in large:
                    chunks[name] = (hashes[at : at + count * HASH_BYTES], bytearray(count))
                    at += count * HASH_BYTES
                self._chunks = chunks
            return self._chunks


def open_package(path: Path) -> Package:
    """Reads the directory, the manifest, its signature and the course, no content.

    PackageError when it is no valid package, PlayerError when the file cannot be read; both in one sentence.
    """
    with _collector_paused(), refusing(path), open_plain(path) as (file, stamp):
        return _read(path, file, stamp)


def _read(path: Path, file: BinaryIO, stamp: Stamp) -> Package:
    if stamp.size > PACKAGE_BYTES_MAX:
        raise RefusedError(said("it has {size} bytes, more than {most}", size=stamp.size, most=PACKAGE_BYTES_MAX))
    ending = read_ending(file, stamp.size, MEMBERS_MAX)
    control, manifest_bytes, signature_bytes = _read_control(file, ending)
    manifest = read_manifest(manifest_bytes)
    members = [*control, *place(manifest.files, control[-1].end)]
    check_directory(ending, members)
    signer = _signer(signature_bytes, manifest_bytes) if signature_bytes is not None else None
    course = _read_course(file, members[len(control)], manifest)
    return Package(path, stamp, course, manifest, digest(manifest_bytes), signer, members)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Tens of thousands of objects are made that all stay: the cycle collector would walk them again and again, for a
    third of the time that opening takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_control(file: BinaryIO, ending: Ending) -> tuple[list[Member], bytes, bytes | None]:
    """The members before those that the manifest lists, the manifest and the signature, None when there is none."""
    manifest = _small_member(file, MANIFEST_NAME, 0)
    if manifest is None:
        raise what_is_wrong(ending, ())
    members, data = [manifest], _content(file, manifest, MANIFEST_BYTES_MAX)
    signature = _small_member(file, SIGNATURE_NAME, manifest.end)
    if signature is None:
        return members, data, None
    return [*members, signature], data, _content(file, signature, SIGNATURE_BYTES_MAX)


def _small_member(file: BinaryIO, name: str, offset: int) -> Member | None:
    """The member `name` when its local header stands at `offset` in the form of a package, else None."""
    file.seek(offset)
    header = file.read(local_length(name, 0))
    if len(header) < LOCAL.size:
        return None
    _, _, _, _, _, _, crc, _, size, _, _ = LOCAL.unpack_from(header)
    member = Member(name, size, crc, offset)
    return member if local_header(member) == header else None


def _content(file: BinaryIO, member: Member, size_max: int) -> bytes:
    """The content of a file of the package itself, checked against its header and CRC-32."""
    if member.size > size_max:
        raise RefusedError(said("{name} in it has {size} bytes, more than {most}", name=member.name, size=member.size, most=size_max))
    _check_local_header(file, member)
    data = file.read(member.size)
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        raise RefusedError(said("{name} in it is damaged", name=member.name))
    return data


def _read_course(file: BinaryIO, member: Member, manifest: Manifest) -> Course:
    data = _content(file, member, COURSE_BYTES_MAX)
    if hashlib.sha256(data).hexdigest() != manifest.files[0].sha256:
        raise RefusedError(said("{name} in it was changed", name=member.name))
    course = read_course(data)
    _check_course(course, manifest)
    return course


def _check_local_header(file: BinaryIO, member: Member) -> None:
    """Leaves `file` at the member's content."""
    expected = local_header(member)
    file.seek(member.offset)
    if file.read(len(expected)) != expected:
        raise RefusedError(said("the header of {name} in it is damaged (byte {offset})", name=member.name, offset=member.offset))


def _signer(data: bytes, manifest: bytes) -> Signer:
    try:
        return read_envelope(data, PACKAGE_MANIFEST, manifest)
    except NotSignedError as error:
        raise RefusedError(said("its signature {why}", why=error)) from error


def _check_course(course: Course, manifest: Manifest) -> None:
    told = (manifest.id, manifest.title, manifest.version, manifest.publisher, manifest.licence, manifest.languages)
    if told != (course.id, course.title, course.version, course.publisher, course.licence, course.languages):
        raise RefusedError("its manifest and its course document name two different courses")
    known = {file.name for file in manifest.content}
    for lesson in course.lessons():
        for name in files_of(lesson):
            if name not in known:
                raise RefusedError(said("the file {name!r} of the lesson {id!r} is missing in it", name=name, id=lesson.id))
    if course.cover and course.cover not in known:
        raise RefusedError(said("the cover {cover!r} is missing in it", cover=course.cover))
