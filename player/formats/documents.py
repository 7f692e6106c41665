"""TOML files and YAML front matter as one shape: plain values, and the line of each."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import yaml

from player.formats.problems import Problems
from player.formats.toml_lines import KeyPath, key_lines

_TOML_LIMIT = 1024 * 1024  # characters
_YAML_LIMIT = 64 * 1024
_DEPTH_LIMIT = 30
_OPEN = re.compile(r"---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*(?:[^\n:]+:|---|\.\.\.)")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Document:
    """`values` as written: TOML values, or for YAML only texts, lists and mappings (what a text means is decided by
    the field that is read, so that a title `12:30` stays one). `lines` leads from a path of keys to its line."""

    file: str
    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    body: str = ""  # what follows the front matter
    body_line: int = 1  # the line the body begins on


def read_toml(text: str, file: str, problems: Problems, limit: int = _TOML_LIMIT) -> Document | None:
    """None, and an error with its line, when this is no TOML 1.0."""
    if len(text) > limit:
        problems.error(f"This file is longer than {limit // 1024} KB.", file)
        return None
    try:
        values = tomllib.loads(text, parse_float=Decimal)
        lines = key_lines(text)
    except tomllib.TOMLDecodeError as failure:
        said = str(failure)
        place = _TOML_PLACE.search(said)
        what = f"{_TOML_PLACE.sub('', said)}. Is a quote, a bracket or an equals sign missing?"
        last = max(text.rstrip().count("\n") + 1, 1)
        problems.error(what, file, int(place[1]) if place and place[1] else last)
        return None
    except (RecursionError, ValueError):
        problems.error("This file cannot be read: brackets lie too deep, or a number is too long.", file)
        return None
    return Document(file, values, lines)


def read_front_matter(text: str, file: str, problems: Problems) -> Document:
    """A Markdown file: the YAML between two lines of three dashes at its very start, if any, and the body."""
    opening = _OPEN.match(text)
    if opening is None:
        return Document(file, body=text)
    closing = _CLOSE.search(text, opening.end())
    if not _KEY.match(text, opening.end()):  # a rule across the page
        return Document(file, body=text)
    if closing is None:
        problems.error("The front matter is never closed: a line with three dashes (---) is missing below it.", file, 1)
        return Document(file, body="")
    body = text[closing.end() :].removeprefix("\n")
    body_line = text.count("\n", 0, closing.end()) + 2
    values, lines = _mapping(text[opening.end() : closing.start()], file, 1, problems)
    return Document(file, values, lines, body, body_line)


def read_foreign(text: str, file: str, problems: Problems) -> Document:
    """A Markdown file that others wrote: the title and the minutes are taken, what cannot be read is a warning."""
    own = Problems()
    document = read_front_matter(text, file, own)
    for problem in own.errors:
        problems.warn(problem.message, problem.file, problem.line, problem.field)
    values: dict[str, object] = {key: value for key, value in document.values.items() if key == "title" and isinstance(value, str)}
    minutes = [str(document.values.get(key, "")) for key in ("teaching", "exercises")]  # The Carpentries
    if all(said.isdecimal() and len(said) < 4 for said in minutes):
        values["minutes"] = str(sum(map(int, minutes)))
    if own.errors and not document.body:
        return Document(file, body=text)
    return Document(file, values, document.lines, document.body, document.body_line)


def read_yaml(text: str, file: str, problems: Problems) -> Document:
    """A whole file of YAML."""
    values, lines = _mapping(text, file, 0, problems)
    return Document(file, values, lines)


class _NoAliases(yaml.SafeLoader):
    """Aliases are refused: a few lines of them can stand for gigabytes, and no author needs one. So is deep nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "a * here stands for an alias; write the words in quotes", self.get_mark())
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise RecursionError
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _mapping(text: str, file: str, above: int, problems: Problems) -> tuple[dict[str, object], dict[KeyPath, int]]:
    lines: dict[KeyPath, int] = {}
    if len(text) > _YAML_LIMIT:
        problems.error(f"This is longer than {_YAML_LIMIT // 1024} KB; front matter is a few lines.", file, above)
        return {}, lines
    try:
        node = yaml.compose(text, Loader=_NoAliases)
        if node is None:
            return {}, lines
        if not isinstance(node, yaml.MappingNode):
            problems.error("Front matter is written as lines of “name: value”.", file, above + 1)
            return {}, lines
        values = _Values(file, above, problems, lines).mapping(node, ())
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        line = above + (mark.line + 1 if mark else 1)
        said = " ".join(part for part in (failure.context, failure.problem) if part)
        problems.error(f"This line cannot be read: {said}. A text with a colon in it needs quotes.", file, line)
        return {}, lines
    except yaml.YAMLError:
        problems.error("There is a character here that YAML does not allow.", file, above)
        return {}, lines
    except RecursionError:
        problems.error("Brackets lie too deep here.", file, above)
        return {}, lines
    return values, lines


class _Values:
    """Nodes to texts, lists and mappings; tags are ignored, so nothing is ever constructed."""

    def __init__(self, file: str, above: int, problems: Problems, lines: dict[KeyPath, int]) -> None:
        self.file, self.above, self.problems, self.lines = file, above, problems, lines

    def mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in node.value:
            line = self.above + key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.problems.error("A name in front of a colon must be plain words.", self.file, line)
            elif key.value in found:
                self.problems.error(f"“{key.value}” is written twice.", self.file, line, key.value)
            else:
                self.lines[*path, key.value] = line
                found[key.value] = self.value(value, (*path, key.value))
        return found

    def value(self, node: yaml.Node, path: KeyPath) -> object:
        self.lines.setdefault(path, self.above + node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, number)) for number, item in enumerate(node.value)]
        return str(node.value)
