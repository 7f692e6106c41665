"""Awards of other courses: what a condition calls one, and by which names one that is held goes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from player.course.model import AtLeast, AwardHeld, Condition, Course

UNSIGNED = "unsigned"
_HEX = frozenset("0123456789abcdef")
_FINGERPRINT = 64  # hexadecimal digits of a SHA-256


@dataclass(frozen=True, slots=True)
class AwardName:
    """"course-id/award-id", or with a publisher before it: the fingerprint of a key (64 hexadecimal digits), or "unsigned"."""

    course: str
    award: str
    publisher: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.publisher, self.course, self.award) if part)

    @property
    def well_formed(self) -> bool:
        """Whether some award could be called so."""
        return bool(self.course and self.award) and (self.publisher in {"", UNSIGNED} or is_fingerprint(self.publisher))


def is_fingerprint(word: str) -> bool:
    return len(word) == _FINGERPRINT and _HEX.issuperset(word)


def award_name(name: str) -> AwardName | None:
    """The parts of a name; None when it has not two or three of them."""
    parts = name.split("/")
    match parts:
        case [course, award]:
            return AwardName(course, award)
        case [publisher, course, award]:
            return AwardName(course, award, publisher)
    return None


def names_held(held: Iterable[tuple[str, str]], own_key: str) -> frozenset[str]:
    """By which names a course may ask for awards, each given as the key of its course ("publisher/course-id") and its id. A course that names no
    publisher means its own; an unsigned one, for which nobody answers, means any."""
    publisher = own_key.partition("/")[0]
    found = set[str]()
    for key, award in held:
        by, _, course = key.partition("/")
        found.add(f"{key}/{award}")
        if publisher in {UNSIGNED, by}:
            found.add(f"{course}/{award}")
    return frozenset(found)


def meant(name: str, own_key: str) -> AwardName | None:
    """The award that a course with that key asks for, with its publisher; of an unsigned course that names none, any ("")."""
    found = award_name(name)
    if found is None or found.publisher:
        return found
    publisher = own_key.partition("/")[0]
    return AwardName(found.course, found.award, "" if publisher == UNSIGNED else publisher)


def asked_elsewhere(course: Course) -> tuple[str, ...]:
    """Every award of another course that something in this one waits for, each once."""
    own = {award.id for award in course.awards}
    conditions = [course.opens_when, *(chapter.opens_when for chapter in course.chapters), *(lesson.opens_when for lesson in course.lessons()),
                  *(award.earned_when for award in course.awards)]  # fmt: skip
    named = (name for condition in conditions if condition is not None for name in _awards(condition))
    return tuple(dict.fromkeys(name for name in named if name not in own and name.removeprefix(f"{course.id}/") not in own))


def _awards(condition: Condition) -> Iterator[str]:
    if isinstance(condition, AwardHeld):
        yield condition.id
    elif isinstance(condition, AtLeast):
        for part in condition.of:
            yield from _awards(part)
