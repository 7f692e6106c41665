"""What people give by mistake, and what attackers give on purpose: one sentence each, and nothing changes."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.package.manifest import CHUNKS_NAME
from player.package.reader import open_package
from player.package.refusal import PackageError
from player.package.verdict import verify_package
from player.signing.canonical import canonical
from player.signing.envelope import PACKAGE_MANIFEST, sign_envelope
from tests.forge.packages import CHUNK, fixed_identity, identity, small_course, write_package
from tests.forge.zips import Part, package_parts, write


def said(path: Path, words: str | None = None) -> PlayerError:
    with pytest.raises(PlayerError, match=words) as error:
        open_package(path).verify_all()
    assert path.name in error.value.message
    assert error.value.hint
    assert len(error.value.message) < 300
    return error.value


@pytest.mark.parametrize("data", [b"", b"x", b"hello, world " * 100, b"%PDF-1.7\n" + b"x" * 5000, b"PK\x03\x04", b"\0" * 100_000,
    b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package(tmp_path, data):
    path = tmp_path / "thing.course"
    path.write_bytes(data)
    error = said(path, "empty|no ZIP file|no package")
    assert isinstance(error, PackageError)
    assert verify_package(path).exit_code == 1


def test_a_zip_file_of_other_things(tmp_path):
    path = tmp_path / "photos.course"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x" * 100)
    said(path, "no package")


def test_a_package_packed_again_by_another_tool(tmp_path):
    write_package(tmp_path / "good.course")
    with zipfile.ZipFile(tmp_path / "good.course") as good, zipfile.ZipFile(tmp_path / "again.course", "w") as again:
        for info in good.infolist():
            again.writestr(info.filename, good.read(info))
    said(tmp_path / "again.course")


def test_every_truncation_is_noticed(tmp_path):
    write_package(tmp_path / "good.course", identity=fixed_identity())
    data = (tmp_path / "good.course").read_bytes()
    path = tmp_path / "cut.course"
    for length in {*range(0, len(data), 97), *range(len(data) - 40, len(data))}:
        path.write_bytes(data[:length])
        assert verify_package(path).exit_code == 1, length


def test_a_folder_a_pipe_and_nothing_at_all(tmp_path):
    folder = tmp_path / "folder.course"
    folder.mkdir()
    assert "greentick build" in said(folder, "is a folder").hint
    os.mkfifo(tmp_path / "pipe.course")
    said(tmp_path / "pipe.course", "device or a pipe")
    said(tmp_path / "missing.course", "There is no file")
    said(tmp_path / "missing" / "p.course", "There is no file")
    write_package(tmp_path / "file.course")
    said(tmp_path / "file.course" / "p.course", "There is no file")
    for path in (folder, tmp_path / "missing.course"):
        with pytest.raises(PlayerError):
            verify_package(path)


def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "locked.course"
    write_package(path)
    path.chmod(0)
    root = os.geteuid() == 0
    if root:  # who may read everything: be somebody else for a moment
        os.seteuid(65534)
    try:
        error = said(path, "may not be read")
    finally:
        if root:
            os.seteuid(0)
    assert "permission" in error.hint


@pytest.mark.parametrize("number", [5, 19, 6, 116])
def test_a_medium_that_is_gone(tmp_path, monkeypatch, number):
    path = tmp_path / "stick.course"
    write_package(path)

    def gone(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(type(path), "open", gone)
    assert not isinstance(said(path, "medium was pulled or is damaged"), PackageError)


def test_any_other_trouble_of_the_system_is_passed_on(tmp_path, monkeypatch):
    path = tmp_path / "odd.course"
    write_package(path)

    def odd(*_arguments, **_options):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(type(path), "open", odd)
    said(path, "Too many open files")


def changed_json(**changes):
    def change(data: bytes) -> bytes:
        return canonical(json.loads(data) | changes)

    return change


def test_a_newer_format_is_named_as_such(tmp_path):
    for how in ({"manifest": changed_json(format=2, magic="new")}, {"course": changed_json(format=2)},
        {"manifest": changed_json(wings=True)}):
        path = write(tmp_path / "new.course", package_parts(**how))
        error = said(path, "newer version of Greentick")
        assert "Update" in error.hint
        assert verify_package(path).exit_code == 1


def test_a_manifest_of_something_else_is_refused(tmp_path):
    said(write(tmp_path / "other.course", package_parts(manifest=changed_json(kind="shopping list"))), "the field kind of the manifest")


def test_manifest_and_course_must_name_one_course(tmp_path):
    def renamed(data: bytes) -> bytes:
        document = json.loads(data)
        document["course"]["title"] = "Another course"
        return canonical(document)

    said(write(tmp_path / "two.course", package_parts(manifest=renamed, identity=identity())), "two different courses")


@pytest.mark.parametrize("field", ["file", "files", "languages", "cover"])
def test_a_course_that_names_a_missing_file_is_refused(tmp_path, field):
    def broken(data: bytes) -> bytes:
        document = json.loads(data)
        if field == "cover":
            document["course"]["cover"] = "no/such.png"
        else:
            lesson = document["course"]["chapters"][0]["lessons"][0]
            lesson[field] = {"file": "no/such.md", "files": ["no/such.md"], "languages": {"ar": "no/such.md"}}[field]
        return canonical(document)

    said(write(tmp_path / "lost.course", package_parts(course=broken)), "missing in it")


def test_a_course_that_names_the_package_s_own_files_is_refused(tmp_path):
    """A lesson must not show the manifest, or the chunk hashes, as if they were content."""

    def broken(data: bytes) -> bytes:
        document = json.loads(data)
        document["course"]["chapters"][0]["lessons"][0]["file"] = "_course/manifest.json"
        return canonical(document)

    said(write(tmp_path / "own.course", package_parts(course=broken)), "missing in it")


def test_content_that_was_changed_with_fitting_checksums_is_found_by_its_hash(tmp_path):
    """An attacker repairs every CRC; the manifest's SHA-256 remains."""
    parts = package_parts(identity=identity())
    parts[-1].data = parts[-1].data[:-1] + b"!"
    path = write(tmp_path / "p.course", parts)
    with pytest.raises(PackageError):
        open_package(path).verify_all()
    parts = package_parts(identity=identity())
    parts[2].data = parts[2].data.replace(b"First aid", b"Fyrst aid")
    said(write(path, parts))


def test_a_course_document_that_is_not_the_one_of_the_manifest_is_refused(tmp_path):
    def other_hash(data: bytes) -> bytes:
        document = json.loads(data)
        document["files"][0][3] = "0" * 64
        return canonical(document)

    said(write(tmp_path / "p.course", package_parts(manifest=other_hash, identity=identity())), r"course\.json in it was changed")


def test_a_signature_of_another_package_is_refused(tmp_path):
    parts = package_parts(identity=identity())
    parts[1].data = sign_envelope(identity(), PACKAGE_MANIFEST, b"another manifest")
    said(write(tmp_path / "p.course", parts), "its signature does not fit")


@pytest.mark.parametrize("data", [b"", b"{}", b"null", b"\xff", b'{"algorithm":"none"}', b"[" * 4000])
def test_a_signature_that_is_none_is_refused_not_ignored(tmp_path, data):
    """An empty or broken signature must never pass as "unsigned"."""
    parts = package_parts(identity=identity())
    parts[1].data = data
    assert verify_package(write(tmp_path / "p.course", parts)).exit_code == 1


def test_a_signature_elsewhere_is_no_signature(tmp_path):
    parts = package_parts(identity=identity())
    parts.append(parts.pop(1))
    said(write(tmp_path / "p.course", parts))


def test_chunk_hashes_without_large_files_are_refused(tmp_path):
    parts = package_parts({CHUNKS_NAME: b""})
    said(write(tmp_path / "p.course", parts), "in order|itself")


def test_a_large_file_whose_chunk_hashes_lie_is_refused(tmp_path):
    """The list fits the manifest, a chunk does not fit the list: never handed out, and found by verify."""
    write_package(tmp_path / "p.course", extra={"film.mp4": b"a" * (2 * CHUNK)})
    package = open_package(tmp_path / "p.course")
    data = bytearray((tmp_path / "p.course").read_bytes())
    member = next(member for member in package.members if member.name == "film.mp4")
    data[member.start + CHUNK] ^= 1
    (tmp_path / "p.course").write_bytes(data)
    spoiled = open_package(tmp_path / "p.course")
    with spoiled.open("film.mp4") as stream, pytest.raises(PackageError, match="damaged between"):
        stream.read()
    assert verify_package(tmp_path / "p.course").exit_code == 1


def test_no_sentence_shows_raw_hostile_characters(tmp_path):
    path = write(tmp_path / "p.course", [*package_parts(), Part("evil\u202egpj\x1b[31m.md")])
    error = said(path)
    assert not any(character in str(error) for character in "\u202e\x1b\n")


def test_nothing_is_changed_by_looking(tmp_path):
    path = tmp_path / "p.course"
    write_package(path, identity=identity())
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir()))
    verify_package(path)
    _, contents, _ = small_course()
    for name in contents:
        open_package(path).read(name)
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before
