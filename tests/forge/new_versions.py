"""A course in three versions, and the screens that a learner meets between them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from player.course.model import Chapter, Move
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute
from tests.forge.packages import fixed_identity
from tests.forge.window import BOXES, FILES, LEAFLET, SAVED, Stage, write_course

CUPS = replace(FILES, id="cups", title="Cups and pots", minutes=3)
KEEP = replace(SAVED, id="keep")  # the same content under another id


def version(folder: Path, number: str, *, move: Move = Move.ALWAYS) -> Path:
    """2.0 wants the checklist again, changes the downloads, brings a lesson, takes one away and renames one."""
    folder.mkdir(parents=True, exist_ok=True)
    first = Chapter("a", "Start", (BOXES, FILES, SAVED, LEAFLET))
    second = Chapter("a", "Start", (replace(BOXES, again=number == "2.0"), replace(FILES, files=("recipe.txt",)), KEEP, CUPS))
    return write_course(folder / f"tea-{number}.course", first if number == "1.0" else second, version=number, move=move,
                        identity=fixed_identity("Hill Farm"))  # fmt: skip


def drop(stage: Stage, *paths: Path) -> None:
    """As a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    stage.window.dropEvent(event)
    stage.settle()


def new_versions(stage: Stage, folder: Path) -> Iterator[str]:
    """Somebody has finished 1.0 and somebody is in the middle of it; 2.0 takes everybody along, 3.0 nobody."""
    key = stage.add(version(folder, "1.0"))
    stage.tick(key, "boxes", "files", "saved", "leaflet")
    other = stage.asked(lambda player: next((one for one in player.learners.all() if one.name == "Ben Beispiel"), None)
                        or player.learners.create("Ben Beispiel", "dog", "teal"))
    stage.asked(lambda player: player.learning.grant(player.versions.enrol(other.id, key), "boxes", "test", "Trainer"))
    stage.asked(lambda _player: stage.window.desk.session.close_course())
    stage.show(LibraryRoute())
    drop(stage, version(folder, "2.0"))
    stage.find("intake.update")
    yield "library, a newer version is offered"
    stage.click("intake.open")
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.settle()
    yield "course, new since you finished"
    stage.show(LessonRoute(key, "boxes"))
    yield "lesson, done in an older version"
    stage.show(LibraryRoute())
    yield "library, a course that was complete in an older version"
    drop(stage, version(folder, "3.0", move=Move.NEVER))
    stage.find("intake.update")
    yield "library, a newer version that takes nobody along"
    stage.click("intake.open")
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.find("course.stays")
    stage.settle()
    yield "course, somebody goes on in an older version"
    stage.asked(lambda player: player.library.remove(key))
