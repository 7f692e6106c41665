"""Large packages: files and offsets beyond 4 GiB, more than 65,535 files. Sparse files keep it quick."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from player.course.model import Course
from player.package.document import write_course
from player.package.manifest import CHUNKS_NAME, COURSE_NAME, MANIFEST_NAME, File, chunk_count, describe, describe_bytes, write_manifest
from player.package.reader import open_package
from player.package.refusal import PackageError
from player.package.zipform import FULL_32, Member, directory, local_header
from tests.forge.packages import CHUNK

GIB = 1024**3
ZEROS = hashlib.sha256(bytes(CHUNK)).digest()
COURSE = Course("org.example.large", "Large", "1", ())


def sparse_package(path: Path, sizes: dict[str, int]) -> None:
    """A package whose large files are zeros that take no room. SHA-256 and CRC of the whole are not right: only the
    chunks' are, which is what reading checks."""
    course = write_course(COURSE)
    chunks = b"".join(
        hashlib.sha256(bytes(min(CHUNK, size - number * CHUNK))).digest() if (number + 1) * CHUNK > size else ZEROS
        for size in sizes.values()
        for number in range(chunk_count(size))
    )
    own = [describe_bytes(COURSE_NAME, course), *([describe_bytes(CHUNKS_NAME, chunks)] if chunks else [])]
    manifest = write_manifest(describe(COURSE, [*own, *(File(name, size, "0" * 8, "0" * 64) for name, size in sizes.items())]))
    contents = {MANIFEST_NAME: manifest, COURSE_NAME: course, **({CHUNKS_NAME: chunks} if chunks else {})}
    members = []
    with path.open("wb") as file:
        for name, data in contents.items():
            _, size, crc, _ = describe_bytes(name, data)
            members.append(Member(name, size, int(crc, 16), file.tell()))
            file.write(local_header(members[-1]) + data)
        for name, size in sizes.items():
            members.append(Member(name, size, 0, file.tell()))
            file.write(local_header(members[-1]))
            file.seek(size, 1)
        file.truncate()
        file.write(directory(members, file.tell()))


def test_a_file_of_more_than_4_gib_and_one_behind_it(tmp_path):
    path = tmp_path / "large.course"
    sizes = {"a-film.mp4": 4 * GIB + 5, "b-behind.bin": 2 * CHUNK, "c.md": 0}
    sparse_package(path, sizes)
    package = open_package(path)
    assert {name: package.size(name) for name in package.names()} == sizes
    with package.open("a-film.mp4") as stream:
        for at in (0, 3 * GIB + 9, 4 * GIB, 4 * GIB + 2):
            stream.seek(at)
            assert stream.read(100) == bytes(min(100, sizes["a-film.mp4"] - at))
    with package.open("b-behind.bin") as stream:
        assert stream.read() == bytes(2 * CHUNK)
    with zipfile.ZipFile(path) as archive:
        assert {info.filename: info.file_size for info in archive.infolist() if not info.filename.startswith("_course")} == sizes
        assert archive.getinfo("b-behind.bin").header_offset > 4 * GIB


@pytest.mark.parametrize("size", [FULL_32 - 1, FULL_32])
def test_the_edge_of_what_fits_without_zip64(tmp_path, size):
    path = tmp_path / "edge.course"
    sparse_package(path, {"film.mp4": size})
    assert open_package(path).size("film.mp4") == size
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("film.mp4").file_size == size


def test_a_byte_in_the_zip64_records_counts(tmp_path):
    path = tmp_path / "large.course"
    sparse_package(path, {"a-film.mp4": 4 * GIB + 5, "b.md": 0})
    size = path.stat().st_size
    for back in range(1, 22 + 20 + 56 + 46 + 4 + 20):
        with path.open("r+b") as file:
            file.seek(size - back)
            byte = file.read(1)
            file.seek(size - back)
            file.write(bytes([byte[0] ^ 1]))
            file.flush()
            with pytest.raises(PackageError):
                open_package(path)
            file.seek(size - back)
            file.write(byte)
    assert open_package(path)


@pytest.mark.parametrize("count", [65_532, 65_533])  # with manifest and course: as many as a plain ZIP counts, and one more
def test_more_files_than_a_plain_zip_holds(tmp_path, count):
    path = tmp_path / "many.course"
    sparse_package(path, {f"{number // 1000:03}/{number:06}.md": 0 for number in range(count)})
    assert sum(1 for _ in open_package(path).names()) == count
