"""Rows to choose from, by mouse, digits, arrows and space; what single, multiple and true/false are made of."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from player.course.quiz import Question, Response
from player.ui.questions.question import QuestionWidget
from player.ui.theme import Theme
from player.ui.widgets.layouts import column
from player.ui.widgets.options import OptionRow
from player.ui.widgets.prose import plain


class Choices(QuestionWidget):
    """`many`: boxes, any number of them; else discs, one of them."""

    def __init__(self, theme: Theme, question: Question, response: Response | None, *, many: bool, words: tuple[str, ...]) -> None:
        super().__init__(theme, question, response)
        chosen = set(response) if isinstance(response, tuple) else set()
        self._rows: list[OptionRow] = []
        lines = column(gap=2)
        for number, (answer, text) in enumerate(zip(question.answers, words, strict=True), 1):
            digit = str(number) if number < 10 else ""
            row = OptionRow(theme, plain(text), digit, many=many, chosen=answer.id in chosen, name=f"quiz.option.{number}")
            row.toggled.connect(self._tell)
            lines.addWidget(row)
            self._rows.append(row)
        self.setLayout(lines)

    def first_field(self) -> QWidget:
        return next((row for row in self._rows if row.isChecked()), self._rows[0])

    def judged(self, *, right: bool | None, solution: bool) -> None:
        for row, answer in zip(self._rows, self.question.answers, strict=True):
            on = row.isChecked()
            if solution:
                row.set_verdict("right" if on and answer.right else "wrong" if on else "missed" if answer.right else "")
            elif right and on:  # which of several wrong ones was wrong would tell the solution
                row.set_verdict("right")
            else:
                row.set_verdict("")
            row.setEnabled(False)

    def press(self, number: int) -> None:
        """The digit of a row, counted from 1."""
        if 1 <= number <= len(self._rows):
            row = self._rows[number - 1]
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)
            row.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal() and event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            self.press(int(event.text()))
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        chosen = tuple(sorted(answer.id for row, answer in zip(self._rows, self.question.answers, strict=True) if row.isChecked()))
        if chosen != self.given and (chosen or self.given):
            self.given = chosen
            self.responded.emit(chosen)
