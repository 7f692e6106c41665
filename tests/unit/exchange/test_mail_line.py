"""The line to a mail server when it breaks at moments that a real server seldom shows."""

import smtplib
import socket
import ssl
from typing import Any

import pytest

from player.exchange.mail import NotSentError, Server, line_to

SERVER = Server("mail.example.org", 587, "starttls", "trainer", "word", "trainer@example.org", ("office@example.org",))


class Smtp:
    """A server that offers LOGIN, takes no name, and hangs up when it is greeted where `hangs_up`."""

    sock = None

    def __init__(self, *, hangs_up: bool = False) -> None:
        self.hangs_up, self.closed, self.said = hangs_up, False, list[tuple[str, ...]]()
        self.esmtp_features = {"auth": "LOGIN"}

    def ehlo_or_helo_if_needed(self) -> None:
        if self.hangs_up:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    def docmd(self, *words: str) -> tuple[int, bytes]:
        self.said.append(words)
        return 535, b"5.7.8 no such\nname"

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(("hangs_up", "words"), [(True, "unexpectedly closed"), (False, "535 5.7.8 no such name")])
def test_a_server_that_hangs_up_or_does_not_know_the_name(monkeypatch: pytest.MonkeyPatch, words: str, *, hangs_up: bool) -> None:
    smtp = Smtp(hangs_up=hangs_up)
    monkeypatch.setattr("player.exchange.mail._connected", lambda *_asked: smtp)
    with pytest.raises(NotSentError, match=words), line_to(SERVER, ssl.create_default_context()):
        pass
    assert smtp.closed
    assert len(smtp.said) == (0 if hangs_up else 1)  # the password is not said to whoever refuses the name


def test_no_such_server_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_asked: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("player.exchange.mail._connected", nowhere)
    with pytest.raises(NotSentError, match="no such server, or no network"), line_to(SERVER, ssl.create_default_context()):
        pass
