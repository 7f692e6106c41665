"""A course whose chapter quiz gives a voucher and tells the trainer, as product rules sections 6 and 8 want it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from player.course.model import Award, AwardKind, Chapter, Complete, CountsWhen, Course, Kind, Lesson, Passed, QuizRules, Rule
from player.course.quiz import AcceptedText, Answer, Question, QuestionKind, Quiz
from player.package.builder import build
from player.services.learning import Enrolment
from player.services.player import Player
from player.signing.keys import Identity
from tests.forge.packages import openers

TITLE = "First aid at work"
VOUCHER = Award("dressing", AwardKind.VOUCHER, "One burn dressing, free", Passed("check"), notify_trainer=True)
CHAPTER = Award("burns-certificate", AwardKind.CERTIFICATE, "Burns", Complete("burns"))
CERTIFICATE = Award("certificate", AwardKind.CERTIFICATE, TITLE, valid_days=365)
BADGE = Award("helper", AwardKind.BADGE, "Helper", Complete("practice"))
QUESTIONS = (
    Question("water", QuestionKind.SINGLE, "How long under the tap?",
             answers=(Answer("two", "Two minutes"), Answer("twenty", "Twenty minutes", right=True))),
    Question("what", QuestionKind.SHORT_TEXT, "What covers a burn?", accepted=(AcceptedText("film"),)),
)
RIGHT: dict[str, Any] = {"water": ("twenty",), "what": "film"}
WRONG: dict[str, Any] = {"water": ("two",), "what": "butter"}


def burns_course(version: str = "1.0", **more: Any) -> tuple[Course, Quiz]:
    """`attempts` and `when_exhausted` are the quiz's, the rest the course's."""
    rules = {name: more.pop(name) for name in ("attempts", "when_exhausted") if name in more}
    quiz = Quiz(QuizRules(questions=2, points=2, **rules), QUESTIONS, "Two questions.")
    check = Lesson("check", "Burns: the check", Kind.QUIZ, CountsWhen(Rule.PASSED), file="check.quiz.json", quiz=quiz.rules, minutes=5,
                   notify_trainer=True)
    boxes = Lesson("boxes", "Ready?", Kind.CHECKLIST, CountsWhen(Rule.BOXES), file="boxes.md", boxes=("Tap", "Film"), minutes=1)
    chapters = (
        Chapter("burns", "Burns", (boxes, check)),
        Chapter("practice", "Practice", (Lesson("files", "Leaflets", Kind.DOWNLOAD, CountsWhen(Rule.NEXT), files=("leaflet.txt",), minutes=2),)),
    )  # fmt: skip
    values: dict[str, Any] = {"publisher": "Northern Rivers Training", "awards": (CERTIFICATE, CHAPTER, VOUCHER, BADGE)} | more
    return Course("org.example.first-aid", TITLE, version, chapters, **values), quiz


def write_burns(path: Path, version: str = "1.0", identity: Identity | None = None, **more: Any) -> Path:
    course, quiz = burns_course(version, **more)
    contents = {"boxes.md": b"Tick when you **have** it.\n\n- [ ] Tap\n- [ ] Film\n", "leaflet.txt": b"cool, cover, call\n"}
    build(course, openers(contents), {"check.quiz.json": quiz}, path, identity)
    return path


def quiet(*awards: Award) -> tuple[Award, ...]:
    """The same awards, none of which is told to anybody."""
    return tuple(replace(award, notify_trainer=False) for award in awards)


def sits(player: Player, enrolment: Enrolment, answers: dict[str, Any]) -> Any:
    """One attempt at the quiz, handed in; returns its result."""
    paper = player.quizzing.start(enrolment, "check")
    for question, response in answers.items():
        paper = player.quizzing.answer(paper, question, response)
    return player.quizzing.submit(paper)


def completes(player: Player, enrolment: Enrolment) -> None:
    """Everything that is required."""
    for lesson in ("boxes", "check", "files"):
        player.learning.open_lesson(enrolment, lesson)
        if lesson == "boxes":
            for box in (0, 1):
                player.learning.tick_box(enrolment, lesson, box, True)
        elif lesson == "check":
            sits(player, enrolment, RIGHT)
        else:
            player.learning.finish_lesson(enrolment, lesson)
