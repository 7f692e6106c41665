"""A real SMTP server on this machine, with TLS and a name to sign in with; and what may go wrong with it."""

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from player.services.mailing import MailSettings

USER, PASSWORD = "greentick", "hunter 2, ü"


@dataclass
class Postbox:
    """What came in. `answers` are given one after the other to DATA before the usual one; "cut" breaks the line instead."""

    messages: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refuse_recipient: str = ""
    settings: MailSettings = field(init=False)
    context: ssl.SSLContext = field(init=False)

    async def handle_MAIL(self, _server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # of aiosmtpd
        if not session.authenticated:
            return "530 sign in first"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address == self.refuse_recipient:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250") or answer == "cut":
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
        if answer == "cut":
            server.transport.abort()
        return answer

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


@contextmanager
def mail_server(folder: Path, security: str = "tls", without: tuple[str, ...] = ()) -> Iterator[Postbox]:
    """Listens on a free port of the loopback. `without` are ways to sign in that it does not offer."""
    certificate = _certificate(folder)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    box = Postbox()
    secured: dict[str, Any] = {"ssl_context": server, "auth_require_tls": False} if security == "tls" else {
        "tls_context": server, "require_starttls": True}  # fmt: skip
    if security == "clear":
        secured = {"auth_require_tls": False}
    port = free_port()
    controller = Controller(box, "127.0.0.1", port, authenticator=_signed_in, auth_exclude_mechanism=without, **secured)
    controller.start()
    try:
        box.settings = MailSettings("127.0.0.1", port, "starttls" if security == "clear" else security, USER, PASSWORD, "player@school.example",
                                    ("trainer@school.example", "office@school.example"))  # fmt: skip
        box.context = ssl.create_default_context(cafile=str(certificate))
        yield box
    finally:
        controller.stop()


def free_port() -> int:
    """The server makes sure of itself by calling its own port, so that 0 will not do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _signed_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


def _certificate(folder: Path) -> Path:
    """Key and certificate for 127.0.0.1 in one file."""
    path = folder / "server.pem"
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
