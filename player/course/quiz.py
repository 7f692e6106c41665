"""Questions and quizzes as values. Grading is in grading.py, drawing and attempts in attempt.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from player.course.model import QuizRules


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    SHORT_TEXT = "short-text"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"


class Credit(StrEnum):
    """How a response that is right in part is credited."""

    USUAL = ""  # as is usual for the kind
    ALL = "all or nothing"
    POSITION = "position"  # ordering: what stands in its place; usual is what follows each other rightly


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice. `pinned` keeps its place when answers are shuffled ("none of these" stays last)."""

    id: str
    text: str  # Markdown, one line
    right: bool = False
    feedback: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class AcceptedText:
    """`*` is a wildcard; case and accents are folded unless `exact`."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class AcceptedNumber:
    """low <= given <= high, after the unit's factor. Exact: "0.1" is 1/10."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    name: str  # as typed after the number, compared case-sensitively first, then folded
    factor: Fraction = Fraction(1)  # given * factor = the value in the question's main unit


@dataclass(frozen=True, slots=True)
class Place:
    """Something that one of the question's answers belongs to: a prompt of a matching."""

    id: str
    text: str = ""  # Markdown, one line
    right: tuple[str, ...] = ()  # ids of the answers that are right here; one answer may be right in several places


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is Markdown. Only the fields of its kind are filled."""

    id: str
    kind: QuestionKind
    text: str
    points: int = 1
    answers: tuple[Answer, ...] = ()  # single, multiple, true-false ("true", "false"), matching (distractors too), ordering
    accepted: tuple[AcceptedText, ...] = ()  # short text
    numbers: tuple[AcceptedNumber, ...] = ()  # numeric
    units: tuple[Unit, ...] = ()  # numeric; empty = no unit is asked
    unit_required: bool = False
    feedback: str = ""  # shown with the solution
    feedback_right: str = ""
    feedback_wrong: str = ""
    pinned: bool = False  # keeps its place when questions are shuffled
    tags: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()  # matching
    order: tuple[str, ...] = ()  # ordering: ids of all the answers as they follow each other
    credit: Credit = Credit.USUAL


@dataclass(frozen=True, slots=True)
class Quiz:
    rules: QuizRules
    questions: tuple[Question, ...]
    intro: str = ""  # Markdown, on the start card


# A response: choices -> sorted answer ids; ordering -> all answer ids in the order given; text and numbers -> what was typed; matching -> what
# was put where, place id to answer id.
Response = tuple[str, ...] | str | Mapping[str, str]
