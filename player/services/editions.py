"""Which lessons each version of a course has, so that an update can say what is new and what is gone."""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from player.course.facts import Json
from player.course.model import Course

log = logging.getLogger(__name__)
EDITIONS = "editions"  # in the cache
_KEPT = 5  # versions of one course
_LISTED = 100  # lessons that are told by name


@dataclass(frozen=True, slots=True)
class Update:
    """What a newer version changed for one learner. `kept`, `new` and `gone` count lessons; None where the old version is not known, then
    `ticks` says how many were kept. `new_lessons` are ids, `gone_lessons` titles; `at` is ms UTC."""

    before: str
    now: str
    at: int
    ticks: int
    kept: int | None
    new: int | None
    gone: int | None
    new_lessons: tuple[str, ...]
    gone_lessons: tuple[str, ...]


class Editions:
    """Small files in the cache, one a course: losing them loses a sentence, no tick."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted: set[tuple[str, str]] = set()

    def note(self, key: str, digest: str, course: Course) -> None:
        """Remembers the lessons of this version. What cannot be written is not remembered."""
        if (key, digest) in self._noted:
            return
        self._noted.add((key, digest))
        known = self._read(key)
        lessons: list[Json] = [[lesson.id, lesson.title] for lesson in course.lessons()]
        if known.get(course.version) == lessons:
            return
        known.pop(course.version, None)
        known[course.version] = lessons
        while len(known) > _KEPT:
            del known[next(iter(known))]
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(".part")
            beside.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
            beside.replace(path)
        except OSError:
            log.warning("the lessons of %s are not remembered", key, exc_info=True)

    def lessons(self, key: str, version: str) -> dict[str, str] | None:
        """Titles by id; None when that version was never seen here."""
        found = self._read(key).get(version)
        if not isinstance(found, list):
            return None
        return {str(pair[0]): str(pair[1]) for pair in found if isinstance(pair, list) and len(pair) == 2}

    def changes(self, key: str, before: str, course: Course) -> dict[str, Json]:
        """What an event tells of the update: counts of lessons kept, new and gone, ids of the new ones and titles of those that are gone;
        nothing where the old version is not known."""
        old = self.lessons(key, before)
        if old is None:
            return {}
        now = {lesson.id for lesson in course.lessons()}
        new: list[Json] = [lesson.id for lesson in course.lessons() if lesson.id not in old]
        gone: list[Json] = [title for name, title in old.items() if name not in now]
        return {"lessons": [len(now) - len(new), len(new), len(gone)], "new": new[:_LISTED], "gone": gone[:_LISTED]}

    def _read(self, key: str) -> dict[str, Json]:
        try:
            found = json.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


def update_of(at: int, data: Mapping[str, Json]) -> Update:
    """From the data of an event; what an older program did not tell is None or empty."""
    ticked, counts, new, gone = data.get("ticked"), data.get("lessons"), data.get("new"), data.get("gone")
    numbers = [count for count in counts if isinstance(count, int)] if isinstance(counts, list) else []
    kept, fresh, lost = numbers if len(numbers) == 3 else (None, None, None)
    return Update(str(data.get("from", "")), str(data.get("to", "")), at, len(ticked) if isinstance(ticked, dict) else 0, kept, fresh, lost,
                  tuple(map(str, new)) if isinstance(new, list) else (), tuple(map(str, gone)) if isinstance(gone, list) else ())
