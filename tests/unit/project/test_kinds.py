"""A kind is a file and a line in one list: none is forgotten, none is there twice."""

from collections import Counter
from pathlib import Path

from player.cli.names import COMMANDS
from player.course.model import Kind
from player.course.quiz import QuestionKind
from player.ui.lessons.kinds import VIEWS
from player.ui.questions.kinds import QUESTIONS

PLAYER = Path(__file__).resolve().parents[3] / "player"


def test_every_kind_of_lesson_has_its_view() -> None:
    assert Counter(kind for kind, _ in VIEWS) == Counter(Kind)


def test_every_kind_of_question_has_its_widget() -> None:
    assert Counter(kind for kind, _ in QUESTIONS) == Counter(QuestionKind)


def test_every_command_is_a_file() -> None:
    assert [name for name in COMMANDS if not (PLAYER / "cli" / f"{name}.py").is_file()] == []


def test_every_layer_has_a_coverage_floor() -> None:
    floors = (PLAYER.parent / "tools" / "coverage_floors.py").read_text(encoding="utf-8")
    layers = [path.name for path in PLAYER.iterdir() if (path / "__init__.py").is_file()]
    assert [layer for layer in layers if f'"{layer}": ' not in floors] == []
    assert '"course": 100.0' in floors
