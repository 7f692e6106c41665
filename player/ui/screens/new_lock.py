"""A learner sets a lock of their own: a PIN, or four pictures in order."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from player.errors import PlayerError
from player.services.pins import SEQUENCE
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.locks import kinds
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.cards import Card, CardButton
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import CENTRE, GROW, clear, column, row
from player.ui.widgets.picture_pad import PicturePad
from player.ui.widgets.secret_field import SecretField
from player.ui.widgets.text import label
from player.ui.words import sentence, tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player


class NewLock(QWidget):
    """`old` opens the lock that is there now, "" where there is none. `done` gets the learner once the new one is kept; `cancel` stands beside
    each step, where there is a way back."""

    def __init__(self, desk: Desk, learner: "LearnerCard", old: str, done: "Callable[[LearnerCard], None]",
                 cancel: Callable[[], None] | None) -> None:
        super().__init__()
        self._desk, self._learner, self._old, self._done, self._cancel = desk, learner.id, old, done, cancel
        self._busy = False
        self._said = label("", "small", "danger", wrap=True, name="people.said")
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        self._kinds = kinds(desk.settings.locks)
        self._begin()

    def _begin(self, trouble: str = "") -> None:
        if len(self._kinds) > 1:
            self._choose()
        elif "pictures" in self._kinds:
            self._pictures(trouble)
        else:
            self._pin()

    first: QWidget  # what takes the keyboard

    def _show(self, page: QWidget, focus: QWidget) -> None:
        clear(self._lines)
        self._busy = False
        self._lines.addWidget(page)
        self.first = focus
        if self.parentWidget() is not None:
            set_reading_order(self.window())
            QTimer.singleShot(0, focus, lambda: focus.setFocus(Qt.FocusReason.OtherFocusReason))

    def _back(self, deed: Callable[[], None] | None, words: str = "") -> tuple[Button, ...]:
        if deed is None:
            return ()
        made = button(self._desk.theme, words or tr("Cancel"), kind="ghost", name="people.cancelPin")
        made.clicked.connect(lambda _on: deed())
        return (made,)

    @property
    def _before(self) -> Callable[[], None] | None:
        return self._begin if len(self._kinds) > 1 else self._cancel

    def _choose(self) -> None:
        theme = self._desk.theme
        pin = self._tile("key-round", tr("A PIN"), tr("Digits that only you know"), "people.choosePin")
        pictures = self._tile("image", tr("Pictures"), tr("Four pictures in your order"), "people.choosePictures")
        pin.clicked.connect(self._pin)
        pictures.clicked.connect(lambda _on: self._pictures())
        tiles = column(pin, pictures, gap=0) if theme.big else row((pin, 1), (pictures, 1), gap=0)
        deeds = self._back(self._cancel)
        lines = column(label(tr("How is it locked?"), "h3", wrap=True), tiles, *((row(GROW, *deeds),) if deeds else ()), gap=tokens.S)
        self._show(Card(theme, lines, tokens.L), pin)

    def _tile(self, sign: str, words: str, more: str, name: str) -> CardButton:
        theme = self._desk.theme
        inner = column((icon(theme, sign, "muted", 40), 0, CENTRE), tokens.S, label(words, "h3", align=CENTRE, wrap=True),
                       label(more, "small", "muted", align=CENTRE, wrap=True), gap=tokens.HALF)
        return CardButton(theme, inner, f"{words}. {more}", tokens.M, name)

    # --- a PIN ---

    def _pin(self) -> None:
        theme, learner, old = self._desk.theme, self._learner, self._old
        first = SecretField(theme, tr("New PIN: 4 to 12 digits, or 8 letters and more"), "people.newPin")
        again = SecretField(theme, tr("The same again"), "people.newPinAgain")

        def keep() -> None:
            typed, twice = first.text(), again.text()
            self._put(lambda player: player.learners.set_pin(learner, typed, twice, old), self._refused)

        self._said = label("", "small", "danger", wrap=True, name="people.said")
        go = button(theme, tr("Set the PIN"), "check", "ink", "people.keepPin")
        go.clicked.connect(keep)
        again.entered.connect(go.click)
        deeds = row(GROW, *self._back(self._before), go)
        self._show(Card(theme, column(label(tr("My PIN"), "h3"), first, again, self._said, deeds, gap=12), tokens.L), first.line)

    def _put(self, work: "Callable[[Player], LearnerCard]", refused: Callable[[PlayerError], None]) -> None:
        if not self._busy:
            self._busy = True
            self._desk.ask(work, self._done, refused, owner=self)

    def _refused(self, error: PlayerError) -> None:
        self._busy = False
        self._said.setText(sentence(error))

    # --- pictures ---

    def _pictures(self, trouble: str = "") -> None:
        self._pad(tr("Choose {n} pictures, one after the other", n=SEQUENCE), tr("Remember them and their order. One may come again."), self._again,
                  self._before, trouble, shown=True)

    def _again(self, pictures: tuple[str, ...]) -> None:
        learner, old = self._learner, self._old

        def keep(again: tuple[str, ...]) -> None:
            self._put(lambda player: player.learners.set_pictures(learner, pictures, again, old), lambda error: self._pictures(sentence(error)))

        self._pad(tr("Now the same pictures again"), tr("In the same order, to see that you remember them."), keep, self._pictures, shown=False)

    def _pad(self, title: str, words: str, chosen: Callable[[tuple[str, ...]], None], back: Callable[[], None] | None, trouble: str = "", *,
             shown: bool) -> None:
        theme = self._desk.theme
        pad = PicturePad(theme, shown=shown)
        pad.chosen.connect(chosen)
        self._said = label(trouble, "small", "danger", wrap=True, name="people.said")
        deeds = self._back(back, "" if shown else tr("Begin again"))
        lines = column(label(title, "h3", wrap=True), label(words, tone="muted", wrap=True), self._said, pad,
                       *((row(GROW, *deeds),) if deeds else ()), gap=tokens.S)
        self._show(Card(theme, lines, tokens.L), pad.buttons[0])
