"""Everybody who learns on this machine, with how far each is; one of them is opened in the same place."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import ago
from player.ui.desk import Desk
from player.ui.door_words import state
from player.ui.reading_order import set_reading_order
from player.ui.screens.trainer_learner import LearnerPage
from player.ui.widgets.cards import Card, LayoutButton
from player.ui.widgets.layouts import TOP, boxed, clear, column, row, rule_line
from player.ui.widgets.pictures import Avatar
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import label
from player.ui.wording import counters, shown_name
from player.ui.words import dotted, tr, trn

if TYPE_CHECKING:
    from player.services.oversight import Class, CourseLine, LearnerLine
    from player.services.trainer import Proof

FEW = 8  # learners that are seen at once: no search is needed
PAUSE_MS = 200  # after the last letter, before it is searched
MOST_COURSES = 4  # of one learner in the list


class LearnersPage(QWidget):
    """`lost` gets what went wrong: a proof that is too old is asked for again by the page around this one."""

    def __init__(self, desk: Desk, proof: "Proof", lost: Callable[[PlayerError], None]) -> None:
        super().__init__()
        self._desk, self._proof, self._lost = desk, proof, lost
        self._opened = ""
        words = tr("Search by name")
        self._search = QLineEdit()
        self._search.setObjectName("learners.search")
        self._search.setAccessibleName(words)
        self._search.setPlaceholderText(words)
        self._search.setMaxLength(120)
        pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        pause.timeout.connect(self._read)
        self._search.textChanged.connect(lambda _text: pause.start())
        self._count = label("", "small", "muted", wrap=True, name="learners.count")
        self._rows = column(gap=0)
        self._head = Card(desk.theme, column(self._search, self._count, gap=tokens.S), 20)
        self._one = column(gap=0)
        self._all = boxed(column(self._head, boxed(self._rows), gap=0))
        self.setLayout(column(self._all, boxed(self._one), gap=0))
        self._read()

    def _read(self) -> None:
        proof, name = self._proof, self._search.text()
        self._desk.ask(lambda player: (player.oversight.everybody(proof, name), player.clock()), lambda told: self._show(*told), self._lost,
                       owner=self)

    def _show(self, found: "Class", now: int) -> None:
        clear(self._rows)
        self._search.setVisible(found.of > FEW)
        words = trn("{n} learner on this computer", "{n} learners on this computer", found.of)
        self._count.setText(dotted(words, tr("the first {n} are shown: search for others", n=len(found.lines)) if found.more else ""))
        lines: list[QWidget] = []
        for one in found.lines:
            lines += [self._line(one, now), rule_line()]
        if lines:
            self._rows.addWidget(Card(self._desk.theme, column(*lines[:-1], gap=tokens.HALF), 12))
        elif found.of:
            self._rows.addWidget(EmptyState(self._desk.theme, "search", tr("Nobody of that name"), tr("Type fewer letters of the name.")))
        else:
            self._rows.addWidget(EmptyState(self._desk.theme, "user-round", tr("Nobody yet"),
                                            tr("Whoever learns on this computer stands here, with what is done in each course.")))
        set_reading_order(self.window())
        made = next((each for each in self.findChildren(LayoutButton) if each.property("learner") == self._opened), None)
        if self._opened and made is not None:
            made.setFocus(Qt.FocusReason.OtherFocusReason)
            self._opened = ""

    def _line(self, one: "LearnerLine", now: int) -> QWidget:
        theme, name = self._desk.theme, shown_name(one.card)
        seen = ago(one.card.last_seen, now)
        printed = one.card.printed_name if one.card.printed_name != one.card.name else ""
        told: list[QWidget] = []
        for course in one.courses[:MOST_COURSES]:
            about = label(_course_words(course), "small", "caution" if course.stuck else "muted", wrap=True)
            told.append(boxed(column(label(course.title, "small", wrap=True), about, gap=0)))
        if len(one.courses) > MOST_COURSES:
            told.append(label(trn("and {n} more course", "and {n} more courses", len(one.courses) - MOST_COURSES), "small", "muted", wrap=True))
        if not told:
            told.append(label(tr("No course begun"), "small", "muted", wrap=True))
        words = column(label(name, "strong", wrap=True), label(dotted(printed, seen), "small", "muted", wrap=True), *told, gap=2)
        inner = row((Avatar(theme, f"{one.card.tint}/{one.card.picture}", 48), 0, TOP), (words, 1), gap=12, pad=(tokens.S, tokens.S))
        spoken = [tr("{title}: {about}", title=course.title, about=_course_words(course)) for course in one.courses[:MOST_COURSES]]
        made = LayoutButton(theme, inner, ". ".join((name, seen, *spoken)), "learners.one")
        made.setProperty("learner", one.card.id)
        made.clicked.connect(partial(self._open, one.card.id))
        return made

    def _open(self, learner: str, _on: bool = False) -> None:
        self._opened = learner
        self._all.hide()
        clear(self._one)
        self._one.addWidget(LearnerPage(self._desk, self._proof, self._lost, learner, self._back))

    def _back(self) -> None:
        clear(self._one)
        self._all.show()
        self._read()


def _course_words(course: "CourseLine") -> str:
    """ "3 of 5 required · Closed · stuck at “Final check”"."""
    parts = [counters(course.done, course.of)] if course.of else []
    if course.complete:
        parts = [tr("complete")]
    if course.round > 1:
        parts.append(tr("round {n}", n=course.round))
    if not course.access.earns:
        parts.append(state(course.access))
    parts += [tr("stuck at “{title}”", title=title) for title in course.stuck[:2]]
    return dotted(*parts)
