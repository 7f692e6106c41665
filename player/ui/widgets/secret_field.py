"""A line to type a PIN or a passphrase into: shown as dots, unless whoever types wants to see it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.layouts import column, row
from player.ui.widgets.text import label
from player.ui.widgets.themed import Themed
from player.ui.words import tr

LONGEST = 128


class SecretField(Themed, QWidget):
    """`name` is the object name of the line itself; `entered` when Enter is pressed in it."""

    entered = Signal()

    def __init__(self, theme: Theme, words: str, name: str, *, shown: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(words)
        self.line.setMaxLength(LONGEST)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
                                      | Qt.InputMethodHint.ImhNoAutoUppercase)
        self.line.returnPressed.connect(self.entered)
        self._eye = Button(theme, "", "eye", "ghost", f"{name}.show")
        self._eye.clicked.connect(lambda: self._show(on=self.line.echoMode() != QLineEdit.EchoMode.Normal))
        self._show(on=shown)
        self.setLayout(column(label(words, "smallstrong", wrap=True), row((self.line, 1), self._eye, gap=4), gap=4))

    def text(self) -> str:
        return self.line.text()

    def clear(self) -> None:
        self.line.clear()

    def _show(self, *, on: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye-off" if on else "eye")
        self._eye.set_text("", tr("Hide what is typed") if on else tr("Show what is typed"))
