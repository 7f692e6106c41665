"""One message at a time to a mail server, over TLS only, so that it is always known whether the server has it."""

import base64
import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

PATIENCE_SECONDS = 20.0
_WORDS_MAX = 200  # characters of a server's answer
_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Server:
    """`security` is "tls" (TLS from the first byte, RFC 8314, usually port 465) or "starttls" (RFC 3207, usually port 587)."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    to: tuple[str, ...]


class NotSentError(Exception):
    """The server certainly does not have it."""


class MaybeSentError(Exception):
    """It was given to the server, whose answer was lost: nobody can tell (RFC 1047)."""


def compose(server: Server, name: str, subject: str, text: str, message_id: str, at: int) -> bytes:
    """The message, 7-bit, with CRLF. `name` stands before the sender's address; `at` in ms UTC. The same `message_id` for the same matter:
    mailboxes recognise a twin by it (RFC 5322 3.6.4)."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = f"{_quoted(name)} <{server.sender}>"
    message["To"] = ", ".join(server.to)
    message["Subject"] = " ".join(subject.split())[:200]
    message["Date"] = format_datetime(datetime.fromtimestamp(at / 1000, UTC))
    message["Message-ID"] = f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
    message.set_content(text)
    return message.as_bytes()


def _quoted(name: str) -> str:
    plain = re.sub(r"[^\w .,'()-]", "", name).strip() or "Greentick"
    return f'"{plain[:60]}"'


class Line:
    """An open line to the server."""

    def __init__(self, smtp: smtplib.SMTP, server: Server) -> None:
        self._smtp, self._server = smtp, server

    def hand(self, message: bytes, handing: Callable[[], None]) -> None:
        """`handing` is called when the server is ready to take the message and before the first byte of it leaves: whatever it writes down
        stands whatever follows. Raises NotSentError or MaybeSentError; what `handing` raises goes through, and nothing was sent then."""
        smtp = self._smtp
        try:
            self._agreed(smtp.mail(self._server.sender), {250})
            for address in self._server.to:
                self._agreed(smtp.rcpt(address), {250, 251})
            self._agreed(smtp.docmd("DATA"), {354})
        except (OSError, smtplib.SMTPException) as error:
            raise NotSentError(_why(error)) from error
        handing()
        try:
            smtp.send(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")  # RFC 5321 4.5.2
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise MaybeSentError(_why(error)) from error
        if code != 250:
            raise NotSentError(_answer(code, words))

    @staticmethod
    def _agreed(reply: tuple[int, bytes], good: set[int]) -> None:
        if reply[0] not in good:
            raise NotSentError(_answer(*reply))


@contextmanager
def line_to(server: Server, context: ssl.SSLContext, opened: Callable[[socket.socket], None] = lambda _socket: None) -> Iterator[Line]:
    """Connects, makes sure of the server's name by TLS, signs in. Raises NotSentError. `opened` is given the socket, so that another thread
    can cut it."""
    try:
        smtp = _connected(server, context)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(_why(error)) from error
    try:
        if smtp.sock is not None:
            opened(smtp.sock)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.user:
                _sign_in(smtp, server.user, server.password)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSentError(_why(error)) from error
        yield Line(smtp, server)
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        smtp.close()


def _sign_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """PLAIN (RFC 4616), else LOGIN, in UTF-8: the standard library's own `login` takes ASCII only. The line is under TLS already."""
    ways = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in ways:
        reply = smtp.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
    elif "LOGIN" in ways:
        reply = smtp.docmd("AUTH", "LOGIN " + _base64(user))
        if reply[0] == 334:
            reply = smtp.docmd(_base64(password))
    else:
        raise NotSentError("the server offers no way to sign in with a name and a password")
    if reply[0] != 235:
        raise NotSentError(_answer(*reply))


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def _connected(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_SECONDS, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
    try:
        smtp.starttls(context=context)  # raises where the server offers none: nothing goes in the clear
    except BaseException:
        smtp.close()
        raise
    return smtp


def _why(error: Exception) -> str:
    """A few words about what went wrong."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted here ({error.verify_message})"[:_WORDS_MAX]
    if isinstance(error, socket.gaierror):
        return "there is no such server, or no network"
    if isinstance(error, TimeoutError):
        return "the server does not answer"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:_WORDS_MAX]


def _answer(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:_WORDS_MAX]
