"""Reading one table of a source field by field; every mistake names file, line and field and says what was expected."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from player.formats.documents import Document
from player.formats.problems import Problems, did_you_mean, one_of
from player.formats.toml_lines import KeyPath

_YES = {"true", "yes", "on", "y"}
_NO = {"false", "no", "off", "n"}
TEXT_LIMIT = 10_000


class Fields:
    """A table of values. Names may be written with spaces, hyphens or capitals ("Counts when"). After everything was
    read, `finish` reports the names that nobody asked for."""

    def __init__(self, document: Document, problems: Problems, path: KeyPath = (), values: Mapping[str, object] | None = None) -> None:
        self.file = document.file
        self.typed = document.file.endswith(".toml")  # a text is a text there, and a number a number
        self.document = document
        self.problems = problems
        self.path = path
        self._values: dict[str, object] = {}
        self._written: dict[str, str] = {}
        self._asked: dict[str, None] = {}
        for written, value in (document.values if values is None else values).items():
            name = written.strip().casefold().replace(" ", "_").replace("-", "_")
            if name in self._values:
                self.error(f"“{written}” is written twice.", written)
            self._values[name] = value
            self._written[name] = written

    # -- places -------------------------------------------------------------------------------------------------

    def line(self, *path: str | int) -> int:
        """The line of a field, or of this table when there is none."""
        keys = (self._written.get(path[0], path[0]), *path[1:]) if path and isinstance(path[0], str) else path
        full = (*self.path, *keys)
        while full:
            if full in self.document.lines:
                return self.document.lines[full]
            full = full[:-1]
        return 1 if self._values or self.path else 0

    def error(self, message: str, name: str = "", *inside: str | int) -> None:
        self.problems.error(message, self.file, self.line(name, *inside) if name else self.line(), name)

    def warn(self, message: str, name: str = "", *inside: str | int) -> None:
        self.problems.warn(message, self.file, self.line(name, *inside) if name else self.line(), name)

    # -- values -------------------------------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        self._asked[name] = None
        return name in self._values

    def raw(self, name: str) -> object:
        """As written; None when it is not there."""
        self._asked[name] = None
        return self._values.get(name)

    def text(self, name: str, default: str = "", longest: int = TEXT_LIMIT, lines: bool = False, also: tuple[type, ...] = ()) -> str:
        """A text without space around it. In front matter, which needs no quotes, numbers and dates are taken as they are written; in TOML only
        where they are of the types `also`."""
        value = self.raw(name)
        if value is None:
            return default
        said = as_text(value) if not self.typed or isinstance(value, str) or type(value) in also else None
        if said is None:
            such = "" if isinstance(value, list | dict) else f": {name} = “{_short(value)}”".replace("“", '"').replace("”", '"')
            self.error(f"“{name}” must be a text{f' in quotes{such}' if self.typed else ''}.", name)
            return default
        said = said.strip()
        if len(said) > longest:
            self.error(f"“{name}” is longer than {longest} characters.", name)
            return default
        if "\n" in said and not lines:
            return " ".join(said.split())
        return said

    def flag(self, name: str, default: bool) -> bool:
        value = self.raw(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        word = "" if self.typed else str(value).strip().casefold()
        if word in _YES | _NO:
            return word in _YES
        bare = ", without quotes" if self.typed and isinstance(value, str) else ""
        self.error(f"“{name}” must be true or false{bare}, not “{_short(value)}”.", name)
        return default

    def whole(self, name: str, low: int, high: int) -> int | None:
        """A whole number between two bounds; None when it is not there, or wrong."""
        value = self.raw(name)
        if value is None:
            return None
        return self.whole_of(value, name, low, high)

    def whole_of(self, value: object, name: str, low: int, high: int, unit: str = "") -> int | None:
        """The same for a value found elsewhere; `unit` may follow the number ("70 %")."""
        said = as_text(value)
        digits = (said or "").strip()
        if unit and digits.endswith(unit):
            digits = digits.removesuffix(unit).rstrip()
        quoted = self.typed and isinstance(value, str) and not unit
        if quoted or isinstance(value, bool) or not digits.removeprefix("-").isdecimal() or not digits.isascii() or len(digits) > 12:
            bare = ", without quotes" if quoted else ""
            self.error(f"“{name}” must be a whole number from {low} to {high}{bare}, not “{_short(value)}”.", name)
            return None
        if not low <= int(digits) <= high:
            self.error(f"“{name}” must be from {low} to {high}, not {digits}.", name)
            return None
        return int(digits)

    def choice(self, name: str, known: Iterable[str], default: str) -> str:
        """One of some words; spaces, hyphens, underscores and capitals do not matter."""
        value = self.raw(name)
        if value is None:
            return default
        words = list(known)
        said = _short(value)
        match = next((word for word in words if _loose(word) == _loose(said)), None)
        if match is None:
            self.error(f"“{name}” must be {one_of(words)}, not “{said}”.{did_you_mean(said, words)}", name)
            return default
        return match

    def texts(self, name: str) -> list[str]:
        """A list of texts; one text alone is a list of one."""
        value = self.raw(name)
        if value is None:
            return []
        found: list[str] = []
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            said = as_text(item) if isinstance(item, str) or not self.typed else None
            if said is None or isinstance(item, bool):
                self.error(f"“{name}” must be a list of texts.", name, number)
            else:
                found.append(said.strip())
        return found

    def table(self, name: str) -> "Fields | None":
        """A table inside this one ([access])."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.error(f"“{name}” must be a table: a line [{name}], and its fields below.", name)
            return None
        return Fields(self.document, self.problems, (*self.path, self._written[name]), value)

    def tables(self, name: str) -> "Iterator[Fields]":
        """The tables of a list ([[award]])."""
        value = self.raw(name)
        if value is None:
            return
        items = value if isinstance(value, list) else [None]
        for number, item in enumerate(items):
            if isinstance(item, dict):
                yield Fields(self.document, self.problems, (*self.path, self._written[name], number), item)
            else:
                self.error(f"“{name}” must be written as [[{name}]] with its fields below.", name)

    def finish(self, what: str, also: Iterable[str] = ()) -> None:
        """Report every name that was never asked for."""
        known = [*self._asked, *also]
        for name, written in self._written.items():
            if name not in known:
                near = did_you_mean(name, known) or f" Known here: {', '.join(sorted(known))}."
                self.problems.error(f"“{written}” is nothing that {what} has.{near}", self.file, self.line(name), written)


def as_text(value: object) -> str | None:
    """Texts, numbers and dates as an author wrote them; None for tables and lists."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return None


def _short(value: object) -> str:
    said = as_text(value)
    if said is None:
        return "a list" if isinstance(value, list) else "a table"
    return said if len(said) <= 60 else said[:59] + "…"


def _loose(word: str) -> str:
    return "".join(word.casefold().replace("_", " ").replace("-", " ").split())
