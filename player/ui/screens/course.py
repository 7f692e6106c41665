"""The course page: how far, what is left for each award, the chapters."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.course.believed import Believed
from player.course.model import Course
from player.course.status_types import AwardStatus, ChapterStatus, CourseStatus, LessonStatus, Need, State
from player.course.titles import course_in_language
from player.errors import PlayerError
from player.ui import tokens
from player.ui.catalogues import language_name
from player.ui.dates import local_moment
from player.ui.desk import Desk
from player.ui.door_words import countdown, until, why_closed
from player.ui.leads import Lead, lead_of, waits_elsewhere
from player.ui.lessons.opened import shown
from player.ui.reading_order import set_reading_order
from player.ui.routes import AwardRoute, AwardsRoute, CourseRoute, LessonRoute, NotesRoute, VerifyRoute
from player.ui.rows import badge_state
from player.ui.screens.course_card import cover_of
from player.ui.screens.course_round import RoundCard, wanted
from player.ui.screens.course_search import CourseSearch
from player.ui.screens.door_note import DoorNote, has_dates
from player.ui.screens.lock_note import LockNote
from player.ui.screens.screen import Screen
from player.ui.screens.trainer_vouchers import redeemed_words
from player.ui.screens.update_note import since_card, stays_note, update_note
from player.ui.screens.validity_words import valid_words
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card, LayoutButton
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, centred, column, row, rule_line, scroll
from player.ui.widgets.marks import Badge, badge_words
from player.ui.widgets.pictures import Cover
from player.ui.widgets.progress import Segments
from player.ui.widgets.text import chip, label
from player.ui.wording import attempts_left, counters, extras, facts_line, left_in_all, lesson_minutes, need_words, seat_left, state_note, to_do
from player.ui.words import minutes, percent_floor, tr, trn

if TYPE_CHECKING:
    from player.services.elsewhere import Sought
    from player.services.enrolments import Ahead
    from player.services.learning import Update
    from player.services.player import Player
    from player.services.rounds import Another
    from player.ui.session import Session

MANY = 120  # lessons; a longer course shows its chapters folded, but for the one where the learner is
MOST_LEFT = 8  # lines of What's left before "and 12 more"
MOST_IN_CHAPTER = 200  # rows of one unfolded chapter


NO_TIME = Believed(0, 0, 0)


@dataclass(frozen=True, slots=True)
class CoursePage:
    course: Course
    status: CourseStatus
    key: str
    signed_by: str
    cover: bytes | None
    update: "Update | None" = None
    now: int = 0
    time: Believed = NO_TIME
    another: "Another | None" = None  # round
    round: int = 1
    ahead: "Ahead | None" = None
    sought: "Mapping[str, Sought]" = field(default_factory=dict)  # awards of other courses that are still waited for
    why: str = ""  # what is asked about: a lesson or an award
    certificate: str = ""


def load(player: "Player", session: "Session", route: CourseRoute) -> CoursePage:
    enrolment = session.enrolment(player, route.key)
    opened = enrolment.open
    cover = None
    if opened.course.cover:
        with contextlib.suppress(PlayerError), opened.source.open(opened.course.cover) as stream:  # no reason to refuse the course
            cover = stream.read()
    status, update = shown(player.learning.status(enrolment), enrolment), player.learning.updated(enrolment)
    return CoursePage(course_in_language(opened.course, enrolment.tongue), status, route.key, opened.signed_by or "", cover, update, player.clock(),
                      player.learning.time(enrolment), player.rounds.another(enrolment), enrolment.round, enrolment.ahead,
                      player.prerequisites.sought(enrolment), route.why, route.certificate)


def make(desk: Desk, _route: CourseRoute, page: CoursePage) -> Screen:
    return CourseScreen(desk, page)


class CourseScreen(Screen):
    """What's left stands beside the chapters, above them in large text."""

    def __init__(self, desk: Desk, page: CoursePage) -> None:
        super().__init__(desk)
        self._page = page
        self._first: QWidget | None = None
        status = page.status
        side: list[QWidget] = [self._left(award) for award in self._shown_awards()]
        if not side:
            side = [self._no_award()]
        if status.since:
            side.insert(1, since_card(desk, page.key, status))
        if page.another is not None and wanted(status, page.another):
            side.append(RoundCard(desk, page.key, page.another))
        if any(award.earned for award in status.awards.values()):
            everything = button(self.theme, tr("Everything I have earned"), "award", "link", "course.awards")
            everything.clicked.connect(lambda: self.desk.window.go(AwardsRoute()))
            side.append(boxed(row(GROW, everything, GROW, pad=(0, tokens.S))))
        bar = Card(self.theme, column(row(label(counters(status.done, status.of), "h2"), GROW, label(extras(status.extras_done), tone="muted")),
                                      Segments(self.theme, status.done, status.of, 10, "course.progress"), gap=12), 20)
        main = boxed(column(*((bar,) if status.of else ()), *self._chapters(), GROW, gap=0), name="course.outline")
        main.setAccessibleName(tr("Chapters and lessons"))
        note = update_note(desk, page.key, page.update, status, page.now)
        door = DoorNote(desk, page.key, status.access, page.time, dated=has_dates(page.course.access))
        stays = stays_note(desk, page.key, page.ahead, page.course.version)
        notes = [each for each in (door if door.wanted else None, note, stays) if each is not None]
        self._lock = self._lock_note()
        locks = [self._lock] if self._lock is not None else []
        inner = boxed(column(*notes, self._head(), *locks, self._both(main, side), GROW, gap=tokens.M, pad=(0, tokens.L)))
        self._search = CourseSearch(desk, page.key, page.course, self)
        self._scrolls = scroll(centred(inner, 1200))
        self._search.sheet.shown.connect(lambda on: self._scrolls.setVisible(not (on and self.theme.big)))
        body = boxed(row((self._scrolls, 1), self._search.sheet, gap=0)) if not self.theme.big else boxed(column((self._search.sheet, 1),
                                                                                                            (self._scrolls, 1), gap=0))
        self.frame(page.course.title, body, leave=tr("Back to the library"), search=self._search.open, search_name="course.search")

        if page.certificate:
            if self._lock is not None and page.sought:
                self._lock.look(Path(page.certificate))
            else:
                QTimer.singleShot(0, self, lambda: desk.window.go(VerifyRoute(page.certificate)))

    def first_focus(self) -> QWidget | None:
        """Where nothing leads on, the way back."""
        back = self.findChild(QWidget, "page.leave")
        if self._lock is not None and (self._first is None or self._page.why):
            return self._lock.first or self._first or back
        return self._first or back

    def here(self) -> CourseRoute:
        return CourseRoute(self._page.key, self._page.why)

    def take_certificate(self, file: Path) -> bool:
        if not self._page.sought:
            return False
        if self._lock is not None:
            self._lock.look(file)
        else:
            self.desk.window.go(CourseRoute(self._page.key, self._page.why, str(file)))
        return True

    def gone(self) -> None:
        self._search.end()

    def next_pressed(self) -> None:
        if self._page.status.access.readable:
            self.desk.window.go(LessonRoute(self._page.key))

    def _lock_note(self) -> LockNote | None:
        """What keeps the course closed, or what was asked about; with a certificate at hand, the first thing that it may open."""
        status, sought, why = self._page.status, self._page.sought, self._page.why
        if status.why_locked:
            title, needs = tr("What opens this course"), status.why_locked
        else:
            if not why and self._page.certificate:
                closed = (each.lesson.id for each in status.lessons.values() if waits_elsewhere(each.why_locked, sought))
                open_awards = (award.id for award in status.awards.values() if waits_elsewhere(award.left, sought))
                why = next(chain(closed, open_awards), "")
            lesson, award = status.lessons.get(why), status.awards.get(why)
            if lesson is not None and lesson.locked:
                title, needs = tr("What opens “{title}”", title=lesson.lesson.title), lesson.why_locked
            elif award is not None and award.left:
                title, needs = tr("What’s left for “{title}”", title=award.title), award.left
            else:
                return None
        lines = [self._need(need) for need in needs[:MOST_LEFT]]
        return LockNote(self.desk, self._page.key, title, lines, proofs=waits_elsewhere(needs, sought))

    def _both(self, main: QWidget, side: Sequence[QWidget]) -> QWidget:
        if self.theme.big:
            return boxed(column(*side, main, gap=0))
        beside = boxed(column(*side, GROW, gap=0))
        beside.setFixedWidth(self.theme.px(400))
        return boxed(row((main, 1), (beside, 0, TOP), gap=tokens.S))

    def _head(self) -> QWidget:
        theme, course, status = self.theme, self._page.course, self._page.status
        signer = tr("Signed by {name}", name=self._page.signed_by) if self._page.signed_by else tr("Unsigned: nobody answers for it")
        signed = row(icon(theme, "shield-check" if self._page.signed_by else "shield-question-mark", "muted", 16),
                     (label(signer, "small", "muted", wrap=theme.big), 1), gap=tokens.S)
        chips = [chip(tr("Round {n}", n=self._page.round), "accent")] if self._page.round > 1 else []
        chips += [chip(trn("{n} chapter", "{n} chapters", len(course.chapters)))]
        if status.seconds:
            chips.append(chip(minutes(status.seconds / 60)))
        if len(course.languages) > 1:
            chips.append(chip(", ".join(language_name(tag) for tag in course.languages)))
        words = column(label(course.title, "h1", wrap=True), label(course.summary, tone="muted", wrap=True), tokens.S,
                       row(*chips, GROW, *(() if theme.big else (signed,)), gap=tokens.S), *((signed,) if theme.big else ()), GROW)
        notes = button(theme, tr("Notes and bookmarks"), "notebook-pen", "link", "course.notes")
        notes.clicked.connect(lambda: self.desk.window.go(NotesRoute(self._page.key)))
        words.addLayout(row(notes, GROW))
        if (long := until(status.access)) and not countdown(status.access, self._page.time.settled):
            words.addLayout(row((icon(theme, "hourglass", "muted", 16), 0, TOP), (label(long, "small", "muted", wrap=True, name="course.until"), 1),
                                gap=tokens.S))
        picture = () if theme.big else ((Cover(theme, course.id, cover_of(self._page.cover), height=136,
                                               width=200, icon_size=56), 0, TOP),)
        return boxed(row(*picture, (words, 1), gap=tokens.L, pad=(tokens.S, 0)))

    def _shown_awards(self) -> list[AwardStatus]:
        return list(self._page.status.awards.values())

    def _left(self, award: AwardStatus) -> Card:
        """What still separates the learner from one award; the award itself when nothing is left."""
        if award.earned:
            return self._won(award)
        first = award.id == self._shown_awards()[0].id
        certificates = [each for each in self._shown_awards() if each.kind == "certificate"]
        title = tr("What’s left for the certificate") if certificates == [award] else tr("What’s left for “{title}”", title=award.title)
        lines: list[QWidget] = [self._inset(label(title, "h2", wrap=True))]
        for need in award.left[:MOST_LEFT]:
            lines += [self._need(need), self._inset(rule_line())]
        if len(award.left) > MOST_LEFT:
            more = len(award.left) - MOST_LEFT
            lines += [self._inset(label(trn("and {n} more", "and {n} more", more), tone="muted")), self._inset(rule_line())]
        total = left_in_all(award.seconds_left) if self._page.status.access.earns else ""
        if total:
            lines.append(boxed(row(icon(self.theme, "clock", "muted", 18), (label(total, "strong", wrap=True), 1), pad=(tokens.HALF, 0))))
        elif lines:
            lines.pop()
        if first:
            lines.append(self._inset(self._go_on()))
        return Card(self.theme, column(*lines, gap=10), (tokens.L - tokens.HALF, tokens.L), name="course.whatsLeft" if first else "")

    @staticmethod
    def _inset(widget: QWidget) -> QWidget:
        """Rows that can be pressed have a little air at their sides; what stands above and below them begins where their words do."""
        return boxed(row(widget, pad=(tokens.HALF, 0)))

    def _go_on(self) -> QWidget:
        status = self._page.status
        if not status.access.earns:
            return self._only_look()
        resume = status.lessons.get(status.resume)
        begun = status.done or status.extras_done or any(each.state is not State.TODO for each in status.lessons.values() if not each.locked)
        words = tr("Continue") if begun else tr("Begin")
        go = button(self.theme, words, "chevron-right", "primary", "course.open", trailing=True, big=True,
                    spoken=tr("Continue with {title}", title=resume.lesson.title) if resume else words)
        go.setDefault(True)
        go.clicked.connect(lambda: self.desk.window.go(LessonRoute(self._page.key)))
        if status.why_locked and not begun:  # the list above says why
            go.setEnabled(False)
            return go
        self._first = self._first or go
        return go

    def _only_look(self) -> QWidget:
        """The course is closed: nothing leads on, and where it is read-only the lessons can be looked at."""
        look = button(self.theme, tr("Look at the lessons"), "book-open", "ink", "course.open")
        look.clicked.connect(lambda: self.desk.window.go(LessonRoute(self._page.key)))
        look.setEnabled(self._page.status.access.readable)
        self._first = self._first or (look if look.isEnabled() else None)
        return look

    def _no_award(self) -> Card:
        words = label(tr("This course gives no certificate. Work through it as you like."), tone="muted", wrap=True)
        return Card(self.theme, column(label(tr("What’s left"), "h2"), words, self._go_on(), gap=12), tokens.L, name="course.whatsLeft")

    def _won(self, award: AwardStatus) -> Card:
        theme = self.theme
        first = award.id == self._shown_awards()[0].id
        said = tr("Saved. You can save it again at any time.") if award.saved_at else tr("Yours. Save it to keep your own copy.")
        if valid := valid_words(award.valid_until, award.earned_at, self._page.time.settled or self._page.now):
            said = f"{said} {valid}"
        if award.version and award.version != self._page.course.version:
            said = f"{tr('Complete ({version}).', version=award.version)} {said}" if award.kind == "certificate" else said
        if award.redeemed_at:
            said = redeemed_words(award.redeemed_at, award.redeemed_by)
        if award.rests_on_void:
            said = tr("It rests on a tick that your trainer took back.")
        claim = button(theme, tr("Show it") if award.issued_at else tr("Get your certificate") if award.kind == "certificate" else tr("Get it"),
                       "award", "primary" if not award.saved_at and first else "", "award.claim", big=first)
        claim.clicked.connect(lambda: self.desk.window.go(AwardRoute(self._page.key, award.id)))
        self._first = self._first or claim
        words = column(label(award.title, "h3", wrap=True), label(said, "small", "muted", wrap=True), gap=2)
        head = row((Badge(theme, "done", 32), 0, TOP), (words, 1), gap=12)
        again = button(theme, tr("Look at the lessons"), kind="link", name="course.open")
        again.clicked.connect(lambda: self.desk.window.go(LessonRoute(self._page.key)))
        again.setEnabled(self._page.status.access.readable)
        lines = column(head, claim, *((row(GROW, again, GROW),) if first else ()), gap=12)
        return Card(theme, lines, tokens.L, "progress_soft" if theme.colours.edge == 1 else "surface", name="course.whatsLeft" if first else "")

    def _need(self, need: Need) -> QWidget:
        theme = self.theme
        status = self._page.status.lessons.get(need.id)
        if status is None and need.id in self._page.sought:
            return self._award_need(self._page.sought[need.id])
        if status is None:
            words = seat_left(need) if need.what == "time" else need_words(need)
            words = words[:1].upper() + words[1:]
            inner = row((icon(theme, "hourglass", "muted", 22), 0, TOP), (label(words, wrap=True), 1), gap=12, pad=(tokens.HALF, tokens.HALF))
            lead = next((found for each in (need, *need.of) if (found := lead_of(self._page.status, each.id, self._courses())) != Lead()), Lead())
            if lead == Lead():
                return boxed(inner)
            line = LayoutButton(theme, inner, words)
            line.clicked.connect(lambda: self.desk.window.go(CourseRoute(lead.course)) if lead.course else self._open(lead.lesson))
            return line
        note = self._need_note(status, need)
        inner = row((Badge(theme, badge_state(status, "" if status.locked else self._page.status.resume), 24), 0, TOP),
                    (column(label(status.lesson.title, "strong", wrap=True), label(note, "small", "muted", wrap=True), gap=2), 1),
                    (label(lesson_minutes(need.seconds), "small", "muted"), 0, TOP), gap=12, pad=(tokens.HALF, tokens.HALF))
        line = LayoutButton(theme, inner, f"{status.lesson.title}. {note}")
        line.clicked.connect(lambda: self._open(status.lesson.id))
        return line

    def _courses(self) -> dict[str, str]:
        """Award of another course -> key of that course, where it is on the shelf."""
        return {name: one.key for name, one in self._page.sought.items() if one.key}

    def _award_need(self, one: "Sought") -> QWidget:
        """An award of another course; where that is on the shelf, it opens its page."""
        note = tr("Earned in “{course}”, which is on this computer", course=one.course) if one.key else \
            tr("Earned in a course that is not on this computer")
        inner = row((icon(self.theme, "award", "muted", 24), 0, TOP),
                    (column(label(one.title, "strong", wrap=True), label(note, "small", "muted", wrap=True), gap=2), 1), gap=12,
                    pad=(tokens.HALF, tokens.HALF))
        if not one.key:
            return boxed(inner)
        line = LayoutButton(self.theme, inner, f"{one.title}. {note}")
        line.clicked.connect(lambda: self.desk.window.go(CourseRoute(one.key)))
        return line

    def _need_note(self, status: LessonStatus, need: Need) -> str:
        if need.what == "stuck":
            if need.at is not None:
                return tr("No attempts left. The next one opens on {moment}", moment=local_moment(need.at))
            return tr("No attempts left. Your trainer can help")
        if status.locked:
            return state_note(status)
        parts = [to_do(status.lesson)]
        if status.score is not None:
            parts.append(tr("Best so far {score}", score=percent_floor(status.score)))
        quiz = status.lesson.quiz
        if left := attempts_left(status.attempts_left, quiz.attempts if quiz else None):
            parts.append(left)
        return ". ".join((parts[0], "; ".join(parts[1:]))) if parts[1:] else parts[0]

    def _open(self, wanted: str) -> None:
        """A lesson, or what it waits for; of a chapter the first lesson that is left."""
        if not self._page.status.access.readable:
            self.desk.window.notice(why_closed(self._page.status.access))
            return
        status = self._page.status
        lead, told = lead_of(status, wanted, self._courses()), status.lessons.get(wanted)
        if lead.course:
            self.desk.window.go(CourseRoute(lead.course))
        elif not lead.lesson and told is not None and waits_elsewhere(told.why_locked, self._page.sought):
            self.desk.window.go(CourseRoute(self._page.key, wanted))
        else:
            self.desk.window.go(LessonRoute(self._page.key, lead.lesson or wanted))

    # --- chapters ---

    def _chapters(self) -> list[QWidget]:
        course, status = self._page.course, self._page.status
        folded = sum(len(chapter.lessons) for chapter in course.chapters) > MANY
        here = status.lessons[status.resume].chapter_id if status.resume in status.lessons else ""
        return [self._chapter(number, status.chapters[chapter.id], [status.lessons[lesson.id] for lesson in chapter.lessons],
                              folded=folded and chapter.id != here)
                for number, chapter in enumerate(course.chapters, 1)]

    def _chapter(self, number: int, chapter: ChapterStatus, lessons: list[LessonStatus], *, folded: bool) -> Card:
        theme = self.theme
        head = row(label(str(number), "h3"), (label(chapter.title, "h3", wrap=True), 1), label(self._count(chapter), "small", "muted"), gap=tokens.S,
                   pad=(tokens.HALF, 0))
        rows = column(gap=2)
        for status in () if folded else lessons[:MOST_IN_CHAPTER]:
            rows.addWidget(self._lesson_row(status))
        if folded:
            unfold = button(theme, trn("Show {n} lesson", "Show {n} lessons", len(lessons)), "chevron-down", "link")

            def show_rows() -> None:
                made = [self._lesson_row(status) for status in lessons[:MOST_IN_CHAPTER]]
                for each in made:
                    rows.addWidget(each)
                made[0].setFocus(Qt.FocusReason.OtherFocusReason)
                unfold.hide()
                self._rest(rows, lessons)
                set_reading_order(self)

            unfold.clicked.connect(show_rows)
            rows.addLayout(row(unfold, GROW))
        else:
            self._rest(rows, lessons)
        return Card(theme, column(head, rows, gap=10), (20 - tokens.HALF, 20))

    @staticmethod
    def _rest(rows: QVBoxLayout, lessons: list[LessonStatus]) -> None:
        if len(lessons) > MOST_IN_CHAPTER:
            more = len(lessons) - MOST_IN_CHAPTER
            rows.addWidget(label(trn("and {n} more, in the outline beside a lesson", "and {n} more, in the outline beside a lesson", more),
                                 "small", "muted", wrap=True))

    @staticmethod
    def _count(chapter: ChapterStatus) -> str:
        if chapter.choose_left:
            return trn("any {n} more of these", "any {n} more of these", chapter.choose_left)
        return counters(chapter.done, chapter.of) if chapter.of else tr("optional")

    def _lesson_row(self, status: LessonStatus) -> QWidget:
        theme, lesson = self.theme, status.lesson
        here = lesson.id == self._page.status.resume and not status.done and not status.locked
        state, note, facts = badge_state(status, lesson.id if here else ""), state_note(status), facts_line(lesson, status.required)
        words = column(label(lesson.title, "strong" if here else "body", wrap=True), gap=1)
        if theme.big and facts:
            words.addWidget(label(facts, "small", "muted", wrap=True))
        if note:
            words.addWidget(label(note, "small", "danger" if state == "failed" else "muted", wrap=True))
        inner = row((Badge(theme, state, 20), 0, TOP), (words, 1), *(() if theme.big else ((label(facts, "small", "muted"), 0, TOP),)), gap=12,
                    pad=(tokens.HALF, 5))
        line = LayoutButton(theme, inner, ". ".join(part for part in (lesson.title, badge_words(state), facts, note) if part))
        line.clicked.connect(lambda: self._open(lesson.id))
        return line
