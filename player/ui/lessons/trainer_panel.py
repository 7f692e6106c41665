"""What a trainer may do about the lesson that is shown: the PIN first, in the page, then the deeds that fit the lesson."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from player.course.model import Kind
from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.pin_sheet import PinSheet
from player.ui.reading_order import set_reading_order
from player.ui.routes import SettingsRoute
from player.ui.widgets.buttons import ENTER, Button, button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, clear, column, row, scroll
from player.ui.widgets.text import label
from player.ui.words import sentence, tr

if TYPE_CHECKING:
    from player.services.learning import Enrolment, Step
    from player.services.player import Player
    from player.services.trainer import Proof

LONGEST_REASON = 500


class TrainerPanel(QWidget):
    """Hidden until `ask`. `done` gets the lesson and the Step of what was done; the proof is forgotten with the panel. `gone` when it is
    closed. In large text it takes the place of the lesson: `opened` says when."""

    opened = Signal(bool)

    def __init__(self, desk: Desk, done: "Callable[[str, Step], None]", gone: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._done_with, self._gone = desk, done, gone
        self._busy = False
        self._lines = column(gap=0, pad=(tokens.L, 0))
        self.setLayout(column((scroll(boxed(column(self._lines, GROW, gap=0))), 1), gap=0) if desk.theme.big else self._lines)
        self.hide()

    def ask(self, enrolment: "Enrolment", status: LessonStatus) -> None:
        """The PIN, then what can be done about this lesson."""
        self._desk.ask(lambda player: player.trainer.is_set, lambda is_set: self._open(enrolment, status, is_set=is_set), owner=self)

    def put_away(self) -> None:
        """Another lesson is shown."""
        self.hide()
        clear(self._lines)
        self.opened.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line of this sheet is not NEXT: Qt hands it on after the line has taken it."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)

    def _close(self) -> None:
        self.put_away()
        self._gone()

    def _open(self, enrolment: "Enrolment", status: LessonStatus, *, is_set: bool) -> None:
        if not is_set:
            self._show(self._no_pin())
            return
        sheet = PinSheet(self._desk, "trainer", tr("Trainer's PIN"), tr("For signing off, and for giving ticks and attempts."),
                         lambda player, pin: player.trainer.check(pin))
        sheet.cancelled.connect(self._close)
        sheet.proved.connect(lambda proof: self._show(self._deeds(enrolment, status, proof)))
        self._show(sheet)

    def _show(self, page: QWidget) -> None:
        clear(self._lines)
        self._busy = False
        self._lines.addWidget(page)
        self.opened.emit(True)
        self.show()
        set_reading_order(self.window())
        wanted = page.findChild(QLineEdit) or page.findChild(Button)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _no_pin(self) -> Card:
        theme = self._desk.theme
        words = column(label(tr("No trainer's PIN is set on this computer"), "h3", wrap=True),
                       label(tr("Whoever trains here sets it once, in the settings."), "small", "muted", wrap=True), gap=tokens.HALF)
        close = button(theme, tr("Cancel"), kind="ghost", name="trainer.cancel")
        close.clicked.connect(self._close)
        there = button(theme, tr("To the settings"), "settings", "ink", "trainer.settings")
        there.clicked.connect(lambda: self._desk.window.go(SettingsRoute("trainer")))
        head = row((icon(theme, "graduation-cap", "muted", 24), 0, TOP), (words, 1), gap=tokens.M)
        return Card(theme, column(head, row(GROW, close, there)), tokens.M, name="trainer.sheet")

    def _deeds(self, enrolment: "Enrolment", status: LessonStatus, proof: "Proof") -> Card:
        """A reason, and a button for each deed that this lesson allows now."""
        theme, lesson = self._desk.theme, status.lesson
        reason = QLineEdit()
        reason.setObjectName("trainer.reason")
        reason.setAccessibleName(tr("Reason or remark"))
        reason.setPlaceholderText(tr("Reason or remark: the learner sees it"))
        reason.setMaxLength(LONGEST_REASON)
        said = label("", "small", "danger", wrap=True, name="trainer.deedSaid")

        def deed(words: str, sign: str, name: str, work: "Callable[[Player, str], Step]", *, main: bool = False) -> Button:
            made = button(theme, words, sign, "ink" if main else "", name)
            made.clicked.connect(lambda: self._do(lesson.id, partial(_proved, proof, work, reason.text()), said, lambda: self.ask(enrolment, status)))
            return made

        found: list[Button] = []
        if status.done:
            found.append(deed(tr("Take the tick away"), "circle-minus", "trainer.void",
                              lambda player, why: player.learning.void(enrolment, lesson.id, why, proof.by, proof)))
        elif lesson.kind is Kind.ASSIGNMENT:
            found.append(deed(tr("Return with the remark"), "undo-2", "trainer.return",
                              lambda player, why: player.learning.void(enrolment, lesson.id, why, proof.by, proof)))
            found.append(deed(tr("Sign it off"), "circle-check", "trainer.signOff",
                              lambda player, _why: player.learning.sign_off(enrolment, lesson.id, proof.by, proof), main=True))
        else:
            found.append(deed(tr("Give the tick"), "circle-check", "trainer.grant",
                              lambda player, why: player.learning.grant(enrolment, lesson.id, why, proof.by, proof)))
        if lesson.quiz is not None and lesson.quiz.attempts is not None and not status.done:
            another = tr("Another attempt")
            found.append(deed(tr("Give another attempt"), "rotate-ccw", "trainer.attempt",
                              lambda player, why: player.learning.allow_attempts(enrolment, lesson.id, 1, why.strip() or another, proof.by, proof),
                              main=True))
        close = button(theme, tr("Close"), "x", "ghost", "trainer.cancel")
        close.clicked.connect(self._close)
        head = column(label(tr("{name}, trainer", name=proof.by), "smallstrong", "muted"), label(lesson.title, "h3", wrap=True), gap=2)
        under = column(*(row(GROW, each) for each in found), row(GROW, close)) if theme.big else row(close, GROW, *found)
        lines = column(head, reason, said, under, gap=tokens.S)
        return Card(theme, row((icon(theme, "graduation-cap", "muted", 24), 0, TOP), (boxed(lines), 1), gap=tokens.M), tokens.M, name="trainer.deeds")

    def _do(self, lesson: str, work: "Callable[[Player], Step]", said: QLabel, again: Callable[[], None]) -> None:
        """`again` asks for the PIN, where it was typed too long ago."""
        from player.services.trainer import ProofError

        if self._busy:
            return
        self._busy = True

        def refused(error: PlayerError) -> None:
            self._busy = False
            if isinstance(error, ProofError):
                again()
            elif isValid(said):
                said.setText(sentence(error))
            else:
                self._desk.window.complain(error)

        def done(step: "Step") -> None:
            self.put_away()
            self._done_with(lesson, step)

        self._desk.ask(work, done, refused, owner=self)


def _proved(proof: "Proof", work: "Callable[[Player, str], Step]", reason: str, player: "Player") -> "Step":
    player.trainer.require(proof)
    return work(player, reason)
