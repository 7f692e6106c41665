"""Tables and fields: plain where nobody looks, drawn on a terminal; nested values become lines."""

import io
import sys

import pytest

from player.cli import output
from player.cli.working import working


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_fields_are_lines_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.fields("Title", [("name", "Ada"), ("note", "[red] stays as it is")])
    assert capsys.readouterr().out == "name: Ada\nnote: [red] stays as it is\n"


def test_a_table_is_tabbed_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.table("Title", ("a", "b"), [("1", "2"), ("3", "4")])
    assert capsys.readouterr().out == "1\t2\n3\t4\n"


def test_a_terminal_gets_them_drawn_with_every_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "60")
    output.fields("Who", [("name", "Ada"), ("note", "[red] stays as it is"), ("long", "x" * 100)])
    output.table("Which", ("id", "title"), [("a", "[b]")])
    drawn = terminal.getvalue()
    assert "[red] stays as it is" in drawn
    assert "[b]" in drawn
    assert drawn.count("x") == 100


def test_json_keeps_letters_and_order(capsys: pytest.CaptureFixture[str]) -> None:
    output.as_json({"z": "é", "a": [1]})
    assert capsys.readouterr().out == '{\n  "z": "é",\n  "a": [\n    1\n  ]\n}\n'


def test_every_leaf_of_a_nested_value_becomes_a_row() -> None:
    value = {"a": 1, "b": {"c": None, "d": [True, False]}, "e": [{"f": "x"}, {"f": "y"}], "g": []}
    assert output.flat(value) == [("a", "1"), ("b.c", "-"), ("b.d", "yes, no"), ("e.1.f", "x"), ("e.2.f", "y"), ("g", "")]


def test_work_is_silent_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with working("Building") as progress:
        progress(1, 2)
    assert capsys.readouterr() == ("", "")


def test_work_shows_how_far_it_is_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with working("Building first-aid") as progress:
        progress(500, 1000)
        progress(1000, 1000)
    assert "Building first-aid" in stream.getvalue()
