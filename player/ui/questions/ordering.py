"""Ordering: a list whose lines move up and down by buttons, by the arrow keys, and by dragging."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from player.course.quiz import Question, Response
from player.ui.questions.order_row import OrderRow
from player.ui.questions.question import QuestionKindView, QuestionWidget
from player.ui.theme import Theme
from player.ui.widgets.layouts import column
from player.ui.widgets.prose import plain
from player.ui.words import tr


class Ordering(QuestionWidget):
    """The lines stay where they are; what is moved are the words in them."""

    def __init__(self, theme: Theme, question: Question, response: Response | None) -> None:
        super().__init__(theme, question, response)
        drawn = [answer.id for answer in question.answers]
        self._order = list(response) if isinstance(response, tuple) and sorted(response) == sorted(drawn) else drawn
        self._words = {answer.id: plain(answer.text) for answer in question.answers}
        self._held: int | None = None  # the line that is dragged
        self._rows: list[OrderRow] = []
        lines = column(gap=2)
        for at in range(len(drawn)):
            line = OrderRow(theme, at + 1, len(drawn))
            line.moved.connect(lambda by, at=at: self._move(at, by))
            line.grabbed.connect(lambda at=at: self._grab(at))
            line.dragged.connect(self._drag)
            line.dropped.connect(self._drop)
            lines.addWidget(line)
            self._rows.append(line)
        self.setLayout(lines)
        self._show()

    def first_field(self) -> QWidget:
        return self._rows[0].first_field()

    def judged(self, *, right: bool | None, solution: bool) -> None:
        wanted = {answer: at for at, answer in enumerate(self.question.order, 1)} if solution else {}
        told = right is not None and bool(self.given)
        for answer, line in zip(self._order, self._rows, strict=True):
            line.show_verdict(right=self.places.get(answer) if told else None, belongs=wanted.get(answer, 0))

    def _show(self) -> None:
        for answer, line in zip(self._order, self._rows, strict=True):
            line.set_words(self._words[answer])

    def _move(self, at: int, by: int) -> None:
        """By a button or a key; the focus goes along."""
        to = at + by
        if 0 <= to < len(self._order):
            self._put(at, to)
            self._rows[to].take_focus(up=by < 0)
            self._tell()

    def _put(self, at: int, to: int) -> None:
        self._order.insert(to, self._order.pop(at))
        self._show()

    def _grab(self, at: int) -> None:
        self._held = at
        self._rows[at].set_held(held=True)

    def _drag(self, where: QPoint) -> None:
        """To the line under the pointer, which is given on the screen; above the first or below the last it stays there."""
        if self._held is None:
            return
        y = self.mapFromGlobal(where).y()
        to = sum(line.geometry().bottom() < y for line in self._rows[:-1])
        if to != self._held:
            self._put(self._held, to)
            self._rows[self._held].set_held(held=False)
            self._rows[to].set_held(held=True)
            self._held = to

    def _drop(self) -> None:
        if self._held is not None:
            self._rows[self._held].set_held(held=False)
            self._held = None
            self._tell()

    def _tell(self) -> None:
        order = tuple(self._order)
        if order != self.given:
            self.given = order
            self.responded.emit(order)


VIEW = QuestionKindView(Ordering, lambda _question: tr("Put these in order: with the arrows, or by dragging"))
