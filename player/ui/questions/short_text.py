"""Short text: a word or a few."""

from player.course.quiz import Question, Response
from player.ui.questions.question import QuestionKindView
from player.ui.questions.typed import Typed
from player.ui.theme import Theme
from player.ui.words import listed, tr


def make(theme: Theme, question: Question, response: Response | None) -> Typed:
    solution = listed([f"“{each.text.replace('*', '…')}”" for each in question.accepted[:3]])
    exact = any(each.exact for each in question.accepted)
    note = tr("Capital letters and accents count here.") if exact else tr("Capital letters and accents do not matter.")
    return Typed(theme, question, response, hint=tr("Type your answer"), solution=solution, note=note)


VIEW = QuestionKindView(make, lambda _question: tr("Type your answer"))
