"""Pictures are kept and judged in a process of their own, while the walk goes on."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from PySide6.QtGui import QImage

from tests.forge.pictures import Box, Piece, contrast_in, judge

LEAST = 4.5  # contrast of lesson text
FORMAT = QImage.Format.Format_RGB32


class Judge:
    """One other process; `verdict` waits for all it was given."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        self._given: list[tuple[str, Future[list[str]]]] = []

    def look(self, path: Path, image: QImage, pieces: list[Piece], texts: Sequence[Box]) -> None:
        """Keep a picture (RGB32) and judge it; `texts` is where lesson text stands, of which only the pixels are known."""
        bits = bytes(image.constBits())
        task = self._pool.submit(_look, str(path), bits, image.width(), image.height(), pieces, tuple(texts))
        self._given.append((path.stem, task))

    def verdict(self) -> list[str]:
        """Every fault so far, with the picture it is in."""
        return [f"{name}: {fault}" for name, task in self._given for fault in task.result()]

    def close(self) -> None:
        self._pool.shutdown()


def _look(path: str, bits: bytes, width: int, height: int, pieces: list[Piece], texts: tuple[Box, ...]) -> list[str]:
    image = QImage(bits, width, height, 4 * width, FORMAT)
    if not image.save(path):
        return [f"the picture could not be written to {path}"]
    found = [str(fault) for fault in judge(pieces, image)]
    for box in texts:
        ratio = contrast_in(image, box)
        if ratio is None or ratio < LEAST:
            found.append(f"contrast: the lesson text has {ratio or 0:.2f}, needs {LEAST}")
    return found
