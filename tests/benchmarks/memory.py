"""Memory of the player and its helpers, as proportional set size (Linux)."""

import json
import os
import sys
from pathlib import Path

from tests.benchmarks import stage


def at(folder: Path, place: str) -> float:
    """MB at "library", "native lesson" or "web lesson"; nan where the system does not tell."""
    packages = [stage.small_package(folder, number) for number in range(20)]
    data = folder / "memory"
    if not data.exists():
        stage.data_folder(folder, "memory", packages, 5)
    found = stage.child("tests.benchmarks.memory", str(data), place)["mb"]
    if isinstance(found, list):
        raise TypeError("one figure was expected")
    return found


def pss(pid: int) -> int:
    """Bytes of one process and everything it started."""
    total = 0
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        total = next(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(pss(int(child)) for child in (task / "children").read_text(encoding="ascii").split())
    except (OSError, StopIteration):
        return total
    return total


def _show(data: str, place: str) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from player.main import main
    from player.services.player import Player
    from player.ui.main_window import MainWindow
    from player.ui.routes import LessonRoute

    def told() -> None:
        print(json.dumps({"mb": pss(os.getpid()) / 1e6}), flush=True)  # noqa: T201
        QApplication.closeAllWindows()

    def go() -> None:
        window = next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow))
        if place == "library":
            QTimer.singleShot(3000, told)
            return
        wanted = "text" if place == "web lesson" else "pdf"

        def open_lesson() -> None:
            def find(player: "Player") -> tuple[str, str]:
                if window.desk.session.learner is None:
                    raise RuntimeError("nobody is signed in")
                key = player.library.shelf(window.desk.session.learner.id)[0].key
                course = player.library.open(key).course
                return key, next(lesson.id for lesson in course.lessons() if lesson.kind == wanted)

            window.ask(find, lambda found: window.go(LessonRoute(*found)))
            QTimer.singleShot(4000, told)

        QTimer.singleShot(500, open_lesson)

    stage.when_running(go)
    return main(["--data", data])


if __name__ == "__main__":
    sys.exit(_show(sys.argv[1], sys.argv[2]))
