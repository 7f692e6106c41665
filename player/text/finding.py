"""Words as they are looked for: case, accents and Arabic spellings folded, what is typed taken as beginnings of words, matches marked."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from player.course.texts import fold

LONGEST_QUERY = 100  # characters that are looked at
MOST_TERMS = 8
AROUND = 40  # characters before the first match in an excerpt
EXCERPT = 150  # characters of an excerpt

_IDEOGRAPH = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LAST_MARK = 0x1E94A  # of the scripts of Unicode 15
_WRITTEN = str.maketrans({"\u0640": None, "\u0649": "\u064a", "\u06cc": "\u064a", "\u0629": "\u0647", "\u06a9": "\u0643", "\u0671": "\u0627"})
"""Tatweel, alef maksura and Persian yeh, teh marbuta, Persian kaf, alef wasla: written either way in the same word."""

_ARTICLE = re.compile("(?:[\u0648\u0641\u0628\u0643]?\u0627\u0644|\u0644\u0644)(?=..)")
"""The Arabic article, with the letters that are written on to it, before two letters at least. With a hamza it is another word."""

_POINTS = re.compile("[\u064b-\u0653\u0670\u0640]")  # vowel signs of Arabic, and the stroke that only lengthens

Run = tuple[str, ...]  # words that follow one another
Term = tuple[Run, ...]  # what one typed word may stand for


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text on one line and the places in it that match; `at` is where the first match stands in the whole text, 0 without one."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    at: int = 0


@lru_cache(maxsize=50_000)
def bare(text: str) -> str:
    """A word as it is compared."""
    return fold(text).translate(_WRITTEN)


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, bare word without the Arabic article) of each word; an ideograph is a word of its own."""
    for found in _word().finditer(text):
        yield found.start(), found.end(), _named(found[0])


@lru_cache(maxsize=50_000)
def _named(word: str) -> str:
    plain = _POINTS.sub("", word) if "\u0600" <= word[0] <= "\u06ff" else word
    return bare(_ARTICLE.sub("", plain, count=1)) if _ARTICLE.match(plain) else bare(word)


@cache
def _word() -> re.Pattern[str]:
    """A letter or digit and what follows, vowel signs and points too, which \\w leaves out."""
    signs = "".join(chr(code) for code in range(0x300, _LAST_MARK + 1) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
    return re.compile(rf"[{_IDEOGRAPH}]|[^\W_](?:(?![{_IDEOGRAPH}_])[\w{signs}])*")


def indexed(text: str) -> str:
    """The bare words of a text with a space between them, for an index."""
    return " ".join(word for _, _, word in words(text) if word)


def terms(query: str) -> tuple[Term, ...]:
    """The words that were typed, each the beginning of a word; none where only signs were typed."""
    found: list[list[str]] = []
    end = -1
    for typed in _word().finditer(query[:LONGEST_QUERY]):
        if typed.start() == end and found and _is_ideograph(typed[0]):
            found[-1].append(typed[0])
        else:
            found.append([typed[0]])
        end = typed.end() if _is_ideograph(typed[0][0]) else -1
    return tuple(dict.fromkeys(filter(None, map(_term, found))))[:MOST_TERMS]


def _term(typed: list[str]) -> Term:
    """As it is typed; the beginning of an Arabic word with its article also without it, from the first letter after it on."""
    runs = [tuple(map(bare, typed)), tuple(map(_named, typed))]
    if len(typed) == 1 and (begun := re.match(_ARTICLE.pattern.replace("..", "."), typed[0])):
        runs.append((bare(typed[0][begun.end() :]),))
    return tuple(dict.fromkeys(run for run in runs if all(run)))


def _is_ideograph(letter: str) -> bool:
    return "\u3005" <= letter[0] <= "\u9fff" or "\uf900" <= letter[0] <= "\ufaff"


def expression(found: tuple[Term, ...]) -> str:
    """All of the terms, as SQLite's full text search reads them (sqlite.org/fts5.html 3)."""
    return " AND ".join("(" + " OR ".join(f'"{" ".join(run)}"*' for run in term) + ")" for term in found)


def matching(texts: Sequence[str], found: tuple[Term, ...]) -> list[int]:
    """The numbers of those `indexed` texts that have all of the terms; each begins with a space."""
    left: Sequence[int] = range(len(texts))
    for term in found:
        needles = [" " + " ".join(run) for run in term]
        if len(needles) == 1:
            needle = needles[0]
            left = [number for number in left if needle in texts[number]]
        else:
            left = [number for number in left if any(needle in texts[number] for needle in needles)]
    return list(left)


def marks(text: str, found: tuple[Term, ...]) -> tuple[tuple[int, int], ...]:
    """The places in a text that match any of the terms."""
    return tuple(_places(text, found))


def _places(text: str, found: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    """In their order, none inside another."""
    runs = [run for term in found for run in term]
    firsts, longest = tuple(run[0] for run in runs), max(map(len, runs), default=0)
    ahead: deque[tuple[int, int, str]] = deque()
    source, done = words(text), 0
    while True:
        ahead.extend(islice(source, longest - len(ahead)))
        if not ahead:
            return
        start, _, word = ahead[0]
        if word.startswith(firsts):
            last = next((len(run) - 1 for run in runs if _stands(run, ahead)), -1)
            if last >= 0 and start >= done:
                done = ahead[last][1]
                yield start, done
        ahead.popleft()


def _stands(run: Run, here: "deque[tuple[int, int, str]]") -> bool:
    return len(run) <= len(here) and here[len(run) - 1][2].startswith(run[-1]) and all(here[at][2] == part for at, part in enumerate(run[:-1]))


def excerpt(text: str, found: tuple[Term, ...]) -> Excerpt:
    """A line around the first match, cut between words."""
    first = next(_places(text, found), (0, 0))[0]
    begin = 0
    if first > AROUND:
        near = first - AROUND
        begin = min((at + 1 for sign in " \n" if (at := text.find(sign, near, first)) >= 0), default=first)
    end = min(len(text), begin + EXCERPT)
    if end < len(text):
        cut = max(text.rfind(" ", first + 1, end), text.rfind("\n", first + 1, end))
        end = cut if cut > 0 else end
    head, tail = "… " if begin else "", " …" if end < len(text) else ""
    line = head + text[begin:end].replace("\n", " ") + tail
    return Excerpt(line, marks(line, found), first)
