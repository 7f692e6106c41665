"""Guest now, name later: the guest's progress becomes that of a new learner, or of one who is on the board already."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.reading_order import set_reading_order
from player.ui.routes import ClaimRoute, LibraryRoute
from player.ui.screens.learner_lock import LearnerLock
from player.ui.screens.learners import NewLearner
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, boxed, centred, clear, column, row, scroll
from player.ui.widgets.pictures import Avatar
from player.ui.widgets.text import Elided, label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player
    from player.ui.session import Session


@dataclass(frozen=True, slots=True)
class Claimable:
    """The guest, and who else is on the board."""

    guest: str
    others: "tuple[LearnerCard, ...]"


def load(player: "Player", session: "Session", _route: ClaimRoute) -> Claimable:
    guest = session.learner_id
    if player.claiming.offer(guest) is None:
        raise PlayerError(tr("This progress cannot be named"), tr("It has a name already, or the guest was here more than a day ago."),
                          tr("Go on as you are."))
    session.close_course()
    return Claimable(guest, tuple(card for card in player.learners.all() if not card.guest))


def make(desk: Desk, _route: ClaimRoute, found: Claimable) -> Screen:
    return ClaimScreen(desk, found)


class ClaimScreen(Screen):
    """First a new name; the board is one step away."""

    def __init__(self, desk: Desk, found: Claimable) -> None:
        super().__init__(desk)
        self._found = found
        self._busy = False
        self._focus: QWidget | None = None
        self._lines = column(gap=0)
        self.frame(tr("Keep your progress"), boxed(self._lines), leave=tr("Back to the library"), left=self._away)
        self._new()

    def first_focus(self) -> QWidget | None:
        return self._focus

    def _away(self) -> None:
        self.desk.window.go(LibraryRoute())

    def _show(self, page: QWidget, focus: QWidget | None) -> None:
        clear(self._lines)
        self._busy, self._focus = False, focus
        self._lines.addWidget(page)
        set_reading_order(self)
        if focus is not None and self.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _new(self) -> None:
        guest = self._found.guest
        known = button(self.theme, tr("I am on the board already…"), "users-round", "ghost", "claim.known")
        known.clicked.connect(self._board)
        more = boxed(row(GROW, known, GROW)) if self._found.others else None
        page = NewLearner(self.desk, self._away, lambda player, name, picture, tint: player.claiming.into_new(guest, name, picture, tint),
                          self._kept, tr("Who are you?"), tr("What you did as a guest is kept under this name."),
                          tr("Keep it"), more)
        self._show(page, page.field)

    def _board(self) -> None:
        """Who is on the board, one below the other."""
        theme = self.theme
        buttons: list[Button] = []
        lines: list[QWidget] = [label(tr("Whose progress is it?"), "h1", wrap=True),
                                label(tr("What you did as a guest is added to it. Nothing is lost on either side."), tone="muted", wrap=True)]
        for number, card in enumerate(self._found.others, 1):
            this = button(theme, tr("This is me"), "chevron-right", name=f"claim.join.{number}", trailing=True,
                          spoken=tr("I am {name}", name=card.name))
            this.clicked.connect(lambda _=False, card=card: self._join(card))
            buttons.append(this)
            lines.append(Card(theme, row(Avatar(theme, f"{card.tint}/{card.picture}", 48), (Elided(theme, card.name, "strong"), 1), this,
                                         gap=tokens.M), (tokens.M, 12)))
        back = button(theme, tr("Back"), "chevron-left", "ghost", "claim.back")
        back.clicked.connect(self._new)
        inner = boxed(column(*lines, row(back, GROW), GROW, gap=tokens.S, pad=(0, tokens.L)))
        self._show(scroll(centred(inner, 640)), buttons[0] if buttons else back)

    def _join(self, card: "LearnerCard") -> None:
        guest, learner = self._found.guest, card.id
        if card.lock:
            page = LearnerLock(self.desk, card, lambda player, secret: player.claiming.into(guest, learner, secret), self._kept, self._board,
                               helpable=False)
            self._show(page, None)
            page.start()
        elif not self._busy:
            self._busy = True
            self.desk.ask(lambda player: player.claiming.into(guest, learner), self._kept, self._refused, owner=self)

    def _refused(self, error: PlayerError) -> None:
        self._busy = False
        self.desk.window.complain(error)

    def _kept(self, card: "LearnerCard") -> None:
        self.desk.window.sign_in(card)
        self.desk.window.notice(tr("Your progress is kept under the name {name}.", name=card.name))
