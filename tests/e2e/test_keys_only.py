"""From the first start to the certificate by keys alone: no mouse, no call into the program."""

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit
from shiboken6 import isValid

from player.course.model import Chapter
from tests.forge.stage import Stage, greentick, playing
from tests.forge.window import BOXES, QUESTIONS, RIGHT, check, write_course
from tests.tour.hands import live

NAME = "Amina Diallo"
SIGNER_UNKNOWN = 4
KEY = Qt.Key


def press(stage: Stage, name: str, key: Qt.Key = KEY.Key_Return) -> None:
    """Tab until it has the keyboard, then the key."""
    stage.hands.tab_to(name)
    stage.hands.key(key)


def typed(stage: Stage, name: str, text: str) -> None:
    field = stage.hands.tab_to(name)
    assert isinstance(field, QLineEdit)
    stage.hands.key(KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    stage.hands._type(field.window(), text)


def answer(stage: Stage, question: str) -> None:
    """The arrows walk within the answers of one question, the space bar ticks, words are typed."""
    hands, right = stage.hands, RIGHT[question]
    if isinstance(right, str):
        typed(stage, "quiz.field", right)
        return
    names = [each.id for each in next(one for one in QUESTIONS if one.id == question).answers]
    for answer_id in right:
        number = names.index(answer_id) + 1
        option = hands.find(f"quiz.option.{number}")
        hands.tab_to("quiz.option.1" if not isinstance(option, QAbstractButton) or option.autoExclusive() else f"quiz.option.{number}")
        if option.hasFocus():
            hands.key(KEY.Key_Space)
        while not option.hasFocus():
            hands.key(KEY.Key_Down)
        if not option.isChecked():
            hands.key(KEY.Key_Space)
        hands.wait(option.isChecked, f"the answer {answer_id}")


def by_keys(stage: Stage) -> None:
    hands = stage.hands
    hands.find("learners.new")
    press(stage, "learners.new")
    typed(stage, "learners.name", NAME)
    hands.key(KEY.Key_Return)
    press(stage, "library.continue")
    boxes = 0
    hands.find("checklist.boxes")
    while hands.sees(f"checklist.box.{boxes + 1}"):
        boxes += 1
        press(stage, f"checklist.box.{boxes}", KEY.Key_Space)
    hands.wait(lambda: "complete" in hands.words("lesson.rule"), "the tick")
    hands.key(KEY.Key_Right, Qt.KeyboardModifier.AltModifier)
    press(stage, "quiz.start")
    for number, question in enumerate(QUESTIONS, 1):
        hands.wait(lambda number=number: hands.words("quiz.number").startswith(f"Question {number} "), f"question {number}")
        answer(stage, question.id)
        press(stage, "quiz.nextQuestion")
    press(stage, "quiz.confirm")
    hands.find("quiz.result")
    press(stage, "lesson.next")
    hands.find("certificate.name")  # the last step has led here
    press(stage, "award.issue")
    target = stage.folder / "certificate.pdf"

    def save(dialog: QDialog) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        dialog.activateWindow()  # what a window manager does
        for _ in range(200):
            if not field.hasFocus():
                live(10)
        assert field.hasFocus(), "the name has not the keyboard"
        hands._type(dialog, str(target))  # over the name that is offered, which is marked
        for _ in range(3):  # the first Enter may only close the list of suggestions
            if isValid(dialog) and dialog.isVisible():
                QTest.keyClick(field, KEY.Key_Return)
                live()

    hands.tab_to("award.save")
    stage.in_dialog(lambda: hands.key(KEY.Key_Return), save)
    hands.wait(target.exists, "the certificate")
    stage.tell(saved=str(target))


def test_from_the_first_start_to_the_certificate(tmp_path: Path) -> None:
    lesson, quiz = check(shuffle_questions=False, shuffle_answers=False)
    course = write_course(tmp_path / "tea.course", Chapter("one", "Tea", (BOXES, lesson)), quiz=quiz)
    deed: Callable[[Stage], None] = by_keys
    with playing(deed, tmp_path / "play", course) as play:
        play.finish()
        done = greentick(tmp_path / "play", "verify", play.told["saved"], "--json")
    assert done.returncode == SIGNER_UNKNOWN, done.stdout + done.stderr
    assert json.loads(done.stdout)["fields"]["name"] == NAME
