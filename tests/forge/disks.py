"""Disks that are full, read-only or gone: a small file system of its own where the test may mount one."""

import re
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
