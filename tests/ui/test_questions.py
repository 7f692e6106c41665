"""Question widgets by themselves: every kind has one, each tells its response once, and shows a verdict that fits what may be told."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Question, QuestionKind, Response, Unit
from player.ui.questions.choices import Choices
from player.ui.questions.kinds import QUESTIONS, question_view
from player.ui.questions.numeric import shown
from player.ui.questions.question import QuestionKindView, QuestionWidget
from player.ui.questions.typed import PAUSE_MS, Typed
from player.ui.reading_order import stops
from player.ui.theme import Theme
from tests.forge.asked import ASKED as EVERY_KIND
from tests.forge.asked import Asked
from tests.forge.window import PATIENCE
from tests.forge.window import QUESTIONS as ASKED


def made(qtbot: QtBot, question: Question, response: Response | None = None) -> tuple[QuestionWidget, list[Response]]:
    widget = question_view(question.kind).make(Theme(), question, response)
    qtbot.addWidget(widget)
    told: list[Response] = []
    widget.responded.connect(told.append)
    widget.show()
    qtbot.waitExposed(widget)
    return widget, told


def rows(widget: QuestionWidget) -> list[QAbstractButton]:
    return [each for each in widget.findChildren(QAbstractButton) if each.objectName().startswith("quiz.option")]


def words(widget: QuestionWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_every_kind_of_question_has_a_widget() -> None:
    assert {kind for kind, _view in QUESTIONS} == set(QuestionKind)
    assert len(QUESTIONS) == len(QuestionKind)
    for kind in QuestionKind:
        assert isinstance(question_view(kind), QuestionKindView)


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("asked", EVERY_KIND, ids=lambda asked: asked.question.kind)
def test_each_says_what_to_do_and_keeps_what_was_given(qtbot: QtBot, asked: Asked) -> None:
    question = asked.question
    for given in (asked.right, asked.wrong, *([asked.partly] if asked.partly is not None else [])):
        widget, told = made(qtbot, question, given)
        assert widget.objectName() == "quiz.answer"
        assert question_view(question.kind).instruction(question)
        assert widget.settle() == given
        assert widget.first_field().focusPolicy() != Qt.FocusPolicy.NoFocus
        assert all(each.accessibleName() for each in stops(widget))
        assert told == []


@pytest.mark.usefixtures("dressed")
def test_one_of_several_by_mouse_and_digit(qtbot: QtBot) -> None:
    widget, told = made(qtbot, ASKED[0])
    first, second, third = rows(widget)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert isinstance(widget, Choices)
    widget.press(1)
    widget.press(0)
    widget.press(4)
    QTest.keyClick(widget, Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)
    QTest.keyClick(widget, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert told == [("old",), ("fresh",), ("none",)]
    assert (first.isChecked(), third.isChecked()) == (False, True)
    assert widget.first_field() is third


@pytest.mark.usefixtures("dressed")
def test_several_of_several(qtbot: QtBot) -> None:
    widget, told = made(qtbot, ASKED[1])
    for row in rows(widget):
        row.click()
    rows(widget)[0].click()
    assert told == [("assam",), ("assam", "mint"), ("assam", "mint", "sencha"), ("mint", "sencha")]
    for row in rows(widget)[1:]:
        row.click()
    assert told[-1] == ()


@pytest.mark.usefixtures("dressed")
def test_true_and_false_in_the_words_of_the_window(qtbot: QtBot) -> None:
    widget, _told = made(qtbot, ASKED[2])
    assert [row.accessibleName() for row in rows(widget)] == ["1. True", "2. False"]


@pytest.mark.usefixtures("dressed")
def test_what_is_typed_is_told_after_a_pause_or_when_the_field_is_left(qtbot: QtBot) -> None:
    widget, told = made(qtbot, ASKED[3])
    assert isinstance(widget, Typed)
    QTest.keyClicks(widget.field, "ch")
    assert told == []
    qtbot.waitUntil(lambda: told == ["ch"], timeout=PATIENCE)
    QTest.keyClicks(widget.field, "a")
    QTest.keyClick(widget.field, Qt.Key.Key_Return)
    assert told == ["ch", "cha"]
    assert widget.settle() == "cha"
    assert told == ["ch", "cha"]
    widget.field.clear()
    assert widget.settle() == ""
    assert PAUSE_MS <= 1000


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("given", "right", "solution", "seen", "unseen"),
    [
        ("cha", True, True, "Right", "Not right"),
        ("tee", False, True, "Not right. Right would be: “cha”", "zzz"),
        ("tee", False, False, "Not right", "cha"),
        ("cha", True, False, "Right", "“cha”"),
        ("tee", None, True, "Right would be: “cha”", "Not right"),
        ("tee", None, False, "", "ight"),
    ],
)
def test_the_verdict_on_what_was_typed(qtbot: QtBot, given: str, right: bool | None, solution: bool, seen: str, unseen: str) -> None:
    widget, told = made(qtbot, ASKED[3], given)
    widget.show_verdict(right=right, solution=solution)
    said = words(widget)
    assert seen in said
    assert unseen not in said
    field = widget.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.isReadOnly()
    QTest.keyClicks(field, "x")
    widget.settle()
    assert told == []


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("right", "solution", "verdicts"),
    [(False, True, ["wrong", "right", "missed"]), (False, False, ["", "", ""]), (True, False, ["right", "right", ""]), (None, False, ["", "", ""])],
)
def test_the_verdict_on_what_was_chosen(qtbot: QtBot, right: bool | None, solution: bool, verdicts: list[str]) -> None:
    question = Question("q", QuestionKind.MULTIPLE, "?", answers=(Answer("a", "A"), Answer("b", "B", right=True), Answer("c", "C", right=True)))
    widget, _told = made(qtbot, question, ("a", "b"))
    widget.show_verdict(right=right, solution=solution)
    assert [row._verdict for row in rows(widget)] == verdicts  # type: ignore[attr-defined]
    assert not any(row.isEnabled() for row in rows(widget))


@pytest.mark.parametrize(
    ("value", "words_of_it"),
    [(Fraction(12), "12"), (Fraction(5, 2), "2.5"), (Fraction(1, 3), "1/3"), (Fraction(-1, 8), "-0.125"), (Fraction(10**12), "1000000000000")],
)
def test_numbers_as_people_write_them(value: Fraction, words_of_it: str) -> None:
    assert shown(value) == words_of_it


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("question", "note"),
    [
        (Question("n", QuestionKind.NUMERIC, "?", numbers=(AcceptedNumber(Fraction(1), Fraction(1)),), units=(Unit("°C"), Unit("K")),
                  unit_required=True), "Write the unit after the number: °C and K."),
        (Question("n", QuestionKind.NUMERIC, "?", numbers=(AcceptedNumber(Fraction(1), Fraction(2)),), units=(Unit("m"),)), "A unit may follow: m."),
        (Question("t", QuestionKind.SHORT_TEXT, "?", accepted=(AcceptedText("Ab*", exact=True),)), "Capital letters and accents count here."),
        (Question("t", QuestionKind.SHORT_TEXT, "?", accepted=(AcceptedText("ab"),)), "Capital letters and accents do not matter."),
    ],
)  # fmt: skip
def test_a_note_says_how_to_type_it(qtbot: QtBot, question: Question, note: str) -> None:
    widget, _told = made(qtbot, question)
    assert note in words(widget)
    widget.show_verdict(right=False, solution=True)
    assert note not in words(widget)
    assert "Right would be: " in words(widget)
    assert QApplication.instance() is not None
