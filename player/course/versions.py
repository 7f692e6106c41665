"""Versions as people read them: which of two is the newer one."""

import re

Version = tuple[tuple[int, ...], int, tuple[tuple[int, str], ...]]


def version_order(version: str) -> Version:
    """Sorts versions as people read them: 1.10 after 1.9, 2.0-rc1 before 2.0, 1.0 and 1.0.0 alike."""
    parts = re.findall(r"\d+|[^\W\d_]+", version)
    first = next((place for place, part in enumerate(parts) if not part.isdecimal()), len(parts))
    numbers = [int(part) for part in parts[:first]]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    rest = tuple((int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in parts[first:])
    return tuple(numbers), 0 if rest else 1, rest
