"""A field to type in; what short text and numbers are made of. What is typed is kept while one types, not only at the end."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from player.course.quiz import Question, Response
from player.ui import tokens
from player.ui.questions.question import QuestionWidget
from player.ui.theme import Theme
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import column, row
from player.ui.widgets.text import label, set_tone
from player.ui.words import tr

PAUSE_MS = 500
LONGEST = 500  # characters


class Typed(QuestionWidget):
    """`solution` is what would have been right, in words, for the review."""

    def __init__(self, theme: Theme, question: Question, response: Response | None, *, hint: str, solution: str, note: str = "") -> None:
        super().__init__(theme, question, response)
        self._solution = solution
        self.field = QLineEdit(response if isinstance(response, str) else "")
        self.field.setObjectName("quiz.field")
        self.field.setAccessibleName(tr("Your answer"))
        self.field.setPlaceholderText(hint)
        self.field.setMaxLength(LONGEST)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._tell)
        self.field.textEdited.connect(lambda _text: self._pause.start())
        self.field.editingFinished.connect(self._tell)
        self._sign = icon(theme, "circle-check", "progress_text", 20)
        self._verdict = label("", "strong", wrap=True)
        self._note = label(note, "small", "muted", wrap=True)
        if not note:
            self._note.hide()
        self._sign.hide()
        self._verdict.hide()
        self.setLayout(column(self.field, self._note, row(self._sign, (self._verdict, 1), gap=tokens.S), gap=tokens.S))

    def first_field(self) -> QWidget:
        return self.field

    def settle(self) -> Response | None:
        self._tell()
        return self.given

    def judged(self, *, right: bool | None, solution: bool) -> None:
        self._pause.stop()
        self.field.setReadOnly(True)
        self._note.hide()
        if right is None and not solution:
            return
        if right is None:
            words, sign, tone = tr("Right would be: {solution}", solution=self._solution), "info", "text"
        elif right:
            words, sign, tone = tr("Right"), "circle-check", "progress_text"
        else:
            words = tr("Not right. Right would be: {solution}", solution=self._solution) if solution else tr("Not right")
            sign, tone = "circle-x", "danger"
        self._sign.set_icon(sign, tone)
        self._verdict.setText(words)
        set_tone(self._verdict, tone)
        self._sign.show()
        self._verdict.show()

    def _tell(self) -> None:
        self._pause.stop()
        text = self.field.text()
        if not self.field.isReadOnly() and text != (self.given or ""):
            self.given = text
            self.responded.emit(text)
