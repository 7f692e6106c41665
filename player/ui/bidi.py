"""Words of another direction inside a sentence: kept together by isolates (Unicode UAX 9)."""

import unicodedata

FSI, PDI = "\u2068", "\u2069"
_OPENS, _CLOSES = frozenset({"LRI", "RLI", "FSI"}), "PDI"


def runs_right_to_left(text: str) -> bool | None:
    """The way of the first letter that has one, isolates skipped (P2, P3); None where no letter has."""
    depth = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in _OPENS:
            depth += 1
        elif kind == _CLOSES:
            depth = max(0, depth - 1)
        elif depth == 0 and kind in {"L", "R", "AL"}:
            return kind != "L"
    return None


def isolated(text: str, *, rtl: bool) -> str:
    """`text` for a sentence that runs right to left (or not): between isolates where a letter in it runs the other way."""
    other = {"L"} if rtl else {"R", "AL"}
    if text.isascii() and not rtl:
        return text
    return f"{FSI}{text}{PDI}" if any(unicodedata.bidirectional(letter) in other for letter in text) else text


def own_way(text: str, *, rtl: bool) -> str:
    """`text` that stands alone in a line of the other direction: its full stop and its brackets stay where it has them."""
    if text.isascii() and not rtl:
        return text
    return f"{FSI}{text}{PDI}" if runs_right_to_left(text) is (not rtl) else text
