"""Values out of an event's `data`, checked: a record may come from another machine or a damaged disk."""

from fractions import Fraction
from typing import TypeGuard

from player.course.facts import Event, Json
from player.errors import PlayerError, said


def _bad(event: Event, name: str) -> PlayerError:
    return PlayerError(
        "A record cannot be read",
        said("Entry {number} ({kind}) has no usable “{name}”.", number=event.number, kind=event.kind, name=name),
        "Restore the last backup, or ask for the file again.",
    )


def text_of(event: Event, name: str) -> str:
    """A text, "" when absent."""
    value = event.data.get(name, "")
    if not isinstance(value, str):
        raise _bad(event, name)
    return value


def flag_of(event: Event, name: str) -> bool | None:
    """True, False or None when absent."""
    value = event.data.get(name)
    if value is not None and not isinstance(value, bool):
        raise _bad(event, name)
    return value


def count_of(event: Event, name: str) -> int:
    """A number of 0 or more, 0 when absent."""
    value = event.data.get(name, 0)
    if not _is_count(value):
        raise _bad(event, name)
    return value


def _is_count(value: Json) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def counts_of(event: Event, name: str) -> list[int]:
    """A list of such numbers."""
    value = event.data.get(name, [])
    if not isinstance(value, list):
        raise _bad(event, name)
    counts = [item for item in value if _is_count(item)]
    if len(counts) != len(value):
        raise _bad(event, name)
    return counts


def names_of(event: Event, name: str) -> list[str]:
    """A list of ids or other texts."""
    value = event.data.get(name, [])
    if not isinstance(value, list):
        raise _bad(event, name)
    names = [item for item in value if isinstance(item, str)]
    if len(names) != len(value):
        raise _bad(event, name)
    return names


def texts_of(event: Event, name: str) -> list[tuple[str, str]]:
    """A mapping of ids to texts."""
    value = event.data.get(name, {})
    if not isinstance(value, dict):
        raise _bad(event, name)
    texts = [(key, text) for key, text in value.items() if isinstance(text, str)]
    if len(texts) != len(value):
        raise _bad(event, name)
    return texts


def intervals_of(event: Event, name: str) -> list[tuple[int, int]]:
    """A list of [from, to] in ms."""
    value = event.data.get(name, [])
    if not isinstance(value, list):
        raise _bad(event, name)
    intervals = []
    for item in value:
        if not isinstance(item, list) or len(item) != 2 or not _is_count(item[0]) or not _is_count(item[1]):
            raise _bad(event, name)
        intervals.append((item[0], item[1]))
    return intervals


def score_of(event: Event) -> Fraction:
    """[earned, possible] as an exact share 0..1; must be there."""
    match event.data.get("score"):
        case [int(top), int(bottom)] if 0 <= top <= bottom and bottom > 0:
            return Fraction(top, bottom)
    raise _bad(event, "score")


def times_of(event: Event, name: str) -> list[tuple[str, int]]:
    """A mapping of ids to ms UTC."""
    value = event.data.get(name, {})
    if not isinstance(value, dict):
        raise _bad(event, name)
    times = [(lesson, at) for lesson, at in value.items() if isinstance(at, int)]
    if len(times) != len(value):
        raise _bad(event, name)
    return times
