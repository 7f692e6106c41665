"""The outline: a model that Qt's own tester accepts, rows in words, only what changed told anew, painted in every look."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.course.facts import Event, EventKind, Facts, LessonFacts
from player.course.fold import fold_all
from player.course.model import Chapter, Complete, CountsWhen, Course, Kind, Lesson, Order, Rule, default_award
from player.course.status import Evaluator
from player.course.status_types import CourseStatus
from player.ui.lessons.outline import OutlineView
from player.ui.models.outline import HEADING, HERE, LESSON, OutlineModel
from player.ui.rows import badge_state
from player.ui.theme import Theme
from tests.forge.window import BOXES, FILES, FILM, LEAFLET, NOON, check

QUIZ, _ = check(attempts=1)
LONG = Lesson("long", "A title that is so long that it needs a second line, and would need a third one too " * 2, Kind.TEXT,
              CountsWhen(Rule.NEXT), file="x.md", minutes=3)
COURSE = Course("org.example.tea", "Tea", "1.0", (
    Chapter("one", "Before you start", (BOXES, FILES, FILM)),
    Chapter("two", "Pick two", (LEAFLET, QUIZ, LONG), choose=2),
    Chapter("three", "Extras", (replace(FILES, id="extra", required=False, opens_when=Complete("check")),)),
), order=Order.FREE, awards=(default_award("Tea"),))  # fmt: skip


def status(*events: Event) -> CourseStatus:
    return Evaluator(COURSE).status(fold_all(COURSE, events) if events else Facts(), NOON)


def event(number: int, kind: EventKind, lesson: str, **data: object) -> Event:
    return Event(str(number), number, NOON, kind, lesson, data)  # type: ignore[arg-type]


OPENED = event(1, EventKind.OPENED, "files")
TICKED = event(2, EventKind.NEXT, "files")


def test_qt_accepts_the_model() -> None:
    model = OutlineModel(COURSE, status(), "files")
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.update(status(OPENED, TICKED), "boxes")
    assert isinstance(tester.model(), QAbstractItemModel)
    assert model.rowCount() == 10
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
    assert model.lesson_at(QModelIndex()) == ""
    assert not model.index_of("none").isValid()


def test_rows_in_words() -> None:
    model = OutlineModel(COURSE, status(OPENED, TICKED), "boxes")
    heading = model.index(0, 0)
    assert heading.data() == "Before you start"
    assert heading.data(HEADING) == ("1", "Before you start", "1 of 2")
    assert heading.data(LESSON) is None
    assert not heading.data(HERE)
    assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
    assert model.index_of("boxes").data(HERE)
    assert model.index_of("files").data(LESSON).done
    assert model.index_of("files").data(HEADING) is None
    assert model.index(4, 0).data(HEADING)[2] == "any 2 more"
    assert model.index(8, 0).data(HEADING)[2] == "optional"
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert spoken[0] == "Before you start. 1 of 2"
    assert spoken[2] == "Recipes. complete. 2 min files"
    assert spoken[3].startswith("A film. ")
    assert "optional" in spoken[3]
    assert spoken[9].endswith("Opens when you pass “Final check”")
    assert model.index(1, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.leads_to("extra") == "check"
    assert model.leads_to("boxes") == "boxes"


def test_only_what_changed_is_told(qtbot: QtBot) -> None:
    before = status(OPENED)
    model = OutlineModel(COURSE, before, "boxes")
    told: list[int] = []
    model.dataChanged.connect(lambda top, bottom: told.extend(range(top.row(), bottom.row() + 1)))
    model.update(before, "boxes")
    assert told == []
    after = Evaluator(COURSE)
    first = after.status(fold_all(COURSE, [OPENED]), NOON)
    model.update(first, "boxes")
    told.clear()
    model.update(after.status(fold_all(COURSE, [OPENED, TICKED]), NOON, 0, first), "files")
    assert 2 in told  # the row that was ticked
    assert model.index_of("files").data(HERE)


@pytest.mark.parametrize(
    ("facts", "here", "mark"),
    [(LessonFacts(ticked_at=NOON), "", "done"), (LessonFacts(), "files", "now"), (LessonFacts(), "", "todo")],
)
def test_the_mark_of_a_row(facts: LessonFacts, here: str, mark: str) -> None:
    told = Evaluator(COURSE).status(Facts(lessons={"files": facts}), NOON).lessons["files"]
    assert badge_state(told, here) == mark
    others = status()
    assert badge_state(others.lessons["film"]) == "extra"
    assert badge_state(others.lessons["extra"]) == "locked"


@pytest.mark.parametrize("theme", [Theme(), Theme("contrast", 2.0), Theme("dark", 1.0, True)], ids=["light", "contrast-200", "dark-rtl"])
def test_it_is_painted_and_walked_by_keys(qtbot: QtBot, dressed: QApplication, theme: Theme) -> None:
    theme.apply(dressed)
    view = OutlineView(theme, OutlineModel(COURSE, status(OPENED, TICKED), "boxes"))
    qtbot.addWidget(view)
    view.resize(312, 500)
    view.show()
    qtbot.waitExposed(view)
    view.show_here("boxes")
    view.show_here("none")
    chosen: list[str] = []
    view.chosen.connect(chosen.append)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    view.setCurrentIndex(view.outline().index_of("extra"))
    QTest.keyClick(view, Qt.Key.Key_Enter)
    view.setCurrentIndex(view.outline().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Enter)  # a heading opens nothing
    assert chosen == ["boxes", "files", "check"]
    image = view.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    assert len(colours) > 3
    box = view.visualRect(view.outline().index_of("boxes"))
    QTest.mouseMove(view.viewport(), box.center())
    qtbot.waitUntil(lambda: view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor, timeout=9000)
    view.resize(500, 500)
    view.retheme(theme)
    long, short = view.visualRect(view.outline().index_of("long")), view.visualRect(view.outline().index_of("files"))
    assert long.height() > short.height()
