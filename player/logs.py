"""A rotating log for whoever looks after the computer. It names no learner: screens and services log ids and facts only."""

import logging
import sys
from pathlib import Path

from player import __version__

LARGEST_BYTES, KEPT = 1_000_000, 3
NAME = "player"


class RotatingFile(logging.FileHandler):
    """Starts a new file when the old one is full. logging.handlers does the same, but loads sockets and pickles at the start."""

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        try:
            if self.stream is not None and self.stream.tell() > LARGEST_BYTES:
                self.stream.close()
                self._turn_over()
        except (OSError, ValueError):
            self.handleError(record)

    def _turn_over(self) -> None:
        path = Path(self.baseFilename)
        for number in range(KEPT, 0, -1):
            older = path if number == 1 else path.with_name(f"{path.name}.{number - 1}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number}"))
        self.stream = self._open()


def start(path: Path, level: int = logging.INFO) -> logging.Handler | None:
    """Log to a file of at most about 1 MB, three older ones kept. Without a place to write there is no log, and the program goes on."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFile(path, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log = logging.getLogger(NAME)
    log.setLevel(level)
    log.propagate = False
    log.addHandler(handler)
    log.info("Greentick %s, Python %s, %s", __version__, sys.version.split()[0], sys.platform)
    return handler


def stop(handler: logging.Handler | None) -> None:
    """Close the file, so that the data folder can be moved or removed."""
    if handler is not None:
        log = logging.getLogger(NAME)
        log.removeHandler(handler)
        log.propagate = True
        handler.close()
