"""The tour itself is tested: it passes, it fails when NEXT does nothing, it knows the player by its entry point only, and it sees faults."""

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.forge.pictures import Piece
from tests.tour import answers
from tests.tour.judge import FORMAT, Judge

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCE = ROOT / "course_packages" / "safe-water"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample course as `make packages` leaves it; built here where nobody did."""
    built = SOURCE.with_suffix(".course")
    if built.exists():
        return built
    mine = tmp_path_factory.mktemp("package") / built.name
    subprocess.run([sys.executable, "-m", "player", "build", str(SOURCE), "-o", str(mine), "--frozen"], check=True, cwd=ROOT, capture_output=True)
    return mine


def tour(package: Path, out: Path, **more: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "tests.tour", "--brief", "--package", str(package), "--out", str(out), "--limit", "200"]
    return subprocess.run(words, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_brief_tour_reaches_its_certificate(package: Path, tmp_path: Path) -> None:
    (tmp_path / "old.png").write_text("from a tour before")
    done = tour(package, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The tour passed" in done.stdout
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"certificate.pdf", "lesson-first.png", "quiz-result.png", "award.png", "verify-unknown.png"}


def test_without_next_the_tour_fails(package: Path, tmp_path: Path) -> None:
    done = tour(package, tmp_path, TOUR_DISCONNECTED="lesson.next")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "tour: another lesson did not come after a click on “lesson.next”" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "FAILED.png").exists()
    assert not (tmp_path / "certificate.pdf").exists()


def test_the_tour_knows_nothing_of_the_player_but_its_entry_point_and_its_language() -> None:
    known = {"player.main", "player.ui.words"}
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert [name for name in names if name.split(".")[0] == "player" and name not in known] == [], path.name


def test_faults_are_found_in_the_other_process(tmp_path: Path) -> None:
    judge = Judge(tmp_path)
    picture = QImage(200, 100, FORMAT)
    picture.fill(0xFFFFFF)
    box = (10, 10, 80, 20)
    words = Piece(0, "a label", "Cut off", box, box, box, (), "needs 90 px across, has 80", "", unsaid=False, least=0.0)
    judge.look(tmp_path / "white.png", picture, [words], [box])
    found = judge.verdict()
    assert [fault.split(":")[:2] for fault in found] == [["white", " blank"], ["white", " clipped"], ["white", " contrast"]]
    assert QImage(str(tmp_path / "white.png")).size() == picture.size()


def test_the_judge_does_not_outlive_a_walk_that_crashed(tmp_path: Path) -> None:
    script = ("import os, sys; from pathlib import Path; from PySide6.QtGui import QImage; from tests.tour.judge import FORMAT, Judge;"
              "judge = Judge(Path(sys.argv[1])); picture = QImage(1920, 1080, FORMAT); picture.fill(0);"
              "[judge.look(Path(sys.argv[1]) / f'{n}.png', picture, [], []) for n in range(20)];"
              "print(judge._process.pid, flush=True); os.abort()")  # fmt: skip
    crashed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    pid = int(crashed.stdout)
    assert crashed.returncode != 0
    until = time.monotonic() + 30
    while alive(pid):
        assert time.monotonic() < until, "the judge is still there"
        time.sleep(.05)


def alive(pid: int) -> bool:
    """Whether a process still runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split(") ")[1][0] != "Z"
    except OSError:
        return False


def test_answers_are_read_from_what_the_author_wrote() -> None:
    known = answers.read(SOURCE / "02-making-water-safe" / "50-quiz-making-water-safe.quiz.toml")
    assert len(known) == 8
    assert known["Boiling takes arsenic and other chemicals out of the water."].right == ("False",)
    litres = known["A jerrycan holds 25 litres of cloudy water. The bleach is of 4–6 %. How many drops?"]
    assert (litres.typed, litres.mistyped) == ("100 drops", answers.WRONG_NUMBER)
    several = next(each for each in known.values() if len(each.right) > 1)
    assert not set(several.right) & set(several.wrong)
    assert all(bool(each.typed) != bool(each.right) for each in known.values())
