"""The one allow-list for names inside packages and archives."""

import re
import unicodedata
from collections.abc import Sequence

from player.package.limits import FOLDERS_MAX, NAME_BYTES_MAX, SEGMENT_BYTES_MAX
from player.package.refusal import RefusedError

CONTROL_FOLDER = "_course"  # in a package this folder holds what the package itself needs

# Most names by far; a whole list of them, one a line, is checked in one go.
_SEGMENT = r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|$))[a-z0-9_][a-z0-9_-]*(?:\.[a-z0-9_-]+)*"
_PLAIN = re.compile(rf"^{_SEGMENT}(?:/{_SEGMENT}){{0,{FOLDERS_MAX}}}$", re.IGNORECASE | re.MULTILINE | re.ASCII)
_PLAIN_LENGTH_MAX = 128
# Device names of Windows are devices with any extension, in any folder.
_DEVICE = re.compile(r"(?:^|/)(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|/|$)", re.IGNORECASE)
_FORBIDDEN = frozenset('\\:*?"<>|')  # separators, drives, streams and wildcards somewhere
# Letters and marks that show nothing: Unicode Default_Ignorable_Code_Point outside category Cf, and the blank Braille cell.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def check_name(name: str) -> None:
    """RefusedError unless `name` is a relative path with forward slashes that means the same file on every system."""
    shown = ascii(name[:80])
    if "\\" in name or ":" in name:
        raise RefusedError(f"the name {shown} has a backslash or a colon")
    if name.startswith("/"):
        raise RefusedError(f"the name {shown} is an absolute path")
    for character in name:
        category = unicodedata.category(character)
        if category[0] not in "LMNPS" and character != " ":
            raise RefusedError(f"the name {shown} has the invisible or unassigned character U+{ord(character):04X}")
        if character in _FORBIDDEN:
            raise RefusedError(f"the name {shown} has the character {character}, which some systems do not take")
    if found := _INVISIBLE.search(name):
        raise RefusedError(f"the name {shown} has the invisible character U+{ord(found[0]):04X}")
    if unicodedata.normalize("NFC", name) != name:
        raise RefusedError(f"the name {shown} is not in Unicode form NFC")
    if len(name.encode("utf-8")) > NAME_BYTES_MAX:
        raise RefusedError(f"the name {shown} is longer than {NAME_BYTES_MAX} bytes")
    segments = name.split("/")
    if len(segments) > FOLDERS_MAX + 1:
        raise RefusedError(f"the name {shown} lies more than {FOLDERS_MAX} folders deep")
    for segment in segments:
        _check_segment(segment, shown)
    if _DEVICE.search(name):
        raise RefusedError(f"the name {shown} is a device on Windows")


def _check_segment(segment: str, shown: str) -> None:
    if segment in {"", ".", ".."}:
        raise RefusedError(f"the name {shown} has an empty part or one of dots")
    if segment[-1] in ". " or segment[0] == " ":
        raise RefusedError(f"the name {shown} has a part that ends in a dot or space, or begins with a space")
    if len(segment.encode("utf-8")) > SEGMENT_BYTES_MAX:
        raise RefusedError(f"the name {shown} has a part longer than {SEGMENT_BYTES_MAX} bytes")


def folded(name: str) -> str:
    """Names with the same folded form are one file on some system (caseless, NFC or NFD)."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def check_names(names: Sequence[str], listed_folders: Sequence[str] = ()) -> None:
    """RefusedError unless every name is allowed, no two files are one on some system, and none is a folder too.
    `listed_folders`: an archive may list folders by themselves (without the slash at the end)."""
    keys = _folded_when_all_are_plain(names)
    if keys is None:
        for name in names:
            check_name(name)
        keys = list(map(folded, names))
    for folder in listed_folders:
        check_name(folder)
    seen = dict(zip(keys, names, strict=True))
    if len(seen) != len(names):
        raise _twins(keys, names)
    folders = {key.rpartition("/")[0] for key in keys} - {""}
    for part in [*folders, *map(folded, listed_folders)]:
        folder = part
        while folder:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    if clash := folders.intersection(seen):
        raise RefusedError(f"{seen[min(clash)]!a} is a file and a folder")


def _folded_when_all_are_plain(names: Sequence[str]) -> list[str] | None:
    """The folded names when all are of the most usual kind. A name with a line break in it makes two lines: never plain."""
    lines = "\n".join(names)
    if not lines.isascii() or lines.count("\n") != len(names) - 1 or max(map(len, names)) > _PLAIN_LENGTH_MAX:
        return None
    return lines.lower().split("\n") if len(_PLAIN.findall(lines)) == len(names) else None


def _twins(keys: Sequence[str], names: Sequence[str]) -> RefusedError:
    seen: dict[str, str] = {}
    for key, name in zip(keys, names, strict=True):
        if key in seen:
            if seen[key] == name:
                return RefusedError(f"the name {name!a} stands there twice")
            return RefusedError(f"the names {seen[key]!a} and {name!a} are one file on some systems")
        seen[key] = name
    raise AssertionError("no two names are the same")
