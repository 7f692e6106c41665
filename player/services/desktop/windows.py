"""The file type in the user's part of the Windows registry. Written after Microsoft's description of file associations; not tried on Windows."""

import subprocess
from collections.abc import Callable

from player.assets import resource
from player.errors import PlayerError, said
from player.services.desktop.program import Program
from player.services.desktop.registry import UserKeys
from player.services.desktop.report import Report

CLASSES = r"Software\Classes"
PROGRAM_ID = "Greentick.Course"
OURS = rf"{CLASSES}\{PROGRAM_ID}"
BEFORE = rf"{OURS}\Before"  # which program an ending belonged to until now
ENDINGS = (".course", ".courses")


class Windows:
    """`tell` lets the Explorer read its file types anew."""

    def __init__(self, keys: UserKeys, tell: Callable[[], None]) -> None:
        self._keys, self._tell = keys, tell

    def installed(self) -> bool:
        return self._keys.read(rf"{OURS}\shell\open\command") is not None

    def install(self, program: Program) -> Report:
        if program.folder is not None:
            raise PlayerError("Greentick is not installed", "A source tree that was never installed cannot be started by a double click.",
                              "Install it with pip first (docs/install.md), then try again.")  # fmt: skip
        keys = self._keys
        command = f'{subprocess.list2cmdline(program.words)} "%1"'
        changed = keys.read(rf"{OURS}\shell\open\command") != command or any(keys.read(rf"{CLASSES}\{ending}") != PROGRAM_ID for ending in ENDINGS)
        try:
            keys.write(OURS, "Greentick course")
            keys.write(rf"{OURS}\DefaultIcon", f'"{resource("desktop/course.ico")}",0')
            keys.write(rf"{OURS}\shell\open", "Greentick", "FriendlyAppName")
            for ending in ENDINGS:
                self._take(ending)
            keys.write(rf"{OURS}\shell\open\command", command)
        except OSError as error:
            raise PlayerError("The desktop could not be changed", said("The registry cannot be written: {why}.", why=error.strerror or error),
                              "Ask the owner of this computer for leave, then try again.") from error  # fmt: skip
        self._tell()
        note = f"The Start menu is left alone: to have Greentick there, pin {program.words[0]} to it."
        return Report(f"Greentick opens .course files. It is started as {command}.", changed, (note,))

    def _take(self, ending: str) -> None:
        path = rf"{CLASSES}\{ending}"
        before = self._keys.read(path)
        if before and before != PROGRAM_ID:
            self._keys.write(BEFORE, before, ending)
        self._keys.write(path, PROGRAM_ID)
        self._keys.write(rf"{path}\OpenWithProgids", "", PROGRAM_ID)

    def remove(self) -> Report:
        keys = self._keys
        if keys.read(OURS) is None:
            return Report("Greentick was not on this desktop: nothing was changed.", changed=False)
        try:
            for ending in ENDINGS:
                self._give_back(ending)
            keys.forget_tree(OURS)
        except OSError as error:
            raise PlayerError("The desktop could not be changed", said("The registry cannot be written: {why}.", why=error.strerror or error),
                              "Ask the owner of this computer for leave, then try again.") from error  # fmt: skip
        self._tell()
        return Report("Greentick was taken off the desktop. Courses and records are untouched.")

    def _give_back(self, ending: str) -> None:
        """What somebody else has taken since is left to them."""
        keys, path = self._keys, rf"{CLASSES}\{ending}"
        if keys.read(path) == PROGRAM_ID:
            before = keys.read(BEFORE, ending)
            if before:
                keys.write(path, before)
            else:
                keys.forget(path)
        keys.forget(rf"{path}\OpenWithProgids", PROGRAM_ID)
        keys.forget_empty(rf"{path}\OpenWithProgids")
        keys.forget_empty(path)
