"""The emergency card of the course in first aid: two pages, the same bytes each time."""

import io
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "Inter"
INK, MUTED, RED, PALE, GREEN, MINT, WHITE = (HexColor(c) for c in ("#17201A", "#535E56", "#B3261E", "#FBE9E7", "#1A7F45", "#E1F2E7", "#FFFFFF"))
MARGIN = 30.0  # points
FIRST = (("Is it safe?", ("Traffic, current, fire, gas, people: look before you step closer.",)),
         ("Awake?", ("Shake the shoulders, call loudly. An answer: stay, ask, call for advice.",)),
         ("Breathing?", ("Head back, chin up. Look, listen and feel for up to ten seconds.",)))  # fmt: skip
THEN = (("Breathes normally", "Recovery position. Watch the breathing until help is there.", GREEN),
        ("Does not, or only gasps", "Call. Push hard and fast: 5 to 6 cm, 100 to 120 a minute. Send for a defibrillator.", RED))  # fmt: skip
BACK = (("Bleeds heavily", "Press on it, with both hands and a cloth. Do not look, press on. Bandage tightly. Lay the person down."),
        ("Burnt", "Twenty minutes of cool running water. Rings off. Cover loosely with cling film. No ice, no butter."),
        ("Chokes, cannot cough", "Five blows between the shoulder blades, five thrusts to the belly, again and again. Baby: thrusts to the chest."),
        ("Face, arm or speech has failed", "Note the time, call at once. Nothing to eat or drink."),
        ("Pressure in the chest", "Sit the person down, call. Adults not allergic to it: chew one aspirin, 300 mg."),
        ("Swollen face, hard to breathe, after food or a sting", "Adrenaline pen into the thigh, call. Again after five minutes if it is no better."),
        ("A fit", "Clear the space, pad the head, hold nothing down, nothing into the mouth. Longer than five minutes: call."))  # fmt: skip


class Card:
    """Lengths in points, y from the top."""

    def __init__(self) -> None:
        for weight in ("Regular", "SemiBold", "Bold"):
            pdfmetrics.registerFont(TTFont(f"Card-{weight}", str(FONTS / f"Inter-{weight}.ttf")))
        self.out = io.BytesIO()
        self.width, self.height = A5
        self.canvas = Canvas(self.out, pagesize=A5, invariant=1, pageCompression=1)
        self.canvas.setTitle("Emergency card")
        self.canvas.setAuthor("Lighthouse First Aid")
        self.canvas.setSubject("Sample course of Greentick")

    def text(self, x: float, y: float, words: str, size: float = 10.5, weight: str = "Regular", color: HexColor = INK) -> None:
        self.canvas.setFillColor(color)
        self.canvas.setFont(f"Card-{weight}", size)
        self.canvas.drawString(x, self.height - y, words)

    def paragraph(self, x: float, y: float, words: str, width: float, size: float = 10.5, color: HexColor = INK) -> float:
        """The y below it."""
        line = ""
        for word in [*words.split(), ""]:
            longer = f"{line} {word}".strip()
            if word and pdfmetrics.stringWidth(longer, "Card-Regular", size) <= width:
                line = longer
                continue
            self.text(x, y, line, size, color=color)
            line, y = word, y + size * 1.42
        return y

    def box(self, y: float, height: float, color: HexColor, radius: float = 8) -> None:
        self.canvas.setFillColor(color)
        self.canvas.roundRect(MARGIN, self.height - y - height, self.width - 2 * MARGIN, height, radius, stroke=0, fill=1)

    def head(self, words: str, color: HexColor) -> None:
        self.canvas.setFillColor(color)
        self.canvas.rect(0, self.height - 62, self.width, 62, stroke=0, fill=1)
        self.text(MARGIN, 40, words, 20, "Bold", WHITE)

    def foot(self) -> None:
        self.text(MARGIN, self.height - 18, "First aid: the first ten minutes · Lighthouse First Aid", 7.5, color=MUTED)


def card() -> bytes:
    sheet = Card()
    _front(sheet)
    sheet.canvas.showPage()
    _back(sheet)
    sheet.canvas.save()
    return sheet.out.getvalue()


def _front(sheet: Card) -> None:
    sheet.head("Somebody lies there", RED)
    y, wide = 92.0, sheet.width - 2 * MARGIN
    for number, (asked, lines) in enumerate(FIRST, 1):
        sheet.canvas.setFillColor(RED)
        sheet.canvas.circle(MARGIN + 13, sheet.height - y - 4, 13, stroke=0, fill=1)
        sheet.text(MARGIN + 9.4, y + 8, str(number), 12, "Bold", WHITE)
        sheet.text(MARGIN + 38, y + 3, asked, 13, "SemiBold")
        y = sheet.paragraph(MARGIN + 38, y + 20, lines[0], wide - 40) + 12
    for title, words, color in THEN:
        sheet.box(y, 66, PALE if color is RED else MINT)
        sheet.text(MARGIN + 14, y + 22, title, 12.5, "SemiBold", color)
        sheet.paragraph(MARGIN + 14, y + 39, words, wide - 26)
        y += 76
    sheet.text(MARGIN, y + 14, "The number to call here", 10.5, "SemiBold", MUTED)
    sheet.text(MARGIN, y + 60, "The nearest defibrillator", 10.5, "SemiBold", MUTED)
    sheet.text(MARGIN, y + 106, "This place, in words a driver understands", 10.5, "SemiBold", MUTED)
    sheet.canvas.setStrokeColor(MUTED)
    sheet.canvas.setLineWidth(0.8)
    for below in (40, 86, 132):
        sheet.canvas.line(MARGIN, sheet.height - y - below, sheet.width - MARGIN, sheet.height - y - below)
    sheet.foot()


def _back(sheet: Card) -> None:
    sheet.head("Somebody …", GREEN)
    y = 88.0
    for title, words in BACK:
        sheet.text(MARGIN, y, title, 12, "SemiBold")
        y = sheet.paragraph(MARGIN, y + 16, words, sheet.width - 2 * MARGIN) + 14
    sheet.paragraph(MARGIN, y + 2, "In doubt, call: whoever answers will tell you what to do, step by step.", sheet.width - 2 * MARGIN, color=MUTED)
    sheet.foot()
