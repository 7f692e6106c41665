"""Where a link of a text leads: another lesson, a file of the course, the web, or nowhere."""

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from player.course.model import Course

_LIQUID_LINK = re.compile(r"\{%-?\s*link\s+(?P<path>[^%\s]+)\s*-?%\}")
_LIQUID_VALUE = re.compile(r"\{\{[^{}]*\}\}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Link:
    """`target` is a lesson id, a package file name, a web address, or what was written when it leads nowhere."""

    kind: Literal["lesson", "file", "web", "anchor", "missing", "refused"]
    target: str
    anchor: str = ""


Resolve = Callable[[str], Link]


def without_liquid(target: str) -> str:
    """A link as Jekyll sites write it ("{{ page.root }}{% link _episodes/02-x.md %}") as a plain path from the root."""
    if "{" not in target:
        return target
    target = _LIQUID_LINK.sub(lambda found: "/" + found["path"].lstrip("/_"), target)
    target = _LIQUID_VALUE.sub("/", target)
    return re.sub(r"^/+", "/", target)


def web(target: str) -> Link | None:
    """A link with a scheme, or None for a path. Only http, https and mailto lead anywhere."""
    if target.startswith("//"):
        return Link("web", f"https:{target}")
    scheme = _SCHEME.match(target)
    if scheme is None:
        return None
    if scheme[0].lower() in {"http:", "https:", "mailto:"} and not re.search(r"[\x00-\x20]", target):
        return Link("web", target)
    return Link("refused", target)


def linker(here: str, lessons: Mapping[str, str], files: Collection[str]) -> Resolve:
    """The `resolve` of the text that was written in the file `here`.

    `lessons` maps source file names to lesson ids, `files` are package file names; both with forward slashes from the
    root of the course. A path is tried as written, then from the root, then as the end of exactly one known name, since
    many site makers put all pages into one folder; "02-x/", "02-x.html" and "02-x" find "02-x.md".
    """
    names = _Names(here, frozenset(lessons) | frozenset(files))

    def resolve(target: str) -> Link:
        outside = web(target)
        if outside is not None:
            return outside
        path, _, anchor = without_liquid(target).partition("#")
        path = unquote(path.partition("?")[0])
        anchor = unquote(anchor)
        if not path:
            return Link("anchor", "", anchor)
        name = names.find(path)
        if name is None:
            return Link("missing", target)
        return Link("lesson", lessons[name], anchor) if name in lessons else Link("file", name)

    return resolve


def course_linker(here: str, course: Course, names: Callable[[], Iterable[str]]) -> Resolve:
    """`linker` for the text `here` of a course whose package holds these names, asked for at the first link: many a text has none."""
    known: list[Resolve] = []

    def resolve(target: str) -> Link:
        if not known:
            lessons = {name: lesson.id for lesson in course.lessons() for name in (*lesson.languages.values(), lesson.file) if name}
            known.append(linker(here, lessons, frozenset(names())))
        return known[0](target)

    return resolve


class _Names:
    """The names of a course, found as one file of it may write them."""

    def __init__(self, here: str, names: frozenset[str]) -> None:
        self.folder = posixpath.dirname(here)
        self.names = names
        self.endings: dict[str, list[str]] = {}
        for name in names:
            self.endings.setdefault(posixpath.basename(name), []).append(name)

    def find(self, path: str) -> str | None:
        plain = re.sub(r"(?:/index)?\.html?$|/$", "", path)
        pages = [path] if path.endswith(".md") else [path, f"{plain}.md", f"{plain}/index.md"]
        return next((name for page in pages if (name := self._one(page)) is not None), None)

    def _one(self, path: str) -> str | None:
        tail = posixpath.normpath(re.sub(r"^(?:\.{0,2}/)+", "", path))
        tries = [tail, posixpath.normpath(posixpath.join(self.folder, path.lstrip("/")))]
        for name in tries if path.startswith("/") else reversed(tries):
            if name in self.names:
                return name
        ends = [name for name in self.endings.get(posixpath.basename(tail), ()) if name.endswith("/" + tail)]
        return ends[0] if len(ends) == 1 else None
