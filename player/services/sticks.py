"""USB sticks and other disks that come and go: where they are now, and which packages lie on them."""

import os
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGE_SUFFIX = ".course"
MOUNTS = Path("/proc/self/mounts")
PLACES = ("/media/", "/run/media/")  # where desktops on Linux mount what is plugged in
_DEPTH = 4  # folders below the stick's own
_ENTRIES = 20_000  # a stick full of photographs is not searched to its end
_PACKAGES = 200


@dataclass(frozen=True, slots=True)
class Stick:
    """`name` is what its owner called it."""

    name: str
    root: Path


def sticks(named: Sequence[Path] = (), mounts: Path = MOUNTS) -> tuple[Stick, ...]:
    """Every stick there is now, and the folders that are `named` to be treated as one, as long as something lies in them. Costs a look into
    a small file; nothing on a stick is read."""
    found = [Stick(path.name or str(path), path) for path in named if _holds_something(path)]
    roots = {stick.root for stick in found}
    return tuple(found + [stick for stick in _plugged_in(mounts) if stick.root not in roots])


def stick_of(path: Path, present: Sequence[Stick]) -> Stick | None:
    """The stick on which a file lies."""
    return next((stick for stick in present if path.is_relative_to(stick.root)), None)


def packages_in(folder: Path) -> tuple[Path, ...]:
    """The packages in a folder and the folders in it, by name; the search is bounded, and what cannot be read is passed over."""
    return tuple(sorted(_walk(folder)))


def _plugged_in(mounts: Path) -> Iterator[Stick]:
    if sys.platform == "win32":
        yield from _drives()
    elif sys.platform == "darwin":  # not tried
        yield from (Stick(entry.name, Path(entry.path)) for entry in _listed(Path("/Volumes")) if not entry.is_symlink())
    else:
        yield from _mounted(mounts)


def _mounted(mounts: Path) -> Iterator[Stick]:
    """Linux: the table of mounts, in which a space is written \\040 (fstab(5))."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        fields = line.split(" ")
        place = _unescaped(fields[1]) if len(fields) > 1 else ""
        if place.startswith(PLACES):
            yield Stick(Path(place).name, Path(place))


def _unescaped(text: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, letter)
    return text


def _drives() -> Iterator[Stick]:
    """Windows: drive letters of removable drives. Not tried there; a test runs it against a stand-in for the system's library."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the name exists on Windows only
    present = kernel.GetLogicalDrives()
    for number, letter in enumerate(string.ascii_uppercase):
        root = f"{letter}:\\"
        if present >> number & 1 and kernel.GetDriveTypeW(root) == 2:  # DRIVE_REMOVABLE
            label = ctypes.create_unicode_buffer(261)
            named = kernel.GetVolumeInformationW(root, label, 261, None, None, None, None, 0)  # 0 for a card reader without a card
            if named:
                yield Stick(label.value or f"{letter}:", Path(root))


def _holds_something(folder: Path) -> bool:
    """A stick that was pulled leaves an empty folder, or none."""
    return next(_listed(folder), None) is not None


def _listed(folder: Path) -> "Iterator[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return


def _walk(top: Path) -> Iterator[Path]:
    waiting, seen, found = [(top, 0)], 0, 0
    while waiting:
        folder, depth = waiting.pop(0)
        for entry in _listed(folder):
            seen += 1
            if seen > _ENTRIES or found >= _PACKAGES:
                return
            name = entry.name.casefold()
            if name.endswith(PACKAGE_SUFFIX) and not name.startswith("."):
                found += 1
                yield Path(entry.path)
            elif depth < _DEPTH and not name.startswith((".", "$", "system volume")) and _is_folder(entry):
                waiting.append((Path(entry.path), depth + 1))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
