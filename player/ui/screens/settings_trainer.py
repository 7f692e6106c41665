"""The page of the settings on which the trainer's PIN is set, changed and, with the recovery code, set anew."""

from collections.abc import Callable
from time import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import local_moment
from player.ui.desk import Desk
from player.ui.pin_sheet import PinSheet
from player.ui.reading_order import set_reading_order
from player.ui.routes import TrainerRoute
from player.ui.screens.recovery_code import print_code, save_code
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, clear, column, row
from player.ui.widgets.secret_field import SecretField
from player.ui.widgets.text import label
from player.ui.words import sentence, tr, trn

if TYPE_CHECKING:
    from player.services.player import Player


class TrainerPage(QWidget):
    """One card at a time: set it; it is set; change it; the recovery code, once."""

    def __init__(self, desk: Desk, name: str, *, is_set: bool) -> None:
        super().__init__()
        self._desk, self._name, self._is_set = desk, name, is_set
        self._busy = False
        self._said = label("", "small", "danger", wrap=True, name="trainer.formSaid")
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        self._rest()

    def _show(self, page: QWidget, focus: QWidget | None = None) -> None:
        clear(self._lines)
        self._busy = False
        self._lines.addWidget(page)
        set_reading_order(self.window())
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rest(self) -> None:
        if self._is_set:
            self._show(self._standing())
        else:
            self._show(self._form(tr("Set the trainer's PIN"), None))

    def _standing(self) -> QWidget:
        theme = self._desk.theme
        change = button(theme, tr("Change the PIN…"), "key-round", name="trainer.change")
        change.clicked.connect(self._ask_old)
        lost = button(theme, tr("PIN forgotten…"), "life-buoy", "ghost", "trainer.forgotten")
        lost.clicked.connect(self._recover)
        date = button(theme, tr("The date is right…"), "calendar", "ghost", "trainer.date")
        date.clicked.connect(self._ask_date)
        head = column(label(tr("A PIN is set"), "h3", wrap=True),
                      label(tr("{name} signs on this computer.", name=self._name), wrap=True, name="trainer.standing"),
                      label(tr("It is asked before an assignment is signed off, a tick is given or taken away, or another attempt is given."),
                            "small", "muted", wrap=True), gap=tokens.HALF)
        area = button(theme, tr("Open the trainer’s area…"), "graduation-cap", "ink", "trainer.area")
        area.clicked.connect(lambda: self._desk.window.go(TrainerRoute()))
        lines = [[area], [change], [lost], [date]] if theme.big else [[area, change], [lost, date]]
        deeds = column(*(row(*line, GROW) for line in lines))
        return Card(theme, column(row((icon(theme, "shield-check", "progress_text", 32), 0, TOP), (head, 1), gap=tokens.M), deeds,
                                  gap=tokens.M), tokens.L)

    def _ask_old(self) -> None:
        sheet = PinSheet(self._desk, "trainer", tr("Trainer's PIN"), tr("Type the PIN that is set now."),
                         lambda player, pin: player.trainer.check(pin))
        sheet.cancelled.connect(self._rest)
        sheet.proved.connect(lambda proof: self._show_form(tr("Choose another PIN"), proof))
        self._show(sheet, sheet.first)

    def _ask_date(self) -> None:
        """A clock that was wrong is right again, or leapt and is right after all: everybody's record goes by it from now on."""
        about = tr("This computer shows {moment}. Type the PIN if that is right: courses open and close by it from now on.",
                   moment=local_moment(int(time() * 1000)))
        sheet = PinSheet(self._desk, "trainer", tr("Trainer's PIN"), about, lambda player, pin: player.trainer.check(pin), tr("It is right"))
        sheet.cancelled.connect(self._rest)
        sheet.proved.connect(self._date_is_right)
        self._show(sheet, sheet.field.line)

    def _date_is_right(self, proof: Any) -> None:
        def told(count: int) -> None:
            self._rest()
            self._desk.window.notice(trn("The date holds from now on, for {n} learner whose record had another.",
                                         "The date holds from now on, for {n} learners whose record had another.", count))

        self._desk.ask(lambda player: player.dates.confirm_for_all(proof), told, owner=self)

    def _show_form(self, title: str, proof: Any) -> None:
        form = self._form(title, proof)
        self._show(form, form.findChild(QLineEdit, "trainer.newPin"))

    def _form(self, title: str, proof: Any) -> Card:
        theme = self._desk.theme
        name = QLineEdit(self._name)
        name.setObjectName("trainer.name")
        name.setAccessibleName(tr("Name of the trainer"))
        name.setMaxLength(80)
        first, second = self._pair()
        about = tr("4 to 12 digits, or a passphrase of at least 8 characters. The name stands in the record of whatever is signed.")
        lines = column(label(title, "h3", wrap=True), label(about, "small", "muted", wrap=True),
                       column(label(tr("Name of the trainer"), "smallstrong"), name, gap=4), first, second, self._new_said(), gap=12)
        keep = button(theme, tr("Set the PIN"), "check", "ink", "trainer.set")
        deeds = row(GROW, *((self._cancel(),) if self._is_set else ()), keep)
        keep.clicked.connect(lambda: self._put(lambda player: player.trainer.set_pin(name.text(), first.text(), second.text(), proof)))
        second.entered.connect(keep.click)
        lines.addLayout(deeds)
        return Card(theme, lines, tokens.L)

    def _recover(self) -> None:
        theme = self._desk.theme
        code = SecretField(theme, tr("Recovery code"), "trainer.code", shown=True)
        first, second = self._pair()
        keep = button(theme, tr("Set another PIN"), "check", "ink", "trainer.recover")
        keep.clicked.connect(lambda: self._put(lambda player: player.trainer.recover(code.text(), first.text(), second.text())))
        second.entered.connect(keep.click)
        about = tr("It was shown once when the PIN was set, to be printed. Capital letters and hyphens do not matter.")
        lines = column(label(tr("Set another PIN with the recovery code"), "h3", wrap=True), label(about, "small", "muted", wrap=True), code, first,
                       second, self._new_said(), row(GROW, self._cancel(), keep), gap=12)
        self._show(Card(theme, lines, tokens.L), code.line)

    def _pair(self) -> tuple[SecretField, SecretField]:
        theme = self._desk.theme
        return SecretField(theme, tr("New PIN"), "trainer.newPin"), SecretField(theme, tr("The same PIN again"), "trainer.newPinAgain")

    def _new_said(self) -> QWidget:
        self._said = label("", "small", "danger", wrap=True, name="trainer.formSaid")
        return self._said

    def _cancel(self) -> QWidget:
        back = button(self._desk.theme, tr("Cancel"), kind="ghost", name="trainer.formCancel")
        back.clicked.connect(self._rest)
        return back

    def _put(self, work: "Callable[[Player], str]") -> None:
        """Set it; the services give back the recovery code."""
        if self._busy:
            return
        self._busy = True

        def read(player: "Player") -> tuple[str, str]:
            return work(player), player.trainer.name

        self._desk.ask(read, lambda told: self._show_code(*told), self._refused, owner=self)

    def _refused(self, error: PlayerError) -> None:
        self._busy = False
        self._said.setText(sentence(error))

    def _show_code(self, code: str, name: str) -> None:
        """The only time it is seen."""
        theme = self._desk.theme
        self._is_set, self._name = True, name
        shown = label(code, "h1", wrap=True, select=True, name="trainer.recovery")
        shown.setAccessibleName(tr("Recovery code: {code}", code=" ".join(code)))
        copy = button(theme, tr("Copy"), "copy", name="trainer.copyCode")
        copy.clicked.connect(lambda: self._copy(code))
        out = button(theme, tr("Print…"), "printer", name="trainer.printCode")
        out.clicked.connect(lambda: print_code(self, self._desk, name, code))
        save = button(theme, tr("Save…"), "save", name="trainer.saveCode")
        save.clicked.connect(lambda: save_code(self, self._desk, name, code))
        kept = button(theme, tr("I have kept it"), "check", "ink", "trainer.kept")
        kept.clicked.connect(self._rest)
        warn = Callout(theme, tr("Shown only now"), tr("Whoever has it can set another PIN. Keep it on paper, away from this computer."), "caution")
        deeds = column(row(copy, out, save, GROW), row(GROW, kept)) if theme.big else row(copy, out, save, GROW, kept)
        self._show(Card(theme, column(label(tr("The PIN is set. This is the recovery code"), "h3", wrap=True), boxed(row((shown, 1))), warn, deeds,
                                      gap=tokens.M), tokens.L), kept)

    def _copy(self, code: str) -> None:
        QGuiApplication.clipboard().setText(code)
        self._desk.window.notice(tr("Copied. Paste it somewhere safe, then copy something else."))
