"""Single choice: one disc of several."""

from player.course.quiz import Question, Response
from player.ui.questions.choices import Choices
from player.ui.questions.question import QuestionKindView
from player.ui.theme import Theme
from player.ui.words import tr


def make(theme: Theme, question: Question, response: Response | None) -> Choices:
    return Choices(theme, question, response, many=False, words=tuple(answer.text for answer in question.answers))


VIEW = QuestionKindView(make, lambda _question: tr("Choose one"))
