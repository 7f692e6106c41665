"""Sticks: found in the table of mounts, named by hand, gone when they are pulled; packages on them."""

import ctypes
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from player.services import sticks as module
from player.services.sticks import Stick, packages_in, stick_of, sticks
from tests.forge.disks import CAN_MOUNT, small_disk

TABLE = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
/dev/sdb1 /media/amina/TRAINER-07 vfat rw,nosuid 0 0
/dev/sdc1 /run/media/amina/My\\040courses exfat rw 0 0
/dev/sdd1 /mnt/disk ext4 rw 0 0
broken
"""


def test_the_table_of_mounts_is_read(tmp_path: Path) -> None:
    table = tmp_path / "mounts"
    table.write_text(TABLE, encoding="utf-8")
    assert sticks(mounts=table) == (Stick("TRAINER-07", Path("/media/amina/TRAINER-07")), Stick("My courses", Path("/run/media/amina/My courses")))
    assert sticks(mounts=tmp_path / "none") == ()


def test_a_named_folder_is_a_stick_while_something_lies_in_it(tmp_path: Path) -> None:
    table = tmp_path / "mounts"
    table.write_text("", encoding="utf-8")
    stick = tmp_path / "TRAINER-07"
    assert sticks((stick,), table) == ()
    stick.mkdir()
    assert sticks((stick,), table) == ()
    (stick / "a.course").touch()
    assert sticks((stick,), table) == (Stick("TRAINER-07", stick),)
    table.write_text(f"/dev/x {stick} vfat rw 0 0\n", encoding="utf-8")
    assert len(sticks((stick,), table)) == 1


def test_on_which_stick_a_file_lies() -> None:
    one, two = Stick("A", Path("/media/a")), Stick("B", Path("/media/ab"))
    assert stick_of(Path("/media/ab/x.course"), (one, two)) == two
    assert stick_of(Path("/media/a/deep/x.course"), (one, two)) == one
    assert stick_of(Path("/home/x.course"), (one, two)) is None


def test_packages_are_found_in_folders_and_the_search_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.course", "sub/a.COURSE", "sub/notes.txt", ".hidden/c.course", "._b.course", "1/2/3/4/5/deep.course", "1/2/3/4/near.course"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in packages_in(tmp_path)] == ["1/2/3/4/near.course", "b.course", "sub/a.COURSE"]
    assert packages_in(tmp_path / "none") == ()
    monkeypatch.setattr(module, "_ENTRIES", 1)
    assert len(packages_in(tmp_path)) <= 1


def test_a_folder_called_like_a_package_is_left_to_who_opens_it(tmp_path: Path) -> None:
    (tmp_path / "x.course").mkdir()
    assert packages_in(tmp_path) == (tmp_path / "x.course",)


@pytest.mark.skipif(not CAN_MOUNT, reason="needs the right to mount")
def test_a_pulled_stick_is_gone_and_comes_back(tmp_path: Path) -> None:
    with small_disk(tmp_path / "STICK", 64) as disk:
        (disk / "a.course").touch()
        assert [stick.root for stick in sticks((disk,))] == [disk]
        subprocess.run(["umount", "-l", str(disk)], check=True)
        assert sticks((disk,)) == ()
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], check=True)
        (disk / "a.course").touch()
        assert [stick.root for stick in sticks((disk,))] == [disk]


def test_drive_letters_of_removable_drives(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calls as Windows documents them, on a stand-in for its library; not tried on Windows itself."""

    def volume(root: str, label: "ctypes.Array[ctypes.c_wchar]", _size: int, *_rest: object) -> int:
        if root == "F:\\":
            return 0  # a card reader without a card
        label.value = {"E:\\": "TRAINER-07"}.get(root, "")
        return 1

    kernel = SimpleNamespace(GetLogicalDrives=lambda: 0b1110100, GetDriveTypeW=lambda root: 3 if root == "C:\\" else 2, GetVolumeInformationW=volume)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert [(stick.name, os.fspath(stick.root)) for stick in module._drives()] == [("TRAINER-07", "E:\\"), ("G:", "G:\\")]
