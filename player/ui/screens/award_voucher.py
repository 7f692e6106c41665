"""What a learner sees of a voucher beside its page: whether it is redeemed, and the trainer's way to redeem it here."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from player.ui import tokens
from player.ui.desk import Desk
from player.ui.pin_sheet import PinSheet
from player.ui.reading_order import set_reading_order
from player.ui.screens.trainer_vouchers import redeemed_words
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.layouts import GROW, clear, column, row
from player.ui.words import tr

if TYPE_CHECKING:
    from player.course.status_types import AwardStatus
    from player.services.player import Player
    from player.services.vouchers import Redemption


class VoucherState(QWidget):
    """`changed` is called when it was redeemed here."""

    def __init__(self, desk: Desk, award: "AwardStatus", changed: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._award, self._changed = desk, award, changed
        self._lines = column(gap=tokens.S)
        self.setLayout(self._lines)
        if award.redeemed_at is not None:
            self._say(tr("Redeemed"), redeemed_words(award.redeemed_at, award.redeemed_by))
        else:
            self._rest()

    def _say(self, title: str, words: str) -> None:
        clear(self._lines)
        self._lines.addWidget(Callout(self._desk.theme, title, words, "progress", "check", name="award.redeemed"))

    def _rest(self) -> None:
        clear(self._lines)
        self._lines.addWidget(Callout(self._desk.theme, tr("Not redeemed yet"), tr("Show it to your trainer: on paper, or here."), "accent",
                                      "qr-code", name="award.redeemed"))
        redeem = button(self._desk.theme, tr("For the trainer: redeem it…"), "graduation-cap", "ghost", "award.redeem")
        redeem.clicked.connect(self._ask)
        self._lines.addLayout(row(redeem, GROW))

    def _ask(self) -> None:
        number = self._award.number

        def redeem(player: "Player", pin: str) -> "Redemption":
            proof = player.trainer.check(pin)
            return player.vouchers.redeem(proof, player.vouchers.look_up(proof, number))

        clear(self._lines)
        sheet = PinSheet(self._desk, "trainer", tr("Trainer's PIN"), tr("It is marked as redeemed, in your name. That cannot be taken back."), redeem,
                         tr("Redeem it"))
        sheet.cancelled.connect(self._rest)
        sheet.proved.connect(self._done)
        self._lines.addWidget(sheet)
        set_reading_order(self.window())
        sheet.start()

    def _done(self, made: "Redemption") -> None:
        self._say(tr("Redeemed"), redeemed_words(made.at, made.by))
        self._changed()
