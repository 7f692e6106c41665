"""How the player says that something is wrong: in a bar on the page, never over a playing medium; and what it says after a bug."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.callout import Banner, Tone
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import GROW, TOP, boxed, column, row
from player.ui.widgets.text import breakable, label
from player.ui.widgets.themed import Themed
from player.ui.words import told, tr

log = logging.getLogger(__name__)
MOST_SHOWN = 3
NOTICE_MS = 6000


class MessageArea(Themed, QWidget):
    """A place under the top bar for what has to be said. Errors stay until they are closed; a notice goes by itself. At most three."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("messages")
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(tokens.L - tokens.AIR, 0, tokens.L - tokens.AIR, 0)
        self._lines.setSpacing(0)
        self.setLayout(self._lines)
        self._shown: list[tuple[str, Banner]] = []
        self.hide()

    def show_error(self, error: PlayerError) -> Banner:
        """What, where, what to do. The same error twice is one line."""
        return self.show_message(told(error.title), told(error.message), told(error.hint), "danger")

    def show_message(self, title: str, text: str, hint: str = "", tone: Tone = "accent", icon: str = "", *actions: QPushButton) -> Banner:
        key = f"{tone}|{title}|{text}|{hint}"
        for known, banner in self._shown:
            if known == key:
                return banner
        banner = Banner(self.theme, text, tone, icon, *actions, title=title, hint=hint, name=f"message.{tone}", close_name="message.close")
        banner.closed.connect(lambda: self._forget(banner))
        self._lines.insertWidget(0, banner)
        self._shown.insert(0, (key, banner))
        while len(self._shown) > MOST_SHOWN:
            self._shown[-1][1].dismiss()
        self.show()
        return banner

    def notice(self, text: str, tone: Tone = "progress") -> Banner:
        """Good news in one line, which goes by itself after six seconds."""
        banner = self.show_message("", text, "", tone)
        QTimer.singleShot(NOTICE_MS, banner, banner.dismiss)
        return banner

    def clear(self) -> None:
        for _, banner in list(self._shown):
            banner.dismiss()

    @property
    def shown(self) -> list[Banner]:
        return [banner for _, banner in self._shown]

    def _forget(self, banner: Banner) -> None:
        self._shown = [(key, other) for key, other in self._shown if other is not banner]
        self._lines.removeWidget(banner)
        banner.deleteLater()
        self.setVisible(bool(self._shown))


class CrashDialog(QDialog):
    """After a bug of ours: nothing was lost, what can be done, and the details for whoever can mend it."""

    def __init__(self, theme: Theme, details: str, log_path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(tr("Greentick has a fault"))
        self._details = details
        where = tr("The log is {path}.", path=breakable(log_path)) if log_path is not None else ""
        words = column(
            label(tr("Something went wrong in Greentick"), "h2", wrap=True),
            label(tr("Nothing was lost: everything marked as done or saved is on this computer. "
                     "Close Greentick and open it again; you go on where you stopped."), wrap=True),
            label(tr("This is a fault of the program, not of yours.") + (" " + where if where else ""), "small", "muted", wrap=True),
            gap=tokens.S)
        self._text = QPlainTextEdit(details)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(tr("Details of the fault"))
        self._text.setObjectName("crash.details")
        self._text.setMinimumHeight(theme.px(120))
        self._text.hide()
        more = Button(theme, tr("Show details"), kind="ghost", name="crash.show")
        more.clicked.connect(self._text.show)
        more.clicked.connect(more.hide)
        copy = Button(theme, tr("Copy details"), "copy", name="crash.copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        close = Button(theme, tr("Close Greentick"), kind="ink", name="crash.close")
        close.clicked.connect(self.accept)
        lines = column(row((Icon(theme, "life-buoy", "muted", 32), 0, TOP), (words, 1), gap=tokens.M), self._text,
                       row(more, GROW, copy, close, gap=tokens.S), gap=tokens.M, pad=tokens.L)
        boxed(lines, self, name="crash")
        width = min(theme.px(520), 900)
        self.setMinimumSize(width, lines.totalHeightForWidth(width))
        close.setFocus()


class CrashHook:
    """For `sys.excepthook` and for `Tasks(on_bug=hook.bug)`: log the bug, then show it, once at a time. `show` gets the traceback."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._showing = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            raise SystemExit(130) from error
        log.critical("a fault of the program", exc_info=(kind, error, trace))
        if self._showing:                                   # a fault while a fault is shown: the log has it
            return
        self._showing = True
        try:
            self._show("".join(traceback.format_exception(kind, error, trace)))
        finally:
            self._showing = False

    def bug(self, error: BaseException) -> None:
        self(type(error), error, error.__traceback__)
