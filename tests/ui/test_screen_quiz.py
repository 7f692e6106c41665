"""A quiz in the window: card, questions by mouse and keys, handing in, time, leaving and coming back, result and review."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from player.course.model import Chapter, Order
from player.errors import PlayerError
from player.ui.routes import AwardRoute, CourseRoute, LessonRoute, LibraryRoute, QuizRoute, ResultRoute
from tests.forge.pictures import faults
from tests.forge.window import BOXES, FILES, RIGHT, Stage, check, tea, write_course

ALT = Qt.KeyboardModifier.AltModifier


def quiz(stage: Stage, tmp_path: Path, **rules: Any) -> str:
    """At the first question of the first attempt."""
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course", **rules))
    stage.show(QuizRoute(key, "check"))
    return key


def on_disk(stage: Stage) -> Any:
    screen = stage.screen
    return stage.asked(lambda _player: screen._on_disk)


def number(stage: Stage) -> str:
    return stage.words("quiz.number")


def answer_all(stage: Stage, wrong: int = 0) -> None:
    """Answer every question from where it stands, the first `wrong` ones not at all."""
    questions = stage.screen._paper.questions
    for at, question in enumerate(questions):
        stage.screen._turn(at)
        stage.settle()
        if at < wrong:
            continue
        right = RIGHT[question.id]
        if isinstance(right, str):
            stage.write("quiz.field", right)
            continue
        for place, answer in enumerate(question.answers, 1):
            if answer.id in right:
                stage.click(f"quiz.option.{place}")
    stage.settle()


def hand_in(stage: Stage) -> None:
    stage.click("quiz.submit")
    stage.click("quiz.confirm")
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute))
    stage.settle()


# --- the card ---


def test_the_card_tells_the_rules_and_start_has_the_keyboard(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course", time_limit_seconds=1200))
    stage.show(LessonRoute(key, "check"))
    words = stage.text()
    for part in ("QUIZ · REQUIRED", "5 questions", "20 min", "Pass with 70 %", "3 of 3 attempts left", "Five questions."):
        assert part in words, part
    assert QApplication.focusWidget() is stage.find("quiz.start")
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: stage.window.route == QuizRoute(key, "check"))
    assert "left" in stage.words("quiz.timer")


def test_a_card_without_attempts_or_before_the_next_one_says_so(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path, attempts=1)
    hand_in(stage)
    assert not stage.sees("quiz.retry")
    assert "No attempts are left" in stage.text()
    stage.show(LessonRoute(key, "check"))
    assert not stage.sees("quiz.start")
    assert "Ask your trainer" in stage.text()
    stage.click("quiz.reviewAnswers")
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute) and stage.window.route.review)
    stage.find("quiz.backToResult")


def test_a_cool_down_shows_when_it_ends(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path, cool_down_seconds=3600)
    hand_in(stage)
    assert not stage.sees("quiz.retry")
    stage.show(LessonRoute(key, "check"))
    assert not stage.sees("quiz.start")
    assert "the next one opens on" in stage.text()


# --- answering ---


def test_digits_space_and_arrows_choose_and_each_answer_is_on_disk(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    assert number(stage) == "Question 1 of 5"
    stage.key(Qt.Key.Key_2)
    stage.wait(lambda: on_disk(stage).responses.get("water") == ("old",))
    assert stage.words("quiz.saved") == "Saved on this computer"
    stage.key(Qt.Key.Key_Up)
    stage.wait(lambda: on_disk(stage).responses["water"] == ("fresh",))
    stage.find("quiz.nextQuestion").setFocus()
    stage.key(Qt.Key.Key_3)  # digits choose wherever the keyboard is
    stage.wait(lambda: on_disk(stage).responses["water"] == ("none",))
    stage.click("quiz.nextQuestion")
    assert number(stage) == "Question 2 of 5"
    stage.settle()
    stage.key(Qt.Key.Key_Space)
    stage.key(Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_Return)  # Enter presses the row, not NEXT
    stage.wait(lambda: on_disk(stage).responses.get("leaf") == ("assam", "sencha"))
    assert number(stage) == "Question 2 of 5"
    stage.key(Qt.Key.Key_1)
    stage.key(Qt.Key.Key_3)
    stage.wait(lambda: not on_disk(stage).responses.get("leaf"))
    stage.wait(lambda: "1 of 5 answered" in stage.text())


def test_a_small_two_is_no_digit(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    for text in ("²", "٢", "0", "9"):
        widget = QApplication.focusWidget()
        assert widget is not None
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text))
    stage.settle()
    assert on_disk(stage).responses == {"water": ("old",)}  # the Arabic two is one


def test_enter_goes_on_only_when_no_question_has_the_keyboard(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    stage.screen._turn(3)
    assert QApplication.focusWidget() is stage.find("quiz.field")
    stage.write("quiz.field", "cha")
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: on_disk(stage).responses.get("word") == "cha")
    assert number(stage) == "Question 4 of 5"
    stage.find("quiz.nextQuestion").setFocus()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(stage.find("quiz.nextQuestion"), held)
    assert number(stage) == "Question 4 of 5"
    stage.key(Qt.Key.Key_Return)
    assert number(stage) == "Question 5 of 5"
    stage.screen.setFocus()
    stage.key(Qt.Key.Key_Return)
    stage.key(Qt.Key.Key_Return)
    stage.find("quiz.confirm")
    stage.settle()
    assert len([each for each in stage.window.findChildren(QAbstractButton, "quiz.confirm") if each.isVisible()]) == 1


def test_alt_arrows_turn_the_pages_of_a_quiz(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    stage.key(Qt.Key.Key_Right, ALT)
    assert number(stage) == "Question 2 of 5"
    stage.key(Qt.Key.Key_Left, ALT)
    stage.key(Qt.Key.Key_Left, ALT)
    assert number(stage) == "Question 1 of 5"
    stage.click("quiz.cell.4")
    assert number(stage) == "Question 4 of 5"
    stage.key(Qt.Key.Key_Left, ALT)  # out of a field too
    assert number(stage) == "Question 3 of 5"


LEAVINGS: dict[str, Callable[[Stage], object]] = {
    "next": lambda stage: stage.click("quiz.nextQuestion"),
    "the map": lambda stage: stage.click("quiz.cell.1"),
    "hand in": lambda stage: stage.click("quiz.submit"),
    "leave": lambda stage: stage.click("page.leave"),
    "sign out": lambda stage: stage.click("learner.notYou"),
    "settings": lambda stage: stage.click("settings.open"),
    "text size": lambda stage: stage.resized(text_scale=1.2),
    "close": lambda stage: stage.window.close(),
    "time": lambda stage: stage.screen._submit("time"),
    "waiting": lambda stage: stage.settle(),
}


@pytest.mark.parametrize("way", LEAVINGS)
def test_what_is_typed_is_kept_by_whatever_way_one_leaves(stage: Stage, tmp_path: Path, way: str) -> None:
    key = quiz(stage, tmp_path)
    stage.screen._turn(3)
    stage.settle()
    screen = stage.screen
    stage.write("quiz.field", "cha")
    LEAVINGS[way](stage)
    if way != "close":
        stage.wait(lambda: stage.asked(lambda _player: screen._on_disk).responses.get("word") == "cha")
        stage.settle()
    assert screen._on_disk.responses["word"] == "cha"
    if way in {"leave", "sign out", "settings"}:
        if way == "sign out":
            stage.sign_in("Nora Example")
        stage.show(QuizRoute(key, "check"))
        assert number(stage) == "Question 4 of 5"
        assert stage.find("quiz.field", QLineEdit).text() == "cha"


def test_flags_show_at_once_and_twice_pressed_is_none(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    stage.click("quiz.flag")
    assert stage.words("quiz.flag") == "Flagged"
    stage.wait(lambda: on_disk(stage).flagged == {"water"})
    assert "1 flagged" in stage.text()
    stage.click("quiz.flag")
    stage.click("quiz.flag")
    stage.click("quiz.flag")
    stage.settle()
    assert on_disk(stage).flagged == frozenset()
    assert stage.words("quiz.flag") == "Flag for later"


# --- handing in ---


def test_before_handing_in_it_says_what_is_open_and_leads_there(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    stage.key(Qt.Key.Key_1)
    stage.click("quiz.flag")
    stage.screen._turn(4)
    stage.click("quiz.nextQuestion")
    stage.find("quiz.handIn")
    assert "4 questions have no answer yet. 1 is flagged." in stage.text()
    assert QApplication.focusWidget() is stage.find("quiz.confirm")
    assert not stage.find("quiz.nextQuestion").isEnabled()
    stage.screen.next_pressed()
    stage.click("quiz.goOn")
    assert number(stage) == "Question 2 of 5"
    stage.click("quiz.submit")
    stage.find("quiz.handIn")
    stage.key(Qt.Key.Key_Left, ALT)
    assert number(stage) == "Question 2 of 5"
    stage.find("quiz.answer")


def test_a_passed_quiz_ticks_and_says_so(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path)
    answer_all(stage)
    stage.click("quiz.submit")
    stage.find("quiz.handIn")
    assert "Every question is answered." in stage.text()
    stage.click("quiz.confirm")
    stage.click("quiz.confirm")  # twice pressed is once
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute))
    stage.settle()
    words = stage.text()
    for part in ("Passed", "5 of 5 right", "needed 70 %", "This lesson now has its green tick.",
                 "2 of 3 attempts left; a lower score changes nothing"):
        assert part in words, part
    assert stage.status(key).lessons["check"].done
    assert QApplication.focusWidget() is stage.find("lesson.next")
    assert stage.words("lesson.next") == "Finish"
    stage.click("lesson.next")
    stage.wait(lambda: stage.window.route == CourseRoute(key))


def test_a_failed_quiz_earns_no_tick_and_offers_another_attempt(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path)
    answer_all(stage, wrong=2)
    hand_in(stage)
    words = stage.text()
    for part in ("Not passed", "3 of 5 right", "This earns no tick yet", "2 of 3 attempts left", "Not passed yet: no tick"):
        assert part in words, part
    assert not stage.status(key).lessons["check"].done
    stage.click("lesson.back")
    stage.wait(lambda: stage.window.route == LessonRoute(key, "check"))
    stage.settle()
    assert stage.words("quiz.start") == "Try again"
    assert "so far 50 %" in stage.text()
    stage.click("quiz.start")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.settle()
    answer_all(stage)
    hand_in(stage)
    assert stage.status(key).lessons["check"].done
    stage.click("quiz.retry")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.settle()
    hand_in(stage)
    assert "Your earlier result counts: the green tick stays." in stage.text()


def test_the_last_required_quiz_leads_to_the_certificate(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    lesson, made = check()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (lesson, FILES)), quiz=made))
    stage.tick(key, "files")
    stage.show(QuizRoute(key, "check"))
    answer_all(stage)
    hand_in(stage)
    assert "nothing required is left" in stage.text()
    assert stage.words("lesson.next") == "Get your certificate"
    stage.click("lesson.next")
    stage.wait(lambda: isinstance(stage.window.route, AwardRoute))


def test_after_a_failed_quiz_in_order_next_leads_to_what_is_left(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    lesson, made = check()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (lesson, BOXES)), quiz=made, order=Order.IN_ORDER))
    stage.show(QuizRoute(key, "check"))
    hand_in(stage)
    stage.click("lesson.next")
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.show(QuizRoute(key, "check"))
    answer_all(stage)
    hand_in(stage)
    assert stage.words("lesson.next") == "Next"
    stage.click("lesson.next")
    stage.wait(lambda: stage.window.route == LessonRoute(key, "boxes"))


# --- no going back ---


def test_a_sequence_lets_nobody_go_back(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path, sequential=True)
    stage.click("quiz.nextQuestion")
    stage.click("quiz.nextQuestion")
    stage.settle()
    assert not stage.find("quiz.previousQuestion").isEnabled()
    assert not stage.find("quiz.cell.1").isEnabled()
    stage.key(Qt.Key.Key_Left, ALT)
    assert number(stage) == "Question 3 of 5"
    stage.click("quiz.submit")
    stage.click("quiz.goOn")
    assert number(stage) == "Question 3 of 5"


# --- time ---


def test_when_time_is_up_what_is_saved_is_handed_in(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path, time_limit_seconds=600)
    assert stage.words("quiz.timer") == "10:00 left"
    stage.key(Qt.Key.Key_1)
    stage.settle()
    stage.clock.forward(seconds=570)
    stage.screen._beat.timeout.emit()
    stage.wait(lambda: stage.words("quiz.timer") == "0:30 left")
    assert stage.find("quiz.timer").property("tone") == "caution"
    stage.screen._turn(3)
    stage.settle()
    stage.clock.forward(seconds=31)
    stage.screen._ends = 0.0
    stage.write("quiz.field", "too late")
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute))
    stage.settle()
    assert not stage.messages()
    outcome = stage.screen._outcome.review
    assert {line.question.id: line.given for line in outcome.lines if line.answered} == {"water": ("fresh",)}
    assert not stage.status(key).lessons["check"].done


def test_an_attempt_whose_time_ran_out_elsewhere_is_a_sentence_on_a_fresh_card(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path, time_limit_seconds=600)
    stage.click("page.leave")
    stage.wait(lambda: stage.window.route == LessonRoute(key, "check"))
    stage.settle()
    assert "You have begun this quiz" in stage.text()
    assert "10:00 left" in stage.text()
    stage.clock.forward(seconds=700)
    stage.click("quiz.start")
    stage.says("Time is up")
    stage.settle()
    assert "You have begun this quiz" not in stage.text()
    assert stage.words("quiz.start") == "Try again"


# --- when the disk is full, and when pages cannot be opened ---


def full(*_: object) -> Any:
    raise PlayerError("The disk is full", "Nothing can be written.", "Make room.")


def test_an_answer_that_was_not_written_is_never_called_saved_and_is_tried_again(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz(stage, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(stage.player.quizzing, "answer", full)
        stage.key(Qt.Key.Key_1)
        stage.says("The disk is full")
        stage.settle()
        assert stage.words("quiz.saved") == "Not saved"
        stage.click("quiz.flag")
        stage.settle()
        assert stage.words("quiz.saved") == "Not saved"  # the flag is, the answer is not
        stage.click("quiz.submit")
        stage.find("quiz.handIn")
        stage.click("quiz.confirm")
        stage.settle()
        assert isinstance(stage.window.route, QuizRoute)  # it is not handed in without the answer
    stage.click("quiz.goOn")
    stage.wait(lambda: on_disk(stage).responses.get("water") == ("fresh",))
    stage.wait(lambda: stage.words("quiz.saved") == "Saved on this computer")


def test_handing_in_that_fails_can_be_tried_again(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = quiz(stage, tmp_path, time_limit_seconds=600)
    with monkeypatch.context() as patched:
        patched.setattr(stage.player.quizzing, "submit", full)
        stage.click("quiz.submit")
        stage.click("quiz.confirm")
        stage.says("The disk is full")
        stage.settle()
    assert stage.screen._second.isActive()
    stage.click("quiz.confirm")
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute))
    assert stage.status(key).lessons["check"].attempts_left == 2


def test_a_quiz_that_cannot_be_left_goes_on(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = quiz(stage, tmp_path, time_limit_seconds=600)
    with monkeypatch.context() as patched:
        patched.setattr(stage.player.quizzing, "card", full)
        stage.click("page.leave")
        stage.says("The disk is full")
        stage.settle()
    assert isinstance(stage.window.route, QuizRoute)
    assert stage.screen._second.isActive()
    stage.key(Qt.Key.Key_1)
    stage.wait(lambda: on_disk(stage).responses.get("water") == ("fresh",))
    answer_all(stage)
    hand_in(stage)
    assert stage.status(key).lessons["check"].done


def test_somebody_in_a_quiz_is_not_pulled_away_by_a_file(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    other = write_course(tmp_path / "other.course", Chapter("one", "One", (BOXES,)), version="1.1")
    stage.window.open_paths((other,))
    stage.says("What you dropped waits in the library.")
    stage.window.open_paths((tmp_path / "certificate.pdf",))
    stage.says("Hand in or leave the quiz first")
    assert isinstance(stage.window.route, QuizRoute)
    assert stage.screen.busy()


def test_the_way_back_to_a_quiz_that_is_over_begins_no_other_attempt(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path)
    screen = stage.screen
    assert screen.here() is None
    screen._submit("learner")
    assert screen.here() == LessonRoute(key, "check")
    screen._submit("learner")
    screen._turn(2)
    screen._ask()
    screen._toggle_flag()
    screen.next_pressed()
    stage.settle()
    assert stage.status(key).lessons["check"].attempts_left == 2


def test_a_late_result_pulls_nobody_back(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    stage.screen._submit("learner")
    stage.window.go(LibraryRoute())
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.settle()
    assert isinstance(stage.window.route, LibraryRoute)


# --- what the author lets one see ---


def reviewed(stage: Stage, tmp_path: Path, wrong: int, **rules: Any) -> str:
    quiz(stage, tmp_path, **rules)
    answer_all(stage, wrong=wrong)
    hand_in(stage)
    return stage.text()


def test_a_review_shows_each_answer_with_its_verdict(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    stage.key(Qt.Key.Key_2)
    stage.screen._turn(3)
    stage.write("quiz.field", "tee")
    hand_in(stage)
    stage.click("quiz.mark.1")
    stage.find("quiz.backToResult")
    words = stage.text()
    for part in ("Not right", "No answer", "Right, not chosen", "No.", "Not right. Right would be: “cha”", "It is cha.", "Right would be: 95 to 100"):
        assert part in words, part
    stage.find("quiz.reviewed.1")
    stage.click("quiz.backToResult")
    assert QApplication.focusWidget() is stage.find("lesson.next")
    stage.click("quiz.reviewAnswers")
    stage.find("quiz.backToResult")


def test_never_shown_is_never_shown(stage: Stage, tmp_path: Path) -> None:
    words = reviewed(stage, tmp_path, 0, show_score="never", show_right="never", show_solution="never")
    assert "Handed in" in words
    assert "100 %" not in words
    assert not stage.sees("quiz.reviewAnswers")
    route = stage.window.route
    assert isinstance(route, ResultRoute)
    stage.show(ResultRoute(route.key, route.lesson, route.attempt, review=True))
    words = stage.text()
    assert "does not show which answers were right" in words
    assert "Right" not in words.replace("Right would", "")


def test_solutions_are_shown_only_after_passing(stage: Stage, tmp_path: Path) -> None:
    words = reviewed(stage, tmp_path, 4, show_right="after passing", show_solution="after passing")
    assert "Not passed" in words
    assert not stage.sees("quiz.reviewAnswers")
    stage.click("quiz.retry")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.settle()
    answer_all(stage)
    hand_in(stage)
    stage.click("quiz.reviewAnswers")
    stage.find("quiz.backToResult")
    assert "Right" in stage.text()


def test_right_without_solutions_tells_no_solution(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path, show_solution="never")
    stage.key(Qt.Key.Key_1)  # right
    stage.screen._turn(1)
    stage.key(Qt.Key.Key_2)  # wrong
    stage.screen._turn(3)
    stage.write("quiz.field", "tee")  # wrong
    hand_in(stage)
    stage.click("quiz.reviewAnswers")
    stage.find("quiz.backToResult")
    words = stage.text()
    assert "“cha”" not in words
    assert "Right would be" not in words
    assert "Right, not chosen" not in words
    rows = stage.window.findChildren(QAbstractButton, "quiz.option.1")
    assert any(each.isVisible() and each.accessibleName().endswith("Right") for each in rows)  # the right one is not called wrong


def test_solutions_without_verdicts_blame_nobody(stage: Stage, tmp_path: Path) -> None:
    reviewed(stage, tmp_path, 0, show_right="never", show_solution="after submit")
    stage.click("quiz.reviewAnswers")
    stage.find("quiz.backToResult")
    assert "Right would be: “cha”" in stage.text()
    assert "Not right" not in stage.text()


def test_large_text_lays_out_otherwise(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path, time_limit_seconds=600)
    stage.resized(text_scale=2.0)
    assert number(stage) == "Question 1 of 5"
    stage.key(Qt.Key.Key_1)
    stage.click("quiz.submit")
    stage.click("quiz.confirm")
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute))
    stage.settle()
    stage.show(LessonRoute(key, "check"))
    stage.find("quiz.start")
    QTest.qWait(0)


# --- right or wrong during the attempt ---

DURING = {"show_right": "during", "show_solution": "during", "show_score": "during"}


def test_an_answer_that_was_checked_shows_its_verdict_and_is_final(stage: Stage, tmp_path: Path) -> None:
    key = quiz(stage, tmp_path, **DURING)
    assert not stage.find("quiz.check").isEnabled()
    stage.click("quiz.option.2")  # stale water
    stage.wait(lambda: stage.find("quiz.check").isEnabled())
    stage.click("quiz.option.3")
    stage.click("quiz.option.2")  # until it is checked, it may be changed
    stage.click("quiz.check")
    stage.wait(lambda: not stage.sees("quiz.check"))
    assert "No." in stage.find("quiz.feedback").findChildren(QLabel)[-1].text() or "No." in stage.text()
    assert stage.find("quiz.option.2").accessibleName().endswith("Not right")
    assert stage.find("quiz.option.1").accessibleName().endswith("Right, not chosen")
    assert not stage.find("quiz.option.1").isEnabled()
    assert QApplication.focusWidget() is stage.find("quiz.nextQuestion")
    QTest.keyClick(stage.screen, Qt.Key.Key_1)
    stage.settle()
    assert dict(on_disk(stage).responses) == {"water": ("old",)}
    stage.click("quiz.nextQuestion")
    for place in (1, 3):
        stage.click(f"quiz.option.{place}")
    stage.click("quiz.check")
    stage.wait(lambda: "1 right so far" in stage.text())
    assert stage.find("quiz.cell.1").accessibleName() == "Question 1, wrong"
    stage.show(LessonRoute(key, "check"))  # and so it stays, whatever happens in between
    assert "You may check each answer" not in stage.text()  # it was told before the start
    stage.click("quiz.start")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.screen._turn(0)
    stage.settle()
    assert not stage.sees("quiz.check")
    assert stage.find("quiz.option.2").accessibleName().endswith("Not right")
    stage.screen._turn(2)
    stage.settle()
    hand_in(stage)
    assert stage.words("page.title") == "Final check"


def test_typed_words_are_checked_as_they_stand(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path, **DURING)
    stage.screen._turn(3)
    stage.write("quiz.field", "tea")
    stage.wait(lambda: stage.find("quiz.check").isEnabled())
    stage.write("quiz.field", "Cha")
    stage.click("quiz.check")
    stage.wait(lambda: not stage.sees("quiz.check"))
    stage.wait(lambda: "Right" in stage.text().splitlines())
    assert dict(on_disk(stage).responses) == {"word": "Cha"}
    assert stage.find("quiz.field", QLineEdit).isReadOnly()


def test_where_nothing_is_shown_during_the_attempt_nothing_offers_it(stage: Stage, tmp_path: Path) -> None:
    quiz(stage, tmp_path)
    stage.click("quiz.option.1")
    stage.settle()
    assert not stage.sees("quiz.check")


@pytest.mark.parametrize("look", [{}, {"theme": "contrast"}, {"direction": "rtl"}, {"text_scale": 2.0}], ids=str)
def test_a_checked_answer_in_every_look(stage: Stage, tmp_path: Path, look: dict[str, object]) -> None:
    quiz(stage, tmp_path, **DURING)
    stage.resized(**look)
    stage.click("quiz.option.2")
    stage.settle()
    assert not faults(stage.window), faults(stage.window)
    stage.click("quiz.check")
    stage.wait(lambda: not stage.sees("quiz.check"))
    stage.settle()
    assert not faults(stage.window), faults(stage.window)


def test_what_is_to_be_chosen_is_said_once(stage: Stage, tmp_path: Path) -> None:
    lesson, written = check()
    leaf = replace(written.questions[1], text="Which are teas? Choose all that are right.")
    stage.open()
    key = stage.add(write_course(tmp_path / "tea.course", Chapter("brew", "Brewing", (lesson,)),
                                 quiz=replace(written, questions=(leaf, *written.questions[2:], written.questions[0]))))
    stage.show(QuizRoute(key, "check"))
    assert stage.text().casefold().count("choose all that are right") == 1
    stage.screen._turn(4)
    stage.wait(lambda: "Choose one" in stage.text())


def test_the_card_comes_back_by_itself_when_the_cool_down_is_over(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.ui.lessons.quiz_card.LOOK_MS", 50)
    key = quiz(stage, tmp_path, cool_down_seconds=600)
    hand_in(stage)
    stage.show(LessonRoute(key, "check"))
    assert not stage.sees("quiz.start")
    stage.find("quiz.reviewAnswers").setFocus()
    stage.clock.forward(seconds=599)
    stage.qtbot.wait(200)
    stage.settle()
    assert not stage.sees("quiz.start")
    stage.clock.forward(seconds=2)
    assert stage.find("quiz.start").hasFocus()
    assert not stage.screen.view._wait.isActive()
    stage.click("quiz.start")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
