"""A start that is refused, said in a window: whoever starts the program with a double click reads no terminal."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow

from player.errors import PlayerError
from player.ui.theme import Theme, load_ui_fonts
from player.ui.widgets.buttons import button
from player.ui.widgets.states import EmptyState
from player.ui.words import sentence, told, tr


def show_refusal(app: QApplication, theme: Theme, error: PlayerError) -> None:
    """What, where, what to do. Blocks until the window is closed."""
    load_ui_fonts()
    theme.apply(app)
    window = QMainWindow()
    window.setWindowTitle("Greentick")
    window.setWindowIcon(theme.icon("logo", size=64))
    close = button(theme, tr("Close"), "x", "ink", "status.close")
    close.clicked.connect(window.close)
    QShortcut(QKeySequence("Esc"), window).activated.connect(window.close)
    window.setCentralWidget(EmptyState(theme, "circle-alert", told(error.title), sentence(error), close, tone="danger", name="status.error"))
    window.resize(theme.px(720), theme.px(420))
    window.show()
    close.setFocus()
    app.exec()
