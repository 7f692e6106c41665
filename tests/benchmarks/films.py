"""Films: opening one of 4 GB, reading in the middle of it, and pictures that arrive while a large course is checked (all made here)."""

import hashlib
import json
import os
import random
import statistics
import sys
import time
from pathlib import Path

from tests.benchmarks import stage

GIB, CHUNK = 1024**3, 1024 * 1024
SECONDS = 10


def figures(folder: Path) -> dict[str, float]:
    """open_ms, seek_ms (median of 50, each in a part that was not checked yet), alone and beside (pictures at the sink in ten seconds,
    without and with a course of 2 GB being checked)."""
    found = stage.child("tests.benchmarks.films", str(folder))
    return {name: value for name, value in found.items() if isinstance(value, float)}


def large_film(path: Path, film: bytes, size: int) -> None:
    """A package with one film of `size` bytes: a real one, and behind it an empty box of ISO/IEC 14496-12, 8.1.2 that takes no room. The
    chunks' hashes are right, the whole's are not: reading asks for the chunks only."""
    from player.course.model import Chapter, CountsWhen, Course, Kind, Lesson, Rule, default_award
    from player.package.document import write_course
    from player.package.manifest import CHUNKS_NAME, COURSE_NAME, MANIFEST_NAME, File, describe, describe_bytes, write_manifest
    from player.package.zipform import Member, directory, local_header

    head = film + (1).to_bytes(4, "big") + b"free" + (size - len(film)).to_bytes(8, "big")
    lesson = Lesson("film", "A long film", Kind.VIDEO, CountsWhen(Rule.PLAYED, 90), file="film.mp4")
    course = Course("org.example.films", "Films", "1", (Chapter("one", "One", (lesson,)),), awards=(default_award("Films"),))
    zeros = hashlib.sha256(bytes(CHUNK)).digest()
    hashes = []
    for at in range(0, size, CHUNK):
        length = min(CHUNK, size - at)
        hashes.append(hashlib.sha256(head[at : at + CHUNK].ljust(length, b"\0")).digest() if at < len(head) or length < CHUNK else zeros)
    own = {COURSE_NAME: write_course(course), CHUNKS_NAME: b"".join(hashes)}
    files = [*(describe_bytes(name, data) for name, data in own.items()), File("film.mp4", size, "0" * 8, "0" * 64)]
    contents = {MANIFEST_NAME: write_manifest(describe(course, files)), **own}
    members = []
    with path.open("wb") as file:
        for name, data in contents.items():
            _, length, crc, _ = describe_bytes(name, data)
            members.append(Member(name, length, int(crc, 16), file.tell()))
            file.write(local_header(members[-1]) + data)
        members.append(Member("film.mp4", size, 0, file.tell()))
        file.write(local_header(members[-1]) + head)
        file.seek(size - len(head), os.SEEK_CUR)
        file.truncate()
        file.write(directory(members, file.tell()))


def _seeks(path: Path) -> float:
    """Median ms of reading 64 kB at places that were not read before."""
    from player.package.reader import open_package

    package, places = open_package(path), random.Random(7)
    spent = []
    with package.open("film.mp4") as stream:
        stream.read(1)
        for number in places.sample(range(1, package.size("film.mp4") // CHUNK), 50):
            began = time.perf_counter()
            stream.seek(number * CHUNK + 1000)
            stream.read(65536)
            spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def _play(folder: str) -> dict[str, float]:
    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from player.package.reader import open_package
    from player.ui.lessons.media_film import Film
    from player.ui.tasks import Tasks
    from player.ui.theme import Theme
    from player.ui.widgets.stage import Stage
    from tests.forge.media import film

    app = QApplication([])
    place = Path(folder)
    data = film(place / "film.mp4", SECONDS + 4, fps=25, size=(640, 360)).read_bytes()
    large, heavy = place / "film-4gb.course", place / "heavy-2gb.course"
    large_film(large, data, 4 * GIB + 4096)
    large_film(heavy, data, 2 * GIB)
    picture = Stage(Theme())
    picture.resize(854, 480)
    picture.show()
    player = Film(app, pictured=True)
    loop, timer = QEventLoop(), QTimer(app, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(loop.quit)

    def until(milliseconds: int) -> None:
        timer.start(milliseconds)
        loop.exec()
        timer.stop()

    def first_picture() -> float:
        began = time.perf_counter()
        player.frame_arrived.connect(loop.quit)
        player.open(open_package(large), "film.mp4", 0)
        until(20_000)
        player.frame_arrived.disconnect(loop.quit)
        return (time.perf_counter() - began) * 1000

    player.frame_arrived.connect(lambda: picture.show_frame(player.frame()))

    def pictures() -> float:
        player.open(open_package(large), "film.mp4", 0)
        until(500)
        before = player.frames
        player.play()
        until(SECONDS * 1000)
        return float(player.frames - before)

    first_picture()  # the library and its decoders are loaded with the first film
    opening = statistics.median(first_picture() for _ in range(5))
    alone = pictures()
    tasks, going = Tasks(lambda _error: None, lambda _bug: None), [True]

    def check(_step: object) -> int:
        rounds, package = 0, open_package(heavy)
        while going[0]:
            with package.open("film.mp4") as stream:
                while going[0] and stream.read(CHUNK):
                    pass
            rounds, package = rounds + 1, open_package(heavy)
        return rounds

    tasks.start(check)
    beside = pictures()
    going[0] = False
    player.close()
    tasks.close()
    return {"open_ms": opening, "seek_ms": _seeks(large), "alone": alone, "beside": beside}


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(json.dumps(_play(sys.argv[1])))  # noqa: T201
