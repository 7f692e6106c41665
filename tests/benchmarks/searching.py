"""Search in a course of text lessons: each key as one types, beside what SQLite alone needs for the same words; and NEXT while the course is read."""

import json
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from player.paths import DataFolder
from player.services.player import Player
from player.services.search_files import FOLDER
from player.services.searching import Finder
from player.text.finding import expression, terms
from tests.benchmarks import stage

TYPED = ("boil", "lesson number 77", "let it cool", "page 42", "keep the lid", "drops", "the same as", "nothing of this")


def keys(folder: Path, package: Path) -> dict[str, float]:
    """ms of one key: median, 95 % and most over every letter of some queries; `floor` is the median of a raw query of the same words."""
    player, finder, path = _ready(folder, package)
    raw = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    ours, floors = [], []
    for query in TYPED:
        for length in range(1, len(query) + 1):
            typed = query[:length]
            begun = time.perf_counter()
            finder.find(typed)
            ours.append((time.perf_counter() - begun) * 1000)
            begun = time.perf_counter()
            raw.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 60", (expression(terms(typed)),)).fetchall()
            floors.append((time.perf_counter() - begun) * 1000)
    raw.close()
    finder.close()
    player.close()
    return {"median": statistics.median(ours), "p95": stage.percentile(ours, 95), "most": max(ours), "floor": statistics.median(floors)}


def _ready(folder: Path, package: Path) -> tuple[Player, Finder, Path]:
    player = Player(DataFolder(folder / f"search-{package.stem}"))
    learner = player.learners.create("Learner", "bird", "sea")
    enrolment = player.learning.enrol(learner.id, player.library.open(player.library.add(package)))
    if not player.searching.is_made(enrolment.open):
        player.searching.make(enrolment.open, lambda: None)
    finder = player.searching.finder(enrolment.open, player.learning.status(enrolment), (), ("en",))
    if not finder.warm():
        raise RuntimeError("the index was not made")
    return player, finder, player.searching.path(enrolment.open)


def painted(folder: Path, package: Path) -> list[float]:
    """ms from a key in the window to the list that shows its results. Takes the index that `keys` has made: call it after that."""
    data = stage.data_folder(folder, f"search-window-{package.stem}", [package])
    made, wanted = DataFolder(folder / f"search-{package.stem}").cache / FOLDER, DataFolder(data).cache / FOLDER
    shutil.copytree(made, wanted, dirs_exist_ok=True)
    found = stage.child("tests.benchmarks.searching", str(data))["ms"]
    if not isinstance(found, list):
        raise TypeError("a list of figures was expected")
    return found


def _type(data: str) -> int:
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from player.main import main
    from player.ui.lessons.search_panel import SearchPanel

    class Typist(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.letters = list("".join(word + "\b" * len(word) for word in TYPED[:4]))
            self.times: list[float] = []
            self.begun = 0.0
            self.panel: SearchPanel | None = None

        def wait_for(self, name: str, deed: Callable[[QWidget], object]) -> None:
            found = next((each for top in QApplication.topLevelWidgets() for each in top.findChildren(QWidget, name) if each.isVisible()), None)
            if found is None:
                QTimer.singleShot(50, lambda: self.wait_for(name, deed))
            else:
                deed(found)

        def begin(self) -> None:
            self.wait_for("library.continue", self.enter)

        def enter(self, button: QWidget) -> None:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            self.wait_for("lesson.search", lambda search: QTimer.singleShot(2000, lambda: self.open(search)))

        def open(self, search: QWidget) -> None:
            QTest.mouseClick(search, Qt.MouseButton.LeftButton)
            self.panel = next(each for top in QApplication.topLevelWidgets() for each in top.findChildren(SearchPanel))
            self.panel.results.viewport().installEventFilter(self)
            QTimer.singleShot(1500, self.press)

        def press(self) -> None:
            if self.panel is None:
                return
            if not self.letters:
                self.panel.results.viewport().removeEventFilter(self)
                print(json.dumps({"ms": self.times[1:]}), flush=True)  # noqa: T201 - the first key warms up
                QApplication.closeAllWindows()
                return
            letter = self.letters.pop(0)
            self.begun = time.perf_counter()
            if letter == "\b":
                QTest.keyClick(self.panel.field, Qt.Key.Key_Backspace)
            else:
                QTest.keyClicks(self.panel.field, letter)

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            panel = self.panel
            shows = panel is not None and panel.shown is not None and panel.shown.query == panel.field.text()
            if event.type() == QEvent.Type.Paint and self.begun and shows:
                self.times.append((time.perf_counter() - self.begun) * 1000)
                self.begun = 0.0
                QTimer.singleShot(60, self.press)
            return False

    typist = Typist()
    stage.when_running(typist.begin)
    return main(["--data", data])


if __name__ == "__main__":
    sys.exit(_type(sys.argv[1]))
