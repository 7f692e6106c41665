"""The small window before anything opens outside."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.ui.dialogs.leave import ask_to_leave
from player.ui.theme import Theme


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(("press", "opened"), [("leave.open", True), ("leave.stay", False), ("", False)])
def test_the_address_is_shown_in_full_and_staying_is_the_first_choice(qtbot: QtBot, press: str, opened: bool) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    seen: list[str] = []

    def act() -> None:
        dialog = next(each for each in page.findChildren(QDialog) if each.isVisible())
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        held = QApplication.focusWidget()
        seen.append(held.objectName() if held is not None else "")
        if press:
            button = dialog.findChild(QAbstractButton, press)
            assert button is not None
            button.click()
        else:
            dialog.reject()

    QTimer.singleShot(0, page, act)
    assert ask_to_leave(page, Theme(), "https://example.org/a?b=c&d=<e>") is opened
    assert "https://example.org/a?b=c&d=<e>" in seen
    assert seen[-1] in {"leave.stay", ""}
    qtbot.waitUntil(lambda: not page.findChildren(QDialog))  # it is not kept
