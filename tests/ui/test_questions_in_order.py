"""Putting in order, by itself: by buttons, arrow keys, mouse and touch; the focus goes along, and what may be told is told."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.course.grading import places
from player.course.quiz import QuestionKind, Response
from player.ui.questions.kinds import question_view
from player.ui.questions.question import QuestionWidget
from player.ui.theme import Theme
from tests.forge.asked import ASKED

STEPS = next(asked for asked in ASKED if asked.question.kind is QuestionKind.ORDERING)


def made(qtbot: QtBot, response: Response | None = None) -> tuple[QuestionWidget, list[Response]]:
    widget = question_view(QuestionKind.ORDERING).make(Theme(), STEPS.question, response)
    qtbot.addWidget(widget)
    told: list[Response] = []
    widget.responded.connect(told.append)
    widget.resize(640, 400)
    widget.show()
    qtbot.waitExposed(widget)
    return widget, told


def named(widget: QuestionWidget, name: str) -> QAbstractButton:
    found = widget.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def words(widget: QuestionWidget, part: str) -> list[str]:
    found = [widget.findChild(QLabel, f"quiz.line.{number}.{part}") for number in range(1, 5)]
    return [each.text() if isinstance(each, QLabel) and each.isVisible() else "" for each in found]


@pytest.mark.usefixtures("dressed")
def test_moved_by_keys_alone_and_the_focus_goes_along(qtbot: QtBot) -> None:
    widget, told = made(qtbot)
    first = widget.first_field()
    first.setFocus()
    assert first.objectName() == "quiz.down.1"
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert told == [("heat", "fill", "warm", "pour")]
    assert widget.focusWidget() is named(widget, "quiz.down.2")
    QTest.keyClick(named(widget, "quiz.down.2"), Qt.Key.Key_Return)
    QTest.keyClick(named(widget, "quiz.down.3"), Qt.Key.Key_Space)
    assert told[-1] == widget.settle() == ("heat", "warm", "pour", "fill")
    assert widget.focusWidget() is named(widget, "quiz.up.4")  # there is no further way down
    QTest.keyClick(named(widget, "quiz.up.4"), Qt.Key.Key_Down)
    assert len(told) == 3
    QTest.keyClick(named(widget, "quiz.up.4"), Qt.Key.Key_Up)
    assert widget.focusWidget() is named(widget, "quiz.up.3")
    assert told[-1] == ("heat", "warm", "fill", "pour")


@pytest.mark.usefixtures("dressed")
def test_a_screen_reader_hears_what_moves_and_where_it_is(qtbot: QtBot) -> None:
    widget, _told = made(qtbot)
    named(widget, "quiz.down.1").click()
    spoken = QAccessible.queryAccessibleInterface(named(widget, "quiz.up.2"))
    assert spoken.role() == QAccessible.Role.Button
    assert spoken.text(QAccessible.Text.Name) == "Move up: Fill the kettle with fresh water, place 2 of 4"
    assert not named(widget, "quiz.up.1").isEnabled()
    assert not named(widget, "quiz.down.4").isEnabled()


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("touch", [False, True])
def test_dragged_by_mouse_and_touch(qtbot: QtBot, touch: bool) -> None:
    widget, told = made(qtbot)
    lines = [widget.findChild(QWidget, f"quiz.line.{number}") for number in range(1, 5)]
    start = lines[0].rect().center()
    below = lines[0].mapFromGlobal(lines[2].mapToGlobal(lines[2].rect().center()))
    far = below + QPoint(0, 4000)
    if touch:
        finger = QTest.createTouchDevice()
        QTest.touchEvent(lines[0], finger).press(0, start, lines[0]).commit()
        for place in (below, far):
            QTest.touchEvent(lines[0], finger).move(0, place, lines[0]).commit()
        QTest.touchEvent(lines[0], finger).release(0, far, lines[0]).commit()
    else:
        QTest.mousePress(lines[0], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(lines[0], below)
        QTest.mouseMove(lines[0], far)
        QTest.mouseRelease(lines[0], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, far)
    assert told == [("heat", "warm", "pour", "fill")]  # once, when it is let go
    QTest.mouseClick(lines[1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(lines[1], Qt.MouseButton.RightButton)
    assert len(told) == 1


@pytest.mark.usefixtures("dressed")
def test_what_was_given_stands_as_it_was_given(qtbot: QtBot) -> None:
    widget, _told = made(qtbot, STEPS.wrong)
    assert words(widget, "words")[1:] == ["Heat it", "Pour it on the leaves", "Fill the kettle with fresh water"]


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("given", "right", "solution", "told"),
    [
        (STEPS.partly, False, True, ["Right place", "Right place", "Belongs at place 4", "Belongs at place 3"]),
        (STEPS.partly, False, False, ["Right place", "Right place", "Not its place", "Not its place"]),
        (STEPS.partly, None, True, ["Right place", "Right place", "Belongs at place 4", "Belongs at place 3"]),
        (STEPS.partly, None, False, ["", "", "", ""]),
        (None, False, False, ["", "", "", ""]),
        (STEPS.right, True, False, ["Right place"] * 4),
    ],
)
def test_the_verdict_on_each_line(qtbot: QtBot, given: Response | None, right: bool | None, solution: bool, told: list[str]) -> None:
    widget, changed = made(qtbot, given)
    widget.show_verdict(right=right, solution=solution, places=places(STEPS.question, given) if right is not None else {})
    assert words(widget, "told") == told
    assert not any(each.isVisible() for each in widget.findChildren(QAbstractButton))
    line = widget.findChild(QWidget, "quiz.line.1")
    QTest.mousePress(line, Qt.MouseButton.LeftButton)
    QTest.mouseMove(line, QPoint(9, 500))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton)
    assert changed == []
