"""What stands beside a lesson when it is asked for: notes, search, printing; and the bookmark."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from player.course.anchor import Anchor
from player.course.titles import course_in_language
from player.ui.desk import Desk
from player.ui.lessons.notes_panel import NotesPanel
from player.ui.lessons.opened import Opened
from player.ui.lessons.search_panel import SearchPanel, finder_of
from player.ui.lessons.tools import LessonTools
from player.ui.lessons.view import LessonView, Spot
from player.ui.reading_order import set_reading_order
from player.ui.routes import NotesRoute
from player.ui.widgets.side_sheet import SideSheet
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.notes import Jottings
    from player.services.player import Player


class Page(Protocol):
    """What is asked of the page of a lesson."""

    def go_to(self, lesson_id: str, anchor: str, words: str) -> None:
        """Another lesson, or another place in this one."""
        ...

    def refocus(self) -> None:
        """The keyboard goes back to the lesson."""
        ...

    def whisper(self, text: str) -> None:
        """Say it for a moment in the quiet line of the top bar: nothing moves for it."""
        ...


class Beside(QObject):
    """One sheet, and one thing in it. `sheet` is laid out by the page."""

    def __init__(self, desk: Desk, page: QWidget, tools: LessonTools, host: Page) -> None:
        super().__init__(page)
        self._desk, self._tools, self._host, self._page = desk, tools, host, page
        self._opened: Opened | None = None
        self._view: LessonView[Any] | None = None
        self._marked = False
        self._what: NotesPanel | SearchPanel | QWidget | None = None
        self._query = ""
        self.sheet = SideSheet(desk.theme)
        self.sheet.closed.connect(self._closed)
        tools.notes.connect(self.toggle_notes)
        tools.bookmark.connect(self.toggle_bookmark)
        tools.print_out.connect(self.toggle_print)
        for keys, deed in (("Ctrl+D", self.toggle_bookmark), ("Ctrl+F", self.search), ("Ctrl+P", self.toggle_print)):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(deed)

    def show_lesson(self, opened: Opened, view: LessonView[Any]) -> None:
        """Another lesson is shown: its own notes, its own bookmark. A search stays as it is."""
        if self._opened is not None and self._opened.lesson.id != opened.lesson.id and not isinstance(self._what, SearchPanel):
            self._take_away()
        self._opened, self._view = opened, view
        self._tools.tell_printable(printable=view.printable)
        self._tell_bookmark(on=False)
        key, lesson, learner = opened.enrolment.open.key, opened.lesson.id, opened.enrolment.learner.id

        def tell(jottings: "Jottings") -> None:
            if self._opened is not None and self._opened.lesson.id == lesson:
                self._tell_bookmark(on=bool(jottings.bookmarks))
                self._tools.tell_notes(len(jottings.notes))

        self._desk.ask(lambda player: player.notes.of_lesson(learner, key, lesson), tell, owner=self)

    def keep(self) -> None:
        """The learner goes elsewhere: what was typed goes on the disk."""
        if isinstance(self._what, NotesPanel) and isValid(self._what):
            self._what.keep()

    def gone(self) -> None:
        self._take_away()

    # --- notes and the bookmark ---

    def toggle_notes(self) -> None:
        opened = self._opened
        if isinstance(self._what, NotesPanel):
            self.sheet.close_it()
        elif opened is not None:
            key, lesson, learner = opened.enrolment.open.key, opened.lesson.id, opened.enrolment.learner.id

            def show(jottings: "Jottings") -> None:
                if self._opened is None or self._opened.lesson.id != lesson:
                    return
                panel = NotesPanel(self._desk, key, lesson, jottings, self._where)
                panel.gone_to.connect(self._within)
                panel.all_wanted.connect(lambda: self._desk.window.go(NotesRoute(key)))
                self._put(tr("Notes"), panel, panel.first_focus)

            self._desk.ask(lambda player: player.notes.of_lesson(learner, key, lesson), show, owner=self)

    def toggle_bookmark(self) -> None:
        opened = self._opened
        if opened is None:
            return
        key, lesson, learner, on = opened.enrolment.open.key, opened.lesson.id, opened.enrolment.learner.id, not self._marked

        def mark(spot: Spot) -> None:
            def deed(player: "Player") -> None:
                if on:
                    player.notes.bookmark(learner, key, lesson, spot.anchor, spot.heading)
                else:
                    player.notes.remove_bookmark(learner, key, lesson)

            def done(_nothing: None) -> None:
                if self._opened is not None and self._opened.lesson.id == lesson:
                    self._tell_bookmark(on=on)
                self._host.whisper(tr("Bookmark set") if on else tr("Bookmark removed"))

            self._desk.ask(deed, done, owner=self)

        self._where(mark)

    def _tell_bookmark(self, *, on: bool) -> None:
        self._marked = on
        self._tools.tell_bookmark(on=on)

    def _where(self, told: Callable[[Spot], None]) -> None:
        if self._view is not None and isValid(self._view):
            self._view.where(told)

    def _within(self, anchor: str) -> None:
        if self._desk.theme.big:
            self._take_away()
        if self._view is not None:
            self._view.go_to(anchor)

    # --- search ---

    def search(self) -> None:
        opened = self._opened
        if isinstance(self._what, SearchPanel):
            self._what.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._what.field.selectAll()
        elif opened is not None:
            course = opened.enrolment.open
            titled = course_in_language(course.course, opened.enrolment.tongue)
            panel = SearchPanel(self._desk, titled, finder_of(self._desk.session, course.key), self._query)
            panel.chosen.connect(self._chosen)
            self._put(tr("Search"), panel, panel.first_focus)
            panel.field.selectAll()

    def _chosen(self, lesson: str, anchor: str, words: str) -> None:
        if self._desk.theme.big:
            self._take_away()
        here = self._opened is not None and self._opened.lesson.id == lesson
        if here and self._view is not None:
            self._view.go_to(anchor or str(Anchor()), words)
        else:
            self._host.go_to(lesson, anchor, words)

    # --- on paper ---

    def toggle_print(self) -> None:
        from player.ui.lessons.print_panel import PrintPanel

        view, opened = self._view, self._opened
        if isinstance(self._what, PrintPanel):
            self.sheet.close_it()
        elif view is not None and opened is not None and view.printable:
            panel = PrintPanel(self._desk, opened.lesson.title, view.printout)
            self._put(tr("Print this lesson"), panel, panel.first_focus)

    # --- the sheet ---

    def _put(self, title: str, panel: QWidget, first: Callable[[], QWidget]) -> None:
        self.keep()
        self._end_search()
        self._what = panel
        self.sheet.put(title, panel)
        set_reading_order(self._page)
        first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_search(self) -> None:
        if isinstance(self._what, SearchPanel) and isValid(self._what):
            self._query = self._what.field.text()
            self._what.close_index()

    def _take_away(self) -> None:
        self.keep()
        self._end_search()
        self._what = None
        self.sheet.take_away()

    def _closed(self) -> None:
        """By its cross: what was typed is kept by the fields as they lose the keyboard; once more does no harm."""
        what, self._what = self._what, None
        if isinstance(what, NotesPanel) and isValid(what):
            what.keep()
        if isinstance(what, SearchPanel) and isValid(what):
            self._query = what.field.text()
            what.close_index()
        self._host.refocus()
