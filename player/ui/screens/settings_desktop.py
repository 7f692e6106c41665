"""The part of the settings that puts Greentick on this user's desktop, so that a double click on a package opens it, and takes it off again."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from player.errors import PlayerError
from player.paths import data_folder
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, column, row
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.desktop import Report


class DesktopCard(Card):
    """`data` is where the records of this window lie; a launcher that is put there opens the same ones."""

    def __init__(self, desk: Desk, data: Path) -> None:
        self._desk, self._data = desk, data
        theme = desk.theme
        words = label(tr("Greentick can stand among the programs of this computer, and open when somebody double-clicks a course. Only for whoever "
                         "is signed in on the computer; courses and records stay as they are."), "small", "muted", wrap=True)
        self._open = button(theme, tr("Open .course files with Greentick"), "package-open", name="settings.openCourses")
        self._open.clicked.connect(self._install)
        self._off = button(theme, tr("Take that back"), "undo-2", "ghost", "settings.takeBack")
        self._off.clicked.connect(self._remove)
        deeds = column(row(self._open, GROW), row(self._off, GROW), gap=tokens.S) if theme.big else row(self._open, self._off, GROW)
        super().__init__(theme, column(words, deeds, gap=12), tokens.L)

    def _install(self) -> None:
        from player.services.desktop import program_here, this_desktop

        usual = data_folder(None, {}).root
        program = program_here(self._data if self._data != usual else None)
        self._do(lambda: this_desktop().install(program), tr("A double click on a .course file opens it here from now on."), self._open)

    def _remove(self) -> None:
        from player.services.desktop import this_desktop

        self._do(lambda: this_desktop().remove(), tr("Greentick is not on the desktop any more. Courses and records are untouched."), self._off)

    def _do(self, work: "Callable[[], Report]", words: str, pressed: Button) -> None:
        pressed.setEnabled(False)

        def done(_report: "Report") -> None:
            pressed.setEnabled(True)
            self._desk.window.notice(words)

        def failed(error: PlayerError) -> None:
            pressed.setEnabled(True)
            self._desk.window.complain(error)

        self._desk.pool(work, done, failed, owner=self)
