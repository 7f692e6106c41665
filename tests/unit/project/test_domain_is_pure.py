"""The domain is standard library and `regex`, without files, clock or chance: an allow-list, since a list of what is forbidden forgets."""

import ast
from pathlib import Path

import pytest

COURSE = Path(__file__).resolve().parents[3] / "player" / "course"
ALLOWED = {
    "abc", "bisect", "collections", "collections.abc", "contextlib", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "functools",
    "graphlib", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "string", "types", "typing", "unicodedata",
    "regex", "player.errors",
}  # fmt: skip
CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__", "breakpoint"}
CLOCK = {"now", "today", "utcnow", "fromtimestamp_local", "time", "time_ns"}


def offences(source: str) -> list[str]:
    """What a module of the domain may not do, by line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["."] if node.level else [node.module or ""]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            found.append(f"{node.lineno}: calls {node.func.id}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            found.append(f"{node.lineno}: asks for the time ({node.func.attr})")
        found += [f"{node.lineno}: imports {name}" for name in names if name not in ALLOWED and not name.startswith("player.course.")]
    return found


@pytest.mark.parametrize("path", sorted(COURSE.glob("**/*.py")), ids=lambda path: path.name)
def test_a_module_of_the_domain_is_pure(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", [
    "import os", "import random", "import time", "from pathlib import Path", "import sqlite3", "from player.paths import data_folder",
    "from player import errors", "import player.store", "import uuid", "from . import model", "import PySide6.QtCore", "import secrets",
    "def f():\n    import socket", "open('x')", "print(1)", "datetime.now()", "date.today()",
])  # fmt: skip
def test_the_allow_list_bites(line: str) -> None:
    assert len(offences(line)) == 1
