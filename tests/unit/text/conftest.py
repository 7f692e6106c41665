"""Makers for tests of texts."""

from collections.abc import Callable

import pytest

from player.text.links import linker
from player.text.render import RenderedText, render

LESSONS = {"ep/here.md": "HERE", "ep/02-other.md": "OTHER", "learners/reference.md": "REF"}
FILES = ("ep/media/tap.jpg", "ep/media/tap two.png", "ep/clip.webm", "ep/clip.mp4", "ep/say.mp3", "ep/clip.vtt", "ep/data.zip", "ep/fig/root.svg")


@pytest.fixture
def text() -> Callable[..., RenderedText]:
    """render() as it happens for the lesson in ep/here.md."""

    def make(markdown: str, *, title: str = "", first_line: int = 1) -> RenderedText:
        return render(markdown, language="en", title=title, resolve=linker("ep/here.md", LESSONS, FILES), first_line=first_line)

    return make
