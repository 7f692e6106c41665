"""The texts of one version of a course, for searching: a file of its own that can be made anew at any time, so it is never mended."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

FORMAT = "1"  # another one is made anew
ENOUGH, TOO_MANY = 600, 5_000  # passages that match, open ones and all: then the order of the course says as much as any reckoning

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE passage (id INTEGER PRIMARY KEY, lesson TEXT NOT NULL, kind TEXT NOT NULL, tongue TEXT NOT NULL, anchor TEXT NOT NULL,
                      heading TEXT NOT NULL, text TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(body, content='', prefix='1 2 3', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'");
"""


class LostIndexError(Exception):
    """The file is gone or damaged: make it anew."""


class Passage(NamedTuple):
    """A piece of a lesson. `kind` is where it was found, `tongue` the language of the file it stands in ("" the main one), `anchor` the place
    (of captions a list of places, see player.services.searching), `body` the words as they are looked for."""

    lesson: str
    kind: str
    tongue: str
    anchor: str
    heading: str
    text: str
    body: str


class Hit(NamedTuple):
    lesson: str
    kind: str
    anchor: str
    heading: str
    text: str


def write_index(path: Path, digest: str, passages: Iterable[Passage]) -> None:
    """Made beside and renamed once it is whole; what was half made is removed when `passages` raises. OSError or sqlite3.Error when the disk
    does not take it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(beside, isolation_level=None)) as made:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
                made.execute(f"PRAGMA {pragma}")
            made.executescript(_TABLES)
            made.execute("BEGIN")
            for number, one in enumerate(passages, 1):
                made.execute("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *one[:6]))
                made.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (number, one.body))
            made.executemany("INSERT INTO about VALUES (?, ?)", [("format", FORMAT), ("digest", digest)])
            made.execute("COMMIT")
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


class SearchIndex:
    """One open index, for one thread at a time."""

    def __init__(self, path: Path, digest: str) -> None:
        """LostIndexError when it is not there, damaged, or of another version of the course."""
        try:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise LostIndexError from error
        try:
            about = dict(self._db.execute("SELECT name, value FROM about"))
            self._lessons = [(lesson, tongue) for lesson, tongue in self._db.execute("SELECT lesson, tongue FROM passage ORDER BY id")]
        except sqlite3.Error as error:
            self._db.close()
            raise LostIndexError from error
        if about != {"format": FORMAT, "digest": digest}:
            self._db.close()
            raise LostIndexError

    def find(self, expression: str, open_to: "OpenTo", most: int) -> list[Hit]:
        """The best passages first; where very many have the words, the first in the course. Only those that `open_to` lets through are read.

        LostIndexError when the file turns out to be damaged.
        """
        try:
            ids = list(self._ids(expression, open_to, most))
            read = [self._db.execute("SELECT lesson, kind, anchor, heading, text FROM passage WHERE id = ?", (number,)).fetchone() for number in ids]
        except (sqlite3.Error, IndexError) as error:
            raise LostIndexError from error
        if None in read:
            raise LostIndexError
        return [Hit(*row) for row in read]

    def _ids(self, expression: str, open_to: "OpenTo", most: int) -> Iterator[int]:
        found: list[int] = []
        seen = 0
        for (number,) in self._db.execute("SELECT rowid FROM words WHERE words MATCH ?", (expression,)):
            seen += 1
            if open_to(*self._lessons[number - 1]):
                found.append(number)
                if len(found) >= ENOUGH:
                    break
        if len(found) < 2 or seen > TOO_MANY or len(found) >= ENOUGH:
            yield from found[:most]
            return
        kept = set(found)
        ranked = self._db.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank, rowid", (expression,))
        given = 0
        for (number,) in ranked:
            if number in kept:
                yield number
                given += 1
                if given >= most:
                    return

    def close(self) -> None:
        self._db.close()


class OpenTo:
    """Which passages may be shown: those of lessons that are open, in the language that is shown. `tongues`: lesson -> its language file."""

    def __init__(self, open_lessons: frozenset[str], tongues: dict[str, str]) -> None:
        self._open, self._tongues = open_lessons, tongues

    def __call__(self, lesson: str, tongue: str) -> bool:
        return lesson in self._open and self._tongues.get(lesson, "") == tongue
