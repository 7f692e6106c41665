"""The base of every full page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.ui.desk import Desk
from player.ui.routes import Route, SettingsRoute
from player.ui.theme import Theme
from player.ui.widgets.frame import BottomBar, Page, TopBar
from player.ui.widgets.layouts import boxed, column
from player.ui.widgets.themed import Themed
from player.ui.wording import shown_name
from player.ui.words import tr

WHISPER_MS = 4000


class Screen(Themed, QWidget):
    """One page, built from data that was already read; everything else it asks of `desk`.

    A change of the look that changes the layout (large text, direction) builds the page anew from its route; a change of colours
    goes through `retheme`.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.theme = desk.theme
        self.top: TopBar | None = None
        self._under_top: QVBoxLayout | None = None
        self._hush = QTimer(self, interval=WHISPER_MS, singleShot=True)
        self._hush.timeout.connect(self._hushed)

    def frame(self, title: str, body: QWidget, bottom: BottomBar | None = None, *, leave: str = "",
              left: Callable[[], None] | None = None, search: Callable[[], None] | None = None, search_name: str = "") -> None:
        """Fill the page: top bar (title "" shows the mark), body, bottom bar. Call once. `leave` names what the arrow in the top bar
        does, `left` does it where that is another thing than Back. `search`: there is something to be searched, by a button of this
        name."""
        learner = self.desk.session.learner
        top = TopBar(self.theme, title, shown_name(learner) if learner else "", f"{learner.tint}/{learner.picture}" if learner else "",
                     tr("Saved on this computer"), searchable=search is not None, leave=leave)
        if search is not None:
            top.search.connect(search)
            top.search_button.setObjectName(search_name)
        top.left.connect(left or self.back_pressed)
        top.settings.connect(lambda: self.desk.window.go(SettingsRoute()))
        top.not_you.connect(self.desk.window.sign_out)
        self.top = top
        self._under_top = column(gap=0)
        self.setLayout(column((Page(top, body, bottom, boxed(self._under_top)), 1), gap=0))

    def whisper(self, text: str) -> None:
        """Say it for a moment in the quiet line of the top bar: nothing moves for it."""
        if self.top is not None:
            self.top.set_status(text)
            self._hush.start()

    def _hushed(self) -> None:
        if self.top is not None:
            self.top.set_status(tr("Saved on this computer"))

    def host(self, messages: QWidget) -> bool:
        """Take in what the window has to say, under the top bar. False where there is none."""
        if self._under_top is not None:
            self._under_top.addWidget(messages)
        return self._under_top is not None

    def first_focus(self) -> QWidget | None:
        """What gets the keyboard when the page opens: the obvious next step."""
        return None

    def here(self) -> Route | None:
        """The way back to just this place, where that is not the route by which the page was opened."""
        return None

    def fits(self, theme: Theme) -> bool:  # noqa: ARG002 - for pages that say more
        """Another text size, all else as before: whether the page can wear it as it stands, keeping what is read in its place. Otherwise
        it is built anew."""
        return False

    def leave(self) -> None:
        """The learner goes elsewhere: stop timers, hand over what is not yet recorded, begin nothing new. Once, until `stay`."""

    def stay(self) -> None:
        """The other page could not be opened: go on here."""

    def gone(self) -> None:
        """Another page takes the place of this one: give back what was borrowed."""

    def busy(self) -> bool:
        """Whether somebody is in the middle of something (an open attempt, playing media)."""
        return False

    def take_certificate(self, file: Path) -> bool:  # noqa: ARG002 - for pages that say more
        """A certificate was dropped or opened: whether the page has a use for it. Else it is checked on a page of its own."""
        return False

    def next_pressed(self) -> None:
        """Alt+Right (mirrored in right-to-left)."""

    def back_pressed(self) -> None:
        """Alt+Left, and Back in the top bar."""
        self.desk.window.back()
