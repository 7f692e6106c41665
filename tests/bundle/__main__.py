"""`make bundle-tour`: the bundle in an empty environment, from the sample course to a certificate that `greentick verify` finds intact.

Nothing of this environment reaches the bundle: no PATH, no Python, an empty HOME, the bundle copied away from this checkout. Its window is
opened on a screen of its own (Xvfb with openbox) and played from outside, as tests/bundle/walk.py says. Then its start is measured beside that
of the unpackaged program.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bundle.desktop import Desktop, missing

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "course_packages" / "safe-water"
QUIZ = SAMPLE / "02-making-water-safe" / "50-quiz-making-water-safe.quiz.toml"
FILM = ROOT / "course_packages" / "first-aid.course"
UNKNOWN_SIGNER = 4
SLOWER = 1.2  # times the start of the unpackaged program
STARTS = 5
LONGEST = 500.0  # seconds of the walk


class TourError(Exception):
    """Something is off; the sentence says what."""


def main() -> int:
    words = argparse.ArgumentParser(prog="tests.bundle", description=__doc__)
    words.add_argument("--bundle", type=Path, default=ROOT / "dist" / "greentick")
    words.add_argument("--out", type=Path, default=ROOT / "build" / "bundle-tour", help="emptied first; takes the certificate")
    words.add_argument("--starts", type=int, default=STARTS, help="how often each program is started to be measured; 0 measures nothing")
    asked = words.parse_args()
    asked.out = asked.out.absolute()
    if lacking := missing():
        print(f"bundle-tour: {lacking}", file=sys.stderr)  # noqa: T201
        return 1
    shutil.rmtree(asked.out, ignore_errors=True)
    asked.out.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="greentick-bundle-") as place:
        try:
            tour = Tour(asked.bundle, Path(place), asked.out)
            tour.commands()
            tour.window()
            tour.verdict()
            if asked.starts:
                tour.starts(asked.starts)
        except TourError as error:
            print(f"bundle-tour: {error}", file=sys.stderr)  # noqa: T201
            return 1
    print(f"bundle-tour passed: {asked.out / 'certificate.pdf'}")  # noqa: T201
    return 0


class Tour:
    """`place` is a folder that is thrown away."""

    def __init__(self, bundle: Path, place: Path, out: Path) -> None:
        if not (bundle / "greentick").exists():
            raise TourError(f"there is no bundle in {bundle}: make bundle builds it")
        self.place, self.certificate = place, out / "certificate.pdf"
        self.home = place / "home"
        self.home.mkdir()
        shutil.copytree(bundle, place / "a folder" / "Greentick", symlinks=True)
        self.program = place / "a folder" / "Greentick" / "greentick"
        self.package = self.home / "safe-water.course"
        self.film = self.home / "first-aid.course"
        self.environment = {"HOME": str(self.home)}  # and nothing else

    def greentick(self, *words: str | Path, code: int = 0) -> str:
        """What a command prints. TourError when it ends with another code."""
        done = subprocess.run([self.program, *words], env=self.environment, cwd=self.home, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode != code:
            raise TourError(f"greentick {' '.join(map(str, words))} ended with {done.returncode}, not {code}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def commands(self) -> None:
        """The sample course is checked and built to the same bytes as here; the desktop is told of the bundle, and forgets it."""
        version = self.greentick("--version").strip()
        course = self.home / SAMPLE.name
        shutil.copytree(SAMPLE, course)
        checked = json.loads(self.greentick("check", course, "--json"))
        self.greentick("build", course, "-o", self.package, "--frozen")
        built = SAMPLE.with_suffix(".course")
        if self.package.read_bytes() != built.read_bytes():
            raise TourError(f"the bundle builds other bytes than {built}")
        shutil.copyfile(FILM, self.film)
        self.greentick("verify", self.package, code=UNKNOWN_SIGNER)
        self.greentick("new", self.home / "mine")
        self.greentick("check", self.home / "mine")
        self.greentick("desktop", "install")
        launcher = (self.home / ".local/share/applications/greentick.desktop").read_text(encoding="utf-8")
        if f'Exec="{self.program}" %F\n' not in launcher:
            raise TourError(f"the launcher starts another program than {self.program}:\n{launcher}")
        self.greentick("desktop", "remove")
        if (self.home / ".local").exists():
            raise TourError("desktop remove leaves something behind")
        print(f"{version}: {checked['lessons']} lessons checked, {self.package.name} built, desktop installed and removed")  # noqa: T201

    def window(self) -> None:
        with Desktop(self.place) as desktop:
            window = desktop.start([self.program], self.environment)
            began = time.monotonic()
            walk = desktop.python("-m", "tests.bundle.walk", self.program, self.package, QUIZ, self.certificate, self.film,
                                  environment=self.environment, cwd=ROOT)  # fmt: skip
            try:
                code = walk.wait(LONGEST)
            except subprocess.TimeoutExpired:
                code = -1
            if code:
                seen = self.certificate.with_name("FAILED.png")
                desktop.picture(seen)
                how = "took too long" if code < 0 else f"failed with {code}"
                state = "is there" if window.poll() is None else f"ended with {window.returncode}"
                raise TourError(f"the walk {how} ({seen}); the window {state}, and it said: {desktop.said(window)}")
            desktop.picture(self.certificate.with_name("film.png"))
            if window.poll() is not None:
                raise TourError(f"the window is gone, with the exit code {window.returncode}")
            print(f"{time.monotonic() - began:.1f} s from the first look at the window to the certificate and a film")  # noqa: T201

    def verdict(self) -> None:
        """By the bundle, and by the program of this checkout."""
        said = json.loads(self.greentick("verify", self.certificate, "--json", code=UNKNOWN_SIGNER))
        words = [sys.executable, "-m", "player", "verify", str(self.certificate), "--json"]
        here = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        if here.returncode != UNKNOWN_SIGNER or json.loads(here.stdout)["verdict"] != "unknown":
            raise TourError(f"the program of this checkout says of the certificate: {here.stdout}{here.stderr}")
        name = self.greentick("progress", said["fields"]["name"], "--json")
        courses = json.loads(name)["enrolments"]
        if not any(course["complete"] for course in courses):
            raise TourError(f"no course is complete: {courses}")
        print(f"the certificate of {said['fields']['name']} is intact, and its signer not known here (exit {UNKNOWN_SIGNER})")  # noqa: T201

    def starts(self, times: int) -> None:
        """From the start of the process to the first window on the screen, in turns, each with a data folder that was used before."""
        with Desktop(self.place) as desktop:
            programs: dict[str, list[str | Path]] = {"bundle": [self.program], "unpackaged": [sys.executable, "-m", "player"]}
            found: dict[str, list[float]] = {name: [] for name in programs}
            for number in range(times + 1):
                for name, words in programs.items():
                    taken = desktop.first_window([*words, "--data", self.place / f"data of the {name}"], self.environment, ROOT)
                    if number:  # the first pair warms the disk
                        found[name].append(taken)
        bundle, unpackaged = (statistics.median(found[name]) for name in programs)
        ratio = bundle / unpackaged
        print(f"start to the first window, median of {times}: bundle {bundle * 1000:.0f} ms, unpackaged {unpackaged * 1000:.0f} ms: "  # noqa: T201
              f"{ratio:.2f} x, limit {SLOWER} x{'' if ratio <= SLOWER else '   OVER'}")


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
