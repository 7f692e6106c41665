"""What the benchmarks are played on: packages, data folders, child processes and the hook into the event loop."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from player.paths import DataFolder
from player.services.player import Player
from tests.forge.packages import write_big_package

ROOT = Path(__file__).parent.parent.parent


def big_package(folder: Path, lessons: int) -> Path:
    path = folder / f"big-{lessons}.course"
    if not path.exists():
        write_big_package(path, lessons)
    return path


def text_package(folder: Path, lessons: int) -> Path:
    """A course of text lessons only, a page long each: every press of NEXT shows a heading."""
    from player.course.model import Chapter, CountsWhen, Course, Kind, Lesson, Rule, default_award
    from player.package.builder import build
    from tests.forge.packages import openers

    path = folder / f"text-{lessons}.course"
    if path.exists():
        return path
    contents: dict[str, bytes] = {}
    chapters = []
    for first in range(0, lessons, 50):
        made = []
        for number in range(first, min(first + 50, lessons)):
            name = f"{first // 50 + 1:04}/{number + 1:05}.md"
            contents[name] = _page(number + 1).encode()
            title = f"Lesson number {number + 1}"
            made.append(Lesson(name.removesuffix(".md"), title, Kind.TEXT, CountsWhen(Rule.NEXT), file=name, computed_seconds=60))
        chapters.append(Chapter(f"{first // 50 + 1:04}", f"Chapter {first // 50 + 1}", tuple(made)))
    course = Course("org.example.walk", "A long walk", "1.0", tuple(chapters), awards=(default_award("A long walk"),))
    build(course, openers(contents), {}, path, None)
    return path


def _page(number: int) -> str:
    """Text as lessons have it: paragraphs, a list, a table, a callout, code."""
    words = f"This is page {number}. It says the same as the others, in about two hundred words. " * 6
    table = "| day | drops |\n| --- | ---: |\n" + "".join(f"| {day} | {day * 2} |\n" for day in range(1, 6))
    code = f"```bash\n$ ls -l page{number}\n```"
    return f"{words}\n\n## What to do\n\n- boil it\n- let it cool\n\n{table}\n> [!NOTE]\n> Keep the lid on.\n\n{code}\n\n{words}\n"


def small_package(folder: Path, number: int = 0) -> Path:
    from dataclasses import replace

    from player.package.builder import build
    from tests.forge.packages import openers, small_course

    path = folder / f"small-{number}.course"
    if not path.exists():
        course, contents, quizzes = small_course()
        build(replace(course, id=f"org.example.course-{number}", title=f"Course number {number}"), openers(contents), quizzes, path, None)
    return path


def data_folder(folder: Path, name: str, packages: list[Path], learners: int = 1) -> Path:
    """A data folder with learners and a full shelf; the first learner is signed in and has begun every course."""
    from player import settings

    root = folder / name
    data = DataFolder(root)
    player = Player(data)
    cards = [player.learners.create(f"Learner {number}", "bird", "sea") for number in range(learners)]
    for path in packages:
        opened = player.library.open(player.library.add(path))
        enrolment = player.learning.enrol(cards[0].id, opened)
        first = next(iter(player.learning.status(enrolment).lessons))
        player.learning.open_lesson(enrolment, first)
        opened.close()
    player.close()
    settings.save(data.settings, settings.Settings().changed(last_learner=cards[0].id))
    return root


def child(module: str, *arguments: str, env: Mapping[str, str] | None = None) -> dict[str, float | list[float]]:
    """Run `python -m MODULE` and read the JSON on the last line it prints."""
    result = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env={**os.environ, **(env or {})}, capture_output=True, text=True,
                            timeout=240, check=False)
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    if result.returncode != 0 or not lines:
        raise RuntimeError(f"{module} {' '.join(arguments)} ended with {result.returncode}:\n{result.stdout}\n{result.stderr}")
    found: dict[str, float | list[float]] = json.loads(lines[-1])
    return found


def when_running(deed: Callable[[], None]) -> None:
    """Call `deed` once the event loop of the window runs: QApplication.exec is wrapped, the program itself knows nothing of it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    run = QApplication.exec

    def wrapped(*_self: object) -> int:
        QTimer.singleShot(0, deed)
        return run()

    QApplication.exec = wrapped  # type: ignore[method-assign,assignment]


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that `percent` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1)]


