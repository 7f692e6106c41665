"""Awards of other courses that a course waits for: what they are called, and where on this computer they can be earned."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from player.course.elsewhere import AwardName, asked_elsewhere, meant
from player.course.model import DEFAULT_CERTIFICATE, Course

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.shelf import KnownCourse


@dataclass(frozen=True, slots=True)
class Sought:
    """`name` is what the condition calls it, `title` what people do. `course` is the title of its course, "" where it was never on this computer;
    `key` that course's key when it is on the shelf, else "". `known` lists the keys of every course that may give it."""

    name: str
    title: str
    course: str = ""
    key: str = ""
    known: tuple[str, ...] = ()


def sought(tables: "Tables", course: Course, own_key: str) -> dict[str, Sought]:
    """By name, in the order of the course; nothing is opened."""
    names = asked_elsewhere(course)
    if not names:
        return {}
    shelf = sorted(tables.shelf.known(), key=lambda row: not row.shown)
    return {name: _sought(tables, name, meant(name, own_key), shelf) for name in names}


def _sought(tables: "Tables", name: str, award: AwardName | None, shelf: "list[KnownCourse]") -> Sought:
    if award is None:
        return Sought(name, name)
    places = [row for row in shelf if _gives(row.key, award)]
    first = next(iter(places), None)
    if first is None:
        return Sought(name, award.course if award.award == DEFAULT_CERTIFICATE else str(AwardName(award.course, award.award)))
    title = tables.awards.title(first.key, award.award)
    if not title:
        title = first.title if award.award == DEFAULT_CERTIFICATE else f"{first.title}, {award.award}"
    return Sought(name, title, first.title, first.key if first.shown else "", tuple(row.key for row in places))


def _gives(key: str, award: AwardName) -> bool:
    publisher, _, course = key.partition("/")
    return course == award.course and award.publisher in {"", publisher}
