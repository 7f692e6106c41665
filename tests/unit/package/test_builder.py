"""Building: the same bytes each time, read once, and never a half-written package."""

import hashlib
import io
import os
import resource
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from player.course.model import CountsWhen, Kind, Lesson, Rule
from player.course.quiz import Quiz
from player.errors import PlayerError, SourceError
from player.package.builder import build
from player.package.outfile import written_beside
from player.package.reader import Package, open_package
from player.package.signer import sign_package
from player.package.verdict import verify_package
from tests.forge.packages import CHUNK, fixed_identity, identity, openers, small_course, write_package


def test_the_same_course_gives_the_same_bytes(tmp_path):
    course, contents, quizzes = small_course()
    one = build(course, openers(contents), quizzes, tmp_path / "one.course", fixed_identity())
    other = build(course, openers(dict(reversed(contents.items()))), quizzes, tmp_path / "other.course", fixed_identity())
    assert one.path.read_bytes() == other.path.read_bytes()
    assert one.digest == other.digest
    assert one.size == one.path.stat().st_size
    assert one.files == len(contents) + len(quizzes)
    assert one.signed_by == "Northern Rivers Training"
    assert one.fingerprint == fixed_identity().fingerprint


def test_these_bytes_are_kept_for_ever(tmp_path):
    """Reproducible means tomorrow too: whoever changes this changes the format."""
    write_package(tmp_path / "p.course", identity=fixed_identity())
    assert hashlib.sha256((tmp_path / "p.course").read_bytes()).hexdigest() == "46269c3896093bba18a6684dad283c78842b55544d515c337402908f9bb87868"


def test_other_tools_read_it(tmp_path):
    large = os.urandom(3 * CHUNK + 17)
    write_package(tmp_path / "p.course", identity=identity(), extra={"big/film.mp4": large, "Übung/ضع.md": b"x", "empty.txt": b""})
    with zipfile.ZipFile(tmp_path / "p.course") as archive:
        assert archive.testzip() is None
        assert archive.read("big/film.mp4") == large
        assert archive.read("Übung/ضع.md") == b"x"
        assert archive.namelist()[:4] == ["_course/manifest.json", "_course/signature.json", "_course/course.json", "_course/chunks.bin"]
        assert archive.namelist()[4:] == sorted(archive.namelist()[4:])
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1])
def test_files_of_every_size_come_back(tmp_path, size):
    data = os.urandom(size)
    write_package(tmp_path / "p.course", extra={"a/file.bin": data})
    package = open_package(tmp_path / "p.course")
    assert package.size("a/file.bin") == size
    assert package.read("a/file.bin") == data
    assert package.verify_all()


def test_progress_ends_at_the_end_and_never_goes_back(tmp_path):
    course, contents, quizzes = small_course()
    seen: list[tuple[int, int]] = []
    build(course, openers(contents), quizzes, tmp_path / "p.course", None, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    assert len({total for _, total in seen}) == 1


def problems(tmp_path: Path, change) -> list[str]:
    course, contents, quizzes = small_course()
    files = openers(contents)
    course = change(course, files, quizzes) or course
    out = tmp_path / "p.course"
    out.write_bytes(b"the old one")
    with pytest.raises(SourceError) as error:
        build(course, files, quizzes, out)
    assert out.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["p.course"]
    return error.value.problems


@pytest.mark.parametrize("name", ["../up.md", "CON", "a:b", "cover.PNG", "e\u0301.md", "cover.png/x"])
def test_names_that_no_reader_would_take_are_refused(tmp_path, name):
    (problem,) = problems(tmp_path, lambda _course, files, _quizzes: files.update({name: files["cover.png"]}))
    assert "cannot be packed" in problem


def test_the_folder_of_the_package_itself_is_not_for_authors(tmp_path):
    found = problems(tmp_path, lambda _course, files, _quizzes: files.update({"_course/course.json": files["cover.png"]}))
    assert "rename it" in found[0]


def test_every_missing_file_is_named(tmp_path):
    def take_away(course, files, quizzes):
        for name in ("01-start/10-welcome.md", "02-burns/10-cool.ar.md", "02-burns/sheet.bin", "cover.png"):
            del files[name]
        quizzes.clear()

    found = problems(tmp_path, take_away)
    assert len(found) == 5
    assert "'02-burns/30-check'" in " ".join(found)


def test_a_quiz_with_other_rules_than_its_lesson_is_refused(tmp_path):
    def change(course, files, quizzes):
        name, quiz = next(iter(quizzes.items()))
        quizzes[name] = Quiz(replace(quiz.rules, pass_mark=50), quiz.questions)

    (problem,) = problems(tmp_path, change)
    assert "rules" in problem


def test_a_course_that_could_not_be_read_again_is_refused(tmp_path):
    def twice(course, files, quizzes):
        lesson = Lesson("01-start/10-welcome", "Again", Kind.TEXT, CountsWhen(Rule.NEXT))
        return replace(course, chapters=(*course.chapters, replace(course.chapters[0], id="x", lessons=(lesson,))))

    (problem,) = problems(tmp_path, twice)
    assert "twice" in problem


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("player.package.builder.MEMBERS_MAX", 8)
    (problem,) = problems(tmp_path, lambda *_: None)
    assert "at most 4" in problem


class Growing(io.BytesIO):
    """Tells another size than it has."""

    def __init__(self, data: bytes, told: int) -> None:
        super().__init__(data)
        self.told = told

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.told if whence == os.SEEK_END else super().seek(offset, whence)


class Failing(io.BytesIO):
    def read(self, _size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


class Slow(io.BytesIO):
    """Hands out seven bytes at a time, as a pipe might."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size) if size and size > 0 else 7)


@pytest.mark.parametrize("told", [0, 4, 6, 2 * CHUNK])
def test_a_file_that_changes_meanwhile_is_noticed(tmp_path, told):
    course, contents, quizzes = small_course()
    with pytest.raises(PlayerError, match="changed"):
        build(course, {**openers(contents), "x.bin": lambda: Growing(b"12345", told)}, quizzes, tmp_path / "p.course")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    course, contents, quizzes = small_course()

    def missing():
        raise FileNotFoundError(2, "No such file or directory")

    for opener in (missing, lambda: Failing(b"12345")):
        with pytest.raises(PlayerError, match=r"x\.bin cannot be read"):
            build(course, {**openers(contents), "x.bin": opener}, quizzes, tmp_path / "p.course")
        assert list(tmp_path.iterdir()) == []


def test_short_reads_are_put_together(tmp_path):
    course, contents, quizzes = small_course()
    build(course, {**openers(contents), "x.bin": lambda: Slow(b"1234567890" * 3)}, quizzes, tmp_path / "p.course")
    assert open_package(tmp_path / "p.course").read("x.bin") == b"1234567890" * 3


def test_stopping_leaves_the_old_package(tmp_path):
    course, contents, quizzes = small_course()
    out = tmp_path / "p.course"
    out.write_bytes(b"the old one")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(course, openers(contents), quizzes, out, None, stop)
    assert out.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["p.course"]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    course, contents, quizzes = small_course()
    for out, words in ((tmp_path / "no" / "p.course", "no folder"), (tmp_path, "is a folder")):
        with pytest.raises(PlayerError, match=words) as error:
            build(course, openers(contents), quizzes, out)
        assert error.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_too_small_is_foreseen_with_numbers(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(PlayerError, match=r"0\.0 MB are free"):
        write_package(tmp_path / "p.course")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_gets_full_meanwhile_leaves_the_old_package(tmp_path):
    out = tmp_path / "p.course"
    out.write_bytes(b"the old one")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        with pytest.raises(PlayerError, match="no room"):
            write_package(out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert out.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["p.course"]


def test_any_other_trouble_with_the_disk_is_one_sentence(tmp_path):
    with pytest.raises(PlayerError, match="cannot be written"), written_beside(tmp_path / "p.course", 0):
        raise OSError(30, "Read-only file system")


def test_signing_changes_the_signature_and_nothing_else(tmp_path):
    large = os.urandom(2 * CHUNK + 5)
    plain, signed, again = (tmp_path / f"{name}.course" for name in ("plain", "signed", "again"))
    built = write_package(plain, extra={"film.mp4": large})
    one, other = identity("One"), identity("Another publisher with a longer name")
    first = sign_package(plain, one, signed)
    assert (first.digest, first.signed_by, first.fingerprint, first.files) == (built.digest, "One", one.fingerprint, built.files)
    assert first.size == signed.stat().st_size
    sign_package(signed, other, again)
    sign_package(signed, other, signed)  # in place
    assert signed.read_bytes() == again.read_bytes()
    verdict = verify_package(signed)
    assert (verdict.intact, verdict.signed_by, verdict.digest) == (True, other.name, built.digest)
    assert open_package(signed).read("film.mp4") == large
    write_package(tmp_path / "direct.course", identity=other, extra={"film.mp4": large})
    assert (tmp_path / "direct.course").read_bytes() == signed.read_bytes()


def test_a_package_that_is_cut_while_it_is_signed_is_noticed(tmp_path, monkeypatch):
    path = tmp_path / "p.course"
    write_package(path)
    package = open_package(path)
    monkeypatch.setattr(Package, "verify_all", lambda *_arguments: os.truncate(path, package.members[3].start))
    monkeypatch.setattr("player.package.plainfile._stamp", lambda _status: package._stamp)
    with pytest.raises(PlayerError, match="changed while it was open"):
        sign_package(path, identity(), tmp_path / "out.course")
    assert not (tmp_path / "out.course").exists()


def test_a_damaged_package_is_not_signed(tmp_path):
    path = tmp_path / "p.course"
    write_package(path)
    data = bytearray(path.read_bytes())
    data[data.index(b"Hold the burn")] ^= 1
    path.write_bytes(data)
    with pytest.raises(PlayerError, match="damaged"):
        sign_package(path, identity(), path)
    assert path.read_bytes() == data
