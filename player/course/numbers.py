"""Numbers as people type them: decimal comma or point, grouped thousands, fractions, any script's digits."""

import re
import unicodedata
from fractions import Fraction

MAX_LENGTH = 100  # characters; nobody types a longer number
MAX_EXPONENT = 30

_SIGNS = str.maketrans(dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d", "-") | {"\uff0b": "+", "\ufe62": "+"})
_MARKS = str.maketrans({"\u066b": ".", "\u066c": "'", "\u2019": "'", "\uff0e": ".", "\uff0c": ",", "\u2044": "/", "\u2215": "/"})
_SPACES = "[ \u00a0\u2007\u2009\u202f]"
_DECIMAL = re.compile(r"(?P<whole>[0-9.,'\s]*?)(?:(?:[eE]|[·×x*]10\^)(?P<exponent>[+-]?[0-9]{1,3}))?")
_FRACTION = re.compile(rf"(?:(?P<whole>[0-9]+){_SPACES}+)?(?P<top>[0-9]+) ?/ ?(?P<bottom>[0-9]+)")
_PLAIN = re.compile(r"[0-9]*")
_GROUPS = {
    mark: re.compile(rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+") for mark in (r"\.", ",", "'", _SPACES)
}  # one to three digits, then groups of three


def read_numbers(text: str) -> tuple[Fraction, ...]:
    """Every value the text can mean, exact; empty when it is no number. More than one only where a lone comma or point
    before three digits may group thousands or begin decimals ("1,000")."""
    typed = _plain(text)
    if not typed or len(typed) > MAX_LENGTH:
        return ()
    sign = -1 if typed[0] == "-" else 1
    body = typed[1:].lstrip() if typed[0] in "+-" else typed
    fraction = _FRACTION.fullmatch(body)
    if fraction:
        top, bottom = int(fraction["top"]), int(fraction["bottom"])
        return (sign * (int(fraction["whole"] or 0) + Fraction(top, bottom)),) if bottom else ()
    found = _DECIMAL.fullmatch(body)
    if not found:
        return ()
    exponent = int(found["exponent"] or 0)
    if abs(exponent) > MAX_EXPONENT:
        return ()
    return tuple(sign * value * Fraction(10) ** exponent for value in _decimals(found["whole"].strip()))


def _plain(text: str) -> str:
    """ASCII digits, one minus, one set of separators; vulgar fractions spelled out."""
    characters = []
    for character in text.strip()[: 2 * MAX_LENGTH]:
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            characters.append(str(digit))
        elif unicodedata.decomposition(character).startswith("<fraction>"):
            characters.append(" " + unicodedata.normalize("NFKC", character))
        else:
            characters.append(character)
    return "".join(characters).translate(_SIGNS).translate(_MARKS).strip()


def _decimals(body: str) -> tuple[Fraction, ...]:
    readings = []
    for point, other in ((".", ","), (",", ".")):
        whole, mark, part = body.partition(point)
        if point in part or not _PLAIN.fullmatch(part) or not (whole or part):
            continue
        grouped = _ungroup(whole, (r"\." if other == "." else ",", "'", _SPACES))
        if grouped is not None and (mark or point == "."):
            readings.append(Fraction(int(grouped + part or "0"), 10 ** len(part)))
    whole_number = _ungroup(body, (r"\.", ",", "'", _SPACES)) if body else None
    if whole_number:
        readings.append(Fraction(int(whole_number)))
    return tuple(dict.fromkeys(readings))


def _ungroup(whole: str, marks: tuple[str, ...]) -> str | None:
    """The digits of a whole part that is plain or grouped by one of `marks`; None when it is neither."""
    if _PLAIN.fullmatch(whole):
        return whole
    if any(_GROUPS[mark].fullmatch(whole) for mark in marks) and not whole.startswith("0"):
        return "".join(character for character in whole if character.isdecimal())
    return None
