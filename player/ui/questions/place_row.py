"""One place of a question: what it says, what is put there, and afterwards what was right."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import column, row
from player.ui.widgets.text import label, set_tone
from player.ui.widgets.themed import Themed
from player.ui.words import tr


class PlaceRow(Themed, QWidget):
    """The words stand before the `field`, in large text above it."""

    def __init__(self, theme: Theme, words: str, field: QWidget, name: str) -> None:
        super().__init__()
        self.theme, self._field = theme, field
        self.setObjectName(name)
        self._right: bool | None = None
        self._given = label("", "strong", wrap=True, name=f"{name}.given")
        self._given.hide()
        self._sign = icon(theme, "circle-check", "progress_text", 20)
        self._told = label("", "smallstrong", name=f"{name}.told")
        self._solution = label("", "body", wrap=True, name=f"{name}.solution")
        for each in (self._sign, self._told, self._solution):
            each.hide()
        head = label(words, "body", wrap=True)
        head.setBuddy(field)  # on Linux the name of a list is what is chosen in it, and this says what it is for
        taken = column(field, self._given, row(self._sign, (self._told, 1), gap=tokens.S), self._solution, gap=tokens.HALF)
        pad = (tokens.M, 12)
        self._line: QBoxLayout = column(head, taken, gap=tokens.S, pad=pad) if theme.big else row((head, 1), (taken, 1), gap=tokens.M, pad=pad)
        self.setLayout(self._line)

    def show_verdict(self, given: str, *, right: bool | None, solution: str) -> None:
        """`right` None where it is not told; `solution` what would have been right, "" where that is not told either or nothing is to add."""
        self._right = right
        self._field.hide()
        self._given.setText(given or tr("No answer"))
        set_tone(self._given, "text" if given else "muted", "strong" if given else "body")
        self._given.show()
        if right is not None:
            sign, tone, told = ("circle-check", "progress_text", tr("Right")) if right else ("circle-x", "danger", tr("Not right"))
            self._sign.set_icon(sign, tone)
            self._told.setText(told)
            set_tone(self._told, tone)
            self._sign.show()
            self._told.show()
        if solution and not right:
            self._solution.setText(tr("Right would be: {solution}", solution=solution))
            self._solution.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        told = self._right is not None
        edge, ground = ("outline", "surface") if not told else ("progress", "progress_soft") if self._right else ("danger", "danger_soft")
        painter.setPen(QPen(self.theme.colour(edge), 2 if told else self.theme.colours.edge))
        painter.setBrush(self.theme.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 12, 12)
