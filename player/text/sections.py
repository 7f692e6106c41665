"""A rendered text in pieces: what stands under each heading, short enough for an excerpt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from player.text.render import RenderedText, text_of

LONGEST = 1_200  # characters of one piece, where its lines allow it

_HEADING = re.compile(r'<h[1-6]\b(?:[^>"]|"[^"]*")*>')
_ID = re.compile(r'\sid="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Section:
    """`anchor` is the id of the heading over it ("" before the first)."""

    anchor: str
    heading: str
    text: str


def sections(rendered: RenderedText) -> Iterator[Section]:
    """In the order of the text; a long one comes in several pieces under the same heading."""
    known = {heading.anchor: heading.text for heading in rendered.headings}
    starts = [(0, "")]
    for found in _HEADING.finditer(rendered.html):
        named = _ID.search(found[0])
        anchor = unescape(named[1]) if named is not None else ""
        if anchor in known:
            starts.append((found.start(), anchor))
    for (begin, anchor), (end, _) in zip(starts, [*starts[1:], (len(rendered.html), "")], strict=True):
        heading = known.get(anchor, "")
        text = text_of(rendered.html[begin:end])
        if heading and text.startswith(heading):
            text = text[len(heading) :].lstrip()
        if text or heading:
            yield from (Section(anchor, heading, piece) for piece in pieces(text))


def pieces(text: str) -> Iterator[str]:
    """The text cut between its lines; a line that is longer than a piece is cut between words."""
    held: list[str] = []
    length = 0
    for line in text.split("\n"):
        for part in _cut(line):
            if held and length + len(part) > LONGEST:
                yield "\n".join(held)
                held, length = [], 0
            held.append(part)
            length += len(part) + 1
    yield "\n".join(held)


def _cut(line: str) -> Iterator[str]:
    while len(line) > LONGEST:
        at = line.rfind(" ", 1, LONGEST)
        at = at if at > 0 else LONGEST
        yield line[:at]
        line = line[at:].lstrip()
    yield line
