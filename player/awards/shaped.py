"""One line of text, shaped: directions, font fallback, HarfBuzz; then measured, fitted, and written as PDF text operators."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from player.awards.letters import clusters, levels, overrides_direction, visual_order
from player.awards.libraries import harfbuzz
from player.awards.typefaces import Typeface, Typefaces, Voice


@dataclass(frozen=True, slots=True)
class Glyph:
    """Lengths in em of the line's size. `text` is what it stands for, empty where other glyphs say it."""

    face: Typeface
    id: int
    advance: float
    x: float
    y: float
    text: str
    joined: bool  # letters of this script must not be spaced apart


@dataclass(frozen=True)
class Line:
    """A shaped line, glyphs from left to right. `text` in logical order is what copying and screen readers get."""

    text: str
    glyphs: tuple[Glyph, ...]

    @cached_property
    def width(self) -> float:
        """In em."""
        return sum(glyph.advance for glyph in self.glyphs)

    def spaced(self, size: float, spacing: float) -> float:
        """The width in points at `size` with letter-spacing in points."""
        return self.width * size + spacing * max(0, sum(not glyph.joined for glyph in self.glyphs) - 1)

    @cached_property
    def ink(self) -> tuple[float, float]:
        """(lowest, highest) point of ink in em, above the baseline."""
        low, high = 0.0, 0.0
        for glyph in self.glyphs:
            extents = glyph.face.font.get_glyph_extents(glyph.id)
            if extents is not None and extents.height:
                em = glyph.face.size / glyph.face.face.upem
                high = max(high, glyph.y + extents.y_bearing * em)
                low = min(low, glyph.y + (extents.y_bearing + extents.height) * em)
        return low, high


def shape(text: str, voice: Voice, typefaces: Typefaces, base: int | None = None) -> Line:
    """A character that no font can draw is left out of the glyphs, never printed as a box; `text` keeps it.

    Ask `Typefaces.require` first where leaving out is no answer: for a learner's name.

    base  0 left to right, 1 right to left, None by the first strong character
    """
    text = unicodedata.normalize("NFC", text)
    drawn = "".join(" " if c.isspace() else c for c in text if not overrides_direction(c))
    while lost := typefaces.missing(drawn, voice):  # again: a mark whose base was left out stands with another letter now
        drawn = "".join(c for c in drawn if c not in lost)
    runs = _runs(drawn, voice, typefaces, base)
    order = visual_order([(level, index) for index, (_, level, _) in enumerate(runs)])
    return Line(text, tuple(glyph for index in order for glyph in _shaped(*runs[index])))


def fit(text: str, voice: Voice, typefaces: Typefaces, size: float, measure: float, least: float) -> tuple[tuple[Line, ...], float]:
    """(lines, size): one line at `size`, or shrunk down to `least`; else two lines of like length, shrunk until they fit."""
    line = shape(text, voice, typefaces)
    if line.width * size <= measure:
        return (line,), size
    alone = measure / line.width
    if alone >= least or " " not in line.text:
        return (line,), alone
    base = levels(line.text)[0]
    halves = min(_splits(line.text), key=lambda pair: max(map(len, pair)))
    lines = tuple(shape(half, voice, typefaces, base) for half in halves)
    return lines, min(size, least * 1.3, measure / max(one.width for one in lines))


def _splits(text: str) -> Iterable[tuple[str, str]]:
    return [(text[:at], text[at + 1 :]) for at, c in enumerate(text) if c == " "]


def _runs(text: str, voice: Voice, typefaces: Typefaces, base: int | None) -> list[tuple[str, int, Typeface]]:
    """(text, level, face) in logical order; a word keeps to one font where one has all of it."""
    _, level_of = levels(text, base)
    faces = _faces(text, voice, typefaces)
    runs: list[tuple[str, int, Typeface]] = []
    for character, level, face in zip(text, level_of, faces, strict=True):
        if runs and runs[-1][1:] == (level, face):
            runs[-1] = (runs[-1][0] + character, level, face)
        else:
            runs.append((character, level, face))
    return runs


def _faces(text: str, voice: Voice, typefaces: Typefaces) -> list[Typeface]:
    first = typefaces.chain(voice)[0]
    faces: list[Typeface] = []
    for word in text.split(" "):
        whole = typefaces.pick(word, voice)
        for cluster in clusters(word):
            faces += [whole or typefaces.pick(cluster, voice) or first] * len(cluster)
        faces.append(faces[-1] if faces and faces[-1].has(" ") else first)
    return faces[:-1]


def _shaped(text: str, level: int, face: Typeface) -> list[Glyph]:
    hb = harfbuzz()
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = "und"  # not the one of the system: the same page everywhere
    buffer.direction = "rtl" if level & 1 else "ltr"
    hb.shape(face.font, buffer)
    em = face.size / face.face.upem
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=False))  # none at all for a lone mark of direction
    stand_for = _spoken(buffer.glyph_infos, {at: text[at : ends[at]] for at in starts}, face)
    joined = buffer.script not in {"Latn", "Grek", "Cyrl"}
    return [
        Glyph(face, info.codepoint, place.x_advance * em, place.x_offset * em, place.y_offset * em, spoken, joined)
        for info, place, spoken in zip(buffer.glyph_infos, buffer.glyph_positions, stand_for, strict=True)
    ]


def _spoken(infos: Sequence[Any], text_of: dict[int, str], face: Typeface) -> list[str]:
    """What each glyph stands for: in a cluster of several (a base and its marks) its own character, what is over goes to the first
    without one."""
    spoken, left = [], {at: list(text) for at, text in text_of.items()}
    for info in infos:
        own = next((c for c in left[info.cluster] if face.font.get_nominal_glyph(ord(c)) == info.codepoint), "")
        if own:
            left[info.cluster].remove(own)
        spoken.append(own)
    for index, info in enumerate(infos):
        if not spoken[index] and left[info.cluster]:
            spoken[index], left[info.cluster] = "".join(left[info.cluster]), []
    return spoken
