"""Markdown as clean HTML: what an author may write is in docs/authoring.md, what comes out in `RenderedText`."""

import re
from dataclasses import dataclass
from html import unescape

from player.errors import PlayerError
from player.text.clean import cleaned
from player.text.draft import Draft, Heading, LessonLink, Remark
from player.text.language import word_count
from player.text.links import Resolve, without_liquid
from player.text.parser import parser
from player.text.words import Words

LONGEST = 400_000  # characters of one text, about 70,000 words
_LIQUID = re.compile(r"(\]\(\s*|^\[[^\]\n]+\]:\s*|(?:src|href)=[\"']?)((?:\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|[^\s()\"'{}])+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RenderedText:
    """`html` is the inside of an <article>, clean whatever the author wrote.

    Links in it: `lesson:ID#anchor`, `save:NAME`, `picture:NAME`, `#anchor`, http(s) and mailto with class "web"; names and ids are
    percent-encoded. Pictures and media: `/NAME`, from the root of the course's origin.
    """

    html: str
    text: str
    words: int
    headings: tuple[Heading, ...]
    images: tuple[str, ...]
    media: tuple[str, ...]
    lesson_links: tuple[LessonLink, ...]
    web_links: tuple[str, ...]
    file_links: tuple[str, ...]
    warnings: tuple[Remark, ...]


def render(markdown: str, *, language: str, title: str, resolve: Resolve, words: Words | None = None, first_line: int = 1) -> RenderedText:
    """The text of one lesson, without its front matter; `first_line` is the line of the file it begins on.

    CommonMark 0.31 with tables, footnotes, definition lists, maths, attributes and boxes. A first heading equal to `title` is left
    out, since the page shows the title. Raises PlayerError when the text is too long or nested too deep to be shown.
    """
    if len(markdown) > LONGEST:
        raise PlayerError(
            "This text is too long", f"“{title}” has {len(markdown):,} characters; a text may have {LONGEST:,}.", "Make two lessons of it."
        )
    draft = Draft(resolve, words or Words(), first_line)
    source = _plain_liquid(markdown.replace("\r\n", "\n").replace("\r", "\n"))
    env: dict[str, object] = {"draft": draft, "title": title, "language": language}
    html = cleaned(parser().render(source, env))
    text = text_of(html)
    return RenderedText(
        html=html,
        text=text,
        words=word_count(text),
        headings=tuple(draft.headings),
        images=_once(draft.images),
        media=_once(draft.media),
        lesson_links=tuple(dict.fromkeys(draft.lesson_links)),
        web_links=_once(draft.web_links),
        file_links=_once(draft.file_links),
        warnings=tuple(sorted(draft.remarks, key=lambda remark: remark.line)),
    )


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _plain_liquid(source: str) -> str:
    """Jekyll's "]({{ page.root }}{% link x.md %})" holds spaces, which no Markdown link may: take them out first."""
    if "{{" not in source and "{%" not in source:
        return source
    return _LIQUID.sub(lambda found: found[1] + without_liquid(found[2]), source)



_BLOCK = re.compile(r"</?(?:p|div|li|h[1-6]|t[dh]|d[td]|summary|pre|figcaption|blockquote|br|tr|section)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>")


def text_of(html: str) -> str:
    """The words a reader sees, a line per block; what the search index and the word count take."""
    plain = unescape(_TAG.sub("", _BLOCK.sub(lambda found: f"\n{found[0]}", html)))
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)
