"""The import contracts hold, and each of them bites: every forbidden arrow is planted in a copy of the tree and must be reported."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LINTER = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"

# From the top down; a room may use those of the lines below it, never one of its own line.
ROOMS = [["__main__"], ["main"], ["ui", "cli"], ["services"], ["package", "formats", "store", "awards", "text", "exchange"], ["signing"], ["course"]]
LEAVES = ["settings", "paths", "assets", "logs"]
FLAT = [room for line in ROOMS for room in line]
PRESENT = [room for room in [*FLAT, *LEAVES, "errors"] if (ROOT / "player" / room).is_dir() or (ROOT / "player" / f"{room}.py").is_file()]
BEHIND_SERVICES = ["package", "formats", "store", "awards", "exchange", "signing"]
LIBRARIES = {
    "qt": (["PySide6", "shiboken6"], ["ui"]),
    "tables": (["sqlmodel", "sqlalchemy", "alembic"], ["store"]),
    "certificates": (["reportlab", "pyhanko", "pyhanko_certvalidator"], ["awards"]),
    "pdf": (["pypdf"], ["awards", "text", "formats"]),
}


def forbidden_arrows() -> set[tuple[str, str]]:
    """(from, to) between rooms and leaves, by the picture above."""
    arrows = {("course", leaf) for leaf in LEAVES}
    level = {room: depth for depth, line in enumerate(ROOMS) for room in line}
    arrows |= {(a, b) for a in FLAT for b in FLAT if a != b and level[a] >= level[b]}
    arrows |= {(leaf, room) for leaf in [*LEAVES, "errors"] for room in FLAT}
    arrows |= {("errors", leaf) for leaf in LEAVES}
    return {(a, b) for a, b in arrows if a in PRESENT and b in PRESENT}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the program and its contracts, to be spoiled."""
    shutil.copytree(ROOT / "player", tmp_path / "player", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def lint(tree: Path, contract: str = "") -> str:
    """What import-linter says of `tree`: "" when every contract is kept."""
    only = ["--contract", contract] if contract else []
    done = subprocess.run(
        [sys.executable, "-c", LINTER, "--no-cache", "--no-logo", *only],
        cwd=tree, capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"})
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return done.stdout if done.returncode else ""


def plant(tree: Path, room: str, imports: list[str]) -> str:
    """Write imports of `imports` into the room; returns the module they stand in."""
    lines = "".join(f"import {name}\n" for name in imports)
    folder = tree / "player" / room
    if folder.is_dir():
        (folder / "planted.py").write_text(lines, encoding="utf-8")
        return f"player.{room}.planted"
    with (tree / "player" / f"{room}.py").open("a", encoding="utf-8") as file:
        file.write(lines)
    return f"player.{room}"


def plant_arrows(tree: Path, arrows: set[tuple[str, str]]) -> list[str]:
    """Plants them all; returns the words by which the linter must report each."""
    wanted = []
    for room in sorted({a for a, _ in arrows}):
        targets = sorted(b for a, b in arrows if a == room)
        module = plant(tree, room, [f"player.{target}" for target in targets])
        wanted += [f"{module} -> player.{target} (" for target in targets]
    return wanted


def test_the_contracts_hold(tree: Path) -> None:
    assert lint(tree) == ""


def test_every_forbidden_arrow_is_caught(tree: Path) -> None:
    wanted = plant_arrows(tree, forbidden_arrows())
    said = lint(tree)
    assert [words for words in wanted if words not in said] == []


def test_a_face_that_reaches_past_the_services_is_caught(tree: Path) -> None:
    wanted = plant_arrows(tree, {(face, workshop) for face in ("ui", "cli", "main") for workshop in BEHIND_SERVICES})
    said = lint(tree, "workshops")
    assert [words for words in wanted if words not in said] == []


def test_a_room_that_no_layer_names_is_caught(tree: Path) -> None:
    (tree / "player" / "novelty").mkdir()
    (tree / "player" / "novelty" / "__init__.py").touch()
    assert "- player.novelty" in lint(tree, "layers")


@pytest.mark.parametrize("contract", LIBRARIES)
def test_a_library_outside_its_room_is_caught(tree: Path, contract: str) -> None:
    libraries, allowed = LIBRARIES[contract]
    rooms = [room for room in PRESENT if room not in allowed]
    wanted = [f"{plant(tree, room, libraries)} -> {library} (" for room in rooms for library in libraries]
    said = lint(tree, contract)
    assert [words for words in wanted if words.replace("player.player", "player") not in said] == []


@pytest.mark.parametrize("contract", LIBRARIES)
def test_a_library_contract_forgets_no_room(contract: str) -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    named = set(config[f"importlinter:contract:{contract}"]["source_modules"].split())
    rooms = {path.stem for path in (ROOT / "player").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()} - {"__init__"}
    assert named == {f"player.{room}" for room in rooms - set(LIBRARIES[contract][1])}
