"""The keys of the window: they work on every page."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from player.ui.text_size import change_text_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from player.ui.main_window import MainWindow


def set_keys(window: "MainWindow") -> None:
    """F11 full screen, Alt+arrows NEXT and Back (mirrored in right-to-left), Ctrl+O, and Ctrl with +, - and 0 for the size of the text."""

    def step(*, right: bool) -> None:
        screen = window.screen_shown
        if screen is not None:
            screen.next_pressed() if right != window.desk.theme.rtl else screen.back_pressed()

    deeds: dict[str, Callable[[], None]] = {
        "F11": window.toggle_full_screen, "Alt+Right": lambda: step(right=True), "Alt+Left": lambda: step(right=False),
        "Ctrl+O": window.choose_package, "Ctrl++": lambda: change_text_size(window.desk, 1), "Ctrl+=": lambda: change_text_size(window.desk, 1),
        "Ctrl+-": lambda: change_text_size(window.desk, -1), "Ctrl+0": lambda: change_text_size(window.desk, 0),
    }  # fmt: skip
    for keys, deed in deeds.items():
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.setAutoRepeat(False)  # a key held down does not run through the course
        shortcut.activated.connect(deed)
