"""`make tour-samples`: the sample courses in English and Arabic, off the screen and at a real desktop; each as tests/tour/samples.py plays it."""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
# `make tour` and `make tour-x11` play safe-water in English. The longest come first.
FORMS = (
    "first-aid --platform xcb", "first-aid --platform xcb --language ar", "first-aid", "first-aid --language ar",
    "clean-hands --platform xcb", "clean-hands --platform xcb --language ar", "clean-hands", "clean-hands --language ar",
    "safe-water --platform xcb --language ar", "safe-water --language ar",
)  # fmt: skip
LIMIT = 500  # seconds of each


def main() -> int:
    words = argparse.ArgumentParser(prog="tests.tour.all_samples", description=__doc__)
    words.add_argument("--at-once", type=int, default=2)
    words.add_argument("--only", choices=("offscreen", "xcb"), help="off the screen, or at a real desktop")
    asked = words.parse_args()
    began = time.monotonic()
    forms = [form for form in FORMS if asked.only is None or (asked.only == "xcb") == ("xcb" in form)]
    with ThreadPoolExecutor(asked.at_once) as several:
        failed = sum(several.map(_play, forms))
    print(f"{len(forms) - failed} of {len(forms)} tours passed in {time.monotonic() - began:.1f} s")  # noqa: T201
    return 1 if failed else 0


def _play(form: str) -> bool:
    """Whether it failed; then all that it said is printed."""
    command = [sys.executable, "-m", "tests.tour.samples", *form.split(), "--limit", str(LIMIT)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = done.stdout.decode("utf-8", "replace").strip()
    print(f"{form}: {said if done.returncode else said.splitlines()[-1]}", flush=True)  # noqa: T201
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
