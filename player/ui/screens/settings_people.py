"""The page of the settings about whoever shares this computer: a PIN of one's own, and when somebody who left is signed out."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, clear, column, row
from player.ui.widgets.secret_field import SecretField
from player.ui.widgets.text import label
from player.ui.words import minutes, sentence, tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player

IDLE_CHOICES = (0, 2, 5, 10, 15, 30, 60)  # minutes


class MyPin(QWidget):
    """Set, changed and removed by the learner who is signed in."""

    def __init__(self, desk: Desk, learner: "LearnerCard") -> None:
        super().__init__()
        self._desk, self._learner = desk, learner
        self._busy = False
        self._said = label("", "small", "danger", wrap=True, name="people.said")
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        self._rest()

    def _show(self, page: QWidget, focus: QWidget | None = None) -> None:
        clear(self._lines)
        self._busy = False
        self._lines.addWidget(page)
        if self.parentWidget() is not None:
            set_reading_order(self.window())
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rest(self) -> None:
        theme, is_set = self._desk.theme, self._learner.lock
        words = tr("It is asked when you choose your picture.") if is_set else tr("None is set: whoever chooses your picture goes on in your name.")
        change = button(theme, tr("Change it…") if is_set else tr("Set a PIN…"), "key-round", name="people.setPin")
        change.clicked.connect(lambda: self._form(remove=False))
        deeds = [change]
        if is_set:
            away = button(theme, tr("Remove it…"), "trash-2", "ghost", "people.removePin")
            away.clicked.connect(lambda: self._form(remove=True))
            deeds.append(away)
        lines = column(label(tr("My PIN"), "h3"), label(words, tone="muted", wrap=True), row(*deeds, GROW), gap=tokens.S)
        self._show(Card(theme, lines, tokens.L))

    def _form(self, *, remove: bool) -> None:
        theme, learner = self._desk.theme, self._learner
        fields: list[SecretField] = []
        if learner.lock:
            fields.append(SecretField(theme, tr("PIN as it is now"), "people.oldPin"))
        if not remove:
            fields += [SecretField(theme, tr("New PIN: 4 to 12 digits, or 8 letters and more"), "people.newPin"),
                       SecretField(theme, tr("The same again"), "people.newPinAgain")]

        def keep() -> None:
            typed = [field.text() for field in fields]
            old = typed.pop(0) if learner.lock else ""
            if remove:
                self._put(lambda player: player.learners.remove_lock(learner.id, old))
            else:
                self._put(lambda player: player.learners.set_pin(learner.id, typed[0], typed[1], old))

        self._said = label("", "small", "danger", wrap=True, name="people.said")
        go = button(theme, tr("Remove the PIN") if remove else tr("Set the PIN"), "check", "ink", "people.keepPin")
        go.clicked.connect(keep)
        fields[-1].entered.connect(go.click)
        back = button(theme, tr("Cancel"), kind="ghost", name="people.cancelPin")
        back.clicked.connect(self._rest)
        self._show(Card(theme, column(label(tr("My PIN"), "h3"), *fields, self._said, row(GROW, back, go), gap=12), tokens.L), fields[0].line)

    def _put(self, work: "Callable[[Player], LearnerCard]") -> None:
        if self._busy:
            return
        self._busy = True
        self._desk.ask(work, self._done, self._refused, owner=self)

    def _done(self, card: "LearnerCard") -> None:
        self._learner = card
        self._desk.window.notice(tr("Your PIN is set") if card.lock else tr("Your PIN was removed"))
        self._rest()

    def _refused(self, error: PlayerError) -> None:
        self._busy = False
        self._said.setText(sentence(error))


def idle_card(desk: Desk) -> Card:
    """After how many minutes without a deed somebody is signed out."""
    theme = desk.theme
    choice = QComboBox()
    choice.setObjectName("people.idle")
    choice.setAccessibleName(tr("Sign out who has gone away"))
    choice.setMinimumWidth(theme.px(220))
    now = desk.settings.idle_minutes
    for value in sorted({*IDLE_CHOICES, now}):
        choice.addItem(tr("After {time}", time=minutes(value)) if value else tr("Never"), value)
    choice.setCurrentIndex(choice.findData(now))
    choice.activated.connect(lambda at: desk.window.change_look(idle_minutes=choice.itemData(at)))
    words = column(label(tr("Sign out who has gone away"), "strong", wrap=True),
                   label(tr("Never during a quiz or while something plays. For computers that several people share."), "small", "muted", wrap=True),
                   gap=2)
    line: Any = column(words, choice, gap=tokens.M) if theme.big else row((words, 1), choice, gap=tokens.M)
    return Card(theme, line, tokens.L)
