"""Ordering: all the answers, put one after the other. Credit for what follows each other rightly, or for what stands in its place."""

from fractions import Fraction
from itertools import pairwise

from player.course.quiz import Credit, Question, Response


def in_order(question: Question, response: Response | None) -> Fraction:
    """Which share of the neighbours follow each other as they should; with `Credit.POSITION` which share of the answers stand in their place.

    One that was moved across the whole list costs two or three neighbours, but every place.
    """
    given = response if isinstance(response, tuple) else ()
    if sorted(given) != sorted(question.order):
        return Fraction(0)
    if question.credit is Credit.POSITION or len(given) < 2:
        return Fraction(sum(right_spots(question, response).values()), len(given)) if given else Fraction(0)
    right = set(pairwise(question.order))
    return Fraction(sum(pair in right for pair in pairwise(given)), len(given) - 1)


def right_spots(question: Question, response: Response | None) -> dict[str, bool]:
    """For each answer, whether it stands in its place."""
    given = response if isinstance(response, tuple) else ()
    return {right: at < len(given) and given[at] == right for at, right in enumerate(question.order)}
