"""One learner as the trainer sees them: each course with its lessons, and what a trainer may do about them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.course.model import Kind
from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import ago, local_day
from player.ui.desk import Desk
from player.ui.door_words import state, until, why_closed
from player.ui.reading_order import set_reading_order
from player.ui.rows import badge_state
from player.ui.screens.trainer_deed import Deed, DeedForm
from player.ui.screens.trainer_personal import PersonalDeeds
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, TOP, boxed, clear, column, row, rule_line
from player.ui.widgets.marks import Badge
from player.ui.widgets.pictures import Avatar
from player.ui.widgets.progress import Segments
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import chip, label
from player.ui.wording import attempts_left, counters, extras, shown_name, state_note
from player.ui.words import dotted, percent_floor, sentence, tr, trn

if TYPE_CHECKING:
    from player.services.oversight import CourseSeen, LearnerSeen
    from player.services.trainer import Proof

UNFOLDED = 20  # lessons that are shown without being asked for
AT_ONCE = 200  # rows


class LearnerPage(QWidget):
    """`back` leads to all learners. After each deed the page is read anew."""

    def __init__(self, desk: Desk, proof: "Proof", lost: Callable[[PlayerError], None], learner: str, back: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._proof, self._lost, self._learner, self._back = desk, proof, lost, learner, back
        self._unfolded: set[str] = set()
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        self._read(first=True)

    def _read(self, *, first: bool = False) -> None:
        proof, learner = self._proof, self._learner
        self._desk.ask(lambda player: (player.oversight.one(proof, learner), player.clock()),
                       lambda told: self._show(*told, first=first), self._lost, owner=self)

    def _show(self, seen: "LearnerSeen", now: int, *, first: bool) -> None:
        clear(self._lines)
        theme, card = self._desk.theme, seen.card
        up = button(theme, tr("All learners"), "chevron-left", "ghost", "learner.all")
        up.clicked.connect(self._back)
        name = column(label(shown_name(card), "h2", wrap=True),
                      label(dotted(tr("prints as “{name}”", name=card.printed_name) if card.printed_name else "", ago(card.last_seen, now),
                                   tr("here since {day}", day=local_day(seen.created_at))), "small", "muted", wrap=True),
                      label(tr("Id for signed files: {id}", id=card.id), "small", "muted", wrap=True, select=True, name="learner.id"), gap=2)
        head = row((Avatar(theme, f"{card.tint}/{card.picture}", 64), 0, TOP), (name, 1), gap=tokens.M)
        personal = PersonalDeeds(self._desk, self._proof, card, self._back, self._lost)
        self._lines.addWidget(Card(theme, column(row(up, GROW), head, personal, gap=tokens.M), 20))
        for course in seen.courses:
            self._lines.addWidget(self._course(course))
        if not seen.courses:
            self._lines.addWidget(EmptyState(theme, "book-open", tr("No course begun"), tr("What this learner does stands here from then on.")))
        set_reading_order(self.window())
        if first:
            up.setFocus(Qt.FocusReason.OtherFocusReason)

    # One course

    def _course(self, seen: "CourseSeen") -> Card:
        theme, line = self._desk.theme, seen.line
        marks = [chip(tr("Stuck"), "caution")] if line.stuck else []
        if not line.access.earns:
            marks.append(chip(state(line.access), "plain"))
        if line.complete:
            marks.append(chip(tr("Complete"), "progress"))
        title = label(line.title, "h3", wrap=True)
        counted = dotted(counters(line.done, line.of) if line.of else "", extras(line.extras_done),
                         tr("round {n}", n=line.round) if line.round > 1 else "",
                         tr("opened on {day}", day=local_day(line.last_opened)) if line.last_opened else "")
        lines = column(column(title, row(*marks, GROW)) if theme.big else row((title, 1), *marks), label(counted, "small", "muted", wrap=True),
                       Segments(theme, line.done, line.of), gap=tokens.S)
        if words := why_closed(line.access) or until(line.access):
            lines.addWidget(label(words, "small", "muted", wrap=True))
        if seen.status is not None:
            for award in seen.status.awards.values():
                if award.earned and award.earned_at is not None:
                    lines.addWidget(label(tr("Earned on {day}: {title}", day=local_day(award.earned_at), title=award.title), "small", wrap=True))
        deeds = column(gap=0)
        if not line.access.earns and seen.course is not None:
            again = button(theme, tr("Open it again…"), "lock-open", name="learner.reopen", spoken=tr("Open it again: {title}", title=line.title))
            again.clicked.connect(partial(self._ask_reopen, seen, deeds))
            lines.addLayout(row(again, GROW))
        lines.addWidget(boxed(deeds))
        if seen.problem is not None:
            lines.addWidget(Callout(theme, tr("The course is not at hand"), sentence(seen.problem), "caution", name="learner.problem"))
        else:
            self._lessons(lines, seen)
        return Card(theme, lines, 20)

    def _ask_reopen(self, seen: "CourseSeen", where: QVBoxLayout, _on: bool = False) -> None:
        proof, learner, key = self._proof, self._learner, seen.line.key
        deed = Deed(tr("Open it again"), "lock-open", "deed.reopen", tr("The course is open again."),
                    lambda player, why, days: player.oversight.reopen(proof, learner, key, days, why), main=True)
        self._form(where, tr("Open this round again for the learner"), "", (deed,), "days")

    # Its lessons

    def _lessons(self, lines: QVBoxLayout, seen: "CourseSeen") -> None:
        status, key = seen.status, seen.line.key
        if status is None:
            return
        rows = column(gap=tokens.S)
        every = list(status.lessons.values())
        if len(every) > UNFOLDED and key not in self._unfolded:
            unfold = button(self._desk.theme, trn("Show {n} lesson", "Show {n} lessons", len(every)), "chevron-down", "link", "learner.unfold",
                            spoken=tr("Show the lessons of “{title}”", title=seen.line.title))
            unfold.clicked.connect(lambda: self._unfold(rows, seen, unfold))
            rows.addLayout(row(unfold, GROW))
        else:
            self._fill(rows, seen, 0)
        lines.addWidget(boxed(rows))

    def _unfold(self, rows: QVBoxLayout, seen: "CourseSeen", pressed: Button) -> None:
        self._unfolded.add(seen.line.key)
        self._more(rows, seen, 0, pressed)

    def _more(self, rows: QVBoxLayout, seen: "CourseSeen", start: int, pressed: Button) -> None:
        pressed.hide()
        self._fill(rows, seen, start)
        set_reading_order(self.window())

    def _fill(self, rows: QVBoxLayout, seen: "CourseSeen", start: int) -> None:
        every = list(seen.status.lessons.values()) if seen.status is not None else []
        for status in every[start:start + AT_ONCE]:
            rows.addWidget(rule_line())
            rows.addWidget(self._lesson(status, seen))
        if len(every) > start + AT_ONCE:
            more = button(self._desk.theme, tr("Show more"), "chevron-down", "link", "learner.more")
            more.clicked.connect(lambda: self._more(rows, seen, start + AT_ONCE, more))
            rows.addLayout(row(more, GROW))

    def _lesson(self, status: LessonStatus, seen: "CourseSeen") -> QWidget:
        theme, lesson = self._desk.theme, status.lesson
        note, under = state_note(status), column(gap=0)
        words = column(label(lesson.title, "body", wrap=True), gap=1)
        if facts := self._facts(status, seen):
            words.addWidget(label(facts, "small", "muted", wrap=True))
        if note:
            words.addWidget(label(note, "small", "caution" if status.override is not None else "muted", wrap=True))
        change = button(theme, tr("Change…"), "graduation-cap", "ghost", "learner.change", spoken=tr("Change: {title}", title=lesson.title))
        change.clicked.connect(partial(self._ask, status, seen, under))
        head = row((Badge(theme, badge_state(status), 20), 0, TOP), (words, 1), *(() if theme.big else ((change, 0, TOP),)), gap=12)
        return boxed(column(head, *((row(change, GROW),) if theme.big else ()), boxed(under), gap=tokens.HALF))

    @staticmethod
    def _facts(status: LessonStatus, seen: "CourseSeen") -> str:
        """ "required · ticked on 24 November 2026 · 80 % · 2 attempts · 1 of 3 attempts left"."""
        parts = [tr("required") if status.required else tr("optional")]
        if status.ticked_at is not None:
            parts.append(tr("ticked on {day}", day=local_day(status.ticked_at)))
        if status.lesson.quiz is not None:
            facts = seen.facts.lesson(status.lesson.id) if seen.facts is not None else None
            if status.score is not None:
                parts.append(percent_floor(status.score))
            if facts is not None and facts.attempts_started:
                parts.append(trn("{n} attempt", "{n} attempts", facts.attempts_started))
            if not status.done:
                parts.append(attempts_left(status.attempts_left, status.lesson.quiz.attempts))
        return dotted(*parts)

    def _ask(self, status: LessonStatus, seen: "CourseSeen", where: QVBoxLayout, _on: bool = False) -> None:
        proof, learner, key, lesson = self._proof, self._learner, seen.line.key, status.lesson
        quiz, deeds = lesson.quiz, list[Deed]()
        if quiz is not None and quiz.attempts is not None and not status.done:
            deeds.append(Deed(tr("Give attempts"), "rotate-ccw", "deed.attempt", tr("Attempts given: {title}.", title=lesson.title),
                              lambda player, why, count: player.oversight.allow_attempts(proof, learner, key, lesson.id, count, why), main=True))
        amount = "attempts" if deeds else ""
        if status.done:
            deeds.append(Deed(tr("Take the tick away"), "circle-minus", "deed.void", tr("Tick taken away: {title}.", title=lesson.title),
                              lambda player, why, _amount: player.oversight.void(proof, learner, key, lesson.id, why)))
        elif lesson.kind is Kind.ASSIGNMENT:
            deeds.append(Deed(tr("Sign it off"), "circle-check", "deed.signOff", tr("Signed off: {title}.", title=lesson.title),
                              lambda player, _why, _amount: player.oversight.sign_off(proof, learner, key, lesson.id), main=True, reason=False))
            deeds.append(Deed(tr("Return with the remark"), "undo-2", "deed.return", tr("Returned: {title}.", title=lesson.title),
                              lambda player, why, _amount: player.oversight.void(proof, learner, key, lesson.id, why)))
        else:
            deeds.append(Deed(tr("Give the tick"), "circle-check", "deed.grant", tr("Tick given: {title}.", title=lesson.title),
                              lambda player, why, _amount: player.oversight.grant(proof, learner, key, lesson.id, why), main=not deeds))
        about = tr("It is recorded as given by {name} with the trainer’s PIN of this computer, and shows wherever the tick shows.", name=proof.by)
        self._form(where, lesson.title, about, tuple(deeds), amount)

    def _form(self, where: QVBoxLayout, title: str, about: str, deeds: tuple[Deed, ...], amount: str) -> None:
        for old in self.findChildren(DeedForm):
            old.hide()
            old.deleteLater()
        form = DeedForm(self._desk, title, about, deeds, self._read, lambda: clear(where), self._lost, amount)
        where.addWidget(form)
        set_reading_order(self.window())
        form.start()
