"""Notices by mail: only when the owner has set it up, in a thread of its own, each message once."""

import json
import logging
import os
import re
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from player.course.notice import Letter, Mailing
from player.errors import PlayerError, said
from player.services.notices import Told, told
from player.services.register import Register
from player.services.trainer import Proof, Trainer

if TYPE_CHECKING:
    from player.exchange.mail import Line, Server
    from player.store.rows import NoticeRow

log = logging.getLogger(__name__)
SECURITIES = ("tls", "starttls")
MOST_ADDRESSES = 10
MOST_AT_ONCE = 20  # messages over one line
LONGEST = 254  # characters of a host, a name or an address (RFC 5321 4.5.3.1)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f:]+")
CUT_OFF = "the program ended while the server had it"
Words = Callable[[Told], tuple[str, str]]  # subject and text


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`to` are addresses. `password` "" keeps the one that is there."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one look into the outbox. `why` is "" when nothing went wrong; `unsure` counts messages whose answer was lost."""

    sent: int = 0
    waiting: int = 0
    unsure: int = 0
    why: str = ""


class Postman:
    """`send_due` and `try_out` may be called from any thread, one at a time; the rest like the other services."""

    def __init__(self, register: Register, trainer: Trainer, context: Callable[[], ssl.SSLContext] = ssl.create_default_context) -> None:
        self._register, self._trainer, self._context = register, trainer, context
        self._round = threading.Lock()
        self._stopping = threading.Event()
        self._socket: socket.socket | None = None
        self._looked_back = False

    # What the owner has set up

    @property
    def is_on(self) -> bool:
        return self._register.data.mail.exists()

    def settings(self, proof: Proof) -> MailSettings | None:
        """As they are kept, without the password. None when nothing is set up. PlayerError when the file is damaged."""
        self._trainer.require(proof)
        kept = self._kept()
        return None if kept is None else replace(kept, password="")

    def keep(self, proof: Proof, settings: MailSettings) -> None:
        """From now on what happens is sent; what happened before is not. PlayerError naming what cannot be."""
        self._trainer.require(proof)
        _check(settings)
        if not settings.password and (before := self._kept_or_none()) is not None and (before.host, before.user) == (settings.host, settings.user):
            settings = replace(settings, password=before.password)
        path = self._register.data.mail
        beside = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            # Readable by this user only, from its first byte; on Windows the folder's own access list does that.
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
                json.dump(asdict(settings), out, indent=2)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(path)
        except OSError as error:
            raise PlayerError("The mail settings were not saved", said("{path} cannot be written: {why}.", path=path, why=error.strerror or error),
                              "Make room, or allow writing there, and try again.") from error  # fmt: skip

    def forget(self, proof: Proof) -> None:
        """Nothing is sent any more, what waits included; the password is deleted."""
        self._trainer.require(proof)
        self._register.data.mail.unlink(missing_ok=True)
        with self._register.writing() as tables:
            tables.outbox.drop_waiting()

    def send_again(self, proof: Proof, notice: str) -> None:
        """One that was perhaps sent, or was never to be, is sent with the next round, under the same Message-ID."""
        from player.store.outbox import letter_of

        self._trainer.require(proof)
        with self._register.writing() as tables:
            row = tables.outbox.get(notice)
            if row is not None:
                tables.outbox.set_letter(notice, letter_of(row).again(), row.sent_at)

    # Sending

    def send_due(self, words: Words) -> Round:
        """Sends what is due, if the owner wants it. Never raises for what a server or a network does."""
        if not self.is_on or self._stopping.is_set() or not self._round.acquire(blocking=False):
            return Round()
        try:
            return self._send(words)
        finally:
            self._socket = None
            self._round.release()

    def try_out(self, proof: Proof, settings: MailSettings, subject: str, text: str) -> None:
        """A message to see whether it works, with settings that need not be kept. PlayerError with what the server says."""
        from player.exchange.mail import MaybeSentError, NotSentError, compose, line_to

        self._trainer.require(proof)
        _check(settings)
        if not settings.password and (kept := self._kept_or_none()) is not None and (kept.host, kept.user) == (settings.host, settings.user):
            settings = replace(settings, password=kept.password)
        now, server = self._register.clock(), _server(settings)
        message = compose(server, self._name(), subject, text, f"try-{now}@{self._register.device().id}.greentick.invalid", now)
        try:
            with line_to(server, self._context(), self._opened) as line:
                line.hand(message, lambda: None)
        except (NotSentError, MaybeSentError) as error:
            raise PlayerError("The message was not sent", said("{host}: {why}.", host=settings.host, why=error),
                              "Check the server, the port, the name and the password.") from error  # fmt: skip
        finally:
            self._socket = None

    def stop(self) -> None:
        """The window is closing: a line that is open is cut. What is in doubt then is told at the next start."""
        self._stopping.set()
        with suppress(OSError):
            if (line := self._socket) is not None:
                line.shutdown(socket.SHUT_RDWR)

    def _opened(self, line: socket.socket) -> None:
        self._socket = line
        if self._stopping.is_set():
            self.stop()

    def _send(self, words: Words) -> Round:
        from player.exchange.mail import NotSentError, line_to
        from player.store.outbox import letter_of

        store = self._register.store
        if not self._looked_back:  # what an earlier run of the program was handing over when it ended
            with store.writing() as tables:
                for row in tables.outbox.underway(Mailing.HANDING):
                    tables.outbox.set_letter(row.id, letter_of(row).lost(CUT_OFF))
            self._looked_back = True
        now = self._register.clock()
        with store.reading() as tables:
            due = [row for row in tables.outbox.underway(Mailing.WAITING) if letter_of(row).is_due(now)][:MOST_AT_ONCE]
        settings = self._kept_or_none()
        if not due or settings is None:
            return Round()
        try:
            with line_to(_server(settings), self._context(), self._opened) as line:
                return self._hand_all(line, _server(settings), due, words)
        except NotSentError as error:
            why = str(error)
            for row in due:
                self._note(row.id, letter_of(row).refused(why, now))
            log.info("mail: not sent, %s", "the server was not reached")
            return Round(waiting=len(due), why=why)

    def _hand_all(self, line: "Line", server: "Server", due: "Sequence[NoticeRow]", words: Words) -> Round:
        from player.exchange.mail import MaybeSentError, NotSentError, compose
        from player.store.outbox import letter_of

        done = Round()
        for row in due:
            if self._stopping.is_set():
                break
            letter, now = letter_of(row), self._register.clock()
            subject, text = words(told(row))
            message = compose(server, self._name(), subject, text, f"{row.id}@{self._register.device().id}.greentick.invalid", now)
            handed = letter.handed()
            try:
                line.hand(message, partial(self._note, row.id, handed))
            except NotSentError as error:
                with self._register.store.reading() as tables:
                    known = tables.outbox.get(row.id)
                self._note(row.id, (letter_of(known) if known is not None else letter).refused(str(error), now))
                done = replace(done, waiting=done.waiting + 1, why=str(error))
                break  # a server that refuses one is not asked for twenty more at once
            except MaybeSentError as error:
                self._note(row.id, handed.lost(str(error)))
                done = replace(done, unsure=done.unsure + 1, why=str(error))
                break  # the line is gone
            self._note(row.id, handed.accepted(), now)
            done = replace(done, sent=done.sent + 1)
        return done

    def _note(self, notice: str, letter: Letter, sent_at: int | None = None) -> None:
        with self._register.store.writing() as tables:
            tables.outbox.set_letter(notice, letter, sent_at)

    def _name(self) -> str:
        return f"Greentick, {self._register.device().name}"

    def _kept_or_none(self) -> MailSettings | None:
        with suppress(PlayerError):
            return self._kept()
        return None

    def _kept(self) -> MailSettings | None:
        path = self._register.data.mail
        try:
            found = json.loads(path.read_bytes())
            kept = MailSettings(**{**found, "to": tuple(found["to"])})
            _check(kept)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, PlayerError) as error:
            raise PlayerError("The mail settings cannot be read", said("{path} is damaged or cannot be read.", path=path),
                              "Type them anew; until then nothing is sent.") from error  # fmt: skip
        return kept


def _server(settings: MailSettings) -> "Server":
    from player.exchange.mail import Server

    return Server(settings.host, settings.port, settings.security, settings.user, settings.password, settings.sender, settings.to)


def _check(settings: MailSettings) -> None:
    """PlayerError naming the first thing that cannot be."""
    if not isinstance(settings.host, str) or not _HOST.fullmatch(settings.host) or len(settings.host) > LONGEST:
        raise PlayerError("No such server", "The server is a name such as mail.example.org.", "Ask whoever runs your mail.")
    if type(settings.port) is not int or not 1 <= settings.port <= 65535:
        raise PlayerError("No such port", "The port is a number from 1 to 65535; usually 465 or 587.", "Ask whoever runs your mail.")
    if settings.security not in SECURITIES:
        raise PlayerError("Not secured", "A message goes over TLS or not at all.", "Choose TLS or STARTTLS.")
    if not settings.to or len(settings.to) > MOST_ADDRESSES:
        raise PlayerError("Nobody to send to", said("One to {most} addresses are needed.", most=MOST_ADDRESSES), "Type them with commas between.")
    for address in (settings.sender, *settings.to):
        if not isinstance(address, str) or not _ADDRESS.fullmatch(address) or len(address) > LONGEST:
            raise PlayerError("No mail address", said("“{address}” is no mail address that can be used here.", address=address),
                              "Type it as name@example.org, in plain letters.")  # fmt: skip
    for words in (settings.user, settings.password):
        if not isinstance(words, str) or len(words) > 1000 or any(ord(letter) < 32 for letter in words):
            raise PlayerError("Name or password", "The name or the password holds what none can hold.", "Type it again.")
