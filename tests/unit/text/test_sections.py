"""A text in pieces under its headings."""

from player.text.links import Link
from player.text.render import render
from player.text.sections import LONGEST, Section, pieces, sections


def of(markdown: str) -> list[Section]:
    return list(sections(render(markdown, language="en", title="Water", resolve=lambda target: Link("missing", target))))


def test_what_stands_under_each_heading() -> None:
    text = ("# Water\n\nBefore all.\n\n## The dose\n\nTwo drops.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
            "### Empty\n\n## The dose\n\nAgain, `code < 3`.\n")
    assert of(text) == [
        Section("", "", "Before all."), Section("the-dose", "The dose", "Two drops.\na\nb\n1\n2"), Section("empty", "Empty", ""),
        Section("the-dose-1", "The dose", "Again, code < 3."),
    ]  # fmt: skip


def test_a_text_without_words_has_no_sections() -> None:
    assert of("") == []


def test_a_long_section_comes_in_pieces_and_loses_no_word() -> None:
    text = "\n".join(f"This is line number {number}." for number in range(200)) + "\n" + "word " * 600 + "x" * 3000
    cut = list(pieces(text))
    assert all(len(piece) <= LONGEST + 1 for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
    long = [one for one in of("## Long\n\n" + "A sentence of some words. " * 200) if one.anchor == "long"]
    assert len(long) > 2
