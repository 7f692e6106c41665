"""Fields beside a lesson: what is typed in them never presses NEXT, and the keys of the window wait."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from player.ui.theme import Theme
from player.ui.widgets.buttons import ENTER
from player.ui.widgets.themed import Themed

STEPS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right})
MOST_LINES = 12


def is_step(event: QEvent) -> bool:
    """Alt with an arrow: NEXT or Back, were nobody typing."""
    return isinstance(event, QKeyEvent) and event.key() in STEPS and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)


class NoteField(Themed, QPlainTextEdit):
    """As high as its words, from three lines to twelve. Tab leaves it. `left`: the keyboard went elsewhere."""

    left = Signal()

    def __init__(self, theme: Theme, spoken: str, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def restyle(self) -> None:
        self._fit()

    def _fit(self) -> None:
        lines = round(self.document().size().height())  # a plain text counts its lines, wrapped ones too
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff if lines <= MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        around = 2 * round(self.document().documentMargin()) + self.theme.px(22)
        self.setFixedHeight(min(MOST_LINES, max(3, lines)) * self.fontMetrics().lineSpacing() + around)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        event.setAccepted(event.key() != Qt.Key.Key_Escape)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class QueryField(QLineEdit):
    """One line. Enter and the arrows up and down are told, and go no further."""

    entered = Signal()
    moved = Signal(int)  # by so many rows

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}.get(Qt.Key(event.key()))
        if event.key() in ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif rows is not None:
            self.moved.emit(rows)
        else:
            super().keyPressEvent(event)
            event.setAccepted(event.key() != Qt.Key.Key_Escape)
