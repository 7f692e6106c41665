"""The database is damaged, or somebody wants a backup back: what is wrong, the backups there are, and one button. Needs no open database."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from player.errors import DamagedError, PlayerError
from player.ui import tokens
from player.ui.dates import local_moment
from player.ui.desk import Desk
from player.ui.routes import LearnersRoute, RestoreRoute, Route, SettingsRoute, SupportRoute
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.callout import Callout
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import GROW, TOP, boxed, centred, clear, column, row, rule_line, scroll
from player.ui.widgets.text import breakable, label
from player.ui.words import minutes, size, tr, trn

if TYPE_CHECKING:
    from player.services.player import Player
    from player.services.safety import Choice, Restored, Standing
    from player.ui.session import Session

SHOWN = 6  # backups in the list before it is unfolded
READABLE = frozenset({"lost", "entries"})  # damage with which the database still opens


def load(player: "Player", _session: "Session", _route: RestoreRoute) -> "Standing":
    return player.safety.standing()


def make(desk: Desk, _route: RestoreRoute, standing: "Standing") -> Screen:
    return RestoreScreen(desk, standing)


def whats_wrong(trouble: PlayerError) -> tuple[str, str]:
    """A heading and one sentence."""
    kind, count = (trouble.kind, trouble.count) if isinstance(trouble, DamagedError) else ("", 0)
    title = tr("The database is damaged")
    match kind:
        case "header":
            return title, tr("The file that holds all progress no longer begins as it should, so it cannot be opened.")
        case "pages":
            return title, tr("Parts of the file that holds all progress cannot be read.")
        case "table":
            return title, tr("A whole part of the file that holds all progress is missing.")
        case "entries":
            return title, trn("{n} entry of the learning record was changed by something other than Greentick.",
                              "{n} entries of the learning record were changed by something other than Greentick.", count)
        case "lost":
            return tr("Something is missing"), trn("The newest backup has {n} entry of the learning record that the database lacks.",
                                                   "The newest backup has {n} entries of the learning record that the database lacks.", count)
        case "empty":
            return title, tr("The file that holds all progress is empty.")
        case "gone":
            return tr("The database is gone"), tr("The file that holds all progress is not there any more.")
    return trouble.title, str(trouble)


class RestoreScreen(Screen):
    """First the choice; after a restore what came of it."""

    def __init__(self, desk: Desk, standing: "Standing") -> None:
        super().__init__(desk)
        self._standing = standing
        self._first: QWidget | None = None
        self._buttons: list[QPushButton] = []
        self._working = False
        self._lines = column(gap=0, pad=(0, tokens.L))
        body = scroll(centred(boxed(self._lines), 820))
        if standing.trouble is None:
            self.frame(tr("Restore a backup"), body, leave=tr("Leave without restoring"), left=self.back_pressed)
        else:
            self.frame("", body)
            if self.top is not None:
                self.top.set_status("")  # nothing can be saved just now
        self._choose()

    def first_focus(self) -> QWidget | None:
        return self._first

    def here(self) -> Route:
        return RestoreRoute()

    def busy(self) -> bool:
        return self._working

    def back_pressed(self) -> None:
        if self._standing.trouble is None and not self._working:
            self.desk.window.go(SettingsRoute("backups"))

    # --- the choice ---

    def _choose(self) -> None:
        standing, theme = self._standing, self.theme
        readable = [choice for choice in standing.choices if choice.holds is not None]
        if standing.trouble is None:
            head, why, sign, tone = tr("Restore a backup"), tr("The database is sound: nothing here has to be mended."), "database-backup", "muted"
        else:
            (head, why), sign, tone = whats_wrong(standing.trouble), "triangle-alert", "danger"
        title = label(head, "h1", wrap=True, name="restore.title")
        said = label(why, wrap=True, name="restore.why")
        self._lines.addWidget(boxed(row((icon(theme, sign, tone, 40), 0, TOP), (column(title, said, gap=tokens.HALF), 1), gap=tokens.M,
                                        pad=(tokens.S, tokens.S, tokens.S, tokens.M))))
        self._lines.addWidget(self._newest(readable[0] if readable else None))
        others = [choice for choice in standing.choices if not readable or choice is not readable[0]]
        if others:
            self._lines.addWidget(self._others(others))
        self._lines.addWidget(self._foot())
        self._lines.addStretch(1)

    def _newest(self, choice: "Choice | None") -> QWidget:
        theme = self.theme
        if choice is None:
            deed = self._deed(tr("Save what can be read"), "restore.anew", lambda: self._restore(None, anew=True), main=True)
            words = column(label(tr("There is no backup"), "h3", wrap=True),
                           label(tr("Greentick reads what can still be read out of the damaged file and starts with that."), wrap=True),
                           gap=tokens.HALF)
        else:
            deed = self._deed(tr("Restore the newest backup"), "restore.newest", lambda: self._restore(None), main=True)
            words = column(label(tr("THE NEWEST BACKUP"), "eyebrow", "muted"), label(local_moment(choice.backup.at), "h3", wrap=True),
                           label(_holds(choice), tone="muted", wrap=True, name="restore.holds"),
                           label(self._newer(choice), wrap=True, name="restore.newer"), gap=tokens.HALF)
        self._first = deed
        promise = Callout(theme, tr("Nothing is deleted"), tr("The present file is kept beside the restored one. What can be read in it and is newer "
                                                              "than the backup comes along."), "accent", "shield-check")
        return Card(theme, column(words, row(deed, GROW), promise, gap=tokens.M), tokens.L)

    def _newer(self, choice: "Choice") -> str:
        """What came after the backup."""
        standing = self._standing
        if standing.holds is not None and choice.holds is not None and standing.trouble is None:
            steps = standing.holds.entries - choice.holds.entries
            return trn("{n} step was recorded after it; it comes along.", "{n} steps were recorded after it; they come along.", steps) if steps > 0 \
                else tr("Nothing was recorded after it.")
        if standing.changed_at is None or standing.changed_at - choice.backup.at < 60_000:
            return tr("Hardly anything was recorded after it.")
        return tr("The damaged file was last written to {time} later. Whatever of that time can still be read comes along.",
                  time=_span(standing.changed_at - choice.backup.at))

    def _others(self, choices: "list[Choice]") -> QWidget:
        theme = self.theme
        newest = next((choice.holds for choice in self._standing.choices if choice.holds is not None), None)
        lines: list[QWidget] = [label(tr("Older backups"), "h3")]
        hidden: list[QWidget] = []
        for number, choice in enumerate(choices):
            moment = local_moment(choice.backup.at)
            missing = newest.ticks - choice.holds.ticks if newest is not None and choice.holds is not None else 0
            fewer = " · " + trn("{n} tick fewer than the newest", "{n} ticks fewer than the newest", missing) if missing > 0 else ""
            words = column(label(moment, "strong", wrap=True), label(_holds(choice) + fewer, "small", "muted", wrap=True), gap=2)
            deed = self._deed(tr("Restore"), f"restore.older.{number}", partial(self._restore, choice.backup.path),
                              spoken=tr("Restore the backup of {moment}", moment=moment))
            deed.setEnabled(choice.holds is not None)
            line = boxed(column(words, row(deed, GROW)) if theme.big else row((words, 1), deed, gap=tokens.M))
            (lines if number < SHOWN else hidden).extend([rule_line(), line])
        if hidden:
            rest = boxed(column(*hidden, gap=tokens.S))
            rest.hide()
            more = button(theme, tr("Show all backups"), "chevron-down", "link", "restore.more")
            more.clicked.connect(rest.show)
            more.clicked.connect(more.hide)
            lines += [rest, boxed(row(more, GROW))]
        return Card(theme, column(*lines, gap=tokens.S), tokens.L)

    def _foot(self) -> QWidget:
        theme, trouble = self.theme, self._standing.trouble
        note = label(tr("A backup holds the database: learners, progress, answers. Certificates and files that were handed in lie in folders of "
                        "their own and are not touched."), "small", "muted", wrap=True)
        deeds: list[QWidget] = []
        if trouble is not None:
            support = button(theme, tr("Report for whoever helps…"), "life-buoy", "ghost", "restore.support")
            support.clicked.connect(lambda: self.desk.window.go(SupportRoute(mending=True)))
            deeds.append(support)
        if isinstance(trouble, DamagedError) and trouble.kind in READABLE:
            on = button(theme, tr("Go on without restoring"), "", "ghost", "restore.goOn")
            on.clicked.connect(lambda: self.desk.window.go(LearnersRoute()))
            deeds.append(on)
        self._buttons += [deed for deed in deeds if isinstance(deed, QPushButton)]
        line = column(*(row(deed, GROW) for deed in deeds), gap=0) if theme.big else row(*deeds, GROW)
        return boxed(column(note, line, gap=tokens.S, pad=(tokens.M, tokens.S)))

    def _deed(self, words: str, name: str, deed: Callable[[], None], *, main: bool = False, spoken: str = "") -> Button:
        made = button(self.theme, words, "database-backup" if main else "", "ink" if main else "", name, big=main, spoken=spoken)
        made.clicked.connect(lambda _on=False: deed())
        self._buttons.append(made)
        return made

    # --- the deed ---

    def _restore(self, backup: Path | None, *, anew: bool = False) -> None:
        self._working = True
        for each in self._buttons:
            each.setEnabled(False)
        session = self.desk.session

        def work(player: "Player") -> "Restored":
            session.sign_out()
            return player.safety.restore(backup, anew=anew)

        self.desk.ask(work, self._done, self._failed, owner=self)
        if isinstance(self._first, Button):
            self._first.set_text(tr("Restoring…"))

    def _failed(self, error: PlayerError) -> None:
        """Nothing was changed: the same choice again."""
        self._working = False
        self._again()
        self._choose()
        self.desk.window.complain(error)
        self._take_focus()

    def _done(self, restored: "Restored") -> None:
        self._working = False
        self._again()
        theme = self.theme
        if self.top is not None:
            self.top.set_title("")
            self.top.set_learner("", "")
            self.top.set_status(tr("Saved on this computer"))
        head = tr("Restored") if restored.backup is not None else tr("Saved what could be read")
        title = label(head, "h1", wrap=True, name="restore.result")
        lines = [label(words, wrap=True) for words in outcome(restored)]
        title.setAccessibleName(f"{head}. {' '.join(line.text() for line in lines)}")
        on = button(theme, tr("Go on"), "chevron-right", "primary", "restore.done", trailing=True, big=True)
        on.clicked.connect(lambda: self.desk.window.go(LearnersRoute()))
        kept: list[QWidget] = []
        if restored.aside is not None:
            kept = [rule_line(), label(tr("The file from before is kept here:"), "small", "muted", wrap=True),
                    label(breakable(restored.aside), "code", wrap=True, select=True, name="restore.aside")]
        words = column(title, *lines, row(on, GROW), *kept, gap=tokens.M)
        self._lines.addWidget(Card(theme, row((icon(theme, "circle-check", "progress_text", 40), 0, TOP), (words, 1), gap=tokens.M), tokens.L))
        self._lines.addStretch(1)
        self._first = on
        self._take_focus()

    def _again(self) -> None:
        clear(self._lines)
        self._buttons.clear()

    def _take_focus(self) -> None:
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)


def outcome(restored: "Restored") -> list[str]:
    """Sentences on what came of it."""
    said: list[str] = []
    if restored.backup is not None:
        said.append(tr("The backup of {moment} is in place.", moment=local_moment(restored.backup.at)))
        said.append(trn("{n} newer step was read from the file from before and came along.",
                        "{n} newer steps were read from the file from before and came along.", restored.salvaged) if restored.salvaged else
                    tr("There was nothing newer in the file from before."))
    else:
        said.append(trn("{n} step was read from the damaged file.", "{n} steps were read from the damaged file.", restored.salvaged))
    if restored.lost:
        said.append(tr("Some of the last minutes may be missing. The learning record says where, and goes on from there."))
    if restored.homeless:
        said.append(trn("{n} step could be read, but it cannot be told whose it is; it is kept in the file from before.",
                        "{n} steps could be read, but it cannot be told whose they are; they are kept in the file from before.", restored.homeless))
    if restored.waiting:
        said.append(trn("{n} course is counted anew when it is next opened: its file is not here now.",
                        "{n} courses are counted anew when they are next opened: their files are not here now.", restored.waiting))
    return said


def _holds(choice: "Choice") -> str:
    if choice.holds is None:
        return tr("This backup cannot be read.")
    kind = (tr("from before an update of Greentick"),) if choice.backup.version else ()
    return " · ".join((trn("{n} tick", "{n} ticks", choice.holds.ticks), trn("{n} learner", "{n} learners", choice.holds.learners),
                       size(choice.backup.size), *kind))


def _span(ms: int) -> str:
    days = ms // 86_400_000
    return trn("{n} day", "{n} days", days) if days else minutes(ms / 60_000)
