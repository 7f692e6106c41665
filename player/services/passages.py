"""What a course says, lesson by lesson, in pieces that can be found: texts, captions, pages of PDFs. Nothing of a quiz but its summary."""

import json
import logging
import posixpath
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial

from player.course.anchor import Anchor
from player.course.model import Course, Kind, Lesson
from player.course.source import ContentSource
from player.errors import PlayerError
from player.text.captions import LARGEST as LARGEST_CAPTIONS
from player.text.captions import read as read_captions
from player.text.frontmatter import split
from player.text.links import course_linker
from player.text.render import LONGEST as LONGEST_TEXT
from player.text.render import render
from player.text.sections import pieces, sections
from player.text.words import Words

log = logging.getLogger(__name__)
MOST_PAGES = 2_000  # of one PDF
CUES_TOGETHER = 300  # characters of captions in one piece, about twenty seconds
_WRITTEN = frozenset({Kind.TEXT, Kind.CHECKLIST, Kind.ASSIGNMENT, Kind.DOWNLOAD})  # kinds whose file is a text for the learner
_SILENT = Words(**{one.name: "" for one in fields(Words)})  # the program's own words are nothing to be found

Pace = Callable[[], None]  # called between two pieces of work; may wait, and may raise to stop


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind`: "text", "captions" or "page". `tongue` is the language tag of the file it stands in, "" of the main one. `anchor` is a place, or
    what `captions_anchor` made of many."""

    lesson: str
    kind: str
    tongue: str
    anchor: str
    heading: str
    text: str


def pieces_of(course: Course, source: ContentSource, pace: Pace) -> Iterator[Piece]:
    """In the order of the course. A file that cannot be read has nothing to be found in it."""
    reader = _Reader(course, source, pace)
    for lesson in course.lessons():
        pace()
        yield from reader.lesson(lesson)


class _Reader:
    def __init__(self, course: Course, source: ContentSource, pace: Pace) -> None:
        self._course, self._source, self._pace = course, source, pace
        self._names = frozenset(source.names())

    def lesson(self, lesson: Lesson) -> Iterator[Piece]:
        if lesson.summary and lesson.kind is not Kind.CHECKLIST:
            yield from (Piece(lesson.id, "text", "", "", "", text) for text in pieces(lesson.summary))
        if lesson.kind in _WRITTEN:
            for tongue, name in [("", lesson.file), *lesson.languages.items()]:
                if name and not (tongue and name == lesson.file):
                    yield from self._tried(lesson, name, partial(self._text, lesson, name, tongue))
        elif lesson.kind is Kind.PDF:
            for tongue, name in [("", lesson.file), *lesson.languages.items()]:
                if name and not (tongue and name == lesson.file):
                    yield from self._tried(lesson, name, partial(self._pages, lesson, name, tongue))
        elif lesson.kind in {Kind.VIDEO, Kind.AUDIO}:
            for name in lesson.files:
                if name.lower().endswith(".vtt"):
                    yield from self._tried(lesson, name, partial(self._captions, lesson, name))
        if lesson.kind is Kind.DOWNLOAD and lesson.files:
            yield Piece(lesson.id, "text", "", "", "", ", ".join(posixpath.basename(name) for name in lesson.files))

    def _tried(self, lesson: Lesson, name: str, read: Callable[[], Iterator[Piece]]) -> Iterator[Piece]:
        try:
            yield from read()
        except PlayerError as error:
            log.info("not searched: %s of %s: %s", name, lesson.id, error.title)

    def _text(self, lesson: Lesson, name: str, tongue: str) -> Iterator[Piece]:
        with self._source.open(name) as stream:
            raw = stream.read(4 * LONGEST_TEXT + 1)
        body = split(raw.decode("utf-8-sig", "replace"), where=name).body
        resolve = course_linker(name, self._course, lambda: self._names)
        rendered = render(body, language=tongue or self._course.language, title=lesson.title, resolve=resolve, words=_SILENT)
        for section in sections(rendered):
            yield Piece(lesson.id, "text", tongue, str(Anchor(heading=section.anchor)), section.heading, section.text)

    def _pages(self, lesson: Lesson, name: str, tongue: str) -> Iterator[Piece]:
        from player.formats.pdf import pdf_texts

        with self._source.open(name) as stream:
            for page, text in pdf_texts(stream, name):
                for piece in pieces("\n".join(" ".join(line.split()) for line in text.splitlines())):
                    yield Piece(lesson.id, "page", tongue, str(Anchor(page=page)), "", piece)
                self._pace()
                if page >= MOST_PAGES:
                    return

    def _captions(self, lesson: Lesson, name: str) -> Iterator[Piece]:
        with self._source.open(name) as stream:
            captions = read_captions(stream.read(LARGEST_CAPTIONS + 1), where=name)
        held: list[str] = []
        places: list[tuple[int, int]] = []
        length = 0
        for cue in captions.cues:
            if held and length + len(cue.text) > CUES_TOGETHER:
                yield Piece(lesson.id, "captions", "", captions_anchor(places), "", "\n".join(held))
                held, places, length = [], [], 0
            places.append((length, cue.start // 1000))
            held.append(cue.text)
            length += len(cue.text) + 1
        if held:
            yield Piece(lesson.id, "captions", "", captions_anchor(places), "", "\n".join(held))


def captions_anchor(places: list[tuple[int, int]]) -> str:
    """Places in a piece of captions: (from which character on, second)."""
    return json.dumps(places, separators=(",", ":"))


def anchor_at(kept: str, character: int) -> str:
    """The place in a lesson to which a character of a piece belongs."""
    if not kept.startswith("["):
        return kept
    places = json.loads(kept)
    number = bisect_right([start for start, _ in places], character) - 1
    return str(Anchor(second=places[max(0, number)][1]))
