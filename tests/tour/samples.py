"""`python -m tests.tour.samples NAME`: another sample course in the real window, every lesson of every kind, to its saved certificate.

With `--platform xcb` the window is at a real desktop (Xvfb with openbox): Chromium and the films draw there, the window manager gives the
keyboard, and every picture is one of the screen.
"""

import argparse
import faulthandler
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from tests.bundle.desktop import Desktop, missing
from tests.tour import answers

ROOT = Path(__file__).parents[2]
NAMES = ("first-aid", "clean-hands", "safe-water")
LEAVING = 60.0  # seconds that a tour may need beyond its limit, to say where it hung


def main() -> int:
    words = argparse.ArgumentParser(prog="tests.tour.samples", description=(__doc__ or "").partition("\n")[0])
    words.add_argument("name", choices=NAMES)
    words.add_argument("--language", default="en", help="of the window")
    words.add_argument("--platform", choices=("offscreen", "xcb"), default="offscreen", help="xcb: at a desktop of its own")
    words.add_argument("--out", type=Path, help="emptied first; takes the pictures and the certificate")
    words.add_argument("--limit", type=float, default=400.0, help="seconds after which a tour that hangs is given up")
    words.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # at the desktop that DISPLAY tells of
    asked = words.parse_args()
    package = ROOT / "course_packages" / f"{asked.name}.course"
    if not package.exists():
        print(f"tour: there is no {package}; make packages builds it", file=sys.stderr)  # noqa: T201
        return 1
    if asked.platform == "xcb" and not asked.here:
        return _at_a_desktop(asked.limit)
    faulthandler.dump_traceback_later(asked.limit, exit=True)
    marks = ("" if asked.language == "en" else f"-{asked.language}") + ("" if asked.platform == "offscreen" else "-x11")
    out: Path = asked.out or ROOT / "build" / f"tour-{asked.name}{marks}"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="greentick-tour-") as folder:
        scratch = Path(folder)
        os.environ |= {"HOME": folder, "XDG_CONFIG_HOME": str(scratch / "config"), "QT_QPA_PLATFORM": asked.platform}
        data = scratch / "data"
        data.mkdir()
        (data / "settings.json").write_text(json.dumps({"language": asked.language}), encoding="utf-8")
        shutil.copyfile(package, scratch / package.name)
        return _play(package.with_suffix(""), scratch / package.name, out, scratch)


def _at_a_desktop(limit: float) -> int:
    """The same words, in a process that ends before its screen does."""
    if lacking := missing():
        print(f"tour: left out, since there is no desktop to be had here: {' '.join(sys.argv[1:])} ({lacking})")  # noqa: T201
        return 0
    with tempfile.TemporaryDirectory(prefix="greentick-desktop-") as place, Desktop(Path(place)) as desktop:
        words = [sys.executable, "-m", "tests.tour.samples", *sys.argv[1:], "--here"]
        return subprocess.run(words, env=os.environ | desktop.session, cwd=ROOT, check=False, timeout=limit + LEAVING).returncode


def _play(source: Path, package: Path, out: Path, scratch: Path) -> int:
    from tests.tour import proof
    from tests.tour.__main__ import _in_the_window
    from tests.tour.camera import Camera
    from tests.tour.hands import Hands, TourError
    from tests.tour.judge import Judge
    from tests.tour.sample_walk import SampleWalk
    from tests.tour.walk import NAME, Places

    began, judge, places = time.monotonic(), Judge(scratch), Places(source, package, out, scratch)
    walks: list[SampleWalk] = []

    def go() -> None:
        hands = Hands(60.0)
        walks.append(SampleWalk(hands, Camera(hands, out, judge), places, answers_of(source), brief=True))
        walks[0].go()

    trouble = _in_the_window(go, out, ["--data", str(scratch / "data")])
    if not trouble:
        try:
            code, said = proof.greentick("verify", str(places.certificate))
            if (code, said["verdict"], said["fields"]["name"]) != (proof.UNKNOWN_SIGNER, "unknown", NAME):
                trouble = f"the certificate is not intact: {said}"
        except TourError as error:
            trouble = str(error)
    faults = judge.verdict()
    for fault in [*faults, *([trouble] if trouble else [])]:
        print(f"tour: {fault}", file=sys.stderr)  # noqa: T201
    for part, seconds in (part for walk in walks for part in walk.spent):
        print(f"{seconds:6.1f} s  {part}")  # noqa: T201
    print(f"The tour of {source.name} {'failed' if trouble or faults else 'passed'} in {time.monotonic() - began:.1f} s: {out}")  # noqa: T201
    return 1 if trouble or faults else 0


def answers_of(source: Path) -> dict[str, answers.Known]:
    """What the author wrote in every quiz, by the words of the question."""
    found: dict[str, answers.Known] = {}
    for path in sorted(source.rglob("*.quiz.toml")):
        for question in tomllib.loads(path.read_text(encoding="utf-8"))["question"]:
            between = question.pop("between", None)
            if between:
                question["answer"] = between[0]
            known = answers.known(question)
            found[known.text] = known
    return found


if __name__ == "__main__":
    sys.exit(main())
