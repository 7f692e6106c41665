"""Starts the player as a person does and plants a fault in it: python -m tests.e2e.crashing_run PLACE FOLDER. Tells what the dialog says."""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMainWindow, QPlainTextEdit, QWidget


class PlantedError(Exception):
    """No PlayerError: nobody expects it."""


def fail(*_: object) -> None:
    raise PlantedError("planted here")


def in_a_slot(window: Any) -> None:
    QTimer.singleShot(0, window, fail)


def in_an_event(window: Any) -> None:
    class Broken(QWidget):
        def paintEvent(self, _event: object) -> None:
            QTimer.singleShot(0, self.hide)
            fail()

    broken = Broken(window)
    broken.resize(50, 50)
    broken.show()


def in_a_dialog(window: Any) -> None:
    """While another dialog is open: both close."""
    dialog = QDialog(window)
    QTimer.singleShot(0, dialog, fail)
    dialog.exec()


def on_the_store_lane(window: Any) -> None:
    window.ask(fail, fail)


def in_the_pool(window: Any) -> None:
    window.pool(fail, fail)


def in_a_callback(window: Any) -> None:
    window.ask(lambda _player: None, fail)


def in_a_thread(_window: Any) -> None:
    threading.Thread(target=fail).start()


PLACES: dict[str, Callable[[Any], None]] = {
    each.__name__: each for each in (in_a_slot, in_an_event, in_a_dialog, on_the_store_lane, in_the_pool, in_a_callback, in_a_thread)
}


def main() -> int:
    """No event loop of ours runs around the fault: what is raised in a slot would come out of it instead of reaching the hook."""
    from player.main import main as player

    place, folder = sys.argv[1:]
    listen = QApplication.exec
    keep: list[QTimer] = []

    def plant() -> None:
        (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]
        window.ask(lambda player: player.learners.create("Nora Example", "bird", "sea"), lambda _: PLACES[place](window))  # type: ignore[attr-defined]

    def look() -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.objectName() == "crash" and dialog.isVisible():
                details, close = dialog.findChild(QPlainTextEdit, "crash.details"), dialog.findChild(QAbstractButton, "crash.close")
                assert details is not None
                assert close is not None
                said = " ".join(each.text() for each in dialog.findChildren(QLabel))
                print(json.dumps({"said": said, "details": details.toPlainText()}), flush=True)  # noqa: T201
                keep[0].stop()
                QTimer.singleShot(0, close, close.click)

    def execute(*_self: object) -> int:
        QTimer.singleShot(0, plant)
        looker = QTimer(QApplication.instance(), interval=20)
        looker.timeout.connect(look)
        looker.start()
        keep.append(looker)
        return listen()

    QApplication.exec = execute  # type: ignore[method-assign]  # the one moment at which the window is made and listens
    return player(["--data", folder])


if __name__ == "__main__":
    sys.exit(main())
