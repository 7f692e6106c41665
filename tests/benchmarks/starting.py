"""From the start of the process to the first frame: a bare window, and the library with its real cards."""

import json
import os
import statistics
import sys
import time
from pathlib import Path

from tests.benchmarks import stage

BEGUN = "GREENTICK_BENCH_BEGUN"


def compare(folder: Path, runs: int) -> tuple[float, float]:
    """Median ms of (a bare window, the library), measured in turns."""
    packages = [stage.small_package(folder, number) for number in range(20)]
    data = stage.data_folder(folder, "start", packages, 5)
    bare, library = [], []
    for number in range(runs + 1):
        one = _run("bare", str(data))
        other = _run("library", str(data))
        if number:  # the first pair warms the disk
            bare.append(one)
            library.append(other)
    return statistics.median(bare), statistics.median(library)


def _run(what: str, data: str) -> float:
    found = stage.child("tests.benchmarks.starting", what, data, env={BEGUN: str(time.monotonic_ns())})
    value = found["ms"]
    if isinstance(value, list):
        raise TypeError("one figure was expected")
    return value


def _told() -> None:
    from PySide6.QtWidgets import QApplication

    print(json.dumps({"ms": (time.monotonic_ns() - int(os.environ[BEGUN])) / 1e6}), flush=True)  # noqa: T201
    QApplication.closeAllWindows()


def _bare() -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, _told)

    app = QApplication(["bare"])
    window = Window()
    window.resize(1366, 768)
    window.show()
    return app.exec()


def _library(data: str) -> int:
    """The moment after the grid of courses was painted, with all its cards."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from player.main import main

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, _told)
            return False

    watch = Watch()
    run = QApplication.exec

    def wrapped(*_self: object) -> int:
        cards = [widget for top in QApplication.topLevelWidgets() for widget in top.findChildren(QWidget)
                 if widget.objectName().startswith("library.course.")]
        if len(cards) != 20:
            raise RuntimeError(f"the library shows {len(cards)} cards instead of 20")
        cards[0].installEventFilter(watch)
        return run()

    QApplication.exec = wrapped  # type: ignore[method-assign,assignment]
    return main(["--data", data])


if __name__ == "__main__":
    sys.exit(_bare() if sys.argv[1] == "bare" else _library(sys.argv[2]))
