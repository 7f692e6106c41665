"""Reading: streams that seek, check what they hand out, and notice a package that vanishes."""

import io
import os
import random
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from player.course.model import Lesson
from player.course.source import ContentSource
from player.errors import PlayerError
from player.package.reader import Package, open_package
from player.package.refusal import PackageError
from player.package.verdict import verify_package
from player.package.zipform import Member
from tests.forge.packages import CHUNK, identity, small_course, write_big_package, write_package

LARGE = random.Random(7).randbytes(3 * CHUNK + 1234)


@pytest.fixture
def path(tmp_path) -> Path:
    write_package(tmp_path / "p.course", identity=identity(), extra={"film.mp4": LARGE, "other.mp4": LARGE[::-1]})
    return tmp_path / "p.course"


@pytest.fixture
def package(path) -> Package:
    return open_package(path)


def member(path: Path, name: str) -> Member:
    return next(member for member in open_package(path).members if member.name == name)


def spoil(path: Path, at: int) -> None:
    """Changes the byte at `at` and keeps size and time of the file."""
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 0x10]))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_it_is_a_content_source(package):
    source: ContentSource = package
    _, contents, quizzes = small_course()
    assert list(source.names()) == sorted({*contents, *quizzes, "film.mp4", "other.mp4"})
    for name, data in contents.items():
        assert source.size(name) == len(data)
        with source.open(name) as stream:
            assert stream.seekable()
            assert stream.read() == data


def test_it_tells_the_course_the_manifest_and_the_signer(package):
    course, _, quizzes = small_course()
    assert package.course == course
    assert (package.manifest.id, package.manifest.title, package.manifest.version) == (course.id, course.title, course.version)
    assert (package.manifest.publisher, package.manifest.licence, package.manifest.languages) == (course.publisher, course.licence,
        course.languages)
    assert len(package.digest) == 64
    assert package.signature is not None
    assert package.signature.name == "Northern Rivers Training"
    assert package.quiz(course.lesson("02-burns/30-check")) == quizzes["02-burns/30-check.quiz.json"]


def test_an_unsigned_package_has_no_signer(tmp_path):
    write_package(tmp_path / "p.course")
    assert open_package(tmp_path / "p.course").signature is None


@pytest.mark.parametrize("name", ["missing.md", "", "../p.course", "_course/manifest.json", "_course/course.json", "_course/chunks.bin",
    "Cover.png"])
def test_what_is_no_file_of_the_course_is_missing(package, name):
    for call in (package.open, package.size, package.read):
        with pytest.raises(PlayerError, match="no file"):
            call(name)


def test_a_large_file_reads_like_the_file_itself(package):
    """The same random seeks and reads on the stream and on the bytes."""
    chance = random.Random(3)
    with package.open("film.mp4") as stream, io.BytesIO(LARGE) as plain:
        for _ in range(300):
            if chance.random() < 0.6:
                whence = chance.choice([os.SEEK_SET, os.SEEK_CUR, os.SEEK_END])
                span = {os.SEEK_SET: (0, len(LARGE) + 9), os.SEEK_CUR: (-plain.tell(), 99_999), os.SEEK_END: (-len(LARGE), 9)}[whence]
                offset = chance.randint(*span)
                assert stream.seek(offset, whence) == plain.seek(offset, whence)
            size = chance.choice([0, 1, 17, 4096, 70_000, CHUNK, CHUNK + 1])
            assert stream.read(size) == plain.read(size)
            assert stream.tell() == plain.tell()
        stream.seek(0)
        assert stream.read() == LARGE


def test_a_raw_stream_takes_any_buffer(package):
    with package.open("film.mp4") as stream:
        raw = stream.raw
        assert raw.readinto(bytearray(0)) == 0
        raw.seek(CHUNK - 3)
        assert raw.readinto(bytearray(10)) == 3  # to the end of the chunk
        raw.seek(-5, os.SEEK_END)
        assert raw.readall() == LARGE[-5:]
        assert raw.readinto(bytearray(5)) == 0
        assert raw.seek(-9, os.SEEK_SET) == 0
        assert raw.readable()


def test_many_threads_read_at_once(package):
    wrong: list[str] = []

    def read(seed: int) -> None:
        chance = random.Random(seed)
        name, data = chance.choice([("film.mp4", LARGE), ("other.mp4", LARGE[::-1])])
        with package.open(name) as stream:
            for _ in range(40):
                at = chance.randrange(len(data))
                stream.seek(at)
                if stream.read(5000) != data[at : at + 5000]:
                    wrong.append(f"{name} at {at}")

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_only_the_damaged_chunk_is_refused(path):
    spoil(path, member(path, "film.mp4").start + CHUNK + 5)
    package = open_package(path)
    with package.open("film.mp4") as stream:
        assert stream.read(CHUNK) == LARGE[:CHUNK]
        with pytest.raises(PackageError, match=rf"film\.mp4 in p\.course is damaged between byte {CHUNK} and byte {2 * CHUNK}") as error:
            stream.read(1)
        assert "again" in error.value.hint
        stream.seek(2 * CHUNK)
        assert stream.read() == LARGE[2 * CHUNK :]
    with pytest.raises(PackageError, match="film"):
        package.verify_all()


def test_each_chunk_is_checked_once_and_remembered(package, monkeypatch):
    from player.package import stream as module

    hashed: list[int] = []
    real = module.hashlib.sha256

    class Counting:
        @staticmethod
        def sha256(data):
            hashed.append(len(data))
            return real(data)

    monkeypatch.setattr(module, "hashlib", Counting)
    for _ in range(3):
        with package.open("film.mp4") as stream:
            for at in (0, 2 * CHUNK, 5):
                stream.seek(at)
                assert stream.read(10) == LARGE[at : at + 10]
    assert hashed == [CHUNK, CHUNK]


@pytest.mark.parametrize("name", ["01-start/10-welcome.md", "02-burns/30-check.quiz.json", "cover.png"])
def test_a_damaged_small_file_is_refused_when_it_is_opened(path, name):
    spoil(path, member(path, name).end - 1)
    package = open_package(path)
    with pytest.raises(PackageError, match="damaged"):
        package.open(name)
    assert package.read("02-burns/10-cool.md")


def test_a_damaged_local_header_is_noticed_when_the_file_is_opened(path):
    for name in ("02-burns/10-cool.md", "film.mp4"):
        spoil(path, member(path, name).offset + 10)
        with pytest.raises(PackageError, match="header"):
            open_package(path).open(name)


def test_a_damaged_list_of_chunk_hashes_is_noticed(path):
    spoil(path, member(path, "_course/chunks.bin").start)
    package = open_package(path)
    with pytest.raises(PackageError, match=r"chunks\.bin"):
        package.open("film.mp4")


def test_verify_all_tells_how_far_it_is_and_can_be_stopped(package):
    seen: list[tuple[int, int]] = []
    assert package.verify_all(lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (package.size_in_bytes, package.size_in_bytes)
    assert len(seen) > 8
    calls = iter([False, False, True])
    assert package.verify_all(cancel=lambda: next(calls)) is False


def test_a_verdict_that_was_stopped_is_no_verdict(path):
    with pytest.raises(PlayerError, match="stopped"):
        verify_package(path, cancel=lambda: True)


def test_a_package_that_vanishes_is_one_sentence(path, package):
    with package.open("film.mp4") as stream:
        stream.read(10)
        path.rename(path.with_name("elsewhere"))
        stream.seek(2 * CHUNK)
        assert stream.read(5) == LARGE[2 * CHUNK : 2 * CHUNK + 5]  # what is open stays open
    for call in (lambda: package.open("film.mp4"), lambda: package.open("cover.png"), package.verify_all):
        with pytest.raises(PlayerError, match="There is no file") as error:
            call()
        assert not isinstance(error.value, PackageError)
        assert "stick" in error.value.hint


def test_a_package_that_was_replaced_is_noticed(path, package, tmp_path):
    write_package(tmp_path / "new.course", extra={"film.mp4": LARGE[::-1], "other.mp4": LARGE})
    (tmp_path / "new.course").replace(path)
    for call in (lambda: package.open("film.mp4"), lambda: package.open("cover.png"), package.verify_all):
        with pytest.raises(PlayerError, match="replaced or changed"):
            call()


def test_the_same_package_put_back_or_copied_again_goes_on(path, package, tmp_path):
    with package.open("film.mp4") as old:
        assert old.read(10) == LARGE[:10]
        data = path.read_bytes()
        path.unlink()
        with pytest.raises(PlayerError, match="There is no file"):
            package.open("film.mp4")
        path.write_bytes(data)
        os.utime(path, ns=(5, 5))
        with package.open("film.mp4") as stream:
            assert stream.read() == LARGE
        assert package.read("cover.png")
        assert package.verify_all()
        old.seek(2 * CHUNK)
        assert old.read(5) == LARGE[2 * CHUNK : 2 * CHUNK + 5]  # what is open stays open


def test_what_was_checked_in_one_file_is_checked_again_in_the_next(path, package):
    """The same manifest over another content: no chunk is taken on trust because the one before it was good."""
    with package.open("film.mp4") as stream:
        assert stream.read() == LARGE
    data = bytearray(path.read_bytes())
    data[data.index(LARGE[CHUNK : CHUNK + 64]) + 7] ^= 1
    path.unlink()
    path.write_bytes(data)
    os.utime(path, ns=(5, 5))
    with package.open("film.mp4") as stream, pytest.raises(PlayerError, match="is damaged between byte"):
        stream.read()


def test_a_package_in_whose_place_nonsense_lies_is_noticed(path, package):
    path.write_bytes(b"Nothing of the kind.\n" * 50)
    for call in (lambda: package.open("film.mp4"), lambda: package.open("cover.png"), package.verify_all):
        with pytest.raises(PlayerError, match="replaced or changed"):
            call()


def test_a_package_that_is_changed_under_an_open_stream_is_noticed(path, package):
    with package.open("film.mp4") as stream:
        stream.read(10)
        with path.open("r+b") as file:
            file.seek(-9, os.SEEK_END)
            file.write(b"x")
        os.utime(path, ns=(1, 1))
        stream.seek(2 * CHUNK)
        with pytest.raises(PlayerError, match="replaced or changed"):
            stream.read(1)


def test_a_pulled_stick_is_one_sentence(package, monkeypatch):
    """A medium that is gone answers EIO to each read; so does this file."""
    with package.open("film.mp4") as stream:
        stream.read(10)

        class Gone:
            def fileno(self) -> int:
                raise OSError(5, "Input/output error")

            def close(self) -> None: ...

        kept, stream.raw._file = stream.raw._file, Gone()
        kept.close()
        stream.seek(2 * CHUNK)
        with pytest.raises(PlayerError, match="medium was pulled") as error:
            stream.read(1)
        assert "stick" in error.value.hint


def test_a_stream_that_ends_early_is_damage(package, monkeypatch):
    with package.open("film.mp4") as stream:
        real = stream.raw._file

        class Short:
            fileno, seek, close = real.fileno, real.seek, real.close

            def readinto(self, _view) -> int:
                return 0

        stream.raw._file = Short()
        with pytest.raises(PackageError, match="damaged between byte 0"):
            stream.read(1)


def test_a_quiz_must_be_that_of_its_lesson(package, monkeypatch):
    lesson = package.course.lesson("02-burns/30-check")
    assert lesson.quiz is not None
    other = replace(lesson, quiz=replace(lesson.quiz, pass_mark=10))
    with pytest.raises(PackageError, match="rules"):
        package.quiz(other)
    assert package.quiz(replace(lesson, languages={"ar": "missing"}), "en") == package.quiz(lesson)
    with pytest.raises(PlayerError, match="no file 'missing'"):
        package.quiz(replace(lesson, languages={"ar": "missing"}), "ar")
    with pytest.raises(PackageError, match="not well formed"):
        package.quiz(replace(lesson, file="cover.png"))
    monkeypatch.setattr("player.package.reader.QUIZ_BYTES_MAX", 10)
    with pytest.raises(PackageError, match="more than 10 bytes"):
        package.quiz(lesson)


def test_verdicts(path, tmp_path):
    verdict = verify_package(path)
    assert (verdict.intact, verdict.exit_code, verdict.trusted, verdict.signed_by) == (True, 4, False, "Northern Rivers Training")
    assert "Northern Rivers Training" in verdict.words
    assert verdict.size == path.stat().st_size
    assert verdict.files == 10
    write_package(tmp_path / "plain.course")
    plain = verify_package(tmp_path / "plain.course")
    assert (plain.exit_code, plain.signed_by, plain.fingerprint) == (4, None, None)
    assert "unsigned: nobody answers for it" in plain.words
    assert replace(plain, trusted=True).exit_code == 0
    spoil(path, member(path, "film.mp4").start)
    bad = verify_package(path)
    assert (bad.exit_code, bad.intact) == (1, False)
    assert bad.reason in bad.words
    assert bad.hint


def test_a_large_course_opens(tmp_path):
    write_big_package(tmp_path / "big.course", 500, identity=identity())
    package = open_package(tmp_path / "big.course")
    lessons = list(package.course.lessons())
    assert len(lessons) == 500
    quiz_lessons: list[Lesson] = [lesson for lesson in lessons if lesson.quiz]
    assert package.quiz(quiz_lessons[-1]).questions
    assert package.verify_all()
