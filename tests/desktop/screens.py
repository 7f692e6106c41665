"""`make tour-read`: every screen of the window at a real desktop, read from outside as a screen reader reads it (AT-SPI over the bus).

The window and what it shows is that of tests/forge/every_screen.py; tests/desktop/reader.py, a process of its own, asks for the whole tree of
each screen, and compares it with what the window knows of itself: nothing may be left untold.
"""

import faulthandler
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bundle.desktop import PYTHON, Desktop, missing

ROOT = Path(__file__).parents[2]
LIMIT = 900.0  # seconds of one walk
PATIENCE = 20.0  # seconds in which what the window knows has to be told outside
SETTLES = 3000  # ms
TRIES = 2  # Qt's bridge may end the program that is read (docs/decisions.md)


def main() -> int:
    if "--here" in sys.argv:
        return here()
    if lacking := missing():
        print(f"tour-read: left out, since there is no desktop to be had here ({lacking})")  # noqa: T201
        return 0
    for _ in range(TRIES):
        with tempfile.TemporaryDirectory(prefix="greentick-read-") as place, Desktop(Path(place)) as desktop:
            (home := Path(place) / "home").mkdir()
            own = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "TZ": "UTC", "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
            words = [sys.executable, "-m", "tests.desktop.screens", "--here"]
            code = subprocess.run(words, env=os.environ | desktop.session | own, cwd=ROOT, check=False, timeout=LIMIT + 60).returncode
        if code >= 0:
            return code
        print(f"tour-read: the program ended with the signal {-code} while it was read", file=sys.stderr)  # noqa: T201
    return 1


class Bot:
    """What tests.forge.window.Stage asks of pytest-qt, where no test runs."""

    def addWidget(self, widget: Any) -> None:
        """It is closed with the stage."""

    def waitUntil(self, look: Callable[[], Any], *, timeout: int) -> None:
        """Until `look` neither says no nor raises AssertionError; `timeout` in ms."""
        from tests.forge.keyboard import live

        until = time.monotonic() + timeout / 1000
        while True:
            try:
                if look() is not False:
                    return
            except AssertionError:
                if time.monotonic() > until:
                    raise
            if time.monotonic() > until:
                raise AssertionError("it took too long")
            live(10)

    @contextmanager
    def waitActive(self, widget: Any, *, timeout: int) -> Iterator[None]:
        yield
        self.waitUntil(widget.isActiveWindow, timeout=timeout)

    @contextmanager
    def waitSignal(self, signal: Any, *, timeout: int) -> Iterator[None]:
        heard: list[bool] = []
        connection = signal.connect(lambda *_given: heard.append(True))
        yield
        self.waitUntil(lambda: bool(heard), timeout=timeout)
        signal.disconnect(connection)


class Outside:
    """The reader, asked without keeping the window from answering it."""

    def __init__(self, application: str) -> None:
        words = [PYTHON, "-m", "tests.desktop.reader", application]
        own = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(words, cwd=ROOT, env=own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def ask(self, told: dict[str, Any]) -> dict[str, Any]:
        from tests.forge.keyboard import live

        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        while self._answers.empty():
            live(5)
        line = self._answers.get()
        assert line, "the reader is gone"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


def here() -> int:
    """At the desktop that DISPLAY tells of."""
    from player.ui.web.environment import prepare_environment, register_scheme

    faulthandler.enable()
    faulthandler.dump_traceback_later(LIMIT, exit=True)
    prepare_environment()
    register_scheme()
    from player.ui.application import make_application
    from player.ui.theme import load_reading_fonts, load_ui_fonts
    from tests.forge.every_screen import every_screen
    from tests.forge.window import Stage

    app = make_application(["greentick"])
    app.setApplicationName("Greentick")
    load_ui_fonts()
    load_reading_fonts()
    began, faults, counted, names = time.monotonic(), list[str](), [0, 0, 0, 0], list[str]()
    with tempfile.TemporaryDirectory(prefix="greentick-read-") as folder:
        stage, outside = Stage(Bot(), Path(folder)), Outside("Greentick")  # type: ignore[arg-type]
        for screen in every_screen(stage, Path(folder)):
            stage.settle()
            answer = read(stage, outside)
            faults += [f"{screen}: {fault}" for fault in answer["faults"]]
            names.append(screen)
            counted = [before + int(answer[key]) for before, key in zip(counted, ("things", "controls", "labels", "words"), strict=True)]
        outside.close()
        stage.close()
    for fault in faults:
        print(f"tour-read: {fault}", file=sys.stderr)  # noqa: T201
    things, controls, labels, words = counted
    counts = f"{things} things, {controls} controls, {labels} labels, {words} words of lessons"
    print(f"read {len(names)} screens in {time.monotonic() - began:.1f} s: {counts}; {len(faults) or 'no'} faults")  # noqa: T201
    sys.stdout.flush()
    os._exit(1 if faults else 0)  # nothing of it is to be kept


def read(stage: Any, outside: "Outside") -> dict[str, Any]:
    """Asked again where something is off, for what changes while it is read: a clock, a page of which the next one comes to count."""
    from tests.forge.keyboard import live

    until = time.monotonic() + PATIENCE
    if text(stage):  # Chromium tells of its text a moment after it has drawn it, and Qt keeps what it was told first
        live(SETTLES)
    while True:
        answer = outside.ask(known(stage))
        if not answer["faults"] or time.monotonic() > until:
            return answer


def text(stage: Any) -> bool:
    """Whether the text of a lesson is shown."""
    from PySide6.QtWebEngineWidgets import QWebEngineView

    return any(view.isVisible() for view in stage.window.findChildren(QWebEngineView))


def known(stage: Any) -> dict[str, Any]:
    """What the window shows, by its own account: controls as (object name, name), the plain words of labels, and whether there is a lesson's text."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QTextDocument
    from PySide6.QtWidgets import QLabel

    from tests.ui.test_controls import controls

    found = [(each.objectName(), each.accessibleName()) for each in controls(stage.window) if each.objectName()]
    labels: list[str] = []
    for label in stage.window.findChildren(QLabel):
        if not label.isVisible() or not label.text().strip() or label.accessibleName():
            continue
        words = label.text()
        if label.textFormat() == Qt.TextFormat.RichText:
            document = QTextDocument()
            document.setHtml(words)
            words = document.toPlainText()
        labels.append(" ".join(words.split()))
    return {"controls": found, "labels": labels, "text": text(stage)}


if __name__ == "__main__":
    sys.exit(main())
