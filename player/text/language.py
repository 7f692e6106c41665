"""Direction of a text, how many words it has, how long it takes to read."""

import math
import re
import unicodedata
from typing import Literal

WORDS_PER_MINUTE = 200
_RTL_LANGUAGES = frozenset([
    "ar", "arc", "arz", "azb", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "ha-arab", "he", "iw", "khw", "ks", "lrc", "mzn", "nqo",
    "pnb", "ps", "sd", "skr", "syr", "ug", "ur", "yi", "ji",
])
_RTL_SCRIPTS = frozenset(["adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"])
_IDEOGRAPH = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNSPACED = re.compile("[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0edf\u1000-\u109f\u1780-\u17dd]")  # Thai, Lao, Burmese, Khmer


def direction(language: str, text: str = "") -> Literal["ltr", "rtl"]:
    """By the language (BCP 47: a script subtag decides); where it is unknown, by the first letter with a direction (UAX 9, P2)."""
    parts = language.replace("_", "-").lower().split("-")
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    if parts[0] not in {"", "und", "mul", "zxx"}:
        return "rtl" if parts[0] in _RTL_LANGUAGES else "ltr"
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def word_count(text: str) -> int:
    """Words in the sense of reading time: two ideographs, or five letters of a script without spaces, make one."""
    ideographs = len(_IDEOGRAPH.findall(text))
    unspaced = len(_UNSPACED.findall(text))
    spaced = _UNSPACED.sub(" ", _IDEOGRAPH.sub(" ", text)) if ideographs or unspaced else text
    return sum(any(letter.isalnum() for letter in word) for word in spaced.split()) + math.ceil(ideographs / 2) + math.ceil(unspaced / 5)


def reading_minutes(words: int) -> int:
    """Whole minutes at 200 words a minute, never less than one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))
