"""What a Markdown lesson refers to and consists of: files, pictures without alt text, boxes, words. No rendering."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from player.course import estimate

_BOX = re.compile(r"\[[ xX]\][ \t]+(\S.*)")
_HEADING = re.compile(r"#[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*(?:\{[^}]*\})?")
_WORD = re.compile(r"[^\W_]+")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|!?\[([^\]]*)\]\[[^\]]*\]|[*_`]+")
_PLAIN_LONGEST = 2000  # characters of a title or a first paragraph that are looked at
_LINKS = {"a": "href", "area": "href"}
_SOURCES = {"img": "src", "video": "src", "audio": "src", "source": "src", "track": "src"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that a text points at, as written (percent escapes included). `shown` is a picture or a medium within
    the text, else it is a link to follow. `alt` is None where none can be given."""

    target: str
    line: int
    shown: bool
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What the author's tools need to know of one text."""

    references: tuple[Reference, ...]
    boxes: tuple[str, ...]  # task-list items in their order, as Markdown
    heading: str  # the text of a first-level heading in the first line, else ""
    first: str  # the first paragraph, one line of plain text
    seconds: int  # to read it


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def outline(body: str, first_line: int = 1) -> Outline:
    """Read a Markdown text (CommonMark 0.31 with tables); `first_line` is the line of the file it begins on."""
    tokens = _parser().parse(body)
    references: list[Reference] = []
    boxes: list[str] = []
    heading = first = ""
    lines = body.split("\n")
    for number, token in enumerate(tokens):
        if token.type == "inline":
            references.extend(_inline(token, lines, first_line))
            box = _BOX.match(token.content)
            if box is not None and number >= 2 and tokens[number - 2].type == "list_item_open":
                boxes.append(" ".join(box[1].split()))
            opening = tokens[number - 1]
            if opening.type == "heading_open" and opening.tag == "h1" and not heading and not first:
                heading = plain(token.content)
            elif opening.type == "paragraph_open" and opening.level == 0 and not first and not token.content.startswith((":::", "![", "<")):
                first = plain(token.content)
        elif token.type == "html_block":
            references.extend(_html(token.content, first_line + (token.map or [0])[0]))
    return Outline(tuple(references), tuple(boxes), heading, first, reading_seconds(body))


def plain(text: str) -> str:
    """Inline Markdown without its marks, on one line."""
    text = text[:_PLAIN_LONGEST]
    heading = _HEADING.fullmatch(f"# {text}")
    return " ".join(_MARKS.sub(lambda match: match[1] or match[2] or "", heading[1] if heading else text).split())


def reading_seconds(text: str) -> int:
    """As `estimate` says for so many words; where no spaces divide words, two signs count as one."""
    dense = len(_DENSE.findall(text))
    return estimate.reading_seconds(len(_WORD.findall(_DENSE.sub(" ", text))) + math.ceil(dense / 2))


def _inline(token: Token, lines: list[str], first_line: int) -> Iterator[Reference]:
    start, end = token.map or [0, 0]
    children = token.children or []
    for number, child in enumerate(children):
        if child.type == "image":
            target = str(child.attrGet("src") or "")
            yield Reference(target, first_line + _where(target, lines, start, end), shown=True, alt=_alt(child, children[number + 1 :]))
        elif child.type == "link_open":
            target = str(child.attrGet("href") or "")
            yield Reference(target, first_line + _where(target, lines, start, end), shown=False)
        elif child.type == "html_inline":
            yield from _html(child.content, first_line + _where(child.content, lines, start, end))


def _alt(image: Token, following: list[Token]) -> str:
    """The alt text, also where it is an attribute: ![](tap.jpg){alt='A tap'}."""
    if image.content.strip():
        return image.content.strip()
    after = following[0].content if following and following[0].type == "text" else ""
    return "in attributes" if after.startswith("{") and "alt=" in after else ""


def _where(written: str, lines: list[str], start: int, end: int) -> int:
    """The line of a block in which these words stand; its first line when they stand elsewhere (reference links)."""
    return next((number for number in range(start, min(end, len(lines))) if written and written in lines[number]), start)


class _Tags(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first_line = first_line
        self.found: list[Reference] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        line = self.first_line + self.getpos()[0] - 1
        target = given.get(_SOURCES.get(tag, _LINKS.get(tag, "")))
        if target:
            self.found.append(Reference(target, line, tag in _SOURCES, given.get("alt") or "" if tag == "img" else None))
        if tag == "video" and given.get("poster"):
            self.found.append(Reference(given["poster"] or "", line, shown=True))


def _html(markup: str, line: int) -> list[Reference]:
    tags = _Tags(line)
    tags.feed(markup)
    return tags.found
