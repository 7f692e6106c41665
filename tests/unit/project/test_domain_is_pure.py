"""The domain is standard library and `regex`, without files, clock or chance: an allow-list, since a list of what is forbidden forgets."""

import ast
from pathlib import Path

import pytest

COURSE = Path(__file__).resolve().parents[3] / "player" / "course"
ALLOWED = {
    "abc", "bisect", "collections", "collections.abc", "contextlib", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions",
    "functools", "graphlib", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "string", "types", "typing", "unicodedata",
    "regex", "player.errors",
}
CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__", "breakpoint"}
CLOCK = {"now", "today", "utcnow", "time_ns", "monotonic", "perf_counter"}


def offences(source: str) -> list[str]:
    """What the module does that a module of the domain may not."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom():
                names = ["."] if node.level else [node.module or ""]
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                found.append(f"{node.lineno}: calls {name}")
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCK:
                found.append(f"{node.lineno}: asks for the time ({name})")
        found += [f"imports {name}" for name in names if name not in ALLOWED and not name.startswith("player.course.")]
    return found


@pytest.mark.parametrize("path", sorted(COURSE.glob("**/*.py")), ids=lambda path: path.name)
def test_a_module_of_the_domain_is_pure(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", [
    "import os", "import random", "import time", "from pathlib import Path", "import sqlite3", "from player.paths import data_folder",
    "from player import errors", "import player.store", "import uuid", "from . import model", "import PySide6.QtCore", "import secrets",
    "def f():\n    import socket", "open('x')", "print(1)", "datetime.now()", "date.today()",
])
def test_the_allow_list_bites(line: str) -> None:
    assert len(offences(line)) == 1
