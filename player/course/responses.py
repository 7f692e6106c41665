"""A response: the form in which it is kept, and what cannot be an answer to a question."""

from collections.abc import Mapping

from player.course.facts import Json
from player.course.quiz import Question, QuestionKind, Quiz, Response
from player.errors import PlayerError, said

MAX_TYPED = 10_000  # characters of a typed response

CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE})
PLACED = frozenset({QuestionKind.MATCHING})  # what is given is put into places


def as_json(response: Response) -> Json:
    """What was put where becomes pairs [place, answer], sorted by place."""
    if isinstance(response, Mapping):
        return [[place, response[place]] for place in sorted(response)]
    return response if isinstance(response, str) else [*response]


def from_json(value: Json) -> Response:
    """The reverse of `as_json`."""
    if not isinstance(value, list):
        return str(value)
    pairs = [item for item in value if isinstance(item, list)]
    return {str(place): str(answer) for place, answer in pairs} if pairs else tuple(str(item) for item in value)


def is_whole(question: Question, response: Response | None) -> bool:
    """Whether nothing of the question is left open."""
    if isinstance(response, Mapping):
        return all(response.get(place.id, "").strip() for place in question.places)
    return bool(response)


def checked_response(quiz: Quiz, question_id: str, response: Response) -> Response:
    """The response in the form in which it is stored (choices sorted, no twins; empty places left out). PlayerError when it cannot be an
    answer to that question; nothing is recorded then."""
    question = next((question for question in quiz.questions if question.id == question_id), None)
    if question is None:
        raise PlayerError("Not saved", said("This quiz has no question “{id}”.", id=question_id), "Open the quiz again.")
    if question.kind in PLACED:
        return _placed(question, response)
    if question.kind is QuestionKind.ORDERING:
        return _ordered(question, response)
    if question.kind in CHOICES:
        return _chosen(question, response)
    if not isinstance(response, str):
        raise PlayerError("Not saved", said("Question “{id}” wants a typed answer.", id=question_id), "Type it and save it again.")
    if len(response) > MAX_TYPED:
        raise _too_long(question)
    return response


def _chosen(question: Question, response: Response) -> Response:
    known = {answer.id for answer in question.answers}
    if not isinstance(response, tuple) or not known.issuperset(response):
        raise _no_such(question)
    chosen = tuple(sorted(set(response)))
    if question.kind is not QuestionKind.MULTIPLE and len(chosen) > 1:
        raise PlayerError("Not saved", said("Question “{id}” takes one answer.", id=question.id), "Choose one.")
    return chosen


def _ordered(question: Question, response: Response) -> Response:
    """All of them, or none for no answer."""
    if not isinstance(response, tuple) or (response and sorted(response) != sorted(question.order)):
        raise _no_such(question)
    return response


def _placed(question: Question, response: Response) -> Response:
    """An empty tuple is what an empty mapping is kept as."""
    if not isinstance(response, Mapping):
        if response == ():
            return {}
        raise _no_such(question)
    known = {answer.id for answer in question.answers}
    places = {place.id for place in question.places}
    filled = {place: answer for place, answer in response.items() if answer}
    if not places.issuperset(filled) or not known.issuperset(filled.values()):
        raise _no_such(question)
    return filled


def _no_such(question: Question) -> PlayerError:
    return PlayerError("Not saved", said("Question “{id}” has no such answer.", id=question.id), "Choose again.")


def _too_long(question: Question) -> PlayerError:
    return PlayerError(
        "Not saved", said("The answer to “{id}” is longer than {most} characters.", id=question.id, most=MAX_TYPED), "Shorten it."
    )
