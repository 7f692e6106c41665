"""A quiz as JSON: questions with exact fractions, model to document and back."""

from player.course.quiz import Quiz
from player.package.document import plain
from player.package.limits import FORMAT
from player.package.refusal import RefusedError
from player.package.wire import parse_quiz
from player.signing.canonical import canonical


def write_quiz(quiz: Quiz) -> bytes:
    """Canonical JSON (RFC 8785)."""
    return canonical({"format": FORMAT, "quiz": plain(quiz)})


def read_quiz(data: bytes, where: str) -> Quiz:
    """RefusedError when the document is not well formed or of a newer version; `where` names the file."""
    quiz = parse_quiz(data, where)
    if len({question.id for question in quiz.questions}) != len(quiz.questions):
        raise RefusedError(f"a question id stands twice in {where}")
    for question in quiz.questions:
        if len({answer.id for answer in question.answers}) != len(question.answers):
            raise RefusedError(f"an answer id of question {question.id!r} stands twice in {where}")
        if question.order and sorted(question.order) != sorted(answer.id for answer in question.answers):
            raise RefusedError(f"the order of question {question.id!r} is not that of its answers in {where}")
        if len({place.id for place in question.places}) != len(question.places):
            raise RefusedError(f"a place id of question {question.id!r} stands twice in {where}")
    return quiz
