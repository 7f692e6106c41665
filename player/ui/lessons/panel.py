"""The frame of a lesson drawn by Qt: a calm column with the line above the title, the title, and what follows."""

from collections.abc import Sequence

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from player.ui import tokens
from player.ui.lessons.view import Place
from player.ui.theme import Theme
from player.ui.tokens import AIR
from player.ui.widgets.layouts import boxed, centred, clear, column, row, scroll
from player.ui.widgets.text import label
from player.ui.wording import minutes_and_kind
from player.ui.words import dotted

MEASURE = 680  # px at 100 %


class Panel:
    """`lines` takes widgets; `begin` empties it for another lesson."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        self._theme = theme
        self.lines: QVBoxLayout = column(gap=tokens.M)
        inner = boxed(column(self.lines, None, gap=0, pad=(0, tokens.L)))
        self.area: QScrollArea = scroll(centred(inner, theme.px(MEASURE) if not theme.big else 1200))
        owner.setLayout(column((self.area, 1), gap=0))

    def begin(self, place: Place) -> None:
        clear(self.lines)
        self.area.verticalScrollBar().setValue(0)
        head = column(label(dotted(place.chapter, minutes_and_kind(place.lesson)), "smallstrong", "muted", wrap=True),
                      label(place.lesson.title, "h1", wrap=True), gap=tokens.S)
        self.add(boxed(head))

    def add(self, widget: QWidget) -> None:
        self.lines.addWidget(boxed(row(widget, pad=(AIR, 0))))

    def add_cards(self, cards: Sequence[QWidget]) -> None:
        """Their own air parts them, and lets their edges stand where the words begin."""
        self.lines.addWidget(boxed(column(*cards, gap=0)))


