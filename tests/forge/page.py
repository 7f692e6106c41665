"""Courses that a page of the documentation types: its folders are written as they stand there, so that the page cannot rot."""

import re
import shutil
from pathlib import Path

from player.services.publishing import build, check
from tests.forge.sources import pdf

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "docs" / "questions.md"
MEDIA = ROOT / "tests" / "golden" / "media"
_EXAMPLE = re.compile(r"^`([^`\n]+)`(?: \(([^)\n]*)\))?\n\n```(?:toml|markdown)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BESIDE = re.compile(r"^Beside them lie(.*)$", re.MULTILINE)


def section(test: str) -> str:
    """The section that names this test. KeyError when there is none."""
    for text in QUESTIONS.read_text(encoding="utf-8").split("\n## ")[1:]:
        if f"`{test}`" in text:
            return text
    raise KeyError(test)


def write_folder(text: str, folder: Path) -> Path:
    """Every file that the text types, and a stand-in for every file that it says lies beside them."""
    for name, _said, content in _EXAMPLE.findall(text):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for line in _BESIDE.findall(text):
        for name in re.findall(r"`([^`]+)`", line):
            _stand_in(folder / name)
    return folder


def course_of(test: str, folder: Path) -> Path:
    """The package of the course that answers the question which names this test."""
    return _built(section(test), folder, test.removeprefix("test_"))


def course_of_page(page: Path, folder: Path) -> Path:
    """The same for a page that is one course."""
    return _built(page.read_text(encoding="utf-8"), folder, page.stem)


def _built(text: str, folder: Path, name: str) -> Path:
    authored = write_folder(text, folder / "authored")
    findings = check(authored)
    assert findings.warnings == (), findings.warnings
    out = folder / f"{name}.course"
    build(authored, out)
    return out


def _stand_in(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".mp4":
        shutil.copyfile(MEDIA / "h264.mp4", path)
        path.with_suffix(".vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nBeep.\n", encoding="utf-8")
    elif path.suffix == ".pdf":
        path.write_bytes(pdf(2, ""))
    else:
        path.write_bytes(f"A stand-in for {path.name}\n".encode())
