"""The trainer's area: the PIN first, then a short list at the side and one page at a time. The proof is forgotten with the page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.pin_sheet import PinSheet
from player.ui.reading_order import set_reading_order
from player.ui.routes import SettingsRoute, TrainerRoute
from player.ui.screens.screen import Screen
from player.ui.screens.trainer_learners import LearnersPage
from player.ui.screens.trainer_mail import MailPage
from player.ui.screens.trainer_notices import NoticesPage
from player.ui.screens.trainer_vouchers import VouchersPage
from player.ui.widgets.buttons import button
from player.ui.widgets.flow import Grid
from player.ui.widgets.layouts import GROW, TOP, boxed, centred, clear, column, row, scroll
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.trainer import Proof
    from player.ui.session import Session

Lost = Callable[[PlayerError], None]
Build = Callable[[Desk, "Proof", Lost], QWidget]


@dataclass(frozen=True, slots=True)
class Door:
    """`is_set`: there is a PIN that opens it."""

    is_set: bool


def load(player: "Player", _session: "Session", _route: TrainerRoute) -> Door:
    return Door(player.trainer.is_set)


def make(desk: Desk, route: TrainerRoute, door: Door) -> Screen:
    return TrainerScreen(desk, route.page, door)


class TrainerScreen(Screen):
    """A page that finds the proof too old calls back, and the PIN is asked again in its place."""

    def __init__(self, desk: Desk, page: str, door: Door) -> None:
        super().__init__(desk)
        self._page_name = page
        self._first: QWidget | None = None
        self._lines = column(gap=0)
        self.frame(tr("Trainer’s area"), scroll(centred(boxed(column(self._lines, GROW, gap=0, pad=(0, tokens.L))), 1120)),
                   leave=tr("Back to the settings"))
        if door.is_set:
            self._ask_pin()
        else:
            self._no_pin()

    def first_focus(self) -> QWidget | None:
        return self._first

    def here(self) -> TrainerRoute:
        return TrainerRoute(self._page_name)

    def _places(self) -> tuple[tuple[str, str, str, Build], ...]:
        return (("notices", "bell", tr("Notices"), NoticesPage), ("learners", "users-round", tr("Learners"), LearnersPage),
                ("vouchers", "qr-code", tr("Vouchers"), VouchersPage), ("mail", "upload", tr("Sending by mail"), MailPage))

    def _no_pin(self) -> None:
        go = button(self.theme, tr("Set the trainer’s PIN…"), "key-round", "ink", "trainer.toSettings")
        go.clicked.connect(lambda: self.desk.window.go(SettingsRoute("trainer")))
        self._first = go
        self._lines.addWidget(EmptyState(self.theme, "lock", tr("There is no trainer’s PIN yet"),
                                         tr("What learners did is seen by whoever has the trainer’s PIN."), go))

    def _ask_pin(self) -> None:
        clear(self._lines)
        sheet = PinSheet(self.desk, "trainer", tr("Trainer's PIN"), tr("For what only a trainer sees: notices, vouchers, who did what."),
                         lambda player, pin: player.trainer.check(pin))
        sheet.cancelled.connect(self.back_pressed)
        sheet.proved.connect(self._open)
        self._first = sheet.first
        self._lines.addWidget(sheet)
        set_reading_order(self)

    def _lost(self, error: PlayerError) -> None:
        """A proof that is too old is asked for again; everything else is said."""
        from player.services.trainer import ProofError

        if isinstance(error, ProofError):
            self._ask_pin()
            if self._first is not None:
                self._first.setFocus()
        else:
            self.desk.window.complain(error)

    def _open(self, proof: "Proof") -> None:
        clear(self._lines)
        theme = self.theme
        group = QButtonGroup(self)
        body = column(gap=0)
        entries: list[QWidget] = []
        for name, sign, words, build in self._places():
            entry = button(theme, words, sign, "ghost", f"trainer.{name}")
            entry.setProperty("list", "true")
            entry.setCheckable(True)
            entry.setAutoExclusive(True)
            entry.setChecked(name == self._page_name)
            entry.clicked.connect(partial(self._turn, body, name, words, build, proof))
            group.addButton(entry)
            entries.append(entry)
            if name == self._page_name:
                self._first = entry
                self._turn(body, name, words, build, proof)
        if theme.big:
            nav = Grid(theme, 216, 0, 3)
            for each in entries:
                nav.add(boxed(row(each, GROW)))
            whole = boxed(column(nav, boxed(body), GROW, gap=tokens.M))
        else:
            side = boxed(column(*entries, GROW, gap=tokens.HALF))
            side.setFixedWidth(theme.px(208))
            whole = boxed(row((side, 0, TOP), (boxed(body), 1), gap=tokens.L))
        self._lines.addWidget(whole)
        set_reading_order(self)
        if self._first is not None:
            self._first.setFocus()

    def _turn(self, body: QVBoxLayout, name: str, words: str, build: Build, proof: "Proof", _on: bool = False) -> None:
        clear(body)
        self._page_name = name
        body.addWidget(boxed(row(label(words, "h1", wrap=True), pad=(tokens.S, 0, tokens.S, tokens.S))))
        body.addWidget(build(self.desk, proof, self._lost))
        body.addStretch(1)
