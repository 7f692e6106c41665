"""Settings: a short list at the side, one calm page at a time, changes show at once."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QComboBox, QSlider, QStackedWidget, QWidget

import player
from player.assets import resource
from player.errors import PlayerError
from player.ui import tokens
from player.ui.catalogues import SYSTEM, language_name
from player.ui.desk import Desk
from player.ui.routes import SettingsRoute, SupportRoute
from player.ui.screens.screen import Screen
from player.ui.screens.settings_backups import BackupsCard
from player.ui.screens.settings_desktop import DesktopCard
from player.ui.screens.settings_people import LockRule, MyLock, hand_over_card, idle_card
from player.ui.screens.settings_trainer import TrainerPage
from player.ui.tokens import Scheme
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.flow import Grid
from player.ui.widgets.layouts import GROW, TOP, boxed, centred, column, row, rule_line, scroll
from player.ui.widgets.swatch import Swatch
from player.ui.widgets.text import label
from player.ui.words import percent_floor, tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player
    from player.services.safety import Backup
    from player.ui.session import Session

SLIDER_STEP = 10  # percent


@dataclass(frozen=True, slots=True)
class Facts:
    """`trainer` is who signs by the trainer's PIN, None where none is set; `learner` who may have a PIN of their own."""

    folder: Path
    log: Path
    trainer: str | None
    learner: "LearnerCard | None"
    backups: "tuple[Backup, ...]"


def load(player_: "Player", session: "Session", _route: SettingsRoute) -> Facts:
    learner = player_.learners.get(session.learner_id) if session.learner is not None and not session.learner.guest else None
    return Facts(player_.data.root, player_.data.logs / "greentick.log", player_.trainer.name if player_.trainer.is_set else None, learner,
                 player_.safety.backups())


def make(desk: Desk, route: SettingsRoute, facts: Facts) -> Screen:
    return SettingsScreen(desk, route.page, facts)


class SettingsScreen(Screen):
    """Pages: reading, language, people, trainer, folder, backups, about."""

    def __init__(self, desk: Desk, page: str, facts: Facts) -> None:
        super().__init__(desk)
        self._facts, self._page_name = facts, page
        self._pages = QStackedWidget()
        places = (("reading", "a-large-small", tr("Reading"), self._reading), ("language", "languages", tr("Language"), self._language),
                  ("people", "users-round", tr("People"), self._people), ("trainer", "graduation-cap", tr("Trainer"), self._trainer),
                  ("folder", "folder", tr("Where data lies"), self._folder), ("backups", "database-backup", tr("Backups"), self._backups),
                  ("about", "info", tr("About"), self._about))
        group = QButtonGroup(self)
        entries: list[QWidget] = []
        for number, (name, sign, words, build) in enumerate(places):
            entry = button(self.theme, words, sign, "ghost", f"settings.{name}")
            entry.setProperty("list", "true")
            entry.setCheckable(True)
            entry.setAutoExclusive(True)
            entry.setChecked(name == page)
            entry.clicked.connect(partial(self._turn, number, name))
            group.addButton(entry)
            entries.append(entry)
            self._pages.addWidget(build())
            if name == page:
                self._pages.setCurrentIndex(number)
        self._first = entries[0]
        if self.theme.big:
            nav = Grid(self.theme, 216, 0, 3)
            for each in entries:
                nav.add(boxed(row(each, GROW)))
            body = boxed(column(nav, self._pages, GROW, gap=tokens.M, pad=(0, tokens.L)))
        else:
            side = boxed(column(*entries, GROW, gap=tokens.HALF))
            side.setFixedWidth(self.theme.px(224))
            body = boxed(row((side, 0, TOP), (self._pages, 1), gap=tokens.L, pad=(0, tokens.L)))
        self.frame(tr("Settings"), scroll(centred(body, 1040)), leave=tr("Leave the settings"))

    def first_focus(self) -> QWidget | None:
        return self._first

    def here(self) -> SettingsRoute:
        return SettingsRoute(self._page_name)

    def _turn(self, number: int, name: str, _on: bool = False) -> None:
        self._pages.setCurrentIndex(number)
        self._page_name = name

    def _page(self, title: str, *cards: QWidget) -> QWidget:
        return boxed(column(boxed(row(label(title, "h1", wrap=True), pad=(tokens.S, 0, tokens.S, tokens.S))), *cards, GROW, gap=0))

    # --- reading ---

    def _reading(self) -> QWidget:
        theme = self.theme
        size = QSlider(Qt.Orientation.Horizontal)
        size.setRange(80 // SLIDER_STEP, 200 // SLIDER_STEP)
        size.setValue(round(self.desk.settings.text_scale * 100 / SLIDER_STEP))
        size.setPageStep(2)
        size.setObjectName("settings.textSize")
        size.setAccessibleName(tr("Text size"))
        now = label(percent_floor(self.desk.settings.text_scale), "strong")
        size.valueChanged.connect(lambda step: now.setText(percent_floor(step * SLIDER_STEP / 100)))
        size.sliderReleased.connect(lambda: self._scale(size.value()))
        size.actionTriggered.connect(lambda _action: None if size.isSliderDown() else self._later(size))
        scale = row(label("A", "small", "muted"), (size, 1), label("A", "h1", "muted"), tokens.S, now, gap=tokens.M)
        sample = label(tr("A few drops of household bleach make a bucket of clear water safe to drink."), tone="muted", wrap=True)
        text = Card(theme, column(label(tr("Text size"), "h3"), scale, sample, gap=12), tokens.L)
        chosen = self.desk.settings.theme
        choices: tuple[tuple[str, tuple[Scheme, ...], str], ...] = (
            ("system", ("light", "dark"), tr("As the computer")), ("light", ("light",), tr("Light")), ("dark", ("dark",), tr("Dark")),
            ("contrast", ("contrast",), tr("High contrast")))
        grid = Grid(theme, 160, tokens.S, 4, stretch=False, name="settings.themes")
        for name, schemes, words in choices:
            swatch = Swatch(theme, schemes, words, chosen=name == chosen, name=f"settings.theme.{name}")
            swatch.clicked.connect(partial(self._wear, name))
            grid.add(swatch)
        colours = Card(theme, column(label(tr("Colours"), "h3"), grid, gap=12), tokens.L)
        return self._page(tr("Reading"), text, colours)

    def _later(self, size: QSlider) -> None:
        QTimer.singleShot(0, self, lambda: self._scale(size.value()))

    def _scale(self, step: int) -> None:
        self.desk.window.change_look(text_scale=step * SLIDER_STEP / 100)

    def _wear(self, scheme: str, _on: bool = False) -> None:
        self.desk.window.change_look(theme=scheme)

    # --- language, folder, about ---

    def _language(self) -> QWidget:
        theme = self.theme
        tongue = QComboBox()
        tongue.setObjectName("settings.programLanguage")
        tongue.setAccessibleName(tr("Language of the program"))
        tongue.addItem(tr("As the computer"), SYSTEM)
        for tag in self.desk.languages.tags():
            tongue.addItem(language_name(tag), tag)
        tongue.setCurrentIndex(max(0, tongue.findData(self.desk.settings.language)))
        tongue.activated.connect(lambda at: self._speak(tongue.itemData(at)))
        tongue.setMinimumWidth(theme.px(220))
        words = column(label(tr("Language of the program"), "strong", wrap=True),
                       label(tr("Courses keep their own language. Where a lesson is there in several, you choose above it."),
                             "small", "muted", wrap=True), gap=2)
        direction = QComboBox()
        direction.setObjectName("settings.direction")
        direction.setAccessibleName(tr("Direction of the window"))
        direction.setMinimumWidth(theme.px(220))
        for value, name in (("auto", tr("As the language is written")), ("ltr", tr("Left to right")), ("rtl", tr("Right to left"))):
            direction.addItem(name, value)
        direction.setCurrentIndex(("auto", "ltr", "rtl").index(self.desk.settings.direction))
        direction.activated.connect(lambda at: self.desk.window.change_look(direction=direction.itemData(at)))
        side = column(label(tr("Direction of the window"), "strong", wrap=True),
                      label(tr("For people who read Arabic, Persian, Hebrew or Urdu."), "small", "muted", wrap=True), gap=2)
        if theme.big:
            lines = column(words, tongue, rule_line(), side, direction, gap=tokens.M)
        else:
            lines = column(row((words, 1), tongue), rule_line(), row((side, 1), direction), gap=tokens.M)
        return self._page(tr("Language"), Card(theme, lines, tokens.L))

    def _speak(self, tag: str) -> None:
        if tag != self.desk.settings.language:
            self.desk.window.change_look(language=tag)

    def _people(self) -> QWidget:
        mine = () if self._facts.learner is None else (MyLock(self.desk, self._facts.learner),)
        return self._page(tr("People"), *mine, LockRule(self.desk), idle_card(self.desk), hand_over_card(self.desk))

    def _trainer(self) -> QWidget:
        return self._page(tr("Trainer"), TrainerPage(self.desk, self._facts.trainer or "", is_set=self._facts.trainer is not None))

    def _folder(self) -> QWidget:
        theme = self.theme
        show = button(theme, tr("Show the folder"), "folder-open", name="settings.showFolder")
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._facts.folder))))
        words = label(tr("Progress, certificates and the key of this device lie in one folder on this computer. Nothing is sent anywhere."),
                      wrap=True)
        where = label(str(self._facts.folder), "code", wrap=True, select=True, name="settings.path")
        other = label(tr("To keep everything elsewhere, start Greentick with --data FOLDER."), "small", "muted", wrap=True)
        return self._page(tr("Where data lies"), Card(theme, column(words, where, row(show, GROW), other, gap=12), tokens.L))

    def _backups(self) -> QWidget:
        return self._page(tr("Backups"), BackupsCard(self.desk, self._facts.backups, self._facts.folder / "backups"))

    def _about(self) -> QWidget:
        theme = self.theme
        version = label(tr("Greentick {version}", version=player.__version__), "h3")
        qt = label(tr("Drawn with Qt {version} (LGPL), by PySide6.", version=qVersion()), "small", "muted", wrap=True)
        free = label(tr("Free software under the Apache licence 2.0. Fonts: Inter, Newsreader, JetBrains Mono, IBM Plex Sans Arabic, Noto "
                        "(SIL Open Font License 1.1). Icons: Lucide (ISC)."), "small", "muted", wrap=True)
        log = label(tr("The log of this program, which names no learner: {path}", path=self._facts.log), "small", "muted", wrap=True, select=True)
        licences = button(theme, tr("Licences of fonts and icons"), "file-text", name="settings.licences")
        licences.clicked.connect(self._show_licences)
        support = button(theme, tr("Report for whoever helps…"), "life-buoy", name="settings.support")
        support.clicked.connect(lambda: self.desk.window.go(SupportRoute()))
        deeds = column(row(licences, GROW), row(support, GROW)) if theme.big else row(licences, support, GROW)
        about = Card(theme, column(version, qt, free, rule_line(), log, deeds, gap=12), tokens.L)
        return self._page(tr("About"), about, DesktopCard(self.desk, self._facts.folder))

    def _show_licences(self) -> None:
        try:
            folder = resource("fonts")
        except PlayerError as error:
            self.desk.window.complain(error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
