"""The quiet line above a lesson: where it stands in the course, and what changes the page but not the lesson."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from player.settings import MOST_READING
from player.ui import tokens
from player.ui.catalogues import language_name
from player.ui.desk import Desk
from player.ui.lessons.language import markdown_file
from player.ui.lessons.view import Place
from player.ui.session import reading_key
from player.ui.text_size import change_text_size
from player.ui.widgets.buttons import button
from player.ui.widgets.layouts import GROW, boxed, row
from player.ui.widgets.text import label
from player.ui.words import tr, trn


class LessonTools(QWidget):
    """In large text the outline has a button here, in place of the number of the lesson."""

    outline = Signal()
    trainer = Signal()
    notes = Signal()
    bookmark = Signal()
    print_out = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._place: Place | None = None
        theme = desk.theme
        self._number = label("", "small", "muted", name="lesson.number")
        self._fold = fold = button(theme, tr("Outline"), "list", "ghost", "lesson.showOutline")
        fold.clicked.connect(self.outline)
        (self._number if theme.big else fold).hide()
        trainer = button(theme, "", "graduation-cap", "ghost", "trainer.open", spoken=tr("For the trainer…"))
        trainer.clicked.connect(self.trainer)
        self._bookmark = button(theme, "", "bookmark", "ghost", "lesson.bookmark", spoken=tr("Set a bookmark (Ctrl+D)"))
        self._bookmark.clicked.connect(self.bookmark)
        self._notes = button(theme, "", "notebook-pen", "ghost", "lesson.notes", spoken=tr("Notes"))
        self._notes.clicked.connect(self.notes)
        self._print = button(theme, "", "printer", "ghost", "lesson.print", spoken=tr("Print (Ctrl+P)"))
        self._print.clicked.connect(self.print_out)
        smaller = button(theme, "", "a-arrow-down", "ghost", "lesson.smaller", spoken=tr("Smaller text"))
        smaller.clicked.connect(lambda: change_text_size(desk, -1))
        larger = button(theme, "", "a-arrow-up", "ghost", "lesson.larger", spoken=tr("Larger text"))
        larger.clicked.connect(lambda: change_text_size(desk, 1))
        self._tongue = button(theme, "", "languages", "ghost", "lesson.language")
        self._tongue.clicked.connect(self._choose_tongue)
        self._tongue.hide()
        full = button(theme, "", "maximize", "ghost", "lesson.fullScreen", spoken=tr("Full screen (F11)"))
        full.clicked.connect(desk.window.toggle_full_screen)
        tools = (self._tongue, self._bookmark, self._notes, self._print, trainer, smaller, larger, full)
        boxed(row(fold, self._number, GROW, *tools, gap=tokens.HALF, pad=(tokens.L, 4)), self)

    def tell(self, number: int, of: int) -> None:
        self._number.setText(tr("Lesson {n} of {of}", n=number, of=of))

    def tell_outline(self, *, shown: bool) -> None:
        """The button leads back where it came from."""
        self._fold.set_text(tr("Back to the lesson") if shown else tr("Outline"))

    def tell_languages(self, place: Place) -> None:
        """The languages in which this lesson is there; nothing where it is one only."""
        self._place, (_, tag) = place, markdown_file(place)
        self._tongue.setVisible(len(place.lesson.languages) > 1)
        name = language_name(tag)
        self._tongue.set_text(name, tr("Language of this course: {language}", language=name))

    def _choose_tongue(self) -> None:
        if self._place is None:
            return
        menu, (_, now) = QMenu(self), markdown_file(self._place)
        menu.setObjectName("lesson.languages")
        group = QActionGroup(menu)
        for tag in (tag for tag in self._place.course.languages if tag in self._place.lesson.languages):
            action = QAction(language_name(tag), menu)
            action.setCheckable(True)
            action.setChecked(tag == now)
            action.triggered.connect(partial(self._read_in, tag))
            group.addAction(action)
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._tongue.mapToGlobal(self._tongue.rect().bottomLeft()))

    def _read_in(self, tag: str, _on: bool = False) -> None:
        """Kept for this learner and course; the page is built anew in it."""
        place = self._place
        if place is not None and tag != markdown_file(place)[1]:
            key = reading_key(place.enrolment.learner.id, place.enrolment.open.key)
            others = {name: kept for name, kept in self._desk.settings.reading.items() if name != key}
            newest = dict([*others.items(), (key, tag)][-MOST_READING:])
            self._desk.window.change_look(reading=newest)

    def tell_bookmark(self, *, on: bool) -> None:
        """Filled where there is one."""
        self._bookmark.set_icon("bookmark-set" if on else "bookmark")
        self._bookmark.set_text("", tr("Remove the bookmark (Ctrl+D)") if on else tr("Set a bookmark (Ctrl+D)"))

    def tell_notes(self, count: int) -> None:
        self._notes.set_text("", trn("Notes ({n} here)", "Notes ({n} here)", count) if count else tr("Notes"))

    def tell_printable(self, *, printable: bool) -> None:
        self._print.setVisible(printable)
