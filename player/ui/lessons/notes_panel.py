"""What the learner writes beside a lesson: kept within a second of the last letter, and said to be only then."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.lessons.view import Spot
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.layouts import GROW, boxed, clear, column, row, rule_line, scroll
from player.ui.widgets.note_field import NoteField
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.notes import Jottings, Note
    from player.services.player import Player

LAID_OUT_MS = 50  # after this a card that was put in has its place
KEEP_MS = 400  # after the first letter that is not kept yet, however long somebody goes on typing


class NoteCard(QWidget):
    """One note: its place, its words, whether they are kept."""

    gone_to = Signal(str)
    removed = Signal(object)  # the Note as it is kept

    def __init__(self, desk: Desk, learner: str, key: str, note: "Note", number: int) -> None:
        super().__init__()
        self._desk, self._learner, self._key, self._note = desk, learner, key, note
        self._kept = note.text
        self._dropped = False
        place = button(desk.theme, note.heading or tr("At the beginning"), kind="link", name=f"notes.place.{number}",
                       spoken=tr("Go to: {place}", place=note.heading or tr("the beginning")))
        place.clicked.connect(lambda: self.gone_to.emit(note.anchor))
        away = Button(desk.theme, "", "trash-2", "ghost", f"notes.delete.{number}", spoken=tr("Delete this note"))
        away.clicked.connect(self._remove)
        self.field = NoteField(desk.theme, tr("Your note at: {place}", place=note.heading or tr("the beginning")), f"notes.text.{number}")
        self.field.setPlainText(note.text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.textChanged.connect(self._changed)
        self.field.left.connect(self.keep)
        self._said = label("", "small", "muted", name=f"notes.saved.{number}")
        self.setLayout(column(row((place, 0), GROW, away, gap=0), self.field, self._said, gap=tokens.HALF))
        self._soon = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._soon.timeout.connect(self.keep)

    def keep(self) -> None:
        """What was typed goes on the disk."""
        self._soon.stop()
        text = self.field.toPlainText()
        if text == self._kept or self._dropped:
            return
        before, self._kept = self._kept, text
        note = replace(self._note, text=text)
        learner, key = self._learner, self._key

        def refused(error: PlayerError) -> None:
            self._kept = before
            if isValid(self._said):
                self._said.setText(tr("Not saved"))
            self._desk.window.complain(error)

        self._desk.ask(lambda player: player.notes.write(learner, key, note), self._is_kept, refused)

    def _is_kept(self, note: "Note") -> None:
        self._note = replace(note, text=self._note.text)
        if isValid(self) and not self._soon.isActive():
            self._said.setText(tr("Saved"))

    def _changed(self) -> None:
        if not self._soon.isActive():
            self._said.setText(tr("Saving…"))
            self._soon.start()

    def _remove(self) -> None:
        self._dropped = True
        self._soon.stop()
        self.removed.emit(replace(self._note, text=self.field.toPlainText()))


class NotesPanel(QWidget):
    """The notes of one lesson, each at its place, and a new one at the place where the learner is. `where` tells that place."""

    gone_to = Signal(str)
    all_wanted = Signal()

    def __init__(self, desk: Desk, key: str, lesson: str, jottings: "Jottings", where: Callable[[Callable[[Spot], None]], None]) -> None:
        super().__init__()
        self._desk, self._key, self._lesson, self._where = desk, key, lesson, where
        self._learner = desk.session.learner_id
        self._number = 0
        self.cards: list[NoteCard] = []
        theme = desk.theme
        new = button(theme, tr("New note here"), "plus", "", "notes.new")
        new.clicked.connect(lambda: self._where(self._begin))
        self._undo_line = row(gap=tokens.S)
        self._lines: QVBoxLayout = column(gap=tokens.M)
        every = button(theme, tr("All notes of this course"), "notebook-pen", "link", "notes.all")
        every.clicked.connect(self.all_wanted)
        private = label(tr("Only you see them."), "small", "muted", wrap=True)
        head = boxed(column(row(new, GROW), self._undo_line, gap=tokens.S, pad=(20, tokens.M, 20, tokens.S)))
        foot = boxed(column(rule_line(), tokens.S, row(every, GROW), row(tokens.HALF, (private, 1), gap=0), gap=0, pad=(0, tokens.M, 0, 0)))
        above = () if theme.big else (head,)  # in large text there is room for little: everything scrolls
        lines = boxed(column(self._lines, GROW, foot, gap=0, pad=(20, tokens.S, 20, tokens.M)))
        body = boxed(column(head, (lines, 1), gap=0)) if theme.big else lines
        self._area = scroll(body, ground="side")
        self.setLayout(column(*above, (self._area, 1), gap=0))
        for note in jottings.notes:
            self._add(note)
        if not jottings.notes:
            self._where(self._begin)

    def first_focus(self) -> QWidget:
        return self.cards[-1].field if self.cards else self

    def keep(self) -> None:
        """Everything that is not on the disk yet."""
        for card in self.cards:
            card.keep()

    def _begin(self, spot: Spot) -> None:
        """A note without words is in no database yet."""
        from player.services.notes import Note, new_note_id

        if not isValid(self):
            return
        card = next((one for one in self.cards if not one.field.toPlainText().strip()), None)
        if card is None:
            card = self._add(Note(new_note_id(), self._lesson, spot.anchor, spot.heading, "", 0, 0))
        self.go_on_in(card)

    def go_on_in(self, card: NoteCard) -> None:
        """The keyboard goes there, and it comes into sight."""
        card.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_into_sight(card)

    def _bring_into_sight(self, widget: QWidget) -> None:
        QTimer.singleShot(LAID_OUT_MS, widget, lambda: self._area.ensureWidgetVisible(widget, 0, tokens.S))

    def _add(self, note: "Note") -> NoteCard:
        self._number += 1
        card = NoteCard(self._desk, self._learner, self._key, note, self._number)
        card.gone_to.connect(self.gone_to)
        card.removed.connect(partial(self._remove, card))
        self.cards.append(card)
        self._lines.addWidget(card)
        set_reading_order(self.window())
        return card

    def _remove(self, card: NoteCard, note: "Note") -> None:
        learner = self._learner

        def gone(_nothing: None) -> None:
            self.cards = [one for one in self.cards if one is not card]
            self._lines.removeWidget(card)
            card.hide()
            card.deleteLater()
            self._offer(note)

        self._desk.ask(lambda player: player.notes.delete(learner, note.id), gone, owner=self)

    def _offer(self, note: "Note") -> None:
        clear(self._undo_line)
        if not note.text.strip():
            return
        undo = button(self._desk.theme, tr("Undo"), "undo-2", "link", "notes.undo")
        undo.clicked.connect(lambda: self._bring_back(note))
        self._undo_line.addWidget(label(tr("The note is deleted."), "small", "muted"))
        self._undo_line.addWidget(undo)
        self._undo_line.addStretch(1)
        set_reading_order(self.window())
        undo.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._area.isAncestorOf(undo):
            self._bring_into_sight(undo)

    def _bring_back(self, note: "Note") -> None:
        clear(self._undo_line)
        learner, key = self._learner, self._key

        def back(player: "Player") -> "Note":
            return player.notes.write(learner, key, note)

        self._desk.ask(back, lambda kept: self.go_on_in(self._add(kept)), owner=self)
