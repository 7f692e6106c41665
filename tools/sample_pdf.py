"""The printed matter of the sample course: its leaflet (four pages) and its wall card (one), the same bytes each time."""

import math
import sys
from collections.abc import Callable
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent
COURSE = ROOT / "course_packages" / "safe-water"
LEAFLET = COURSE / "02-making-water-safe" / "40-which-method-when.pdf"
WALL_CARD = COURSE / "03-keeping-it-safe" / "30-water-log.download" / "wall-card.pdf"

INK, MUTED, BLUE, PALE, LIGHT = (HexColor(c) for c in ("#17201A", "#535E56", "#1F4E7A", "#EEF5FA", "#8FC1E3"))
GREEN, RED, SAND, WHITE = (HexColor(c) for c in ("#1A7F45", "#B3261E", "#C89B5A", "#FFFFFF"))
MARGIN = 34.0  # points
DOSES = (("1 %", "10", "200"), ("4–6 %  (most bleach)", "2", "40"), ("7–10 %", "1", "20"))


class Sheet:
    """One PDF under construction; lengths are points, y counts from the top."""

    def __init__(self, target: Path, size: tuple[float, float], title: str) -> None:
        self.width, self.height = size
        self.canvas = Canvas(str(target), pagesize=size, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Clean Water Network")
        self.canvas.setSubject("Sample course of Greentick")

    def text(self, x: float, y: float, words: str, size: float = 11, font: str = "Inter", color: HexColor = INK) -> None:
        self.canvas.setFillColor(color)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, words)

    def paragraph(self, x: float, y: float, words: str, width: float, size: float = 11, color: HexColor = INK) -> float:
        """Wrapped text; the y below it."""
        line = ""
        for word in [*words.split(), ""]:
            longer = f"{line} {word}".strip()
            if word and pdfmetrics.stringWidth(longer, "Inter", size) <= width:
                line = longer
                continue
            self.text(x, y, line, size, color=color)
            line, y = word, y + size * 1.5
        return y

    def box(self, x: float, y: float, width: float, height: float, color: HexColor, radius: float = 8) -> None:
        self.canvas.setFillColor(color)
        self.canvas.roundRect(x, self.height - y - height, width, height, radius, stroke=0, fill=1)

    def heading(self, words: str) -> None:
        self.text(MARGIN, 58, words, 20, "Inter-Bold")
        self.canvas.setStrokeColor(GREEN)
        self.canvas.setLineWidth(3)
        self.canvas.line(MARGIN, self.height - 70, MARGIN + 46, self.height - 70)

    def foot(self, number: int) -> None:
        self.text(MARGIN, self.height - 22, "Safe water at home · Clean Water Network", 8, color=MUTED)
        self.text(self.width - MARGIN - 8, self.height - 22, str(number), 8, color=MUTED)

    def drop(self, x: float, y: float, size: float, color: HexColor) -> None:
        """A drop of water with its tip at (x, y)."""
        path, top = self.canvas.beginPath(), self.height - y
        path.moveTo(x, top)
        path.curveTo(x + size * 0.45, top - size * 0.6, x + size * 0.62, top - size * 0.85, x + size * 0.62, top - size * 1.15)
        path.curveTo(x + size * 0.62, top - size * 1.98, x - size * 0.62, top - size * 1.98, x - size * 0.62, top - size * 1.15)
        path.curveTo(x - size * 0.62, top - size * 0.85, x - size * 0.45, top - size * 0.6, x, top)
        self.canvas.setFillColor(color)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def sun(self, x: float, y: float, radius: float) -> None:
        self.canvas.setFillColor(SAND)
        self.canvas.setStrokeColor(SAND)
        self.canvas.setLineWidth(2.4)
        self.canvas.circle(x, self.height - y, radius * 0.58, stroke=0, fill=1)
        for ray in range(10):
            cos, sin = math.cos(ray * math.pi / 5), math.sin(ray * math.pi / 5)
            self.canvas.line(
                x + radius * 0.78 * cos, self.height - y + radius * 0.78 * sin, x + radius * 1.1 * cos, self.height - y + radius * 1.1 * sin
            )

    def flame(self, x: float, y: float, size: float) -> None:
        """A flame that stands on (x, y)."""
        path, foot = self.canvas.beginPath(), self.height - y
        path.moveTo(x, foot)
        path.curveTo(x - size * 0.9, foot + size * 0.3, x - size * 0.35, foot + size, x, foot + size * 1.7)
        path.curveTo(x + size * 0.1, foot + size * 1.2, x + size * 0.95, foot + size * 0.7, x, foot)
        self.canvas.setFillColor(RED)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def dose_table(self, y: float, row: float, size: float) -> float:
        """The three doses; the y below them."""
        columns = (MARGIN + 12, self.width * 0.62, self.width - MARGIN - 12)
        self.text(columns[0], y, "Strength on the bottle", size * 0.8, "Inter-SemiBold", MUTED)
        for right, words in zip(columns[1:], ("Drops for 1 litre", "Drops for 20 litres"), strict=True):
            self.canvas.setFont("Inter-SemiBold", size * 0.8)
            self.canvas.drawRightString(right, self.height - y, words)
        for number, cells in enumerate(DOSES):
            top = y + size * 0.7 + number * row
            if number == 1:
                self.box(MARGIN, top, self.width - 2 * MARGIN, row, PALE, 6)
            base = top + row * 0.5 + size * 0.35
            self.text(columns[0], base, cells[0], size, "Inter-SemiBold" if number == 1 else "Inter")
            for right, words in zip(columns[1:], cells[1:], strict=True):
                self.canvas.setFont("Inter-Bold", size * 1.15)
                self.canvas.drawRightString(right, self.height - base, words)
        return y + size * 0.7 + len(DOSES) * row

    def next_page(self, number: int) -> None:
        self.foot(number)
        self.canvas.showPage()


def leaflet(target: Path) -> None:
    sheet = Sheet(target, A5, "Which method, when?")
    _front(sheet)
    sheet.canvas.showPage()
    _choose(sheet)
    sheet.next_page(2)
    _steps(sheet)
    sheet.next_page(3)
    _after(sheet)
    sheet.next_page(4)
    sheet.canvas.save()


def _front(sheet: Sheet) -> None:
    sheet.box(0, 0, sheet.width, sheet.height, BLUE, 0)
    sheet.drop(sheet.width / 2 - 34, 150, 52, LIGHT)
    sheet.drop(sheet.width / 2 + 40, 120, 74, WHITE)
    canvas = sheet.canvas
    canvas.setStrokeColor(GREEN)
    canvas.setLineWidth(9)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    tick, x, y = canvas.beginPath(), sheet.width / 2 + 40, sheet.height - 212
    tick.moveTo(x - 22, y)
    tick.lineTo(x - 5, y - 17)
    tick.lineTo(x + 24, y + 18)
    canvas.drawPath(tick)
    sheet.text(MARGIN, 360, "Which method,", 30, "Inter-Bold", WHITE)
    sheet.text(MARGIN, 396, "when?", 30, "Inter-Bold", WHITE)
    sheet.paragraph(MARGIN, 430, "Boiling, chlorine, sunlight, filters: how to choose for your own house.", 300, 13, PALE)
    sheet.text(MARGIN, sheet.height - 40, "Clean Water Network", 10, color=LIGHT)


def _choose(sheet: Sheet) -> None:
    sheet.heading("Ask four questions")
    rows: tuple[tuple[str, str, str], ...] = (
        ("Is the water cloudy?", "Let it settle, pour it through a clean cloth or a filter.", "Then go on with the next question."),
        ("Is there fuel?", "Boil: a rolling boil for one minute,", "three minutes above 2,000 metres."),
        ("Is there plain bleach, not too old?", "Chlorine: the drops on the next page,", "and a wait of thirty minutes."),
        ("Is the sky clear?", "Sunlight: clear bottles lying flat,", "six hours; two days under cloud."),
    )
    y = 96.0
    for number, (question, first, second) in enumerate(rows):
        sheet.box(MARGIN, y, sheet.width - 2 * MARGIN, 86, PALE)
        x = MARGIN + 34
        if number == 1:
            sheet.flame(x, y + 62, 21)
        elif number == 3:
            sheet.sun(x, y + 43, 20)
        else:
            sheet.drop(x, y + 22, 22, BLUE if number == 0 else GREEN)
        sheet.text(MARGIN + 70, y + 26, question, 13, "Inter-SemiBold")
        sheet.text(MARGIN + 70, y + 48, first, 10.5)
        sheet.text(MARGIN + 70, y + 65, second, 10.5)
        y += 98
    last = "Of the last three, the first yes decides. Nothing but a filter? Use it, and go on looking for fuel or bleach."
    sheet.paragraph(MARGIN, y + 12, last, 340, 10.5, MUTED)


def _steps(sheet: Sheet) -> None:
    sheet.heading("Chlorine: the dose")
    y = sheet.dose_table(104, 36, 12)
    y = sheet.paragraph(MARGIN, y + 24, "For clear water. Double the drops if it is cloudy or very cold.", 340, 10.5, MUTED)
    steps: tuple[tuple[str, str], ...] = (
        ("Drop", "Count the drops into the full bucket."),
        ("Stir", "Stir well, and put the lid on."),
        ("Wait", "Thirty minutes. Not twenty."),
        ("Smell", "A faint smell of chlorine: it has worked."),
    )
    y += 14
    for number, (word, what) in enumerate(steps, 1):
        sheet.canvas.setFillColor(GREEN)
        sheet.canvas.circle(MARGIN + 13, sheet.height - y, 13, stroke=0, fill=1)
        sheet.text(MARGIN + 9, y + 4.5, str(number), 12, "Inter-Bold", WHITE)
        sheet.text(MARGIN + 40, y + 4.5, word, 13, "Inter-SemiBold")
        sheet.text(MARGIN + 100, y + 4.5, what, 11)
        y += 38
    sheet.box(MARGIN, y + 2, sheet.width - 2 * MARGIN, 74, HexColor("#FBE9E7"))
    sheet.text(MARGIN + 16, y + 26, "No smell after thirty minutes?", 12, "Inter-SemiBold", RED)
    sheet.text(MARGIN + 16, y + 45, "Same dose once more, fifteen minutes. Still none: filter it,", 10)
    sheet.text(MARGIN + 16, y + 60, "or fetch other water. Never mix bleach with anything else.", 10)


def _after(sheet: Sheet) -> None:
    sheet.heading("Afterwards")
    y = 104.0
    for line in (
        "Keep it in a container with a narrow neck, a lid or a tap.",
        "Pour it; never dip a cup or a hand into it.",
        "Drink it within a day, or treat it again.",
        "Wash the container once a week, with soap.",
        "Wash hands with soap: after the toilet, before food.",
    ):
        sheet.drop(MARGIN + 6, y - 11, 8, BLUE)
        sheet.text(MARGIN + 24, y, line, 11)
        y += 28
    y += 12
    sheet.box(MARGIN, y, sheet.width - 2 * MARGIN, 168, PALE)
    sheet.text(MARGIN + 16, y + 28, "Somebody is ill already?", 14, "Inter-SemiBold")
    base = sheet.paragraph(
        MARGIN + 16,
        y + 52,
        "Give drink at once: a sachet of rehydration salts in exactly the water it asks for; or one litre of safe water with six level "
        "teaspoons of sugar and half a level teaspoon of salt, in small sips.",
        310,
        10.5,
    )
    sheet.paragraph(
        MARGIN + 16,
        base + 8,
        "Go for help now: very sleepy, cannot drink, blood in the stool, vomiting everything, sunken eyes in a small child.",
        310,
        10.5,
        RED,
    )


def wall_card(target: Path) -> None:
    sheet = Sheet(target, landscape(A4), "Wall card: drops of bleach")
    sheet.text(MARGIN, 74, "Drops of bleach", 40, "Inter-Bold")
    sheet.drop(sheet.width - 84, 28, 34, BLUE)
    y = sheet.dose_table(128, 74, 25)
    sheet.text(MARGIN + 12, y + 38, "Cloudy or very cold water: double the drops.", 19, "Inter-SemiBold")
    sheet.box(MARGIN, y + 60, sheet.width - 2 * MARGIN, 92, BLUE)
    sheet.text(MARGIN + 26, y + 117, "Drop · stir · wait 30 minutes · smell", 32, "Inter-Bold", WHITE)
    sheet.text(MARGIN, sheet.height - 26, "Safe water at home · Clean Water Network", 10, color=MUTED)
    sheet.canvas.showPage()
    sheet.canvas.save()


def main() -> int:
    """Write both files anew; or, with a folder as argument, into that folder."""
    for weight in ("Regular", "SemiBold", "Bold"):
        name = "Inter" if weight == "Regular" else f"Inter-{weight}"
        pdfmetrics.registerFont(TTFont(name, str(ROOT / "resources" / "fonts" / "Inter" / f"Inter-{weight}.ttf")))
    writers: tuple[tuple[Path, Callable[[Path], None]], ...] = ((LEAFLET, leaflet), (WALL_CARD, wall_card))
    for target, write in writers:
        write(Path(sys.argv[1]) / target.name if len(sys.argv) > 1 else target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
