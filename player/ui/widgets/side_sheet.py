"""A sheet beside a page: a title, a cross, and one thing at a time. In large text it takes the place of the page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import ENTER, Button
from player.ui.widgets.layouts import boxed, clear, column, row, rule_line
from player.ui.widgets.text import label
from player.ui.widgets.themed import Themed
from player.ui.words import tr

WIDTH = 356  # px at 100 %


class SideSheet(Themed, QFrame):
    """Hidden until something is put in. `closed`: by its cross or Escape. `shown` says that it is there now, or is gone."""

    closed = Signal()
    shown = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("bar", "side")
        self._title = label("", "h3", wrap=True)
        cross = Button(theme, "", "x", "ghost", "beside.close", spoken=tr("Close (Esc)"))
        cross.clicked.connect(self.close_it)
        self._body = column(gap=0)
        head = boxed(row((self._title, 1), cross, gap=tokens.S, pad=(20, tokens.HALF, tokens.S, tokens.HALF)))
        self.setLayout(column(head, rule_line(), (boxed(self._body), 1), gap=0))
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        if not self.theme.big:
            self.setFixedWidth(self.theme.px(WIDTH))

    def put(self, title: str, body: QWidget) -> None:
        """Shows this, in place of what was there."""
        clear(self._body)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._body.addWidget(body, 1)
        self.show()
        self.shown.emit(True)

    def take_away(self) -> None:
        """Gone, and told to nobody but by `shown`."""
        if self.isHidden():
            return
        self.hide()
        clear(self._body)
        self.shown.emit(False)

    def close_it(self) -> None:
        self.take_away()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that nothing in the sheet wanted is not NEXT."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        elif event.key() not in ENTER:
            super().keyPressEvent(event)
