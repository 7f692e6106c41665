"""Where a locked row leads, by courses alone."""

from player.course.facts import Facts
from player.course.model import After, Chapter, Complete, CountsWhen, Course, Kind, Lesson, PreviousRequired, Rule
from player.course.status import Evaluator
from player.ui.leads import leads_to
from tests.forge.window import NOON


def text(name: str, **more: object) -> Lesson:
    return Lesson(name, name, Kind.TEXT, CountsWhen(Rule.NEXT), file="x.md", **more)  # type: ignore[arg-type]


def lead(wanted: str, *chapters: Chapter) -> str:
    return leads_to(Evaluator(Course("c", "C", "1", chapters)).status(Facts(), NOON), wanted)


def test_a_long_chain_leads_to_its_beginning() -> None:
    lessons = tuple(text(f"l{number}", opens_when=PreviousRequired() if number else None) for number in range(3000))
    assert lead("l2999", Chapter("one", "One", lessons)) == "l0"


def test_of_a_chapter_the_first_required_lesson_that_is_left() -> None:
    first = Chapter("one", "One", (text("extra", required=False), text("needed")))
    assert lead("after", first, Chapter("two", "Two", (text("after", opens_when=Complete("one")),))) == "needed"
    assert lead("one", first) == "needed"


def test_a_date_and_what_is_not_there_lead_nowhere() -> None:
    assert lead("later", Chapter("one", "One", (text("later", opens_when=After("2031-01-01")),))) == ""
    assert lead("nothing", Chapter("one", "One", (text("a"),))) == ""
    assert lead("", Chapter("one", "One", (text("a"),))) == ""
