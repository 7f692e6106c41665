"""The line that tells a guest how to keep what was done."""

from PySide6.QtWidgets import QWidget

from player.ui import tokens
from player.ui.desk import Desk
from player.ui.routes import ClaimRoute
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, MIDDLE, TOP, column, row
from player.ui.widgets.text import label
from player.ui.words import tr


def guest_line(desk: Desk) -> QWidget:
    theme = desk.theme
    keep = button(theme, tr("Give a name…"), "user-round-plus", name="guest.claim")
    keep.clicked.connect(lambda: desk.window.go(ClaimRoute()))
    words = column(label(tr("Keep your progress: give a name"), "strong", wrap=True),
                   label(tr("You are here as a guest. A day after your last lesson it can no longer be told whose this is."), "small", "muted",
                         wrap=True), gap=2)
    whole = column(words, row(keep, GROW), gap=tokens.S) if theme.big else row((words, 1), keep, gap=tokens.M)
    line = row((icon(theme, "user-round", "muted", 24), 0, TOP if theme.big else MIDDLE), (whole, 1), gap=tokens.M)
    return Card(theme, line, (tokens.M, 12), name="guest.line")
