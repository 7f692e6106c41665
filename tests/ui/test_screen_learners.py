"""Who is learning: the board, a new learner, a guest, signing out and in."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from player.ui.routes import LearnersRoute, LibraryRoute, SettingsRoute, VerifyRoute
from tests.forge.window import Stage


def test_a_new_learner_types_a_name_and_is_in_the_library(stage: Stage) -> None:
    stage.board()
    stage.click("learners.new")
    stage.write("learners.name", "Amina Diallo")
    stage.click("learners.picture.turtle")
    stage.key(Qt.Key.Key_Tab)
    stage.find("learners.name").setFocus()
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert stage.words("learner.current") == "Amina Diallo"
    assert stage.asked(lambda player: player.learners.all())[0].picture == "turtle"
    assert stage.kept[-1].last_learner == stage.window.desk.session.learner_id


def test_a_name_that_is_taken_is_refused_under_the_field_and_twice_pressed_is_once(stage: Stage) -> None:
    stage.board()
    stage.asked(lambda player: player.learners.create("Amina", "bird", "sea"))
    stage.click("learners.new")
    stage.write("learners.name", "amina")
    stage.click("learners.create")
    stage.wait(lambda: "on the board already" in stage.words("learners.said"))
    assert isinstance(stage.window.route, LearnersRoute)
    assert QApplication.focusWidget() is stage.find("learners.name")
    stage.write("learners.name", "Bo")
    stage.click("learners.create")
    stage.click("learners.create")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.settle()
    assert len(stage.asked(lambda player: player.learners.all())) == 2


def test_an_empty_name_and_the_way_back(stage: Stage) -> None:
    stage.board()
    stage.click("learners.new")
    stage.click("learners.create")
    stage.wait(lambda: "empty" in stage.words("learners.said"))
    stage.click("learners.cancel")
    stage.find("learners.board")
    stage.click("learners.new")
    stage.find("learners.name")
    QTest.keyClick(stage.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    stage.find("learners.board")
    QTest.keyClick(stage.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert isinstance(stage.window.route, LearnersRoute)


def test_a_guest_starts_at_once_and_is_on_the_board_afterwards(stage: Stage) -> None:
    stage.board()
    stage.click("learners.guest")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert stage.words("learner.current") == "Guest"
    stage.click("learner.notYou")
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))
    assert stage.window.desk.session.learner is None
    assert stage.kept[-1].last_learner == ""
    assert "Guest" in stage.text()


def test_signing_out_and_in_by_the_picture(stage: Stage) -> None:
    stage.open("Nora Example")
    stage.click("learner.notYou")
    stage.find("learners.board")
    assert QApplication.focusWidget() is not None
    assert QApplication.focusWidget().accessibleName().startswith("Nora Example")  # type: ignore[union-attr]
    stage.key(Qt.Key.Key_Space)
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    assert stage.words("learner.current") == "Nora Example"


def test_settings_and_the_check_are_there_for_nobody_too(stage: Stage) -> None:
    stage.board()
    stage.click("settings.open")
    stage.wait(lambda: isinstance(stage.window.route, SettingsRoute))
    stage.click("page.leave")
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))
    stage.click("verify.open")
    stage.wait(lambda: isinstance(stage.window.route, VerifyRoute))
    stage.click("page.leave")
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))


def test_who_was_signed_out_on_the_way_is_not_left_on_somebody_elses_page(stage: Stage) -> None:
    stage.open()
    stage.window.sign_out()
    stage.window.go(LibraryRoute())  # pressed before the board was there
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))
    stage.settle()
    assert not stage.messages()
