"""Makes packages for tests: small good ones, large ones, and (from those) damaged and forged ones."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from player.course.model import (
    Access,
    AfterCertificate,
    AtLeast,
    Award,
    AwardKind,
    Chapter,
    Complete,
    CountsWhen,
    Course,
    DaysSinceStart,
    Kind,
    Lesson,
    Order,
    Passed,
    PreviousRequired,
    QuizRules,
    Rule,
    ScoreAtLeast,
    default_award,
)
from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Question, QuestionKind, Quiz, Unit
from player.package.builder import Built, Opener, build
from player.signing.keys import Card, Identity, new_identity

CHUNK = 1024 * 1024


def opener(data: bytes) -> Opener:
    return lambda: io.BytesIO(data)


def openers(contents: Mapping[str, bytes]) -> dict[str, Opener]:
    return {name: opener(data) for name, data in contents.items()}


def identity(name: str = "Northern Rivers Training") -> Identity:
    return new_identity(name, datetime(2027, 1, 10, 9, 30, tzinfo=UTC))


def fixed_identity(name: str = "Northern Rivers Training", seed: bytes = bytes(range(32))) -> Identity:
    """The same key each time, for bytes that must not change."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return Identity(Card(name, key, "2027-01-10T09:30:00Z"), seed)


def small_quiz() -> Quiz:
    """One question of each kind; pass at 70 %."""
    questions = (
        Question("q1", QuestionKind.SINGLE, "How long under the tap?", answers=(
            Answer(
                "a", "Twenty minutes", right=True
            ), Answer("b", "Two minutes", feedback="Too short."), Answer("c", "None of these", pinned=True))),
        Question("q2", QuestionKind.MULTIPLE, "What is *wrong* on a burn?", points=2, answers=(
            Answer("a", "Butter", right=True), Answer("b", "Ice", right=True), Answer("c", "Water"))),
        Question(
            "q3",
            QuestionKind.TRUE_FALSE,
            "Blisters are opened.",
            answers=(Answer("true", "True"), Answer("false", "False", right=True)),
        ),
        Question(
            "q4",
            QuestionKind.SHORT_TEXT,
            "The European emergency number?",
            accepted=(AcceptedText("112"), AcceptedText("one one two*", exact=True)),
        ),
        Question("q5", QuestionKind.NUMERIC, "Water temperature?", numbers=(AcceptedNumber(Fraction(15), Fraction(39, 2)),),
                 units=(Unit("°C"), Unit("K", Fraction(1, 3))), tags=("water",), feedback="Cool, not cold."),
    )
    return Quiz(QuizRules(questions=5, points=6, attempts=3), questions, "Five questions.")


def small_course() -> tuple[Course, dict[str, bytes], dict[str, Quiz]]:
    """Two chapters, each kind of lesson that has a view, an optional lesson, a condition, two awards. Returns the course,
    the content by name and the quizzes by name; about 20 kB with every picture."""
    quiz = small_quiz()
    chapters = (
        Chapter("01-start", "Before you start", (
            Lesson("01-start/10-welcome", "Welcome", Kind.TEXT, CountsWhen(Rule.NEXT), file="01-start/10-welcome.md", computed_seconds=60),
            Lesson(
                "01-start/20-leaflet",
                "Leaflet",
                Kind.PDF,
                CountsWhen(Rule.PAGES, 50),
                file="01-start/20-leaflet.pdf",
                pages=2,
                minutes=3,
            ),
            Lesson("01-start/30-bag", "Your bag", Kind.CHECKLIST, CountsWhen(Rule.BOXES), boxes=("Gloves", "Dressing"), required=False),
        )),
        Chapter("02-burns", "Burns", (
            Lesson("02-burns/10-cool", "Cool it", Kind.TEXT, CountsWhen(
                Rule.READ
            ), file="02-burns/10-cool.md", opens_when=PreviousRequired(),
                   languages={"ar": "02-burns/10-cool.ar.md"}),
            Lesson("02-burns/20-sheets", "Sheets", Kind.DOWNLOAD, CountsWhen(Rule.SAVED), files=("02-burns/sheet.bin",), required=False),
            Lesson("02-burns/30-check", "Check", Kind.QUIZ, CountsWhen(Rule.PASSED), file="02-burns/30-check.quiz.json", quiz=quiz.rules,
                   opens_when=AtLeast(1, (Complete("02-burns/10-cool"), DaysSinceStart(7)))),
        ), order=Order.IN_ORDER),
    )
    course = Course(
        "org.example.first-aid", "First aid at work", "2.1", chapters, language="en", languages=("en", "ar"),
        publisher="Northern Rivers Training",
        licence="CC-BY-4.0", summary="What to do until help comes.", cover="cover.png",
        awards=(default_award("First aid at work"),
                Award(
                    "voucher",
                    AwardKind.VOUCHER,
                    "One dressing, free",
                    AtLeast(2, (Passed("02-burns/30-check"), ScoreAtLeast("02-burns/30-check", 90))),
                    365,
                )),
        access=Access(days_from_start=90, after_certificate=AfterCertificate.READ_ONLY),
    )
    contents = {
        "cover.png": bytes(range(256)) * 12,
        "01-start/10-welcome.md": b"# Welcome\n\nHold the burn under **cool running water**.\n" * 20,
        "01-start/20-leaflet.pdf": b"%PDF-1.7\n" + bytes(range(255, -1, -1)) * 8,
        "02-burns/10-cool.md": "Hold the burn under cool water – twenty minutes.\n".encode() * 30,
        "02-burns/10-cool.ar.md": "ضع الحرق تحت الماء البارد.\n".encode() * 20,
        "02-burns/sheet.bin": b"\x00\x01PK\x05\x06 not an end \x00" * 100,
        "02-burns/media/tap.png": b"\x89PNG" + b"tap" * 400,
    }
    return course, contents, {"02-burns/30-check.quiz.json": quiz}


def write_package(path: Path, *, identity: Identity | None = None, extra: Mapping[str, bytes] | None = None) -> Built:
    """The small course as a package; `extra` adds or replaces files."""
    course, contents, quizzes = small_course()
    return build(course, openers({**contents, **(extra or {})}), quizzes, path, identity)


def big_course(n_lessons: int, per_chapter: int = 50) -> tuple[Course, dict[str, bytes], dict[str, Quiz]]:
    """`n_lessons` text lessons, every tenth a quiz, each with its own file: for benchmarks."""
    quiz = small_quiz()
    lessons: list[Lesson] = []
    contents: dict[str, bytes] = {}
    quizzes: dict[str, Quiz] = {}
    for number in range(1, n_lessons + 1):
        base = f"{(number - 1) // per_chapter + 1:04}-chapter/{number:05}-lesson"
        if number % 10 == 0:
            quizzes[base + ".quiz.json"] = quiz
            lessons.append(Lesson(base, f"Check {number}", Kind.QUIZ, CountsWhen(Rule.PASSED), file=base + ".quiz.json", quiz=quiz.rules))
        else:
            contents[base + ".md"] = f"# Lesson {number}\n\nOne page of text.\n".encode() * 5
            lessons.append(
                Lesson(
                    base,
                    f"Lesson {number}: what to know",
                    Kind.TEXT,
                    CountsWhen(Rule.NEXT),
                    file=base + ".md",
                    computed_seconds=90,
                    required=number % 7 != 0,
                )
            )
    chapters = tuple(
        Chapter(f"chapter-{start // per_chapter + 1}", f"Chapter {start // per_chapter + 1}", tuple(lessons[start : start + per_chapter]))
        for start in range(0, n_lessons, per_chapter)
    )
    course = Course(
        f"org.example.big-{n_lessons}",
        f"A course of {n_lessons} lessons",
        "1.0",
        chapters,
        publisher="Northern Rivers Training",
        awards=(default_award("A long way"),),
    )
    return course, contents, quizzes


def write_big_package(path: Path, n_lessons: int, *, identity: Identity | None = None) -> Built:
    course, contents, quizzes = big_course(n_lessons)
    return build(course, openers(contents), quizzes, path, identity)
