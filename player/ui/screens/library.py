"""The library: one big Continue, then the courses, then what was earned."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from player.ui import tokens
from player.ui.dates import greeting, local_day
from player.ui.desk import Desk
from player.ui.dialogs.save import ask_where
from player.ui.routes import AwardRoute, AwardsRoute, LessonRoute, LibraryRoute, VerifyRoute
from player.ui.screens.course_card import CourseCard, cover_of
from player.ui.screens.guest_line import guest_line
from player.ui.screens.intake_area import IntakeArea
from player.ui.screens.screen import Screen
from player.ui.screens.validity_words import first_end
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.cards import Card
from player.ui.widgets.flow import Grid
from player.ui.widgets.layouts import GROW, MIDDLE, boxed, centred, column, row, scroll
from player.ui.widgets.marks import Badge
from player.ui.widgets.pictures import Cover
from player.ui.widgets.progress import Segments
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import Elided, label
from player.ui.wording import counters, extras, shown_name
from player.ui.words import minutes, tr, trn

if TYPE_CHECKING:
    from pathlib import Path

    from player.services.awarding import Kept
    from player.services.library import ShelfCard
    from player.services.player import Player
    from player.ui.session import Session


@dataclass(frozen=True, slots=True)
class Shelf:
    """`now` in ms UTC. `removed` are the files of courses that were taken off and are still there, None where nobody has looked yet."""

    cards: "tuple[ShelfCard, ...]"
    kept: "tuple[Kept, ...]"
    now: int
    removed: "tuple[Path, ...] | None" = None


def load(player: "Player", session: "Session", _route: LibraryRoute) -> Shelf:
    session.close_course()
    learner = session.learner_id
    return Shelf(player.library.shelf(learner), player.awarding.kept(learner), player.clock(), player.library.removed())


def make(desk: Desk, _route: LibraryRoute, shelf: Shelf) -> Screen:
    return LibraryScreen(desk, shelf)


class LibraryScreen(Screen):
    """Drop a package anywhere; the window takes it."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        super().__init__(desk)
        self._shelf = shelf
        self._first: QWidget | None = None
        learner = desk.session.learner
        hello = label(greeting(shelf.now, shown_name(learner) if learner else ""), "h1", wrap=True)
        self._removed = button(self.theme, "", kind="link", name="library.removed")
        self._removed.hide()
        self._area = IntakeArea(desk, lambda: self._first)
        parts: list[QWidget] = [self._area, boxed(row((hello, 1), pad=(tokens.S, tokens.S)))]
        if learner is not None and learner.guest:
            parts.append(guest_line(desk))
        begun = next((card for card in shelf.cards if card.state in {"new", "in progress"} and (card.access is None or card.access.earns)), None)
        if begun is not None:
            parts.append(self._continue(begun))
        parts += [self._heading(), self._grid()] if shelf.cards else []
        if shelf.kept:
            everything = button(self.theme, tr("Everything earned"), "award", "link", "awards.open")
            everything.clicked.connect(lambda: self.desk.window.go(AwardsRoute()))
            parts.append(boxed(row(label(tr("My certificates"), "h2"), GROW, everything, pad=(tokens.S, tokens.M, tokens.S, 0))))
            parts += [self._earned(kept) for kept in shelf.kept]
        rest = GROW if shelf.cards else (self._empty(), 1)
        inner = boxed(column(*parts, rest, gap=tokens.HALF, pad=(0, tokens.M)))
        self.frame("", scroll(centred(inner, 1520 if self.desk.theme.scale < 1.5 else 1264)))
        if shelf.removed is None:
            desk.ask(lambda player: player.library.removed(), self._tell_removed, owner=self)
        else:
            self._tell_removed(shelf.removed)

    def first_focus(self) -> QWidget | None:
        return self._area.first or self._first

    def _continue(self, card: "ShelfCard") -> Card:
        theme = self.theme
        fresh = card.state == "new"
        about = tr("{course} · about {time} for this lesson", course=card.title, time=minutes(card.resume_seconds / 60)) if card.resume_seconds \
            else card.title
        counts = row((Segments(theme, card.done, card.of, 8, "library.progress"), 1), label(counters(card.done, card.of), "smallstrong"),
                     label(extras(card.extras_done), "small", "muted"), gap=tokens.M)
        words = column(label(tr("BEGIN HERE") if fresh else tr("CONTINUE WHERE YOU STOPPED"), "eyebrow", "muted"),
                       label(card.resume_title or card.title, "h1", wrap=True), label(about, tone="muted", wrap=True), tokens.S, GROW, counts,
                       gap=tokens.HALF)
        go = button(theme, tr("Begin") if fresh else tr("Continue"), "chevron-right", "primary", "library.continue", trailing=True, big=True,
                    spoken=tr("Continue with {title}", title=card.resume_title or card.title), least=tokens.NEXT_WIDTH)
        go.setDefault(True)
        go.clicked.connect(lambda: self.desk.window.go(LessonRoute(card.key)))
        self._first = go
        if theme.big:
            return Card(theme, column(words, row(go, GROW), gap=tokens.M), tokens.L)
        cover = Cover(theme, card.id, cover_of(card.cover), height=148, width=264, icon_size=64)
        return Card(theme, row(cover, (words, 1), (go, 0, MIDDLE), gap=tokens.L), tokens.M)

    def _heading(self) -> QWidget:
        tip = label(tr("Drop a .course file anywhere to add it"), "small", "muted", wrap=self.theme.big)
        return boxed(row(label(tr("My courses"), "h2"), *(() if self.theme.big else (tip,)), GROW, self._removed, self._open_button(),
                         gap=tokens.M, pad=(tokens.S, tokens.M, tokens.S, 0)))

    def _tell_removed(self, paths: "tuple[Path, ...]") -> None:
        """Courses that were taken off the shelf can be had back."""
        n = len(paths)
        self._removed.set_text(trn("{n} taken off", "{n} taken off", n), trn("Show the course that was taken off the shelf",
                                                                          "Show the {n} courses that were taken off the shelf", n))
        self._removed.clicked.connect(lambda: self.desk.intake.offer(paths))
        self._removed.setVisible(n > 0)

    def _open_button(self) -> Button:
        opener = button(self.theme, tr("Open a file…"), "folder-open", "ghost", "library.open")
        opener.clicked.connect(self.desk.window.choose_package)
        return opener

    def _grid(self) -> Grid:
        grid = Grid(self.theme, 216, 0, 6, name="library.courses")
        grid.setAccessibleName(tr("My courses"))
        for card in self._shelf.cards:
            made = CourseCard(self.desk, card, first_end(self._shelf.kept, card.key), self._shelf.now)
            grid.add(made)
            self._first = self._first or made
        return grid

    def _empty(self) -> QWidget:
        opener = button(self.theme, tr("Open a course file…"), "folder-open", "ink", "library.open")
        opener.clicked.connect(self.desk.window.choose_package)
        self._first = opener
        state = EmptyState(self.theme, "package-open", tr("No course yet"),
                           tr("A course is one file that ends in .course. Drop it anywhere on this window, or open it from a USB stick."), opener,
                           self._removed,
                           name="library.courses")
        state.setMinimumHeight(self.theme.px(360))
        return state

    def _earned(self, kept: "Kept") -> Card:
        theme = self.theme
        what = column(Elided(theme, kept.title, "strong"),
                      Elided(theme, f"{local_day(kept.issued_at)} · {kept.number}", "small", "muted"), gap=2)
        again = button(theme, tr("Save again…"), "download", name="awards.save")
        again.clicked.connect(lambda: self._save_again(kept))
        check = button(theme, tr("Check it"), "shield-check", "ghost", "awards.check")
        check.clicked.connect(lambda: self.desk.window.go(VerifyRoute(str(kept.path))))
        return Card(theme, row(Badge(theme, "done", 32), (what, 1), again, check, gap=tokens.M), (tokens.M, 12))


    def _save_again(self, kept: "Kept") -> None:
        """On its page; where the course is not there now (a stick that was pulled), from the copy that is kept here."""
        there = any(card.key == kept.course_key and card.state not in {"missing", "damaged"} for card in self._shelf.cards)
        if there and kept.current:
            self.desk.window.go(AwardRoute(kept.course_key, kept.award_id))
            return
        target = ask_where(self, kept.title, kept.printed_name)
        if target is not None:
            self.desk.ask(lambda player: player.awarding.save_again(kept, target),
                          lambda _none: self.desk.window.notice(tr("Saved and checked: {path}", path=target)))
