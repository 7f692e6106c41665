"""Saving a certificate: durable, compared, and never half of one."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from player.awards import write
from player.awards.verdict import Standing
from player.awards.write import save_certificate
from player.errors import PlayerError
from tests.forge import certificates as forge
from tests.forge.disks import CAN_MOUNT, fill, make_read_only, small_disk


def test_saved_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "Amina Diallo.pdf"
    verdict = save_certificate(forge.issued(), file)
    assert verdict.standing is Standing.UNKNOWN
    assert file.read_bytes() == forge.issued()
    assert list(tmp_path.iterdir()) == [file]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(b"older")
    save_certificate(forge.issued(), file)
    assert file.read_bytes() == forge.issued()


def test_only_certificates_are_saved(tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match="no valid certificate"):
        save_certificate(forge.issued() + b"\n", tmp_path / "certificate.pdf")
    assert list(tmp_path.iterdir()) == []


def refused(path: Path) -> PlayerError:
    with pytest.raises(PlayerError) as caught:
        save_certificate(forge.issued(), path)
    return caught.value


def test_no_folder_and_a_folder_in_the_way(tmp_path: Path) -> None:
    assert "is not there" in refused(tmp_path / "gone" / "certificate.pdf").message
    (tmp_path / "certificate.pdf").mkdir()
    assert "is a folder" in refused(tmp_path / "certificate.pdf").message
    assert [one.name for one in tmp_path.iterdir()] == ["certificate.pdf"]
    assert "could not be written" in refused(tmp_path / ("x" * 300)).message


@pytest.mark.skipif(not CAN_MOUNT, reason="a full disk needs the right to mount a small one; the faked errors below still run")
def test_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", 256) as stick:
        older = stick / "certificate.pdf"
        older.write_bytes(b"older")
        filler = fill(stick)
        error = refused(older)
        assert error.title == "The disk is full"
        assert "needs 48 kB" in error.message or "kB in" in error.message
        assert older.read_bytes() == b"older"
        assert sorted(one.name for one in stick.iterdir()) == ["certificate.pdf", "filler"]
        filler.unlink()
        save_certificate(forge.issued(), older)
        assert older.read_bytes() == forge.issued()


@pytest.mark.skipif(not CAN_MOUNT, reason="a read-only disk needs the right to mount one; the faked errors below still run")
def test_a_read_only_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", 256) as stick:
        make_read_only(stick)
        assert refused(stick / "certificate.pdf").title == "Not allowed to save here"


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EROFS, "Not allowed to save here"),
        (errno.EIO, "The medium is gone"),
        (errno.EMFILE, "The certificate could not be saved"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_midway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, title: str, step: str) -> None:
    def fail(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(*((os, "fsync", fail) if step == "fsync" else (Path, "replace", fail)))
    file = tmp_path / "certificate.pdf"
    file.write_bytes(b"older")
    assert refused(file).title == title
    assert file.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [file]


def test_a_disk_that_keeps_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = write._write
    monkeypatch.setattr(write, "_write", lambda path, data: kept(path, data[:-1] + b"\0"))
    error = refused(tmp_path / "certificate.pdf")
    assert error.title == "The disk does not keep what is written"
    assert list(tmp_path.iterdir()) == []


def test_a_stick_pulled_while_tidying_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OSError(errno.EIO, "gone")

    for name in ("replace", "unlink"):
        monkeypatch.setattr(Path, name, gone)
    monkeypatch.setattr("shutil.disk_usage", gone)
    assert refused(tmp_path / "certificate.pdf").title == "The medium is gone"
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    assert refused(tmp_path / "certificate.pdf").message.endswith(f"kB in {tmp_path}.")


def test_folders_that_cannot_be_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def picky(handle: int) -> None:
        if os.fstat(handle).st_mode & 0o40000:
            raise OSError(errno.EINVAL, "not for folders")
        real(handle)

    monkeypatch.setattr(os, "fsync", picky)
    save_certificate(forge.issued(), tmp_path / "certificate.pdf")
    assert (tmp_path / "certificate.pdf").read_bytes() == forge.issued()


def test_windows_needs_no_folder_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "IS_WINDOWS", True)
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("a folder cannot be opened on Windows"))
    save_certificate(forge.issued(), tmp_path / "certificate.pdf")


def test_a_folder_sync_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fail(handle: int) -> None:
        if os.fstat(handle).st_mode & 0o40000:
            raise OSError(errno.EIO, "gone")
        real(handle)

    monkeypatch.setattr(os, "fsync", fail)
    assert refused(tmp_path / "certificate.pdf").title == "The medium is gone"
