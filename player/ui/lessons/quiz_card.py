"""A quiz before it begins: its rules, what is left, what was reached."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import local_moment
from player.ui.desk import Desk
from player.ui.door_words import state, why_closed
from player.ui.lessons.view import LessonView, Place, ViewKind
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, centred, clear, column, row, rule_line, scroll
from player.ui.widgets.prose import prose
from player.ui.widgets.text import label
from player.ui.wording import attempts_left
from player.ui.words import clock, minutes, percent_floor, tr, trn

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.quizzing import StartCard

LOOK_MS = 2_000  # while the next attempt is waited for


def prepare(player: "Player | None", place: Place) -> "StartCard":
    if player is None:
        raise PlayerError("Quiz", "A quiz is read with the services only.")
    return player.quizzing.card(place.enrolment, place.lesson.id)


class QuizCard(LessonView["StartCard"]):
    """The rules are shown before the start; one green button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._start: QWidget | None = None
        self._shown: tuple[Place, StartCard, LessonStatus] | None = None
        self._wait = QTimer(self, interval=LOOK_MS)
        self._wait.timeout.connect(self._look)
        self._lines = column(gap=0)
        inner = boxed(column(GROW, self._lines, GROW, gap=0, pad=(0, tokens.M)))
        self.setLayout(column((scroll(centred(inner, 720 if not self.theme.big else 1100)), 1), gap=0))

    def show_lesson(self, place: Place, prepared: "StartCard", status: LessonStatus) -> None:
        clear(self._lines)
        self._start = None
        self._shown = (place, prepared, status)
        self._wait.start() if prepared.again_at is not None and not prepared.resume else self._wait.stop()
        theme, rules = self.theme, [self._rule(*rule) for rule in self._rules(prepared)]
        if place.lesson.notify_trainer and not status.done:
            rules.append(self._rule("bell", tr("Your trainer is told when you pass"), tr("your name, the score and the time")))
        required = tr("QUIZ · REQUIRED") if status.required else tr("QUIZ · OPTIONAL")
        head: list[QWidget] = [label(required, "eyebrow", "muted"), label(place.lesson.title, "h1", wrap=True)]
        if prepared.intro:
            head.append(prose(prepared.intro))
        foot: list[QWidget] = []
        if said := self._said(prepared, status):
            foot.append(said)
        if (deeds := self._deeds(prepared, done=status.done)) is not None:
            foot.append(deeds)
        if prepared.attempts_left == 0 and not status.done and not prepared.resume:
            helps = button(theme, tr("For the trainer: another attempt…"), "graduation-cap", "ghost", "quiz.trainer")
            helps.clicked.connect(self.trainer_wanted)
            foot.append(boxed(row(helps, GROW)))
        lines = column(*head, rule_line(), *rules, *((rule_line(),) if foot else ()), *foot, gap=14)
        self._lines.addWidget(Card(theme, lines, tokens.L if theme.big else tokens.XL))

    def _look(self) -> None:
        """Nobody has to leave the page and come back for the next attempt to be there."""
        if self._shown is None:
            return
        place = self._shown[0]
        self.desk.ask(lambda player: player.quizzing.card(place.enrolment, place.lesson.id), lambda card: self._looked(place, card), owner=self)

    def _looked(self, place: Place, card: "StartCard") -> None:
        if self._shown is None or self._shown[0] is not place or not self._wait.isActive() or card.again_at is not None:
            return
        held = QApplication.focusWidget()
        here = held is not None and self.isAncestorOf(held)
        self.show_lesson(place, card, self._shown[2])
        set_reading_order(self.window())
        if here and self._start is not None:
            self._start.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        self._wait.stop()

    def leave(self) -> None:
        self._wait.stop()

    def first_step(self) -> QWidget | None:
        return self._start

    def _rule(self, sign: str, words: str, more: str) -> QWidget:
        lines = column(label(words, "strong", wrap=True), label(more, "small", "muted", wrap=True), gap=1)
        return boxed(row((icon(self.theme, sign, "muted", 24), 0, TOP), (lines, 1), gap=tokens.M))

    def _rules(self, card: "StartCard") -> list[tuple[str, str, str]]:
        rules = card.rules
        going = tr("one at a time, no going back") if rules.sequential else tr("you may go back and change answers")
        found = [("list-checks", trn("{n} question", "{n} questions", card.questions), going)]
        if card.minutes is not None:
            found.append(("timer", minutes(card.minutes), tr("when time is up, your answers are handed in")))
        counts = {"best": tr("your best attempt counts"), "last": tr("your last attempt counts"), "first": tr("your first attempt counts"),
                  "average": tr("the average of your attempts counts")}[rules.counts]
        best = tr("{rule}; so far {score}", rule=counts, score=percent_floor(card.best)) if card.best is not None else counts
        found.append(("target", tr("Pass with {n} %", n=card.pass_mark), best))
        if card.resume or card.closed is not None:  # what matters at the start only would push the way on out of sight
            return found
        if "during" in {rules.show_right, rules.show_solution}:
            found.append(("lightbulb", tr("You may check each answer"), tr("you see at once whether it is right; it can no longer be changed then")))
        left = attempts_left(card.attempts_left, rules.attempts)
        found.append(("rotate-ccw", left or tr("As many attempts as you want"), self._again(card)))
        found.append(("save", tr("Nothing is lost"), tr("each answer is saved at once; after a power cut you go on at the same question")))
        return found

    @staticmethod
    def _again(card: "StartCard") -> str:
        if card.attempts_left == 0:
            return tr("your trainer can give you another one")
        if card.again_at is not None:
            return tr("the next one opens on {moment}", moment=local_moment(card.again_at))
        return tr("you may start again at once") if card.attempts_made else tr("take your time")

    def _said(self, card: "StartCard", status: LessonStatus) -> QWidget | None:
        if status.done:
            stays = tr("This lesson has its green tick. A lower score changes nothing.")
            return Callout(self.theme, tr("Passed") if card.passed else tr("Complete"), stays, "progress")
        if card.closed is not None and not (card.resume and card.seconds_left):
            return Callout(self.theme, state(card.closed), why_closed(card.closed), "caution", "lock")
        if card.resume:
            left = tr(" {time} left.", time=clock(card.seconds_left)) if card.seconds_left is not None else ""
            return Callout(self.theme, tr("You have begun this quiz"), tr("You go on at the question where you stopped.") + left)
        if card.attempts_left == 0:
            return Callout(self.theme, tr("No attempts left"), tr("Ask your trainer for another attempt. Everything else stays as it is."), "caution")
        return None

    def _deeds(self, card: "StartCard", *, done: bool) -> QWidget | None:
        theme = self.theme
        parts: list[QWidget] = []
        if card.past:
            last = card.past[-1]
            review = button(theme, tr("Review answers"), "eye", "ghost", "quiz.reviewAnswers")
            review.clicked.connect(lambda: self.quiz_reviewed.emit(last.id))
            parts.append(review)
        if (card.resume and card.seconds_left != 0) or (card.closed is None and card.attempts_left != 0 and card.again_at is None):
            words = tr("Go on with the quiz") if card.resume else tr("Try again") if card.attempts_made else tr("Start the quiz")
            start = button(theme, words, "chevron-right", "" if done else "primary", "quiz.start", trailing=True, big=not done)
            start.clicked.connect(self.quiz_started)
            self._start = start
            if theme.big:
                return boxed(column(*parts, start))
            return boxed(row(*parts, GROW, start))
        return boxed(row(*parts, GROW)) if parts else None


VIEW = ViewKind(prepare, QuizCard)
