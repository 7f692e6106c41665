"""Questions whose answers are put into places, by themselves: lists to choose from, what they tell, and the verdict on each."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.course.quiz import Question, QuestionKind, Response
from player.ui.questions.kinds import question_view
from player.ui.questions.picker import Picker
from player.ui.questions.question import QuestionWidget
from player.ui.theme import Theme
from tests.forge.asked import ASKED
from tests.forge.window import PATIENCE

BREW = next(asked for asked in ASKED if asked.question.kind is QuestionKind.MATCHING)


def made(qtbot: QtBot, question: Question, response: Response | None = None, theme: Theme | None = None) -> tuple[QuestionWidget, list[Response]]:
    widget = question_view(question.kind).make(theme or Theme(), question, response)
    qtbot.addWidget(widget)
    told: list[Response] = []
    widget.responded.connect(told.append)
    widget.resize(640, 400)
    widget.show()
    qtbot.waitExposed(widget)
    return widget, told


def pickers(widget: QuestionWidget) -> list[Picker]:
    return widget.findChildren(Picker)


def words(widget: QuestionWidget, name: str) -> list[str]:
    """What the labels of that name say, place by place; "" where one is not shown."""
    found = [each for each in widget.findChildren(QLabel) if each.objectName().endswith(f".{name}")]
    return [each.text() if each.isVisible() else "" for each in found]


@pytest.mark.usefixtures("dressed")
def test_matched_by_keys_alone(qtbot: QtBot) -> None:
    widget, told = made(qtbot, BREW.question)
    first, second, _third = pickers(widget)
    assert widget.first_field() is first
    QTest.keyClick(first, Qt.Key.Key_Down)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    QTest.keyClick(second, Qt.Key.Key_I)  # the first letter finds it
    assert told == [{"assam": "hot"}, {"assam": "hot", "sencha": "ice"}]
    QTest.keyClick(first, Qt.Key.Key_Up)  # taken back
    assert told[-1] == widget.settle() == {"sencha": "ice"}
    QTest.keyClick(second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: second.view().isVisible(), timeout=PATIENCE)
    QTest.keyClick(second.view(), Qt.Key.Key_Up)
    QTest.keyClick(second.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not second.view().isVisible(), timeout=PATIENCE)
    assert told[-1] == {"sencha": "warm"}


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("touch", [False, True])
def test_matched_by_mouse_and_touch(qtbot: QtBot, touch: bool) -> None:
    widget, told = made(qtbot, BREW.question)
    third = pickers(widget)[2]
    press(third, third.rect().center(), touch=touch)
    qtbot.waitUntil(lambda: third.view().isVisible(), timeout=PATIENCE)
    place = third.view().visualRect(third.model().index(1, 0)).center()
    press(third.view().viewport(), place, touch=touch)
    qtbot.waitUntil(lambda: told == [{"mint": "hot"}], timeout=PATIENCE)


def press(widget: QWidget, at: QPoint, *, touch: bool) -> None:
    if not touch:
        QTest.qWait(QApplication.doubleClickInterval() // 4)  # a list that opens under the mouse takes no press at once
        QTest.mouseMove(widget, at)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        return
    finger = QTest.createTouchDevice()
    QTest.touchEvent(widget, finger).press(0, at, widget).commit()
    QTest.touchEvent(widget, finger).release(0, at, widget).commit()


@pytest.mark.usefixtures("dressed")
def test_the_wheel_scrolls_the_page_and_changes_no_answer(qtbot: QtBot) -> None:
    widget, told = made(qtbot, BREW.question, BREW.right)
    first = pickers(widget)[0]
    event = QWheelEvent(QPointF(9, 9), QPointF(first.mapToGlobal(QPoint(9, 9))), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(first, event)
    assert not event.isAccepted()
    assert told == []


@pytest.mark.usefixtures("dressed")
def test_a_screen_reader_hears_what_each_list_is_for(qtbot: QtBot) -> None:
    widget, _told = made(qtbot, BREW.question, BREW.partly)
    spoken = [QAccessible.queryAccessibleInterface(each) for each in pickers(widget)]
    assert [each.role() for each in spoken] == [QAccessible.Role.ComboBox] * 3
    labels = [[other.text(QAccessible.Text.Name) for other, kind in each.relations() if kind == QAccessible.RelationFlag.Label] for each in spoken]
    assert labels == [[place.text] for place in BREW.question.places]  # what Linux reads
    assert [each.accessibleName() for each in pickers(widget)] == [place.text for place in BREW.question.places]  # what others read
    assert spoken[1].text(QAccessible.Text.Value) == "Ice water"


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("right", "solution", "told", "would_be"),
    [
        (False, True, ["Right", "Not right", "Right"], "Left to stand for three minutes, 70 to 80 °C"),
        (False, False, ["Right", "Not right", "Right"], ""),
        (None, True, ["", "", ""], "Left to stand for three minutes, 70 to 80 °C"),
        (None, False, ["", "", ""], ""),
    ],
)
def test_the_verdict_on_each_place(qtbot: QtBot, right: bool | None, solution: bool, told: list[str], would_be: str) -> None:
    question = BREW.question
    widget, given = made(qtbot, question, BREW.partly)
    widget.show_verdict(right=right, solution=solution, places={"assam": True, "sencha": False, "mint": True} if right is not None else {})
    assert words(widget, "given") == ["Just off the boil, 95 to 100 °C", "Ice water", "Just off the boil, 95 to 100 °C"]
    assert words(widget, "told") == told
    assert words(widget, "solution")[1] == (f"Right would be: {would_be}" if would_be else "")
    assert not any(each.isVisible() for each in pickers(widget))
    assert given == []


@pytest.mark.usefixtures("dressed")
def test_long_words_wrap_in_the_field(qtbot: QtBot) -> None:
    """At twice the size too, where the field stands under its prompt."""
    for theme in (Theme(), Theme(scale=2.0), Theme(rtl=True)):
        widget, _told = made(qtbot, BREW.question, BREW.right, theme)
        first, second, _third = pickers(widget)
        for narrow in (220, 180):
            assert second.heightForWidth(narrow) > first.fontMetrics().height() * 2
        assert second.heightForWidth(4000) < second.heightForWidth(180)
        assert second.toolTip() == second.currentText()
        second.setCurrentIndex(0)
        assert second.toolTip() == ""
