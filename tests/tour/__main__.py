"""`python -m tests.tour`: play the sample course in the real window, from a new learner to the saved certificate."""

import argparse
import faulthandler
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = "safe-water"
QUIZ_FILE = "02-making-water-safe/50-quiz-making-water-safe.quiz.toml"
# Qt says these where there is no screen and no graphics card.
USUAL_WORDS = ("This plugin does not support", "QRhi", "Failed to create RHI", "GPUInfo", "GPU vendor", "propagateSizeHints",
               "Sandboxing disabled by user")
NEXT_PATIENCE = 3.0  # seconds, when a button was taken away and only the failure is awaited


def main() -> int:
    asked = _arguments()
    faulthandler.dump_traceback_later(asked.limit, exit=True)
    out: Path = asked.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="greentick-tour-") as folder:
        scratch = Path(folder)
        home = scratch / "home"
        home.mkdir()
        os.environ |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "QT_QPA_PLATFORM": "offscreen"}
        if not asked.package.exists():
            print(f"tour: there is no {asked.package}; make packages builds it", file=sys.stderr)  # noqa: T201
            return 1
        course = scratch / asked.package.name
        shutil.copyfile(asked.package, course)
        return _play(asked, scratch, course)


def _arguments() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="tests.tour", description=__doc__)
    words.add_argument("--out", type=Path, default=ROOT / "build" / "tour", help="emptied first; takes the pictures and the certificate")
    words.add_argument("--package", type=Path, default=ROOT / "course_packages" / f"{SAMPLE}.course")
    words.add_argument("--brief", action="store_true", help="only the way to the certificate, with a few pictures")
    words.add_argument("--patience", type=float, default=60.0, help="seconds that anything may take")
    words.add_argument("--limit", type=float, default=600.0, help="seconds after which a tour that hangs is given up, and says where it hung")
    return words.parse_args()


def _play(asked: argparse.Namespace, scratch: Path, course: Path) -> int:
    """In the environment that was made for it."""
    from PySide6.QtCore import qInstallMessageHandler

    from tests.tour import answers, proof
    from tests.tour.camera import Camera
    from tests.tour.hands import Hands, TourError
    from tests.tour.judge import Judge
    from tests.tour.walk import NAME, Places, Walk

    source, began = ROOT / "course_packages" / SAMPLE, time.monotonic()
    warnings: list[str] = []
    qInstallMessageHandler(lambda _kind, _where, words: warnings.append(words))
    broken = os.environ.get("TOUR_DISCONNECTED", "")
    known, places = answers.read(source / QUIZ_FILE), Places(source, course, asked.out, scratch)
    walks: list[Walk] = []
    judge = Judge(scratch)

    def go() -> None:
        hands = Hands(asked.patience, broken)
        walks.append(Walk(hands, Camera(hands, asked.out, judge), places, known, asked.brief, NEXT_PATIENCE if broken else None))
        walks[0].go()

    data = scratch / "data"
    trouble = _in_the_window(go, asked.out, ["--data", str(data)])
    qInstallMessageHandler(None)
    warnings = [words for words in warnings if not any(usual in words for usual in USUAL_WORDS)]
    if not trouble:
        try:
            with ThreadPoolExecutor() as both:
                for proven in (both.submit(proof.certificate, places.certificate, NAME), both.submit(proof.progress, data, NAME, (False, True))):
                    proven.result()
        except TourError as error:
            trouble = str(error)
    pictures = [walk.camera for walk in walks]
    faults = judge.verdict() + [f"Qt says: {words}" for words in dict.fromkeys(warnings)]
    for fault in faults:
        print(f"tour: {fault}", file=sys.stderr)  # noqa: T201
    if trouble:
        print(f"tour: {trouble}", file=sys.stderr)  # noqa: T201
    for part, seconds in (part for walk in walks for part in walk.spent):
        print(f"{seconds:6.1f} s  {part}")  # noqa: T201
    taken = "; ".join(f"{camera.seconds:.1f} s for {len(camera.taken)} pictures" for camera in pictures)
    verdict = "failed" if trouble or faults else "passed"
    busy = f"{time.monotonic() - began:.1f} s, {time.process_time():.1f} s of them busy"
    print(f"The tour {verdict} in {busy} ({taken}): {asked.out}")  # noqa: T201
    return 1 if trouble or faults else 0


def _in_the_window(walk: Callable[[], None], out: Path, arguments: list[str]) -> str:
    """Start the player as its entry point does, and walk as soon as its window listens. Returns what went wrong, "" for nothing."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from player.main import main as player
    from tests.tour.camera import snapshot
    from tests.tour.hands import TourError

    trouble = ["the window did not open"]

    def deeds() -> None:
        try:
            walk()
            trouble[0] = ""
        except TourError as error:
            trouble[0] = str(error)
        except BaseException:  # whatever it is, the window must close
            trouble[0] = traceback.format_exc()
        if trouble[0]:
            snapshot(out)
        for widget in QApplication.topLevelWidgets():
            widget.close()

    listen = QApplication.exec

    def execute(*_self: object) -> int:
        QApplication.setCursorFlashTime(0)
        QTimer.singleShot(0, deeds)
        return listen()

    QApplication.exec = execute  # type: ignore[method-assign]
    try:
        code = player(arguments)
    finally:
        QApplication.exec = listen  # type: ignore[method-assign]
    return trouble[0] or (f"the player ended with {code}" if code else "")


if __name__ == "__main__":
    sys.exit(main())
