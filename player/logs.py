"""A rotating log for whoever looks after the computer. It names no learner: screens and services log ids and facts only."""

import logging
import logging.handlers
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LARGEST_BYTES, KEPT = 1_000_000, 3
NAME = "player"


def version_number() -> str:
    """The version of the installed program, "0" when it runs from a folder that was never installed."""
    try:
        return version("greentick")
    except PackageNotFoundError:
        return "0"


def start(path: Path, level: int = logging.INFO) -> logging.Handler | None:
    """Log to a file of at most 1 MB, three older ones kept. Without a place to write there is no log, and the program goes on."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=LARGEST_BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log = logging.getLogger(NAME)
    log.setLevel(level)
    log.propagate = False
    log.addHandler(handler)
    log.info("Greentick %s, Python %s, %s", version_number(), sys.version.split()[0], sys.platform)
    return handler


def stop(handler: logging.Handler | None) -> None:
    """Close the file, so that the data folder can be moved or removed."""
    if handler is not None:
        log = logging.getLogger(NAME)
        log.removeHandler(handler)
        log.propagate = True
        handler.close()
