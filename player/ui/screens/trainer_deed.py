"""A trainer's deed in the page, below what it is about: why, how much, and a button for each thing that can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget
from shiboken6 import isValid

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.screens.door_note import LONGEST_REASON, REOPEN_DAYS
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.cards import Card
from player.ui.widgets.focus import bring_into_sight
from player.ui.widgets.layouts import GROW, column, row
from player.ui.widgets.text import label
from player.ui.words import sentence, tr, trn

if TYPE_CHECKING:
    from player.services.player import Player

MOST_ATTEMPTS = 20
LAID_OUT_MS = 50  # after a form is put in, before it is where it will be


@dataclass(frozen=True, slots=True)
class Deed:
    """`work` gets the services, the reason and the amount (attempts, or days of which None is for good); `told` is said when it is done.
    `reason` False: none is needed."""

    words: str
    sign: str
    name: str
    told: str
    work: "Callable[[Player, str, Any], object]"
    main: bool = False
    reason: bool = True


class DeedForm(Card):
    """`done` when something was recorded, `closed` when nothing is wanted, `lost` when the PIN has to be typed again. `amount`: "attempts",
    "days" or "" for a field of its own beside the reason."""

    def __init__(self, desk: Desk, title: str, about: str, deeds: tuple[Deed, ...], done: Callable[[], None], closed: Callable[[], None],
                 lost: Callable[[PlayerError], None], amount: str = "") -> None:
        self._desk, self._done, self._closed, self._lost = desk, done, closed, lost
        self._busy = False
        theme = desk.theme
        self._reason = QLineEdit()
        self._reason.setObjectName("deed.reason")
        self._reason.setAccessibleName(tr("Reason"))
        self._reason.setPlaceholderText(tr("Reason: the learner sees it, and it stands in the record"))
        self._reason.setMaxLength(LONGEST_REASON)
        self._amount = {"attempts": _attempts, "days": _days}[amount]() if amount else None
        self._said = label("", "small", "danger", wrap=True, name="deed.said")
        close = button(theme, tr("Cancel"), kind="ghost", name="deed.cancel")
        close.clicked.connect(closed)
        found = [self._button(deed) for deed in deeds]
        many = () if self._amount is None else (label(self._amount.accessibleName(), "smallstrong", wrap=True), row(self._amount, GROW))
        under = column(*(row(each, GROW) for each in (*found, close))) if theme.big else row(*found, close, GROW)
        head = (label(title, "smallstrong", wrap=True), *((label(about, "small", "muted", wrap=True),) if about else ()))
        super().__init__(theme, column(*head, *many, self._reason, self._said, under, gap=tokens.S), tokens.M, "sunken", name="deed.form")

    def start(self) -> None:
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(LAID_OUT_MS, self._reason, lambda: bring_into_sight(self._reason))

    def _button(self, deed: Deed) -> Button:
        made = button(self._desk.theme, deed.words, deed.sign, "ink" if deed.main else "", deed.name)
        made.clicked.connect(partial(self._do, deed))
        return made

    def _do(self, deed: Deed, _on: bool = False) -> None:
        if self._busy:
            return
        reason, amount = self._reason.text().strip(), _value(self._amount)
        if deed.reason and not reason:
            self._said.setText(tr("Type why: the reason shows wherever the tick shows."))
            self.start()
            return
        self._busy = True
        self._desk.ask(lambda player: deed.work(player, reason, amount), lambda _answer: self._finished(deed), self._refused, owner=self)

    def _finished(self, deed: Deed) -> None:
        self._desk.window.notice(deed.told)
        self._done()

    def _refused(self, error: PlayerError) -> None:
        from player.services.trainer import ProofError

        self._busy = False
        if isinstance(error, ProofError):
            self._lost(error)
        elif isValid(self._said):
            self._said.setText(sentence(error))
        else:
            self._desk.window.complain(error)


def _attempts() -> QSpinBox:
    made = QSpinBox()
    made.setObjectName("deed.attempts")
    made.setRange(1, MOST_ATTEMPTS)
    made.setAccessibleName(tr("How many attempts more"))
    return made


def _days() -> QComboBox:
    made = QComboBox()
    made.setObjectName("deed.days")
    made.setAccessibleName(tr("How long"))
    for days in REOPEN_DAYS:
        made.addItem(trn("{n} day", "{n} days", days) if days is not None else tr("Without an end"), days)
    made.setCurrentIndex(1)
    return made


def _value(amount: QWidget | None) -> Any:
    if isinstance(amount, QSpinBox):
        return amount.value()
    return amount.currentData() if isinstance(amount, QComboBox) else None
