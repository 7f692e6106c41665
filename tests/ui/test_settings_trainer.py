"""The trainer's PIN in the settings: set with its recovery code shown once, changed, forgotten, tried wrongly."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from player.services.trainer import PinError
from player.ui.routes import SettingsRoute
from player.ui.screens.recovery_code import page
from tests.forge.pictures import faults
from tests.forge.window import Stage


def opened(stage: Stage) -> Stage:
    stage.open()
    stage.show(SettingsRoute())
    stage.click("settings.trainer")
    return stage


def set_pin(stage: Stage, pin: str = "4711", name: str = "Tess Trainer") -> str:
    """Through the form; returns the code that is shown."""
    stage.write("trainer.name", name)
    stage.write("trainer.newPin", pin)
    stage.write("trainer.newPinAgain", pin)
    stage.click("trainer.set")
    return stage.words("trainer.recovery")


def test_the_code_is_shown_once_and_opens_the_way_to_another_pin(stage: Stage) -> None:
    opened(stage)
    code = set_pin(stage)
    assert stage.asked(lambda player: player.trainer.check("4711")).by == "Tess Trainer"
    stage.click("trainer.copyCode")
    assert QGuiApplication.clipboard().text() == code
    stage.click("trainer.kept")
    assert "Tess Trainer" in stage.words("trainer.standing")
    assert code not in stage.text()
    stage.show(SettingsRoute("folder"))
    stage.click("settings.trainer")
    assert code not in stage.text()
    stage.click("trainer.forgotten")
    stage.write("trainer.code", code.lower())
    stage.write("trainer.newPin", "0815")
    stage.write("trainer.newPinAgain", "0815")
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: stage.sees("trainer.recovery"))
    assert stage.words("trainer.recovery") != code
    assert stage.asked(lambda player: player.trainer.check("0815"))


def test_another_pin_after_the_old_one(stage: Stage) -> None:
    opened(stage)
    set_pin(stage)
    stage.click("trainer.kept")
    stage.click("trainer.change")
    field = stage.find("trainer.pin", QLineEdit)
    assert field.hasFocus()
    assert field.echoMode() == QLineEdit.EchoMode.Password
    stage.click("trainer.pin.show")
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    stage.write("trainer.pin", "1")
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: "wrong" in stage.words("trainer.said"))
    stage.write("trainer.pin", "4711")
    stage.click("trainer.unlock")
    assert stage.words("trainer.name") == "Tess Trainer"
    set_pin(stage, "a calm river")
    with pytest.raises(PinError):
        stage.asked(lambda player: player.trainer.check("4711"))


def test_what_cannot_be_set_is_said_under_the_fields_and_keeps_them(stage: Stage) -> None:
    opened(stage)
    stage.write("trainer.newPin", "1234")
    stage.click("trainer.set")
    stage.wait(lambda: "name is empty" in stage.words("trainer.formSaid"))
    stage.write("trainer.name", "Tess")
    stage.click("trainer.set")
    stage.wait(lambda: "anybody would try" in stage.words("trainer.formSaid"))
    assert stage.words("trainer.newPin") == "1234"
    assert not stage.asked(lambda player: player.trainer.is_set)


def test_wrong_tries_rest_the_button(stage: Stage) -> None:
    opened(stage)
    set_pin(stage)
    stage.click("trainer.kept")
    stage.click("trainer.change")
    for tries in range(3):
        stage.wait(stage.find("trainer.unlock").isEnabled)
        stage.write("trainer.pin", f"000{tries}")
        stage.key(Qt.Key.Key_Return)
        stage.settle()
    assert not stage.find("trainer.unlock").isEnabled()
    assert "next try" in stage.words("trainer.said")
    stage.write("trainer.pin", "4711")
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert stage.sees("trainer.unlock")  # not looked at
    stage.clock.forward(seconds=5)
    stage.wait(lambda: "may try again" in stage.words("trainer.said"))
    stage.write("trainer.pin", "4711")
    stage.key(Qt.Key.Key_Return)
    stage.find("trainer.set")


def test_the_code_as_a_file_and_on_paper(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(stage)
    code = set_pin(stage)
    target = tmp_path / "code.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.click("trainer.saveCode")
    stage.says("Saved")
    assert code in target.read_text(encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "code.txt"), ""))
    stage.click("trainer.saveCode")
    stage.says("Choose another place")
    assert code in page("Tess <b>", code, stage.clock.now).toPlainText()
    assert "Tess <b>" in page("Tess <b>", code, stage.clock.now).toPlainText()


@pytest.mark.parametrize("look", [{}, {"theme": "dark"}, {"theme": "contrast"}, {"direction": "rtl"}, {"text_scale": 2.0}], ids=str)
def test_every_state_in_every_look(stage: Stage, look: dict[str, object], tmp_path: Path) -> None:
    stage.open()
    stage.resized(**look)
    stage.show(SettingsRoute("trainer"))
    for step in ("form", "code", "standing", "sheet", "recover"):
        if step == "code":
            set_pin(stage)
        elif step == "standing":
            stage.click("trainer.kept")
        elif step == "sheet":
            stage.click("trainer.change")
        elif step == "recover":
            stage.click("trainer.cancel")
            stage.click("trainer.forgotten")
        stage.settle()
        assert all(label.text() or not label.isVisible() or not label.objectName() for label in stage.screen.findChildren(QLabel)
                   if label.objectName() not in {"trainer.formSaid", "trainer.said"})
        assert not faults(stage.window), (step, faults(stage.window))
