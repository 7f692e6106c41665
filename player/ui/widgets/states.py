"""Nothing here yet, and long work under way: states that are designed, not left over."""

from time import monotonic

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import CENTRE, GROW, column, row
from player.ui.widgets.text import Elided, label
from player.ui.words import percent_floor, seconds, tr


class EmptyState(QWidget):
    """A picture, what is (not) here, one sentence, and the one thing to do about it. Also for errors that fill a page (tone danger)."""

    def __init__(self, theme: Theme, icon: str, title: str, text: str, *actions: QPushButton, tone: str = "muted", name: str = "") -> None:
        super().__init__()
        words = label(text, tone="muted", wrap=True, align=Qt.AlignmentFlag.AlignHCenter)
        words.setMinimumWidth(theme.px(280))
        words.setMaximumWidth(theme.px(440))
        deeds = row(GROW, *actions, GROW, gap=tokens.S)
        lines = column(GROW, (Icon(theme, icon, tone, 48, 1.5), 0, CENTRE), tokens.S, label(title, "h2", wrap=True, align=CENTRE),
                       row(GROW, (words, 100), GROW, gap=0), tokens.S, deeds, GROW, gap=tokens.S, pad=tokens.L)
        self.setLayout(lines)
        self.setObjectName(name)
        self.setAccessibleName(f"{title}. {text}")


class ProgressSheet(Card):
    """What, how far, how long, and Cancel, on the page itself. `total` 0 means that nobody knows how long it takes."""

    cancelled = Signal()

    def __init__(self, theme: Theme, title: str, what: str = "", *, cancel: str = "", name: str = "status.progress",
                 cancel_name: str = "status.cancel") -> None:
        self._title = label(title, "h3", wrap=True)
        self._what = Elided(theme, what, "body", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._bar.setRange(0, 0)
        self._far = label("", "small", "muted")
        self._cancel = Button(theme, cancel or tr("Cancel"), name=cancel_name)
        self._cancel.clicked.connect(self._stop)
        self._begun = monotonic()
        lines = column(self._title, self._what, tokens.HALF, self._bar, row((self._far, 1), self._cancel, gap=tokens.M), gap=tokens.S)
        super().__init__(theme, lines, tokens.L, "surface", name)
        self.setMinimumWidth(theme.px(360))
        self.advance(0, 0, what)

    def advance(self, done: int, total: int, what: str = "") -> None:
        """`done` of `total` in any unit; the time left is told once a twentieth is done."""
        if what:
            self._what.setText(what)
        self._what.setVisible(bool(self._what.text()))
        if total <= 0:
            self._bar.setRange(0, 0)
            self._far.setText(tr("One moment…"))
            return
        share = min(1.0, done / total)
        self._bar.setRange(0, 1000)
        self._bar.setValue(int(share * 1000))
        spent = monotonic() - self._begun
        words = percent_floor(share)
        if share >= 0.05 and spent > 1 and share < 1:
            words = tr("{percent} · about {time} left", percent=words, time=seconds(max(1, spent / share - spent)))
        self._far.setText(words)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._far.setText(tr("Stopping…"))
        self.cancelled.emit()
