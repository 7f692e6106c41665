"""`make tour-x11`: the program as a process on a screen of its own (Xvfb, openbox, a bus), played from outside to a certificate on the disk.

Mouse and keys come from xdotool; where to click is read from AT-SPI, as a screen reader does: nothing in the program knows of it. On the way
no control may be without a name, NEXT is pressed by its accessible action too, and every picture of the screen goes through the machine's
checks as far as they need no widgets.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bundle.desktop import Desktop, missing

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "course_packages" / "safe-water"
QUIZ = SAMPLE / "02-making-water-safe" / "50-quiz-making-water-safe.quiz.toml"
NAME = "Amina Diallo"
UNKNOWN_SIGNER = 4
LEAST = 3.0  # contrast of words in a picture: what is large and what is small is not told
LONGEST = 400.0  # seconds of the walk
WORDS = 4  # px: letters are not smaller
TOP, BOTTOM = 110, 660  # px on the screen: between the bars of the window


class TourError(Exception):
    """Something is off; the sentence says what."""


def main() -> int:
    words = argparse.ArgumentParser(prog="tests.desktop", description=__doc__)
    words.add_argument("--out", type=Path, default=ROOT / "build" / "tour-x11", help="emptied first; takes the pictures and the certificate")
    out: Path = words.parse_args().out
    if lacking := missing():
        print(f"tour-x11: {lacking}", file=sys.stderr)  # noqa: T201
        return 1
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="greentick-x11-") as place:
        try:
            walk(Path(place), out)
            verdict(Path(place) / "data", out / "certificate.pdf")
        except TourError as error:
            print(f"tour-x11: {error}", file=sys.stderr)  # noqa: T201
            return 1
    if faults := [fault for picture in sorted(out.glob("*.png")) for fault in judged(picture)]:
        print("\n".join(f"tour-x11: {fault}" for fault in faults), file=sys.stderr)  # noqa: T201
        return 1
    print(f"tour-x11 passed in {time.monotonic() - began:.1f} s: {out}")  # noqa: T201
    return 0


def walk(place: Path, out: Path) -> None:
    home, certificate = place / "home", out.absolute() / "certificate.pdf"
    home.mkdir()
    shutil.copyfile(SAMPLE.with_suffix(".course"), place / "safe-water.course")
    own = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    program = [sys.executable, "-m", "player", "--data", str(place / "data"), str(place / "safe-water.course")]
    with Desktop(place) as desktop:
        window = desktop.start(program, own, ROOT)
        walking = desktop.python("-m", "tests.desktop.walk", QUIZ, certificate, out.absolute(), environment={"HOME": str(home)}, cwd=ROOT)
        try:
            code = walking.wait(LONGEST)
        except subprocess.TimeoutExpired:
            code = -1
        if code:
            desktop.picture(out / "FAILED.png")
            state = "is there" if window.poll() is None else f"ended with {window.returncode}"
            how = "took too long" if code < 0 else "failed"
            raise TourError(f"the walk {how} ({out / 'FAILED.png'}); the window {state}, and it said: {desktop.said(window)}")
        if window.poll() is not None:
            raise TourError(f"the window is gone, with the exit code {window.returncode}: {desktop.said(window)}")


def greentick(*words: str | Path, code: int) -> dict[str, object]:
    command = [sys.executable, "-m", "player", *map(str, words), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != code:
        raise TourError(f"greentick {' '.join(map(str, words))} ended with {done.returncode}, not {code}:\n{done.stdout}{done.stderr}")
    said: dict[str, object] = json.loads(done.stdout)
    return said


def verdict(data: Path, certificate: Path) -> None:
    """By the command line: an intact certificate of a signer whom nobody here has met, and a complete course."""
    said = greentick("verify", certificate, code=UNKNOWN_SIGNER)
    if said["verdict"] != "unknown":
        raise TourError(f"verify says of the certificate: {said}")
    progress = greentick("--data", data, "progress", NAME, code=0)
    if not progress["enrolments"][0]["complete"]:  # type: ignore[index]  # JSON
        raise TourError(f"the course is not complete: {progress}")


def judged(picture: Path) -> list[str]:
    """What is off in a picture of the whole screen: it is blank, or words on it cannot be told from their ground."""
    from PySide6.QtGui import QImage

    from tests.forge.pictures import contrast_in, is_blank

    image = QImage(str(picture))
    found = ["one colour fills it"] if is_blank(image) else []
    for row in json.loads(picture.with_suffix(".json").read_text(encoding="utf-8")):
        x, y, wide, high = row["box"]
        inside = x >= 0 and y >= 0 and x + wide <= image.width() and y + high <= image.height() and min(wide, high) > WORDS
        covered = y < TOP or y + high > BOTTOM  # may be scrolled under a bar
        if row["role"] or not row["name"] or not inside or covered:
            continue  # of controls only their labels are words for certain
        ratio = contrast_in(image, (x, y, wide, high))
        if ratio is not None and ratio < LEAST:
            found.append(f"“{row['name'][:40]}” has {ratio:.2f}, needs {LEAST}")
    return [f"{picture.stem}: {fault}" for fault in found]


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
