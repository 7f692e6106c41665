"""The page of the settings about backups: the last one, one more now, and the way to restore one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import local_moment
from player.ui.desk import Desk
from player.ui.routes import RestoreRoute
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, column, row, rule_line
from player.ui.widgets.text import label
from player.ui.words import size, tr, trn

if TYPE_CHECKING:
    from pathlib import Path

    from player.services.player import Player
    from player.services.safety import Backup, Safety


class BackupsCard(Card):
    """`backups` newest first."""

    def __init__(self, desk: Desk, backups: "tuple[Backup, ...]", folder: "Path") -> None:
        self._desk = desk
        theme = desk.theme
        self._last = label("", "h3", wrap=True, name="backups.last")
        self._all = label("", "small", "muted", wrap=True, name="backups.all")
        self._now = button(theme, tr("Back up now"), "database-backup", name="backups.now")
        self._now.clicked.connect(self._back_up)
        restore = button(theme, tr("Restore…"), "history", name="backups.restore")
        restore.clicked.connect(lambda: desk.window.go(RestoreRoute()))
        show = button(theme, tr("Show the folder"), "folder-open", "ghost", "backups.folder")
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder if folder.is_dir() else folder.parent))))
        three = (self._now, restore, show)
        deeds = column(*(row(deed, GROW) for deed in three), gap=tokens.S) if theme.big else row(*three, GROW)
        words = label(tr("A copy of the database is made after every 30 minutes of use, when Greentick is closed, and before anything risky. "
                         "All of the last two days are kept, then one a day for a fortnight, one a week for two months, one a month for a year."),
                      "small", "muted", wrap=True)
        without = label(tr("Certificates, files that were handed in, courses and the key of this computer are not in it: they lie beside it in the "
                           "data folder. Copy that whole folder to a stick now and then; a disk that breaks takes its backups with it."),
                        "small", "muted", wrap=True)
        super().__init__(theme, column(self._last, self._all, deeds, rule_line(), words, without, gap=12), tokens.L)
        self._show(backups)

    def _show(self, backups: "tuple[Backup, ...]") -> None:
        timed = [one for one in backups if not one.version]
        if not timed:
            self._last.setText(tr("There is no backup yet"))
            self._all.setText(tr("The first one is made after half an hour, or when Greentick is closed."))
            return
        self._last.setText(tr("Last backup: {moment}", moment=local_moment(timed[0].at)))
        self._all.setText(trn("{n} backup, {size} in all", "{n} backups, {size} in all", len(backups), size=size(sum(one.size for one in backups))))

    def _back_up(self) -> None:
        """In the pool, as every backup: whoever answers a question meanwhile does not wait for it."""
        self._now.setEnabled(False)

        def opened(player: "Player") -> "Safety":
            player.open()
            return player.safety

        def begin(safety: "Safety") -> None:
            self._desk.pool(lambda: (safety.back_up(), safety.backups())[1], self._made, self._failed, owner=self)

        self._desk.ask(opened, begin, self._failed, owner=self)

    def _made(self, backups: "tuple[Backup, ...]") -> None:
        self._now.setEnabled(True)
        self._show(backups)
        self._desk.window.notice(tr("The backup is made and was read back."))

    def _failed(self, error: PlayerError) -> None:
        self._now.setEnabled(True)
        self._desk.window.complain(error)
