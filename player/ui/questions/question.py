"""What every kind of question has in common: it shows a question, tells each change of the response, and can show a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from player.course.quiz import Question, Response
from player.ui.theme import Theme
from player.ui.widgets.themed import Themed

NO_PLACES: Mapping[str, bool] = MappingProxyType({})


class QuestionWidget(Themed, QWidget):
    """`responded` is sent for every change that is to be kept, with the whole response."""

    responded = Signal(object)  # Response

    def __init__(self, theme: Theme, question: Question, response: Response | None) -> None:
        super().__init__()
        self.theme, self.question = theme, question
        self.setObjectName("quiz.answer")
        self.given = response
        self.places = NO_PLACES

    def first_field(self) -> QWidget:
        """What gets the keyboard when the question is shown."""
        raise NotImplementedError

    def show_verdict(self, *, right: bool | None, solution: bool, places: Mapping[str, bool] = NO_PLACES) -> None:
        """Review: the given response can no longer be changed; `right` None where the author does not tell, `solution` whether to show
        what would have been right (the question carries it only then); `places` tells of each place of the question whether it is right."""
        self.places = places
        self.judged(right=right, solution=solution)

    def judged(self, *, right: bool | None, solution: bool) -> None:
        """Draws the verdict."""
        raise NotImplementedError

    def settle(self) -> Response | None:
        """What is given now, typed words included."""
        return self.given


@dataclass(frozen=True, slots=True)
class QuestionKindView:
    """`instruction` is the line under the question ("Choose one")."""

    make: Callable[[Theme, Question, Response | None], QuestionWidget]
    instruction: Callable[[Question], str]
