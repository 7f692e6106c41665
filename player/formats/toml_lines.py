"""The line of every key in a TOML document. tomllib reads the values and has found the document valid before."""

import re
import tomllib
from bisect import bisect_right

KeyPath = tuple[str | int, ...]

_DEEPEST = 30  # parts of one dotted key
_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]*")


class _Scanner:
    """TOML 1.0.0, the parts that have keys. Lenient: the document is valid, only places are wanted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lines: dict[KeyPath, int] = {}
        self.tables: dict[KeyPath, int] = {}  # array of tables -> how many so far

    def document(self) -> None:
        prefix: KeyPath = ()
        self.skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                prefix = self.header()
            else:
                self.pair(prefix)
            self.skip()

    def header(self) -> KeyPath:
        start = self.at
        double = self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        self.blanks()
        path = self.within(self.key())
        for end in range(1, len(path)):
            self.lines.setdefault(path[:end], self.line(start))
        if double:
            number = self.tables.get(path, 0)
            self.tables[path] = number + 1
            self.lines.setdefault(path, self.line(start))
            path = (*path, number)
        self.at = self.text.index("]", self.at) + (2 if double else 1)
        self.lines.setdefault(path, self.line(start))
        return path

    def within(self, keys: list[str]) -> KeyPath:
        """A header's keys as a path: a name of an array of tables means its latest table."""
        path: KeyPath = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            if path in self.tables and number < len(keys) - 1:
                path = (*path, self.tables[path] - 1)
        return path

    def pair(self, prefix: KeyPath) -> None:
        start = self.at
        path = (*prefix, *self.key())
        for end in range(len(prefix) + 1, len(path) + 1):
            self.lines.setdefault(path[:end], self.line(start))
        self.blanks()
        self.at += 1  # the equals sign
        self.skip()
        self.value(path)

    def key(self) -> list[str]:
        keys: list[str] = []
        while match := _KEY.match(self.text, self.at):
            self.at = match.end()
            token = match[0]
            keys.append(next(iter(tomllib.loads(f"{token} = 0"))) if token[0] in "\"'" else token)
            dot = _DOT.match(self.text, self.at)
            if dot is None:
                break
            if len(keys) > _DEEPEST:
                raise RecursionError
            self.at = dot.end()
        return keys

    def value(self, path: KeyPath) -> None:
        self.lines.setdefault(path, self.line(self.at))
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self.items(path)
        elif first == "{":
            self.inline(path)
        else:
            match = (_STRING if first in {'"', "'"} else _SCALAR).match(self.text, self.at)
            self.at = match.end() if match else len(self.text)

    def items(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        self.skip()
        while self.at < len(self.text) and self.text[self.at] != "]":
            self.value((*path, number))
            number += 1
            self.comma()
        self.at += 1

    def inline(self, path: KeyPath) -> None:
        self.at += 1
        self.skip()
        while self.at < len(self.text) and self.text[self.at] != "}":
            self.pair(path)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        self.skip()
        if self.text[self.at : self.at + 1] == ",":
            self.at += 1
            self.skip()

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def blanks(self) -> None:
        while self.text[self.at : self.at + 1] in {" ", "\t"}:
            self.at += 1

    def line(self, at: int) -> int:
        return bisect_right(self.starts, at)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Path of keys and indexes -> line, counted from 1, for a text that tomllib reads without complaint.

    RecursionError when brackets or dotted keys lie too deep."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines
