"""Where notices are sent by mail: nowhere, until somebody says so here."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, boxed, clear, column, row
from player.ui.widgets.secret_field import SecretField
from player.ui.widgets.text import label
from player.ui.words import sentence, tr

if TYPE_CHECKING:
    from player.services.mailing import MailSettings
    from player.services.player import Player
    from player.services.trainer import Proof

PORTS = {"tls": 465, "starttls": 587}


class MailPage(QWidget):
    """`lost` gets what went wrong, but for what is wrong with what was typed: that stands below the form."""

    def __init__(self, desk: Desk, proof: "Proof", lost: Callable[[PlayerError], None]) -> None:
        super().__init__()
        self._desk, self._proof, self._lost = desk, proof, lost
        self._busy = False
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        desk.ask(lambda player: player.postman.settings(proof), self._show, self._damaged, owner=self)

    def _damaged(self, error: PlayerError) -> None:
        from player.services.trainer import ProofError

        if isinstance(error, ProofError):
            self._lost(error)
            return
        self._show(None)
        self._tell(sentence(error), "danger")

    def _show(self, kept: "MailSettings | None") -> None:
        theme = self._desk.theme
        clear(self._lines)
        self._busy = False
        self._host = self._line("mail.host", tr("Mail server"), kept.host if kept else "")
        self._port = self._line("mail.port", tr("Port"), str(kept.port if kept else PORTS["tls"]))
        self._security = QComboBox()
        self._security.setObjectName("mail.security")
        self._security.setAccessibleName(tr("How the line is secured"))
        for value, words in (("tls", tr("TLS from the start")), ("starttls", tr("STARTTLS"))):
            self._security.addItem(words, value)
        self._security.setCurrentIndex(max(0, self._security.findData(kept.security if kept else "tls")))
        self._security.activated.connect(lambda _at: self._port.setText(str(PORTS[self._security.currentData()])))
        self._user = self._line("mail.user", tr("Name to sign in with"), kept.user if kept else "")
        self._password = SecretField(theme, tr("Password (empty: as it is)") if kept else tr("Password"), "mail.password")
        self._sender = self._line("mail.sender", tr("Sent from the address"), kept.sender if kept else "")
        self._to = self._line("mail.to", tr("Sent to (several with commas between)"), ", ".join(kept.to) if kept else "")
        self._said = label("", "small", "danger", wrap=True, name="mail.said")
        save = button(theme, tr("Send from now on") if kept is None else tr("Save"), "check", "ink", "mail.save")
        save.clicked.connect(self._save)
        test = button(theme, tr("Send a test message"), "upload", name="mail.test")
        test.clicked.connect(self._test)
        stop = button(theme, tr("Stop sending"), "x", "ghost", "mail.stop")
        stop.clicked.connect(self._stop)
        if kept is None:
            stop.hide()
        where = (boxed(column(self._named(tr("Port"), self._port), self._named(tr("How the line is secured"), self._security), gap=12))
                 if theme.big else
                 boxed(row((self._named(tr("Port"), self._port), 1), (self._named(tr("How the line is secured"), self._security), 2), gap=12)))
        state = label(tr("Notices are sent.") if kept else tr("Nothing is sent."), "h3", wrap=True, name="mail.state")
        about = label(tr("What happens from then on is sent to you when this computer has a network, each notice once. Learners wait for nothing, "
                         "and everything stands in the list of notices too."), "small", "muted", wrap=True)
        honest = Callout(theme, tr("About the password"),
                         tr("It is kept in the file mail.json in the data folder, which only this account of the computer may read; it is in no "
                            "backup and on no stick. Whoever uses this account can read it: take a mailbox of its own for this."), "caution")
        deeds = (save, test, stop)
        form = column(state, about, self._named(tr("Mail server"), self._host), where, self._named(tr("Name to sign in with"), self._user),
                      self._password, self._named(tr("Sent from the address"), self._sender),
                      self._named(tr("Sent to (several with commas between)"), self._to), honest, self._said,
                      column(*(row(each, GROW) for each in deeds)) if theme.big else row(*deeds, GROW), gap=12)
        self._lines.addWidget(Card(theme, form, tokens.L))
        if self.window() is not None:
            set_reading_order(self.window())

    @staticmethod
    def _line(name: str, words: str, text: str) -> QLineEdit:
        made = QLineEdit(text)
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setMaxLength(2000)
        return made

    @staticmethod
    def _named(words: str, field: QWidget) -> QWidget:
        return boxed(column(label(words, "smallstrong", wrap=True), field, gap=4))

    def _typed(self) -> "MailSettings":
        from player.services.mailing import MailSettings

        to = tuple(part.strip() for part in self._to.text().replace(";", ",").split(",") if part.strip())
        port = self._port.text().strip()
        return MailSettings(self._host.text().strip(), int(port) if port.isdecimal() and len(port) < 6 else 0,
                            self._security.currentData(), self._user.text().strip(), self._password.text(), self._sender.text().strip(), to)

    def _tell(self, words: str, tone: str) -> None:
        from player.ui.widgets.text import set_tone

        set_tone(self._said, tone)
        self._said.setText(words)

    def _refused(self, error: PlayerError) -> None:
        from player.services.trainer import ProofError

        self._busy = False
        if isinstance(error, ProofError):
            self._lost(error)
        else:
            self._tell(sentence(error), "danger")

    def _save(self) -> None:
        typed, proof = self._typed(), self._proof

        def keep(player: "Player") -> "MailSettings | None":
            player.postman.keep(proof, typed)
            return player.postman.settings(proof)

        def kept(settings: "MailSettings | None") -> None:
            self._show(settings)
            self._desk.window.notice(tr("Notices are sent from now on."))

        self._desk.ask(keep, kept, self._refused, owner=self)

    def _stop(self) -> None:
        proof = self._proof

        def stopped(_none: None) -> None:
            self._show(None)
            self._desk.window.notice(tr("Nothing is sent any more. The password is deleted."))

        self._desk.ask(lambda player: player.postman.forget(proof), stopped, self._refused, owner=self)

    def _test(self) -> None:
        """Off the store lane: a server may take its time."""
        if self._busy:
            return
        self._busy = True
        self._tell(tr("One moment…"), "muted")
        typed, proof = self._typed(), self._proof
        subject, text = tr("A test by Greentick"), tr("Notices about learners will arrive here.")

        def arrived(_none: None) -> None:
            self._busy = False
            self._tell(tr("The server took the message. Look into the mailbox."), "progress_text")

        def go(player: "Player") -> "Callable[[], None]":
            return lambda: player.postman.try_out(proof, typed, subject, text)

        self._desk.ask(go, lambda work: self._desk.pool(work, arrived, self._refused, owner=self), self._refused, owner=self)
