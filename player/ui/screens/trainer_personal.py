"""A copy of everything about a learner, and their erasure: asked for once more, with what goes, and confirmed by typing the name."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.reading_order import set_reading_order
from player.ui.screens.trainer_deed import LAID_OUT_MS
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.focus import bring_into_sight
from player.ui.widgets.layouts import GROW, boxed, clear, column, row
from player.ui.widgets.text import label
from player.ui.words import sentence, size, tr, trn

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.personal import Erased, Exported, Holding
    from player.services.player import Player
    from player.services.trainer import Proof


class PersonalDeeds(QWidget):
    """`gone` when there is no such learner any more, `lost` when the PIN has to be typed again."""

    def __init__(self, desk: Desk, proof: "Proof", card: "LearnerCard", gone: Callable[[], None], lost: Callable[[PlayerError], None]) -> None:
        super().__init__()
        self._desk, self._proof, self._card, self._gone, self._lost = desk, proof, card, gone, lost
        self._busy = False
        theme = desk.theme
        copy = button(theme, tr("Save a copy of everything…"), "file-down", name="personal.copy")
        copy.clicked.connect(self._copy)
        erase = button(theme, tr("Erase this learner…"), "trash-2", "ghost", "personal.erase")
        erase.clicked.connect(self._ask)
        self._under = column(gap=0)
        self.setLayout(column(column(row(copy, GROW), row(erase, GROW)) if theme.big else row(copy, erase, GROW), boxed(self._under), gap=tokens.S))

    def _copy(self) -> None:
        start = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home()))
        name, _ = QFileDialog.getSaveFileName(self, tr("Where shall the copy be saved?"), str(start / f"{self._card.id[:8]}.zip"),
                                              tr("ZIP files (*.zip)"))
        if not name:
            return
        target = Path(name) if name.lower().endswith(".zip") else Path(f"{name}.zip")
        proof, learner = self._proof, self._card.id

        def saved(done: "Exported") -> None:
            self._desk.window.notice(tr("Saved: {file}, {size}.", file=done.path.name, size=size(done.size)))

        self._desk.ask(lambda player: player.personal.export(proof, learner, target), saved, self._lost, owner=self)

    def _ask(self) -> None:
        proof, learner = self._proof, self._card.id
        self._desk.ask(lambda player: player.personal.holding(proof, learner), self._show, self._lost, owner=self)

    def _show(self, holding: "Holding") -> None:
        theme = self._desk.theme
        clear(self._under)
        told = ((holding.courses, trn("{n} course with everything done in it", "{n} courses with everything done in them", holding.courses)),
                (holding.certificates, trn("{n} certificate or voucher kept here", "{n} certificates or vouchers kept here", holding.certificates)),
                (holding.handed_in, trn("what was handed in, in {n} course", "what was handed in, in {n} courses", holding.handed_in)),
                (holding.backups, trn("their part of {n} backup, which is written anew", "their part of {n} backups, which are written anew",
                                      holding.backups)),
                (holding.asides, trn("{n} damaged database that was kept, whole", "{n} damaged databases that were kept, whole", holding.asides)))
        goes = [each for count, each in told if count]
        words = tr("This cannot be undone. The log is emptied too. Copies that were saved elsewhere stay where they are.")
        words_for_name = tr("Type the name “{name}” to confirm", name=holding.name)
        self._field = QLineEdit()
        self._field.setObjectName("personal.name")
        self._field.setAccessibleName(words_for_name)
        self._field.setMaxLength(200)
        self._said = label("", "small", "danger", wrap=True, name="personal.said")
        go = button(theme, tr("Erase for good"), "trash-2", "ink", "personal.go")
        go.clicked.connect(self._erase)
        close = button(theme, tr("Cancel"), kind="ghost", name="personal.cancel")
        close.clicked.connect(self._rest)
        deeds = column(row(go, GROW), row(close, GROW)) if theme.big else row(go, close, GROW)
        self._under.addWidget(Card(theme, column(
            Callout(theme, tr("Everything about {name} on this computer goes", name=holding.name), words, "danger"),
            *(label("• " + each, "small", wrap=True) for each in goes), label(words_for_name, "smallstrong", wrap=True), self._field, self._said,
            deeds, gap=tokens.S), tokens.M, "surface", "personal.sheet"))
        set_reading_order(self.window())
        field = self._field
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(LAID_OUT_MS, field, lambda: bring_into_sight(field))

    def _rest(self) -> None:
        clear(self._under)
        set_reading_order(self.window())

    def _erase(self) -> None:
        if self._busy:
            return
        self._busy = True
        proof, card, typed, session = self._proof, self._card, self._field.text(), self._desk.session
        mine = session.learner is not None and session.learner.id == card.id

        def work(player: "Player") -> "Erased":
            if mine:
                session.close_course()
            return player.personal.erase(proof, card.id, typed)

        def done(erased: "Erased") -> None:
            if mine:
                self._desk.window.sign_out()
            else:
                self._gone()
            lost = trn("{n} backup could not be read and was deleted.", "{n} backups could not be read and were deleted.", erased.backups_deleted)
            self._desk.window.notice(tr("{name} is erased.", name=erased.name) + (f" {lost}" if erased.backups_deleted else ""))

        def refused(error: PlayerError) -> None:
            from player.services.trainer import ProofError

            self._busy = False
            if isinstance(error, ProofError):
                self._lost(error)
            else:
                self._said.setText(sentence(error))

        self._desk.ask(work, done, refused, owner=self)
