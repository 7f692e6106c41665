"""Launcher, icons and file type on a freedesktop desktop (GNOME, KDE, Xfce …), below the user's own XDG folders."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from player.assets import resource
from player.errors import PlayerError, said
from player.services.desktop import mimeapps, record
from player.services.desktop.entry import DESKTOP_FILE, MIME_TYPE, MIME_XML, desktop_entry
from player.services.desktop.program import Program
from player.services.desktop.record import Record
from player.services.desktop.report import Report

ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)  # px
TOOL_SECONDS = 60.0
# What update-mime-database writes beside the folder packages/ (shared-mime-info 2), and the folder that our type gets there.
MIME_CACHES = ("XMLnamespaces", "aliases", "generic-icons", "globs", "globs2", "icons", "magic", "mime.cache", "subclasses", "treemagic", "types",
               "version")  # fmt: skip
TYPE_FOLDER = MIME_TYPE.partition("/")[0]


class Freedesktop:
    """`environment` says where the XDG folders are and where the desktop's tools lie."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        home = Path(environment.get("HOME") or Path.home())
        self._data = self._folder("XDG_DATA_HOME", home / ".local" / "share")
        self._applications = self._data / "applications"
        self._mime = self._data / "mime"
        self._hicolor = self._data / "icons" / "hicolor"
        self._list = self._folder("XDG_CONFIG_HOME", home / ".config") / "mimeapps.list"
        self._record = self._folder("XDG_STATE_HOME", home / ".local" / "state") / "greentick" / "desktop.json"

    def _folder(self, name: str, usual: Path) -> Path:
        """XDG Base Directory Specification: a relative path there counts as none."""
        path = Path(self._environment.get(name, ""))
        return path if path.is_absolute() else usual

    def installed(self) -> bool:
        return record.read(self._record) is not None

    # --- install ---

    def install(self, program: Program) -> Report:
        old = record.read(self._record)
        wanted = self._files(program)
        self._refuse_strangers(wanted, old)
        known = {Path(name) for name in old.files} if old is not None else set()
        new = self._plan(wanted, old or Record())
        changed = old is None or any(_read(path) != data for path, data in wanted.items())
        try:
            _write(self._record, record.text(new).encode())
            for path, data in wanted.items():
                _write(path, data)
            new = self._default(new)
            _write(self._record, record.text(new).encode())
        except OSError as error:
            if old is None:  # nothing of a first try stays
                with suppress(OSError):
                    self._take_away(new, [])
            why = said("{path} cannot be written: {why}.", path=error.filename or self._data, why=error.strerror or error)
            raise PlayerError("The desktop could not be changed", why, "Allow writing there, or make room on the disk, and try again.") from error
        for path in known - wanted.keys():  # an earlier version had more
            _forget(path)
        notes = self._refresh()
        words = f"Greentick is on the desktop: it opens .course files, and it is among the programs. It is started as {' '.join(program.words)}."
        return Report(words, changed, notes)

    def _files(self, program: Program) -> dict[Path, bytes]:
        files = {self._applications / DESKTOP_FILE: desktop_entry(program).encode(), self._mime / "packages" / "greentick.xml": MIME_XML.encode()}
        kind = MIME_TYPE.replace("/", "-")
        for size in ICON_SIZES:
            place = self._hicolor / f"{size}x{size}"
            files[place / "apps" / "greentick.png"] = resource(f"desktop/greentick-{size}.png").read_bytes()
            files[place / "mimetypes" / f"{kind}.png"] = resource(f"desktop/course-{size}.png").read_bytes()
        files[self._hicolor / "scalable" / "apps" / "greentick.svg"] = resource("icons/logo.svg").read_bytes()
        files[self._hicolor / "scalable" / "mimetypes" / f"{kind}.svg"] = resource("desktop/course.svg").read_bytes()
        return files

    def _refuse_strangers(self, wanted: Mapping[Path, bytes], old: Record | None) -> None:
        for path, data in wanted.items():
            if (old is None or str(path) not in old.files) and path.exists() and _read(path) != data:
                raise PlayerError("Something else is there", said("{path} is there already and was not put there by Greentick.", path=path),
                                  "Move it away, then try again.")  # fmt: skip

    def _plan(self, wanted: Mapping[Path, bytes], old: Record) -> Record:
        """Written down before anything is put anywhere, so that a half install can be taken away too."""
        folders = {str(folder) for path in (*wanted, self._list, self._record, self._mime / TYPE_FOLDER / "any") for folder in _missing(path.parent)}
        caches = {str(path) for path in self._caches() if not path.exists()} if not old.files else set()
        return Record({str(path): _digest(data) for path, data in wanted.items()}, tuple(sorted(folders | set(old.folders))),
                      tuple(sorted(caches | set(old.caches))), old.before, old.after, old.list_made)  # fmt: skip

    def _caches(self) -> Iterable[Path]:
        yield self._applications / "mimeinfo.cache"
        yield from (self._mime / name for name in MIME_CACHES)

    def _default(self, new: Record) -> Record:
        """Our type is opened with us even where no tool writes a cache of the launchers."""
        there = self._list.exists()
        text = self._list.read_bytes().decode("utf-8", errors="surrogateescape") if there else ""
        changed, before, after = mimeapps.with_default(text, MIME_TYPE, DESKTOP_FILE)
        if changed == text:
            return new
        _write(self._list, changed.encode("utf-8", errors="surrogateescape"))
        return replace(new, before=before, after=after, list_made=new.list_made or not there)

    # --- remove ---

    def remove(self) -> Report:
        old = record.read(self._record)
        if old is None:
            return Report("Greentick was not on this desktop: nothing was changed.", changed=False)
        kept: list[str] = []
        try:
            self._take_away(old, kept)
        except OSError as error:
            why = said("{path} cannot be removed: {why}.", path=error.filename or self._data, why=error.strerror or error)
            raise PlayerError("The desktop could not be changed", why, "Allow writing there and try again; what is gone is gone.") from error
        notes = tuple(f"{name} was changed by somebody since, and is left where it is." for name in kept)
        return Report("Greentick was taken off the desktop. Courses and records are untouched.", notes=notes)

    def _take_away(self, old: Record, kept: list[str]) -> None:
        for name, digest in old.files.items():
            data = _read(Path(name))
            if data is None or _digest(data) == digest:
                _forget(Path(name))
            else:
                kept.append(name)
        self._undo_default(old)
        self._refresh()
        self._forget_caches(old)
        _forget(self._record)
        for name in sorted(old.folders, key=len, reverse=True):
            with suppress(OSError):  # something of somebody else lies in it
                Path(name).rmdir()

    def _undo_default(self, old: Record) -> None:
        data = _read(self._list)
        if data is None:
            return
        text = data.decode("utf-8", errors="surrogateescape")
        without = mimeapps.without_default(text, MIME_TYPE, DESKTOP_FILE, old.before, old.after)
        if old.list_made and without.strip() in {"", mimeapps.GROUP}:
            _forget(self._list)
        elif without != text:
            _write(self._list, without.encode("utf-8", errors="surrogateescape"))

    def _forget_caches(self, old: Record) -> None:
        """Caches that were not there before us, when nothing else is left for them to tell of."""
        others = {self._applications: any(self._applications.glob("**/*.desktop")), self._mime: any(self._mime.glob("packages/*.xml"))}
        for name in old.caches:
            path = Path(name)
            if not others.get(path.parent, True):
                _forget(path)

    # --- the desktop's own tools ---

    def _refresh(self) -> tuple[str, ...]:
        """Let the caches be written anew. A note for each tool that is not there or fails."""
        notes = []
        for tool, folder, needed in (("update-mime-database", self._mime, True), ("update-desktop-database", self._applications, False)):
            if folder.exists() and (trouble := self._tool(tool, folder)) and needed:
                notes.append(f"{tool} {trouble}: some file managers will know .course files only after it has run.")
        if (self._hicolor / "icon-theme.cache").exists():  # a stale one hides new icons
            self._tool("gtk-update-icon-cache", self._hicolor)
        elif self._hicolor.exists():
            with suppress(OSError):
                os.utime(self._hicolor)  # icon themes are read anew when the folder changed
        return tuple(notes)

    def _tool(self, name: str, folder: Path) -> str:
        """"" when it ran."""
        path = shutil.which(name, path=self._environment.get("PATH"))
        if path is None:
            return "is not installed"
        try:
            done = subprocess.run([path, str(folder)], env=self._environment, capture_output=True, check=False, timeout=TOOL_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return "could not be run"
        return "failed" if done.returncode else ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all; a file that is already so is not touched."""
    if _read(path) == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.resolve() if path.is_symlink() else path  # a list of dotfiles that is a link stays one
    beside = target.with_name(f".{target.name}.greentick")
    try:
        beside.write_bytes(data)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)


def _missing(folder: Path) -> Iterable[Path]:
    """The folders that would have to be made for this one to be there."""
    while not folder.exists():
        yield folder
        folder = folder.parent
