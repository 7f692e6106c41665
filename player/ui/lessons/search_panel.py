"""Search beside a page: results as one types, Enter leads to the place."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from player.course.model import Course
from player.course.titles import tongue
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.lessons.search_rows import RESULT, ResultsView, rows_of
from player.ui.widgets.layouts import boxed, column
from player.ui.widgets.note_field import QueryField
from player.ui.widgets.text import label
from player.ui.words import language, tr, trn

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.searching import Finder, Found
    from player.ui.session import Session

AGAIN_MS = 1500  # while the texts are being read


def finder_of(session: "Session", key: str) -> "Callable[[Player], Finder]":
    """What finds in the course that is open, in the language in which it is read; to be called on the store lane."""
    spoken = language()

    def make(player: "Player") -> "Finder":
        enrolment = session.enrolment(player, key)
        notes = player.notes.of_course(enrolment.learner.id, key).notes
        wanted = enrolment.tongue or tongue(enrolment.open.course, spoken)
        return player.searching.finder(enrolment.open, player.learning.status(enrolment), notes, (wanted,))

    return make


class SearchPanel(QWidget):
    """`finder` makes what finds, on the store lane. `chosen`: lesson, anchor, the first matching words there."""

    chosen = Signal(str, str, str)

    def __init__(self, desk: Desk, course: Course, finder: "Callable[[Player], Finder]", query: str = "") -> None:
        super().__init__()
        self._desk, self._course = desk, course
        self._finder: Finder | None = None
        self._running = False
        self._wanted: str | None = None
        self.shown: Found | None = None  # what is on the screen
        self.results = ResultsView(desk.theme)
        self.field = QueryField()
        self.field.setObjectName("search.query")
        self.field.setAccessibleName(tr("Search this course"))
        self.field.setPlaceholderText(tr("Words to find"))
        self.field.setText(query)
        self.field.textChanged.connect(self._ask)
        self.field.entered.connect(self._open)
        self.field.moved.connect(lambda rows: self.results.choose(self.results.currentIndex().row() + rows))
        self._said = label("", "small", "muted", wrap=True, name="search.said")
        self.results.clicked.connect(lambda _index: self._open())
        self.results.activated.connect(lambda _index: self._open())
        self.setLayout(column(boxed(column(self.field, self._said, gap=tokens.S, pad=(20, tokens.M, 20, tokens.S))), (self.results, 1), gap=0))
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(lambda: self._ask(self.field.text()))
        desk.ask(finder, self._ready, owner=self)

    def first_focus(self) -> QueryField:
        return self.field

    def close_index(self) -> None:
        """The panel goes away: its file is not held open."""
        finder, self._finder = self._finder, None
        if finder is not None:
            self._desk.pool(finder.close, lambda _none: None)

    def _ready(self, finder: "Finder") -> None:
        self._finder = finder
        self._ask(self.field.text())

    def _ask(self, query: str) -> None:
        """One search at a time; of what was typed meanwhile the newest is next."""
        self._wanted = query
        if not self._running:
            self._next()

    def _next(self) -> None:
        finder, query = self._finder, self._wanted
        if finder is None or query is None:
            return
        self._wanted, self._running = None, True
        self._desk.pool(lambda: finder.find(query), self._found, lambda _error: None, owner=self)

    def _found(self, found: "Found") -> None:
        self._running = False
        if self._wanted is not None:
            self._next()
            return
        self._show(found)
        if not found.whole:
            self._again.start()

    def _show(self, found: "Found") -> None:
        before = self.shown
        self.shown = found
        if before is not None and (before.query, before.results) == (found.query, found.results):
            self._say(found)
            return
        self.results.results().show(rows_of(self._course, found.results))
        self.results.choose(0)
        self._say(found)

    def _say(self, found: "Found") -> None:
        parts = []
        if found.query.strip() and found.results:
            count = len(found.results)
            parts.append(tr("The first {n} results", n=count) if found.more else trn("{n} result", "{n} results", count))
        elif found.query.strip() and found.whole:
            parts.append(tr("Nothing was found. Try fewer or other words"))
        elif not found.query.strip():
            parts.append(tr("In titles, texts, captions, PDFs and your notes"))
        if not found.whole:
            parts.append(tr("The texts are still being read; more is found in a while."))
        self._said.setText(". ".join(part.rstrip(".") for part in parts) + ("." if len(parts) > 1 else ""))
        self._said.setAccessibleName(self._said.text())

    def _open(self) -> None:
        row = self.results.currentIndex().data(RESULT)
        if row is not None:
            one = row.result
            words = row.excerpt[slice(*row.excerpt_marks[0])] if row.excerpt_marks and one.what in {"text", "captions", "page"} else ""
            self.chosen.emit(one.lesson, one.anchor, words)
