"""The real window over a real data folder, in this process: found by the names of interface.md, pressed as a person presses."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from player.course.model import Award, AwardKind, Chapter, Complete, CountsWhen, Course, Kind, Lesson, Order, QuizRules, Rule, default_award
from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Question, QuestionKind, Quiz
from player.errors import PlayerError
from player.package.builder import build
from player.paths import DataFolder
from player.services.learners import LearnerCard
from player.services.player import Player
from player.settings import Settings
from player.signing.keys import Identity
from player.signing.pins import PinCost
from player.ui.main_window import MainWindow
from player.ui.routes import LearnersRoute, LibraryRoute, Route
from player.ui.tasks import Tasks
from player.ui.theme import Theme
from tests.forge.packages import openers

PATIENCE = int(os.environ.get("PATIENCE", "60000"))  # ms; the machine may be busy
NOON = 1_800_000_000_000
T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


@dataclass
class Clock:
    now: int = NOON

    def __call__(self) -> int:
        return self.now

    def forward(self, *, seconds: int = 0, days: int = 0) -> None:
        self.now += seconds * 1000 + days * 86_400_000


def worn(settings: Settings) -> Theme:
    """The look of the settings, as the application makes it; "system" is light here."""
    return Theme("light" if settings.theme == "system" else settings.theme, settings.text_scale, settings.direction == "rtl")


class Watch:
    """Sees widgets that are shown before they have a parent: each is a window of its own for a moment, and takes the keyboard."""

    def __init__(self) -> None:
        self.strays: list[str] = []
        self._set, self._show = QWidget.setVisible, QWidget.show
        watch = self

        def set_visible(widget: QWidget, visible: bool) -> None:
            watch._look(widget, visible)
            watch._set(widget, visible)

        def show(widget: QWidget) -> None:
            watch._look(widget, True)
            watch._show(widget)

        QWidget.setVisible, QWidget.show = set_visible, show  # type: ignore[method-assign,assignment]

    def _look(self, widget: QWidget, visible: bool) -> None:
        if visible and widget.parent() is None and not isinstance(widget, (QMainWindow, QDialog, QMenu)):
            self.strays.append(f"{type(widget).__name__} {widget.objectName() or widget.accessibleName() or getattr(widget, 'text', str)()}")

    def end(self) -> None:
        QWidget.setVisible, QWidget.show = self._set, self._show  # type: ignore[method-assign]


@dataclass
class Stage:
    """The window and everything behind it. `bugs` must stay empty; `kept` are the settings that were written."""

    qtbot: QtBot
    folder: Path
    settings: Settings = field(default_factory=Settings)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.bugs: list[BaseException] = []
        self.kept: list[Settings] = []
        self.data = DataFolder(self.folder / "data")
        self.player = Player(self.data, self.clock, machine="one", pin_cost=PinCost(memory=8, passes=1, lanes=1))
        self.tasks = Tasks(self._complain, self.bugs.append)
        self.window = MainWindow(worn(self.settings), self.settings, self.tasks, lambda: self.player, self.kept.append, worn)
        worn(self.settings).apply(QApplication.instance())  # type: ignore[arg-type]  # it is there
        self.qtbot.addWidget(self.window)
        self.watch = Watch()
        self.window.resize(1366, 768)

    def _complain(self, error: PlayerError) -> None:
        self.window.complain(error)

    def close(self) -> None:
        """Everything ends in order: the window hands over, the store is closed, nothing is left and nothing went wrong."""
        self.window.close()
        self.player.close()
        self.watch.end()
        assert not self.bugs, self.bugs
        assert not self.watch.strays, f"widgets that were windows for a moment: {self.watch.strays}"

    # --- waiting ---

    def wait(self, seen: Callable[[], T], what: str = "") -> T:
        """Until it is true; returns it."""
        found: list[T] = []

        def look() -> None:
            assert not self.bugs, self.bugs
            value = seen()
            assert value, f"{what or 'it'} did not come; messages: {self.messages()}"
            found.append(value)

        self.qtbot.waitUntil(look, timeout=PATIENCE)
        return found[-1]

    def settle(self) -> None:
        """Until everything that was asked is answered, and its answers too."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy, timeout=PATIENCE)
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        if self.tasks.busy:
            self.settle()
        assert not self.bugs, self.bugs

    def asked(self, work: Callable[[Player], T]) -> T:
        """Ask the services, on their own lane; an expected error is raised here."""
        found: list[T] = []
        refused: list[PlayerError] = []
        self.window.ask(work, found.append, refused.append)
        self.qtbot.waitUntil(lambda: bool(found or refused), timeout=PATIENCE)
        if refused:
            raise refused[0]
        return found[0]

    # --- seeing ---

    @property
    def screen(self) -> Any:
        """The page that is shown."""
        return self.window.screen_shown

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]  # QWidget is the widest W
        """The visible widget of that name; waits for it."""
        return self.wait(lambda: self.look(name, kind), f"“{name}”")

    def look(self, name: str, kind: type[W] = QWidget) -> W | None:  # type: ignore[assignment]
        """The same, None when it is not there now."""
        return next((each for each in self.window.findChildren(kind, name) if each.isVisible()), None)

    def sees(self, name: str) -> bool:
        return self.look(name) is not None

    def words(self, name: str) -> str:
        widget = self.find(name)
        return widget.text() if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)) else str(widget.property("fullText") or "")

    def text(self) -> str:
        """Every word that a label on the window shows now."""
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible() and label.text())

    def messages(self) -> list[str]:
        return [banner.accessibleName() for banner in self.window._messages.shown]

    def says(self, part: str) -> str:
        """The message that holds these words; waits for it."""
        return self.wait(lambda: next((said for said in self.messages() if part in said), ""), f"the message “{part}”")

    # --- acting ---

    def click(self, name: str) -> None:
        widget = self.find(name)
        assert widget.isEnabled(), f"“{name}” cannot be pressed"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def write(self, name: str, text: str) -> None:
        field = self.find(name, QLineEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """To whatever has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def show(self, route: Route) -> Any:
        """Go there and wait until it is shown."""
        self.window.go(route)
        self.settle()
        assert self.window.route == route, (self.window.route, self.messages())
        return self.screen

    def open(self, learner: str = "Nora Example") -> "Stage":
        """The window with a learner signed in, at the library."""
        self._appear()
        self.learner = self.sign_in(learner)
        return self

    def sign_in(self, name: str) -> LearnerCard:
        card = self.asked(lambda player: next((one for one in player.learners.all() if one.name == name), None)
                          or player.learners.create(name, "bird", "sea"))
        self.window.sign_in(card)
        self.settle()
        assert isinstance(self.window.route, LibraryRoute)
        return card

    def _appear(self) -> None:
        with self.qtbot.waitActive(self.window, timeout=PATIENCE):
            self.window.show()
            self.window.activateWindow()

    def board(self) -> "Stage":
        self._appear()
        self.show(LearnersRoute())
        return self

    def add(self, path: Path) -> str:
        """On the shelf; returns its key."""
        return self.asked(lambda player: player.library.add(path))

    def status(self, key: str) -> Any:
        """What is on disk, as the domain judges it."""
        session = self.window.desk.session
        return self.asked(lambda player: player.learning.status(session.enrolment(player, key)))

    def tick(self, key: str, *lessons: str) -> None:
        """Granted, so that a test may begin where it wants."""
        session = self.window.desk.session
        for lesson in lessons:
            self.asked(lambda player, lesson=lesson: player.learning.grant(session.enrolment(player, key), lesson, "test", "Trainer"))  # type: ignore[misc]

    def resized(self, **changes: object) -> None:
        self.window.change_look(**changes)
        self.settle()


# --- courses without a text lesson: a web view costs a second and 200 MB ---

QUESTIONS = (
    Question("water", QuestionKind.SINGLE, "Which *water*?", answers=(
        Answer("fresh", "Fresh", right=True, feedback="Yes."), Answer("old", "Stale", feedback="No."), Answer("none", "None"))),
    Question("leaf", QuestionKind.MULTIPLE, "Which are teas?", points=2, answers=(
        Answer("assam", "Assam", right=True), Answer("mint", "Mint"), Answer("sencha", "Sencha", right=True))),
    Question("milk", QuestionKind.TRUE_FALSE, "Milk first?", answers=(Answer("true", ""), Answer("false", "", right=True))),
    Question("word", QuestionKind.SHORT_TEXT, "Chinese for tea?", accepted=(AcceptedText("cha"),), feedback="It is *cha*."),
    Question("heat", QuestionKind.NUMERIC, "Degrees for black tea?", numbers=(AcceptedNumber(Fraction(95), Fraction(100)),)),
)  # fmt: skip
RIGHT: Mapping[str, tuple[str, ...] | str] = {"water": ("fresh",), "leaf": ("assam", "sencha"), "milk": ("false",), "word": "Cha", "heat": "98"}


def pages(sizes: tuple[tuple[int, int], ...] = ((595, 842), (842, 595), (595, 842))) -> bytes:
    """A PDF of empty pages; sizes in points."""
    from pypdf import PdfWriter

    writer, out = PdfWriter(), BytesIO()
    for width, height in sizes:
        writer.add_blank_page(width, height)
    writer.write(out)
    return out.getvalue()


BOXES = Lesson("boxes", "Ready?", Kind.CHECKLIST, CountsWhen(Rule.BOXES), file="boxes.md", boxes=("Kettle", "Pot"), minutes=1)
FILES = Lesson("files", "Recipes", Kind.DOWNLOAD, CountsWhen(Rule.NEXT), files=("recipe.txt", "large.bin"), minutes=2, summary="Two files.")
SAVED = Lesson("saved", "To keep", Kind.DOWNLOAD, CountsWhen(Rule.SAVED), file="saved.md", files=("recipe.txt",), required=False)
LEAFLET = Lesson("leaflet", "The leaflet", Kind.PDF, CountsWhen(Rule.PAGES, 100), file="leaflet.pdf", pages=3, minutes=4)
FILM = Lesson("film", "A film", Kind.VIDEO, CountsWhen(Rule.PLAYED, 90), file="film.mp4", required=False, minutes=6)


def check(**rules: Any) -> tuple[Lesson, Quiz]:
    usual: dict[str, Any] = {"questions": 5, "points": 6, "attempts": 3}
    quiz = Quiz(QuizRules(**(usual | rules)), QUESTIONS, "Five questions.")
    return Lesson("check", "Final check", Kind.QUIZ, CountsWhen(Rule.PASSED), file="check.quiz.json", quiz=quiz.rules, minutes=10), quiz


def write_course(path: Path, *chapters: Chapter, quiz: Quiz | None = None, order: Order = Order.FREE, identity: Identity | None = None,
                 awards: tuple[Award, ...] | None = None, version: str = "1.0", course_id: str = "org.example.tea", title: str = "Making Tea",
                 **more: Any) -> Path:
    """A course of the kinds above, as a package."""
    contents = {"boxes.md": b"Tick when you **have** it.\n\n- [ ] Kettle\n- [ ] Pot\n", "recipe.txt": b"water, leaves\n",
                "large.bin": b"x" * 3_000_000, "saved.md": b"Keep this.\n", "leaflet.pdf": pages(), "film.mp4": b"no film",
                "text.md": b"# Text\n\nWords.\n"}  # fmt: skip
    contents |= more.pop("contents", {})
    used = {name for chapter in chapters for lesson in chapter.lessons for name in (lesson.file, *lesson.files) if name} | {more.get("cover")}
    course = Course(course_id, title, version, chapters, order=order, publisher="Hill Farm",
                    awards=awards if awards is not None else (default_award(title),), **more)
    build(course, openers({name: contents[name] for name in used if name in contents}), {"check.quiz.json": quiz} if quiz else {}, path, identity)
    return path


def tea(path: Path, **rules: Any) -> Path:
    """Two chapters: boxes, files, something to keep; a film, the leaflet, the quiz."""
    lesson, quiz = check(**rules)
    return write_course(path, Chapter("start", "Before you start", (BOXES, FILES, SAVED)), Chapter("brew", "Brewing", (FILM, LEAFLET, lesson)),
                        quiz=quiz)


VOUCHER = Award("voucher", AwardKind.VOUCHER, "One cup, free", Complete("boxes"))
