"""The voucher: a ticket on half a sheet, what it is for in large letters, and a stub with the code and the number."""

from io import BytesIO
from typing import Any

from player.awards import libraries
from player.awards.facts import CertificateFacts, Paper
from player.awards.page import BORDER, DEEP, GOLD, GREEN, GREY, INK, PAPER, WATER, WHITE, Page, Sheet, water
from player.awards.shaped import fit, shape
from player.awards.typefaces import Typefaces, Voice
from player.awards.wording import ENGLISH, Wording
from player.errors import said

SIZES = {Paper.A4: (595.276, 419.528), Paper.LETTER: (612.0, 396.0)}  # points: half of the sheet, landscape
STUB = 176.0
EDGE = 24.0
NOTCH = 11.0


def draw_voucher(facts: CertificateFacts, code: str, typefaces: Typefaces, wording: Wording = ENGLISH) -> Page:
    """`code` is the text of the QR code. Raises PlayerError when the name has characters that no font can draw, and names them."""
    typefaces.require(facts.learner.name, said("name"))
    out = BytesIO()
    canvas = libraries.canvas()(out, pagesize=SIZES[facts.paper], pageCompression=0, invariant=1)
    ticket = _Ticket(canvas, facts, typefaces, wording)
    ticket.ground()
    ticket.what()
    ticket.whose()
    ticket.stub(code)
    operators, fonts = ticket.words.write()
    canvas.addLiteral(operators)
    canvas.save()
    return Page(out.getvalue(), fonts)


class _Ticket(Sheet):
    """x counts from the start of the reading direction, as on the certificate."""

    def __init__(self, canvas: Any, facts: CertificateFacts, typefaces: Typefaces, wording: Wording) -> None:
        super().__init__(canvas, facts, typefaces, wording)
        self.width, self.height = SIZES[self.facts.paper]
        self.middle = self.width / 2
        self.tear = self.width - STUB
        """Where the stub begins."""
        self.left = EDGE + 26
        self.room = self.tear - self.left - 22

    def across(self, x: float) -> float:
        return self.width - x if self.mirrored else x

    def ground(self) -> None:
        canvas = self.canvas
        self.fill(WHITE)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self.fill(PAPER)
        canvas.roundRect(EDGE, EDGE, self.width - 2 * EDGE, self.height - 2 * EDGE, 12, stroke=0, fill=1)
        canvas.saveState()
        path = canvas.beginPath()
        path.roundRect(EDGE, EDGE, self.width - 2 * EDGE, self.height - 2 * EDGE, 12)
        canvas.clipPath(path, stroke=0)
        self.form("Water", 5, water(), 250)
        self.place("Water", self.across(self.tear / 2 + 20), self.height / 2, WATER)
        canvas.restoreState()
        self.stroke(self.main)
        canvas.setLineWidth(1.6)
        canvas.roundRect(EDGE, EDGE, self.width - 2 * EDGE, self.height - 2 * EDGE, 12, stroke=1, fill=0)
        self.stroke(BORDER)
        canvas.setLineWidth(0.8)
        canvas.setDash(3, 4)
        tear = self.across(self.tear)
        canvas.line(tear, EDGE + NOTCH, tear, self.height - EDGE - NOTCH)
        canvas.setDash()
        self.fill(WHITE)
        self.stroke(self.main)
        canvas.setLineWidth(1.6)
        for y in (EDGE, self.height - EDGE):
            canvas.circle(tear, y, NOTCH, stroke=1, fill=1)
        canvas.rect(tear - NOTCH - 2, 0, 2 * NOTCH + 4, EDGE - 0.8, stroke=0, fill=1)  # the notch is open to the outside
        canvas.rect(tear - NOTCH - 2, self.height - EDGE + 0.8, 2 * NOTCH + 4, EDGE, stroke=0, fill=1)

    def what(self) -> None:
        facts, wording = self.facts, self.wording
        top = self.height - EDGE - 40
        self._caption(wording.voucher, self.left, top, GREEN, 11, 2.6)
        if facts.provisional:
            self._caption(wording.provisional_until.format(level=wording.level_words(facts.required_level)), self.left, top + 15, self.main, 6.5, 0.8)
        lines, size = fit(facts.award.title, Voice.DISPLAY, self.faces, 33, self.room, 21)
        for index, line in enumerate(lines):
            self.put(line, self.left, top - 40 - index * size * 1.12, size, INK, "s")

    def whose(self) -> None:
        facts, wording, y = self.facts, self.wording, self.height - EDGE - 176
        self._caption(wording.voucher_for, self.left, y, GREY, 6.5, 0.8)
        lines, size = fit(facts.learner.name, Voice.NAME, self.faces, 27, self.room, 17)
        low = min(line.ink[0] for line in lines)
        for index, line in enumerate(lines):
            self.put(line, self.left, y - 30 - (index * size * 1.1) - min(0.0, (low + 0.25) * -size), size, DEEP, "s", field="name")
        rule = y - 44 - (len(lines) - 1) * size * 1.1
        self.stroke(GOLD)
        self.canvas.setLineWidth(0.7)
        self.canvas.line(self.across(self.left), rule, self.across(self.left + self.room), rule)
        self._caption(wording.voucher_earned, self.left, rule - 20, GREY, 6.5, 0.8)
        lines, size = fit(facts.course.title, Voice.TEXT, self.faces, 13, self.room, 10)
        for index, line in enumerate(lines):
            self.put(line, self.left, rule - 37 - index * size * 1.15, size, INK, "s", field="course")
        words = f"{wording.date_words(facts.result.earned_on)} · {wording.source(facts)}"
        self._say(words, Voice.SANS, self.left, EDGE + 22, 8, self.room)

    def stub(self, code: str) -> None:
        facts, wording = self.facts, self.wording
        middle, side = self.tear + (STUB - EDGE) / 2, 116.0
        self.code(code, (middle - side / 2, self.height - EDGE - 26 - side), side)
        y = self.height - EDGE - 26 - side - 24
        self._caption(wording.voucher_number, middle, y, GREY, 6.5, 0.8, "c")
        self._say(facts.number, Voice.STRONG, middle, y - 17, 13, STUB - EDGE - 20, "c")
        self._caption(wording.level_words(facts.level), middle, y - 38, self.main, 6, 0.6, "c")
        for index, text in enumerate(wording.voucher_once):
            self._say(text, Voice.SANS, middle, EDGE + 34 - index * 11, 6.5, STUB - EDGE - 16, "c")

    def _say(self, text: str, voice: Voice, x: float, y: float, size: float, measure: float, align: str = "s") -> None:
        self.say(text, voice, x, y, size, INK if voice is Voice.STRONG else GREY, align, measure)

    def _caption(self, text: str, x: float, y: float, colour: tuple[float, float, float], size: float, spacing: float, align: str = "s") -> None:
        line = shape(text.upper(), Voice.STRONG, self.faces, self.base)
        room = self.room if align == "s" else STUB - EDGE - 16
        scale = min(1.0, room / max(line.spaced(size, spacing), 0.1))
        self.put(line, x, y, size * scale, colour, align, spacing * scale)
