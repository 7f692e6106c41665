"""Matching: a list to choose from beside each prompt."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from player.course.quiz import Question, Response
from player.ui.questions.picker import Picker
from player.ui.questions.place_row import PlaceRow
from player.ui.questions.question import QuestionKindView, QuestionWidget
from player.ui.theme import Theme
from player.ui.widgets.layouts import column
from player.ui.widgets.prose import plain
from player.ui.words import tr


class Matching(QuestionWidget):
    def __init__(self, theme: Theme, question: Question, response: Response | None) -> None:
        super().__init__(theme, question, response)
        given = response if isinstance(response, Mapping) else {}
        self._words = {answer.id: plain(answer.text) for answer in question.answers}
        self._fields: list[Picker] = []
        self._rows: list[PlaceRow] = []
        lines = column(gap=2)
        for number, place in enumerate(question.places, 1):
            prompt = plain(place.text)
            field = Picker(theme, tuple(self._words.items()), given.get(place.id, ""), prompt, f"quiz.place.{number}")
            field.currentIndexChanged.connect(self._tell)
            line = PlaceRow(theme, prompt, field, f"quiz.row.{number}")
            lines.addWidget(line)
            self._fields.append(field)
            self._rows.append(line)
        self.setLayout(lines)

    def first_field(self) -> QWidget:
        return next((field for field in self._fields if not field.given), self._fields[0])

    def judged(self, *, right: bool | None, solution: bool) -> None:
        for place, field, line in zip(self.question.places, self._fields, self._rows, strict=True):
            field.setEnabled(False)
            would_be = " / ".join(self._words[answer] for answer in place.right if answer in self._words) if solution else ""
            line.show_verdict(self._words.get(field.given, ""), right=None if right is None else self.places.get(place.id), solution=would_be)

    def _tell(self) -> None:
        chosen = {place.id: field.given for place, field in zip(self.question.places, self._fields, strict=True) if field.given}
        if chosen != (self.given or {}):
            self.given = chosen
            self.responded.emit(chosen)


VIEW = QuestionKindView(Matching, lambda _question: tr("Choose what belongs to each"))
