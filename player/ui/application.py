"""Start: the first picture first, everything else after it."""

import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from player import logs
from player import settings as kept
from player.errors import DamagedError, PlayerError
from player.paths import DataFolder
from player.services.instance import Instance, claim, hand_over
from player.ui.catalogues import Languages, own_folder, written_right_to_left
from player.ui.idle import IdleWatch
from player.ui.locks import is_missing
from player.ui.mail_watch import MailWatch
from player.ui.main_window import MainWindow
from player.ui.messages import CrashDialog, CrashHook
from player.ui.routes import LearnersRoute, LibraryRoute
from player.ui.safety_watch import SafetyWatch
from player.ui.tasks import Tasks
from player.ui.theme import Theme, load_ui_fonts, make_application, system_scheme
from player.ui.web.environment import prepare_environment, register_scheme
from player.ui.widgets.focus import FocusRing

if TYPE_CHECKING:
    from player.services.player import Player

log = logging.getLogger(__name__)
SMALLEST, USUAL, FRAME = (960, 600), (1366, 768), (16, 48)  # px of the window, and of what a window manager puts around it
DONE, REFUSED, BUG = 0, 1, 3


def look(settings: kept.Settings, languages: Languages | None = None) -> Theme:
    """The theme that the settings ask for on this computer."""
    rtl = settings.direction == "rtl"
    if settings.direction == "auto":
        rtl = written_right_to_left((languages or Languages()).chosen(settings.language))
    return Theme(system_scheme() if settings.theme == "system" else settings.theme, settings.text_scale, rtl)


def too_small(free: QSize) -> bool:
    """Whether the screen has no room for the usual window with a frame around it: it takes all there is then. Without a screen (offscreen,
    where sizes are made up) nothing has to fit."""
    return QGuiApplication.platformName() != "offscreen" and (free.width() < USUAL[0] + FRAME[0] or free.height() < USUAL[1] + FRAME[1])


class Doorbell(QObject):
    """Brings what a second start hands over to the window's thread."""

    rung = Signal(tuple)


class Alarm(QObject):
    """Brings a fault in a thread that is none of ours (a library's) to the window's thread."""

    rung = Signal(object)

    def ring(self, fault: threading.ExceptHookArgs) -> None:
        """For `threading.excepthook`."""
        if fault.exc_value is not None:
            self.rung.emit(fault.exc_value)


class Services:
    """The services, made at their first use on the store lane: SQLModel and what hangs on it load after the first picture."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self._player: Player | None = None

    def __call__(self) -> "Player":
        if self._player is None:
            from player.services.player import Player

            self._player = Player(self._data)
        return self._player

    def close(self) -> None:
        """What cannot be written now (a full disk) is found and mended by the next start."""
        if self._player is not None:
            try:
                self._player.close()
            except PlayerError as error:
                log.warning("not closed properly: %s", error)


class Application:
    """Everything that lives as long as the window."""

    def __init__(self, app: QApplication, data: DataFolder, instance: Instance) -> None:
        self._app, self._data, self._instance = app, data, instance
        self._crashed = False
        loaded = kept.load(data.settings)
        load_ui_fonts()
        languages = Languages((*own_folder(), data.translations))
        theme = look(loaded.settings, languages)
        theme.apply(app)
        silent = _speak(languages, loaded.settings)
        self._focus = FocusRing(app)
        self._services = Services(data)
        hook = CrashHook(self._show_crash)
        sys.excepthook = hook
        self._alarm = Alarm()
        self._alarm.rung.connect(hook.bug, Qt.ConnectionType.QueuedConnection)
        threading.excepthook = self._alarm.ring
        self._tasks = Tasks(self._complain, hook.bug)
        self.window = MainWindow(theme, loaded.settings, self._tasks, self._services, lambda changed: kept.save(data.settings, changed),
                                 lambda settings: look(settings, languages), languages)
        self.window.setMinimumSize(*SMALLEST)
        self.window.resize(*USUAL)
        if too_small(self.window.screen().availableSize()):
            self.window.setWindowState(Qt.WindowState.WindowMaximized)
        if loaded.trouble:
            self.window.complain(PlayerError("Settings", loaded.trouble))
        if silent is not None:
            self.window.complain(silent)
        self._bell = Doorbell()
        self._bell.rung.connect(self._come_forward, Qt.ConnectionType.QueuedConnection)
        instance.listen(self._bell.rung.emit)

    def start(self, paths: Sequence[Path], sticks: Sequence[Path] = ()) -> int:
        """Blocks until the window is closed; returns the exit code. `sticks` are folders that are treated as sticks."""
        try:
            self._first_picture()
        except DamagedError as error:
            self.window.complain(error)
        except PlayerError as error:
            self.window.refuse_start(error)
        self.window.show()
        SafetyWatch(self.window, self.window)
        IdleWatch(self.window)
        MailWatch(self.window, self.window)
        if paths:
            QTimer.singleShot(0, lambda: self.window.open_paths(tuple(paths)))
        self.window.watch.start(sticks)
        code = self._app.exec()
        threading.excepthook = threading.__excepthook__  # there is no window any more to say it in
        self._services.close()
        return BUG if self._crashed else code

    def _first_picture(self) -> None:
        """The library of who learned last, or the board, by plain sqlite3. Raises PlayerError for a database that cannot be used."""
        from player.services.first import first_picture

        last = self.window.desk.settings.last_learner
        first = first_picture(self._data, last)
        if first is None and self._data.database.exists():
            self.window.go(LearnersRoute())
        elif first is None:
            from player.ui.screens.learners import Board

            self.window.show_first(LearnersRoute(), Board((), int(time.time() * 1000)))
            self.window.warm()
        elif first.learner is not None and last and not (first.learner.lock or is_missing(self.window.desk.settings, first.learner)):
            from player.ui.screens.library import Shelf

            self.window.desk.session.sign_in(first.learner)
            self.window.show_first(LibraryRoute(), Shelf(first.cards, first.kept, int(time.time() * 1000)))
            self.window.warm()
        else:
            from player.ui.screens.learners import Board

            self.window.show_first(LearnersRoute(), Board(first.learners, int(time.time() * 1000)))
            self.window.warm()

    def _complain(self, error: PlayerError) -> None:
        self.window.complain(error)

    def _come_forward(self, files: tuple[str, ...]) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()
        if files:
            self.window.open_paths(tuple(Path(name) for name in files))

    def _show_crash(self, details: str) -> None:
        self._crashed = True
        CrashDialog(self.window.desk.theme, details, self._data.logs / "greentick.log", self.window).exec()
        self.window.close()
        self._app.quit()


def run(paths: Sequence[Path], data: DataFolder, sticks: Sequence[Path] = ()) -> int:
    """The window. Returns 0 when it was closed, 1 when the start was refused (said on stderr and in a window), 3 after a fault of ours."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        print("greentick: there is no display here to open a window on. Start it in a desktop session; "  # noqa: T201
              "the commands (greentick --help) need none.", file=sys.stderr)
        return REFUSED
    try:
        instance = claim(data.root)
        if instance is None:
            hand_over(data.root, paths)
            return DONE
    except PlayerError as error:
        print(f"greentick: {error}", file=sys.stderr)  # noqa: T201 - for a terminal; the window below is for everybody else
        from player.ui.refused import show_refusal

        app, settings = _qt(), kept.load(data.settings).settings
        languages = Languages((*own_folder(), data.translations))
        _speak(languages, settings)
        show_refusal(app, look(settings, languages), error)
        return REFUSED
    handler = logs.start(data.logs / "greentick.log")
    prepare_environment()
    register_scheme()
    app = _qt()
    try:
        application = Application(app, data, instance)  # kept until nobody can ring any more
        return application.start(paths, sticks)
    finally:
        instance.close()
        logs.stop(handler)


def _speak(languages: Languages, settings: kept.Settings) -> PlayerError | None:
    """What is wrong with the file of the language, None when nothing is; English is spoken then."""
    try:
        languages.speak(languages.chosen(settings.language))
    except PlayerError as error:
        return error
    return None


def _qt() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = make_application(["greentick"])
    app.setApplicationName("Greentick")
    app.setDesktopFileName("greentick")
    return app
