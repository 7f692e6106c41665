"""Before anything opens outside: the address, in full, and two buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import button
from player.ui.widgets.layouts import GROW, boxed, column, row
from player.ui.widgets.text import label
from player.ui.words import tr


def ask_to_leave(parent: QWidget, theme: Theme, address: str) -> bool:
    """Whether the learner wants to open a web address in the browser."""
    dialog = QDialog(parent)
    dialog.setObjectName("leave")
    dialog.setWindowTitle(tr("Open outside Greentick?"))
    stay = button(theme, tr("Stay here"), name="leave.stay")
    stay.clicked.connect(dialog.reject)
    go = button(theme, tr("Open in the browser"), "external-link", "ink", "leave.open")
    go.clicked.connect(dialog.accept)
    words = label(tr("This link leads outside the course. It needs the internet:"), wrap=True)
    where = label(address, "code", wrap=True, select=True)
    where.setMinimumWidth(theme.px(420))
    boxed(column(label(tr("Open outside Greentick?"), "h2"), words, where, tokens.S, row(GROW, stay, go), gap=tokens.S, pad=tokens.L), dialog)
    stay.setFocus()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog.exec() == QDialog.DialogCode.Accepted
