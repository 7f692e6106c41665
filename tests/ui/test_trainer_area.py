"""The trainer's area in the window: the PIN first, then what learners did; and the banner that tells the learner so."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QWidget

from player.paths import DataFolder
from player.services.player import Player
from player.ui.mail_watch import MailWatch
from player.ui.routes import AwardRoute, CourseRoute, LessonRoute, QuizRoute, ResultRoute, SettingsRoute, TrainerRoute
from tests.forge.burns import RIGHT, sits, write_burns
from tests.forge.mail import mail_server
from tests.forge.pictures import faults
from tests.forge.window import Stage

SIZE = (1366, 768)


def trained(stage: Stage, pin: str = "4711") -> Stage:
    stage.asked(lambda player: player.trainer.set_pin("Tess Trainer", pin, pin))
    return stage


def passed(stage: Stage, tmp_path: Path, name: str = "Nora Example") -> str:
    """Somebody has passed the chapter quiz; returns the course's key."""
    key = stage.add(write_burns(tmp_path / f"{name}.course"))
    stage.sign_in(name)
    session = stage.window.desk.session
    stage.asked(lambda player: sits(player, session.enrolment(player, key), RIGHT))
    return key


def unlocked(stage: Stage, page: str = "notices") -> Stage:
    stage.show(TrainerRoute(page))
    stage.write("trainer.pin", "4711")
    stage.click("trainer.unlock")
    stage.find("trainer.notices")
    stage.settle()
    return stage


def test_the_learner_is_told_before_the_start_and_at_the_result(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_burns(tmp_path / "burns.course"))
    stage.show(LessonRoute(key, "check"))
    assert "Your trainer is told when you pass" in stage.text()
    stage.show(QuizRoute(key, "check"))
    session = stage.window.desk.session
    result = stage.asked(lambda player: sits(player, session.enrolment(player, key), RIGHT))
    stage.show(ResultRoute(key, "check", result.attempt))
    banner: QWidget = stage.find("quiz.told")
    words = " ".join(each.text() for each in banner.findChildren(QLabel))
    assert words.strip() == "Your trainer will be told: “Burns: the check” and “One burn dressing, free”."
    assert faults(stage.screen) == []
    stage.show(AwardRoute(key, "dressing"))
    assert "trainer is told" in stage.words("award.told")


def test_a_failed_attempt_tells_nobody(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_burns(tmp_path / "burns.course"))
    session = stage.window.desk.session
    result = stage.asked(lambda player: sits(player, session.enrolment(player, key), {"what": "butter"}))
    stage.show(ResultRoute(key, "check", result.attempt))
    assert not stage.sees("quiz.told")


def test_the_notice_waits_behind_the_pin(stage: Stage, tmp_path: Path) -> None:
    trained(stage.open())
    passed(stage, tmp_path)
    stage.show(SettingsRoute("trainer"))
    stage.click("trainer.area")
    stage.wait(lambda: isinstance(stage.window.route, TrainerRoute))
    assert "has passed" not in stage.text()
    stage.write("trainer.pin", "0000")
    stage.click("trainer.unlock")
    stage.wait(lambda: stage.words("trainer.said"))
    stage.write("trainer.pin", "4711")
    stage.key(Qt.Key.Key_Return)
    stage.find("trainer.filter")
    stage.settle()
    assert "Nora Example has passed “Burns: the check” with 100 %" in stage.text()
    assert "Nora Example has earned the voucher “One burn dressing, free”" in stage.text()
    assert stage.words("trainer.count") == "2 new notices"


def test_filter_and_mark_as_read(stage: Stage, tmp_path: Path) -> None:
    trained(stage.open())
    passed(stage, tmp_path)
    unlocked(stage)
    choice = stage.find("trainer.filter", QComboBox)
    choice.setCurrentIndex(choice.findData("vouchers"))
    choice.activated.emit(choice.currentIndex())
    stage.settle()
    assert "has passed" not in stage.text()
    stage.click("trainer.mark")
    stage.settle()
    assert stage.words("trainer.count") == "1 new notice"
    stage.find("trainer.unread", QCheckBox).click()
    stage.settle()
    assert "No notices" in stage.text()
    stage.find("trainer.unread", QCheckBox).click()
    choice.setCurrentIndex(0)
    choice.activated.emit(0)
    stage.settle()
    stage.click("trainer.markAll")
    stage.settle()
    assert stage.words("trainer.count") == "Nothing new"
    assert not stage.find("trainer.markAll").isEnabled()


def test_saved_to_a_stick(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained(stage.open())
    unlocked(stage)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "stick"))
    stage.click("trainer.saveNotices")
    stage.says("Nobody has done anything yet")
    passed(stage, tmp_path)
    unlocked(stage)
    (tmp_path / "stick").mkdir()
    stage.click("trainer.saveNotices")
    stage.says("2 notices saved")
    text = next((tmp_path / "stick").glob("*.txt")).read_text(encoding="utf-8-sig")
    assert "Nora Example has earned the voucher “One burn dressing, free”" in text


def test_without_a_pin_the_way_to_one_is_shown(stage: Stage) -> None:
    stage.open()
    stage.show(TrainerRoute())
    stage.click("trainer.toSettings")
    stage.wait(lambda: stage.window.route == SettingsRoute("trainer"))


def test_a_proof_that_grew_old_is_asked_for_again(stage: Stage, tmp_path: Path) -> None:
    trained(stage.open())
    passed(stage, tmp_path)
    unlocked(stage)
    clock = stage.asked(lambda player: player.clock)
    stage.asked(lambda player: setattr(player._register, "clock", lambda: clock() + 700_000))
    stage.click("trainer.markAll")
    stage.find("trainer.pin")
    assert "has passed" not in stage.text()


def test_mail_is_set_up_tried_and_stopped_in_the_window(stage: Stage, tmp_path: Path) -> None:
    with mail_server(tmp_path) as box:
        trained(stage.open())
        stage.asked(lambda player: setattr(player.postman, "_context", lambda: box.context))
        watch = MailWatch(stage.window, stage.window)
        unlocked(stage, "mail")
        assert stage.words("mail.state") == "Nothing is sent."
        stage.click("mail.save")
        stage.wait(lambda: "name such as" in stage.words("mail.said"))
        stage.write("mail.host", box.settings.host)
        stage.write("mail.port", str(box.settings.port))
        stage.write("mail.user", box.settings.user)
        stage.write("mail.password", "wrong")
        stage.write("mail.sender", box.settings.sender)
        stage.write("mail.to", "; ".join(box.settings.to))
        stage.click("mail.test")
        stage.wait(lambda: "535" in stage.words("mail.said"))
        stage.find("mail.password", QLineEdit).setText(box.settings.password)
        stage.click("mail.test")
        stage.wait(lambda: "took the message" in stage.words("mail.said"))
        stage.click("mail.save")
        stage.says("sent from now on")
        assert stage.words("mail.state") == "Notices are sent."
        assert stage.words("mail.password") == ""
        watch.look()
        stage.settle()
        passed(stage, tmp_path)
        watch.look()
        stage.settle()
        assert [message["Subject"] for message in box.messages][1:] == [
            "Nora Example has passed “Burns: the check” with 100 %", "Nora Example has earned the voucher “One burn dressing, free”"]
        assert "Voucher number: GT-" in box.messages[2].get_content()
        unlocked(stage)
        assert stage.text().count("Mailed on") == 2
        stage.click("trainer.mail")
        stage.click("mail.stop")
        stage.says("The password is deleted")
        assert stage.words("mail.state") == "Nothing is sent."


def test_one_in_doubt_is_sent_again_when_somebody_asks(stage: Stage, tmp_path: Path) -> None:
    with mail_server(tmp_path) as box:
        trained(stage.open())
        stage.asked(lambda player: setattr(player.postman, "_context", lambda: box.context))
        stage.asked(lambda player: player.postman.keep(player.trainer.check("4711"), box.settings))
        box.answers = ["cut"]
        passed(stage, tmp_path)
        watch = MailWatch(stage.window, stage.window)
        watch.look()
        stage.settle()
        unlocked(stage)
        assert "Perhaps mailed" in stage.text()
        stage.click("trainer.sendAgain")
        stage.settle()
        assert "Perhaps mailed" not in stage.text()
        assert stage.text().count("Waits to be mailed") == 2
        watch.look()
        stage.settle()
        assert len(set(box.ids)) == 2
        stage.window.close()
        assert stage.window.desk.session is not None


def test_a_voucher_is_redeemed_by_its_number_once(stage: Stage, tmp_path: Path) -> None:
    trained(stage.open())
    key = passed(stage, tmp_path)
    number = stage.status(key).awards["dressing"].number
    unlocked(stage, "vouchers")
    stage.settle()
    assert "One burn dressing, free: Nora Example" in stage.text()
    stage.write("voucher.number", "GT-0000")
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert "look at every character" in stage.text()
    stage.write("voucher.number", number.lower())
    stage.key(Qt.Key.Key_Return)
    stage.find("voucher.redeem")
    assert "is not redeemed yet" in stage.text()
    stage.key(Qt.Key.Key_Return)  # the button has the keyboard
    stage.says("Redeemed: One burn dressing, free, Nora Example.")
    stage.write("voucher.number", number)
    stage.click("voucher.look")
    stage.settle()
    assert "by Tess Trainer" in stage.text()
    assert not stage.sees("voucher.redeem")
    stage.show(CourseRoute(key))
    assert "by Tess Trainer" in stage.text()


def test_a_voucher_is_redeemed_by_its_file_and_by_the_scanned_code(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from player.awards.contents import open_reader, read_contents

    elsewhere = Player(DataFolder(tmp_path / "elsewhere"), machine="another")
    ben = elsewhere.learners.create("Ben Beispiel", "dog", "teal")
    at = elsewhere.learning.enrol(ben.id, elsewhere.library.open(elsewhere.library.add(write_burns(tmp_path / "burns.course"))))
    sits(elsewhere, at, RIGHT)
    issued = elsewhere.awarding.issue(at, "dressing", "Ben Beispiel")
    elsewhere.close()
    trained(stage.open())
    unlocked(stage, "vouchers")
    stage.write("voucher.number", read_contents(open_reader(issued.pdf)).code)
    stage.click("voucher.look")
    stage.find("voucher.redeem")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(issued.path), ""))
    stage.click("voucher.file")
    stage.settle()
    assert "Its seal holds" in stage.text()
    assert faults(stage.screen) == []
    stage.click("voucher.redeem")
    stage.says("Redeemed: One burn dressing, free, Ben Beispiel.")
    stage.click("voucher.file")
    stage.settle()
    assert "Redeemed already" in stage.text()
    assert not stage.sees("voucher.redeem")


def test_the_trainer_redeems_it_at_the_learners_own_page(stage: Stage, tmp_path: Path) -> None:
    trained(stage.open())
    key = passed(stage, tmp_path)
    stage.show(AwardRoute(key, "dressing"))
    stage.click("award.issue")
    stage.click("award.redeem")
    stage.write("trainer.pin", "0000")
    stage.click("trainer.unlock")
    stage.settle()
    assert stage.status(key).awards["dressing"].redeemed_at is None
    stage.write("trainer.pin", "4711")
    stage.click("trainer.unlock")
    stage.wait(lambda: not stage.sees("trainer.pin"))
    assert "by Tess Trainer" in stage.text()
    assert stage.status(key).awards["dressing"].redeemed_by == "Tess Trainer"
    assert faults(stage.screen) == []


@pytest.mark.parametrize("look", [{}, {"text_scale": 2.0}, {"theme": "dark"}, {"direction": "rtl"}, {"text_scale": 2.0, "direction": "rtl"}],
                         ids=["plain", "large", "dark", "rtl", "large-rtl"])
def test_nothing_is_cut_or_covered(stage: Stage, tmp_path: Path, look: dict[str, object]) -> None:
    trained(stage.open())
    stage.window.resize(*SIZE)
    stage.resized(**look)
    stage.show(TrainerRoute())
    assert faults(stage.screen) == []
    passed(stage, tmp_path, "Bartholomew Featherstonehaugh-Cholmondeley")
    unlocked(stage)
    assert faults(stage.screen) == []
    for page, sign in (("mail", "mail.state"), ("vouchers", "voucher.number")):
        stage.click(f"trainer.{page}")
        stage.find(sign)
        stage.settle()
        assert faults(stage.screen) == []
