"""What comes in: packages in a folder or on a stick are looked at, compared with the shelf, copied to this computer, checked to the last byte."""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from player.errors import PlayerError, said
from player.paths import DataFolder
from player.services.cards import is_there
from player.services.library import Library, OpenCourse, open_course, version_order
from player.services.sticks import Stick, packages_in, stick_of, sticks

if TYPE_CHECKING:
    from player.package.reader import Package
    from player.services.versions import Preview
    from player.store.shelf import KnownCourse

Progress = Callable[[int, int], None]  # (bytes done, bytes in all); may raise to stop
Known = Literal["", "here", "update", "older", "asked for", "removed"]
COURSE_TOML = "course.toml"
FORGOTTEN_DAYS = 14  # a half copy that nobody went on with for so long is removed


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that was looked at, or why it cannot be opened (`refused`; then only `path` is filled besides). `size` in bytes, `stick` is
    the name of the stick on which it lies, "" for none. `known` says what the shelf has of it: nothing, this very package, an older version
    (so this is an update), a newer one, a newer one while somebody goes on in this one ("asked for"), or a course that was taken off;
    `on_shelf` is the version that is there. `begun` is how many bytes of it a copy that was cut off has already, `copied` whether this very
    package was copied to this computer."""

    path: Path
    opened: OpenCourse | None = None
    size: int = 0
    stick: str = ""
    known: Known = ""
    on_shelf: str = ""
    begun: int = 0
    copied: bool = False
    preview: "Preview | None" = None  # of an update: what it means for those who have begun the course
    refused: PlayerError | None = None

    @property
    def key(self) -> str:
        return self.opened.key if self.opened is not None else ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Every byte was read. `reason` and `hint` say what is wrong when it is not whole."""

    whole: bool
    files: int
    size: int
    signed_by: str
    reason: str = ""
    hint: str = ""


def look(paths: Sequence[Path], present: Sequence[Stick] = (), opener: Callable[[Path], OpenCourse] = open_course) -> tuple[Offer, ...]:
    """Opens each package: a file, or those in a folder and the folders in it. Needs no store; a stick may be slow, so call it where that
    disturbs nobody."""
    return tuple(_look(path, present, opener) for given in paths for path in _packages(given))


def _packages(path: Path) -> tuple[Path, ...]:
    path = path.absolute()
    if not path.is_dir():
        return (path,)
    return packages_in(path) or (path,)


def _look(path: Path, present: Sequence[Stick], opener: Callable[[Path], OpenCourse]) -> Offer:
    try:
        if path.is_dir():
            raise _no_packages(path)
        opened = opener(path)
        stick = stick_of(path, present)
        return Offer(path, opened, _package(opened).size_in_bytes, stick.name if stick else "")
    except PlayerError as error:
        return Offer(path, refused=error)


def _no_packages(folder: Path) -> PlayerError:
    if (folder / COURSE_TOML).is_file():
        return PlayerError("This is a course in the making", said("{name} is an author's folder, not a package.", name=folder.name),
                           "Look at it with greentick preview FOLDER, or make its package with greentick build.")  # fmt: skip
    return PlayerError(
        "No course in it",
        said("There is no .course file in {name} or in the folders in it.", name=folder.name),
        "Choose another folder.",
    )


def compare(library: Library, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The same offers with what the shelf has of them, each course once: its newest version."""
    known = library.known()
    best: dict[str, Offer] = {}
    for offer in offers:
        if offer.opened is None:
            best[str(offer.path)] = offer
            continue
        before = best.get(offer.key)
        if before is None or before.opened is None or version_order(before.opened.course.version) < version_order(offer.opened.course.version):
            row = known.get(offer.key)
            told = _compared(offer, offer.opened, row)
            if told.known == "older" and library.asked_for(offer.opened):
                told = replace(told, known="asked for")
            copied = row is not None and told.known == "here" and library.has_copy(row.path) and is_there(row.path)
            best[offer.key] = replace(told, begun=library.half_copied(offer.opened), copied=copied)
    return tuple(best.values())


def find_again(library: Library, offers: Sequence[Offer]) -> bool:
    """Courses on the shelf whose file is gone, and that lie here unchanged: a stick has another letter or name on each computer. Whether
    there was one."""
    known = library.known()
    found = False
    for offer in offers:
        row = known.get(offer.key)
        if offer.opened is not None and row is not None and row.shown and row.digest == offer.opened.digest and not is_there(row.path):
            library.put(offer.opened)
            known = library.known()
            found = True
        elif offer.opened is not None and row is not None and row.shown and library.asked_for(offer.opened):
            library.put(offer.opened)
            found = True
    return found


def _compared(offer: Offer, opened: OpenCourse, row: "KnownCourse | None") -> Offer:
    if row is None:
        return offer
    if not row.shown:
        return replace(offer, known="removed")
    if row.digest == opened.digest:
        return replace(offer, known="here", on_shelf=row.version)
    if version_order(opened.course.version) >= version_order(row.version):
        return replace(offer, known="update", on_shelf=row.version)
    return replace(offer, known="older" if is_there(row.path) else "", on_shelf=row.version)


def copy(opened: OpenCourse, data: DataFolder, progress: Progress | None = None) -> OpenCourse:
    """A copy of the package on this computer, open. One that was cut off is gone on with. PlayerError as for reading and writing;
    `progress` may raise to stop, and what is there stays to be gone on with, unless it is discarded."""
    from player.package.copying import copy_package, half_copy, sweep_half_copies

    package = _package(opened)
    sweep_half_copies(data.packages, time.time() - FORGOTTEN_DAYS * 86_400, half_copy(package, data.packages))
    return open_course(copy_package(package, data.packages, progress))


def discard(opened: OpenCourse, data: DataFolder) -> None:
    """Removes what a copy that was stopped has left."""
    from player.package.copying import half_copy

    with contextlib.suppress(OSError):
        half_copy(_package(opened), data.packages).unlink(missing_ok=True)


def _package(opened: OpenCourse) -> "Package":
    if opened.package is None:
        raise PlayerError(
            "No package",
            said("{name} is an author's folder, not a package.", name=opened.path.name),
            "Make its package with greentick build.",
        )
    return opened.package


def check_all(path: Path, progress: Progress | None = None) -> Checked:
    """Reads every byte. PlayerError when the file cannot be read at all."""
    from player.package.verdict import verify_package

    verdict = verify_package(path, progress)
    return Checked(verdict.intact, verdict.files, verdict.size, verdict.signed_by or "", verdict.reason, verdict.hint)


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies on a stick. `stamp` changes when something is put on it or taken away (ns)."""

    stick: Stick
    stamp: int
    offers: tuple[Offer, ...]


def survey(named: Sequence[Path] = (), before: Sequence[Survey] = (), present: Sequence[Stick] | None = None) -> tuple[Survey, ...]:
    """Every stick that is there and its packages; what was known `before` and has not changed is not read again."""
    known = {(one.stick.root, one.stamp): one for one in before}
    there = sticks(named) if present is None else tuple(present)
    surveys = []
    for stick in there:
        try:
            stamp = stick.root.stat().st_mtime_ns
        except OSError:  # pulled just now
            continue
        offers = tuple(_look(path, there, open_course) for path in packages_in(stick.root)) if (stick.root, stamp) not in known else ()
        surveys.append(known.get((stick.root, stamp)) or Survey(stick, stamp, offers))
    return tuple(surveys)
