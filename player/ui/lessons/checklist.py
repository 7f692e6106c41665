"""A checklist: boxes to tick, each recorded at once."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from player.course.status_types import LessonStatus
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.lessons.language import markdown_file
from player.ui.lessons.panel import Panel
from player.ui.lessons.view import LessonView, Place, ViewKind
from player.ui.widgets.layouts import boxed, column
from player.ui.widgets.options import OptionRow
from player.ui.widgets.prose import plain, prose
from player.ui.widgets.prose_pictures import PictureFiles, read_pictures
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.player import Player

BOX = re.compile(r"^\s*[-*+]\s+\[[ xX]\]\s+(.+)$")  # a line with a box, as in GitHub Flavored Markdown 5.3


@dataclass(frozen=True, slots=True)
class Prepared:
    """`intro` is Markdown without the boxes; `ticked` the boxes that are ticked already; `boxes` their words."""

    intro: str
    pictures: PictureFiles
    ticked: frozenset[int]
    boxes: tuple[str, ...]


def prepare(player: "Player | None", place: Place) -> Prepared:
    file, _ = markdown_file(place)
    intro, boxes = place.lesson.summary, place.lesson.boxes
    if file:
        with place.source.open(file) as stream:
            text = stream.read().decode("utf-8", "replace")
        intro = _without_boxes(text, file)
        if file != place.lesson.file:  # a translation has the same boxes in the same order
            boxes = _boxes(text, file, boxes)
    ticked = player.learning.facts(place.enrolment).lesson(place.lesson.id).boxes if player is not None else frozenset()
    return Prepared(intro, read_pictures((intro,), file, place.course, place.source), ticked, boxes)


def _boxes(text: str, file: str, own: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the boxes of a translation; where it has not as many, those of the course's own language."""
    from player.text.frontmatter import split

    found = tuple(words.strip() for line in split(text, where=file).body.splitlines() for words in BOX.findall(line))
    return found if len(found) == len(own) else own


def _without_boxes(text: str, file: str) -> str:
    from player.text.frontmatter import split

    lines = [line for line in split(text, where=file).body.splitlines() if not line.lstrip().startswith(("- [ ]", "- [x]", "* [ ]", "- [X]"))]
    return "\n".join(lines).strip()


class ChecklistView(LessonView[Prepared]):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._panel = Panel(self.theme, self)
        self._rows: list[OptionRow] = []
        self._count = label("", "small", "muted")

    def show_lesson(self, place: Place, prepared: Prepared, status: LessonStatus) -> None:
        del status
        self._panel.begin(place)
        if prepared.intro:
            self._panel.add(prose(prepared.intro, pictures=prepared.pictures.drawn(self.theme)))
        self._rows = []
        boxes = column(gap=2)
        for number, words in enumerate(prepared.boxes):
            row = OptionRow(self.theme, plain(words), many=True, chosen=number in prepared.ticked, name=f"checklist.box.{number + 1}")
            row.toggled.connect(lambda on, number=number: self._tick(number, on=on))
            boxes.addWidget(row)
            self._rows.append(row)
        self._panel.add(boxed(boxes, name="checklist.boxes"))
        self._count = label("", "small", "muted")
        self._panel.add(self._count)
        self._tell()

    def scroll_key(self, key: Qt.Key) -> bool:
        bar = self._panel.area.verticalScrollBar()
        step = {Qt.Key.Key_Up: -tokens.XXL, Qt.Key.Key_Down: tokens.XXL, Qt.Key.Key_PageUp: -bar.pageStep(), Qt.Key.Key_PageDown: bar.pageStep(),
                Qt.Key.Key_Home: -bar.maximum(), Qt.Key.Key_End: bar.maximum()}[key]
        bar.setValue(bar.value() + step)
        return True

    def _tick(self, number: int, *, on: bool) -> None:
        self._tell()
        self.box_ticked.emit(number, on)

    def _tell(self) -> None:
        done = sum(row.isChecked() for row in self._rows)
        self._count.setText(tr("{n} of {of} ticked", n=done, of=len(self._rows)))


VIEW = ViewKind(prepare, ChecklistView)
