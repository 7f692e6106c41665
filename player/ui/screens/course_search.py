"""Search on the course page: the same sheet as beside a lesson; what is chosen opens its lesson."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from player.course.model import Course
from player.ui.desk import Desk
from player.ui.lessons.search_panel import SearchPanel, finder_of
from player.ui.reading_order import set_reading_order
from player.ui.routes import LessonRoute
from player.ui.widgets.side_sheet import SideSheet
from player.ui.words import tr


class CourseSearch(QObject):
    """`sheet` is laid out by the page."""

    def __init__(self, desk: Desk, key: str, course: Course, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._key, self._course, self._page = desk, key, course, page
        self._panel: SearchPanel | None = None
        self.sheet = SideSheet(desk.theme)
        self.sheet.closed.connect(self.end)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), page)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.open)

    def open(self) -> None:
        if self._panel is None:
            self._panel = panel = SearchPanel(self._desk, self._course, finder_of(self._desk.session, self._key))
            panel.chosen.connect(lambda lesson, anchor, words: self._desk.window.go(LessonRoute(self._key, lesson, anchor, words)))
            self.sheet.put(tr("Search"), panel)
            set_reading_order(self._page)
        self._panel.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._panel.field.selectAll()

    def end(self) -> None:
        """The sheet or the page goes away."""
        panel, self._panel = self._panel, None
        if panel is not None and isValid(panel):
            panel.close_index()
