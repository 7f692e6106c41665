"""What somebody has to know is asked in the page, beside what it is for: no window of its own, nothing covered."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from player.errors import PlayerError
from player.services.pins import sequence
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, column, row
from player.ui.widgets.picture_pad import PicturePad
from player.ui.widgets.secret_field import SecretField
from player.ui.widgets.text import label
from player.ui.words import seconds, sentence, tr

if TYPE_CHECKING:
    from player.services.player import Player

LOOK_MS = 250


class SecretSheet(Card):
    """`check` runs on the store lane with what was typed or chosen; its answer goes out by `proved`. After wrong tries it rests as long as the
    services say. `prefix` names the parts: PREFIX.sheet, PREFIX.cancel, PREFIX.said."""

    proved = Signal(object)
    cancelled = Signal()

    def __init__(self, desk: Desk, prefix: str, entry: QWidget, words: str, check: "Callable[[Player, str], Any]", *deeds: Button) -> None:
        self._desk, self._check = desk, check
        self._asked = False
        self._until = 0.0
        theme = desk.theme
        self._said: QLabel = label("", "small", "danger", wrap=True, name=f"{prefix}.said")
        close = button(theme, tr("Cancel"), kind="ghost", name=f"{prefix}.cancel")
        close.clicked.connect(self._cancel)
        lines = column(entry, label(words, "small", "muted", wrap=True), self._said, row(GROW, close, *deeds), gap=tokens.S)
        super().__init__(theme, row((icon(theme, "lock", "muted", 24), 0, TOP), (lines, 1), gap=tokens.M), tokens.M, name=f"{prefix}.sheet")
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def first(self) -> QWidget:
        """What takes the keyboard. No proxies: Qt takes a widget that has one for a stop of Tab, and goes round in it."""
        raise NotImplementedError

    def start(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rest(self, *, on: bool) -> None:
        """No try is taken now, or it is again."""
        raise NotImplementedError

    def _empty(self) -> None:
        """Forget what was typed or chosen."""
        raise NotImplementedError

    def _cancel(self) -> None:
        self.cancelled.emit()

    def _try(self, secret: str) -> None:
        if self._asked or monotonic() < self._until:
            return
        self._asked = True
        self._rest(on=True)
        check = self._check
        self._desk.ask(lambda player: check(player, secret), self._right, self._wrong, owner=self)

    def _right(self, proof: object) -> None:
        self._asked = False
        self._rest(on=False)
        self._empty()
        self._said.setText("")
        self.proved.emit(proof)

    def _wrong(self, error: PlayerError) -> None:
        self._asked = False
        self._empty()
        self._said.setText(sentence(error))
        wait = getattr(error, "wait_ms", 0)
        self._until = monotonic() + wait / 1000
        if wait:
            self._timer.start()
        self._look()
        self.start()

    def _look(self) -> None:
        """It says how long it rests."""
        left = self._until - monotonic()
        self._rest(on=left > 0)
        if left > 0:
            self._said.setText(tr("Not right. The next try is looked at in {time}.", time=seconds(max(1, left))))
        elif self._timer.isActive():
            self._timer.stop()
            self._said.setText(tr("You may try again."))
            self.start()


class PinSheet(SecretSheet):
    """A PIN is typed: PREFIX.pin, PREFIX.unlock."""

    def __init__(self, desk: Desk, prefix: str, title: str, words: str, check: "Callable[[Player, str], Any]", go: str = "") -> None:
        self.field = SecretField(desk.theme, title, f"{prefix}.pin")
        self._go = button(desk.theme, go or tr("Unlock"), "lock-open", "ink", f"{prefix}.unlock")
        super().__init__(desk, prefix, self.field, words, check, self._go)
        self.field.entered.connect(self._ask)
        self._go.clicked.connect(self._ask)

    @property
    def first(self) -> QWidget:
        return self.field.line

    def _ask(self) -> None:
        self._try(self.field.text())

    def _rest(self, *, on: bool) -> None:
        self._go.setEnabled(not on)

    def _empty(self) -> None:
        self.field.clear()


class PictureSheet(SecretSheet):
    """Pictures are chosen; the last one of them is the try."""

    def __init__(self, desk: Desk, prefix: str, words: str, check: "Callable[[Player, str], Any]") -> None:
        self.pad = PicturePad(desk.theme, shown=False)
        super().__init__(desk, prefix, self.pad, words, check)
        self.pad.chosen.connect(lambda pictures: self._try(sequence(pictures)))

    @property
    def first(self) -> QWidget:
        return self.pad.buttons[0]

    def _rest(self, *, on: bool) -> None:
        self.pad.set_usable(usable=not on)

    def _empty(self) -> None:
        self.pad.clear()


def lock_sheet(desk: Desk, prefix: str, lock: str, words: str, check: "Callable[[Player, str], Any]", go: str = "") -> SecretSheet:
    """The sheet that asks for a learner's own lock, whichever it is."""
    if lock == "pictures":
        return PictureSheet(desk, prefix, words, check)
    return PinSheet(desk, prefix, tr("Your PIN"), words, check, go)
