"""Opening a large package: structure, signature and course, without reading content."""

import json
import statistics
import time
import zipfile
from pathlib import Path

from player.package.reader import open_package


def compare(path: Path, runs: int) -> tuple[float, float]:
    """Median seconds of (opening, what zipfile and json need to read the same directory, manifest and course, checking nothing)."""
    opened, floors = [], []
    for _ in range(max(3, runs)):
        begun = time.perf_counter()
        package = open_package(path)
        opened.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        with zipfile.ZipFile(path) as archive:
            json.loads(archive.read("_course/manifest.json"))
            json.loads(archive.read("_course/course.json"))
        floors.append(time.perf_counter() - begun)
        if len(list(package.course.lessons())) < 1:
            raise RuntimeError("the package is empty")
    return statistics.median(opened), statistics.median(floors)
