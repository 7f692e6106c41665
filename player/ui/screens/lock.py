"""Where everybody has to have a lock: the page that comes before all others, once."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from player.ui import tokens
from player.ui.desk import Desk
from player.ui.routes import LibraryRoute, LockRoute
from player.ui.screens.new_lock import NewLock
from player.ui.screens.screen import Screen
from player.ui.widgets.layouts import GROW, boxed, centred, column, scroll
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player
    from player.ui.session import Session


def load(player: "Player", session: "Session", _route: LockRoute) -> "LearnerCard":
    return player.learners.get(session.learner_id)


def make(desk: Desk, _route: LockRoute, learner: "LearnerCard") -> Screen:
    return LockScreen(desk, learner)


class LockScreen(Screen):
    def __init__(self, desk: Desk, learner: "LearnerCard") -> None:
        super().__init__(desk)
        self._form = NewLock(desk, learner, "", self._kept, None)
        words = column(label(tr("A lock of your own"), "h1", wrap=True),
                       label(tr("On this computer everybody has one: it keeps others out of your progress."), tone="muted", wrap=True),
                       gap=tokens.HALF, pad=(tokens.S, 0))
        inner = boxed(column(GROW, words, self._form, GROW, gap=tokens.M, pad=(0, tokens.L)))
        self.frame(tr("Before you go on"), scroll(centred(inner, 640)), leave=tr("Back to the board"), left=desk.window.sign_out)

    def first_focus(self) -> QWidget | None:
        return self._form.first

    def back_pressed(self) -> None:
        self.desk.window.sign_out()

    def _kept(self, card: "LearnerCard") -> None:
        self.desk.session.know(card)
        self.desk.window.go(LibraryRoute())
        self.desk.window.notice(tr("Your lock is set. You are asked when you choose your picture."))
