"""The versions of a course that were seen here, so that a newer one can be compared with them when their packages are gone."""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from player.course.facts import Json
from player.course.model import Course
from player.course.update import Leaf, leaves
from player.errors import PlayerError

if TYPE_CHECKING:
    from player.services.library import OpenCourse

log = logging.getLogger(__name__)
EDITIONS = "editions"  # in the cache
_KEPT = 5  # versions of one course


@dataclass(frozen=True, slots=True)
class Update:
    """What a newer version changed for one learner. `kept`, `new` and `gone` count lessons; None where the old version is not known, then
    `ticks` says how many were kept. `new_lessons`, `changed` and `again` are ids, `gone_lessons` titles; `same` counts lessons with the very
    same content under a new id. `lost`: the learner would have stayed, and the old package was gone. `at` is ms UTC."""

    before: str
    now: str
    at: int
    ticks: int
    kept: int | None
    new: int | None
    gone: int | None
    new_lessons: tuple[str, ...]
    gone_lessons: tuple[str, ...]
    changed: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    same: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One version: the course as it was, and its lessons as they are compared."""

    course: Course
    leaves: tuple[Leaf, ...]


class Editions:
    """Files in the cache, one a version: losing them loses a sentence, no tick."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted: set[tuple[str, str]] = set()

    def note(self, opened: "OpenCourse") -> None:
        """Remembers this version. What cannot be written is not remembered."""
        if (opened.key, opened.digest) in self._noted:
            return
        self._noted.add((opened.key, opened.digest))
        path = self._path(opened.key, opened.digest)
        if path.exists():
            return
        from player.package.document import write_course

        told = {"course": write_course(opened.course).decode(), "content": {leaf.id: leaf.content for leaf in leaves_of(opened)}}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(".part")
            beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            beside.replace(path)
            self._sweep(opened.key, path)
        except OSError:
            log.warning("version %s of %s is not remembered", opened.course.version, opened.key, exc_info=True)

    def has(self, key: str, digest: str) -> bool:
        return self._path(key, digest).exists()

    def find(self, key: str, digest: str) -> Edition | None:
        """None when that version was never seen here, or what was remembered is lost."""
        from player.package.document import read_course

        try:
            found = json.loads(self._path(key, digest).read_text(encoding="utf-8"))
            course, content = read_course(found["course"].encode()), dict(found["content"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, PlayerError):
            return None
        return Edition(course, tuple(Leaf(one.id, one.title, one.kind.value, str(content.get(one.id, ""))) for one in course.lessons()))

    def of(self, opened: "OpenCourse") -> Edition:
        """The same of a package that is at hand."""
        return Edition(opened.course, leaves_of(opened))

    def _sweep(self, key: str, newest: Path) -> None:
        known = sorted((path for path in self._folder.glob(f"{_name(key)}-*.json") if path != newest), key=lambda path: path.stat().st_mtime_ns)
        for path in known[: max(0, len(known) + 1 - _KEPT)]:
            path.unlink(missing_ok=True)

    def _path(self, key: str, digest: str) -> Path:
        return self._folder / f"{_name(key)}-{hashlib.sha256(digest.encode()).hexdigest()[:16]}.json"


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def leaves_of(opened: "OpenCourse") -> tuple[Leaf, ...]:
    """The lessons of a package, with digests of their content from its manifest."""
    digests = {file.name: file.sha256 for file in opened.package.manifest.files} if opened.package is not None else {}
    return leaves(opened.course, lambda name: digests.get(name, ""))


def update_of(at: int, data: Mapping[str, Json]) -> Update:
    """From the data of an event; what an older program did not tell is None or empty."""
    ticked, counts, again, same = data.get("ticked"), data.get("lessons"), data.get("again"), data.get("same")
    numbers = [count for count in counts if isinstance(count, int)] if isinstance(counts, list) else []
    kept, fresh, lost = numbers if len(numbers) == 3 else (None, None, None)
    once_more = tuple(lesson for lesson, done_in in again.items() if done_in) if isinstance(again, dict) else ()
    stay = data.get("stay")
    ticks = stay if isinstance(stay, int) else len(ticked) if isinstance(ticked, dict) else 0
    return Update(
        str(data.get("from", "")), str(data.get("to", "")), at, ticks, kept, fresh, lost, _texts(data.get("new")),
        _texts(data.get("gone")), _texts(data.get("changed")), once_more, len(same) if isinstance(same, dict) else 0, data.get("lost") is True,
    )  # fmt: skip


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
