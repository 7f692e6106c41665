"""From the deed to the frame: another theme, another size of the text, and a learner who signs in."""

import json
import sys
import time
from pathlib import Path

from tests.benchmarks import stage

TIMES = 6


def figures(folder: Path) -> dict[str, list[float]]:
    """ms: "theme" and "size" in a text lesson and on the library page, "sign_in" from the tile to the library's cards; each also as "… cpu",
    what the processor spent on it, which other programs on the computer hardly change."""
    packages = [stage.small_package(folder, number) for number in range(12)]
    data = stage.data_folder(folder, "looks", packages, 3)
    found = stage.child("tests.benchmarks.looks", str(data))
    return {name: value for name, value in found.items() if isinstance(value, list)}


def _play(data: str) -> int:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from player.main import main
    from player.ui.main_window import MainWindow
    from player.ui.routes import LearnersRoute, LibraryRoute

    class Player(QObject):
        def __init__(self) -> None:
            super().__init__()
            names = ("theme_library", "size_library", "theme_lesson", "size_lesson", "sign_in")
            self.told: dict[str, list[float]] = {f"{name}{what}": [] for name in names for what in ("", " cpu")}
            self.begun = self.spent = 0.0
            self.wanted: Callable[[], bool] = lambda: False
            self.seen: Callable[[], None] = lambda: None

        @property
        def window(self) -> MainWindow:
            return next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow))

        def begin(self) -> None:
            self.window.installEventFilter(self)
            QTimer.singleShot(1500, lambda: self.looks("library", TIMES, self.to_lesson))

        def measure(self, name: str, deed: Callable[[], None], wanted: Callable[[], bool], then: Callable[[], None]) -> None:
            def seen() -> None:
                self.told[name].append((time.perf_counter() - self.begun) * 1000)
                self.told[f"{name} cpu"].append((time.process_time() - self.spent) * 1000)
                self.begun = 0.0
                QTimer.singleShot(250, then)

            self.wanted, self.seen = wanted, seen
            self.begun, self.spent = time.perf_counter(), time.process_time()
            deed()

        def looks(self, where: str, left: int, then: Callable[[], None]) -> None:
            if not left:
                then()
                return
            window = self.window
            theme = "light" if left % 2 else "dark"
            size = 1.0 if left % 2 else 1.1
            right_size = lambda: window.desk.theme.scale == size and self.whole()  # noqa: E731
            self.measure(f"theme_{where}", lambda: window.change_look(theme=theme), lambda: window.desk.theme.scheme == theme, lambda: self.measure(
                f"size_{where}", lambda: window.change_look(text_scale=size), right_size, lambda: self.looks(where, left - 1, then)))

        def whole(self) -> bool:
            """Whether the page that is shown wears the present size."""
            screen = self.window.screen_shown
            return screen is not None and screen.theme.scale == self.window.desk.theme.scale

        def to_lesson(self) -> None:
            button = self.window.findChild(QWidget, "library.continue")
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            QTimer.singleShot(3000, lambda: self.looks("lesson", TIMES, lambda: self.sign_in(TIMES)))

        def sign_in(self, left: int) -> None:
            if not left:
                print(json.dumps({name: values[1:] for name, values in self.told.items()}), flush=True)  # noqa: T201 - the first of each warms up
                QApplication.closeAllWindows()
                return
            self.window.go(LearnersRoute())
            QTimer.singleShot(700, lambda: self.choose(left))

        def choose(self, left: int) -> None:
            window = self.window
            board = window.findChild(QWidget, "learners.board")
            tile = next(each for each in board.findChildren(QWidget) if each.accessibleName().startswith("Learner 0"))
            self.measure("sign_in", lambda: QTest.mouseClick(tile, Qt.MouseButton.LeftButton),
                         lambda: isinstance(window.route, LibraryRoute), lambda: self.sign_in(left - 1))

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            # With this event the window paints everything that has to be painted anew.
            if event.type() == QEvent.Type.UpdateRequest and self.begun and self.wanted():
                self.wanted = lambda: False
                QTimer.singleShot(0, self.seen)
            return False

    player = Player()
    stage.when_running(player.begin)
    return main(["--data", data])


if __name__ == "__main__":
    sys.exit(_play(sys.argv[1]))
