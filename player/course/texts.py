"""Typed answers compared as a teacher would: case, accents and spaces folded, `*` for anything."""

import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)  # letters that Unicode does not decompose
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2212": "-", "\u2010": "-"})
_STAR = "\ufdd0"  # a noncharacter: nobody types it
_FIRST_ACCENT = 10  # combining classes below: nukta, kana voicing, virama, which make another letter


def fold(text: str) -> str:
    """Case, accents, Arabic and Hebrew points and typographic quotes folded away, spaces joined. Vowel signs of Indic
    scripts stay: without them it is another word."""
    spelled = text
    for _ in range(2):  # a small capital or a raised letter comes apart into a letter that has a case again
        spelled = unicodedata.normalize("NFKD", spelled.casefold())
    bare = "".join(character for character in spelled if unicodedata.combining(character) < _FIRST_ACCENT)
    return unicodedata.normalize("NFC", " ".join(bare.translate(_QUOTES).translate(_LETTERS).split()))


def exact(text: str) -> str:
    """As typed, in NFC, spaces joined."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def matches(pattern: str, given: str, *, as_typed: bool = False) -> bool:
    r"""Does `given` match an accepted answer? `*` stands for any text, `\*` for a star. Never more work than
    len(pattern) * len(given)."""
    clean = exact if as_typed else fold
    text = clean(given)
    if not text:
        return False
    pieces = [piece.replace(_STAR, "*") for piece in clean(pattern.replace("\\*", _STAR)).split("*")]
    if len(pieces) == 1:
        return text == pieces[0]
    first, *middle, last = (piece.strip() for piece in pieces)
    if len(first) + len(last) > len(text) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
