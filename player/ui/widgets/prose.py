"""Short rich text drawn by Qt: instructions, questions, feedback. Whole lessons are drawn by the web view."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from player.text.links import Link
from player.text.render import render
from player.ui.widgets.text import label
from player.ui.words import language

_LOOSE = re.compile(r"\s+(</(?:p|li)>)")


def _no_links(target: str) -> Link:
    return Link("refused", target)


def html_of(markdown: str, *, one_line: bool = False) -> str:
    """Markdown as the part of HTML that a label can draw; links and pictures lead nowhere."""
    made = render(markdown, language=language(), title="", resolve=_no_links).html
    made = _LOOSE.sub(r"\1", made)  # Qt would draw it as a space, which shows where lines end at the right
    if one_line:
        made = made.strip().removeprefix("<p>").removesuffix("</p>")
    return made


def plain(markdown: str) -> str:
    """The words alone, for names that are spoken and for rows that hold no markup."""
    return render(markdown, language=language(), title="", resolve=_no_links).text


def prose(markdown: str, role: str = "body", tone: str = "text", name: str = "") -> QLabel:
    """A wrapped label of Markdown."""
    words = label(html_of(markdown), role, tone, wrap=True, rich=True, name=name)
    words.setAccessibleName(plain(markdown))
    words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return words
