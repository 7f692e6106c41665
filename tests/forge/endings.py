"""What a learner meets at the ends of a course: not open yet, soon closed, read-only, locked, opened again, handed over, and rows that wait."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QFileDialog

from player.course.model import Access, AfterCertificate, Chapter, Order
from player.ui.routes import AwardRoute, CourseRoute, LessonRoute, LibraryRoute
from tests.forge.window import BOXES, FILES, LEAFLET, SAVED, Stage, check, write_course

SAVING = Access(after_certificate=AfterCertificate.LOCK, sign_out_after_certificate=True)


def endings(stage: Stage, folder: Path, pin: str) -> Iterator[str]:
    """Somebody is signed in, `pin` is the trainer's. Leaves the shelf as it was, and the clock some days later."""
    keys = {name: stage.add(short(folder, name, access)) for name, access in windows().items()}
    stage.show(CourseRoute(keys["later"]))
    yield "course, not open yet"
    stage.show(CourseRoute(keys["soon"]))
    yield "course, it closes soon"
    yield from waiting(stage, folder)
    stage.clock.forward(days=5)
    stage.show(LibraryRoute())
    yield "library, what is closed"
    for name in ("read-only", "locked"):
        stage.show(CourseRoute(keys[name]))
        yield f"course, {name}"
    stage.show(LessonRoute(keys["read-only"], "boxes"))
    yield "lesson, read-only"
    stage.show(CourseRoute(keys["locked"]))
    stage.click("course.reopen")
    stage.write("door.pin", pin)
    stage.click("door.unlock")
    stage.find("door.reason")
    yield "course, a trainer opens it again"
    stage.write("door.reason", "was ill")
    stage.click("door.open")
    stage.wait(lambda: stage.sees("course.open"), "the course, open again")
    stage.settle()
    yield "course, opened again"
    yield from handing_over(stage, folder, keys["saving"])
    for key in keys.values():
        stage.asked(lambda player, key=key: player.library.remove(key))  # type: ignore[misc]


def windows() -> dict[str, Access]:
    """The clock of a test stands at noon of 15 January 2027."""
    return {"later": Access(opens_on="2027-01-17"), "soon": Access(closes_on="2027-01-17"),
            "read-only": Access(closes_on="2027-01-16"), "locked": Access(closes_on="2027-01-16", after_closing="locked"), "saving": SAVING}


def short(folder: Path, name: str, access: Access) -> Path:
    titles = {"later": "Serving guests", "soon": "Warming a pot", "read-only": "Storing leaves", "locked": "Buying a kettle",
              "saving": "One good cup"}
    lessons = (FILES,) if name == "saving" else (BOXES, FILES, SAVED, LEAFLET)
    return write_course(folder / f"{name}.course", Chapter("one", "At the start", lessons), access=access,
                        course_id=f"org.example.{name}", title=titles[name])


def waiting(stage: Stage, folder: Path) -> Iterator[str]:
    """In order: rows that are locked say why, and whoever wants in is told what it waits for."""
    lesson, quiz = check()
    chapters = Chapter("start", "Before you start", (BOXES, FILES)), Chapter("brew", "Brewing", (LEAFLET, lesson))
    key = stage.add(write_course(folder / "line.course", *chapters, quiz=quiz, order=Order.IN_ORDER, course_id="org.example.line",
                                 title="Step by step"))
    stage.show(CourseRoute(key))
    yield "course, what is locked and why"
    stage.window.go(LessonRoute(key, "leaflet"))
    stage.says("The leaflet")
    stage.settle()
    yield "course, why a lesson is locked"
    stage.asked(lambda player: player.library.remove(key))


def handing_over(stage: Stage, folder: Path, key: str) -> Iterator[str]:
    """The certificate is saved, the course locks and asks that the next person may come; the owner wants it counted down."""
    seconds = stage.window.desk.settings.hand_over_seconds
    stage.tick(key, "files")
    stage.resized(hand_over_seconds=600)
    stage.show(AwardRoute(key, "certificate"))
    stage.click("award.issue")
    stage.find("award.save")
    stage.settle()
    yield "award, what follows its saving"
    with patch.object(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(folder / "mine.pdf"), "")):
        stage.click("award.save")
        stage.find("award.countdown")
    stage.click("award.stay")
    stage.settle()
    yield "award, the hand-over"
    stage.show(CourseRoute(key))
    yield "course, locked after its certificate"
    stage.resized(hand_over_seconds=seconds)
