"""docs/authoring.md: every example in it is read as it stands, and what it calls a default is one."""

import re
from pathlib import Path

import pytest

from player.course.completion import default_rule
from player.course.model import Kind, Rule
from tests.forge.sources import mp4, pdf, read

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "authoring.md"
_EXAMPLE = re.compile(r"^`([^`\n]+)`[^\n]*\n\n```(?:toml|markdown)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _examples() -> dict[str, str]:
    """Example files by name; a name that comes several times is continued."""
    files: dict[str, str] = {}
    for name, text in _EXAMPLE.findall(GUIDE.read_text(encoding="utf-8")):
        files[name] = files.get(name, "") + text + "\n"
    return files


def test_the_whole_course_of_the_guide(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **_examples(),
        "01-before-you-start/10-welcome.md": "Welcome.",
        "01-before-you-start/20-why-it-matters.mp4": mp4(80),
        "01-before-you-start/20-why-it-matters.en.vtt": "WEBVTT",
        "02-burns/20-leaflet.pdf": pdf(2),
        "02-burns/40-handouts.zip": "x",
        "02-burns/media/tap.jpg": "x",
        "02-burns/forms/report.docx": "x",
        "02-burns/forms/list.csv": "x",
        "cover.jpg": "x",
    }
    imported = read(tmp_path, files, None)
    assert imported.warnings == ()
    course = imported.course
    assert [chapter.title for chapter in course.chapters] == ["Before you start", "Burns and scalds"]
    assert {lesson.kind for lesson in course.lessons()} == set(Kind) - {Kind.AUDIO, Kind.WEB}
    assert course.lesson("02-burns/30-ready").counts_when.amount == 2
    assert course.lesson("02-burns/20-leaflet").counts_when.amount == 80
    assert not course.lesson("02-burns/90-history").required
    assert len(imported.quizzes["02-burns/50-check.quiz.json"].questions) == 5
    assert [award.title for award in course.awards] == ["First aid at work", "One burn dressing, free"]


@pytest.mark.parametrize(
    ("row", "kind", "words"),
    [
        ("text", Kind.TEXT, {Rule.NEXT: "NEXT pressed"}),
        ("film, sound", Kind.VIDEO, {Rule.PLAYED: "watched 90 %"}),
        ("PDF", Kind.PDF, {Rule.PAGES: "every page"}),
        ("download", Kind.DOWNLOAD, {Rule.NEXT: "NEXT pressed"}),
        ("checklist", Kind.CHECKLIST, {Rule.BOXES: "every box"}),
        ("quiz", Kind.QUIZ, {Rule.PASSED: "passed"}),
        ("assignment", Kind.ASSIGNMENT, {Rule.SIGNED_OFF: "signed off"}),
    ],
)
def test_the_bold_rule_of_each_row_is_the_default(row: str, kind: Kind, words: dict[Rule, str]) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert re.search(rf"^\| {re.escape(row)} \| \*\*{re.escape(words[default_rule(kind).rule])}\*\*", guide, re.MULTILINE)
