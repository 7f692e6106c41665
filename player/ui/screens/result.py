"""The result of an attempt, and the review of its answers, as the author's policy allows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from player.course.status_types import CourseStatus
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.notice_words import to_learner
from player.ui.questions.kinds import question_view
from player.ui.reading_order import set_reading_order
from player.ui.routes import AwardRoute, CourseRoute, LessonRoute, QuizRoute, ResultRoute
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.flow import Grid
from player.ui.widgets.frame import BottomBar
from player.ui.widgets.layouts import END, GROW, MIDDLE, START, boxed, centred, clear, column, row, rule_line, scroll
from player.ui.widgets.marks import MapCell
from player.ui.widgets.progress import Ring
from player.ui.widgets.prose import plain, prose
from player.ui.widgets.prose_pictures import NO_FILES, PictureFiles, read_pictures
from player.ui.widgets.text import chip, label
from player.ui.wording import attempts_left
from player.ui.words import percent_floor, tr

if TYPE_CHECKING:
    from player.services.notices import Told
    from player.services.player import Player
    from player.services.quizzing import Review, ReviewLine, StartCard
    from player.ui.session import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    review: "Review"
    card: "StartCard"
    status: CourseStatus
    pictures: PictureFiles = NO_FILES
    told: "tuple[Told, ...]" = ()  # of this attempt, to the trainer


def load(player: "Player", session: "Session", route: ResultRoute) -> Outcome:
    enrolment = session.enrolment(player, route.key)
    review, course = player.quizzing.review(enrolment, route.lesson, route.attempt), enrolment.open.course
    pictures = read_pictures((line.question.text for line in review.lines), course.lesson(route.lesson).file, course, enrolment.open.source)
    told = tuple(one for one in player.notices.of(enrolment) if one.at == review.at)
    return Outcome(review, player.quizzing.card(enrolment, route.lesson), player.learning.status(enrolment), pictures, told)


def make(desk: Desk, route: ResultRoute, outcome: Outcome) -> Screen:
    return ResultScreen(desk, route, outcome)


class ResultScreen(Screen):
    """One headline, one number, one way on."""

    def __init__(self, desk: Desk, route: ResultRoute, outcome: Outcome) -> None:
        super().__init__(desk)
        self._route, self._outcome = route, outcome
        here = outcome.status.lessons[route.lesson]
        self._next = outcome.status.next_lesson.get(route.lesson, "")
        fresh = [award for award in outcome.status.awards.values() if award.earned and not award.issued_at]
        certificate = next((award.id for award in fresh if award.kind == "certificate"), "")
        self._fresh = certificate or (fresh[0].id if fresh else "")
        if self._fresh and (outcome.status.complete or not self._next):
            words = tr("Get your certificate") if certificate else tr("Get it")
        else:
            words = tr("Next") if self._next else tr("Finish")
        rule = tr("Everything required is complete") if outcome.status.complete else (
            tr("This lesson is complete") if here.done else tr("Not passed yet: no tick"))
        self._bar = BottomBar(self.theme, next_=words, rule=rule)
        self._bar.set_next(words, primary=here.done)
        self._bar.set_rule(rule, "circle-check" if here.done else "info")
        self._bar.back.connect(lambda: self.desk.window.go(LessonRoute(route.key, route.lesson)))
        self._bar.next.connect(self.next_pressed)
        self._lines = column(gap=0)
        inner = boxed(column(GROW, self._lines, GROW, gap=0, pad=(0, tokens.M)))
        self.frame(here.lesson.title, scroll(centred(inner, 760 if not self.theme.big else 1100)), self._bar, leave=tr("Back to the lesson"))
        if route.review:
            self._show_review()
        else:
            self._show_result()

    def first_focus(self) -> QWidget | None:
        return self._bar.next_button

    def next_pressed(self) -> None:
        status, key = self._outcome.status, self._route.key
        if self._fresh and (status.complete or not self._next):
            self.desk.window.go(AwardRoute(key, self._fresh))
        elif self._next:
            self.desk.window.go(LessonRoute(key, self._next))
        else:
            self.desk.window.go(CourseRoute(key))

    # --- result ---

    def _show_result(self) -> None:
        theme, review, card = self.theme, self._outcome.review, self._outcome.card
        clear(self._lines)
        lines: list[QWidget] = [self._headline()]
        if self._outcome.told:
            lines.append(Callout(theme, "", to_learner(self._outcome.told), "accent", "bell", name="quiz.told"))
        if review.shows.right:
            cells = Grid(theme, 52, tokens.S, 10, stretch=False, name="quiz.marks")
            for number, line in enumerate(review.lines, 1):
                cell = MapCell(theme, number, "right" if line.right else "wrong", size=52, name=f"quiz.mark.{number}")
                cell.clicked.connect(self._show_review)
                cells.add(cell)
            lines += [rule_line(), label(tr("Your answers"), "h3"), cells]
        deeds: list[QWidget] = []
        if review.shows.right or review.shows.solution:
            look = button(theme, tr("Review answers"), "eye", name="quiz.reviewAnswers")
            look.clicked.connect(self._show_review)
            deeds.append(look)
        if card.attempts_left != 0 and card.again_at is None:
            retry = button(theme, tr("Try again"), "rotate-ccw", "ghost" if review.passed else "", "quiz.retry")
            retry.clicked.connect(lambda: self.desk.window.go(QuizRoute(self._route.key, self._route.lesson)))
            deeds.append(retry)
        note = label(self._left(), "small", "muted", wrap=True, align=START if theme.big else END | MIDDLE)
        lines.append(boxed(column(*deeds, note)) if theme.big else boxed(row(*deeds, tokens.S, (note, 1), pad=(0, tokens.S, 0, 0))))
        self._lines.addWidget(Card(theme, column(*lines, gap=14), tokens.XL if not theme.big else tokens.L, name="quiz.result"))
        set_reading_order(self)
        self._bar.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _headline(self) -> QWidget:
        theme, review, card = self.theme, self._outcome.review, self._outcome.card
        if review.score is None or review.passed is None:
            saved = label(tr("Your answers are saved. The result is not shown here."), wrap=True)
            return boxed(column(label(tr("Handed in"), "display", wrap=True), saved))
        score = percent_floor(review.score)
        right = sum(1 for line in review.lines if line.right)
        big = tr("{n} of {of} right", n=right, of=len(review.lines)) if review.shows.right else score
        verdict = row(chip(tr("Passed"), "progress") if review.passed else chip(tr("Not passed"), "danger"),
                      (label(tr("needed {n} %", n=card.pass_mark), tone="muted"), 1), gap=12)
        words = column(verdict, label(big, "display", wrap=True), label(self._follows(), tone="muted", wrap=True), gap=12)
        ring = Ring(theme, round(review.score * 1000), 1000, 152, score, tr("{score} reached", score=score))
        return boxed(column(words)) if theme.big else boxed(row((ring, 0, MIDDLE), (words, 1), gap=tokens.XL))

    def _follows(self) -> str:
        """What the result means for the tick and the certificate."""
        status, review = self._outcome.status, self._outcome.review
        here = status.lessons[self._route.lesson]
        if here.done and review.passed:
            if status.complete:
                return tr("This lesson now has its green tick, and nothing required is left.")
            return tr("This lesson now has its green tick.")
        if here.done:
            return tr("Your earlier result counts: the green tick stays.")
        if self._outcome.card.attempts_left == 0:
            return tr("No attempts are left. Your trainer can give you another one; everything else stays as it is.")
        return tr("This earns no tick yet. Look at the lessons again, then try once more.")

    def _left(self) -> str:
        card = self._outcome.card
        left = attempts_left(card.attempts_left, card.rules.attempts)
        if self._outcome.status.lessons[self._route.lesson].done and card.rules.counts == "best":
            kept = tr("a lower score changes nothing")
            return f"{left}; {kept}" if left else kept[:1].upper() + kept[1:]
        return left

    # --- review ---

    def _show_review(self) -> None:
        theme, review = self.theme, self._outcome.review
        pictures = self._outcome.pictures.drawn(theme)
        clear(self._lines)
        back = button(theme, tr("Back to the result"), "chevron-left", "ghost", "quiz.backToResult")
        back.clicked.connect(self._show_result)
        head = row(label(tr("Your answers"), "h1", wrap=True), GROW, back, pad=(tokens.S, 0, tokens.S, tokens.S))
        self._lines.addLayout(head)
        if not (review.shows.right or review.shows.solution):
            self._lines.addWidget(Callout(theme, tr("Not shown"), tr("The author of this course does not show which answers were right.")))
        for number, line in enumerate(review.lines, 1):
            widget = question_view(line.question.kind).make(theme, line.question, line.given)
            widget.setObjectName(f"quiz.reviewed.{number}")
            widget.show_verdict(right=line.right, solution=review.shows.solution, places=line.places)
            top = row((label(tr("Question {n}", n=number), "eyebrow", "muted"), 1), *((self._chip(line),) if line.right is not None else ()))
            parts: list[QWidget] = [boxed(top), prose(line.question.text, "h3", pictures=pictures), widget]
            if line.feedback:
                parts.append(Callout(theme, "", plain(line.feedback), "progress" if line.right else "accent", "lightbulb"))
            self._lines.addWidget(Card(theme, column(*parts, gap=12), tokens.L))
        set_reading_order(self)
        back.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _chip(line: "ReviewLine") -> QWidget:
        if not line.answered:
            return chip(tr("No answer"), "caution")
        if line.earned and not line.right:
            return chip(tr("Right in part"), "caution")
        return chip(tr("Right"), "progress") if line.right else chip(tr("Not right"), "danger")

