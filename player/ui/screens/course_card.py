"""A course on the shelf: its card, its state in a word, and what else can be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtWidgets import QMenu

from player.course.retake import validity
from player.course.status_types import Door, Why
from player.ui import tokens
from player.ui.arriving import COURSE_KEY
from player.ui.dates import local_day
from player.ui.desk import Desk
from player.ui.door_words import countdown
from player.ui.door_words import state as door_state
from player.ui.routes import CourseRoute
from player.ui.screens.validity_words import chip_words
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import CardButton
from player.ui.widgets.drawings import picture_of
from player.ui.widgets.layouts import GROW, TOP, column, row
from player.ui.widgets.pictures import Cover
from player.ui.widgets.progress import Ring
from player.ui.widgets.text import Elided, chip
from player.ui.wording import counters
from player.ui.words import minutes, tr

if TYPE_CHECKING:
    from player.services.awarding import Kept
    from player.services.library import ShelfCard

STATES: dict[str, str] = {"new": "accent", "in progress": "plain", "complete": "progress", "missing": "caution", "damaged": "danger"}


class CourseCard(CardButton):
    """Cover, title, ring, minutes, and the state in a word. What else can be done stands behind the three dots, and behind the menu key."""

    def __init__(self, desk: Desk, card: "ShelfCard", ends: "Kept | None" = None, now: int = 0) -> None:
        """`ends` is the certificate of the course that ends first."""
        theme = desk.theme
        self._desk, self._card = desk, card
        state, tone = chip_of(card)
        line = time_line(card)
        if ends is not None:
            state, tone, line = ending(ends, now, state, tone, line)
        title = Elided(theme, card.title, "strong", lines=2, reserve=True)
        cover = Cover(theme, card.id, cover_of(card.cover), height=108)
        ring = (Ring(theme, card.done, card.of, 44), 0, TOP)
        self._more = button(theme, "", "ellipsis", "ghost", f"library.more.{card.id}", spoken=tr("More about “{title}”", title=card.title))
        inner = column(cover, tokens.HALF, row((title, 1), *((ring,) if card.of else ()), gap=tokens.S),
                       Elided(theme, line, "small", "muted", lines=2), GROW,
                       row(chip(state, tone), GROW, self._more), gap=tokens.S)
        spoken = f"{card.title}. {state}. {counters(card.done, card.of)}. {line}"
        super().__init__(theme, inner, spoken, (12, 12, 12, 4), f"library.course.{card.id}")  # the three dots bring their own air
        self.setProperty(COURSE_KEY, card.key)
        self.clicked.connect(lambda: desk.window.go(CourseRoute(card.key)))
        self._more.clicked.connect(lambda: self._open_menu(self._more.mapToGlobal(QPoint(0, self._more.height()))))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def _open_menu(self, where: QPoint) -> None:
        card, intake = self._card, self._desk.intake
        menu = QMenu(self)
        menu.setObjectName("library.menu")
        menu.setAccessibleName(tr("More about “{title}”", title=card.title))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if card.state != "missing":
            menu.addAction(self.theme.icon("shield-check"), tr("Check everything"), lambda: intake.check(card))
            offer = next((offer for offer in intake.watch.offers if str(offer.path) == card.path), None)
            if offer is not None and offer.opened is not None:
                menu.addAction(self.theme.icon("hard-drive"), tr("Copy to this computer"), lambda: intake.copy((offer,)))
        menu.addAction(self.theme.icon("trash-2"), tr("Take off the shelf…"), lambda: intake.ask_to_remove(card))
        menu.popup(where)


def ending(ends: "Kept", now: int, state: str, tone: str, line: str) -> tuple[str, str, str]:
    """Chip, its tone and the line below the title: that a certificate ends comes before how far the learner is."""
    words, warns = chip_words(validity(ends.valid_until, ends.issued_at, now))
    if words or tone == "progress":
        line = tr("Valid until {day}.", day=local_day((ends.valid_until or 1) - 1))
    return words or state, warns or tone, line


def chip_of(card: "ShelfCard") -> tuple[str, str]:
    """The state in a word, and its tone: that a course is closed, or closes soon, comes before how far the learner is."""
    access = card.access
    if access is not None and card.state in {"new", "in progress", "complete"}:
        if access.door is not Door.OPEN and not (card.state == "complete" and access.why is Why.CERTIFICATE):
            return door_state(access), "plain" if access.door is Door.NOT_YET else "caution"
        if card.state != "complete" and (soon := countdown(access, card.settled)):
            return soon, "caution"
    if card.finished and card.state in {"new", "in progress"}:
        return tr("Complete ({version})", version=card.finished), STATES["complete"]
    return state_word(card.state), STATES[card.state]


def state_word(state: str) -> str:
    return {"new": tr("New"), "in progress": tr("In progress"), "complete": tr("Complete"), "missing": tr("File not found"),
            "damaged": tr("Damaged")}[state]


def time_line(card: "ShelfCard") -> str:
    if card.finished and card.state == "in progress":
        return tr("New since you finished: {n} of {of} done", n=card.done, of=card.of)
    if card.state == "complete":
        return tr("Earned {day}", day=local_day(card.earned_at)) if card.earned_at else tr("All required lessons done")
    if card.state == "missing":
        return tr("Put the stick back in, or open it again")
    if card.access is not None and card.access.door is Door.NOT_YET:
        return countdown(card.access, card.settled)
    seconds = card.seconds if card.state == "new" else card.seconds_left
    if not seconds:
        return tr("Not begun") if card.state == "new" else ""
    time = minutes(seconds / 60)
    return time if card.state == "new" else tr("{time} left", time=time)


def cover_of(cover: bytes | None) -> QImage | None:
    return picture_of(cover) if cover else None
