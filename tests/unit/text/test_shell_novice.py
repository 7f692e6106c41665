"""A real course reads as its authors meant it. Skipped, saying so, where the corpus is not there."""

import re
import zipfile
from pathlib import Path

import pytest

from player.text.frontmatter import split
from player.text.links import linker
from player.text.render import RenderedText, render

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "markdown" / "shell-novice.zip"
pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not CORPUS.is_file(), reason=f"the corpus is not here: {CORPUS}")]

EPISODES = [
    "01-intro", "02-filedir", "03-create", "04-pipefilter", "05-loop", "06-script", "07-find",
]
FENCE = re.compile(r"^ *:{3,} *([a-z]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    with zipfile.ZipFile(CORPUS) as archive:
        return {name: archive.read(name).decode("utf-8") if name.endswith(".md") else "" for name in archive.namelist() if not name.endswith("/")}


@pytest.fixture(scope="module")
def pages(sources: dict[str, str]) -> dict[str, RenderedText]:
    lessons = {name: name.removesuffix(".md") for name in sources if name.endswith(".md")}
    made = {}
    for name in lessons:
        found = split(sources[name], where=name)
        title = str(found.values.get("title", name))
        made[name] = render(found.body, language="en", title=title, resolve=linker(name, lessons, set(sources)), first_line=found.body_line)
    return made


def body(source: str, kind: str) -> int:
    return sum(word == kind for word in FENCE.findall(source))


@pytest.mark.parametrize("name", [f"episodes/{name}.md" for name in EPISODES])
def test_an_episode(name: str, sources: dict[str, str], pages: dict[str, RenderedText]) -> None:
    source, page = sources[name], pages[name]
    assert not page.warnings
    assert ":::" not in page.html
    assert "{alt" not in page.text
    assert page.html.count('<details class="fold solution">') == body(source, "solution")
    assert page.html.count('<div class="callout challenge"') == body(source, "challenge")
    for kind in ("objectives", "questions", "keypoints"):
        assert page.html.count(f'<div class="callout {kind}"') == 1
    assert page.html.count("<pre") == len(re.findall(r"^ *```", source, re.MULTILINE)) // 2 + len(re.findall(r"^\n {4}\S", source, re.MULTILINE))
    assert page.html.count("<figure") == len(re.findall(r"^ *!\[\]\(", source, re.MULTILINE))
    assert all(image in sources for image in page.images)
    assert all(f'"{word}"' not in page.html for word in ("instructor",))


def test_instructor_notes_are_not_shown(pages: dict[str, RenderedText]) -> None:
    assert "Introducing and navigating the filesystem in the shell" not in pages["episodes/02-filedir.md"].text


def test_links_between_pages(pages: dict[str, RenderedText]) -> None:
    assert [link.lesson for link in pages["episodes/02-filedir.md"].lesson_links] == ["learners/setup"]
    assert [link.lesson for link in pages["episodes/07-find.md"].lesson_links] == ["episodes/03-create"]
    assert pages["learners/setup.md"].file_links == ("episodes/data/shell-lesson-data.zip",)


def test_the_glossary(pages: dict[str, RenderedText]) -> None:
    page = pages["learners/reference.md"]
    assert not page.warnings
    assert page.html.count("<dt>") == page.html.count("<dd>") > 30
    assert '<dt><span id="absolute-path">absolute path</span></dt>' in page.html
    assert page.html.count("<table>") == 1
    assert page.images == ("episodes/fig/standard-filesystem-hierarchy.svg",)
    assert page.headings[0].text == "Filesystem hierarchy", "the heading that repeats the title is left out"


def test_every_page_of_the_course_is_without_remarks(pages: dict[str, RenderedText]) -> None:
    assert {name: page.warnings for name, page in pages.items() if page.warnings} == {}
