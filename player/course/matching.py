"""Matching: each prompt takes one of the answers; an answer may serve several prompts, or none (a distractor)."""

from collections.abc import Mapping

from player.course.quiz import Question, Response


def right_places(question: Question, response: Response | None) -> dict[str, bool]:
    """For each prompt, whether the answer that was given to it is one of its right ones."""
    given = response if isinstance(response, Mapping) else {}
    return {place.id: given.get(place.id) in place.right for place in question.places}
