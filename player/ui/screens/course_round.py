"""Doing a course again, on its page: by the learner where the author allows it, else by the trainer's PIN."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from player.course.retake import Retake, Validity, of_award
from player.course.status_types import CourseStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.pin_sheet import PinSheet
from player.ui.reading_order import set_reading_order
from player.ui.routes import CourseRoute
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, clear, column, row
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.rounds import Another


def wanted(status: CourseStatus, another: "Another | None") -> bool:
    """Whether another round is anything to think of: the course is done, a certificate ends, or the learner is stuck and may go on so."""
    if another is None or another.who is Retake.NOBODY:
        return False
    ends = any(of_award(award, another.now) is not Validity.VALID for award in status.awards.values())
    return status.complete or ends or another.who is Retake.LEARNER


class RoundCard(Card):
    """Asks once more before it begins: what was reached in this round is kept, but one begins at the first lesson."""

    def __init__(self, desk: Desk, key: str, another: "Another") -> None:
        self._desk, self._key, self._another = desk, key, another
        self._busy = False
        self._lines = column(gap=tokens.S)
        super().__init__(desk.theme, self._lines, 20)
        self._rest()

    def _rest(self) -> None:
        clear(self._lines)
        alone = self._another.who is Retake.LEARNER
        words = tr("Do the course again") if alone else tr("For the trainer: do it again…")
        again = button(self._desk.theme, words, "rotate-ccw" if alone else "graduation-cap", "" if alone else "ghost", "course.again")
        again.clicked.connect(self._ask if alone else self._ask_pin)
        self._put(label(tr("Another round"), "h3", wrap=True), label(self._about(), "small", "muted", wrap=True), again)

    def _put(self, *parts: QWidget) -> None:
        for part in parts[:-1]:
            self._lines.addWidget(part)
        self._lines.addLayout(row(parts[-1], GROW))
        if self.parentWidget() is not None:
            set_reading_order(self.window())

    @staticmethod
    def _about() -> str:
        return tr("It begins at the first lesson, with fresh attempts. This round is kept, and so is everything you have earned in it.")

    def _ask(self) -> None:
        clear(self._lines)
        yes = button(self._desk.theme, tr("Yes, begin again"), "rotate-ccw", "ink", "course.againYes")
        yes.clicked.connect(lambda: self._begin(None))
        no = button(self._desk.theme, tr("Cancel"), kind="ghost", name="course.againNo")
        no.clicked.connect(self._rest)
        self._lines.addWidget(label(tr("Begin another round now?"), "h3", wrap=True))
        self._lines.addWidget(label(self._about(), "small", "muted", wrap=True))
        self._lines.addLayout(row(yes, no, GROW) if not self._desk.theme.big else column(row(yes, GROW), row(no, GROW)))
        set_reading_order(self.window())
        yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_pin(self) -> None:
        clear(self._lines)
        sheet = PinSheet(self._desk, "trainer", tr("Trainer's PIN"), tr("Another round begins for this learner; the old one is kept."),
                         lambda player, pin: player.trainer.check(pin), tr("Begin another round"))
        sheet.cancelled.connect(self._rest)
        sheet.proved.connect(self._begin)
        self._lines.addWidget(sheet)
        set_reading_order(self.window())
        sheet.start()

    def _begin(self, proof: Any) -> None:
        if self._busy:
            return
        self._busy = True
        session, key = self._desk.session, self._key

        def begin(player: "Player") -> int:
            made = player.rounds.begin(session.enrolment(player, key), proof)
            session.close_course()
            return made.round

        def begun(number: int) -> None:
            self._desk.window.go(CourseRoute(key))
            self._desk.window.notice(tr("Round {n} has begun.", n=number))

        def failed(error: PlayerError) -> None:
            self._busy = False
            self._rest()
            self._desk.window.complain(error)

        self._desk.ask(begin, begun, failed, owner=self)
