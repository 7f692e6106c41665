"""Courses that wait for each other: one lesson each, read with NEXT."""

from pathlib import Path

from player.awards.certificate import issue
from player.awards.facts import AwardFacts, CertificateFacts, CourseFacts, LearnerFacts, Level
from player.course.model import AwardHeld, Chapter, Condition, CountsWhen, Course, Kind, Lesson, Rule, default_award
from player.package.builder import build
from player.services.learning import Enrolment
from player.services.player import Player
from player.signing.keys import Identity
from tests.forge import certificates
from tests.forge.packages import openers

WATER, PUMPS = "org.example.water", "org.example.pumps"
WATER_CERTIFICATE = f"{WATER}/certificate"


def rung(course: str, title: str, opens_when: Condition | None = None, *, lesson_opens: Condition | None = None, **more: object) -> Course:
    lessons: tuple[Lesson, ...] = (Lesson("first", "First", Kind.TEXT, CountsWhen(Rule.NEXT), file="first.md", minutes=1),)
    if lesson_opens is not None:
        lessons += (Lesson("later", "Later", Kind.TEXT, CountsWhen(Rule.NEXT), file="first.md", minutes=1, opens_when=lesson_opens, required=False),)
    usual: dict[str, object] = {"opens_when": opens_when, "awards": (default_award(title),)}
    return Course(course, title, "1.0", (Chapter("one", "One", lessons),), **(usual | more))  # type: ignore[arg-type]  # fields of Course


def write_rung(path: Path, made: Course, identity: Identity | None = None) -> Path:
    build(made, openers({"first.md": f"# {made.title}\n".encode()}), {}, path, identity)
    return path


def water(folder: Path, identity: Identity | None = None) -> Path:
    return write_rung(folder / "water.course", rung(WATER, "Safe water"), identity)


def pumps(folder: Path, name: str = WATER_CERTIFICATE, identity: Identity | None = None, **more: object) -> Path:
    """Pumps opens when the certificate of Safe water is held."""
    made = rung(PUMPS, "Pumps", AwardHeld(name), **more)  # type: ignore[arg-type]  # fields of Course
    return write_rung(folder / "pumps.course", made, identity)


def begin(player: Player, learner: str, path: Path) -> Enrolment:
    return player.learning.enrol(learner, player.library.open(player.library.add(path)))


def finish(player: Player, at: Enrolment) -> None:
    player.learning.open_lesson(at, "first")
    player.learning.finish_lesson(at, "first")


def paper(folder: Path, *, endorsed: bool = True, name: str = "Nora Example", course: str = WATER, **more: object) -> Path:
    """A certificate of Safe water from another machine, by an endorsed device or by one that nobody knows."""
    course_facts = CourseFacts(course, "Safe water", "1.0", certificates.HASH)
    known: dict[str, object] = {"level": Level.ENDORSED, "issuer": certificates.ISSUER} if endorsed else {}
    by = certificates.endorsed_device() if endorsed else certificates.device()
    facts: CertificateFacts = certificates.facts(name, "Safe water", by, **(known | {
        "learner": LearnerFacts("00" * 16, name), "course": course_facts, "award": AwardFacts("certificate", "Safe water"), **more}))
    path = folder / f"{name}-{endorsed}.pdf"
    path.write_bytes(issue(facts, by, certificates.typefaces(), now=certificates.NOW))
    return path
