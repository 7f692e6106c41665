"""The page of the settings about whoever shares this computer: a lock of one's own, and when somebody who left is signed out."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from player.ui import tokens
from player.ui.desk import Desk
from player.ui.locks import is_asked_of_all, kinds
from player.ui.pin_sheet import PinSheet, lock_sheet
from player.ui.reading_order import set_reading_order
from player.ui.screens.new_lock import NewLock
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, clear, column, row
from player.ui.widgets.text import label
from player.ui.words import minutes, seconds, tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player

IDLE_CHOICES = (0, 2, 5, 10, 15, 30, 60)  # minutes
HAND_OVER_CHOICES = (0, 30, 60, 120)


class MyLock(QWidget):
    """Set, changed and removed by the learner who is signed in. Whoever changes or removes it opens it first."""

    def __init__(self, desk: Desk, learner: "LearnerCard") -> None:
        super().__init__()
        self._desk, self._learner = desk, learner
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        self._rest()

    def _show(self, page: QWidget, focus: QWidget | None = None) -> None:
        clear(self._lines)
        self._lines.addWidget(page)
        if self.parentWidget() is not None:
            set_reading_order(self.window())
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rest(self) -> None:
        theme, lock, rule = self._desk.theme, self._learner.lock, self._desk.settings.locks
        asked = {"pin": tr("A PIN is asked when you choose your picture."), "pictures": tr("Your pictures are asked when you choose who you are.")}
        words = asked[lock] if lock else tr("None is set: whoever chooses your picture goes on in your name.")
        deeds: list[QWidget] = []
        if kinds(rule):
            change = button(theme, tr("Change it…") if lock else tr("Set a lock…"), "key-round", name="people.setPin")
            change.clicked.connect(self._prove if lock else lambda: self._new(""))
            deeds.append(change)
        if lock and not is_asked_of_all(rule):
            away = button(theme, tr("Remove it…"), "trash-2", "ghost", "people.removePin")
            away.clicked.connect(self._remove)
            deeds.append(away)
        if not deeds:
            words += " " + tr("On this computer no locks are set.")
        lines = column(label(tr("My lock"), "h3"), label(words, tone="muted", wrap=True), *((row(*deeds, GROW),) if deeds else ()), gap=tokens.S)
        self._show(Card(theme, lines, tokens.L), deeds[0] if self.isVisible() and deeds else None)

    def _prove(self) -> None:
        learner = self._learner.id

        def check(player: "Player", secret: str) -> str:
            player.learners.check_lock(learner, secret)
            return secret

        self._ask(tr("To change it, open it as it is now."), check, self._new, tr("Go on"))

    def _remove(self) -> None:
        learner = self._learner.id
        self._ask(tr("To remove it, open it as it is now."), lambda player, secret: player.learners.remove_lock(learner, secret), self._done,
                  tr("Remove the PIN"))

    def _ask(self, words: str, check: "Callable[[Player, str], Any]", proved: Callable[[Any], None], go: str) -> None:
        sheet = lock_sheet(self._desk, "people", self._learner.lock, words, check, go)
        sheet.proved.connect(proved)
        sheet.cancelled.connect(self._rest)
        self._show(sheet)
        sheet.start()

    def _new(self, old: str) -> None:
        form = NewLock(self._desk, self._learner, old, self._done, self._rest)
        self._show(form, form.first)

    def _done(self, card: "LearnerCard") -> None:
        self._learner = card
        self._desk.session.know(card)
        words = {"": tr("Your lock was removed"), "pin": tr("Your PIN is set"), "pictures": tr("Your pictures are set")}
        self._desk.window.notice(words[card.lock])
        self._rest()


class LockRule(QWidget):
    """What the owner of this computer asks of learners; where a trainer's PIN is set, it is needed to change it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self._choice = QComboBox()
        self._choice.setObjectName("people.locks")
        self._choice.setAccessibleName(tr("Locks of learners"))
        self._choice.setMinimumWidth(theme.px(220))
        for value, name in (("choice", tr("As each learner likes")), ("required", tr("Everybody: a PIN or pictures")),
                            ("pin", tr("Everybody: a PIN")), ("pictures", tr("Everybody: pictures")), ("none", tr("No locks"))):
            self._choice.addItem(name, value)
        self._back()
        self._choice.activated.connect(lambda at: self._chosen(self._choice.itemData(at)))
        words = column(label(tr("Locks of learners"), "strong", wrap=True),
                       label(tr("A lock keeps learners out of each other's progress. Pictures are for those who do not read numbers. "
                                "Locks that are set already stay as they are."), "small", "muted", wrap=True), gap=2)
        line: Any = column(words, self._choice, gap=tokens.M) if theme.big else row((words, 1), self._choice, gap=tokens.M)
        self._under = column(gap=0)
        self.setLayout(column(Card(theme, line, tokens.L), self._under, gap=0))

    def _back(self) -> None:
        self._choice.setCurrentIndex(self._choice.findData(self._desk.settings.locks))

    def _chosen(self, rule: str) -> None:
        clear(self._under)
        if rule != self._desk.settings.locks:
            self._desk.ask(lambda player: player.trainer.is_set, lambda is_set: self._guard(rule) if is_set else self._put(rule), owner=self)

    def _guard(self, rule: str) -> None:
        clear(self._under)
        sheet = PinSheet(self._desk, "trainer", tr("Trainer's PIN"), tr("It is needed to change what is asked of learners."),
                         lambda player, pin: player.trainer.check(pin))
        sheet.proved.connect(lambda _proof: self._put(rule))
        sheet.cancelled.connect(self._put_back)
        self._under.addWidget(sheet)
        set_reading_order(self.window())
        sheet.start()

    def _put_back(self) -> None:
        clear(self._under)
        self._back()
        self._choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, rule: str) -> None:
        clear(self._under)
        self._desk.window.change_look(locks=rule)
        self._back()


def idle_card(desk: Desk) -> Card:
    """After how many minutes without a deed somebody is signed out."""
    now = desk.settings.idle_minutes
    return _times(desk, "people.idle", tr("Sign out who has gone away"),
                  tr("Never during a quiz or while something plays. For computers that several people share."),
                  {value: minutes(value) for value in sorted({*IDLE_CHOICES, now})}, now,
                  lambda value: desk.window.change_look(idle_minutes=value))  # fmt: skip


def hand_over_card(desk: Desk) -> Card:
    """After how many seconds a learner whose certificate is saved is signed out, where the course asks for that."""
    now = desk.settings.hand_over_seconds
    return _times(desk, "people.handOver", tr("Sign out by itself after the certificate"),
                  tr("Where a course asks for it: once its certificate is saved, printed or copied."),
                  {value: seconds(value) for value in sorted({*HAND_OVER_CHOICES, now})}, now,
                  lambda value: desk.window.change_look(hand_over_seconds=value))  # fmt: skip


def _times(desk: Desk, name: str, title: str, about: str, choices: Mapping[int, str], now: int, chosen: Callable[[int], None]) -> Card:
    """A time to choose, in words; 0 is never."""
    theme = desk.theme
    choice = QComboBox()
    choice.setObjectName(name)
    choice.setAccessibleName(title)
    choice.setMinimumWidth(theme.px(220))
    for value, words in choices.items():
        choice.addItem(tr("After {time}", time=words) if value else tr("Never"), value)
    choice.setCurrentIndex(choice.findData(now))
    choice.activated.connect(lambda at: chosen(choice.itemData(at)))
    told = column(label(title, "strong", wrap=True), label(about, "small", "muted", wrap=True), gap=2)
    line: Any = column(told, choice, gap=tokens.M) if theme.big else row((told, 1), choice, gap=tokens.M)
    return Card(theme, line, tokens.L)
