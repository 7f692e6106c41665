"""What stands in braces behind a piece of Markdown: {#id .class key='value'}, Kramdown's {: …} too."""

import re
from dataclasses import dataclass, field

_PART = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s{}\#."'=<>&]+(?:\.[^\s{}\#."'=<>&]+)*)
      | \.(?P<class>[A-Za-z][\w-]*)
      | (?P<key>[A-Za-z][\w:-]*)\s*=\s*(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|(?P<bare>[^\s{}"'<>]+))
      | (?P<bad>[-])(?=[\s}])
    )(?=[\s}])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"""\\([!-/:-@\[-`{-~])""")
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Attributes:
    """`id` and `classes` apart, everything else in `values`; a key written twice keeps its last value."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)


def read(text: str, start: int) -> tuple[Attributes, int] | None:
    """The braces that open at `start`, and where they end; None when this is no attribute list ("{x}", "{}")."""
    if text[start : start + 1] != "{":
        return None
    pos = start + 1
    if text[pos : pos + 1] == ":":
        pos += 1
    identifier, classes, values = "", [], dict[str, str]()
    limit = min(len(text), start + _LONGEST)
    while pos < limit:
        part = _PART.match(text, pos, limit)
        if part is None:
            break
        pos = part.end()
        if part["id"]:
            identifier = part["id"]
        elif part["class"]:
            classes.append(part["class"])
        elif part["key"]:
            raw = next((part[name] for name in ("double", "single", "bare") if part[name] is not None), "")
            values[part["key"].lower()] = _ESCAPE.sub(r"\1", raw)
    while text[pos : pos + 1].isspace():
        pos += 1
    if text[pos : pos + 1] != "}" or not (identifier or classes or values):
        return None
    return Attributes(identifier, tuple(classes), values), pos + 1


def trailing(text: str) -> tuple[str, Attributes | None]:
    """A heading's text without the attribute list at its end, and that list."""
    stripped = text.rstrip()
    if not stripped.endswith("}"):
        return text, None
    start = stripped.rfind("{")
    found = read(stripped, start) if start >= 0 else None
    if found is None or found[1] != len(stripped):
        return text, None
    return stripped[:start].rstrip(), found[0]
