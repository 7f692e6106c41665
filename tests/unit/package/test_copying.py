"""A package copied: checked piece by piece, gone on with after a pull, read back, and never half there under its name."""

import errno
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from player.errors import PlayerError
from player.package import copying
from player.package.copying import copy_package, half_copy, sweep_half_copies
from player.package.reader import Package, open_package
from player.package.refusal import PackageError, refusing
from tests.forge.disks import CAN_MOUNT, small_disk
from tests.forge.packages import CHUNK, identity, write_package

LARGE = random.Random(11).randbytes(5 * CHUNK + 77)


class StopError(Exception):
    """Somebody pressed Cancel."""


@pytest.fixture
def package(tmp_path: Path) -> Package:
    stick = tmp_path / "stick"
    stick.mkdir()
    write_package(stick / "burns.course", identity=identity(), extra={"film.mp4": LARGE})
    return open_package(stick / "burns.course")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "packages"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def cut(package: Package, home: Path, at: int) -> Path:
    """A copy that was cut off after `at` bytes."""
    home.mkdir(parents=True, exist_ok=True)
    part = half_copy(package, home)
    part.write_bytes(package.path.read_bytes()[:at])
    return part


def test_the_copy_is_the_same_bytes_under_the_same_name(package: Package, home: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = copy_package(package, home, lambda done, whole: seen.append((done, whole)))
    assert path == home / "burns.course"
    assert path.read_bytes() == package.path.read_bytes()
    assert names(home) == ["burns.course"]
    size = package.size_in_bytes
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (2 * size, 2 * size)


class Stick:
    """The stick on which the package lies: counts what is read of it, and can be pulled after so many bytes."""

    file: BinaryIO

    def __init__(self, package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read_bytes = 0
        self.pulled_at: int | None = None
        package.chunk_hashes()
        whole = package.raw

        @contextmanager
        def watched() -> Iterator[object]:
            with refusing(package.path), whole() as file:
                self.file = file
                yield self

        monkeypatch.setattr(package, "raw", watched)

    def seek(self, at: int) -> None:
        self.file.seek(at)

    def read(self, size: int) -> bytes:
        if self.pulled_at is not None and self.read_bytes >= self.pulled_at:
            raise OSError(errno.EIO, "Input/output error")
        data = self.file.read(size)
        self.read_bytes += len(data)
        return data


@pytest.mark.parametrize("at", [0, 1, 100, 30_000, CHUNK + 50_000, 4 * CHUNK])
def test_a_half_copy_is_gone_on_with(package: Package, home: Path, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(package, home, at)
    stick = Stick(package, monkeypatch)
    path = copy_package(package, home)
    assert path.read_bytes() == package.path.read_bytes()
    assert package.size_in_bytes - at - 4096 <= stick.read_bytes <= package.size_in_bytes - at + CHUNK + 4096


def test_a_half_copy_with_a_wrong_byte_is_mended_from_there(package: Package, home: Path) -> None:
    part = cut(package, home, 4 * CHUNK)
    spoilt = bytearray(part.read_bytes())
    spoilt[3 * CHUNK] ^= 1
    part.write_bytes(spoilt)
    assert copy_package(package, home).read_bytes() == package.path.read_bytes()


def test_a_half_copy_that_is_longer_than_the_package_is_cut(package: Package, home: Path) -> None:
    part = cut(package, home, package.size_in_bytes)
    with part.open("ab") as out:
        out.write(b"more")
    assert copy_package(package, home).read_bytes() == package.path.read_bytes()


def test_a_pulled_stick_leaves_a_half_copy_and_the_next_one_goes_on(package: Package, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = Stick(package, monkeypatch)
    stick.pulled_at = 2 * CHUNK
    with pytest.raises(PlayerError, match="its medium was pulled"):
        copy_package(package, home)
    assert names(home) == [half_copy(package, home).name]
    assert half_copy(package, home).stat().st_size >= 2 * CHUNK
    stick.pulled_at, stick.read_bytes = None, 0
    assert copy_package(package, home).read_bytes() == package.path.read_bytes()
    assert stick.read_bytes < 4 * CHUNK
    assert names(home) == ["burns.course"]


def test_stopping_leaves_a_half_copy_to_go_on_with(package: Package, home: Path) -> None:
    def stop(done: int, _whole: int) -> None:
        if done > CHUNK:
            raise StopError

    with pytest.raises(StopError):
        copy_package(package, home, stop)
    assert names(home) == [half_copy(package, home).name]
    assert copy_package(package, home).read_bytes() == package.path.read_bytes()


def test_a_damaged_package_is_not_copied(package: Package, home: Path) -> None:
    film = next(member for member in package.members if member.name == "film.mp4")
    status = package.path.stat()
    with package.path.open("r+b") as file:
        file.seek(film.start + 2 * CHUNK)
        byte = file.read(1)[0]
        file.seek(film.start + 2 * CHUNK)
        file.write(bytes([byte ^ 1]))
    os.utime(package.path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(PackageError, match=r"film\.mp4 in burns\.course is damaged"):
        copy_package(package, home)
    assert not (home / "burns.course").exists()


def test_another_package_keeps_its_name(package: Package, home: Path) -> None:
    write_other(home / "burns.course")
    other = (home / "burns.course").read_bytes()
    assert copy_package(package, home).name == "burns-2.course"
    assert copy_package(package, home).name == "burns-2.course"  # the same once more takes its own place
    assert (home / "burns.course").read_bytes() == other


def write_other(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_package(path, extra={"other.bin": b"other"})


def test_a_copy_that_reads_otherwise_is_said_and_removed(package: Package, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "directory", lambda _members, _start: b"PK")
    with pytest.raises(PlayerError, match="reads otherwise"):
        copy_package(package, home)
    assert names(home) == []


@pytest.mark.skipif(not CAN_MOUNT, reason="needs the right to mount a small disk")
def test_no_room_is_said_with_numbers_before_anything_is_written(package: Package, tmp_path: Path) -> None:
    with small_disk(tmp_path / "full", 2048) as disk:
        with pytest.raises(PlayerError, match=r"needs 5\.\d MB, 2\.1 MB are free"):
            copy_package(package, disk)
        assert names(disk) == []


@pytest.mark.skipif(not CAN_MOUNT, reason="needs the right to mount a small disk")
def test_a_disk_that_fills_up_meanwhile_keeps_what_is_there(package: Package, tmp_path: Path) -> None:
    with small_disk(tmp_path / "full", 8192) as disk:
        filler = disk / "filler"

        def fill(done: int, _whole: int) -> None:
            if done > CHUNK and not filler.exists():
                filler.write_bytes(b"\0" * (4 * CHUNK))

        with pytest.raises(PlayerError, match="no room left"):
            copy_package(package, disk, fill)
        filler.unlink()
        assert half_copy(package, disk).stat().st_size > CHUNK
        assert copy_package(package, disk).read_bytes() == package.path.read_bytes()


def test_a_folder_that_cannot_be_made(package: Package, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PlayerError, match="cannot be written"):
        copy_package(package, tmp_path / "file" / "packages")


def test_old_half_copies_are_swept(package: Package, home: Path) -> None:
    part = cut(package, home, 10)
    old, young = home / f"{'a' * 32}.part", home / f"{'b' * 32}.part"
    for path in (old, young):
        path.write_bytes(b"x")
    for path in (old, part):
        os.utime(path, (1000, 1000))
    sweep_half_copies(home, 2000, part)
    assert names(home) == sorted([part.name, young.name])
