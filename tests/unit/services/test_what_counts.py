"""The questions of docs/what-counts.md once more, asked of a real player: a package, a database, a certificate that is there or is not."""

from pathlib import Path

import pytest

from player.course.model import Award, AwardKind, Chapter, Complete, CountsWhen, Course, Kind, Lesson, Order, Passed, Rule, default_award
from player.course.status_types import NextFace, State
from player.errors import PlayerError
from player.package.builder import build
from player.services.learning import Enrolment, Use
from player.services.player import Player
from tests.forge.courses import RIGHT, tea_quiz
from tests.forge.packages import openers
from tests.unit.services.conftest import Clock

PAGES = frozenset({1, 2})


def quiz(player: Player, enrolment: Enrolment, *, right: bool) -> bool:
    paper = player.quizzing.start(enrolment, "check")
    for question, response in RIGHT.items() if right else []:
        paper = player.quizzing.answer(paper, question, response)
    return bool(player.quizzing.submit(paper).passed)


def everything_but_the_quiz(player: Player, enrolment: Enrolment) -> None:
    for lesson in ("welcome", "files"):
        player.learning.finish_lesson(enrolment, lesson)
    player.learning.sitting(enrolment, "leaflet", Use(pages=PAGES, ended=True))
    for box in (0, 1):
        player.learning.tick_box(enrolment, "boxes", box, ticked=True)


def gets_none(player: Player, enrolment: Enrolment) -> bool:
    """No certificate is given, and none is kept."""
    with pytest.raises(PlayerError):
        player.awarding.issue(enrolment, "certificate", "Nora Example")
    return player.awarding.kept(enrolment.learner.id) == () and not any(player.data.certificates.glob("*.pdf"))


def left(player: Player, enrolment: Enrolment) -> list[str]:
    return [need.id for need in player.learning.status(enrolment).awards["certificate"].left]


def test_the_final_quiz_passed_alone_gives_no_certificate(player: Player, enrolment: Enrolment) -> None:
    assert quiz(player, enrolment, right=True)
    assert player.learning.status(enrolment).lessons["check"].done
    assert left(player, enrolment) == ["welcome", "leaflet", "files", "boxes"]
    assert gets_none(player, enrolment)


def test_all_ticks_but_the_quiz_failed_gives_none_until_it_is_passed(player: Player, enrolment: Enrolment) -> None:
    everything_but_the_quiz(player, enrolment)
    player.learning.finish_lesson(enrolment, "history")
    assert not quiz(player, enrolment, right=False)
    found = player.learning.status(enrolment)
    assert (found.lessons["check"].state, found.done, found.of) == (State.FAILED, 4, 5)
    assert left(player, enrolment) == ["check"]
    assert gets_none(player, enrolment)
    assert quiz(player, enrolment, right=True)
    assert player.awarding.issue(enrolment, "certificate", "Nora Example").path.exists()


def test_optional_lessons_never_opened_and_downloads_passed_with_next_give_the_certificate(player: Player, enrolment: Enrolment) -> None:
    everything_but_the_quiz(player, enrolment)
    assert quiz(player, enrolment, right=True)
    facts = player.learning.facts(enrolment)
    assert facts.lesson("history").opened_at is None
    assert facts.lesson("files").files_saved == frozenset()
    issued = player.awarding.issue(enrolment, "certificate", "Nora Example")
    assert player.awarding.check(issued.path).valid
    found = player.learning.progress("Nora Example").enrolments[0]
    assert (found.done, found.of, found.extras_done, found.extras, found.complete) == (5, 5, 0, 1, True)


def text(name: str, **more: object) -> Lesson:
    return Lesson(name, name.title(), Kind.TEXT, CountsWhen(Rule.NEXT), file="page.md", minutes=5, **more)  # type: ignore[arg-type]  # of Lesson


def begun(player: Player, path: Path, *chapters: Chapter, awards: tuple[Award, ...] = (), order: Order = Order.FREE) -> Enrolment:
    course = Course("org.example.counts", "What counts", "1.0", chapters, order=order, awards=awards or (default_award("What counts"),))
    build(course, openers({"page.md": b"# A page\n", "two.pdf": b"%PDF-1.7\n"}), {"check.quiz.json": tea_quiz()}, path)
    nora = player.learners.create("Nora Example", "bird", "sea")
    return player.learning.enrol(nora.id, player.library.open(player.library.add(path)))


def check(**more: object) -> Lesson:
    return Lesson("check", "Check", Kind.QUIZ, CountsWhen(Rule.PASSED), file="check.quiz.json", quiz=tea_quiz().rules, **more)  # type: ignore[arg-type]  # of Lesson


def test_a_certificate_before_the_end_with_bonuses_after_it(player: Player, tmp_path: Path) -> None:
    early = Award("certificate", AwardKind.CERTIFICATE, "Basics", Complete("basics"))
    voucher = Award("voucher", AwardKind.VOUCHER, "A tin of tea", Passed("check"))
    enrolment = begun(player, tmp_path / "c.course", Chapter("basics", "Basics", (text("a"), text("b"))),
                      Chapter("more", "More", (text("c", required=False), check(required=False))), awards=(early, voucher))  # fmt: skip
    player.learning.finish_lesson(enrolment, "a")
    assert gets_none(player, enrolment)
    step = player.learning.finish_lesson(enrolment, "b")
    assert (step.earned, step.next_lesson) == (("certificate",), "c")
    assert player.awarding.issue(enrolment, "certificate", "Nora Example").path.exists()
    assert player.learning.finish_lesson(enrolment, "c").ticked
    paper = player.quizzing.start(enrolment, "check")
    for question, response in RIGHT.items():
        paper = player.quizzing.answer(paper, question, response)
    assert player.quizzing.submit(paper).step.earned == ("voucher",)
    assert player.learning.status(enrolment).awards["certificate"].earned


def test_prerequisites_on_a_text_a_pdf_and_a_quiz(player: Player, tmp_path: Path) -> None:
    leaflet = Lesson("leaflet", "Leaflet", Kind.PDF, CountsWhen(Rule.PAGES, 100), file="two.pdf", pages=2)
    lessons = (text("first"), leaflet, check(), text("after-text", opens_when=Complete("first")), text("after-pdf", opens_when=Complete("leaflet")),
               text("after-quiz", opens_when=Passed("check")))  # fmt: skip
    enrolment = begun(player, tmp_path / "c.course", Chapter("one", "One", lessons))

    def locked(lesson: str, title: str) -> None:
        with pytest.raises(PlayerError, match=rf"is locked\. “{title}” comes first"):
            player.learning.open_lesson(enrolment, lesson)

    player.learning.open_lesson(enrolment, "first")
    locked("after-text", "First")
    player.learning.finish_lesson(enrolment, "first")
    assert player.learning.open_lesson(enrolment, "after-text").lessons["after-text"].state is State.STARTED
    player.learning.sitting(enrolment, "leaflet", Use(pages=frozenset({1}), ended=True))
    locked("after-pdf", "Leaflet")
    player.learning.sitting(enrolment, "leaflet", Use(pages=frozenset({2}), ended=True))
    player.learning.open_lesson(enrolment, "after-pdf")
    assert not quiz(player, enrolment, right=False)
    locked("after-quiz", "Check")
    assert quiz(player, enrolment, right=True)
    player.learning.open_lesson(enrolment, "after-quiz")


@pytest.mark.parametrize("spent", [1, 7200])
def test_estimated_time_reached_or_not_changes_nothing(player: Player, enrolment: Enrolment, clock: Clock, spent: int) -> None:
    player.learning.open_lesson(enrolment, "welcome")
    clock.forward(seconds=spent)
    after = player.learning.sitting(enrolment, "welcome", Use(active_ms=spent * 1000))
    assert not after.ticked
    assert player.learning.finish_lesson(enrolment, "welcome").ticked


@pytest.mark.parametrize(("order", "before"), [(Order.FREE, NextFace.SKIP), (Order.IN_ORDER, NextFace.BLOCKED)])
def test_what_next_does_on_each_kind(player: Player, tmp_path: Path, order: Order, before: NextFace) -> None:
    kinds = {
        "text": text("text"), "download": Lesson("download", "Files", Kind.DOWNLOAD, CountsWhen(Rule.NEXT), files=("page.md",)),
        "pdf": Lesson("pdf", "Leaflet", Kind.PDF, CountsWhen(Rule.PAGES, 100), file="two.pdf", pages=2),
        "checklist": Lesson("checklist", "Ready?", Kind.CHECKLIST, CountsWhen(Rule.BOXES), boxes=("Kettle",)), "quiz": check(),
    }  # fmt: skip
    for name, lesson in kinds.items():
        player.learners.create(name, "bird", "sea")
        chapter = Chapter("one", "One", (lesson, text("last")))
        course = Course(f"org.example.{name}", name, "1.0", (chapter,), order=order, awards=(default_award(name),))
        quizzes = {"check.quiz.json": tea_quiz()} if name == "quiz" else {}
        build(course, openers({"page.md": b"# A page\n", "two.pdf": b"%PDF-1.7\n"}), quizzes, tmp_path / f"{name}.course")
        opened = player.library.open(player.library.add(tmp_path / f"{name}.course"))
        enrolment = player.learning.enrol(player.learners.find(name).id, opened)
        face = player.learning.open_lesson(enrolment, lesson.id).lessons[lesson.id].face
        if name in {"text", "download"}:
            assert face is NextFace.NEXT, name
            assert player.learning.finish_lesson(enrolment, lesson.id).ticked
        elif before is NextFace.SKIP:
            assert face is NextFace.SKIP, name
            step = player.learning.finish_lesson(enrolment, lesson.id)
            assert (step.ticked, step.next_lesson) == (False, "last"), name
        else:
            assert face is NextFace.BLOCKED, name
            with pytest.raises(PlayerError, match="has to be completed before the next lesson opens"):
                player.learning.finish_lesson(enrolment, lesson.id)
