"""An assignment: what to do, what to take along, what was handed in and where it stands, and the sheet to hand something in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from player.course.model import Rule
from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import local_moment
from player.ui.desk import Desk
from player.ui.lessons.download import HandOut
from player.ui.lessons.hand_in_sheet import HandInSheet
from player.ui.lessons.language import markdown_file
from player.ui.lessons.panel import Panel
from player.ui.lessons.view import LessonView, Place, ViewKind
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, boxed, column, row
from player.ui.widgets.prose import prose
from player.ui.widgets.prose_pictures import PictureFiles, read_pictures
from player.ui.widgets.text import Elided, label
from player.ui.words import size, tr, trn

if TYPE_CHECKING:
    from player.services.handing_in import HandIn, HandingIn, Standing
    from player.services.player import Player


@dataclass(frozen=True, slots=True)
class Prepared:
    """`intro` is Markdown; `files` to take along: (package name, bytes); `draft` was written before and is not handed in."""

    intro: str
    pictures: PictureFiles
    files: tuple[tuple[str, int], ...]
    standing: "Standing"
    draft: str
    handing: "HandingIn"


def prepare(player: "Player | None", place: Place) -> Prepared:
    from player.text.frontmatter import split

    if player is None:
        raise PlayerError("Assignment", "An assignment is read with the services only.")
    file, _ = markdown_file(place)
    intro = place.lesson.summary
    if file:
        with place.source.open(file) as stream:
            intro = split(stream.read().decode("utf-8", "replace"), where=file).body.strip() or intro
    lesson = place.lesson.id
    handing = player.handing_in
    pictures = read_pictures((intro,), file, place.course, place.source)
    return Prepared(intro, pictures, tuple((name, place.source.size(name)) for name in place.lesson.files), handing.standing(place.enrolment, lesson),
                    handing.draft(place.enrolment, lesson), handing)


class AssignmentView(LessonView[Prepared]):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._panel = Panel(self.theme, self)
        self._sheet: HandInSheet | None = None

    def show_lesson(self, place: Place, prepared: Prepared, status: LessonStatus) -> None:
        self._put_away()
        panel, standing = self._panel, prepared.standing
        panel.begin(place)
        if prepared.intro:
            panel.add(prose(prepared.intro, pictures=prepared.pictures.drawn(self.theme)))
        for number, (name, length) in enumerate(prepared.files, 1):
            card = HandOut(self.desk, place, name, length, f"download.save.{number}")
            card.saved.connect(self.file_saved)
            panel.add(card)
        panel.add(self._said(standing, status))
        if standing.handed:
            panel.add(self._handed(standing.handed))
        if standing.state != "done" or status.lesson.counts_when.rule is Rule.HANDED_IN:
            self._sheet = HandInSheet(self.desk, place, prepared.draft, prepared.handing, again=bool(standing.handed))
            self._sheet.handed_in.connect(self.stepped)
            panel.add(self._sheet)
        if not status.done:
            panel.add(self._for_the_trainer())

    @property
    def working(self) -> bool:
        """What is handed in is on its way."""
        return self._sheet is not None and self._sheet.busy

    def first_step(self) -> QWidget | None:
        return self._sheet.first if self._sheet is not None else None

    def rest(self) -> None:
        self._put_away()

    def keep(self) -> None:
        if self._sheet is not None:
            self._sheet.keep_draft()

    def leave(self) -> None:
        self._put_away()

    def _put_away(self) -> None:
        if self._sheet is not None:
            self._sheet.keep_draft()
            self._sheet = None

    def _said(self, standing: "Standing", status: LessonStatus) -> QWidget:
        """Where it stands, in a line and a sentence."""
        theme, when = self.theme, local_moment(standing.at) if standing.at is not None else ""
        if standing.state == "done" and standing.by:
            return Callout(theme, tr("Signed off by {name}", name=standing.by), tr("On {moment}. This lesson has its green tick.", moment=when),
                           "progress", name="assignment.standing")
        if standing.state == "done":
            return Callout(theme, tr("Handed in"), tr("On {moment}. This lesson has its green tick.", moment=when), "progress",
                           name="assignment.standing")
        if standing.state == "waiting":
            title = tr("Handed in on {moment} · waiting for your trainer", moment=local_moment(standing.handed[0].at))
            more = tr("Handing in again takes the place of this; nothing is thrown away.")
            return Callout(theme, title, more, "accent", "hourglass", "assignment.standing")
        if standing.state == "returned":
            return Callout(theme, tr("Returned by {name} on {moment}", name=standing.by, moment=when), standing.remark, "caution", "undo-2",
                           "assignment.standing")
        if status.lesson.counts_when.rule is Rule.HANDED_IN:
            return Callout(theme, tr("Not handed in yet"), tr("It counts as soon as you hand it in."), name="assignment.standing")
        return Callout(theme, tr("Not handed in yet"), tr("Hand something in, or show it to your trainer, who signs it off here."),
                       name="assignment.standing")

    def _handed(self, handed: "tuple[HandIn, ...]") -> Card:
        """The newest, and how often before."""
        theme, newest = self.theme, handed[0]
        lines = column(label(tr("What you handed in"), "h3", wrap=True), gap=tokens.S)
        if newest.text:
            lines.addWidget(label(newest.text, wrap=True, select=True, name="assignment.handedText"))
        for file in newest.files:
            note = size(file.size) if file.is_here else tr("no longer in the data folder")
            words = column(Elided(theme, file.name, "strong"), label(note, "small", "muted"), gap=2)
            lines.addWidget(boxed(row(icon(theme, "paperclip", "muted", 20), (words, 1), gap=12)))
        if any(file.is_here for file in newest.files):
            show = button(theme, tr("Show the files"), "folder-open", name="assignment.showFiles")
            show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(newest.folder))))
            lines.addLayout(row(show, GROW))
        before = len(handed) - 1
        if before:
            lines.addWidget(label(trn("{n} earlier one is kept.", "{n} earlier ones are kept.", before), "small", "muted", wrap=True))
        return Card(theme, lines, tokens.L, name="assignment.handed")

    def _for_the_trainer(self) -> QWidget:
        deed = button(self.theme, tr("For the trainer: sign it off…"), "graduation-cap", "ghost", "assignment.trainer")
        deed.clicked.connect(self.trainer_wanted)
        return boxed(row(deed, GROW))


VIEW = ViewKind(prepare, AssignmentView)
