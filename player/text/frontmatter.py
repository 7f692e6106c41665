"""What stands between the two --- lines above a text: YAML, read with nothing but plain values allowed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import yaml

from player.errors import PlayerError

LONGEST = 64 * 1024  # characters
_DEEPEST = 20
_OPEN = re.compile(r"\ufeff?---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:[\w'\"][^\n:]*:(?:\s|$)|$)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`lines` names the line of each key, from 1, keys inside keys as "a.b" and "a.0"; `body` begins on `body_line`."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str
    body_line: int


def split(text: str, *, where: str) -> FrontMatter:
    """The front matter of a text and the text below it; a text without any has no values.

    `where` is the file's name for messages. Raises PlayerError: never closed, too long, no YAML, an alias, a key twice.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    opening = _OPEN.match(text)
    if opening is None:
        return FrontMatter(MappingProxyType({}), MappingProxyType({}), text.removeprefix("\ufeff"), 1)
    start = opening.end()
    closing = _CLOSE.search(text, start)
    inside = text[start : closing.start()] if closing else text[start:]
    if not _KEY.match(inside):  # a rule across the page, not front matter
        return FrontMatter(MappingProxyType({}), MappingProxyType({}), text.removeprefix("\ufeff"), 1)
    if closing is None:
        raise _refused(where, 1, "the front matter that opens here is never closed", "Write --- on a line of its own below it.")
    if len(inside) > LONGEST:
        raise _refused(where, 1, f"the front matter is longer than {LONGEST:,} characters", "Shorten it.")
    values, lines = mapping(inside, where=where, first_line=2)
    body_line = text.count("\n", 0, closing.end()) + 2
    return FrontMatter(values, lines, text[closing.end() + 1 :], body_line)


def mapping(source: str, *, where: str, first_line: int = 1) -> tuple[Mapping[str, Any], Mapping[str, int]]:
    """A YAML mapping (YAML 1.1, safe types) and the line of every key. Raises PlayerError with file, line and what is wrong."""
    if len(source) > LONGEST:
        raise _refused(where, first_line, f"this is longer than {LONGEST:,} characters", "Shorten it.")
    lines: dict[str, int] = {}
    loader = _Loader(source)
    try:
        node = loader.get_single_node()
        if node is None:
            return MappingProxyType({}), MappingProxyType({})
        if not isinstance(node, yaml.MappingNode):
            raise _refused(where, first_line, "expected lines of the form “name: value”", "")
        _keys(node, "", lines, where, first_line, 0)
        values = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise _refused(where, line, f"this is no valid YAML: {error.problem or error.context}", _hint(error)) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise _refused(where, first_line, f"this is no valid YAML: {' '.join(str(error).split())[:120]}", "") from None
    finally:
        loader.dispose()
    return MappingProxyType(values), MappingProxyType(lines)


class _Loader(yaml.SafeLoader):
    """No aliases (a few lines of them can unfold into gigabytes), no merge keys, bounded nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="an alias (*name) is not allowed here", problem_mark=self.get_mark())
        self.depth += 1
        if self.depth > _DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"more than {_DEEPEST} levels inside each other", problem_mark=self.get_mark())
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _keys(node: yaml.Node, path: str, lines: dict[str, int], where: str, first_line: int, depth: int) -> None:
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            name = f"{path}.{index}"
            lines[name] = first_line + item.start_mark.line
            _keys(item, name, lines, where, first_line, depth + 1)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = first_line + key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                raise _refused(where, line, "a name must be a single word or phrase", "")
            if key.tag != "tag:yaml.org,2002:str":  # "1:" or "yes:" are names here, no numbers and no truths
                key.tag = "tag:yaml.org,2002:str"
            name = f"{path}.{key.value}" if path else str(key.value)
            if name in lines:
                raise _refused(where, line, f"“{key.value}” stands here a second time; the first is on line {lines[name]}", "Keep one.")
            lines[name] = line
            _keys(value, name, lines, where, first_line, depth + 1)


def _hint(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem or "")
    if "mapping values are not allowed" in problem:
        return "Put a value that holds a colon into quotes."
    if "cannot start any token" in problem and "\\t" in problem:
        return "Use spaces instead of tabs."
    return ""


def _refused(where: str, line: int, what: str, hint: str) -> PlayerError:
    return PlayerError("The text cannot be read", f"{where}, line {line}: {what}.", hint)
