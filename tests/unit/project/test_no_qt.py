"""Everything but the window can be imported, and used, without Qt."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
IMPORT_ALL = """
import importlib, json, pkgutil, sys
import player
names = [m.name for m in pkgutil.walk_packages(player.__path__, "player.", onerror=lambda name: None)
         if not m.name.startswith(("player.ui", "player.__main__", "player.store.migrations"))]
for name in names:
    importlib.import_module(name)
print(json.dumps([names, sorted(m for m in sys.modules if m.split(".")[0] in ("PySide6", "shiboken6"))]))
"""


def python(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_but_the_window_loads_qt() -> None:
    names, qt = json.loads(python("-W", "error", "-c", IMPORT_ALL))
    rooms = {path.name for path in (ROOT / "player").iterdir() if (path / "__init__.py").is_file()} - {"ui"}
    assert {f"player.{room}" for room in rooms} <= set(names)
    assert qt == []


def test_the_window_path_loads_neither_the_command_line_nor_the_heavy_libraries() -> None:
    heavy = ["typer", "rich", "sqlmodel", "sqlalchemy", "alembic", "pyhanko", "reportlab", "pypdf", "pydantic"]
    code = f"import sys, player.main; print([m for m in {heavy!r} if m in sys.modules])"
    assert python("-c", code).strip() == "[]"
