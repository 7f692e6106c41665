"""What every screen is given: the look, the way to the services, the way to other screens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject

from player.errors import PlayerError
from player.ui.catalogues import Languages
from player.ui.routes import Route
from player.ui.theme import Theme

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player
    from player.settings import Settings
    from player.ui.intake import Intake
    from player.ui.lessons.text import TextView
    from player.ui.session import Session
    from player.ui.tasks import Step, Task

T = TypeVar("T")
Failed = Callable[[PlayerError], None]


class Window(Protocol):
    """What screens may ask of the main window."""

    def go(self, route: Route) -> None:
        """Show another place; the present screen is asked to leave first."""
        ...

    def back(self) -> None:
        """One level up: lesson, course, library, learners."""
        ...

    def sign_in(self, learner: "LearnerCard") -> None: ...

    def sign_out(self) -> None: ...

    def complain(self, error: PlayerError) -> None:
        """Say what is wrong in a bar on the page; never over a playing medium."""
        ...

    def notice(self, text: str) -> None:
        """A short good news in the same place ("Saved")."""
        ...

    def choose_package(self) -> None:
        """Ask for a .course file, put it on the shelf and open its course page."""
        ...

    def open_paths(self, paths: tuple[Path, ...]) -> None:
        """Packages go on the shelf and the last one is opened; those on a stick, and folders, are offered on the library page first; a PDF
        is checked as a certificate."""
        ...

    def long(self, work: "Callable[[Step], T]", done: Callable[[T], None], *, progress: Callable[[int, int, str], None], failed: Failed,
             cancelled: Callable[[], None], owner: QObject) -> "Task[T] | None":
        """Work off the window's thread that tells how far it is and can be stopped; None when the window is closing."""
        ...

    def change_look(self, **changes: object) -> None:
        """Change and keep settings (theme, text_scale, language, direction) and show them at once."""
        ...

    def toggle_full_screen(self) -> None: ...

    def text_view(self) -> "TextView":
        """The one web view for lesson text, made when first asked for and used again for every lesson."""
        ...


@dataclass(slots=True)
class Desk:
    """`ask` runs work on the store lane with the services and comes back on the GUI thread; without `failed`, an expected error
    goes to `window.complain`. `pool` does the same for work that needs no store. `intake` is what comes in: packages dropped, sticks,
    copies under way. Nothing is called back once `owner` is gone, but an
    error that nobody took is told all the same. `put_away` names what the learner has closed and does not want to see again today.
    `languages` are those that the window can speak."""

    theme: Theme
    settings: "Settings"
    session: "Session"
    window: Window
    ask: "Ask"
    pool: "Pool"
    intake: "Intake"
    put_away: set[str] = field(default_factory=set)
    languages: Languages = field(default_factory=Languages)


class Ask(Protocol):
    def __call__(self, work: "Callable[[Player], T]", done: Callable[[T], None], failed: Failed | None = None, *,
                 owner: QObject | None = None) -> None: ...


class Pool(Protocol):
    def __call__(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None, *,
                 owner: QObject | None = None) -> None: ...
