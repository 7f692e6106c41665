"""What is wrong is said on the page; after a bug the player says that nothing was lost."""

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from player.errors import PlayerError
from player.ui import messages
from player.ui.messages import CrashDialog, CrashHook, MessageArea
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.layouts import GROW, boxed, column
from tests.forge.pictures import faults

DAMAGED = PlayerError("This file is damaged", "safe-water.course ends in the middle of lesson 4.", "Copy it again from the stick.")


@pytest.fixture
def area(dressed: QApplication, qtbot: QtBot) -> MessageArea:
    made = MessageArea(Theme())
    window = boxed(column(made, GROW))
    made.setProperty("window", window)
    qtbot.addWidget(window)
    window.resize(900, 500)
    window.show()
    made.kept = window  # type: ignore[attr-defined]  # or the window goes with this function
    return made


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_an_error_says_what_where_and_what_to_do(area: MessageArea, qtbot: QtBot) -> None:
    assert not area.isVisible()
    banner = area.show_error(DAMAGED)
    assert area.isVisible()
    assert words(banner) == [DAMAGED.title, DAMAGED.message, DAMAGED.hint]
    assert banner.accessibleName() == f"{DAMAGED.title} {DAMAGED.message} {DAMAGED.hint}"
    QApplication.processEvents()
    assert faults(area.window()) == []
    cross = banner.findChild(Button, "message.close")
    assert cross is not None
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not area.isVisible()
    assert area.shown == []


def test_the_same_error_twice_is_one_line(area: MessageArea) -> None:
    assert area.show_error(DAMAGED) is area.show_error(DAMAGED)
    assert len(area.shown) == 1


def test_at_most_three_stand_there_the_newest_first(area: MessageArea) -> None:
    for number in range(5):
        area.show_message("", f"message {number}")
    assert [words(banner) for banner in area.shown] == [["message 4"], ["message 3"], ["message 2"]]
    area.clear()
    assert area.shown == []


def test_a_notice_goes_by_itself_and_an_error_stays(area: MessageArea, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "NOTICE_MS", 20)
    area.show_error(DAMAGED)
    area.notice("The certificate is saved")
    assert len(area.shown) == 2
    qtbot.waitUntil(lambda: len(area.shown) == 1)
    assert words(area.shown[0])[0] == DAMAGED.title


def test_the_crash_dialog_says_that_nothing_was_lost(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = CrashDialog(Theme(), "Traceback: here", tmp_path / "greentick.log")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert any("Nothing was lost" in text for text in words(dialog))
    assert any("greentick.log" in text.replace("\u200b", "") for text in words(dialog))
    assert faults(dialog) == []
    details = dialog.findChild(QPlainTextEdit, "crash.details")
    assert details is not None
    assert not details.isVisible()
    buttons = {name: dialog.findChild(Button, f"crash.{name}") for name in ("show", "copy", "close")}
    for name in ("show", "copy", "close"):
        pressed = buttons[name]
        assert pressed is not None
        qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
        if name == "show":
            assert details.isVisible()
    assert QGuiApplication.clipboard().text() == "Traceback: here"
    assert not dialog.isVisible()


def fail(kind: type[BaseException]) -> None:
    raise kind("here")


def raised(kind: type[BaseException]) -> BaseException:
    with pytest.raises(kind) as caught:
        fail(kind)
    return caught.value


def test_a_bug_is_logged_and_shown_once_at_a_time(caplog: pytest.LogCaptureFixture) -> None:
    shown: list[str] = []

    def show(details: str) -> None:
        shown.append(details)
        hook.bug(raised(ValueError))                        # a second fault while the first is shown

    hook = CrashHook(show)
    with caplog.at_level(logging.CRITICAL):
        hook.bug(raised(KeyError))
        hook.bug(raised(OSError))
    assert [details.strip().splitlines()[-1] for details in shown] == ["KeyError: 'here'", "OSError: here"]
    assert "in fail" in shown[0]
    assert caplog.text.count("a fault of the program") == 4


def test_an_interrupt_from_the_keyboard_is_no_bug() -> None:
    shown: list[str] = []
    with pytest.raises(SystemExit) as end:
        CrashHook(shown.append).bug(raised(KeyboardInterrupt))
    assert end.value.code == 130
    assert shown == []
