"""On the course page: that the course closes soon, why it is closed, what is odd about the clock; and a trainer opens it again by PIN."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from player.course.believed import Believed, ClockNote
from player.course.model import Access
from player.course.status_types import Door, Standing, Why
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.door_words import clock_words, countdown, state, until, why_closed
from player.ui.pin_sheet import PinSheet
from player.ui.reading_order import set_reading_order
from player.ui.routes import CourseRoute
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, clear, column, row
from player.ui.widgets.text import label
from player.ui.words import sentence, tr, trn

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.trainer import Proof

REOPEN_DAYS = (1, 7, 30, None)  # None: for good
LONGEST_REASON = 500


def said_of_door(standing: Standing, now: int) -> tuple[str, str]:
    """Title and sentence; "" twice while it is open and nothing ends it soon."""
    if standing.door is not Door.OPEN:
        return state(standing), why_closed(standing)
    soon = countdown(standing, now)
    if standing.why is Why.REOPENED:
        return soon or tr("It is open again"), until(standing)
    return (soon, until(standing)) if soon else ("", "")


def has_dates(access: Access) -> bool:
    """Whether the date matters to who may do what in the course."""
    return any(limit is not None for limit in (access.opens_on, access.closes_on, access.days_from_start, access.days_of_use))


class DoorNote(QWidget):
    """Hidden where there is nothing to say. `door.reopen` and `door.confirmDate` ask for the trainer's PIN in the page."""

    def __init__(self, desk: Desk, key: str, standing: Standing, time: Believed, *, dated: bool) -> None:
        super().__init__()
        self._desk, self._key = desk, key
        self._busy = False
        lines = column(gap=tokens.S, pad=(tokens.AIR, 0))
        title, words = said_of_door(standing, time.settled)
        if title:
            tone: Any = "accent" if standing.door in {Door.OPEN, Door.NOT_YET} else "caution"
            lines.addWidget(Callout(desk.theme, title, words, tone,
                                    "lock" if standing.door is Door.LOCKED else "hourglass", name="course.door"))
        odd, told = clock_words(time) if dated else ("", "")
        if odd:
            lines.addWidget(Callout(desk.theme, odd, told, "caution", "clock", name="course.clock"))
        self._deeds = column(gap=0)
        found: list[QWidget] = []
        if not standing.earns:
            found.append(self._link(tr("For the trainer: open it again…"), "course.reopen", self._ask_reopen))
        if dated and time.note in {ClockNote.LEAP, ClockNote.LEAPT, ClockNote.BACK}:
            found.append(self._link(tr("For the trainer: the date is right…"), "course.confirmDate", self._ask_date))
        self._links = boxed(column(*(row(each, GROW) for each in found), gap=0) if desk.theme.big else row(*found, GROW))
        if not found:
            self._links.hide()  # only ever hidden here: shown before it has a parent it would be a window
        lines.addWidget(self._links)
        lines.addLayout(self._deeds)
        self.setLayout(lines)
        self.wanted = bool(title or odd)

    def _link(self, words: str, name: str, deed: Any) -> QWidget:
        made = button(self._desk.theme, words, "graduation-cap", "ghost", name)
        made.clicked.connect(deed)
        return made

    def _ask_reopen(self) -> None:
        self._ask(tr("To open this course again for this learner."), lambda proof: self._show(self._form(proof)))

    def _ask_date(self) -> None:
        learner = self._desk.session.learner_id

        def confirm(proof: "Proof") -> None:
            self._do(lambda player: player.dates.confirm(learner, proof), tr("The date of this computer holds from now on."))

        self._ask(tr("To confirm that the date of this computer is right."), confirm)

    def _ask(self, words: str, then: Any) -> None:
        def open_sheet(is_set: bool) -> None:
            if not is_set:
                self._desk.window.complain(PlayerError(tr("No trainer's PIN is set on this computer"), "",
                                                       tr("Whoever trains here sets it once, in the settings.")))
                return
            sheet = PinSheet(self._desk, "door", tr("Trainer's PIN"), words, lambda player, pin: player.trainer.check(pin))
            sheet.cancelled.connect(self._rest)
            sheet.proved.connect(then)
            self._show(sheet)

        self._desk.ask(lambda player: player.trainer.is_set, open_sheet, owner=self)

    def _show(self, page: QWidget) -> None:
        clear(self._deeds)
        self._deeds.addWidget(page)
        self._links.hide()
        set_reading_order(self.window())
        wanted = page.focusProxy() or page.findChild(QLineEdit)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rest(self) -> None:
        clear(self._deeds)
        self._links.show()
        set_reading_order(self.window())

    def _form(self, proof: "Proof") -> Card:
        theme = self._desk.theme
        long = QComboBox()
        long.setObjectName("door.days")
        long.setAccessibleName(tr("How long"))
        for days in REOPEN_DAYS:
            long.addItem(trn("{n} day", "{n} days", days) if days is not None else tr("Without an end"), days)
        long.setCurrentIndex(1)
        reason = QLineEdit()
        reason.setObjectName("door.reason")
        reason.setAccessibleName(tr("Reason"))
        reason.setPlaceholderText(tr("Reason: it stands in the record"))
        reason.setMaxLength(LONGEST_REASON)
        self._said = label("", "small", "danger", wrap=True, name="door.said")
        close = button(theme, tr("Cancel"), kind="ghost", name="door.cancel")
        close.clicked.connect(self._rest)
        go = button(theme, tr("Open it again"), "lock-open", "ink", "door.open")
        go.clicked.connect(lambda: self._reopen(long.currentData(), reason.text(), proof))
        reason.returnPressed.connect(go.click)
        head = column(label(tr("{name}, trainer", name=proof.by), "smallstrong", "muted"),
                      label(tr("Open this round again for the learner"), "h3", wrap=True), gap=2)
        lines = column(head, label(tr("How long"), "smallstrong"), row(long, GROW), reason, self._said, row(GROW, close, go), gap=tokens.S)
        return Card(theme, row((icon(theme, "graduation-cap", "muted", 24), 0, TOP), (boxed(lines), 1), gap=tokens.M), tokens.M, name="door.sheet")

    def _reopen(self, days: int | None, reason: str, proof: "Proof") -> None:
        session, key = self._desk.session, self._key

        def work(player: "Player") -> object:
            player.trainer.require(proof)
            return player.learning.reopen(session.enrolment(player, key), days, reason, proof)

        self._do(work, tr("The course is open again."))

    def _do(self, work: Any, told: str) -> None:
        if self._busy:
            return
        self._busy = True

        def done(_answer: object) -> None:
            self._desk.window.go(CourseRoute(self._key))
            self._desk.window.notice(told)

        def refused(error: PlayerError) -> None:
            from player.services.trainer import ProofError

            self._busy = False
            if isinstance(error, ProofError):
                self._ask_reopen()
            elif self.findChild(QWidget, "door.said") is not None:
                self._said.setText(sentence(error))
            else:
                self._desk.window.complain(error)

        self._desk.ask(work, done, refused, owner=self)
