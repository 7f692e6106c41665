"""The sheet on which something is written, files are chosen or dropped, and both are handed in."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget
from shiboken6 import isValid

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.lessons.view import Place
from player.ui.reading_order import set_reading_order
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, boxed, clear, column, row
from player.ui.widgets.states import ProgressSheet
from player.ui.widgets.text import Elided, label
from player.ui.words import sentence, size, tr

if TYPE_CHECKING:
    from player.services.handing_in import Copied, HandingIn
    from player.services.learning import Step

DRAFT_MS = 2000  # what is being written is on the disk at least this often
OURS = ".course"  # a package that is dropped here goes on the shelf, as everywhere


class HandInSheet(Card):
    """`handed_in` tells the lesson and the Step, once they are durable. Copying goes on when the learner goes elsewhere, and what was copied
    is handed in then too."""

    handed_in = Signal(str, object)

    def __init__(self, desk: Desk, place: Place, draft: str, handing: "HandingIn", *, again: bool) -> None:
        self._desk, self._place, self._handing = desk, place, handing
        self._files: list[Path] = []
        self._stop: Callable[[], None] = _nothing
        self._kept, self.busy = draft, False
        self._progress: ProgressSheet | None = None
        theme = desk.theme
        self._text = QPlainTextEdit(draft)
        self._text.setObjectName("assignment.text")
        self._text.setAccessibleName(tr("What you want to say about it"))
        self._text.setPlaceholderText(tr("Write here, or choose files below"))
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(theme.px(132))
        self._list = column(gap=4)
        self._said = label("", "small", "danger", wrap=True, name="assignment.said")
        self._choose = button(theme, tr("Choose files…"), "paperclip", name="assignment.choose")
        self._choose.clicked.connect(self._ask_files)
        self._go = button(theme, tr("Hand in again") if again else tr("Hand in"), "upload", "ink", "assignment.handIn")
        self._go.clicked.connect(self._hand_in)
        limit = tr("At most {n} files of {size} each. You may drop them here.", n=handing.limits.files, size=size(handing.limits.bytes_each))
        deeds = column(row(self._choose, GROW), row(GROW, self._go)) if theme.big else row(self._choose, GROW, self._go)
        self._lines = column(label(tr("Hand in again") if again else tr("Hand in"), "h3", wrap=True), self._text, self._list,
                             label(limit, "small", "muted", wrap=True), self._said, deeds, gap=12)
        super().__init__(theme, self._lines, tokens.L, name="assignment.sheet")
        self.setAcceptDrops(True)
        self._text.setAcceptDrops(False)
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.keep_draft)
        self._text.textChanged.connect(self._timer.start)

    @property
    def first(self) -> QWidget:
        return self._text

    # --- what is written ---

    def keep_draft(self) -> None:
        """Called too when the learner goes elsewhere."""
        text = self._text.toPlainText()
        if text == self._kept:
            return
        self._kept = text
        enrolment, lesson = self._place.enrolment, self._place.lesson.id
        self._desk.ask(lambda player: player.handing_in.keep_draft(enrolment, lesson, text), lambda _none: None)

    # --- files ---

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Choose files to hand in"), str(Path.home()))
        self._add([Path(name) for name in names])

    def _add(self, files: list[Path]) -> None:
        self._files += [file for file in files if file not in self._files]
        self._show_files()

    def _take_away(self, file: Path) -> None:
        self._files.remove(file)
        self._show_files()
        self._choose.setFocus()

    def _show_files(self) -> None:
        clear(self._list)
        theme = self._desk.theme
        for number, file in enumerate(self._files, 1):
            away = button(theme, "", "x", "ghost", f"assignment.remove.{number}", spoken=tr("Do not hand in {name}", name=file.name))
            away.clicked.connect(lambda _=False, file=file: self._take_away(file))
            line = row(icon(theme, "paperclip", "muted", 20), (Elided(theme, file.name, "strong", name=f"assignment.file.{number}"), 1), away, gap=12)
            self._list.addWidget(boxed(line))
        self._said.setText("")
        set_reading_order(self.window())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if files := _dropped(event.mimeData()):
            event.acceptProposedAction()
            self._add(files)

    # --- handing in ---

    def _hand_in(self) -> None:
        if self.busy:
            return
        self._be_busy(on=True)
        text, place, desk, files = self._text.toPlainText(), self._place, self._desk, tuple(self._files)
        if not files:
            self._record(text, None)
            return
        enrolment, lesson, handing = place.enrolment, place.lesson.id, self._handing
        task = desk.window.long(lambda step: handing.copy(enrolment, lesson, files, step.progress), lambda copied: self._record(text, copied),
                                progress=self._advance, failed=self._refused, cancelled=self._stopped, owner=self.window())
        self._stop = task.cancel if task is not None else _nothing

    def _record(self, text: str, copied: "Copied | None") -> None:
        enrolment, lesson = self._place.enrolment, self._place.lesson.id
        self._desk.ask(lambda player: player.handing_in.hand_in(enrolment, lesson, text, copied), self._done, self._refused)

    def _done(self, step: "Step") -> None:
        self._desk.window.notice(tr("Handed in. It is on this computer."))
        if isValid(self):
            self._timer.stop()
            self._kept = self._text.toPlainText()
            self._be_busy(on=False)
            self.handed_in.emit(self._place.lesson.id, step)

    def _refused(self, error: PlayerError) -> None:
        if not isValid(self):
            self._desk.window.complain(error)
            return
        self._be_busy(on=False)
        self._said.setText(sentence(error))

    def _stopped(self) -> None:
        if isValid(self):
            self._be_busy(on=False)

    def _advance(self, done: int, total: int, _what: str) -> None:
        if not isValid(self):
            return
        if self._progress is None:
            self._progress = ProgressSheet(self._desk.theme, tr("Copying the files"), name="assignment.progress", cancel_name="assignment.cancel")
            self._progress.cancelled.connect(self._stop)
            self._lines.addWidget(self._progress)
        self._progress.advance(done, total)

    def _be_busy(self, *, on: bool) -> None:
        self.busy = on
        for part in (self._go, self._choose, self._text):
            part.setEnabled(not on)
        if not on and self._progress is not None:
            self._progress.hide()
            self._progress.deleteLater()
            self._progress = None


def _nothing() -> None:
    """Nothing runs that could be stopped."""


def _dropped(data: QMimeData) -> list[Path]:
    """Files of a drag, unless there is a package among them."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [] if any(file.suffix.lower() == OURS for file in files) else files
