"""From the key press on NEXT to the frame that shows the next lesson's heading, with the tick on disk."""

import json
import sys
import time
from pathlib import Path

from tests.benchmarks import stage


def presses(folder: Path, package: Path, count: int) -> list[float]:
    """ms of each press."""
    data = stage.data_folder(folder, f"walk-{package.stem}", [package])
    found = stage.child("tests.benchmarks.walking", str(data), str(count))["ms"]
    if not isinstance(found, list):
        raise TypeError("a list of figures was expected")
    return found


def _walk(data: str, count: int) -> int:
    from PySide6.QtCore import QObject, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from player.main import main
    from player.ui.screens.lesson import LessonScreen
    from player.ui.web.text_view import TextView

    class Walker(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.times: list[float] = []
            self.begun = 0
            self.view: TextView | None = None

        def button(self, name: str) -> QWidget | None:
            return next((each for top in QApplication.topLevelWidgets() for each in top.findChildren(QWidget, name)
                         if each.isVisible() and each.isEnabled()), None)

        def begin(self) -> None:
            go = self.button("library.continue")
            if go is None:
                QTimer.singleShot(50, self.begin)
                return
            QTest.mouseClick(go, Qt.MouseButton.LeftButton)
            QTimer.singleShot(100, self.look)

        def look(self) -> None:
            window = next(top for top in QApplication.topLevelWidgets() if top.findChild(LessonScreen) or top.isVisible())
            views = window.findChildren(TextView)
            if not views or not views[0].isVisible():
                QTimer.singleShot(100, self.look)
                return
            self.view = views[0]
            self.view.painted.connect(self.painted)
            QTimer.singleShot(1500, self.press)

        def press(self) -> None:
            button = self.button("lesson.next")
            if button is None or self.begun:
                QTimer.singleShot(20, self.press)
                return
            self.begun = time.perf_counter_ns()
            QTest.keyClick(button, Qt.Key.Key_Return)

        def painted(self) -> None:
            if not self.begun:
                return
            self.times.append((time.perf_counter_ns() - self.begun) / 1e6)
            self.begun = 0
            if len(self.times) < count + 1:
                QTimer.singleShot(120, self.press)
                return
            print(json.dumps({"ms": self.times[1:]}), flush=True)  # noqa: T201 - the first press warms up
            QApplication.closeAllWindows()

    walker = Walker()
    stage.when_running(walker.begin)
    return main(["--data", data])


if __name__ == "__main__":
    sys.exit(_walk(sys.argv[1], int(sys.argv[2])))
