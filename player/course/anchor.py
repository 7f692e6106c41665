"""Places within a lesson in one short form: "#dose" a heading, "page=3" (RFC 8118, 3), "t=62" a second (W3C Media Fragments 1.0, 4.2.1)."""

import re
from dataclasses import dataclass
from typing import Self

_NUMBERED = re.compile(r"(page|t)=(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Anchor:
    """At most one of these is given; none of them is the lesson itself. `page` counts from 1, `second` from 0."""

    heading: str = ""
    page: int = 0
    second: int | None = None

    def __str__(self) -> str:
        if self.heading:
            return f"#{self.heading}"
        if self.page:
            return f"page={self.page}"
        return f"t={self.second}" if self.second is not None else ""

    @classmethod
    def read(cls, written: str) -> Self:
        """What cannot be read is the lesson itself: an older program shows the notes of a newer one."""
        if written.startswith("#"):
            return cls(heading=written[1:])
        found = _NUMBERED.fullmatch(written)
        if found is None:
            return cls()
        number = int(found[2])
        return cls(second=number) if found[1] == "t" else cls(page=number)
