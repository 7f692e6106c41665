"""The one window: it shows pages, keeps who is signed in, takes dropped packages, and says what went wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget, QWidget

from player.errors import DamagedError, PlayerError
from player.settings import Settings
from player.ui.arriving import Added, add_to_shelf, files_of, must_be_asked, take_drop
from player.ui.catalogues import Languages
from player.ui.desk import Desk, Failed
from player.ui.grants import apply_grants
from player.ui.indexing import Indexing
from player.ui.intake import Intake
from player.ui.keys import set_keys
from player.ui.locks import is_missing
from player.ui.messages import MessageArea
from player.ui.navigation import page_of, up
from player.ui.reading_order import set_reading_order
from player.ui.routes import (
    ASIDE,
    NOBODYS,
    CourseRoute,
    LearnersRoute,
    LibraryRoute,
    LockRoute,
    RestoreRoute,
    Route,
    SettingsRoute,
    VerifyRoute,
)
from player.ui.screens.screen import Screen
from player.ui.session import Session
from player.ui.stick_watch import Change, StickWatch
from player.ui.tasks import Step, Task, Tasks
from player.ui.theme import Theme
from player.ui.widgets.layouts import boxed, column
from player.ui.widgets.states import EmptyState
from player.ui.widgets.themed import retheme
from player.ui.words import sentence, told, tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player
    from player.ui.lessons.text import TextView

T = TypeVar("T")
LOADING_AFTER_MS = 250  # sooner, a page of its own would only flicker


class MainWindow(QMainWindow):
    """`services` gives the services, on the store lane only (they are made at their first use); `keep` writes settings."""

    def __init__(self, theme: Theme, settings: Settings, tasks: Tasks, services: "Callable[[], Player]", keep: Callable[[Settings], None],
                 look: Callable[[Settings], Theme], languages: Languages | None = None) -> None:
        super().__init__()
        self._tasks, self._services, self._keep, self._look = tasks, services, keep, look
        session = Session()
        session.reading = settings.reading
        self.watch = StickWatch(self.ask, self.pool, session, lambda: getattr(self._route, "key", ""), self)
        self.watch.moved.connect(self._sticks_moved)
        self._pulled = ""  # the name of the stick whose course is open here
        self.intake = Intake(self, self.ask, self.pool, self.long, session, self.watch)
        self.desk = Desk(theme, settings, session, self, self.ask, self.pool, self.intake, languages=languages or Languages())
        self._route: Route | None = None
        self._closing = False  # what arrives after this starts nothing new
        self._wanted = self._arrived = 0  # pages asked for and shown, counted
        self._screen: Screen | None = None
        self._left = False  # the page that is shown was told that the learner goes elsewhere
        self._aside: Route | None = None  # where the settings were opened from
        self._held = ""  # what had the keyboard on a page that is built anew
        self._mending = False  # the page that restores a damaged database is shown or on its way
        self._text: TextView | None = None
        self._worn = theme  # `desk.theme` is the look that is wanted; it is put on with the next page, where one is on its way
        self.setWindowTitle("Greentick")
        self.setWindowIcon(theme.icon("logo", size=64))
        self.setAcceptDrops(True)
        self._stack = QStackedWidget()
        self._messages = MessageArea(theme)
        self._body = column(self._messages, (self._stack, 1), gap=0)
        self.setCentralWidget(boxed(self._body))
        self._loading = self._new_loading()
        self._nothing: EmptyState | None = None  # says why there is no page
        self.indexing = Indexing(tasks, services, session, self)
        set_keys(self)

    # --- what screens may ask (player.ui.desk.Window) ---

    @property
    def screen_shown(self) -> Screen | None:
        return self._screen

    @property
    def route(self) -> Route | None:
        return self._route

    def go(self, route: Route) -> None:
        self._messages.clear()
        self._go(route)

    def _go(self, route: Route) -> None:
        """The same, and what is said on the page stays: nobody asked to move on from it."""
        learner = self.desk.session.learner
        if learner is not None and not isinstance(route, NOBODYS) and is_missing(self.desk.settings, learner):
            route = LockRoute()
        self._held = ""
        self._leave()
        self._wanted += 1
        wanted, page = self._wanted, page_of(route)
        session = self.desk.session
        QTimer.singleShot(LOADING_AFTER_MS, self, lambda: self._wait_for(wanted))

        def show(data: object) -> None:
            if wanted == self._wanted and not self._closing:
                self._arrived = wanted
                if self._screen is not None:
                    self._screen.gone()
                self._drop()
                self._show(route, page.make(self.desk, route, data))

        def refuse(error: PlayerError) -> None:
            if wanted == self._wanted and not self._closing:
                self._arrived = wanted
                self._dress()
                self._fall_back(error)

        self.ask(lambda player: page.load(player, session, route), show, refuse)

    def _wait_for(self, wanted: int) -> None:
        if self._arrived < wanted == self._wanted:
            self._dress()
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
        if self._route is None:
            return
        if isinstance(self._route, SettingsRoute) and self._aside is not None:
            self.go(self._aside)
        elif isinstance(self._route, ASIDE):
            self.go(up(self._route))
        else:
            self.go(up(self._route) if self.desk.session.learner is not None else LearnersRoute())

    def sign_in(self, learner: "LearnerCard") -> None:
        self.desk.session.sign_in(learner)
        self._remember(learner.id)
        self.go(LibraryRoute())

    def sign_out(self) -> None:
        self._remember("")
        self.go(LearnersRoute())

    def complain(self, error: PlayerError) -> None:
        """A damaged database is no line at the top: the page that can restore it opens, wherever the learner was."""
        if not isinstance(error, DamagedError):
            self._messages.show_error(error)
            self._chain()
        elif not self._mending and not self._closing:
            self._mending = True
            self.go(RestoreRoute())

    def notice(self, text: str) -> None:
        self._messages.notice(text)
        self._chain()

    def _chain(self) -> None:
        """What is said stands at the top of the page, for Tab too."""
        if (body := self.centralWidget()) is not None:
            set_reading_order(body)

    def choose_package(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a course"), str(Path.home()), tr("Courses (*.course)"))
        if name:
            self.open_paths((Path(name),))

    def open_paths(self, paths: tuple[Path, ...]) -> None:
        """As `player.ui.desk.Window` says."""
        paths = apply_grants(self.desk, paths, self.course_moved)
        pdfs = [path for path in paths if path.suffix.lower() == ".pdf"]
        packages = [path for path in paths if path not in pdfs]
        session, named = self.desk.session, self.watch.named

        def place(to_ask: bool) -> None:
            self.receive(tuple(packages)) if to_ask else self.ask(lambda player: add_to_shelf(player, session, packages), self._added)

        if packages:
            self.pool(lambda: must_be_asked(packages, named), place)
        elif pdfs and self._screen is not None and self._screen.busy():
            self.notice(tr("Hand in or leave the quiz first, then drop the certificate again."))
        elif pdfs and not (self._screen is not None and self._screen.take_certificate(pdfs[-1])):
            self.go(VerifyRoute(str(pdfs[-1])))

    def receive(self, paths: tuple[Path, ...]) -> None:
        """Offer packages, or what lies in folders, on the library page; whoever is in the middle of something finds them there later."""
        self.intake.offer(paths)
        if self.desk.session.learner is None:
            self.notice(tr("Choose who is learning. What you dropped waits in the library."))
        elif self._screen is not None and self._screen.busy():
            self.notice(tr("What you dropped waits in the library."))
        elif not isinstance(self._route, LibraryRoute):
            self.go(LibraryRoute())

    def shelf_changed(self) -> None:
        """Draw the library anew where it is shown."""
        if isinstance(self._route, LibraryRoute) and self._wanted == self._arrived:
            self.go(LibraryRoute())

    def course_moved(self, key: str) -> None:
        """The file of a course lies elsewhere now: the page that shows it reads from there, unless somebody is in the middle of something."""
        place = self._place()
        if place is not None and getattr(place, "key", "") == key and self._screen is not None and not self._screen.busy():
            self.go(place)

    def change_look(self, **changes: object) -> None:
        try:
            settings = self.desk.settings.changed(**changes)
            self._keep(settings)
        except PlayerError as error:
            self.complain(error)
            return
        self.desk.settings = settings
        self.desk.session.reading = settings.reading
        trouble = self._speak() if "language" in changes else None
        anew = bool({"language", "reading"} & changes.keys())
        self.wear(self._look(settings), anew=anew)
        if trouble is not None:
            self.complain(trouble)

    def _speak(self) -> PlayerError | None:
        """Another language, as the settings say: what outlives a page says it anew. Returns what is wrong with its file."""
        trouble = None
        try:
            self.desk.languages.speak(self.desk.languages.chosen(self.desk.settings.language))
        except PlayerError as error:
            trouble = error
        old, self._loading = self._loading, self._new_loading()
        self._take_away(old)
        return trouble

    def _new_loading(self) -> EmptyState:
        made = EmptyState(self.desk.theme, "package-open", tr("Opening…"), tr("One moment"))
        self._stack.addWidget(made)
        return made

    def wear(self, theme: Theme, *, anew: bool = False) -> None:
        """Show another look at once; a page that is laid out otherwise in it is built anew, as is any page with `anew`."""
        old, self.desk.theme = self.desk.theme, theme
        if theme == old and not anew:
            return
        place, screen = self._place(), self._screen
        laid_out = (theme.big, theme.rtl) == (old.big, old.rtl)
        stays = not anew and laid_out and (theme.scale == old.scale or (screen is not None and screen.fits(theme)))
        if stays or place is None:
            self._dress()
            return
        held = QApplication.focusWidget()
        name = held.objectName() if held is not None and self.isAncestorOf(held) else self._held
        self.go(place)  # the look changes with the page: to dress one that goes in a moment would take longer than all the rest
        self._held = name

    def _dress(self) -> None:
        """Put on the look that is wanted, where it is not worn yet."""
        theme, app = self.desk.theme, QApplication.instance()
        if self._worn != theme and isinstance(app, QApplication):
            theme.apply(app)
            retheme(self, theme)
        self._worn = theme

    def _drop(self) -> None:
        """Before a page in another look: be rid of the one that is shown, now and not later, and put the look on what outlives it."""
        old = self._screen
        if self._worn != self.desk.theme and old is not None:
            self._route, self._screen = self._place(), None
            self._body.insertWidget(0, self._messages)
            self._take_away(old)
            QApplication.sendPostedEvents(old, QEvent.Type.DeferredDelete.value)
        self._dress()

    def _take_away(self, widget: QWidget | None) -> None:
        if widget is not None:
            self._stack.removeWidget(widget)
            widget.deleteLater()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)  # back to what it was: a maximised one stays so

    def text_view(self) -> "TextView":
        if self._text is None:
            from player.ui.lessons.text import TextView

            self._text = TextView(self.desk, self)
            self._text.hide()
        return self._text

    # --- off the window's thread ---

    def ask(self, work: "Callable[[Player], T]", done: Callable[[T], None], failed: Failed | None = None, *,
            owner: QObject | None = None) -> None:
        """Run `work` with the services on the store lane."""
        if not self._closing:
            told = None if failed is None else lambda error: (self.complain if isinstance(error, DamagedError) else failed)(error)
            self._tasks.start(lambda _step: work(self._services()), done, lane="store", failed=told, owner=owner)

    def pool(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None, *, owner: QObject | None = None) -> None:
        if not self._closing:
            self._tasks.start(lambda _step: work(), done, lane="pool", failed=failed, owner=owner)

    def long(self, work: Callable[[Step], T], done: Callable[[T], None], *, progress: Callable[[int, int, str], None], failed: Failed,
             cancelled: Callable[[], None], owner: QObject) -> Task[T] | None:
        """Work in the pool that tells how far it is and can be stopped; None when the window is closing."""
        if self._closing:
            return None
        return self._tasks.start(work, done, lane="pool", progress=progress, failed=failed, cancelled=cancelled, owner=owner)

    # --- the window's own events ---

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ThemeChange and self.desk.settings.theme == "system":
            QTimer.singleShot(0, self, lambda: self.wear(self._look(self.desk.settings)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        take_drop(self, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing:
            self._leave()
            self._closing = True
            self.watch.stop()
            self.indexing.stop()
            self._tasks.close()
            if self._screen is not None:
                self._screen.gone()
        super().closeEvent(event)

    # --- how pages come and go ---

    def _leave(self) -> None:
        if self._screen is not None and not self._left:
            self._left = True
            self._screen.leave()

    def _place(self) -> Route | None:
        """The way back to what is shown now."""
        return (self._screen.here() if self._screen is not None else None) or self._route

    def _show(self, route: Route, screen: Screen) -> None:
        if not isinstance(route, ASIDE):
            self._aside = None
        elif not isinstance(self._route, ASIDE):
            self._aside = self._place()
        self._mending = isinstance(route, RestoreRoute)
        self.indexing.course_shown(getattr(route, "key", ""))
        old, self._screen, self._route, self._left = self._screen, screen, route, False
        if not screen.host(self._messages):
            self._body.insertWidget(0, self._messages)
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        self._take_away(old)
        set_reading_order(screen)
        self._focus(screen.findChild(QWidget, self._held) if self._held else None)
        self._held = ""

    def _focus(self, wanted: QWidget | None = None) -> None:
        """Give the keyboard to the widget that had it before the page was built anew, else to the next step on the page."""
        screen = self._screen
        if screen is None:
            return
        if wanted is None or not wanted.isEnabled() or not wanted.isVisibleTo(screen):
            wanted = screen.first_focus() or screen
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fall_back(self, error: PlayerError) -> None:
        """A page that could not be read: stay where the learner was, and say why."""
        theirs = not isinstance(self._route, NOBODYS)
        if self._screen is not None and theirs and self.desk.session.learner is None:
            self.go(LearnersRoute())  # signed out on the way: the page of somebody else is no place to stay
        elif self._screen is not None:
            self.complain(error)
            self._left = False
            hidden = self._stack.currentWidget() is not self._screen
            self._stack.setCurrentWidget(self._screen)
            self._screen.stay()
            if hidden or QApplication.focusWidget() is None:
                self._focus()
        else:
            self._take_away(self._nothing)
            self._nothing = EmptyState(self.desk.theme, "circle-alert", told(error.title), sentence(error), tone="danger", name="status.error")
            self._stack.addWidget(self._nothing)
            self._stack.setCurrentWidget(self._nothing)

    def _sticks_moved(self, change: Change) -> None:
        """A stick was pulled or is back: the shelf says so, and so does the page of a course that lies on it."""
        lost = next((stick for stick in change.lost if change.at is not None and change.at.is_relative_to(stick.root)), None)
        if isinstance(self._route, LibraryRoute):
            self.shelf_changed()
        elif lost is not None:
            self._pulled = lost.name
            self.complain(PlayerError(tr("The stick was pulled"), tr("This course lies on the stick {name}, which is not there now.", name=lost.name),
                                      tr("Put it back and go on. Everything that was done is saved on this computer.")))
        elif self._pulled and change.came and change.at is not None and any(change.at.is_relative_to(stick.root) for stick in change.came):
            self._messages.clear()
            self.notice(tr("The stick {name} is back. Go on.", name=self._pulled))
            self._pulled = ""

    def _added(self, added: Added) -> None:
        busy = self._screen is not None and self._screen.busy()
        nobody = self.desk.session.learner is None
        if added.key and (nobody or busy):
            self.notice(tr("The course is on the shelf. Choose who is learning.") if nobody else tr("The course is on the shelf."))
        elif added.key and not added.updates:
            self._go(CourseRoute(added.key))  # what was said of another file meanwhile stays
        self.watch.compare()
        self.receive(added.updates) if added.updates else None
        for error in added.refused:
            self.complain(error)

    def _remember(self, learner_id: str) -> None:
        self.desk.settings = self.desk.settings.changed(last_learner=learner_id)
        try:
            self._keep(self.desk.settings)
        except PlayerError as error:
            self.complain(error)
