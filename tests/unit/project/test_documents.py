"""What the documents name exists: tests, files, commands, make targets, and the test that each answer in two of them belongs to."""

import ast
import re
from pathlib import Path

import pytest

from player.cli.names import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
WHAT_COUNTS = ROOT / "docs" / "what-counts.md"
QUESTIONS = ROOT / "docs" / "questions.md"
ids = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]


@pytest.fixture(scope="module")
def homes_of() -> dict[str, list[Path]]:
    """Every test by name, with the files that define it."""
    found: dict[str, list[Path]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.setdefault(node.name, []).append(path)
    return found


def named(text: str) -> set[str]:
    return set(re.findall(r"\btest_\w+\b(?!\.py)", re.sub(r"\S*/\S*", " ", text)))


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_every_test_that_a_document_names_exists(document: Path, homes_of: dict[str, list[Path]]) -> None:
    assert named(document.read_text(encoding="utf-8")) <= set(homes_of)


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_every_file_of_the_project_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    paths = set(re.findall(r"\b(?:player|tests|docs|tools|resources)/[\w./-]*\w", text))
    assert {path for path in paths if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    text = re.sub(r"^( *)```.*?^\1```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link and not link.startswith(("#", "mailto:"))]
    assert [link for link in links if not (document.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/authoring.md", "docs/command-line.md"])
def test_every_command_and_target_that_a_guide_types_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    typed = set(re.findall(r"(?:^|`|\$ )(?:\.venv\S+?)?greentick ([a-z]+)\b(?![./])", text, re.MULTILINE))
    assert typed <= set(COMMANDS)
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z0-9-]+)", text, re.MULTILINE)) <= targets


def test_every_question_of_what_counts_is_answered_by_a_test(homes_of: dict[str, list[Path]]) -> None:
    sections = WHAT_COUNTS.read_text(encoding="utf-8").split("\n## ")[1:]
    assert len(sections) >= 8
    for section in sections:
        tests = named(section)
        assert tests or "tests/unit/course/test_fold.py" in section, section.splitlines()[0]
        homes = {path.name for name in tests for path in homes_of[name]}
        assert homes <= {"test_what_counts.py"}, section.splitlines()[0]


def test_every_question_of_a_trainer_is_answered_by_a_test_in_the_window(homes_of: dict[str, list[Path]]) -> None:
    sections = QUESTIONS.read_text(encoding="utf-8").split("\n## ")[1:]
    for section in sections:
        homes = [path.relative_to(ROOT).as_posix() for name in named(section) for path in homes_of[name]]
        assert "tests/e2e/test_seed.py" in homes, section.splitlines()[0]
    answered = {name for section in sections for name in named(section)}
    seed = {name for name, homes in homes_of.items() if QUESTIONS.parents[1] / "tests" / "e2e" / "test_seed.py" in homes}
    assert seed - answered <= {"test_each_question_is_answered_here"}
