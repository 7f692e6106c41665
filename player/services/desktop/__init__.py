"""Greentick on this user's desktop: a launcher, icons, and the file type .course, put into place and taken away again."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from player.errors import PlayerError
from player.services.desktop.program import Program, this_program
from player.services.desktop.report import Report


class Desktop(Protocol):
    """One kind of desktop. Installing twice is the same as once; so is removing."""

    def install(self, program: Program) -> Report:
        """Raises PlayerError when something cannot be written; then nothing is left of it."""

    def remove(self) -> Report:
        """Takes away exactly what `install` put there."""

    def installed(self) -> bool:
        """Whether `install` was called last."""


def this_desktop(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> Desktop:
    """That of whoever started the program. Raises PlayerError on a system that has none of the known kinds."""
    environment = os.environ if environment is None else environment
    if platform == "win32":
        from player.services.desktop.registry import user_registry
        from player.services.desktop.windows import Windows

        return Windows(*user_registry())
    if platform == "darwin":
        raise PlayerError("Not on a Mac yet", "Greentick cannot tell a Mac that it opens .course files.",
                          "In the Finder choose “Open with” for such a file, and take Greentick there.")  # fmt: skip
    from player.services.desktop.freedesktop import Freedesktop

    return Freedesktop(environment)


def program_here(data: Path | None = None) -> Program:
    """How a desktop starts the program that runs now, with the data folder that it was given."""
    return this_program(sys.executable, sys.argv[0], frozen=bool(getattr(sys, "frozen", False)), data=data)


__all__ = ["Desktop", "Program", "Report", "program_here", "this_desktop"]
