"""Files that somebody drops, opens or hands over, on their way to the shelf."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from player.errors import PlayerError
from player.ui.grants import apply_grants
from player.ui.routes import CourseRoute
from player.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QDropEvent
    from PySide6.QtWidgets import QWidget

    from player.services.player import Player
    from player.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Added:
    """The last course that was put on the shelf ("" for none), newer versions about which somebody must be asked first, and why others were not."""

    key: str
    updates: tuple[Path, ...]
    refused: tuple[PlayerError, ...]


def add_to_shelf(player: "Player", session: Session, packages: list[Path]) -> Added:
    """Each file by itself: one that is refused keeps none of the others off the shelf."""
    key, updates, refused = "", [], []
    for path in packages:
        try:
            opened = player.library.look(path)
            if player.versions.preview(opened) is not None:
                updates.append(path)
            else:
                key = player.library.put(opened)
        except PlayerError as error:
            refused.append(error)
    if key:
        session.close_course()  # it may be another version of the one that is open
    return Added(key, tuple(updates), tuple(refused))


def must_be_asked(packages: list[Path], named: tuple[Path, ...]) -> bool:
    """Whether somebody must say what is to be done with them: they lie on a stick, or in a folder."""
    from player.services.sticks import stick_of, sticks

    present = sticks(named)
    return any(path.is_dir() or stick_of(path.absolute(), present) is not None for path in packages)


COURSE_KEY = "courseKey"  # the property of a card that stands for a course


def course_under(window: "QWidget", place: "QPoint") -> str:
    """The key of the course on whose card that place lies; "" elsewhere."""
    found = window.childAt(place)
    while found is not None:
        if key := found.property(COURSE_KEY):
            return str(key)
        found = found.parentWidget()
    return ""


def files_of(event: Any) -> tuple[Path, ...]:
    """The local files of a drag."""
    data = event.mimeData()
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()) if data.hasUrls() else ()


def take_drop(window: "MainWindow", event: "QDropEvent") -> None:
    """What a trainer gave is applied, packages are offered on the library page; a certificate goes to the course on whose card it was dropped, else
    where the page wants it."""
    files = files_of(event)
    if not files:
        return
    event.acceptProposedAction()
    paths = apply_grants(window.desk, files, window.course_moved)
    packages = tuple(path for path in paths if path.suffix.lower() != ".pdf")
    key = course_under(window, event.position().toPoint())
    if packages:
        window.receive(packages)
    elif paths and key:
        window.go(CourseRoute(key, certificate=str(paths[-1])))
    elif paths:
        window.open_paths(paths)
