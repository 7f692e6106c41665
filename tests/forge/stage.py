"""Plays in the real window: a child process starts the player as a person does, and a script in it works with real events.

`python -m tests.forge.stage MODULE FUNCTION FOLDER WORD…` is the child: FUNCTION(stage) acts as soon as the window listens, the WORDs are
what `greentick` is started with. It tells what it saw in lines of JSON; lines that it is given are its cues.
"""

import importlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds that any one thing may take; the machine may be busy
LONGEST = 230.0  # seconds that a whole play may take
# Qt says these where there is no screen and no graphics card, and when a process is killed under it.
USUAL_WORDS = ("This plugin does not support", "QRhi", "Failed to create RHI", "GPUInfo", "GPU vendor", "propagateSizeHints", "XDG_RUNTIME_DIR",
               "Sandboxing disabled",
               # and these where there is neither sound nor a decoder in hardware
               "Couldn't load", "Couldn't resolve", "Using Qt multimedia", "PulseAudioService", "No HW decoder found")


class PlayError(AssertionError):
    """The child ended otherwise than it should; with what it said."""


class Play:
    """A child that is playing. Everything it tells is kept in `told`, by name."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.told: dict[str, Any] = {}
        self.errors = ""
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._ends = time.monotonic() + LONGEST
        threading.Thread(target=self._read, daemon=True).start()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.errors += line

    def until(self, name: str) -> Any:
        """What the child tells under this name; waits for it."""
        while name not in self.told:
            try:
                line = self._lines.get(timeout=max(0.1, self._ends - time.monotonic()))
            except queue.Empty:
                raise PlayError(f"the play did not come to “{name}”\n{self.told}\n{self.errors}") from None
            if line is None:
                self.process.wait(PATIENCE)
                self._listener.join(PATIENCE)
                raise PlayError(f"the play ended ({self.process.returncode}) before “{name}”\n{self.told}\n{self.errors}")
            try:
                self.told |= json.loads(line)
            except ValueError:
                self.errors += line
        return self.told[name]

    def cue(self, line: str = "go") -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def finish(self, code: int = 0) -> dict[str, Any]:
        """Wait for the end of the play, which must be a good one, and of the player, which must end with this code."""
        self.until("over")
        ended = self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        if ended != code or self.told["over"] or self.told["warnings"]:
            raise PlayError(f"the play failed ({ended}): {self.told['over']}\n{self.told['warnings']}\n{self.errors}")
        return self.told

    def kill(self) -> None:
        """As a power cut does: no chance to write anything more."""
        self.process.kill()
        self.process.wait(PATIENCE)


def environment(home: Path) -> dict[str, str]:
    """A machine without a screen, on which nobody has ever started the player."""
    home.mkdir(parents=True, exist_ok=True)
    rest = {name: value for name, value in os.environ.items() if name != "GREENTICK_DATA" and not name.startswith(("QT_", "PYTEST_", "COV_"))}
    return rest | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "XDG_DATA_HOME": str(home / ".share"), "QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def playing(script: Callable[["Stage"], None], folder: Path, *words: str | Path) -> Iterator[Play]:
    """Start the player with these words in a process of its own, and `script` (of a module in tests) in it. `folder` takes its files."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.forge.stage", script.__module__, script.__name__, str(folder), *map(str, words)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder / "home"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, encoding="utf-8")  # fmt: skip
    play = Play(process)
    try:
        yield play
    finally:
        if process.poll() is None:
            play.kill()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def greentick(folder: Path, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    """The command line in a process of its own."""
    return subprocess.run([sys.executable, "-m", "player", *map(str, words)], cwd=ROOT, env=environment(folder / "home"), capture_output=True,
                          text=True, encoding="utf-8", check=False, timeout=LONGEST)  # fmt: skip


# --- the child ---------------------------------------------------------------------------------------------------------


@dataclass
class Stage:
    """What a script is given; `words` is what the player was started with. `hands` come into being with the window."""

    folder: Path
    words: Sequence[str]
    cues: "queue.Queue[str]"
    hands: Any = None

    def tell(self, **what: Any) -> None:
        sys.stdout.write(json.dumps(what, default=str) + "\n")
        sys.stdout.flush()

    def cue(self) -> str:
        """Wait for a word from outside; the window lives meanwhile."""
        return str(self.hands.wait(lambda: None if self.cues.empty() else self.cues.get(), "a cue"))

    def message(self, tone: str = "danger") -> str:
        """The newest message in the message area, as a screen reader says it; it is closed then, with the mouse."""
        said: str = self.hands.find(f"message.{tone}").accessibleName()
        while self.hands.sees("message.close"):
            self.hands.click("message.close")
        return said

    def in_dialog(self, deed: Callable[[], None], act: Callable[[Any], None]) -> None:
        """Do what opens a dialog, and `act` in it as soon as it is there; it must be closed then."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QDialog

        acted, trouble = list[bool](), list[Exception]()
        looker = QTimer(self.hands.window, interval=20)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                return
            looker.stop()
            try:
                act(dialog)
            except Exception as error:  # an exception would end in the event loop of the dialog
                trouble.append(error)
                dialog.reject()
            acted.append(True)

        looker.timeout.connect(look)
        looker.start()
        deed()
        self.hands.wait(lambda: acted and QApplication.activeModalWidget() is None, "a dialog")
        looker.deleteLater()
        if trouble:
            raise trouble[0]
        self.hands.window.activateWindow()  # what a window manager does; without a screen there is none

    def picture(self, name: str) -> None:
        self.hands.window.grab().save(str(self.folder / f"{name}.png"))


def main() -> int:
    from PySide6.QtCore import QTimer, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from player.main import main as player
    from tests.tour.hands import Hands

    module, function, folder, *words = sys.argv[1:]
    script: Callable[[Stage], None] = getattr(importlib.import_module(module), function)
    cues: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: [cues.put(line.rstrip("\n")) for line in sys.stdin], daemon=True).start()
    stage = Stage(Path(folder), words, cues)
    trouble = "the window did not open"
    warnings: list[str] = []
    qInstallMessageHandler(lambda _kind, _where, text: warnings.append(text))

    def deeds() -> None:
        nonlocal trouble
        try:
            stage.hands = Hands(PATIENCE)
            script(stage)
            trouble = ""
        except BaseException:  # whatever it is, the window must close
            trouble = traceback.format_exc()
            stage.picture("FAILED")
        for widget in QApplication.topLevelWidgets():
            widget.close()

    listen = QApplication.exec

    def execute(*_self: object) -> int:
        QTimer.singleShot(0, deeds)
        return listen()

    QApplication.exec = execute  # type: ignore[method-assign]  # the one moment at which the window is made and listens
    code = player(words)
    QApplication.exec = listen  # type: ignore[method-assign]
    qInstallMessageHandler(None)
    stage.tell(warnings=[text for text in warnings if not any(usual in text for usual in USUAL_WORDS)], over=trouble)
    return code


if __name__ == "__main__":
    sys.exit(main())
