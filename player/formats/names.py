"""What file names say: order, title, language; and which names can live on every system."""

import re
import unicodedata

_NUMBERED = re.compile(r"(\d{1,6})(?:[-_. ]+(.*))?", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")
_BAD_ON_WINDOWS = '<>:"|?*\\'
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
_LONGEST_PART = 200  # bytes of UTF-8; file systems hold 255
_LONGEST_NAME = 400
_DIGITS = re.compile(r"(\d+)")

COVERS = ("cover.jpg", "cover.jpeg", "cover.png", "cover.webp", "cover.svg")

# Longest first: what a name may end in, and is cut off for the lesson's stem.
_DOUBLE = (".quiz.toml", ".quiz.gift", ".download")


def split_number(name: str) -> tuple[int, str] | None:
    """`10-cool-it` -> (10, "cool-it"); None when the name begins with no number."""
    match = _NUMBERED.fullmatch(name)
    if match is None:
        return None
    return int(match[1]), (match[2] or "").strip() or name


def title_from(stem: str) -> str:
    """`01-before-you-start` -> "Before you start"."""
    numbered = split_number(stem)
    words = re.sub(r"[-_\s]+", " ", numbered[1] if numbered else stem).strip() or stem
    return words[0].upper() + words[1:]


def split_stem(name: str) -> tuple[str, str]:
    """`30-check.quiz.toml` -> ("30-check", ".quiz.toml"); the suffix is in lower case."""
    lower = name.lower()
    for double in _DOUBLE:
        if lower.endswith(double) and len(name) > len(double):
            return name[: -len(double)], double
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        return name, ""
    return stem, dot + suffix.lower()


def split_language(stem: str) -> tuple[str, str]:
    """`10-cool-it.ar` -> ("10-cool-it", "ar"); the language is "" when there is none."""
    base, _, tag = stem.rpartition(".")
    if base and is_language(tag):
        return base, tidy_language(tag)
    return stem, ""


def is_language(tag: str) -> bool:
    """Has the shape of a BCP 47 tag: language, script, region."""
    return _LANGUAGE.fullmatch(tag) is not None


def tidy_language(tag: str) -> str:
    """`PT-br` -> `pt-BR` (RFC 5646, 2.1.1)."""
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which `2-b` comes before `10-a`."""
    return tuple((0, int(part), part) if part.isdecimal() else (1, 0, part.casefold()) for part in _DIGITS.split(name) if part)


def slug(text: str) -> str:
    """Small letters, digits and hyphens, for ids; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def twin_key(name: str) -> str:
    """Two names with one key are the same file on Windows or macOS."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def unfit(name: str) -> str:
    """Why a relative name cannot live on every system, as the end of a sentence; "" when it can."""
    if len(name) > _LONGEST_NAME:
        return f"is longer than {_LONGEST_NAME} characters"
    return next((reason for part in name.split("/") if (reason := _unfit_part(part))), "")


def _unfit_part(part: str) -> str:
    bad = next((letter for letter in part if letter in _BAD_ON_WINDOWS), "")
    if bad:
        return f"has a {bad} in it, which Windows does not allow"
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for letter in part):
        return "has an invisible or unreadable character in it"
    if part != part.strip(" ") or part.endswith("."):
        return "begins or ends with a space, or ends with a dot, which Windows does not allow"
    if part.partition(".")[0].rstrip(" ").casefold() in _RESERVED:
        return "is a name that Windows keeps for itself"
    if len(part.encode("utf-8", "replace")) > _LONGEST_PART:
        return f"is longer than {_LONGEST_PART} bytes"
    return ""
