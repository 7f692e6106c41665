"""Short rich text drawn by Qt: instructions, questions, feedback. Whole lessons are drawn by the web view."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from player.text.render import render, text_of
from player.text.words import Words
from player.ui.widgets.prose_pictures import NONE, Pictures
from player.ui.widgets.text import label
from player.ui.words import language, tr

_LOOSE = re.compile(r"\s+(</(?:p|li)>)")


def html_of(markdown: str, *, one_line: bool = False, pictures: Pictures = NONE) -> str:
    """Markdown as the part of HTML that a label can draw; links lead nowhere."""
    made = pictures.within(_html(markdown, pictures))
    made = _LOOSE.sub(r"\1", made)  # Qt would draw it as a space, which shows where lines end at the right
    if one_line:
        made = made.strip().removeprefix("<p>").removesuffix("</p>")
    return made


def _html(markdown: str, pictures: Pictures) -> str:
    words = Words(picture_missing=tr("This picture is missing"))
    return render(markdown, language=language(), title="", resolve=pictures.resolve, words=words).html


def plain(markdown: str, pictures: Pictures = NONE) -> str:
    """The words alone, for names that are spoken and for rows that hold no markup; for a picture the words that stand for it."""
    return text_of(pictures.spoken(_html(markdown, pictures)))


def prose(markdown: str, role: str = "body", tone: str = "text", name: str = "", pictures: Pictures = NONE) -> QLabel:
    """A wrapped label of Markdown, with the pictures that were read for it."""
    words = label(html_of(markdown, pictures=pictures), role, tone, wrap=True, rich=True, name=name)
    words.setAccessibleName(plain(markdown, pictures))
    words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return words
