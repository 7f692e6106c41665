"""The certificate page: landscape A4 or Letter, drawn with reportlab; ornament, seal and code are page content."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from math import cos, pi, sin
from typing import Any

from player.awards import libraries, ornament, qr
from player.awards.facts import CertificateFacts, Direction, Level, Paper
from player.awards.shaped import Line, fit, shape
from player.awards.textlayer import Colour, FontProgram, Placed, TextLayer
from player.awards.typefaces import Typefaces, Voice
from player.awards.wording import ENGLISH, Wording
from player.errors import said

SIZES = {Paper.A4: (841.89, 595.276), Paper.LETTER: (792.0, 612.0)}  # points, landscape
CODE_FORM = "Code"  # the form that holds the QR code, one unit a module


def _colour(code: str) -> Colour:
    return int(code[:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:], 16) / 255


GREEN, DEEP, INK, GREY, PAPER, GOLD, WHITE = (_colour(c) for c in ("1A7F45", "0F4A2A", "17201A", "535E56", "FDFCF7", "9A7B2E", "FFFFFF"))
CAUTION, WATER, BORDER = (_colour(c) for c in ("7C4F00", "DCEBE0", "4C8A66"))


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn, not yet a PDF that holds its fonts: reportlab's file, and the fonts its text names."""

    pdf: bytes
    fonts: tuple[FontProgram, ...]


def draw_certificate(facts: CertificateFacts, code: str, typefaces: Typefaces, wording: Wording = ENGLISH) -> Page:
    """`code` is the text of the QR code. Raises PlayerError when the name has characters that no font can draw, and names them.

    Elsewhere on the page such a character (an emoji in a title) is left out.
    """
    typefaces.require(facts.learner.name, said("name"))
    out = BytesIO()
    canvas = libraries.canvas()(out, pagesize=SIZES[facts.paper], pageCompression=0, invariant=1)
    sheet = Sheet(canvas, facts, typefaces, wording)
    sheet.background()
    sheet.top()
    sheet.seal()
    sheet.feet()
    sheet.code(code)
    operators, fonts = sheet.words.write()
    canvas.addLiteral(operators)
    canvas.save()
    return Page(out.getvalue(), fonts)


class Sheet:
    """One page being drawn. x is mirrored for right-to-left languages, so the code below speaks of start and end."""

    def __init__(self, canvas: Any, facts: CertificateFacts, typefaces: Typefaces, wording: Wording) -> None:
        self.canvas, self.facts, self.faces, self.wording = canvas, facts, typefaces, wording
        self.width, self.height = SIZES[facts.paper]
        self.middle = self.width / 2
        self.lift = (self.height - SIZES[Paper.A4][1]) / 2
        self.words = TextLayer()
        self.mirrored = facts.direction is Direction.RIGHT_TO_LEFT
        self.base = 1 if self.mirrored else 0
        self.main = CAUTION if facts.provisional else GREEN

    # Words -----------------------------------------------------------------

    def put(self, line: Line, x: float, y: float, size: float, colour: Colour, align: str = "c", spacing: float = 0.0, field: str = "") -> None:
        """`align` s(tart), c(entre) or e(nd) of the reading direction; `x` is measured from its start edge."""
        width = line.spaced(size, spacing)
        if self.mirrored:
            x = self.width - x
        left = {"c": x - width / 2, "s": x - width * self.mirrored, "e": x - width * (not self.mirrored)}[align]
        self.words.add(Placed(line, left, y, size, colour, spacing, field=field))

    def say(
        self, text: str, voice: Voice, x: float, y: float, size: float, colour: Colour, align: str = "c", measure: float = 640
    ) -> None:
        """One line, shrunk to `measure`."""
        line = shape(text, voice, self.faces)
        self.put(line, x, y, min(size, measure / max(line.width, 0.1)), colour, align)

    def caption(self, text: str, x: float, y: float, colour: Colour = GREY, size: float = 6.5, spacing: float = 0.8, align: str = "c") -> None:
        line = shape(text.upper(), Voice.STRONG, self.faces, self.base)
        room = 620.0 if size > 8 else 230.0
        natural = line.spaced(size, spacing)
        scale = min(1.0, room / natural)
        self.put(line, x, y, size * scale, colour, align, spacing * scale)

    # The sheet from back to front --------------------------------------------

    def background(self) -> None:
        canvas = self.canvas
        self.fill(PAPER)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self.form("Water", 5, water(), 250)
        self.place("Water", self.middle, self.height / 2 + 8, WATER)
        inset, tile = 30.0, 17.2
        self.form("Knot", 4, knot(), 40)
        canvas.beginForm("Wave", -40, -40, 40, 40)
        canvas.addLiteral(band())
        canvas.endForm()
        for side, length in ((0, self.width - 2 * inset), (1, self.height - 2 * inset)):
            count = round(length / tile)
            canvas.beginForm(f"Edge{side}", -40, -40, length + 40, 40)
            for i in range(count):
                canvas.saveState()
                canvas.transform(length / count / tile, 0, 0, 1, i * length / count, 0)
                canvas.doForm("Wave")
                canvas.restoreState()
            canvas.endForm()
        for x, y, turn in ((inset, inset, 0), (inset, self.height - inset, 0), (inset, inset, 90), (self.width - inset, inset, 90)):
            self.place("Edge1" if turn else "Edge0", x, y, BORDER, turn)
        self.fill(PAPER)
        for x in (inset, self.width - inset):
            for y in (inset, self.height - inset):
                canvas.circle(x, y, 18, stroke=0, fill=1)
                self.place("Knot", x, y, BORDER)
        self.stroke(GREEN)
        canvas.setLineWidth(0.6)
        canvas.rect(45, 45, self.width - 90, self.height - 90)

    def top(self) -> None:
        facts, wording, lift = self.facts, self.wording, self.lift * 1.4
        self.caption(wording.source(facts), self.middle, 494 + lift, GREEN, 9.5, 2.6)
        if facts.provisional:
            words = wording.provisional_until.format(level=wording.level_words(facts.required_level))
            self.caption(words, self.middle, 520 + lift, CAUTION, 9, 1.2)
        self.say(wording.headline(facts), Voice.DISPLAY, self.middle, 444 + lift, 39, INK, measure=640)
        self.say(wording.intro, Voice.TEXT, self.middle, 406 + lift, 14, GREY)
        self.name(330 + lift)
        self.statement(300 + lift)

    def name(self, rule: float) -> None:
        """The name above a gold rule; what is tall or deep is made smaller, so nothing touches it or the words above."""
        lines, size = fit(self.facts.learner.name, Voice.NAME, self.faces, 52, 600, 29)
        low, high = min(line.ink[0] for line in lines), max(line.ink[1] for line in lines)
        room = 59.0
        size = min(size, room / (high - low) / len(lines) if len(lines) > 1 or (high - low) * size > room else size)
        gap = size * (high - low) * 1.02
        bottom = max(rule + 16, rule + 7 - low * size) if len(lines) == 1 else rule + 6 - low * size
        for index, line in enumerate(lines):
            self.put(line, self.middle, bottom + gap * (len(lines) - 1 - index), size, DEEP, field="name")
        half = min(300.0, max(150.0, max(line.width for line in lines) * size / 2 + 6))
        self.stroke(GOLD)
        self.canvas.setLineWidth(0.7)
        self.canvas.line(self.middle - half, rule, self.middle + half, rule)

    def statement(self, y: float) -> None:
        lines, size = fit(self.wording.statement(self.facts), Voice.TEXT, self.faces, 14, 620, 12)
        for index, line in enumerate(lines):
            self.put(line, self.middle, y - index * 17, size, GREY)
        y -= 36 + 16 * (len(lines) - 1)
        lines, size = fit(self.facts.course.title, Voice.DISPLAY, self.faces, 27, 600, 21)
        size = min(size, 22) if len(lines) > 1 else size
        for index, line in enumerate(lines):
            self.put(line, self.middle, y - index * size * 1.1, size, INK, field="course")
        y -= size * 1.1 * (len(lines) - 1) + max(17.0, 11 - lines[-1].ink[0] * size)
        if self.facts.course.version:
            self.say(self.wording.version.format(version=self.facts.course.version), Voice.SANS, self.middle, y, 8, GREY, measure=300)

    def seal(self) -> None:
        """A scalloped disc with the level around it: a picture of the seal cannot claim more than it is."""
        canvas, x, y, r, main = self.canvas, self.middle, 140.0, 54.0, self.main
        self.form("Seal", 6, seal_sector(), 60)
        canvas.saveState()
        canvas.translate(x, y)
        self.fill(main)
        canvas.addLiteral(seal_edge())
        canvas.restoreState()
        faint: Colour = (main[0] * 0.4 + PAPER[0] * 0.6, main[1] * 0.4 + PAPER[1] * 0.6, main[2] * 0.4 + PAPER[2] * 0.6)
        self.place("Seal", x, y, faint)
        self.stroke(PAPER)
        for radius, width in ((0.92, 0.8), (0.7, 0.5)):
            canvas.setLineWidth(width)
            canvas.circle(x, y, r * radius)
        self.fill(main)
        canvas.circle(x, y, r * 0.42, fill=1, stroke=0)
        self.tick(x, y, r)
        level = self.wording.level_words(self.facts.level)
        self.around(f"{self.wording.provisional} · {level}" if self.facts.provisional else level, x, y, r * 0.775, r * 0.125)

    def tick(self, x: float, y: float, r: float) -> None:
        canvas = self.canvas
        canvas.setLineWidth(r * 0.1)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        drawn = canvas.beginPath()
        drawn.moveTo(x - r * 0.2, y - r * 0.01)
        drawn.lineTo(x - r * 0.05, y - r * 0.16)
        drawn.lineTo(x + r * 0.23, y + r * 0.16)
        canvas.drawPath(drawn, stroke=1, fill=0)
        canvas.setLineCap(0)
        canvas.setLineJoin(0)

    def around(self, text: str, x: float, y: float, radius: float, size: float) -> None:
        """The text twice (once when it is long) around a circle, clockwise from the left."""
        line = shape(f"{text.upper()} · ", Voice.STRONG, self.faces, self.base)
        round_about = 2 * pi * radius
        times = 2 if line.width * size * 2 < round_about * 0.96 else 1
        size = min(size, round_about * 0.96 / (line.width * times))
        loose = [not glyph.joined or glyph.text in {" ", "·"} for glyph in line.glyphs]  # joined letters must not be torn apart
        gap = (round_about - line.width * size * times) / (sum(loose) * times)
        angle = pi
        for glyph, apart in zip(line.glyphs * times, loose * times, strict=True):
            step = (glyph.advance * size + gap * apart) / radius
            turn = angle - step / 2 - pi / 2
            px, py = x + radius * cos(angle - step / 2), y + radius * sin(angle - step / 2)
            half = glyph.advance * size / 2
            alone = Line("", (glyph,))
            self.words.add(Placed(alone, px - half * cos(turn), py - half * sin(turn), size, PAPER, turn=turn * 180 / pi))
            angle -= step

    def feet(self) -> None:
        """Date and who stands behind it beside the seal; number, level and how to check below."""
        facts, wording = self.facts, self.wording
        column = (self.middle - 54) / 2 + 14
        known = facts.level is not Level.RECORDED
        who, caption = (facts.issuer, wording.issuer) if known else (facts.device.name, wording.device)
        when = wording.date
        if facts.award.valid_until is not None:
            when += " · " + wording.valid_until.format(day=wording.date_words(facts.award.valid_until))
        for x, value, label in ((column, wording.date_words(facts.result.earned_on), when), (self.width - column, who, caption)):
            self.say(value, Voice.TEXT, x, 185, 14, INK, measure=190)
            self.stroke(GREY)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(x - 96, 177, x + 96, 177)
            self.caption(label, x, 165)
        rows = [(wording.number, facts.number), (wording.level, wording.level_words(facts.level))]
        rows += [(wording.replaces, facts.replaces)] if facts.replaces else []
        if facts.provisional:
            rows[1] = (wording.level, f"{wording.provisional}: {rows[1][1]}")
        top = 124 if len(rows) == 2 else 134
        for index, (label, value) in enumerate(rows):
            y = top - index * 30
            self.caption(label, 162, y, align="s")
            self.say(value, Voice.STRONG, 162, y - 14, 10, INK, "s", measure=170)
        for index, text in enumerate(wording.check):
            self.say(text, Voice.SANS, self.width - 64, 90 - index * 12, 8, GREY, "e", measure=230)

    def code(self, text: str, at: tuple[float, float] = (60, 58), side: float = 92) -> None:
        """The QR code in a form of its own, one unit a module, in one path: no hairlines, and the verifier reads it back."""
        modules = qr.matrix(text)
        size = len(modules) + 8
        bars = []
        for row, line in enumerate(modules):
            column = 0
            for dark, run in groupby(line):
                length = len(list(run))
                if dark:
                    bars.append(f"{column + 4} {size - row - 5} {length} 1 re")
                column += length
        self.canvas.beginForm(CODE_FORM, 0, 0, size, size)
        self.canvas.addLiteral(f"1 g 0 0 {size} {size} re f\n0 g\n" + "\n".join(bars) + "\nf")
        self.canvas.endForm()
        self.canvas.saveState()
        self.canvas.translate(self.width - at[0] - side if self.mirrored else at[0], at[1])
        self.canvas.scale(side / size, side / size)
        self.canvas.doForm(CODE_FORM)
        self.canvas.restoreState()

    # Small tools -------------------------------------------------------------

    def fill(self, colour: Colour) -> None:
        self.canvas.setFillColorRGB(*colour)

    def stroke(self, colour: Colour) -> None:
        self.canvas.setStrokeColorRGB(*colour)

    def form(self, name: str, times: int, sector: str, reach: float) -> None:
        """A form that shows its sector `times` times, turned all around."""
        self.canvas.beginForm(f"{name}Sector", -reach, -reach, reach, reach)
        self.canvas.addLiteral(sector)
        self.canvas.endForm()
        self.canvas.beginForm(name, -reach, -reach, reach, reach)
        for i in range(times):
            self.canvas.saveState()
            self.canvas.rotate(360 / times * i)
            self.canvas.doForm(f"{name}Sector")
            self.canvas.restoreState()
        self.canvas.endForm()

    def place(self, name: str, x: float, y: float, colour: Colour, turn: float = 0) -> None:
        self.canvas.saveState()
        self.stroke(colour)
        self.canvas.translate(x, y)
        if turn:
            self.canvas.rotate(turn)
        self.canvas.doForm(name)
        self.canvas.restoreState()


# The ornament is the same on every page: worked out once, a few kB each.


@lru_cache(maxsize=1)
def water() -> str:
    return ornament.scaled(ornament.rosette_sector(168, 0.3, 10, 24))


@lru_cache(maxsize=1)
def band() -> str:
    return ornament.scaled(ornament.wave_cell(17.2, 17, 10))


@lru_cache(maxsize=1)
def knot() -> str:
    return ornament.scaled(ornament.rosette_sector(12, 0.32, 8, 10))


@lru_cache(maxsize=1)
def seal_sector() -> str:
    return ornament.scaled(ornament.rosette_sector(54 * 0.56, 0.2, 12, 12))


@lru_cache(maxsize=1)
def seal_edge() -> str:
    return ornament.scaled(ornament.scallop(54, 0.022, 40))
