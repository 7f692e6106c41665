"""A PIN is asked in the page, beside what it is for: no window of its own, nothing covered."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, column, row
from player.ui.widgets.secret_field import SecretField
from player.ui.widgets.text import label
from player.ui.words import seconds, sentence, tr

if TYPE_CHECKING:
    from player.services.player import Player

LOOK_MS = 250


class PinSheet(Card):
    """`check` runs on the store lane with what was typed; its answer goes out by `proved`. After wrong tries the button rests as long as the
    services say. `prefix` names the parts: PREFIX.pin, PREFIX.unlock, PREFIX.cancel, PREFIX.said."""

    proved = Signal(object)
    cancelled = Signal()

    def __init__(self, desk: Desk, prefix: str, title: str, words: str, check: "Callable[[Player, str], Any]", go: str = "") -> None:
        self._desk, self._check = desk, check
        self._asked = False
        self._until = 0.0
        theme = desk.theme
        self.field = SecretField(theme, title, f"{prefix}.pin")
        self.field.entered.connect(self._ask)
        self._said = label("", "small", "danger", wrap=True, name=f"{prefix}.said")
        self._go = button(theme, go or tr("Unlock"), "lock-open", "ink", f"{prefix}.unlock")
        self._go.clicked.connect(self._ask)
        close = button(theme, tr("Cancel"), kind="ghost", name=f"{prefix}.cancel")
        close.clicked.connect(self._cancel)
        lines = column(self.field, label(words, "small", "muted", wrap=True), self._said, row(GROW, close, self._go), gap=tokens.S)
        super().__init__(theme, row((icon(theme, "lock", "muted", 24), 0, TOP), (lines, 1), gap=tokens.M), tokens.M, name=f"{prefix}.sheet")
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self.field.take_keyboard()

    def _cancel(self) -> None:
        self.cancelled.emit()

    def _ask(self) -> None:
        typed = self.field.text()
        if self._asked or monotonic() < self._until:
            return
        self._asked = True
        self._go.setEnabled(False)
        check = self._check
        self._desk.ask(lambda player: check(player, typed), self._right, self._wrong, owner=self)

    def _right(self, proof: object) -> None:
        self._asked = False
        self._go.setEnabled(True)
        self.field.clear()
        self._said.setText("")
        self.proved.emit(proof)

    def _wrong(self, error: PlayerError) -> None:
        self._asked = False
        self.field.clear()
        self._said.setText(sentence(error))
        wait = getattr(error, "wait_ms", 0)
        self._until = monotonic() + wait / 1000
        if wait:
            self._timer.start()
        self._look()
        self.start()

    def _look(self) -> None:
        """The button says how long it rests."""
        left = self._until - monotonic()
        self._go.setEnabled(left <= 0)
        if left > 0:
            self._said.setText(tr("Not right. The next try is looked at in {time}.", time=seconds(max(1, left))))
        elif self._timer.isActive():
            self._timer.stop()
            self._said.setText(tr("You may try again."))
