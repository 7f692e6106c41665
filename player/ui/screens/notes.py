"""Everything that a learner wrote down and marked in a course, in the order of its lessons; each leads to its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from player.course.model import Course
from player.ui import tokens
from player.ui.dates import local_moment
from player.ui.desk import Desk
from player.ui.reading_order import set_reading_order
from player.ui.routes import CourseRoute, LessonRoute, NotesRoute
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.cards import Card, LayoutButton
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, centred, clear, column, row, scroll
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.notes import Bookmark, Jottings, Note
    from player.services.player import Player
    from player.ui.session import Session

MEASURE = 820  # px at 100 %
MOST_SHOWN = 300  # notes and bookmarks on one page


@dataclass(frozen=True, slots=True)
class NotesPage:
    course: Course
    key: str
    learner: str
    jottings: "Jottings"


def load(player: "Player", session: "Session", route: NotesRoute) -> NotesPage:
    enrolment = session.enrolment(player, route.key)
    learner = enrolment.learner.id
    return NotesPage(enrolment.open.course, route.key, learner, player.notes.of_course(learner, route.key))


def make(desk: Desk, _route: NotesRoute, page: NotesPage) -> Screen:
    return NotesScreen(desk, page)


class NotesScreen(Screen):
    def __init__(self, desk: Desk, page: NotesPage) -> None:
        super().__init__(desk)
        self._page = page
        self._numbers = 0
        self._first: QWidget | None = None
        self._undo_line = row(gap=tokens.S)
        head = column(label(tr("Your notes and bookmarks"), "h1", wrap=True), label(tr("Only you see them."), tone="muted", wrap=True),
                      self._undo_line, gap=tokens.S, pad=(tokens.AIR, 0))
        cards = list(self._cards())
        if not cards:
            back = button(self.theme, tr("Back to the course"), "chevron-left", name="notes.back")
            back.clicked.connect(lambda: desk.window.go(CourseRoute(page.key)))
            self._first = back
            how = tr("Open a lesson and press Notes, or set a bookmark with Ctrl+D. You find them all here.")
            body: QWidget = EmptyState(self.theme, "notebook-pen", tr("Nothing written down yet"), how, back, name="notes.empty")
        else:
            body = scroll(centred(boxed(column(boxed(head), *cards, GROW, gap=tokens.S, pad=(0, tokens.L))), self.theme.px(MEASURE)))
        self.frame(page.course.title, body, leave=tr("Back to the course"))

    def first_focus(self) -> QWidget | None:
        return self._first

    def _cards(self) -> Iterator[QWidget]:
        """One for each lesson that has any; what belongs to lessons that are gone stands at the end."""
        jottings, left = self._page.jottings, MOST_SHOWN
        of_lesson: dict[str, tuple[list[Bookmark], list[Note]]] = {}
        for mark in jottings.bookmarks:
            of_lesson.setdefault(mark.lesson, ([], []))[0].append(mark)
        for note in jottings.notes:
            of_lesson.setdefault(note.lesson, ([], []))[1].append(note)
        for chapter in self._page.course.chapters:
            for lesson in chapter.lessons:
                marks, notes = of_lesson.pop(lesson.id, ([], []))
                if (marks or notes) and left > 0:
                    left -= len(marks) + len(notes)
                    yield self._card(lesson.id, chapter.title, lesson.title, marks, notes)
        gone = [note for _, notes in of_lesson.values() for note in notes]
        if gone:
            yield self._card("", tr("Of lessons that this version of the course does not have"), tr("Not in the course any more"), [], gone)

    def _card(self, lesson: str, chapter: str, title: str, marks: "list[Bookmark]", notes: "list[Note]") -> Card:
        lines: list[QWidget] = [boxed(column(label(chapter, "smallstrong", "muted", wrap=True), label(title, "h3", wrap=True), gap=2,
                                             pad=(tokens.HALF, 0)))]  # fmt: skip
        lines += [self._line("bookmark-set", mark.heading or tr("At the beginning"), "", lesson, mark.anchor, tr("Bookmark"))
                  for mark in marks]
        for note in notes:
            lines.append(self._note(lesson, note))
        return Card(self.theme, column(*lines, gap=tokens.S), (20 - tokens.HALF, 20))

    def _note(self, lesson: str, note: "Note") -> QWidget:
        place = note.heading or tr("At the beginning")
        line = self._line("notebook-pen", place, note.text, lesson, note.anchor, local_moment(note.changed_at))
        away = Button(self.theme, "", "trash-2", "ghost", f"notes.delete.{self._numbers}", spoken=tr("Delete the note at: {place}", place=place))
        made = boxed(row((line, 1), (away, 0, TOP), gap=0))
        away.clicked.connect(partial(self._delete, made, note))
        return made

    def _line(self, sign: str, place: str, text: str, lesson: str, anchor: str, under: str) -> QWidget:
        self._numbers += 1
        words = column(label(place, "smallstrong", "muted", wrap=True), *((label(text, wrap=True),) if text else ()),
                       label(under, "small", "muted", wrap=True), gap=2)
        inner = row((icon(self.theme, sign, "muted", 20), 0, TOP), (words, 1), gap=12, pad=(tokens.HALF, 5))
        if not lesson:
            return boxed(inner)
        line = LayoutButton(self.theme, inner, ". ".join(part.rstrip(".") for part in (place, text, under) if part), f"notes.open.{self._numbers}")
        line.clicked.connect(lambda: self.desk.window.go(LessonRoute(self._page.key, lesson, anchor)))
        self._first = self._first or line
        return line

    def _delete(self, line: QWidget, note: "Note") -> None:
        learner, key = self._page.learner, self._page.key

        def gone(_nothing: None) -> None:
            line.hide()
            clear(self._undo_line)
            undo = button(self.theme, tr("Undo"), "undo-2", "link", "notes.undo")
            undo.clicked.connect(back)
            self._undo_line.addWidget(label(tr("The note is deleted."), "small", "muted"))
            self._undo_line.addWidget(undo)
            self._undo_line.addStretch(1)
            set_reading_order(self)
            undo.setFocus(Qt.FocusReason.OtherFocusReason)

        def back() -> None:
            self.desk.ask(lambda player: player.notes.write(learner, key, note), lambda _note: self._show_again(line), owner=self)

        self.desk.ask(lambda player: player.notes.delete(learner, note.id), gone, owner=self)

    def _show_again(self, line: QWidget) -> None:
        line.show()
        clear(self._undo_line)
        line.setFocus(Qt.FocusReason.OtherFocusReason)
