"""Characters of a name before any font is looked at: tidying, clusters, directions."""

import unicodedata
from typing import Any

_JOINERS = "\u200c\u200d"  # they change how Persian, Hindi and others are written
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_SELECTORS = "\u034f\u180b\u180c\u180d\u180f"
#: Formatting characters that print: Arabic number signs and their like, interlinear anchors.
_VISIBLE_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\ufff9\ufffa\ufffb"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def printed_name(text: str) -> str:
    """The form in which a name is kept and printed: NFC, single spaces, nothing that overrides the direction or is invisible.

    Joiners and marks of direction stay, since some names need them.
    """
    text = unicodedata.normalize("NFC", text)
    kept = ["" if unicodedata.category(c) in _INVISIBLE and c not in _JOINERS + _MARKS_OF_DIRECTION and not c.isspace() else c for c in text]
    return " ".join("".join(kept).split())


def is_ignorable(character: str) -> bool:
    """Draws nothing where a font has no glyph for it (Default_Ignorable_Code_Point): joiners, marks of direction, variation selectors."""
    if character in _SELECTORS or "\ufe00" <= character <= "\ufe0f":
        return True
    return unicodedata.category(character) == "Cf" and character not in _VISIBLE_FORMATS and not "\U00013430" <= character <= "\U0001345f"


def overrides_direction(character: str) -> bool:
    """Embeddings, overrides and isolates (UAX 9, 2): they can make a text look like another, so they are not followed."""
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def clusters(text: str) -> list[str]:
    """What a reader takes for one letter: a base with its marks, and what a joiner ties to it."""
    found: list[str] = []
    for c in text:
        joined = bool(found) and (unicodedata.category(c) in {"Mn", "Mc", "Me"} or is_ignorable(c) or found[-1].endswith("\u200d"))
        if joined:
            found[-1] += c
        else:
            found.append(c)
    return found


def described(character: str) -> str:
    """How a message names a character: “ß” (U+00DF LATIN SMALL LETTER SHARP S)."""
    name = unicodedata.name(character, "")
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X}{' ' + name if name else ''})"


def levels(text: str, base: int | None = None) -> tuple[int, list[int]]:
    """(paragraph level, embedding level of each character): the Unicode Bidirectional Algorithm without isolates (UAX 9, P2 to I2).

    base  0 left to right, 1 right to left, None by the first strong character
    """
    from bidi import algorithm as untyped

    algorithm: Any = untyped
    paragraph = algorithm.get_base_level(text) if base is None else base
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = paragraph, "LR"[paragraph]
    algorithm.get_embedding_levels(text, storage)
    for index, character in enumerate(storage["chars"]):
        character["index"] = index  # the steps below drop formatting characters: remember who is who
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found: list[int | None] = [None] * len(text)
    for character in storage["chars"]:
        found[character["index"]] = character["level"]
    filled, before = [], paragraph
    for level in found:  # a dropped character goes with the one before it (UAX 9 5.2)
        before = before if level is None else level
        filled.append(before)
    trailing = len(text.rstrip())
    return paragraph, filled[:trailing] + [paragraph] * (len(text) - trailing)  # L1


def visual_order(runs: list[tuple[int, int]]) -> list[int]:
    """The order, left to right, of runs given as (level, anything) in logical order: rule L2."""
    order = list(range(len(runs)))
    odd = [level for level, _ in runs if level & 1]
    if not odd:
        return order
    for least in range(max(level for level, _ in runs), min(odd) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and runs[order[end]][0] >= least:
                end += 1
            if end > start:
                order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return order
