"""On the course page: why something does not open yet, as the same list as What's left; and a certificate from elsewhere that opens it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.pin_sheet import PinSheet
from player.ui.reading_order import set_reading_order
from player.ui.routes import CourseRoute
from player.ui.screens.door_note import LONGEST_REASON
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, clear, column, row
from player.ui.widgets.text import label
from player.ui.words import sentence, told, tr

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.prerequisites import Presented
    from player.services.trainer import Proof


class LockNote(Card):
    """`lines` say what is waited for. With `proofs`, a certificate can be dropped on the page or chosen: it is looked at by `look`."""

    def __init__(self, desk: Desk, key: str, title: str, lines: Sequence[QWidget], *, proofs: bool) -> None:
        self._desk, self._key = desk, key
        self._busy = False
        theme = desk.theme
        self._choose = button(theme, tr("Choose a certificate…"), "file-check", "", "lock.choose")
        self._choose.clicked.connect(self._ask_file)
        tip = label(tr("Earned it on another computer? Drop its certificate here, or choose the file."), "small", "muted", wrap=True)
        self._offer = boxed(column(tip, row(self._choose, GROW), gap=tokens.S) if theme.big else row((tip, 1), self._choose, gap=tokens.M))
        if not proofs:
            self._offer.hide()
        self._found = column(gap=tokens.S)
        head = row((icon(theme, "lock", "muted", 24), 0, TOP), (label(title, "h3", wrap=True), 1), gap=12)
        inset = boxed(row((boxed(column(self._offer, self._found, gap=tokens.S)), 1), pad=(tokens.HALF, 0)))
        super().__init__(theme, column(boxed(row((boxed(head), 1), pad=(tokens.HALF, 0))), *lines, inset, gap=tokens.S), (tokens.L - tokens.HALF, 20),
                         name="course.lock")
        self.setAccessibleName(title)

    @property
    def first(self) -> QWidget | None:
        """The first thing to press."""
        return next((each for each in self.findChildren(QAbstractButton) if each.isEnabled() and each.isVisibleTo(self)), None)

    def look(self, file: Path) -> None:
        """Check a certificate, and take it when there is no doubt."""
        if self._busy:
            return
        self._busy = True
        session, key = self._desk.session, self._key
        self._tell(label(tr("Looking at the certificate…"), "small", "muted"))
        self._desk.ask(lambda player: player.prerequisites.present(session.enrolment(player, key), file), self._looked, self._refused, owner=self)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a certificate"), str(Path.home()), tr("Certificates (*.pdf)"))
        if name:
            self.look(Path(name))

    def _looked(self, found: "Presented") -> None:
        self._busy = False
        if found.accepted:
            self._accepted(found)
            return
        doubt = Callout(self._desk.theme, tr("Your trainer can accept it"), told(found.doubt), "caution", name="lock.said")
        self._desk.ask(lambda player: player.trainer.is_set, lambda is_set: self._ask_pin(doubt, found, is_set=is_set), self._refused, owner=self)

    def _ask_pin(self, doubt: Callout, found: "Presented", *, is_set: bool) -> None:
        if not is_set:
            note = tr("No trainer's PIN is set on this computer. Whoever trains here sets it once, in the settings.")
            self._tell(doubt, label(note, "small", "muted", wrap=True))
            return
        sheet = PinSheet(self._desk, "lock", tr("Trainer's PIN"), tr("To accept this certificate for the learner."),
                         lambda player, pin: player.trainer.check(pin))
        sheet.cancelled.connect(self._rest)
        sheet.proved.connect(lambda proof: self._tell(self._form(found, proof)))
        self._tell(doubt, sheet)

    def _form(self, found: "Presented", proof: "Proof") -> Card:
        theme = self._desk.theme
        reason = QLineEdit()
        reason.setObjectName("lock.reason")
        reason.setAccessibleName(tr("Reason"))
        reason.setPlaceholderText(tr("Reason: it stands in the record"))
        reason.setMaxLength(LONGEST_REASON)
        self._said = label("", "small", "danger", wrap=True, name="lock.formSaid")
        close = button(theme, tr("Cancel"), kind="ghost", name="lock.cancel")
        close.clicked.connect(self._rest)
        go = button(theme, tr("Accept it"), "check", "ink", "lock.accept")
        go.clicked.connect(lambda: self._accept(found, reason.text(), proof))
        reason.returnPressed.connect(go.click)
        head = column(label(tr("{name}, trainer", name=proof.by), "smallstrong", "muted"),
                      label(tr("Accept “{title}” in the name of {name}", title=found.title, name=found.name), "h3", wrap=True),
                      label(told(found.doubt), "small", "muted", wrap=True), gap=2)
        return Card(theme, row((icon(theme, "graduation-cap", "muted", 24), 0, TOP),
                               (column(head, reason, self._said, row(GROW, close, go), gap=tokens.S), 1), gap=tokens.M), tokens.M, name="lock.form")

    def _accept(self, found: "Presented", reason: str, proof: "Proof") -> None:
        if self._busy:
            return
        self._busy = True
        session, key = self._desk.session, self._key

        def work(player: "Player") -> object:
            return player.prerequisites.accept(session.enrolment(player, key), found, reason, proof)

        def refused(error: PlayerError) -> None:
            from player.services.trainer import ProofError

            self._busy = False
            if isinstance(error, ProofError):
                self._looked(found)
            else:
                self._said.setText(sentence(error))

        self._desk.ask(work, lambda _status: self._accepted(found), refused, owner=self)

    def _accepted(self, found: "Presented") -> None:
        self._desk.window.go(CourseRoute(self._key))
        self._desk.window.notice(tr("“{title}” is accepted.", title=found.title))

    def _refused(self, error: PlayerError) -> None:
        self._busy = False
        self._tell(Callout(self._desk.theme, "", sentence(error), "danger", name="lock.said"))
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rest(self) -> None:
        clear(self._found)
        set_reading_order(self.window())
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, *parts: QWidget) -> None:
        clear(self._found)
        for part in parts:
            self._found.addWidget(part)
        set_reading_order(self.window())
        line = next((found for part in parts if (found := part.findChild(QLineEdit)) is not None), None)
        if line is not None:
            line.setFocus(Qt.FocusReason.OtherFocusReason)
