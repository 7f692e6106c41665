"""What the trainer is told, as a list: filtered, marked as read, saved to a stick."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.notice_words import details, headline, mail_words, page
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, clear, column, row, rule_line
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import label
from player.ui.words import tr, trn

if TYPE_CHECKING:
    from player.services.notices import SavedNotices, Sheaf, Told
    from player.services.trainer import Proof

SIGNS = {"quiz": "list-checks", "voucher": "qr-code", "certificate": "award", "badge": "award", "assignment": "file-text"}


class NoticesPage(QWidget):
    """`lost` gets what went wrong: a proof that is too old is asked for again by the page around this one."""

    def __init__(self, desk: Desk, proof: "Proof", lost: Callable[[PlayerError], None]) -> None:
        super().__init__()
        self._desk, self._proof, self._lost = desk, proof, lost
        self._shown: list[Told] = []
        theme = desk.theme
        self._kind = QComboBox()
        self._kind.setObjectName("trainer.filter")
        self._kind.setAccessibleName(tr("Which notices are shown"))
        for value, words in (("all", tr("Everything")), ("quizzes", tr("Quizzes")), ("vouchers", tr("Vouchers")),
                             ("certificates", tr("Certificates and badges")), ("handed in", tr("Work handed in"))):
            self._kind.addItem(words, value)
        self._kind.activated.connect(lambda _at: self._read())
        self._unread = QCheckBox(tr("Only what is new"))
        self._unread.setObjectName("trainer.unread")
        self._unread.toggled.connect(lambda _on: self._read())
        self._all = button(theme, tr("Mark these as read"), "check", "ghost", "trainer.markAll")
        self._all.clicked.connect(self._mark_all)
        save = button(theme, tr("Save to a stick…"), "usb", name="trainer.saveNotices")
        save.clicked.connect(self._save)
        self._count = label("", "small", "muted", wrap=True, name="trainer.count")
        if theme.big:
            head = column(self._kind, self._unread, row(save, GROW), row(self._all, GROW), self._count)
        else:
            head = column(row(self._kind, self._unread, GROW, self._all, save, gap=tokens.M), self._count)
        self._rows = column(gap=0)
        self._older = button(theme, tr("Show older ones"), "chevron-down", "link", "trainer.older")
        self._older.clicked.connect(lambda: self._read(older=True))
        self._older.hide()
        self.setLayout(column(Card(theme, head, 20), boxed(self._rows), row(self._older, GROW), gap=0))
        self._read()

    def _read(self, *, older: bool = False) -> None:
        which, unread, proof = self._kind.currentData(), self._unread.isChecked(), self._proof
        after = self._shown[-1] if older and self._shown else None
        self._desk.ask(lambda player: player.notices.list(proof, which, unread=unread, after=after),
                       lambda sheaf: self._show(sheaf, older=older), self._lost, owner=self)

    def _show(self, sheaf: "Sheaf", *, older: bool) -> None:
        if not older:
            clear(self._rows)
            self._shown = []
        self._shown += sheaf.notices
        self._count.setText(trn("{n} new notice", "{n} new notices", sheaf.unread) if sheaf.unread else tr("Nothing new"))
        self._all.setEnabled(any(not one.read for one in self._shown))
        self._older.setVisible(sheaf.more)
        if not self._shown:
            self._rows.addWidget(EmptyState(self._desk.theme, "bell", tr("No notices"),
                                            tr("A course tells you here what its author marked with notify_trainer: a quiz that was passed, an "
                                               "award that was earned. Nothing is sent anywhere unless you set that up.")))
        elif sheaf.notices:
            lines: list[QWidget] = []
            for one in sheaf.notices:
                lines += [self._line(one), rule_line()]
            self._rows.addWidget(Card(self._desk.theme, column(*lines[:-1], gap=12), 20))
        set_reading_order(self.window())

    def _line(self, one: "Told") -> QWidget:
        theme = self._desk.theme
        head = label(headline(one), "body" if one.read else "strong", wrap=True)
        below: list[QWidget] = [label(details(one), "small", "muted", wrap=True, select=True)]
        if words := mail_words(one):
            below.append(label(words, "small", "caution" if one.mail == "unsure" else "muted", wrap=True))
        words = tr("Mark as new") if one.read else tr("Mark as read")
        mark = button(theme, words, "rotate-ccw" if one.read else "check", "ghost", "trainer.mark", spoken=f"{words}: {headline(one)}")
        mark.clicked.connect(partial(self._mark, [one.id], read=not one.read))
        if one.mail == "unsure":
            again = button(theme, tr("Send it again"), "rotate-ccw", "link", "trainer.sendAgain",
                           spoken=tr("Send it again: {what}", what=headline(one)))
            again.clicked.connect(partial(self._send_again, one.id))
            below.append(boxed(row(again, GROW)))
        sign = icon(theme, SIGNS.get(one.kind, "circle-check"), "muted" if one.read else "accent", 24)
        said = column(head, *below, gap=2)
        if theme.big:
            return boxed(column(row((sign, 0, TOP), (said, 1), gap=12), row(mark, GROW)))
        return boxed(row((sign, 0, TOP), (said, 1), (mark, 0, TOP), gap=12))

    def _mark(self, notices: list[str], _on: bool = False, *, read: bool) -> None:
        proof = self._proof
        self._desk.ask(lambda player: player.notices.mark(proof, notices, read=read), lambda _none: self._read(), self._lost, owner=self)

    def _send_again(self, notice: str, _on: bool = False) -> None:
        proof = self._proof
        self._desk.ask(lambda player: player.postman.send_again(proof, notice), lambda _none: self._read(), self._lost, owner=self)

    def _mark_all(self) -> None:
        self._mark([one.id for one in self._shown if not one.read], read=True)

    def _save(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Where shall the notices be saved?"), str(_start(self._desk)))
        if not chosen:
            return
        proof = self._proof

        def kept(saved: "SavedNotices") -> None:
            self._desk.window.notice(trn("{n} notice saved: {file}", "{n} notices saved: {file}", saved.count, file=saved.files[1].name))

        self._desk.ask(lambda player: player.notices.save(proof, Path(chosen), page), kept, self._lost, owner=self)


def _start(desk: Desk) -> Path:
    """A stick that is there, else the documents."""
    from player.services.sticks import sticks

    found = sticks(desk.intake.watch.named)
    if found:
        return found[0].root
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home()))
