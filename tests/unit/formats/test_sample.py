"""The sample course: without a mistake, without a warning, with each kind that can be shown."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from player.course.grading import grade
from player.course.model import AwardKind, Kind
from player.course.quiz import QuestionKind
from player.course.responses import CHOICES
from player.formats.source import read_source

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "course_packages" / "safe-water"


def test_it_reads_without_a_word() -> None:
    imported = read_source(SAMPLE, frozen=True)
    assert imported.warnings == ()
    assert imported.lock is not None
    assert not imported.lock.changed, "build it once, and keep the new course.lock"


def test_it_has_each_kind_and_both_languages() -> None:
    course = read_source(SAMPLE).course
    kinds = {lesson.kind for lesson in course.lessons()}
    assert kinds == {Kind.TEXT, Kind.PDF, Kind.DOWNLOAD, Kind.CHECKLIST, Kind.QUIZ}
    assert [lesson.required for lesson in course.lessons()].count(True) == 9
    assert [lesson.required for lesson in course.lessons()].count(False) == 4
    assert course.languages == ("en", "ar")
    assert [award.kind for award in course.awards] == [AwardKind.CERTIFICATE, AwardKind.VOUCHER]


def test_its_quiz_has_each_kind_of_question_that_is_chosen_or_typed() -> None:
    (quiz,) = read_source(SAMPLE).quizzes.values()
    assert {question.kind for question in quiz.questions} == CHOICES | {QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC}
    assert (quiz.rules.questions, quiz.rules.pass_mark, quiz.rules.attempts, quiz.rules.when_exhausted) == (8, 70, 3, "trainer")
    assert all(question.feedback or question.feedback_right for question in quiz.questions)


@pytest.mark.parametrize(
    ("beginning", "typed", "right"),
    [
        ("A jerrycan", "100", True),
        ("A jerrycan", "100 drops", True),
        ("A jerrycan", "50", False),
        ("Clear bottles", "6 h", True),
        ("Clear bottles", "0.25 days", True),
        ("Clear bottles", "5", False),
        ("Which germs", "Parasites", True),
        ("Which germs", "cryptosporidium parvum", True),
        ("Which germs", "viruses", False),
    ],
)
def test_typed_answers_are_graded_as_meant(beginning: str, typed: str, right: bool) -> None:
    (quiz,) = read_source(SAMPLE).quizzes.values()
    (question,) = (one for one in quiz.questions if one.text.startswith(beginning))
    assert grade(question, typed).right is right


def test_pictures_show_no_letters_that_would_need_translation() -> None:
    for picture in SAMPLE.rglob("*.svg"):
        assert "<text" not in picture.read_text(encoding="utf-8"), picture.name


def test_its_printed_matter_is_what_the_script_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "sample_pdf.py", tmp_path], check=True)
    made = sorted(tmp_path.iterdir())
    assert len(made) == 2
    for file in made:
        (kept,) = SAMPLE.rglob(file.name)
        assert hashlib.sha256(kept.read_bytes()).digest() == hashlib.sha256(file.read_bytes()).digest(), file.name
