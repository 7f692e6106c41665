"""A course folder as it lies on the disk: listed once, read with limits, never left."""

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from player.errors import PlayerError
from player.formats.names import twin_key
from player.formats.problems import Problems

Opener = Callable[[], BinaryIO]

TEXT_LIMIT = 4 * 1024 * 1024  # bytes of one text file
_FILES_LIMIT = 100_000
_DEPTH_LIMIT = 16
_IGNORED = {"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "__macosx", "__pycache__", "course.lock", "node_modules"}
_IGNORED_ENDS = ("~", ".tmp", ".bak", ".swp", ".part", ".crdownload", ".course")
_SECRET_ENDS = (".key", ".pem", ".p12", ".pfx")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """`name` is relative to the course folder, forward slashes, NFC; `path` is where it lies; `size` in bytes."""

    name: str
    path: Path
    size: int

    def open(self) -> BinaryIO:
        """The content from its first byte. Raises PlayerError when it cannot be read any more."""
        try:
            return self.path.open("rb")
        except OSError as failure:
            raise unreadable(self.name, failure) from failure


class SourceTree:
    """The files of one folder. Hidden files, backups and what systems leave behind are not seen."""

    def __init__(self, root: Path, files: Mapping[str, SourceFile]) -> None:
        self.root = root
        self.files = files
        self.folders = frozenset(_parents(files))

    def children(self, folder: str) -> Iterator[SourceFile]:
        """The files directly in a folder ("" = the course folder)."""
        return (file for name, file in self.files.items() if name.rpartition("/")[0] == folder)

    def below(self, folder: str) -> Iterator[SourceFile]:
        return (file for name, file in self.files.items() if name.startswith(folder + "/"))

    def text(self, name: str, problems: Problems) -> str | None:
        """A text file in UTF-8, line ends as \\n; None when it cannot be used (the reason is then in `problems`)."""
        file = self.files[name]
        if file.size > TEXT_LIMIT:
            problems.error(f"This text is larger than {TEXT_LIMIT // 1024 // 1024} MB. Divide it into several lessons.", name)
            return None
        try:
            with file.open() as stream:
                data = stream.read(TEXT_LIMIT + 1)
        except PlayerError as failure:
            problems.error(failure.message, name)
            return None
        except OSError as failure:  # a stick that is pulled while it is read
            problems.error(unreadable(name, failure).message, name)
            return None
        return decode(data, name, problems)


def decode(data: bytes, name: str, problems: Problems) -> str | None:
    """UTF-8 with or without a byte order mark. None, and an error, for any other encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.error("This file is saved as UTF-16. Save it as UTF-8 (in your editor: Save as, Encoding).", name)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
        problems.error(f"This file is not saved as UTF-8 (byte {data[failure.start]:#04x}). Save it as UTF-8.", name, line)
        return None
    if "\0" in text:
        problems.error("This is no text file: it holds a zero byte.", name, text.count("\n", 0, text.index("\0")) + 1)
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(name: str, failure: OSError) -> PlayerError:
    message = f"{name} cannot be read: {failure.strerror or failure}."
    return PlayerError("A file cannot be read", message, "Check that it is still there and may be read.")


def scan(folder: Path, problems: Problems) -> SourceTree:
    """List a folder. Raises PlayerError when it is none or is gone; what is wrong inside goes into `problems`."""
    root = Path(os.path.realpath(folder))
    if not root.exists():
        raise PlayerError("No such folder", f"There is no folder {folder}.", "Check how its name is written.")
    if not root.is_dir():
        message = f"{folder} is a file; a course is written in a folder."
        raise PlayerError("Not a folder", message, "Unpack it first, or name the folder it is in.")
    found: dict[str, SourceFile] = {}
    twins: dict[str, str] = {}
    for name, file in _walk(root, problems):
        if len(found) >= _FILES_LIMIT:
            problems.error(f"The folder holds more than {_FILES_LIMIT} files. Is it the right one?")
            break
        other = twins.setdefault(twin_key(name), name)
        if other in found:
            problems.error(f"{file.name} and {other} differ only in capitals or accents: on Windows they are one file. Rename one.", name)
            continue
        found[name] = file
    return SourceTree(root, dict(sorted(found.items())))


def _walk(root: Path, problems: Problems) -> Iterator[tuple[str, SourceFile]]:
    waiting: list[tuple[Path, str]] = [(root, "")]
    while waiting:
        place, prefix = waiting.pop()
        try:
            with os.scandir(place) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as failure:
            if not prefix:
                raise unreadable(str(root), failure) from failure
            problems.error(f"This folder cannot be read: {failure.strerror or failure}.", prefix.rstrip("/"))
            continue
        for entry in entries:
            name = prefix + unicodedata.normalize("NFC", entry.name)
            if ignored(entry.name, name, problems):
                continue
            kind, size = _kind(entry, root, name, problems)
            if kind == "folder" and name.count("/") + 1 >= _DEPTH_LIMIT:
                problems.error(f"Folders lie more than {_DEPTH_LIMIT} deep. Move this one up.", name)
            elif kind == "folder":
                waiting.append((Path(entry.path), name + "/"))
            elif kind == "file":
                yield name, SourceFile(name, Path(entry.path), size)


def ignored(base: str, name: str, problems: Problems) -> bool:
    """True for what is never part of a course. A secret key left in the folder is said loudly."""
    lower = base.lower()
    if lower.endswith(_SECRET_ENDS):
        problems.warn("This looks like a secret key. It is left out; keep keys outside the course folder.", name)
        return True
    return lower.startswith((".", "~$")) or lower in _IGNORED or lower.endswith(_IGNORED_ENDS)


def _kind(entry: os.DirEntry[str], root: Path, name: str, problems: Problems) -> tuple[str, int]:
    """("folder" | "file" | "", size). Links that leave the folder, links to folders, pipes and devices are refused."""
    try:
        entry.name.encode("utf-8")
        link = entry.is_symlink()
        status = entry.stat()
        outside = not Path(os.path.realpath(entry.path)).is_relative_to(root)
    except UnicodeEncodeError:
        problems.error("This file name is not valid Unicode. Rename it.", ascii(name))
        return "", 0
    except OSError as failure:
        problems.error(f"This file cannot be read: {failure.strerror or failure}.", name)
        return "", 0
    if outside:
        problems.error("This is a link to a place outside the course folder. Copy the file here instead.", name)
    elif stat.S_ISDIR(status.st_mode) and link:
        problems.error("This is a link to a folder. Copy the folder here instead.", name)
    elif stat.S_ISDIR(status.st_mode):
        return "folder", 0
    elif stat.S_ISREG(status.st_mode):
        return "file", status.st_size
    else:
        problems.error("This is neither a file nor a folder.", name)
    return "", 0


def _parents(files: Mapping[str, SourceFile]) -> Iterator[str]:
    for name in files:
        parts = name.split("/")
        yield from ("/".join(parts[:end]) for end in range(1, len(parts)))
