"""Small courses for the use cases: Making Tea, and plain ones of any length."""

from fractions import Fraction
from pathlib import Path

from player.course.model import Access, Chapter, CountsWhen, Course, Kind, Lesson, Order, QuizRules, Rule, default_award
from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Question, QuestionKind, Quiz
from player.package.builder import build
from player.signing.keys import Identity
from tests.forge.packages import openers

QUESTIONS = (
    Question("water", QuestionKind.SINGLE, "Which water?", answers=(Answer("fresh", "Fresh", right=True), Answer("old", "Stale", feedback="No."))),
    Question("milk", QuestionKind.TRUE_FALSE, "Milk first?", answers=(Answer("true", "True"), Answer("false", "False", right=True))),
    Question("leaf", QuestionKind.MULTIPLE, "Which are teas?", points=2,
             answers=(Answer("assam", "Assam", right=True), Answer("sencha", "Sencha", right=True), Answer("mint", "Mint"), Answer("cola", "Cola"))),
    Question("word", QuestionKind.SHORT_TEXT, "Chinese for tea?", accepted=(AcceptedText("cha"),), feedback="It is *cha*."),
    Question("heat", QuestionKind.NUMERIC, "Degrees for black tea?", numbers=(AcceptedNumber(Fraction(95), Fraction(100)),)),
)  # fmt: skip
RIGHT: "dict[str, tuple[str, ...] | str]" = {
    "water": ("fresh",), "milk": ("false",), "leaf": ("assam", "sencha"), "word": "Cha", "heat": "98",
}  # fmt: skip


def tea_quiz(**rules: object) -> Quiz:
    usual: dict[str, object] = {"questions": 5, "points": 6, "attempts": 2, "shuffle_questions": True, "shuffle_answers": True}
    return Quiz(QuizRules(**(usual | rules)), QUESTIONS, "Five questions about tea.")  # type: ignore[arg-type]  # names of QuizRules


def tea_course(
    version: str = "1.0", *, order: Order = Order.FREE, quiz: Quiz | None = None, extra_lesson: bool = False, access: Access | None = None
) -> Course:
    """Two chapters: a text, an optional text, a PDF of two pages, a download, a checklist, and the quiz."""
    asked = quiz or tea_quiz()
    chapters = [
        Chapter("start", "Before you start", (
            Lesson("welcome", "Welcome", Kind.TEXT, CountsWhen(Rule.NEXT), file="welcome.md", minutes=2),
            Lesson("history", "A little history", Kind.TEXT, CountsWhen(Rule.NEXT), required=False, file="history.md", minutes=5),
            Lesson("leaflet", "The leaflet", Kind.PDF, CountsWhen(Rule.PAGES, 100), file="leaflet.pdf", pages=2, minutes=4),
        )),
        Chapter("brew", "Brewing", (
            Lesson("files", "Recipes", Kind.DOWNLOAD, CountsWhen(Rule.NEXT), files=("recipe.txt",), minutes=1),
            Lesson("boxes", "Ready?", Kind.CHECKLIST, CountsWhen(Rule.BOXES), boxes=("Kettle", "Pot"), minutes=1),
            Lesson("check", "Final check", Kind.QUIZ, CountsWhen(Rule.PASSED), file="check.quiz.json", quiz=asked.rules, minutes=10),
        )),
    ]  # fmt: skip
    if extra_lesson:
        more = Lesson("cups", "Cups", Kind.TEXT, CountsWhen(Rule.NEXT), file="history.md", minutes=3)
        chapters.append(Chapter("serving", "Cups", (more,)))
    return Course("org.example.tea", "Making Tea", version, tuple(chapters), order=order, publisher="Hill Farm", cover="cover.png",
                  awards=(default_award("Making Tea"),), access=access or Access())


def write_tea(
    path: Path,
    version: str = "1.0",
    *,
    identity: Identity | None = None,
    order: Order = Order.FREE,
    quiz: Quiz | None = None,
    extra_lesson: bool = False,
    access: Access | None = None,
) -> Path:
    contents = {"welcome.md": b"# Welcome\n\nTea.\n", "history.md": b"# History\n", "leaflet.pdf": b"%PDF-1.7\n", "recipe.txt": b"water, leaves\n",
                "cover.png": b"\x89PNG tea"}  # fmt: skip
    asked = quiz or tea_quiz()
    course = tea_course(version, order=order, quiz=asked, extra_lesson=extra_lesson, access=access)
    build(course, openers(contents), {"check.quiz.json": asked}, path, identity)
    return path


def plain_course(lessons: int, per_chapter: int = 50) -> Course:
    """Text lessons that count when NEXT is pressed."""
    chapters = []
    for start in range(0, lessons, per_chapter):
        made = tuple(
            Lesson(f"l{number:05d}", f"Lesson {number}", Kind.TEXT, CountsWhen(Rule.NEXT), file="page.md", minutes=1)
            for number in range(start, min(start + per_chapter, lessons))
        )
        chapters.append(Chapter(f"c{start:05d}", f"Chapter {start}", made))
    return Course("org.example.plain", "Plain", "1.0", tuple(chapters), awards=(default_award("Plain"),))


def write_plain(path: Path, lessons: int) -> Path:
    build(plain_course(lessons), openers({"page.md": b"# A page\n"}), {}, path)
    return path
