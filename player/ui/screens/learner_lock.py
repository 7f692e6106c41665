"""A learner's PIN or pictures, asked on the board; and the way in for whoever forgot them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from player.ui import tokens
from player.ui.desk import Desk
from player.ui.pin_sheet import PinSheet, lock_sheet
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.layouts import CENTRE, GROW, boxed, centred, clear, column, row, scroll
from player.ui.widgets.pictures import Avatar
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player


class LearnerLock(QWidget):
    """`check` runs with what was typed or chosen (it may do more than check), and `done` gets its answer. With `helpable` a trainer can remove
    a lock that was forgotten."""

    def __init__(self, desk: Desk, card: "LearnerCard", check: "Callable[[Player, str], Any]", done: Callable[[Any], None],
                 cancel: Callable[[], None], *, helpable: bool = True) -> None:
        super().__init__()
        self._desk, self._card, self._check, self._done, self._cancel, self._helpable = desk, card, check, done, cancel, helpable
        self._pictures = card.lock == "pictures"
        self._lines = column(gap=tokens.M)
        picture = Avatar(desk.theme, f"{card.tint}/{card.picture}", 80)
        width = 840 if desk.theme.big else 560
        head = column((picture, 0, CENTRE), label(card.name, "h1", wrap=True, align=CENTRE), gap=tokens.S)
        self.setLayout(column((scroll(centred(boxed(column(GROW, head, self._lines, GROW, gap=tokens.M, pad=(0, tokens.L))), width)), 1), gap=0))
        self._first: QWidget | None = None
        self._ask()

    def start(self) -> None:
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, sheet: QWidget, first: QWidget, *more: QWidget) -> None:
        clear(self._lines)
        self._first = first
        for part in (sheet, *more):
            self._lines.addWidget(part)
        if self.parentWidget() is not None:
            set_reading_order(self.window())
            self.start()

    def _ask(self) -> None:
        words = tr("Choose your pictures in their order. They keep others out of your progress on this computer.") if self._pictures else tr(
            "It keeps others out of your progress on this computer.")
        sheet = lock_sheet(self._desk, "learner", self._card.lock, words, self._check, tr("Go on"))
        sheet.proved.connect(self._done)
        sheet.cancelled.connect(self._cancel)
        lost = button(self._desk.theme, tr("Pictures forgotten?") if self._pictures else tr("PIN forgotten?"), kind="link", name="learner.forgotten")
        lost.clicked.connect(lambda: self._desk.ask(lambda player: player.trainer.is_set, self._help, owner=self))
        self._show(sheet, sheet.first, *((boxed(row(GROW, lost, GROW)),) if self._helpable else ()))

    def _help(self, is_set: bool) -> None:
        """A trainer opens it: the lock is removed, and the learner may set another."""
        if not is_set:
            back = button(self._desk.theme, tr("Back"), "chevron-left", name="learner.back")
            back.clicked.connect(self._ask)
            said = Callout(self._desk.theme, tr("A trainer can help"),
                           tr("Set a trainer's PIN in the settings of this computer; with it what was forgotten is removed here."), "caution")
            self._show(said, back, boxed(row(GROW, back)))
            return
        learner = self._card.id

        def remove(player: "Player", pin: str) -> "LearnerCard":
            player.trainer.check(pin)
            return player.learners.forget_lock(learner)

        sheet = PinSheet(self._desk, "trainer", tr("Trainer's PIN"), tr("It removes the forgotten lock of {name}.", name=self._card.name), remove)
        sheet.proved.connect(self._removed)
        sheet.cancelled.connect(self._ask)
        self._show(sheet, sheet.first)

    def _removed(self, card: "LearnerCard") -> None:
        self._desk.window.sign_in(card)
        self._desk.window.notice(tr("The lock was removed. Another one can be set in the settings."))
