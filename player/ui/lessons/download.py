"""Files to take along: each with its size and a button that saves it."""

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.lessons.panel import Panel
from player.ui.lessons.view import LessonView, Place, ViewKind
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import column, row
from player.ui.widgets.prose import prose
from player.ui.widgets.text import Elided, label
from player.ui.words import size, tr

if TYPE_CHECKING:
    from player.services.player import Player


@dataclass(frozen=True, slots=True)
class Prepared:
    """`files`: (package name, bytes)."""

    intro: str
    files: tuple[tuple[str, int], ...]


def prepare(_player: "Player | None", place: Place) -> Prepared:
    from player.text.frontmatter import split

    lesson, intro = place.lesson, place.lesson.summary
    names = lesson.files or ((lesson.file,) if lesson.file else ())
    if lesson.file.endswith(".md") and lesson.file not in lesson.files:
        with place.source.open(lesson.file) as stream:
            intro = split(stream.read().decode("utf-8", "replace"), where=lesson.file).body.strip() or intro
    return Prepared(intro, tuple((name, place.source.size(name)) for name in names if not (name.endswith(".md") and name == lesson.file)))


class DownloadView(LessonView[Prepared]):
    """Saving never touches the original: it is copied beside its target's name, then renamed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._panel = Panel(self.theme, self)

    def show_lesson(self, place: Place, prepared: Prepared, status: LessonStatus) -> None:
        del status
        self._panel.begin(place)
        self._panel.add(prose(prepared.intro or tr("Files to keep. They open with other programs on this computer.")))
        for number, (name, length) in enumerate(prepared.files, 1):
            self._panel.add(self._file(place, name, length, number))

    def _file(self, place: Place, name: str, length: int, number: int) -> QWidget:
        theme, title = self.theme, name.rpartition("/")[2]
        save = button(theme, tr("Save…"), "download", name=f"download.save.{number}", spoken=tr("Save {name}", name=title))
        save.clicked.connect(lambda: self._save(place, name))
        words = column(Elided(theme, title, "strong"), label(size(length), "small", "muted"), gap=2)
        return Card(theme, row(icon(theme, "file-text", "muted", 24), (words, 1), save, gap=tokens.M), (tokens.M, 12))

    def _save(self, place: Place, name: str) -> None:
        start = Path.home() / name.rpartition("/")[2]
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the file"), str(start))
        if chosen:
            self.desk.pool(lambda: copy_out(place, name, Path(chosen)), lambda _none: self._saved(place, name))

    def _saved(self, place: Place, name: str) -> None:
        """Recorded for the lesson it belongs to, whatever is shown by now."""
        self.desk.window.notice(tr("Saved: {name}", name=name.rpartition("/")[2]))
        lesson = place.lesson.id
        if isValid(self):
            self.file_saved.emit(lesson, name)
        else:
            self.desk.ask(lambda player: player.learning.file_saved(place.enrolment, lesson, name), lambda _step: None)


def copy_out(place: Place, name: str, target: Path) -> None:
    """Write beside, sync, then rename: a stick may be pulled as soon as it is said to be saved. Raises PlayerError; nothing half-written
    is left."""
    beside = target.with_name(f".{target.name[-200:]}.part")
    try:
        with place.source.open(name) as source, beside.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
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
