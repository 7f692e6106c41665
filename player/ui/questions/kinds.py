"""One widget for each kind of question, in one tuple; a test proves that every kind has one."""

from player.course.quiz import QuestionKind
from player.ui.questions import matching, multiple, numeric, ordering, short_text, single, true_false
from player.ui.questions.question import QuestionKindView

QUESTIONS: tuple[tuple[QuestionKind, QuestionKindView], ...] = (
    (QuestionKind.SINGLE, single.VIEW),
    (QuestionKind.MULTIPLE, multiple.VIEW),
    (QuestionKind.TRUE_FALSE, true_false.VIEW),
    (QuestionKind.SHORT_TEXT, short_text.VIEW),
    (QuestionKind.NUMERIC, numeric.VIEW),
    (QuestionKind.MATCHING, matching.VIEW),
    (QuestionKind.ORDERING, ordering.VIEW),
)


def question_view(kind: QuestionKind) -> QuestionKindView:
    return next(view for known, view in QUESTIONS if known is kind)
