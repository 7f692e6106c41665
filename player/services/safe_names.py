"""Names under which files of learners are kept: such that every system takes them."""

import unicodedata
from collections.abc import Sequence

_LONGEST = 120  # bytes; the folder itself may lie deep
_FORBIDDEN = frozenset('<>:"/\\|?*')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})  # of Windows


def safe_name(name: str) -> str:
    """A file name that every system takes: what is forbidden or cannot be seen becomes "-", its ending is kept."""
    text = unicodedata.normalize("NFC", name.rpartition("/")[2])
    text = "".join("-" if letter in _FORBIDDEN or unicodedata.category(letter)[0] == "C" else letter for letter in text).strip(" .") or "file"
    stem, dot, ending = text.rpartition(".")
    if not stem:
        stem, dot, ending = text, "", ""
    if stem.split(".")[0].strip().lower() in _DEVICES:
        stem = f"_{stem}"
    room = _LONGEST - len(f"{dot}{ending}".encode())
    if room < 8:  # the ending is none
        stem, dot, ending, room = text, "", "", _LONGEST
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + dot + ending


def safe_names(wished: Sequence[str]) -> list[str]:
    """A safe name for each, no two alike on a system that does not tell capitals apart."""
    names: list[str] = []
    for wish in wished:
        wanted = safe_name(wish)
        stem, dot, ending = wanted.rpartition(".") if "." in wanted else (wanted, "", "")
        name, number = wanted, 2
        while name.casefold() in {one.casefold() for one in names}:
            name, number = f"{stem} ({number}){dot}{ending}", number + 1
        names.append(name)
    return names
