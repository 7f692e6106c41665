"""Everything a learner has earned, in every course and round: to save again, to check, to show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from player.course.retake import validity
from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import local_day
from player.ui.desk import Desk
from player.ui.dialogs.save import ask_where
from player.ui.routes import AwardRoute, AwardsRoute, VerifyRoute
from player.ui.screens.screen import Screen
from player.ui.screens.trainer_vouchers import redeemed_words
from player.ui.screens.validity_words import chip_words, valid_words
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, centred, column, row, scroll
from player.ui.widgets.marks import Badge
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import chip, label
from player.ui.words import dotted, tr

if TYPE_CHECKING:
    from player.services.awarding import Earned, Kept
    from player.services.player import Player
    from player.ui.session import Session


@dataclass(frozen=True, slots=True)
class Everything:
    """`open_keys` are the courses whose packages are at hand; `now` is believed time in ms UTC."""

    earned: "tuple[Earned, ...]"
    open_keys: frozenset[str]
    now: int


def load(player: "Player", session: "Session", _route: AwardsRoute) -> Everything:
    learner = session.learner_id
    cards = player.library.shelf(learner)
    there = frozenset(card.key for card in cards if card.state not in {"missing", "damaged"})
    return Everything(player.awarding.earned(learner), there, player.awarding.settled(learner))


def make(desk: Desk, _route: AwardsRoute, everything: Everything) -> Screen:
    return AwardsScreen(desk, everything)


class AwardsScreen(Screen):
    """Latest first. What was earned stays here, whatever becomes of the course."""

    def __init__(self, desk: Desk, everything: Everything) -> None:
        super().__init__(desk)
        self._all = everything
        self._first: QWidget | None = None
        head = boxed(row((label(tr("What you have earned"), "h1", wrap=True), 1), pad=(tokens.S, tokens.S)))
        check = button(self.theme, tr("Check a certificate…"), "shield-check", "ghost", "awards.verify")
        check.clicked.connect(lambda: self.desk.window.go(VerifyRoute()))
        parts: list[QWidget] = [head, *(self._card(one) for one in everything.earned)]
        if not everything.earned:
            parts.append(EmptyState(self.theme, "award", tr("Nothing yet"),
                                    tr("Certificates, badges and vouchers stand here once you have earned them.")))
        parts.append(boxed(row(check, GROW, pad=(tokens.S, tokens.S))))
        self._first = self._first or check
        self.frame(tr("Awards"), scroll(centred(boxed(column(*parts, GROW, gap=0, pad=(0, tokens.M))), 900)), leave=tr("Back to the library"))

    def first_focus(self) -> QWidget | None:
        return self._first

    def _card(self, one: "Earned") -> Card:
        theme, kept = self.theme, one.kept
        kinds = {"certificate": tr("Certificate"), "badge": tr("Badge"), "voucher": tr("Voucher")}
        rounds = tr("round {n}", n=one.round) if one.round > 1 or not one.current else ""
        about = dotted(kinds[one.kind], one.course_title, rounds, local_day(one.earned_at), one.number)
        words = [label(one.title, "strong", wrap=True), label(about, "small", "muted", wrap=True, select=True)]
        if said := self._said(one):
            words.append(label(said, "small", "muted", wrap=True))
        state, tone = self._state(one)
        deeds: list[QWidget] = []
        if kept is not None:
            save = button(theme, tr("Save again…"), "download", name="awards.save", spoken=tr("Save again: {title}", title=one.title))
            save.clicked.connect(lambda: self._save(kept))
            check = button(theme, tr("Check it"), "shield-check", "ghost", "awards.check", spoken=tr("Check it: {title}", title=one.title))
            check.clicked.connect(lambda: self.desk.window.go(VerifyRoute(str(kept.path))))
            deeds = [save, check]
        if one.current and one.course_key in self._all.open_keys:
            words_of = tr("Show it") if kept is not None else tr("Get it")
            show = button(theme, words_of, "award", "ghost" if kept is not None else "", "awards.show", spoken=f"{words_of}: {one.title}")
            show.clicked.connect(lambda: self.desk.window.go(AwardRoute(one.course_key, one.award_id)))
            deeds.append(show)
        self._first = self._first or (deeds[0] if deeds else None)
        picture = {"voucher": "qr-code"}.get(one.kind, "award")
        sign = Badge(theme, "done", 32) if one.kind == "certificate" else icon(theme, picture, "muted", 32)
        about_it, told = column(*words, gap=2), (chip(state, tone),) if state else ()
        if theme.big:
            lines = [row((sign, 0, TOP), (about_it, 1), gap=tokens.M), *(row(each, GROW) for each in (*told, *deeds))]
            return Card(theme, column(*lines, gap=tokens.S), tokens.M)
        top = row((sign, 0, TOP), (about_it, 1), *told, gap=tokens.M)
        return Card(theme, column(top, row(*deeds, GROW, gap=tokens.S, pad=(48, 0, 0, 0)), gap=tokens.S), (tokens.M, 12))

    def _said(self, one: "Earned") -> str:
        if one.rests_on_void:
            return tr("It rests on a tick that your trainer took back.")
        if one.redeemed_at is not None:
            return redeemed_words(one.redeemed_at, one.redeemed_by)
        return valid_words(one.valid_until, one.earned_at, self._all.now)

    def _state(self, one: "Earned") -> tuple[str, str]:
        if one.kind == "voucher":
            return (tr("Redeemed"), "plain") if one.redeemed_at is not None else (tr("Not redeemed yet"), "progress")
        return chip_words(validity(one.valid_until, one.earned_at, self._all.now))

    def _save(self, kept: "Kept") -> None:
        target = ask_where(self, kept.title, kept.printed_name)
        if target is not None:
            self.desk.ask(lambda player: player.awarding.save_again(kept, target),
                          lambda _none: self.desk.window.notice(tr("Saved and checked: {path}", path=target)), self._failed, owner=self)

    def _failed(self, error: PlayerError) -> None:
        self.desk.window.complain(error)
