"""`make bench`: every figure beside the floor it is a ratio of, measured in the same run; slow is told, never a failure."""

import argparse
import json
import os
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks import films, judging, looks, memory, opening, records, searching, stage, starting, walking


@dataclass(frozen=True, slots=True)
class Line:
    """`value` and `limit` in `unit`; "x" is a ratio to the floor that `floor` describes."""

    what: str
    value: float
    unit: str
    limit: float
    floor: str

    @property
    def fits(self) -> bool:
        return self.value <= self.limit


def lines(folder: Path, *, short: bool) -> list[Line]:
    runs, presses, big = (3, 12, 2_000) if short else (9, 50, 10_000)
    found: list[Line] = []

    bare, library = starting.compare(folder, runs)
    found.append(Line("start to the library painted, 20 courses, 5 learners", library / bare, "x", 3, f"a bare window: {bare:.0f} ms"))
    for lessons in (200, big):
        package = stage.text_package(folder, lessons)
        times = walking.presses(folder, package, presses)
        web = "the tick is durable by then"
        found.append(Line(f"NEXT to the next heading, {lessons:,} lessons, median of {len(times)}", statistics.median(times), "ms", 50, web))
        found.append(Line(f"NEXT to the next heading, {lessons:,} lessons, 95 % of presses", stage.percentile(times, 95), "ms", 100, web))
    seconds, floor = opening.compare(stage.big_package(folder, big), runs)
    unchecked = f"zipfile and json, checking nothing: {floor * 1000:.0f} ms"
    found.append(Line(f"opening a package of {big:,} lessons", seconds * 1000, "ms", 150, unchecked))
    judged = judging.figures(10 if short else 50)
    rest = f"processor time; every lesson worked out too: {judged['whole']:.1f} ms, after one more event: {judged['next']:.1f} ms"
    found.append(Line("status of a course of 1,000 lessons after 10,000 events", judged["first"], "ms", 5, rest))
    answer, commit = records.answers(folder, 30 if short else 200)
    found.append(Line("answer durable", answer / commit, "x", 4, f"a raw sqlite3 commit: {commit * 1000:.2f} ms"))
    warm = records.certificates(folder, 5 if short else 15)
    found.append(Line("certificate issued and kept, warm", warm * 1000, "ms", 150, "drawn, sealed, verified, synced, recorded"))
    film = films.figures(folder)
    found.append(Line("film of 4 GB, from opening to its first picture", film["open_ms"], "ms", 150, "every byte is checked as it is read"))
    found.append(Line("reading 64 kB anywhere in it, checked", film["seek_ms"], "ms", 5, "a chunk of 1 MB is hashed"))
    beside = film["alone"] / max(1.0, film["beside"])
    found.append(Line("pictures while a course of 2 GB is checked", beside, "x", 1.01, f"alone: {film['alone']:.0f} in 10 s"))
    found += around(folder, stage.text_package(folder, big), big)
    for place, limit in (("library", 150), ("native lesson", 200), ("web lesson", 400)):
        found.append(Line(f"memory (PSS) at the {place}", memory.at(folder, place), "MB", limit, "all processes of the player"))
    return found


def around(folder: Path, package: Path, lessons: int) -> list[Line]:
    """Search, looks and signing in."""
    found: list[Line] = []
    key = searching.keys(folder, package)
    raw = f"SQLite alone, ranked: {key['floor']:.0f} ms at the median"
    found.append(Line(f"search, one key in {lessons:,} lessons, median", key["median"], "ms", 50, raw))
    found.append(Line(f"search, one key in {lessons:,} lessons, 95 %", key["p95"], "ms", 50, raw))
    painted = searching.painted(folder, package)
    shown = f"search, from the key to the list of results, median of {len(painted)}"
    found.append(Line(shown, statistics.median(painted), "ms", 50, "all of the window"))
    names = {"theme_library": ("another theme, library of 12 courses", 100), "theme_lesson": ("another theme, a text lesson", 100),
             "size_library": ("another text size, library of 12 courses", 100), "size_lesson": ("another text size, a text lesson", 100),
             "sign_in": ("from the tile of a learner to the library", 150)}  # fmt: skip
    seen = looks.figures(folder)
    for name, (what, limit) in names.items():
        spent = statistics.median(seen[f"{name} cpu"])
        found.append(Line(what, statistics.median(seen[name]), "ms", limit, f"to the frame that shows it; processor time: {spent:.0f} ms"))
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--short", action="store_true", help="fewer runs, a smaller large course")
    options.add_argument("--json", type=Path, help="write the figures to this file too")
    asked = options.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="greentick-bench-") as folder:
        found = lines(Path(folder), short=asked.short)
    width = max(len(line.what) for line in found)
    for line in found:
        mark = "" if line.fits else "   OVER"
        print(f"{line.what:<{width}}  {line.value:>8.1f} {line.unit:<2}  limit {line.limit:>5g} {line.unit:<2}  ({line.floor}){mark}")  # noqa: T201
    if asked.json:
        asked.json.write_text(json.dumps([asdict(line) for line in found], indent=2), encoding="utf-8")
    over = sum(not line.fits for line in found)
    print(f"{len(found) - over} of {len(found)} within their limits")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
