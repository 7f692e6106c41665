"""Pictures are kept and judged in a process of their own, while the walk goes on; it ends when the walk does, however that ends."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from PySide6.QtGui import QImage

from tests.forge.pictures import Box, Piece, contrast_in, judge

ROOT = Path(__file__).parents[2]
LEAST = 4.5  # contrast of lesson text
FORMAT = QImage.Format.Format_RGB32
Task = tuple[Path, Path, int, int, list[Piece], tuple[Box, ...]]


class Judge:
    """`scratch` takes pictures on their way to the other process. `verdict` waits for all it was given."""

    def __init__(self, scratch: Path) -> None:
        self._scratch, self._count = scratch, 0
        self._process = subprocess.Popen([sys.executable, "-m", "tests.tour.judge"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)

    def look(self, path: Path, image: QImage, pieces: list[Piece], texts: Sequence[Box]) -> None:
        """Keep a picture (RGB32) and judge it; `texts` is where lesson text stands, of which only the pixels are known."""
        self._count += 1
        raw = self._scratch / f"picture{self._count}"
        raw.write_bytes(image.constBits())
        task: Task = (path, raw, image.width(), image.height(), pieces, tuple(texts))
        if self._process.stdin is not None:
            pickle.dump(task, self._process.stdin)
            self._process.stdin.flush()

    def verdict(self) -> list[str]:
        """Every fault, with the picture it is in. Nothing can be given after it."""
        out, _ = self._process.communicate()
        if self._process.returncode:
            return ["the pictures could not be judged"]
        faults: list[str] = pickle.loads(out)  # noqa: S301 - from our own process
        return faults


def serve(tasks: BinaryIO, out: BinaryIO) -> None:
    """Judge until there is nothing more to read, then tell everything at once."""
    faults: list[str] = []
    walk = os.getppid()
    while True:
        try:
            task: Task = pickle.load(tasks)  # noqa: S301 - from the walk that started this process
        except EOFError:
            break
        if os.getppid() != walk:  # it crashed: nobody will ask
            return
        faults += _look(*task)
    with suppress(BrokenPipeError):
        pickle.dump(faults, out)
        out.flush()


def _look(path: Path, raw: Path, width: int, height: int, pieces: list[Piece], texts: tuple[Box, ...]) -> list[str]:
    bits = raw.read_bytes()
    raw.unlink()
    image = QImage(bits, width, height, 4 * width, FORMAT)
    if not image.save(str(path)):
        return [f"{path.stem}: the picture could not be written"]
    found = [str(fault) for fault in judge(pieces, image)]
    for box in texts:
        ratio = contrast_in(image, box)
        if ratio is None or ratio < LEAST:
            found.append(f"contrast: the lesson text has {ratio or 0:.2f}, needs {LEAST}")
    return [f"{path.stem}: {fault}" for fault in found]


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
