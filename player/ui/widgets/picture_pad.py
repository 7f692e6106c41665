"""Pictures to choose a few of, one after the other: a lock for those who do not read numbers."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from player.services.pins import LOCK_PICTURES, SEQUENCE
from player.ui import tokens
from player.ui.picture_names import picture_name
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.cards import LayoutButton
from player.ui.widgets.flow import Grid
from player.ui.widgets.layouts import CENTRE, GROW, column, row
from player.ui.widgets.painted import Painted
from player.ui.widgets.themed import Themed
from player.ui.words import tr

TILE, SLOT, GAP = 64, 40, 12  # px at 100 %
ACROSS = 4
LARGEST = 1.25  # of the slots, as a scale
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def draw_lock_picture(painter: QPainter, theme: Theme, box: QRectF, key: str) -> None:
    """A tile in its tint, with a white picture on it; round at the corners, so that nobody takes it for somebody's face."""
    name, tint = tokens.LOCK_PICTURES[key]
    painter.setPen(QPen(theme.colour("outline"), 2) if theme.colours.edge > 1 else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.TINTS[tint][0]))
    round_ = box.width() * 0.2
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), round_, round_)
    inset = box.width() * 0.22
    theme.draw_icon(painter, box.adjusted(inset, inset, -inset, -inset), name, "#FFFFFF", 1.75)


class LockPicture(Painted):
    """One of the pictures; decoration in the button that names it."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__(theme, TILE, TILE, "")
        self._key = key

    def draw(self, painter: QPainter, box: QRectF) -> None:
        draw_lock_picture(painter, self.theme, box, self._key)


class Slots(Painted):
    """One place for each picture that is wanted: how many there are, and which where that is no secret."""

    def __init__(self, theme: Theme, *, shown: bool) -> None:
        self._shown = shown
        self._pictures: tuple[str, ...] = ()
        super().__init__(theme, SEQUENCE * SLOT + (SEQUENCE - 1) * GAP, SLOT, "", "pictures.chosen")
        self.take(())

    def restyle(self) -> None:
        """No words: they need not grow as far as words do."""
        scale = min(self.theme.scale, LARGEST)
        self.setFixedSize(round(self._extent[0] * scale), round(self._extent[1] * scale))

    def take(self, pictures: tuple[str, ...]) -> None:
        self._pictures = pictures
        self.setAccessibleName(tr("{n} of {of} pictures chosen", n=len(pictures), of=SEQUENCE))
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        theme, side = self.theme, box.height()
        step = (box.width() - side) / (SEQUENCE - 1)
        for at in range(SEQUENCE):
            place = QRectF(box.width() - side - at * step if theme.rtl else at * step, 0, side, side)
            if self._shown and at < len(self._pictures):
                draw_lock_picture(painter, theme, place, self._pictures[at])
                continue
            inset = side * 0.28
            painter.setPen(QPen(theme.colour("outline"), 2))
            painter.setBrush(theme.colour("text") if at < len(self._pictures) else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place.adjusted(inset, inset, -inset, -inset))


class PicturePad(Themed, QWidget):
    """`chosen` gives the keys once there are enough; `clear` begins anew. With `shown` they can be seen while they are chosen. Arrows go about
    among the pictures as they lie, Backspace takes the last one back."""

    chosen = Signal(tuple)

    def __init__(self, theme: Theme, *, shown: bool) -> None:
        super().__init__()
        self.theme = theme
        self._pictures: tuple[str, ...] = ()
        self._slots = Slots(theme, shown=shown)
        self._grid = Grid(theme, TILE + 2 * tokens.S, 0, ACROSS, name="pictures.board")
        self.buttons = [self._button(key) for key in LOCK_PICTURES]
        self._back = Button(theme, "", "undo-2", "ghost", "pictures.back", spoken=tr("Take the last picture back"))
        self._back.clicked.connect(self.take_back)
        self._back.setEnabled(False)
        room = theme.px(tokens.CONTROL)  # as much as the button beside: the slots stand in the middle
        self.setLayout(column(row(GROW, room, (self._slots, 0, CENTRE), self._back, GROW, gap=tokens.S), self._grid, gap=tokens.M))

    def _button(self, key: str) -> LayoutButton:
        picture = LockPicture(self.theme, key)
        made = LayoutButton(self.theme, column((picture, 0, CENTRE), gap=0, pad=tokens.S), picture_name(key), f"pictures.{key}")
        made.clicked.connect(lambda: self._take(key))
        made.installEventFilter(self)
        self._grid.add(made)
        return made

    def clear(self) -> None:
        self._show(())

    def take_back(self) -> None:
        self._show(self._pictures[:-1])

    def set_usable(self, *, usable: bool) -> None:
        for each in self.buttons:
            each.setEnabled(usable)
        self._back.setEnabled(usable and bool(self._pictures))

    def _take(self, key: str) -> None:
        if len(self._pictures) == SEQUENCE:
            return
        self._show((*self._pictures, key))
        if len(self._pictures) == SEQUENCE:
            self.chosen.emit(self._pictures)

    def _show(self, pictures: tuple[str, ...]) -> None:
        changed, self._pictures = pictures != self._pictures, pictures
        self._slots.take(pictures)
        if not pictures and self._back.hasFocus():
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._back.setEnabled(bool(pictures))
        if changed:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._slots, self._slots.accessibleName()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete} and self._pictures:
            self.take_back()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: object) -> bool:
        """Arrows as the pictures lie."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and event.key() in ARROWS and watched in self.buttons:
            self._go(self.buttons.index(watched), Qt.Key(event.key()))
            return True
        return False

    def _go(self, at: int, key: Qt.Key) -> None:
        across = max(1, self._grid.flow.columns(self._grid.width()))
        forward = Qt.Key.Key_Left if self.theme.rtl else Qt.Key.Key_Right
        by = {Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across}.get(key, 1 if key == forward else -1)
        if 0 <= at + by < len(self.buttons):
            self.buttons[at + by].setFocus(Qt.FocusReason.TabFocusReason)
