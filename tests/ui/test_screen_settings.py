"""Settings: every change shows at once and is kept, and the page stays where it was."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSlider

from player.errors import PlayerError
from player.ui.routes import CourseRoute, LibraryRoute, SettingsRoute
from player.ui.screens import settings as page
from tests.forge.window import Stage, tea


def test_colours_change_at_once_and_are_kept(stage: Stage) -> None:
    stage.open()
    stage.show(SettingsRoute())
    for scheme in ("dark", "contrast", "light"):
        stage.click(f"settings.theme.{scheme}")
        assert stage.window.desk.theme.scheme == scheme
        assert stage.screen.theme.scheme == scheme
        assert stage.kept[-1].theme == scheme
    stage.click("settings.theme.system")
    assert stage.kept[-1].theme == "system"


def test_the_text_grows_by_keys_and_by_the_mouse_and_the_slider_keeps_the_keyboard(stage: Stage) -> None:
    stage.open()
    stage.show(SettingsRoute())
    slider = stage.find("settings.textSize", QSlider)
    slider.setFocus()
    stage.key(Qt.Key.Key_Right)
    stage.wait(lambda: stage.window.desk.theme.scale == 1.1)
    stage.settle()
    assert QApplication.focusWidget() is stage.find("settings.textSize")
    stage.key(Qt.Key.Key_Right)
    stage.wait(lambda: stage.kept[-1].text_scale == 1.2)
    stage.settle()
    stage.key(Qt.Key.Key_End)
    stage.wait(lambda: stage.window.desk.theme.big)
    stage.settle()
    slider = stage.find("settings.textSize", QSlider)
    slider.setSliderDown(True)
    slider.setSliderPosition(12)
    slider.triggerAction(QSlider.SliderAction.SliderMove)
    QTest.qWait(0)
    assert stage.window.desk.theme.scale == 2.0  # not while it is dragged
    slider.setSliderDown(False)
    stage.wait(lambda: stage.window.desk.theme.scale == 1.2)


def test_the_direction_changes_on_its_page(stage: Stage) -> None:
    stage.open()
    stage.show(SettingsRoute())
    stage.click("settings.language")
    choice = stage.find("settings.direction", QComboBox)
    choice.setCurrentIndex(2)
    choice.activated.emit(2)
    stage.settle()
    assert stage.window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert stage.kept[-1].direction == "rtl"
    stage.find("settings.direction")  # still the page of languages
    stage.find("settings.language")
    stage.resized(text_scale=1.6)
    stage.find("settings.direction")


def test_folder_and_about(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    stage.open()
    stage.show(SettingsRoute("folder"))
    assert stage.words("settings.path") == str(stage.data.root)
    stage.click("settings.showFolder")
    stage.click("settings.about")
    assert "Greentick 0." in stage.text()
    stage.click("settings.licences")
    assert opened[0] == str(stage.data.root)
    assert (Path(opened[1]) / "Inter.ttf").exists() or list(Path(opened[1]).glob("*.txt"))

    def missing(name: str) -> Path:
        raise PlayerError("Missing", f"{name} is missing.", "Install again.")

    monkeypatch.setattr(page, "resource", missing)
    stage.click("settings.licences")
    stage.says("fonts is missing")


def test_they_lead_back_to_where_one_was(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(CourseRoute(key))
    stage.click("settings.open")
    stage.wait(lambda: isinstance(stage.window.route, SettingsRoute))
    stage.settle()
    stage.click("settings.open")  # once more
    stage.settle()
    stage.resized(text_scale=1.3)
    QTest.keyClick(stage.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.settle()
    stage.show(LibraryRoute())
    stage.show(SettingsRoute())
    stage.click("learner.notYou")
    stage.settle()
    stage.click("settings.open")
    stage.settle()
    stage.click("page.leave")
    stage.settle()
    assert type(stage.window.route).__name__ == "LearnersRoute"


def test_a_double_click_can_be_had_and_given_back(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    stage.open()
    stage.show(SettingsRoute("about"))
    launcher = tmp_path / "XDG_DATA_HOME" / "applications" / "greentick.desktop"
    stage.click("settings.openCourses")
    stage.says("A double click on a .course file opens it here")
    assert f"--data {stage.data.root}" in launcher.read_text(encoding="utf-8")
    launcher.write_text("somebody else's", encoding="utf-8")
    stage.click("settings.takeBack")
    stage.says("not on the desktop any more")
    assert launcher.read_text(encoding="utf-8") == "somebody else's"
    stage.click("settings.openCourses")
    stage.says("was not put there by Greentick")
    assert stage.find("settings.openCourses").isEnabled()
