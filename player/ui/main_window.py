"""The one window: it shows pages, keeps who is signed in, takes dropped packages, and says what went wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget, QWidget

from player.errors import PlayerError
from player.settings import Settings
from player.ui.desk import Desk, Failed
from player.ui.messages import MessageArea
from player.ui.navigation import page_of, up
from player.ui.routes import CourseRoute, LearnersRoute, LibraryRoute, Route, VerifyRoute
from player.ui.screens.screen import Screen
from player.ui.session import Session
from player.ui.tasks import Tasks
from player.ui.theme import Theme
from player.ui.widgets.layouts import column
from player.ui.widgets.states import EmptyState
from player.ui.widgets.themed import retheme
from player.ui.words import tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player
    from player.ui.lessons.text import TextView

T = TypeVar("T")
LOADING_AFTER_MS = 250  # sooner, a page of its own would only flicker


class MainWindow(QMainWindow):
    """`services` gives the services, on the store lane only (they are made at their first use); `keep` writes settings."""

    def __init__(self, theme: Theme, settings: Settings, tasks: Tasks, services: "Callable[[], Player]", keep: Callable[[Settings], None],
                 look: Callable[[Settings], Theme]) -> None:
        super().__init__()
        self._tasks, self._services, self._keep, self._look = tasks, services, keep, look
        self.desk = Desk(theme, settings, Session(), self, self.ask, self.pool)
        self._route: Route | None = None
        self._closing = False  # what arrives after this starts nothing new
        self._wanted = self._arrived = 0  # pages asked for and shown, counted
        self._screen: Screen | None = None
        self._text: TextView | None = None
        self.setWindowTitle("Greentick")
        self.setWindowIcon(theme.icon("logo", size=64))
        self.setAcceptDrops(True)
        self._stack = QStackedWidget()
        self._messages = MessageArea(theme)
        body = QWidget()
        body.setLayout(column(self._messages, (self._stack, 1), gap=0))
        self.setCentralWidget(body)
        self._loading = EmptyState(theme, "package-open", tr("Opening…"), tr("One moment"))
        self._stack.addWidget(self._loading)
        for keys, deed in (("F11", self.toggle_full_screen), ("Alt+Right", lambda: self._step(forward=not self.desk.theme.rtl)),
                           ("Alt+Left", lambda: self._step(forward=self.desk.theme.rtl)), ("Ctrl+O", self.choose_package)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(deed)

    # --- what screens may ask (player.ui.desk.Window) ---

    @property
    def screen_shown(self) -> Screen | None:
        return self._screen

    @property
    def route(self) -> Route | None:
        return self._route

    def go(self, route: Route) -> None:
        self._leave()
        self._wanted += 1
        wanted, page = self._wanted, page_of(route)
        session = self.desk.session
        QTimer.singleShot(LOADING_AFTER_MS, self, lambda: self._wait_for(wanted))

        def show(data: object) -> None:
            if wanted == self._wanted:
                self._arrived = wanted
                self._show(route, page.make(self.desk, route, data))

        def refuse(error: PlayerError) -> None:
            if wanted == self._wanted:
                self._arrived = wanted
                self._fall_back(error)

        self.ask(lambda player: page.load(player, session, route), show, refuse)

    def _wait_for(self, wanted: int) -> None:
        if self._arrived < wanted == self._wanted:
            self._stack.setCurrentWidget(self._loading)

    def show_first(self, route: Route, data: object) -> None:
        """A page whose data was read before the services were there."""
        self._wanted += 1
        self._arrived = self._wanted
        self._show(route, page_of(route).make(self.desk, route, data))

    def warm(self) -> None:
        """Load the services behind a page that is already shown."""
        self.ask(lambda _player: None, lambda _nothing: None)

    def refuse_start(self, error: PlayerError) -> None:
        """The records cannot be used: say so on an otherwise empty window."""
        self._wanted += 1
        self._fall_back(error)

    def back(self) -> None:
        if self._route is not None:
            self.go(up(self._route) if self.desk.session.learner is not None else LearnersRoute())

    def sign_in(self, learner: "LearnerCard") -> None:
        self.desk.session.sign_in(learner)
        self._remember(learner.id)
        self.go(LibraryRoute())

    def sign_out(self) -> None:
        self._remember("")
        self.go(LearnersRoute())

    def complain(self, error: PlayerError) -> None:
        self._messages.show_error(error)

    def notice(self, text: str) -> None:
        self._messages.notice(text)

    def choose_package(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a course"), str(Path.home()), tr("Courses (*.course)"))
        if name:
            self.open_paths((Path(name),))

    def open_paths(self, paths: tuple[Path, ...]) -> None:
        """Packages go on the shelf and the last one is opened; a PDF is checked as a certificate."""
        pdfs = [path for path in paths if path.suffix.lower() == ".pdf"]
        packages = [path for path in paths if path not in pdfs]
        if packages:
            self.ask(lambda player: [player.library.add(path) for path in packages][-1], self._added)
        elif pdfs:
            self.go(VerifyRoute(str(pdfs[-1])))

    def change_look(self, **changes: object) -> None:
        try:
            settings = self.desk.settings.changed(**changes)
            self._keep(settings)
        except PlayerError as error:
            self.complain(error)
            return
        self.desk.settings = settings
        self.wear(self._look(settings))

    def wear(self, theme: Theme) -> None:
        """Show another look at once; a page that is laid out otherwise in it is built anew."""
        old, self.desk.theme = self.desk.theme, theme
        if theme == old:
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app)
        retheme(self, theme)
        if (theme.big, theme.rtl, theme.scale) != (old.big, old.rtl, old.scale) and self._route is not None:
            self.go(self._route)

    def toggle_full_screen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def text_view(self) -> "TextView":
        if self._text is None:
            from player.ui.lessons.text import TextView

            self._text = TextView(self.desk, self)
            self._text.hide()
        return self._text

    # --- off the window's thread ---

    def ask(self, work: "Callable[[Player], T]", done: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run `work` with the services on the store lane."""
        if self._closing:
            return
        self._tasks.start(lambda _step: work(self._services()), done, lane="store", failed=failed or self.complain)

    def pool(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        if self._closing:
            return
        self._tasks.start(lambda _step: work(), done, lane="pool", failed=failed or self.complain)

    # --- the window's own events ---

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ThemeChange and self.desk.settings.theme == "system":
            QTimer.singleShot(0, lambda: self.wear(self._look(self.desk.settings)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _files(event):
            event.acceptProposedAction()
            self.open_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        self._closing = True
        self._tasks.close()
        super().closeEvent(event)

    # --- how pages come and go ---

    def _leave(self) -> None:
        self._messages.clear()
        if self._screen is not None:
            self._screen.leave()

    def _show(self, route: Route, screen: Screen) -> None:
        old, self._screen, self._route = self._screen, screen, route
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        focus = screen.first_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fall_back(self, error: PlayerError) -> None:
        """A page that could not be read: stay where the learner was, and say why."""
        if self._screen is not None:
            self._stack.setCurrentWidget(self._screen)
            self.complain(error)
            return
        nothing = EmptyState(self.desk.theme, "circle-alert", error.title, str(error), tone="danger", name="status.error")
        self._stack.addWidget(nothing)
        self._stack.setCurrentWidget(nothing)

    def _added(self, key: str) -> None:
        if self.desk.session.learner is None:
            self.notice(tr("The course is on the shelf. Choose who is learning."))
            return
        self.go(CourseRoute(key))

    def _remember(self, learner_id: str) -> None:
        self.desk.settings = self.desk.settings.changed(last_learner=learner_id)
        try:
            self._keep(self.desk.settings)
        except PlayerError as error:
            self.complain(error)

    def _step(self, *, forward: bool) -> None:
        if self._screen is not None:
            self._screen.next_pressed() if forward else self._screen.back_pressed()


def _files(event: Any) -> tuple[Path, ...]:
    """The local files of a drag."""
    data = event.mimeData()
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()) if data.hasUrls() else ()
