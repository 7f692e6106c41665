"""All words of a page: collected first, then written at once, so that each font holds just the glyphs that are used."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians, sin

from player.awards.libraries import harfbuzz
from player.awards.shaped import Line
from player.awards.typefaces import Typeface

Colour = tuple[float, float, float]
MARKED = "Greentick"  # in the properties of a span: which fact it shows


@dataclass(frozen=True, slots=True)
class Placed:
    """A line on the page, from its left end on the baseline; lengths in points, `turn` in degrees anticlockwise."""

    line: Line
    x: float
    y: float
    size: float
    colour: Colour
    spacing: float = 0.0
    turn: float = 0.0
    field: str = ""  # the fact that it shows: the verifier compares


@dataclass(frozen=True, slots=True)
class FontProgram:
    """A font as a PDF embeds it (ISO 32000-1 9.7.4): codes of two bytes are its glyph numbers. Lengths in 1/1000 em."""

    resource: str
    name: str
    data: bytes  # TrueType, or the bare CFF table
    cff: bool
    widths: tuple[int, ...]
    text: dict[int, str]
    ascent: int
    descent: int


class TextLayer:
    """Add lines, then `write` them once."""

    def __init__(self) -> None:
        self._placed: list[Placed] = []

    def add(self, placed: Placed) -> None:
        self._placed.append(placed)

    def write(self) -> tuple[str, tuple[FontProgram, ...]]:
        """(content stream operators, the fonts they name)."""
        used: dict[Typeface, dict[int, str]] = {}
        for placed in self._placed:
            for glyph in placed.line.glyphs:
                known = used.setdefault(glyph.face, {})
                known[glyph.id] = known.get(glyph.id) or glyph.text
        programs, codes = [], {}
        for index, (face, glyphs) in enumerate(used.items(), 1):
            program, mapping = _program(f"F{index}", face, glyphs)
            programs.append(program)
            codes[face] = (program, mapping)
        return "\n".join(operators for placed in self._placed for operators in _operators(placed, codes)), tuple(programs)


def _program(resource: str, face: Typeface, glyphs: dict[int, str]) -> tuple[FontProgram, dict[int, int]]:
    """The font cut down to `glyphs` (old number: text), and how their numbers changed."""
    hb = harfbuzz()
    asked = hb.SubsetInput()
    asked.glyph_set.update(set(glyphs))
    flags = hb.SubsetFlags
    asked.flags = flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NO_BIDI_CLOSURE | flags.CFF_IDENTITY_CHARSET
    asked.drop_table_tag_set.update({_tag(name) for name in ("GSUB", "GPOS", "GDEF", "BASE", "name", "OS/2", "cmap", "post", "gasp", "meta", "STAT")})
    plan = hb.SubsetPlan(face.face, asked)
    small = plan.execute()
    mapping = {old: plan.old_to_new_glyph_mapping[old] for old in glyphs}
    font, em = hb.Font(small), 1000 / small.upem
    cff = "CFF " in small.table_tags
    data = bytes(small.reference_table("CFF ").data if cff else small.blob.data)
    widths = tuple(round(font.get_glyph_h_advance(gid) * em) for gid in range(small.glyph_count))
    extents = face.font.get_font_extents("ltr")
    text = {mapping[old]: stands_for for old, stands_for in glyphs.items() if stands_for}
    return FontProgram(resource, face.name, data, cff, widths, text, round(extents.ascender * em), round(extents.descender * em)), mapping


def _operators(placed: Placed, codes: dict[Typeface, tuple[FontProgram, dict[int, int]]]) -> Iterator[str]:
    """ISO 32000-1 9.4: shown glyph by glyph where HarfBuzz put it; 14.9.4: the logical text beside it."""
    actual = ("\ufeff" + placed.line.text).encode("utf-16-be").hex().upper()
    shows = f" /{MARKED} /{placed.field}" if placed.field else ""
    yield f"/Span <</ActualText <{actual}>{shows}>> BDC"
    yield "{} {} {} rg BT".format(*(_number(part) for part in placed.colour))
    turned = (cos(radians(placed.turn)), sin(radians(placed.turn)))
    pen = 0.0
    for (face, rise), group in groupby(placed.line.glyphs, key=lambda glyph: (glyph.face, glyph.y)):
        program, mapping = codes[face]
        size, glyphs = placed.size * face.size, list(group)
        start = pen + glyphs[0].x * placed.size
        x = placed.x + start * turned[0] - rise * placed.size * turned[1]
        y = placed.y + start * turned[1] + rise * placed.size * turned[0]
        matrix = f"{_number(turned[0], 5)} {_number(turned[1], 5)} {_number(-turned[1], 5)} {_number(turned[0], 5)}"
        yield f"/{program.resource} {_number(size)} Tf {matrix} {_number(x, 2)} {_number(y, 2)} Tm"
        shown, at = "", start
        for glyph in glyphs:
            back = round((at - pen - glyph.x * placed.size) * 1000 / size)
            if back:
                shown += f">{back}<"
                at -= back * size / 1000
            code = mapping[glyph.id]
            shown += f"{code:04X}"
            at += program.widths[code] * size / 1000
            pen += glyph.advance * placed.size + (0.0 if glyph.joined else placed.spacing)
        yield f"[<{shown}>] TJ"
    yield "ET EMC"


def _number(value: float, places: int = 3) -> str:
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if round(value, places) else "0"


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")
