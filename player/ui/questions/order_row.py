"""One line of an ordering: its place, its words, and two buttons that move it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import boxed, column, row
from player.ui.widgets.text import label, set_tone
from player.ui.widgets.themed import Themed
from player.ui.words import tr

ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Mover(Button):
    """A button that moves a line; the arrow keys on it do so too, in either direction."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = ARROWS.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.moved.emit(by)


class OrderRow(Themed, QWidget):
    """`moved` tells by how many lines (-1 is up); a drag tells `grabbed`, where the pointer is on the screen, and `dropped`."""

    moved = Signal(int)
    grabbed = Signal()
    dragged = Signal(object)  # QPoint
    dropped = Signal()

    def __init__(self, theme: Theme, number: int, of: int) -> None:
        super().__init__()
        self.theme, self._number, self._of = theme, number, of
        self.setObjectName(f"quiz.line.{number}")
        self._right: bool | None = None
        self._held = False
        self._grip = icon(theme, "grip-vertical", "muted", 20)
        self._words = label("", "body", wrap=True, name=f"quiz.line.{number}.words")
        self._sign = icon(theme, "circle-check", "progress_text", 20)
        self._told = label("", "smallstrong", wrap=True, name=f"quiz.line.{number}.told")
        self._up = Mover(theme, "", "arrow-up", "ghost", f"quiz.up.{number}")
        self._down = Mover(theme, "", "arrow-down", "ghost", f"quiz.down.{number}")
        self._up.setEnabled(number > 1)
        self._down.setEnabled(number < of)
        for button, by in ((self._up, -1), (self._down, 1)):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, by=by: self.moved.emit(by))
            button.moved.connect(self.moved)
        self._verdict = boxed(row(self._sign, (self._told, 1), gap=tokens.S))  # hidden as a whole: an empty row would keep the words narrow
        self._verdict.hide()
        said = column(self._words, self._verdict, gap=0)
        self._place = label(str(number), "strong", "muted")
        self.setLayout(row(self._grip, self._place, (said, 1), self._up, self._down, gap=tokens.S, pad=(12, tokens.S)))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.restyle()

    def restyle(self) -> None:
        self._place.setMinimumWidth(self.theme.px(20))

    def set_words(self, words: str) -> None:
        """What stands in this line now."""
        self._words.setText(words)
        place = {"what": words, "n": self._number, "of": self._of}
        self._up.set_text("", tr("Move up: {what}, place {n} of {of}", **place))
        self._down.set_text("", tr("Move down: {what}, place {n} of {of}", **place))

    def first_field(self) -> QWidget:
        return self._down if self._down.isEnabled() else self._up

    def take_focus(self, *, up: bool) -> None:
        """On the button for the same direction, as far as there is a further way."""
        button = self._up if up else self._down
        (button if button.isEnabled() else self._down if up else self._up).setFocus(Qt.FocusReason.TabFocusReason)

    def set_held(self, *, held: bool) -> None:
        self._held = held
        self.update()

    def show_verdict(self, *, right: bool | None, belongs: int) -> None:
        """`right` None where it is not told; `belongs` the place where it would be right, 0 where that is not told."""
        self._right = right
        self.unsetCursor()
        for each in (self._grip, self._up, self._down):
            each.hide()
        self.setEnabled(True)
        at_home = belongs == self._number
        if right or (right is None and at_home):
            words, sign, tone = tr("Right place"), "circle-check", "progress_text"
        elif belongs:
            words, sign, tone = tr("Belongs at place {n}", n=belongs), "info" if right is None else "circle-x", "text" if right is None else "danger"
        elif right is None:
            return
        else:
            words, sign, tone = tr("Not its place"), "circle-x", "danger"
        self._told.setText(words)
        set_tone(self._told, tone)
        self._sign.set_icon(sign, tone)
        self._verdict.show()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._up.isHidden():
            self.grabbed.emit()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.dropped.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        told = self._right is not None
        edge, ground = ("progress", "progress_soft") if self._right else ("danger", "danger_soft")
        if not told:
            edge, ground = ("text", "sunken") if self._held else ("outline", "surface")
        painter.setPen(QPen(self.theme.colour(edge), 2 if told or self._held else self.theme.colours.edge))
        painter.setBrush(self.theme.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 12, 12)
