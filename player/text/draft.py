"""What is gathered while one text is made into HTML: remarks, pictures, links, places to jump to."""

import re
import unicodedata
from dataclasses import dataclass, field

from player.text.links import Resolve
from player.text.words import Words


@dataclass(frozen=True, slots=True)
class Remark:
    """Something an author should know; `line` counts from 1 in the file it was read from."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text and the anchor it can be reached by."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class LessonLink:
    lesson: str
    anchor: str = ""


@dataclass(slots=True)
class Draft:
    """Filled by the rules in order; `first_line` is the line of the file the Markdown begins on."""

    resolve: Resolve
    words: Words
    first_line: int = 1
    remarks: list[Remark] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    lesson_links: list[LessonLink] = field(default_factory=list)
    web_links: list[str] = field(default_factory=list)
    file_links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)  # how far `unique` has counted

    def remark(self, line: int, text: str) -> None:
        """`line` counts from 0 in the Markdown, as the parser does."""
        self.remarks.append(Remark(line + self.first_line, text))

    def unique(self, anchor: str) -> str:
        """The anchor, numbered as GitHub and pandoc do where it is taken; it is taken afterwards."""
        name, number = anchor, self.numbers.get(anchor, 0)
        while name in self.anchors:
            number += 1
            name = f"{anchor}-{number}"
        self.numbers[anchor] = number
        self.anchors.add(name)
        return name

    def place(self, anchor: str) -> str | None:
        """The anchor a link means: exactly, or else by its letters and digits alone; None when there is no such place."""
        if anchor in self.anchors:
            return anchor
        wanted = _letters(anchor)
        return next((name for name in sorted(self.anchors) if _letters(name) == wanted), None) if wanted else None


def github_anchor(text: str) -> str:
    """The id GitHub gives a heading: small letters, marks left out, spaces as hyphens."""
    kept = "".join(letter for letter in text.strip().lower() if letter in " -_" or unicodedata.category(letter)[0] in "LNM")
    return kept.replace(" ", "-") or "section"


def pandoc_anchor(text: str) -> str:
    """The id pandoc gives it: as GitHub's but full stops stay, and nothing stands before the first letter."""
    kept = "".join(letter for letter in text.strip().lower() if letter in " -_." or unicodedata.category(letter)[0] in "LNM")
    hyphened = re.sub(r"\s+", "-", kept)
    start = next((index for index, letter in enumerate(hyphened) if letter.isalpha()), len(hyphened))
    return hyphened[start:] or "section"


def _letters(anchor: str) -> str:
    return "".join(letter for letter in anchor.casefold() if letter.isalnum())
