"""Kinds whose own view comes later: the page says so, and offers the file to take along."""

from typing import TYPE_CHECKING

from player.course.status_types import LessonStatus
from player.ui.desk import Desk
from player.ui.lessons.panel import Panel
from player.ui.lessons.view import LessonView, Place, ViewKind
from player.ui.widgets.callout import Callout
from player.ui.wording import kind_word
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.player import Player


def prepare(_player: "Player | None", place: Place) -> str:
    return place.lesson.summary


class LaterView(LessonView[str]):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._panel = Panel(self.theme, self)

    def show_lesson(self, place: Place, prepared: str, status: LessonStatus) -> None:
        del status
        self._panel.begin(place)
        what = kind_word(place.lesson.kind)
        sentence = tr("This version of Greentick cannot play a lesson of the kind “{kind}” yet. It earns no tick here.", kind=what)
        self._panel.add(Callout(self.theme, tr("Not playable here"), f"{sentence} {prepared}".strip(), "caution"))


VIEW = ViewKind(prepare, LaterView, ahead=True)
