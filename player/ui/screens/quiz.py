"""The questions of an attempt: one at a time with a map; every answer is on disk before the page says so."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from player.course.quiz import Question, Response
from player.errors import PlayerError
from player.services.papers import reveals
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.questions.kinds import question_view
from player.ui.questions.question import QuestionWidget
from player.ui.reading_order import set_reading_order
from player.ui.routes import LessonRoute, QuizRoute, ResultRoute, Route
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import ENTER, Button, button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.flow import Grid
from player.ui.widgets.frame import BottomBar
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import END, GROW, START, boxed, centred, clear, column, row, rule_line, scroll
from player.ui.widgets.marks import CellState, MapCell
from player.ui.widgets.prose import plain, prose
from player.ui.widgets.prose_pictures import NO_FILES, PictureFiles, read_pictures
from player.ui.widgets.text import label, set_tone
from player.ui.words import clock, tr, trn

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.quizzing import Paper, Result, ReviewLine
    from player.ui.session import Session

BEAT_MS = 5000
SECOND_MS = 250
SHORT_SECONDS = 60  # from here on the clock is written in the colour of caution


@dataclass(frozen=True, slots=True)
class Sheet:
    paper: "Paper"
    title: str
    pictures: PictureFiles = NO_FILES


def load(player: "Player", session: "Session", route: QuizRoute) -> Sheet:
    enrolment = session.enrolment(player, route.key)
    paper = player.quizzing.start(enrolment, route.lesson)
    course = enrolment.open.course
    lesson = course.lesson(route.lesson)
    pictures = read_pictures((question.text for question in paper.questions), lesson.file, course, enrolment.open.source)
    return Sheet(paper, lesson.title, pictures)


def make(desk: Desk, route: QuizRoute, sheet: Sheet) -> Screen:
    return QuizScreen(desk, route, sheet)


class QuizScreen(Screen):
    """Answers travel to the store in the order they were given; the page shows what came back."""

    def __init__(self, desk: Desk, route: QuizRoute, sheet: Sheet) -> None:
        super().__init__(desk)
        theme = self.theme
        self._route, self._paper, self._pictures = route, sheet.paper, sheet.pictures
        self._on_disk = sheet.paper  # touched on the store lane only: each change builds upon the one before it
        self._given: dict[str, Response] = dict(sheet.paper.responses)
        self._lost: dict[str, Response] = {}  # given, but not on disk: a full disk, a store that does not answer
        self._at = next((at for at, each in enumerate(sheet.paper.questions) if each.id == sheet.paper.current), 0)
        self._widget: QuestionWidget | None = None
        self._check: Button | None = None  # where an answer may be looked at before the hand-in
        self._verdict_of = ""  # the question whose verdict is shown
        self._flags = set(sheet.paper.flagged)  # as pressed; `_paper` knows what is on disk
        self._asking = self._over = self._left = False
        self._pending = 0
        self._number = label("", "h3", name="quiz.number")
        self._answered = label("", "small", "muted")
        self._clock = label("", "h3", name="quiz.timer")
        self._clock_note = label(tr("When time is up, your answers are handed in"), "small", "muted", wrap=theme.big,
                                 align=START if theme.big else END)
        self._map = Grid(theme, 44, tokens.S, 12, stretch=False, name="quiz.overview")
        self._map.setAccessibleName(tr("Overview of the questions"))
        self._cells: list[MapCell] = []
        self._question_lines = column(gap=10)
        self._flag = button(theme, tr("Flag for later"), "flag", "ghost", "quiz.flag")
        self._flag.setCheckable(True)
        self._flag.clicked.connect(self._toggle_flag)
        self._hand_in = button(theme, tr("Hand in…"), "", "ghost", "quiz.submit")
        self._hand_in.clicked.connect(self._ask)
        self._bar = BottomBar(theme, back=tr("Previous"), next_=tr("Next question"), rule=tr("Saved on this computer"),
                              back_name="quiz.previousQuestion", next_name="quiz.nextQuestion", rule_name="quiz.saved",
                              extra=(self._flag, self._hand_in))
        self._bar.set_rule(tr("Saved on this computer"), "check")
        self._bar.back.connect(self.back_pressed)
        self._bar.next.connect(self.next_pressed)
        timed = sheet.paper.seconds_left is not None
        clock = row(icon(theme, "timer", "text", 20), self._clock, GROW) if theme.big else row(GROW, icon(theme, "timer", "text", 20), self._clock)
        watch = column(clock, self._clock_note, gap=2)
        told = column(self._number, self._answered, GROW, gap=2)
        above = column(told, watch) if theme.big and timed else row(told, GROW, *((watch,) if timed else ()))
        strip = boxed(column(above, self._map, gap=12, pad=(0, tokens.L, 0, tokens.M)))
        body = boxed(column(strip, rule_line(), tokens.S, self._question_lines, GROW, gap=10, pad=(0, 0, 0, tokens.L)))
        self._scroll = scroll(centred(body, round(720 * max(1.0, theme.scale * 0.86))))
        self.frame(sheet.title, self._scroll, self._bar, leave=tr("Leave the quiz; you can go on later"), left=desk.window.back)
        for number in range(1, len(sheet.paper.questions) + 1):
            cell = MapCell(theme, number, name=f"quiz.cell.{number}")
            cell.clicked.connect(lambda _=False, at=number - 1: self._turn(at))
            self._map.add(cell)
            self._cells.append(cell)
        self._start_clock()
        self._show_question()

    def _start_clock(self) -> None:
        self._ends = monotonic() + (self._paper.seconds_left or 0)
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._tick)
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(lambda: self._write(lambda player, paper: player.quizzing.beat(paper), told=False))
        self._run_clock()
        if self._second.isActive():
            self._tick()

    def _run_clock(self) -> None:
        if self._paper.seconds_left is not None and self._ends > monotonic():
            self._second.start()
            self._beat.start()

    @property
    def _question(self) -> Question:
        return self._paper.questions[self._at]

    def here(self) -> Route | None:
        """An attempt that is over is not begun anew by the way back."""
        return LessonRoute(self._route.key, self._route.lesson) if self._over else None

    def first_focus(self) -> QWidget | None:
        return self._widget.first_field() if self._widget is not None else self._bar.next_button

    def busy(self) -> bool:
        return not self._over and not self._left

    # --- showing ---

    def _show_question(self) -> None:
        clear(self._question_lines)
        question, view = self._question, question_view(self._question.kind)
        text = prose(question.text, "h2", pictures=self._pictures.drawn(self.theme))
        line = self._paper.shown.get(question.id)
        widget = view.make(self.theme, question if line is None else line.question, self._given.get(question.id))
        widget.setAccessibleName(text.accessibleName())
        widget.responded.connect(lambda response: self._answer(question, response))
        self._widget = widget
        self._question_lines.addWidget(text)
        instruction = view.instruction(question)
        if instruction.casefold() not in text.accessibleName().casefold():  # many authors say it themselves
            self._question_lines.addWidget(label(instruction, tone="muted", wrap=True))
        self._question_lines.addWidget(widget)
        self._verdict_of, self._check = "" if line is None else question.id, None
        if line is not None:
            self._show_verdict(widget, line)
        elif reveals(self._paper.rules):
            self._check = button(self.theme, tr("Check this answer"), "check", "", "quiz.check")
            self._check.clicked.connect(self._reveal)
            note = label(tr("After that it can no longer be changed."), "small", "muted", wrap=True)
            self._question_lines.addWidget(boxed(column(self._check, note) if self.theme.big else row(self._check, (note, 1), gap=tokens.M)))
        self._scroll.verticalScrollBar().setValue(0)
        self._take(self._paper)
        set_reading_order(self)

    def _show_verdict(self, widget: QuestionWidget, line: "ReviewLine") -> None:
        """Of an answer that is final."""
        widget.show_verdict(right=line.right, solution=bool(line.solution), places=line.places)
        if line.feedback:
            self._question_lines.addWidget(Callout(self.theme, "", plain(line.feedback), "progress" if line.right else "accent", "lightbulb",
                                                   name="quiz.feedback"))

    def _reveal(self) -> None:
        """Right or wrong, once the answer is on disk; from then on it is final."""
        if self._over or self._left or self._widget is None:
            return
        self._widget.settle()
        self._once_more()
        question = self._question.id
        self._write(lambda player, paper: player.quizzing.reveal(paper, question))

    def _take(self, paper: "Paper") -> None:
        """What is on disk now."""
        self._paper = paper
        count = len(paper.questions)
        self._number.setText(tr("Question {n} of {of}", n=self._at + 1, of=count))
        flags = len(self._flags)
        said = tr("{n} of {of} answered", n=paper.answered, of=count)
        if paper.shown and paper.rules.show_score == paper.rules.show_right == "during":
            said += " · " + tr("{n} right so far", n=sum(1 for line in paper.shown.values() if line.right))
        self._answered.setText(said if not flags else said + " · " + trn("{n} flagged", "{n} flagged", flags))
        if self._check is not None:
            self._check.setEnabled(bool(self._given.get(self._question.id)))
        for at, (cell, question) in enumerate(zip(self._cells, paper.questions, strict=True)):
            line = paper.shown.get(question.id)
            state: CellState = "now" if at == self._at else "answered" if paper.is_whole(question) else "open"
            if line is not None and line.right is not None and at != self._at:
                state = "right" if line.right else "wrong"
            cell.set_state(state, flagged=question.id in self._flags)
            cell.setEnabled(not paper.rules.sequential or at == self._at)
        last = self._at == count - 1
        self._bar.set_next(tr("Hand in") if last else tr("Next question"))
        self._bar.next_button.setEnabled(not self._asking)
        self._bar.back_button.setEnabled(self._asking or (self._at > 0 and not paper.rules.sequential))
        self._hand_in.setEnabled(not self._asking)
        self._flag.setChecked(self._question.id in self._flags)
        self._flag.set_text(tr("Flagged") if self._question.id in self._flags else tr("Flag for later"))
        if paper.seconds_left is not None:
            self._ends = monotonic() + paper.seconds_left

    def _tick(self) -> None:
        left = self._ends - monotonic()
        self._clock.setText(tr("{time} left", time=clock(max(0.0, left))))
        set_tone(self._clock, "caution" if left <= SHORT_SECONDS else "text")
        if left <= 0 and not self._over:
            self._submit("time")

    # --- deeds ---

    def _write(self, work: "Callable[[Player, Paper], Paper]", *, told: bool = True) -> None:
        """One change of the attempt; the line below says "Saving…" until it is on disk."""
        self._pending += 1
        if told:
            self._bar.set_rule(tr("Saving…"), "save")

        def change(player: "Player") -> "Paper":
            self._on_disk = work(player, self._on_disk)
            return self._on_disk

        self.desk.ask(change, self._written, self._not_written)

    def _written(self, paper: "Paper") -> None:
        self._pending -= 1
        if not isValid(self):
            return
        if self._pending == 0:
            self._say_saved()
        if not self._over and paper.attempt == self._paper.attempt:
            self._take(paper)
            if self._question.id in paper.shown and self._verdict_of != self._question.id and not self._asking:
                self._show_question()
                self._bar.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_written(self, error: PlayerError) -> None:
        self._pending -= 1
        if self._over:  # at time-up what was saved is handed in, and the answer under way is not
            return
        self.desk.window.complain(error)
        if isValid(self):
            self._flags = set(self._paper.flagged)
            self._say_saved()
            self._take(self._paper)

    def _say_saved(self) -> None:
        if self._lost:
            self._bar.set_rule(tr("Not saved"), "triangle-alert")
        else:
            self._bar.set_rule(tr("Saved on this computer"), "check")

    def _answer(self, question: Question, response: Response) -> None:
        if not self._over and not self._left and question.id not in self._paper.shown:
            self._given[question.id] = response
            self._keep(question.id, response)
            if self._check is not None and question.id == self._question.id:
                self._check.setEnabled(bool(response))

    def _keep(self, question: str, response: Response) -> None:
        """`_lost` knows of it until it is on disk."""
        self._lost[question] = response

        def keep(player: "Player", paper: "Paper") -> "Paper":
            kept = player.quizzing.answer(paper, question, response)
            if self._lost.get(question) == response:
                del self._lost[question]
            return kept

        self._write(keep)

    def _once_more(self) -> None:
        """What could not be written before is tried again whenever the learner moves on."""
        if self._pending == 0:
            for question, response in list(self._lost.items()):
                self._keep(question, response)

    def _toggle_flag(self) -> None:
        if self._over or self._left:
            return
        question, flagged = self._question.id, self._question.id not in self._flags
        self._flags ^= {question}
        self._write(lambda player, paper: player.quizzing.flag(paper, question, flagged))
        self._take(self._paper)

    def _turn(self, at: int) -> None:
        """Show another question; where it stands is remembered."""
        if self._over or self._left:
            return
        self._once_more()
        if self._widget is not None:
            self._widget.settle()
        self._at, self._asking = at, False
        self._show_question()
        self.first_focus_now()
        question = self._question.id
        self._write(lambda player, paper: player.quizzing.place(paper, question), told=False)

    def first_focus_now(self) -> None:
        if self._widget is not None:
            self._widget.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pressed(self) -> None:
        if self._over or self._left or self._asking:
            return
        if self._at < len(self._paper.questions) - 1:
            self._turn(self._at + 1)
        else:
            self._ask()

    def back_pressed(self) -> None:
        if self._asking:
            self._turn(self._at)
        elif self._at > 0 and not self._paper.rules.sequential:
            self._turn(self._at - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on only when no question has the keyboard; digits choose wherever it is."""
        held, widget = QApplication.focusWidget(), self._widget
        if event.key() in ENTER:
            if not event.isAutoRepeat() and not (held is not None and widget is not None and widget.isAncestorOf(held)):
                self.next_pressed()
        elif widget is not None and event.text().isdecimal():
            widget.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    # --- handing in ---

    def _ask(self) -> None:
        """Before handing in: what is still open, in place of the question; no dialog."""
        if self._over or self._left or self._asking:
            return
        self._once_more()
        if self._widget is not None:
            self._widget.settle()
        self._asking = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # not to the next widget in line: Enter pressed twice would press it
        clear(self._question_lines)
        self._widget = self._check = None
        self._take(self._paper)
        self.desk.ask(lambda _player: self._on_disk, self._show_ask, owner=self)

    def _show_ask(self, paper: "Paper") -> None:
        if not self._asking or self.findChild(Card, "quiz.handIn") is not None:
            return
        self._take(paper)
        theme = self.theme
        open_ones = [at for at, question in enumerate(paper.questions) if not paper.is_whole(question)]
        missing = tr("Every question is answered.")
        if open_ones:
            missing = trn("{n} question has no answer yet.", "{n} questions have no answer yet.", len(open_ones))
        flags = trn("{n} is flagged.", "{n} are flagged.", len(paper.flagged)) if paper.flagged else ""
        submit = button(theme, tr("Hand in now"), "check", "ink", "quiz.confirm")
        submit.clicked.connect(lambda: self._submit("learner"))
        back = button(theme, tr("Go on answering"), "chevron-left", "ghost", "quiz.goOn")
        back.clicked.connect(lambda: self._turn(open_ones[0] if open_ones and not paper.rules.sequential else self._at))
        words = column(label(tr("Hand in your answers?"), "h2", wrap=True), label(f"{missing} {flags}".strip(), wrap=True),
                       label(tr("After that they can no longer be changed."), tone="muted", wrap=True), gap=tokens.S)
        deeds = column(submit, back) if theme.big else row(back, GROW, submit)
        self._question_lines.addWidget(Card(theme, column(words, tokens.S, deeds), tokens.L, name="quiz.handIn"))
        set_reading_order(self)
        submit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self, why: str) -> None:
        if self._over or self._left:
            return
        if self._widget is not None:
            self._widget.settle()
        self._over = True
        self._second.stop()
        self._beat.stop()

        def hand_in(player: "Player") -> "Result":
            for question, response in list(self._lost.items()) if why == "learner" else ():
                self._on_disk = player.quizzing.answer(self._on_disk, question, response)
                del self._lost[question]
            return player.quizzing.submit(self._on_disk, why)

        self.desk.ask(hand_in, self._submitted, self._not_submitted)

    def _submitted(self, result: "Result") -> None:
        if isValid(self) and not self._left:
            self.desk.window.go(ResultRoute(self._route.key, self._route.lesson, result.attempt))

    def _not_submitted(self, error: PlayerError) -> None:
        self._over = False
        self.desk.window.complain(error)
        if isValid(self):
            self._run_clock()

    def leave(self) -> None:
        self._second.stop()
        self._beat.stop()
        if self._over:
            self._left = True
            return
        self._once_more()
        if self._widget is not None:
            self._widget.settle()
        self._left = True
        self.desk.ask(lambda player: player.quizzing.leave(self._on_disk), lambda _none: None)

    def stay(self) -> None:
        self._left = False
        if not self._over:
            self._run_clock()
