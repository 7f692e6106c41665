"""The window over a course folder while it is being written: it follows the folder, and says what is to be mended."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from player.errors import PlayerError
from player.services.preview import Preview, PreviewPlayer, Reading, Shown, State
from player.settings import Settings
from player.ui import tokens
from player.ui.lessons.text import TextView
from player.ui.main_window import MainWindow
from player.ui.preview_findings import FindingsPage
from player.ui.routes import CourseRoute, LearnersRoute, LessonRoute, LibraryRoute, QuizRoute, ResultRoute, Route
from player.ui.screens.screen import Screen
from player.ui.tasks import Tasks
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.callout import Banner
from player.ui.widgets.layouts import boxed, clear, column
from player.ui.words import tr, trn

LOOK_MS = 700  # between two looks at the folder; it is read when two of them are alike


class PreviewWindow(MainWindow):
    """The window, with a line above it that says what it is, and the list of what is to be mended in its place where there is no course."""

    def __init__(self, theme: Theme, settings: Settings, tasks: Tasks, player: "Callable[[], PreviewPlayer]", keep: Callable[[Settings], None],
                 wear: Callable[[Settings], Theme], preview: Preview) -> None:
        super().__init__(theme, settings, tasks, player, keep, wear)
        self._preview, self._player = preview, player
        self._reading: Reading | None = None
        self._seen: State | None = None  # of the last look
        self._busy = False  # the folder is being looked at or read
        self._good = False  # a course was shown
        self._old_text: TextView | None = None
        self._page: QWidget = self.takeCentralWidget() or QWidget()
        self._bar = column(gap=0, pad=(tokens.L - tokens.AIR, 0))
        self._findings: FindingsPage | None = None
        self._body = column(boxed(self._bar), (self._page, 1), gap=0)
        self.setCentralWidget(boxed(self._body, QWidget(), canvas="true"))
        self._draw_bar()
        self.setWindowTitle(tr("Preview of {name}", name=preview.folder.name))
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look_again)

    def begin(self) -> None:
        """Read the folder, and from then on whenever it changes."""
        self._read()
        self._timer.start()

    # --- following the folder ---

    def look_again(self) -> None:
        """Read anew when something was saved and nothing is being saved any more."""
        if self._busy:
            return
        self._busy = True
        self.pool(self._preview.state, self._looked, self._not_looked, owner=self)

    def _looked(self, state: State) -> None:
        self._busy = False
        settled, self._seen = state == self._seen, state
        if settled and (self._reading is None or state != self._reading.state):
            self._read()

    def _not_looked(self, error: PlayerError) -> None:
        self._busy = False
        self.complain(error)

    def _read(self) -> None:
        self._busy = True
        self.pool(self._preview.read, self._take, self._not_looked, owner=self)

    def _take(self, reading: Reading) -> None:
        self._busy = False
        self._reading = reading
        self._draw_bar()
        if reading.opened is None:
            self._show_findings()
            return
        self._preview.accept(reading)
        session, player = self.desk.session, self._player

        def put(_player: object) -> Shown:
            session.close_course()
            return player().show(tr("Preview"))

        self.ask(put, self._go_on, owner=self)

    def _go_on(self, shown: Shown) -> None:
        """The same place in the new reading."""
        self._hide_findings()
        if self.desk.session.learner is None or self.desk.session.learner.id != shown.learner.id:
            self.desk.session.sign_in(shown.learner)
        self._old_text, self._text = self._text, None  # it keeps pictures by their names
        lessons = {lesson.id for lesson in self._preview.open(self._preview.folder).course.lessons()}
        first, self._good = not self._good, True
        target = CourseRoute(shown.key) if first else _same_place(self._place(), shown.key, lessons)
        if target is not None:
            self.go(target)

    def text_view(self) -> TextView:
        view = super().text_view()
        if self._old_text is not None and self._old_text is not view:
            self._old_text.deleteLater()
        self._old_text = None
        return view

    # --- the line above, and the list ---

    def _draw_bar(self) -> None:
        clear(self._bar)
        reading, theme = self._reading, self.desk.theme
        deeds = []
        if reading is not None and reading.errors:
            words = trn("{n} mistake", "{n} mistakes", len(reading.errors))
        elif reading is not None and reading.warnings:
            words = trn("{n} remark", "{n} remarks", len(reading.warnings))
        else:
            words = ""
        if words:
            more = Button(theme, words, kind="link", name="preview.show", spoken=tr("Show what was found: {words}", words=words))
            more.clicked.connect(self._toggle_findings)
            deeds.append(more)
        banner = Banner(theme, tr("Preview: nothing is recorded. The window follows {name} while you write.", name=self._preview.folder.name),
                        "caution", "eye", *deeds, name="preview.bar", closable=False)
        banner.setMinimumHeight(theme.px(40) + 2 * tokens.AIR)
        self._bar.addWidget(banner)

    def _toggle_findings(self) -> None:
        if self._findings is not None and self._good:
            self._hide_findings()
        elif self._findings is None:
            self._show_findings()

    def _show_findings(self) -> None:
        reading = self._reading
        if reading is None:
            return
        self._drop_findings()
        page = FindingsPage(self.desk.theme, reading.errors, reading.warnings, can_go_on=self._good)
        page.left.connect(self._hide_findings)
        self._body.insertWidget(1, page, 1)
        self._findings = page
        self._page.hide()
        page.show()
        page.first_focus().setFocus()

    def _hide_findings(self) -> None:
        if self._findings is None:
            return
        self._drop_findings()
        self._page.show()
        self._focus()

    def _drop_findings(self) -> None:
        if self._findings is not None:
            self._body.removeWidget(self._findings)
            self._findings.hide()
            self._findings.deleteLater()
            self._findings = None

    def wear(self, theme: Theme, *, anew: bool = False) -> None:
        super().wear(theme, anew=anew)
        self._draw_bar()
        if self._findings is not None:
            self._show_findings()

    # --- what a preview does otherwise ---

    def _show(self, route: Route, screen: Screen) -> None:
        super()._show(route, screen)
        if screen.top is not None:
            screen.top.set_status(tr("Nothing is recorded"), "eye")

    def open_paths(self, paths: tuple[Path, ...]) -> None:
        if paths:
            self.notice(tr("This window shows one folder only. Open Greentick without “preview” for packages."))

    def receive(self, paths: tuple[Path, ...]) -> None:
        self.open_paths(paths)

    def choose_package(self) -> None:
        self.open_paths((self._preview.folder,))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)


def _same_place(place: Route | None, key: str, lessons: set[str]) -> Route | None:
    """Where to go on after the course was read anew: the same lesson where it is still there. None: stay."""
    match place:
        case LessonRoute(lesson=lesson) | QuizRoute(lesson=lesson) | ResultRoute(lesson=lesson):
            return LessonRoute(key, lesson) if lesson in lessons else CourseRoute(key)
        case LibraryRoute() | LearnersRoute():
            return LibraryRoute()
        case None:
            return CourseRoute(key)
        case _:
            return CourseRoute(key) if hasattr(place, "key") else None
