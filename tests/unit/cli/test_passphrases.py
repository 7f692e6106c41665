"""A passphrase comes from the first line of a file or from somebody who types it, never from nowhere."""

import io
import sys
from pathlib import Path

import pytest

from player.cli import passphrases
from player.errors import PlayerError


class Typist(io.StringIO):
    def isatty(self) -> bool:
        return True


def types(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Somebody at the keyboard, who types `words`; returns what was asked."""
    asked: list[str] = []
    left = list(words)

    def answer(question: str, stream: object) -> str:
        assert stream is sys.stderr
        asked.append(question)
        return left.pop(0)

    monkeypatch.setattr(sys, "stdin", Typist())
    monkeypatch.setattr(passphrases, "getpass", answer)
    return asked


def test_the_first_line_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "pass.txt"
    file.write_bytes("a böat of  \r\nnot this\n".encode())
    assert passphrases.from_file(file) == "a böat of  "
    assert passphrases.new_passphrase("N", file) == "a böat of  "


@pytest.mark.parametrize(("content", "words"), [(None, "is not there"), (b"", "is empty"), (b"\nx", "is empty"), (b"\xff\xfe", "cannot be read")])
def test_a_file_that_gives_none_is_refused(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "pass.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PlayerError, match=words) as caught:
        passphrases.from_file(file)
    assert caught.value.hint


def test_a_new_one_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = types(monkeypatch, "boat", "boat")
    assert passphrases.new_passphrase("Northern Rivers", None) == "boat"
    assert asked == ["New passphrase for Northern Rivers (empty for none): ", "The same again: "]


def test_two_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "boat", "coat")
    with pytest.raises(PlayerError, match="not the same"):
        passphrases.new_passphrase("N", None)


def test_nobody_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("boat\nboat\n"))
    with pytest.raises(PlayerError, match="nobody is there") as caught:
        passphrases.new_passphrase("N", None)
    assert "--passphrase-file" in caught.value.hint
