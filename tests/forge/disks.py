"""Disks that are full, read-only or gone: a small file system of its own where the test may mount one."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SYS_ADMIN = 1 << 21  # capabilities(7)


def _may_mount() -> bool:
    """Root in a container may not; only the kernel knows."""
    try:
        found = re.search(r"^CapEff:\s*([0-9a-f]+)$", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return False
    return found is not None and bool(int(found[1], 16) & _SYS_ADMIN)


CAN_MOUNT = _may_mount()


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of that size at `folder`, gone afterwards. Needs the right to mount (CAN_MOUNT)."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """Root ignores permission bits, so a disk of its own is mounted again without writing."""
    if CAN_MOUNT:
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    else:
        folder.chmod(0o555)


def fill(folder: Path) -> Path:
    """A file that takes the last byte of the disk; delete it to free the disk again."""
    file = folder / "filler"
    with file.open("wb", buffering=0) as out:
        for size in (65536, 4096, 1):
            try:
                while out.write(b"\0" * size):
                    pass
            except OSError:
                continue
    return file


CAN_PLUG = CAN_MOUNT and Path("/dev/loop-control").exists() and shutil.which("mkfs.ext4") is not None and shutil.which("losetup") is not None


class Stick:
    """A disk in a file, mounted at `folder`. Once it is pulled, every read that the machine has not kept in memory is an input/output error
    (EIO), and the folder is empty."""

    def __init__(self, folder: Path, image: Path, megabytes: int) -> None:
        self.folder, self._image, self._size = folder, image, megabytes * 1_000_000
        self._kept = image.with_suffix(".kept")
        self._device = ""
        with image.open("wb") as file:
            file.truncate(self._size)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-O", "^has_journal", str(image)], check=True)
        folder.mkdir(parents=True)
        self.put_back()

    def put_back(self) -> None:
        """Plug it in, with what was on it."""
        if self._kept.exists():
            shutil.copyfile(self._kept, self._image)
        found = subprocess.run(["losetup", "--show", "-f", str(self._image)], check=True, capture_output=True, text=True)
        self._device = found.stdout.strip()
        subprocess.run(["mount", self._device, str(self.folder)], check=True)

    def forget(self) -> None:
        """As if the machine had been off: nothing of it is in memory any more."""
        subprocess.run(["umount", str(self.folder)], check=True)
        subprocess.run(["mount", self._device, str(self.folder)], check=True)

    def pull(self) -> None:
        """While programs read from it."""
        os.sync()
        shutil.copyfile(self._image, self._kept)
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        os.truncate(self._image, 4096)
        for path in files:
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self.unplug()

    def unplug(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
        subprocess.run(["losetup", "-d", self._device], check=True)  # goes when the last reader has closed it
        self._device = ""

    @property
    def plugged(self) -> bool:
        return bool(self._device)


@contextmanager
def stick(folder: Path, megabytes: int = 64) -> Iterator[Stick]:
    """Needs CAN_PLUG. Gone afterwards."""
    made = Stick(folder, folder.with_suffix(".img"), megabytes)
    try:
        yield made
    finally:
        if made.plugged:
            made.unplug()
