"""What the walk achieved, read from the saved PDF and from `progress --json`: never from the window."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.tour.hands import TourError

ROOT = Path(__file__).parents[2]
UNKNOWN_SIGNER = 4  # what `verify` returns for an intact certificate whose signer nobody has met


def greentick(*words: str) -> tuple[int, Any]:
    """The exit code of a command, and what its --json says."""
    done = subprocess.run([sys.executable, "-m", "player", *words, "--json"], capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT)
    try:
        return done.returncode, json.loads(done.stdout)
    except ValueError as error:
        raise TourError(f"greentick {' '.join(words)} says no JSON (exit {done.returncode}):\n{done.stdout}{done.stderr}") from error


def certificate(path: Path, name: str) -> None:
    """The page names the learner and the course; the verifier finds it intact. Raises TourError."""
    reader = PdfReader(path)
    text = " ".join(reader.pages[0].extract_text().split())
    _expect(len(reader.pages) == 1, "the certificate has one page", len(reader.pages))
    for wanted in (name, "Safe water at home"):
        _expect(wanted in text, f"the certificate shows “{wanted}”", text)
    code, said = greentick("verify", str(path))
    _expect(code == UNKNOWN_SIGNER and said["verdict"] == "unknown", "the certificate is intact", said)
    _expect(said["fields"]["name"] == name, "the sealed name is the learner's", said["fields"])


def progress(data: Path, name: str, attempts: Sequence[bool]) -> None:
    """Every required lesson is done, the attempts failed and passed as they were meant to, the ledger holds together. Raises TourError."""
    code, said = greentick("--data", str(data), "progress", name)
    _expect(code == 0 and said["verified"], "the ledger is whole", said)
    _expect(len(said["enrolments"]) == 1, "one course was opened", said["enrolments"])
    course = said["enrolments"][0]
    _expect(course["complete"] and course["done"] == course["of"] > 0, "every required lesson is done", course)
    _expect(course["extras_done"] == course["extras"], "every optional lesson is done", course)
    _expect(all(lesson["ticked_at"] for lesson in course["lessons"]), "every lesson has its tick", course["lessons"])
    _expect([bool(each["passed"]) for each in course["attempts"]] == list(attempts), "the attempts failed and passed as meant", course["attempts"])
    _expect(any(award["saved_at"] for award in course["awards"]), "the certificate was saved", course["awards"])


def _expect(fine: bool, what: str, found: object) -> None:
    if not fine:
        raise TourError(f"it is not so that {what}: {found}")
