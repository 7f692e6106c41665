"""Vouchers in the trainer's area: look one up by number, scan or file, redeem it, and see them all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import local_day, local_moment
from player.ui.desk import Desk
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, clear, column, row, rule_line
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import chip, label
from player.ui.words import dotted, sentence, tr

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.trainer import Proof
    from player.services.vouchers import Redemption, Shown, Voucher

MOST = 100  # rows of the list


class VouchersPage(QWidget):
    """A scanner types what it reads and presses Enter: the field has the keyboard. A PDF may be dropped anywhere on the page."""

    def __init__(self, desk: Desk, proof: "Proof", lost: Callable[[PlayerError], None]) -> None:
        super().__init__()
        self._desk, self._proof, self._lost = desk, proof, lost
        self.setAcceptDrops(True)
        theme = desk.theme
        words = tr("Number, or what the scanner reads")
        self._field = QLineEdit()
        self._field.setObjectName("voucher.number")
        self._field.setAccessibleName(words)
        self._field.setMaxLength(2000)
        self._field.returnPressed.connect(self._look)
        look = button(theme, tr("Look it up"), "search", "ink", "voucher.look")
        look.clicked.connect(self._look)
        file = button(theme, tr("Open a file…"), "folder-open", name="voucher.file")
        file.clicked.connect(self._choose)
        about = label(tr("Scan the code, type the number, or drop the PDF here."), "small", "muted", wrap=True)
        deeds = column(self._field, row(look, GROW), row(file, GROW)) if theme.big else row((self._field, 1), look, file)
        self._found = column(gap=0)
        self._list = column(gap=0)
        self.setLayout(column(Card(theme, column(label(words, "smallstrong", wrap=True), deeds, about, gap=tokens.S), 20),
                              boxed(self._found), boxed(self._list), gap=0))
        self._read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._open(files[0])

    # Looking one up

    def _look(self) -> None:
        typed, proof = self._field.text(), self._proof
        if typed.strip():
            self._ask(lambda player: player.vouchers.look_up(proof, typed))

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a voucher"), str(Path.home()), tr("PDF files (*.pdf)"))
        if name:
            self._open(name)

    def _open(self, name: str) -> None:
        proof = self._proof
        self._ask(lambda player: player.vouchers.look_up_file(proof, Path(name)))

    def _ask(self, work: "Callable[[Player], Shown]") -> None:
        self._desk.ask(work, self._show, self._refused, owner=self)

    def _refused(self, error: PlayerError) -> None:
        from player.services.trainer import ProofError

        if isinstance(error, ProofError):
            self._lost(error)
            return
        clear(self._found)
        self._found.addWidget(Card(self._desk.theme, column(Callout(self._desk.theme, "", sentence(error), "danger", name="voucher.said")), 20))
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()

    def _show(self, shown: "Shown") -> None:
        theme = self._desk.theme
        clear(self._found)
        head = column(label(shown.title, "h2", wrap=True), label(shown.name, "strong", wrap=True, select=True),
                      label(dotted(shown.course, shown.number, _day(shown.earned_on)), "small", "muted", wrap=True, select=True), gap=2)
        lines: list[QWidget] = [boxed(row((icon(theme, "qr-code", "muted", 32), 0, TOP), (head, 1), gap=tokens.M))]
        if shown.redeemed is not None:
            lines.append(Callout(theme, tr("Redeemed already"), redeemed_words(shown.redeemed.at, shown.redeemed.by), "danger", name="voucher.said"))
        else:
            words = {"here": tr("It was earned on this computer and is not redeemed yet."),
                     "file": tr("Its seal holds: nothing was changed. Whether the computer “{name}” can be trusted is for you to say.",
                                name=shown.device),
                     "code": tr("The code’s own seal holds. Whether the computer that made it can be trusted is for you to say.")}[shown.how]
            lines.append(Callout(theme, tr("Good") if shown.how == "here" else tr("Intact"), words, "progress" if shown.how == "here" else "caution",
                                 "shield-check" if shown.how == "here" else "", name="voucher.said"))
            redeem = button(theme, tr("Redeem it"), "check", "primary", "voucher.redeem", big=True)
            redeem.clicked.connect(lambda: self._redeem(shown))
            lines.append(boxed(row(redeem, GROW)))
        self._found.addWidget(Card(theme, column(*lines, gap=tokens.M), tokens.L))
        set_reading_order(self.window())
        found = self.window().findChild(QWidget, "voucher.redeem")
        if found is not None and shown.redeemed is None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _redeem(self, shown: "Shown") -> None:
        proof = self._proof

        def done(made: "Redemption") -> None:
            clear(self._found)
            self._field.clear()
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._desk.window.notice(tr("Redeemed: {title}, {name}.", title=made.title, name=made.name))
            self._read()

        self._desk.ask(lambda player: player.vouchers.redeem(proof, shown), done, self._refused, owner=self)

    # All of them

    def _read(self) -> None:
        proof = self._proof
        self._desk.ask(lambda player: (player.vouchers.earned(proof), player.vouchers.redemptions(proof)), lambda told: self._fill(*told), self._lost,
                       owner=self)

    def _fill(self, earned: "tuple[Voucher, ...]", redeemed: "tuple[Redemption, ...]") -> None:
        theme = self._desk.theme
        clear(self._list)
        known = {one.number for one in earned}
        rows = [self._line(one.title, one.name, dotted(one.course, one.number, local_day(one.earned_at)), one.redeemed_at, one.redeemed_by)
                for one in earned[:MOST]]
        for other in (each for each in redeemed[:MOST] if each.number not in known):
            whence = tr("from the computer “{name}”", name=other.device) if other.device else ""
            rows.append(self._line(other.title, other.name, dotted(other.course, other.number, whence), other.at, other.by))
        if not rows:
            self._list.addWidget(EmptyState(theme, "qr-code", tr("No vouchers yet"),
                                            tr("A course can give one, for instance to whoever passes a chapter's quiz. "
                                               "It stands here from then on.")))
        else:
            lines: list[QWidget] = []
            for made in rows:
                lines += [made, rule_line()]
            self._list.addWidget(Card(theme, column(*lines[:-1], gap=12), 20))
        set_reading_order(self.window())

    def _line(self, title: str, name: str, about: str, at: int | None, by: str) -> QWidget:
        theme = self._desk.theme
        state = chip(tr("Open"), "progress") if at is None else chip(tr("Redeemed"), "plain")
        words = column(label(tr("{title}: {name}", title=title, name=name), "strong" if at is None else "body", wrap=True),
                       label(about, "small", "muted", wrap=True, select=True),
                       *(() if at is None else (label(redeemed_words(at, by), "small", "muted", wrap=True),)), gap=2)
        return boxed(column(words, row(state, GROW))) if theme.big else boxed(row((words, 1), (state, 0, TOP), gap=12))


def _day(iso: str) -> str:
    """A day as it is written here, "" where it is not known."""
    return local_day(round(datetime.fromisoformat(iso).astimezone().timestamp() * 1000)) if iso else ""


def redeemed_words(at: int, by: str) -> str:
    return tr("Redeemed on {moment} by {name}.", moment=local_moment(at), name=by)
