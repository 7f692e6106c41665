"""The quiet line above a lesson: where it stands in the course, and what changes the page but not the lesson."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from player.ui import tokens
from player.ui.desk import Desk
from player.ui.widgets.buttons import button
from player.ui.widgets.layouts import GROW, boxed, row
from player.ui.widgets.text import label
from player.ui.words import tr

STEP = 0.1  # of the text size
SMALLEST, LARGEST = 0.8, 2.0


class LessonTools(QWidget):
    """In large text the outline has a button here, in place of the number of the lesson."""

    outline = Signal()
    trainer = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self._number = label("", "small", "muted", name="lesson.number")
        self._fold = fold = button(theme, tr("Outline"), "list", "ghost", "lesson.showOutline")
        fold.clicked.connect(self.outline)
        (self._number if theme.big else fold).hide()
        trainer = button(theme, "", "graduation-cap", "ghost", "trainer.open", spoken=tr("For the trainer…"))
        trainer.clicked.connect(self.trainer)
        smaller = button(theme, "", "a-arrow-down", "ghost", "lesson.smaller", spoken=tr("Smaller text"))
        smaller.clicked.connect(lambda: self._scale(-STEP))
        larger = button(theme, "", "a-arrow-up", "ghost", "lesson.larger", spoken=tr("Larger text"))
        larger.clicked.connect(lambda: self._scale(STEP))
        full = button(theme, "", "maximize", "ghost", "lesson.fullScreen", spoken=tr("Full screen (F11)"))
        full.clicked.connect(desk.window.toggle_full_screen)
        boxed(row(fold, self._number, GROW, trainer, smaller, larger, full, gap=tokens.HALF, pad=(tokens.L, 4)), self)

    def tell(self, number: int, of: int) -> None:
        self._number.setText(tr("Lesson {n} of {of}", n=number, of=of))

    def tell_outline(self, *, shown: bool) -> None:
        """The button leads back where it came from."""
        self._fold.set_text(tr("Back to the lesson") if shown else tr("Outline"))

    def _scale(self, step: float) -> None:
        scale = min(LARGEST, max(SMALLEST, round(self._desk.settings.text_scale + step, 1)))
        self._desk.window.change_look(text_scale=scale)
