"""The heart: outline, content, and a bar that says what NEXT does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget
from shiboken6 import isValid

from player.course.model import Course, Kind, Lesson
from player.course.status_types import CourseStatus, LessonStatus, NextFace
from player.course.titles import course_in_language
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk, Failed
from player.ui.dialogs.leave import ask_to_leave
from player.ui.leads import proof_wanted
from player.ui.lessons.ahead import LookAhead
from player.ui.lessons.beside import Beside
from player.ui.lessons.kinds import view_of
from player.ui.lessons.next_step import tell_next
from player.ui.lessons.opened import Opened, load_known, open_lesson, place_of, shown
from player.ui.lessons.outline import OutlineView
from player.ui.lessons.tools import LessonTools
from player.ui.lessons.trainer_panel import TrainerPanel
from player.ui.lessons.view import LessonView
from player.ui.models.outline import OutlineModel
from player.ui.notice_words import announced
from player.ui.reading_order import set_reading_order
from player.ui.routes import AwardRoute, CourseRoute, LessonRoute, QuizRoute, ResultRoute
from player.ui.screens.attention import Attention
from player.ui.screens.screen import Screen
from player.ui.theme import Theme
from player.ui.widgets.buttons import ENTER
from player.ui.widgets.frame import BottomBar
from player.ui.widgets.layouts import GROW, boxed, column, row, rule_line
from player.ui.widgets.progress import Segments
from player.ui.widgets.text import label
from player.ui.wording import counters, extras
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.learning import Enrolment, Step
    from player.services.player import Player
    from player.ui.session import Session

FLUSH_MS = 5000  # evidence of use is durable at least this often (product.md 11.14)
LOOK_AHEAD_MS = 100  # first this lesson is drawn
SOON_MS = 400  # evidence that may earn the tick is not kept waiting
SCROLLS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End})


@dataclass(frozen=True, slots=True)
class Moved:
    """What NEXT led to: `opened` None at the end of the tree, or where the next lesson cannot be shown, for `trouble`. The tick is
    durable by now."""

    step: "Step"
    opened: Opened | None
    trouble: PlayerError | None = None


def load(player: "Player", session: "Session", route: LessonRoute) -> Opened:
    enrolment = session.enrolment(player, route.key)
    status = player.learning.status(enrolment)
    return load_known(player, enrolment, route.lesson if route.lesson in status.lessons else status.resume)


def make(desk: Desk, route: LessonRoute, opened: Opened) -> Screen:
    return LessonScreen(desk, route, opened)


class LessonScreen(Screen):
    """Stays while the learner walks from lesson to lesson; only the view in the middle changes."""

    def __init__(self, desk: Desk, route: LessonRoute, opened: Opened) -> None:
        super().__init__(desk)
        self._key, self._opened, self._status = route.key, opened, opened.status
        self._titled = course_in_language(opened.enrolment.open.course, opened.enrolment.tongue)
        self._views: dict[Kind, LessonView[Any]] = {}
        self._ahead = LookAhead(desk, self)
        self._moving = self._left = False
        self._admitted = True
        self._middle = QStackedWidget()
        self._outline = OutlineView(self.theme, OutlineModel(self._course, opened.status, opened.lesson.id, self))
        self._outline.chosen.connect(self._go_to)
        self._counts = label("", "smallstrong")
        self._extras = label("", "small", "muted")
        self._segments = Segments(self.theme, 0, 0, 6, "course.progress")
        self._side = self._build_side()
        self._tools = LessonTools(desk)
        self._tools.outline.connect(self._outline_pressed)
        self._tools.trainer.connect(self._ask_trainer)
        self._bar = BottomBar(self.theme)
        self._bar.back.connect(self.back_pressed)
        self._bar.next.connect(self.next_pressed)
        self._bar.next_button.installEventFilter(self)
        self._trainer = TrainerPanel(desk, self._stepped, lambda: self._refocus(always=True))
        self._trainer.opened.connect(lambda on: self._middle.setVisible(not (on and self.theme.big)))
        self._beside = Beside(desk, self, self._tools, self)
        self._beside.sheet.shown.connect(self._give_way)
        if self.theme.big:  # the outline takes the lesson's place, under the button that shows it
            body = boxed(column(self._tools, (self._trainer, 1), (self._side, 1), (self._beside.sheet, 1), (self._middle, 1), gap=0))
        else:
            lesson = boxed(column(self._tools, self._trainer, (self._middle, 1), gap=0))
            body = boxed(row(self._side, (lesson, 1), self._beside.sheet, gap=0))
        self._side.setVisible(not self.theme.big)
        self.frame(self._course.title, body, self._bar, leave=tr("Back to the course"), left=desk.window.back, search=self._beside.search,
                   search_name="lesson.search")
        self._attention = Attention(self, self.busy)
        self._flush_timer = QTimer(self, interval=FLUSH_MS)
        self._flush_timer.timeout.connect(self._flush)
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._flush)
        self._show(opened, route.anchor, route.words)
        self._flush_timer.start()

    @property
    def _course(self) -> Course:
        return self._titled

    @property
    def _lesson(self) -> Lesson:
        return self._opened.lesson

    @property
    def _here(self) -> LessonStatus:
        return self._status.lessons[self._lesson.id]

    @property
    def view(self) -> LessonView[Any]:
        return self._views[self._lesson.kind]

    def here(self) -> LessonRoute:
        return LessonRoute(self._key, self._lesson.id)

    def first_focus(self) -> QWidget | None:
        """NEXT; where it would only skip the lesson, what the lesson asks for."""
        own = self.view.first_step() if self._here.face is not NextFace.NEXT else None
        return own or (self._bar.next_button if self._bar.next_button.isEnabled() else self.view)

    def busy(self) -> bool:
        return self.view.playing or self.view.working

    def fits(self, theme: Theme) -> bool:
        """A text is set anew where it is read; what Qt draws is laid out for one size."""
        if self._lesson.kind is not Kind.TEXT or self._left:
            return False
        for kind in [kind for kind in self._views if kind is not Kind.TEXT]:
            view = self._views.pop(kind)
            view.leave()
            self._middle.removeWidget(view)
            view.deleteLater()
        self._side.setFixedWidth(theme.px(312))
        return True

    # --- building ---

    def _build_side(self) -> QFrame:
        top = column(row(self._counts, GROW, self._extras), self._segments, gap=tokens.S, pad=(20, tokens.M, 20, tokens.S))
        side = boxed(column(boxed(top), rule_line(), (self._outline, 1), gap=0), QFrame(), bar="side")
        if not self.theme.big:
            side.setFixedWidth(self.theme.px(312))
        return side

    def _outline_pressed(self) -> None:
        self._beside.gone()
        self._fold(shown=not self._side.isVisible())

    def _fold(self, *, shown: bool) -> None:
        """In large text the outline takes the place of the lesson while it is looked at."""
        self._side.setVisible(shown)
        self._middle.setVisible(not shown)
        self._tools.tell_outline(shown=shown)
        if shown:
            self._outline.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_way(self, sheet: bool) -> None:
        if self.theme.big:
            self._fold(shown=False)
            self._middle.setVisible(not sheet)

    # --- showing ---

    def _show(self, opened: Opened, anchor: str = "", words: str = "") -> None:
        self._opened = opened
        self._trainer.put_away()
        kind = opened.lesson.kind
        if kind not in self._views:
            self._views[kind] = self._new_view(view_of(kind).make(self.desk))
        self._attention.begin()
        self._admitted = opened.status.access.earns  # what is closed later does not close under the learner's hands
        view, here, before = self.view, opened.status.lessons[opened.lesson.id], self._middle.currentWidget()
        if isinstance(before, LessonView) and before is not view:
            before.rest()
        place = place_of(opened.enrolment, opened.status, opened.lesson)
        view.show_lesson(place, opened.prepared, here)
        self._tools.tell_languages(place)
        self._middle.setCurrentWidget(view)
        if anchor or words:
            view.go_to(anchor, words)
        self._beside.show_lesson(opened, view)
        if self.theme.big:
            self._fold(shown=False)
        self._take(opened.status)
        self._outline.show_here(opened.lesson.id)
        set_reading_order(self)
        QTimer.singleShot(LOOK_AHEAD_MS, self, lambda: self._ahead.look(self._opened.enrolment, self._status, self._lesson.id))

    def _new_view(self, view: LessonView[Any]) -> LessonView[Any]:
        if not view.objectName():
            view.setObjectName("lesson.view")
        view.evidence_changed.connect(self._soon.start)
        view.box_ticked.connect(self._box)
        view.file_saved.connect(self._file)
        view.link.connect(self._follow)
        view.stepped.connect(self._stepped)
        view.trainer_wanted.connect(self._ask_trainer)
        view.quiz_started.connect(lambda: self.desk.window.go(QuizRoute(self._key, self._lesson.id)))
        view.quiz_reviewed.connect(lambda attempt: self.desk.window.go(ResultRoute(self._key, self._lesson.id, attempt, review=True)))
        self._middle.addWidget(view)
        return view

    def _take(self, status: CourseStatus) -> None:
        """Show another status: ticks, counters, what NEXT does."""
        status = self._status = shown(status, self._opened.enrolment)
        self._outline.take(status, self._lesson.id)
        self._counts.setText(counters(status.done, status.of) if status.of else "")
        self._extras.setText(extras(status.extras_done))
        self._segments.set_count(status.done, status.of)
        number = list(status.lessons).index(self._lesson.id) + 1
        self._tools.tell(number, len(status.lessons))
        self.view.update_status(self._here)
        tell_next(self._bar, self._course, self._lesson, status, tells_progress=self.view.tells_progress, admitted=self._admitted)

    # --- NEXT and Back ---

    def next_pressed(self) -> None:
        """One trip to the store: the tick, then the next lesson."""
        if self._moving or self._left or (self._here.face is NextFace.BLOCKED and self._admitted):
            return
        self._moving = True
        self._soon.stop()
        here, enrolment, use = self._lesson.id, self._opened.enrolment, self._use(ended=True)
        ahead = self._ahead.of

        def move(player: "Player") -> Moved:
            step = player.learning.finish_lesson(enrolment, here, use)
            if not step.next_lesson:
                return Moved(step, None)
            try:
                return Moved(step, open_lesson(player, enrolment, step.next_lesson, ahead(step.next_lesson)))
            except PlayerError as error:
                return Moved(step, None, error)

        self.desk.ask(move, self._moved, self._not_moved, owner=self)

    def _not_moved(self, error: PlayerError) -> None:
        self._moving = False
        self.desk.window.complain(error)

    def _moved(self, moved: Moved) -> None:
        self._moving = False
        if moved.opened is not None:
            self._show(moved.opened)
            self._refocus(always=True)
            self._announce(moved.step)
            return
        self._attention.begin()  # the press handed over what was gathered: leaving the page must not count it twice
        self._take(moved.step.status)
        if moved.trouble is not None and not moved.step.status.access.readable:
            self.desk.window.go(CourseRoute(self._key))  # it closed on the way: the course page says why
        elif moved.trouble is not None:
            self._announce(moved.step)
            self._stay(moved.trouble)
        elif self._left:
            self._announce(moved.step)
        elif moved.step.earned:
            self.desk.window.go(AwardRoute(self._key, moved.step.earned[0]))
        else:
            self.desk.window.go(CourseRoute(self._key))

    def _stay(self, error: PlayerError) -> None:
        self._moving = False
        self._attention.begin()  # what was gathered before is handed over
        self.desk.window.complain(error)

    def _refocus(self, *, always: bool = False) -> None:
        """The keyboard goes to the next step, unless the learner has it elsewhere on this page."""
        held = QApplication.focusWidget()
        wanted = self.first_focus()
        if wanted is not None and not self._left and (always or held is None or not held.isVisible()):
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def back_pressed(self) -> None:
        """To the lesson before this one in the order of the tree; from the first one to the course."""
        order = [lesson_id for lesson_id, each in self._status.lessons.items() if not each.locked or lesson_id == self._lesson.id]
        at = order.index(self._lesson.id)
        if at:
            self._go_to(order[at - 1])
        else:
            self.desk.window.go(CourseRoute(self._key))

    def go_to(self, lesson_id: str, anchor: str, words: str) -> None:
        """To a place that was found or written down."""
        self._go_to(lesson_id, lambda opened: self._went(opened, anchor, words))

    def refocus(self) -> None:
        self._refocus(always=True)

    def _go_to(self, lesson_id: str, went: Callable[[Opened], None] | None = None) -> None:
        if self._moving or self._left or lesson_id == self._lesson.id:
            self._fold(shown=False) if self.theme.big else None
            self._refocus()
            return
        if proof_wanted(self._course, self._status, lesson_id):
            self.desk.window.go(CourseRoute(self._key, lesson_id))  # there a certificate opens it
            return
        self._moving = True
        here, enrolment, use = self._lesson.id, self._opened.enrolment, self._use(ended=True)

        def move(player: "Player") -> Opened:
            player.learning.sitting(enrolment, here, use)
            return load_known(player, enrolment, lesson_id)

        self.desk.ask(move, went or self._went, self._stay, owner=self)

    def _went(self, opened: Opened, anchor: str = "", words: str = "") -> None:
        self._moving = False
        self._show(opened, anchor, words)
        self._refocus()

    # --- evidence and deeds ---

    def _use(self, *, ended: bool) -> Any:
        from player.services.learning import Use

        seen = self.view.evidence()
        return Use(active_ms=self._attention.active_ms, end_seen=seen.end_seen, pages=seen.pages, played=seen.played, length_ms=seen.length_ms,
                   ended=ended)

    def _flush(self) -> None:
        if self._moving or self._left or not self._admitted:  # on the way elsewhere it was handed over already
            return
        use, lesson = self._use(ended=False), self._lesson.id
        self._deed(lambda player, at: player.learning.sitting(at, lesson, use))

    def _deed(self, work: "Callable[[Player, Enrolment], Step]", failed: Failed | None = None) -> None:
        enrolment = self._opened.enrolment
        self.desk.ask(lambda player: work(player, enrolment), self._done, failed, owner=self)

    def _done(self, step: "Step") -> None:
        """Deeds are answered in the order in which they were asked: this status is the newest."""
        self._take(step.status)
        self._announce(step)

    def _box(self, box: int, ticked: bool) -> None:
        lesson = self._lesson.id
        self._deed(lambda player, at: player.learning.tick_box(at, lesson, box, ticked), self._not_kept)

    def _file(self, lesson: str, name: str) -> None:
        if self._admitted:
            self._deed(lambda player, at: player.learning.file_saved(at, lesson, name))

    def _ask_trainer(self) -> None:
        self._trainer.ask(self._opened.enrolment, self._here)

    def _stepped(self, lesson: str, step: "Step") -> None:
        """A trainer or the view itself did something about a lesson: it is durable."""
        self._done(step)
        if lesson == self._lesson.id:
            self._again()

    def _not_kept(self, error: PlayerError) -> None:
        """Show what is on disk instead of what was pressed."""
        self.desk.window.complain(error)
        if isValid(self):
            self._again()

    def _again(self) -> None:
        """Read the lesson that is shown anew: what is kept of it changed."""
        lesson, enrolment = self._lesson, self._opened.enrolment
        place = place_of(enrolment, self._status, lesson)

        def read(player: "Player") -> Opened:
            return Opened(enrolment, player.learning.status(enrolment), lesson, view_of(lesson.kind).prepare(player, place))

        def show(opened: Opened) -> None:
            if lesson.id == self._lesson.id:
                self.view.show_lesson(place, opened.prepared, opened.status.lessons[lesson.id])
                self._take(opened.status)
                set_reading_order(self)
                self._refocus()

        self.desk.ask(read, show, lambda _error: None, owner=self)

    def _announce(self, step: "Step") -> None:
        """An award that was earned on the way, and what the trainer will be told, stand in the bar, never on a page of their own."""
        for words in announced(step):
            self.desk.window.notice(words)

    def leave(self) -> None:
        self._flush_timer.stop()
        self._soon.stop()
        self._left = True
        self._beside.keep()
        self.view.keep()
        if self._moving:  # the sitting is handed over on the way to the other lesson
            return
        use, enrolment, lesson = self._use(ended=True), self._opened.enrolment, self._lesson.id
        self.desk.ask(lambda player: player.learning.sitting(enrolment, lesson, use), lambda _step: None)

    def stay(self) -> None:
        self._left = False
        self._attention.begin()
        self._flush_timer.start()
        if self._lesson.kind is Kind.QUIZ:
            self._again()

    def gone(self) -> None:
        self._beside.gone()
        for view in self._views.values():
            view.leave()

    # --- links and keys ---

    def _follow(self, kind: str, target: str) -> None:
        if kind == "lesson":
            self._go_to(target.partition("#")[0])
        elif kind == "web" and ask_to_leave(self, self.theme, target):
            QDesktopServices.openUrl(QUrl(target))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that nothing on the page wanted is NEXT; held down it is NEXT once."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.next_pressed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While NEXT has the focus the arrow keys still scroll the lesson."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            key = Qt.Key(event.key())
            if key in ENTER and event.isAutoRepeat():
                return True
            if key in SCROLLS and self.view.scroll_key(key):
                return True
        return super().eventFilter(watched, event)
