"""Which files of a folder belong to the course: those that lessons name, and those that their texts show or link to."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote

from player.formats.disk import Opener, SourceFile, SourceTree
from player.formats.markdown import Reference
from player.formats.names import unfit
from player.formats.problems import Problems, did_you_mean

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_LOCAL = re.compile(r"(?i)file:|[a-z]:")
_RESERVED_FOLDER = "_course"  # a package keeps its own files there
_TEXTS = (".md", ".markdown")
_QUIZ = (".quiz.toml",)

Fallback = Callable[[str], str]  # a name that is not there -> the one that is meant, "" when there is none

LARGE_PICTURE = 3_000_000  # bytes; above it an author is told


class Content:
    """Collects files under the names they have in the package."""

    def __init__(self, tree: SourceTree, problems: Problems, lenient: bool = False, fallback: Fallback | None = None) -> None:
        self.tree = tree
        self.problems = problems
        self.lenient = lenient  # somebody else's folder: what is missing there is a warning
        self.fallback = fallback
        self.files: dict[str, Opener] = {}
        self.used: set[str] = set()
        self.lessons: set[str] = set()  # texts that are lessons: links may lead there
        self._followed: list[tuple[str, Reference]] = []

    def add(self, file: SourceFile, name: str = "") -> str:
        """Take a file in; its name in the package."""
        name = name or file.name
        self.used.add(file.name)
        if name in self.files:
            return name
        reason = unfit(name)
        if reason:
            self.problems.error(f"The name {reason}. Rename it, and where it is spoken of.", file.name)
        elif name.partition("/")[0].casefold() == _RESERVED_FOLDER:
            self.problems.error(f"The folder name {_RESERVED_FOLDER} is kept for packages. Rename it.", file.name)
        else:
            self.files[name] = file.open
        return name

    def follow(self, file: str, references: Iterable[Reference]) -> None:
        """Remember what a text points at; `settle` looks when every lesson is known."""
        self._followed.extend((file, reference) for reference in references)

    def settle(self) -> None:
        for file, reference in self._followed:
            self._settle(file, reference)

    def _settle(self, file: str, reference: Reference) -> None:
        target = reference.target.strip()
        if reference.alt == "" and reference.shown:
            message = f"The picture {target} has no description for those who cannot see it: ![a hand under a tap]({target})."
            self.problems.warn(message, file, reference.line, "alt")
        if _LOCAL.match(target):
            self._missing(file, reference, f"{target} is a place on one computer. Put the file into the course folder and name it from there.")
            return
        if not target or target.startswith("#") or _SCHEME.match(target):
            if reference.shown and _SCHEME.match(target) and not target.startswith("data:"):
                message = f"{target} is on the network, and learners have none. Put it into the course folder."
                self.problems.warn(message, file, reference.line)
            return
        name = self._resolve(file, reference, re.split(r"[?#]", target, maxsplit=1)[0])
        if name is None:
            return
        found = self.tree.files.get(name)
        if found is None and self.fallback is not None:
            found = self.tree.files.get(self.fallback(name))
        if found is None:
            self._absent(file, reference, name)
        elif found.name.lower().endswith(_TEXTS) and name not in self.lessons:
            self.problems.warn(f"The link leads to {name}, which is no lesson of this course.", file, reference.line)
        elif name.lower().endswith(_QUIZ):
            self.problems.warn(f"The link leads to {name}; a link cannot open a quiz yet.", file, reference.line)
        else:
            self.add(found, name)
            if reference.shown and found.size > LARGE_PICTURE:
                message = f"The picture {name} has {found.size / 1e6:.1f} MB. On an old computer it comes slowly: make it smaller."
                self.problems.warn(message, file, reference.line, "picture")

    def _resolve(self, file: str, reference: Reference, target: str) -> str | None:
        """The name in the course folder; None (and a problem) when it leads out of it."""
        written = unquote(target, errors="replace")
        if "\\" in written:
            self._missing(file, reference, f"{written}: write / instead of \\ between folders.")
            return None
        if written.startswith("/"):
            self._missing(file, reference, f"{written} begins with /. Name the file from the folder this text is in.")
            return None
        parts: list[str] = []
        for part in [*PurePosixPath(file).parent.parts, *written.split("/")]:
            if part == ".." and not parts:
                self._missing(file, reference, f"{written} leads out of the course folder. Copy the file into it.")
                return None
            if part == "..":
                parts.pop()
            elif part not in {"", "."}:
                parts.append(part)
        return "/".join(parts)

    def _absent(self, file: str, reference: Reference, name: str) -> None:
        if name in self.tree.folders or not name:
            self._missing(file, reference, f"{name or 'The course folder'} is a folder; a link must lead to a file.")
            return
        twin = next((other for other in self.tree.files if other.casefold() == name.casefold()), None)
        near = f" Did you mean “{twin}” (capitals count)?" if twin else did_you_mean(name, self.tree.files)
        self._missing(file, reference, f"There is no file {name}.{near}")

    def _missing(self, file: str, reference: Reference, message: str) -> None:
        say = self.problems.warn if self.lenient else self.problems.error
        say(message, file, reference.line, "picture" if reference.shown else "link")
