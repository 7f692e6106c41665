"""Files to take along: each with its size and a button that saves it."""

import contextlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.lessons.language import markdown_file
from player.ui.lessons.panel import Panel
from player.ui.lessons.view import LessonView, Place, ViewKind
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import column, row
from player.ui.widgets.prose import prose
from player.ui.widgets.prose_pictures import PictureFiles, read_pictures
from player.ui.widgets.states import ProgressSheet
from player.ui.widgets.text import Elided, label
from player.ui.words import size, tr

if TYPE_CHECKING:
    from player.services.player import Player
    from player.ui.tasks import Step

BLOCK = 1 << 20  # bytes
MOMENT_S = 0.4  # sooner, progress would only flicker


@dataclass(frozen=True, slots=True)
class Prepared:
    """`files`: (package name, bytes)."""

    intro: str
    pictures: PictureFiles
    files: tuple[tuple[str, int], ...]


def prepare(_player: "Player | None", place: Place) -> Prepared:
    from player.text.frontmatter import split

    lesson, intro = place.lesson, place.lesson.summary
    names = lesson.files or ((lesson.file,) if lesson.file else ())
    file, _ = markdown_file(place)
    if file.endswith(".md") and file not in lesson.files:
        with place.source.open(file) as stream:
            intro = split(stream.read().decode("utf-8", "replace"), where=file).body.strip() or intro
    pictures = read_pictures((intro,), file, place.course, place.source)
    return Prepared(intro, pictures, tuple((name, place.source.size(name)) for name in names if not (name.endswith(".md") and name == lesson.file)))


class DownloadView(LessonView[Prepared]):
    """What to take along, one below the other."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._panel = Panel(self.theme, self)

    def show_lesson(self, place: Place, prepared: Prepared, status: LessonStatus) -> None:
        del status
        self._panel.begin(place)
        words = prepared.intro or tr("Files to keep. They open with other programs on this computer.")
        self._panel.add(prose(words, pictures=prepared.pictures.drawn(self.theme)))
        cards = [HandOut(self.desk, place, name, length, f"download.save.{number}") for number, (name, length) in enumerate(prepared.files, 1)]
        for card in cards:
            card.saved.connect(self.file_saved)
        self._panel.add_cards(cards)


class HandOut(Card):
    """One file, with the button that saves it. `file` is its name in the package, `name` the object name of the button. It is copied beside
    its target's name, then renamed; the copy goes on when the learner goes elsewhere."""

    saved = Signal(str, str)  # lesson id (copying may outlast the lesson), file

    def __init__(self, desk: Desk, place: Place, file: str, length: int, name: str) -> None:
        self._desk, self._place, self._file = desk, place, file
        self._sheet: ProgressSheet | None = None
        theme, title = desk.theme, file.rpartition("/")[2]
        self._button = button(theme, tr("Save…"), "download", name=name, spoken=tr("Save {name}", name=title))
        self._button.clicked.connect(self._save)
        words = column(Elided(theme, title, "strong"), label(size(length), "small", "muted"), gap=2)
        self._lines = column(row(icon(theme, "file-text", "muted", 24), (words, 1), self._button, gap=tokens.M), gap=tokens.S)
        super().__init__(theme, self._lines, (tokens.M, 12))

    def _save(self) -> None:
        start = Path.home() / self._file.rpartition("/")[2]
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the file"), str(start))
        if not chosen:
            return
        place, file, begun, window = self._place, self._file, monotonic(), self.window()

        def copy(step: "Step") -> None:
            copy_out(place, file, Path(chosen), step.progress)

        def advance(done: int, total: int, _what: str) -> None:
            if isValid(self) and monotonic() - begun >= MOMENT_S:
                self._show(done, total)

        def stop() -> None:
            if task is not None:
                task.cancel()

        def end() -> None:
            if isValid(self):
                self._rest()

        def fail(error: PlayerError) -> None:
            end()
            self._desk.window.complain(error)

        def told(_none: None) -> None:
            end()
            self._tell()

        self._stop = stop
        self._button.setEnabled(False)
        task = self._desk.window.long(copy, told, progress=advance, failed=fail, cancelled=end, owner=window)

    def _show(self, done: int, total: int) -> None:
        if self._sheet is None:
            title = tr("Saving {name}", name=self._file.rpartition("/")[2])
            self._sheet = ProgressSheet(self._desk.theme, title, name="download.progress", cancel_name="download.cancel")
            self._sheet.cancelled.connect(self._stop)
            self._lines.addWidget(self._sheet)
        self._sheet.advance(done, total)

    def _rest(self) -> None:
        self._button.setEnabled(True)
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None

    def _tell(self) -> None:
        """Recorded for the lesson it belongs to, whatever is shown by now."""
        place, file = self._place, self._file
        self._desk.window.notice(tr("Saved: {name}", name=file.rpartition("/")[2]))
        if isValid(self):
            self.saved.emit(place.lesson.id, file)
        else:
            self._desk.ask(lambda player: player.learning.file_saved(place.enrolment, place.lesson.id, file), lambda _step: None)


def copy_out(place: Place, name: str, target: Path, progress: Callable[[int, int, str], None] = lambda _done, _total, _what: None) -> None:
    """Write beside, sync, then rename: a stick may be pulled as soon as it is said to be saved. Raises PlayerError, and what `progress`
    raises; nothing half-written is left."""
    beside = target.with_name(f".{target.name[-200:]}.{secrets.token_hex(4)}.part")
    total, done = place.source.size(name), 0
    try:
        with place.source.open(name) as source, beside.open("xb") as out:
            while block := source.read(BLOCK):
                out.write(block)
                done += len(block)
                progress(done, total, "")
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    except OSError as error:
        raise PlayerError(tr("The file was not saved"), tr("{path} cannot be written: {why}.", path=target, why=error.strerror or error),
                          tr("Choose another place.")) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


VIEW = ViewKind(prepare, DownloadView, ahead=True)
