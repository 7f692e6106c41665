"""The report for whoever helps: shown as it will be saved, so that everybody can see that no name is in it. Needs no open database."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QStandardPaths, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from player.ui import tokens
from player.ui.desk import Desk
from player.ui.routes import SupportRoute
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, boxed, centred, column, row, scroll
from player.ui.widgets.text import label
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.support import Report
    from player.ui.session import Session


@dataclass(frozen=True, slots=True)
class Bench:
    """What the report is made of; `now` in ms UTC."""

    player: "Player"
    now: int


def load(player: "Player", _session: "Session", _route: SupportRoute) -> Bench:
    return Bench(player, player.clock())


def make(desk: Desk, _route: SupportRoute, bench: Bench) -> Screen:
    return SupportScreen(desk, bench)


class SupportScreen(Screen):
    """The report is put together in the pool: it looks through the whole database."""

    def __init__(self, desk: Desk, bench: Bench) -> None:
        super().__init__(desk)
        theme = self.theme
        self._report: Report | None = None
        self._now = bench.now
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setObjectName("support.text")
        self._text.setAccessibleName(tr("The report"))
        self._text.setPlaceholderText(tr("One moment…"))
        self._text.setMinimumHeight(theme.px(280))
        self._text.setFont(theme.font("code"))
        self._save = button(theme, tr("Save as a file…"), "file-down", "ink", "support.save")
        self._save.clicked.connect(self._ask_where)
        self._copy = button(theme, tr("Copy"), "copy", name="support.copy")
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.toPlainText()))
        for deed in (self._save, self._copy):
            deed.setEnabled(False)
        words = column(label(tr("Report for whoever helps"), "h1", wrap=True),
                       label(tr("This is all that is in it: versions, settings, what the database holds in numbers, and the log. Names, answers and "
                                "keys are left out. Read it before you pass it on; nothing is sent by itself."), wrap=True),
                       gap=tokens.S, pad=(tokens.S, 0))
        deeds = row(self._save, self._copy, GROW, gap=tokens.S)
        body = boxed(column(words, (Card(theme, column((self._text, 1), deeds, gap=tokens.M), tokens.M), 1), gap=tokens.M, pad=(0, tokens.M)))
        self.frame(tr("Report"), scroll(centred(body, 900)), leave=tr("Back"))
        settings, data, now = desk.settings, bench.player.data, bench.now
        faces = {"Qt": qVersion(), "PySide": PySide6.__version__, "Window system": QGuiApplication.platformName()}

        def work() -> "Report":
            from player.services.support import report

            return report(data, settings, now, faces)

        desk.pool(work, self._show, owner=self)

    def restyle(self) -> None:
        self._text.setFont(self.theme.font("code"))

    def first_focus(self) -> QWidget | None:
        return self._text

    def _show(self, report: "Report") -> None:
        self._report = report
        self._text.setPlainText(report.text)
        for deed in (self._save, self._copy):
            deed.setEnabled(True)

    def _ask_where(self) -> None:
        report = self._report
        if report is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
        start = Path(folder) / "greentick-report.zip"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the report"), str(start), tr("ZIP files (*.zip)"))
        if chosen:
            target = Path(chosen if chosen.lower().endswith(".zip") else f"{chosen}.zip")
            self.desk.pool(lambda: report.save(target), lambda _none: self.desk.window.notice(tr("The report is saved.")), owner=self)
