"""The JSON documents of a package as types: what pydantic checks and the schema is made from.

Field names and words are those of the course model; a field that is not there has the model's default.
"""

from typing import Annotated, Literal, NotRequired, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from pydantic_core import ErrorDetails, from_json
from typing_extensions import TypedDict

from player.course.model import AfterCertificate, AwardKind, Kind, MoveOn, Order, Rule
from player.course.quiz import QuestionKind
from player.package.limits import FORMAT
from player.package.refusal import RefusedError

MANIFEST_KIND = "greentick course"
_INTEGER_MAX = 2**53 - 1  # the largest integer of canonical JSON (RFC 8785)

_STRICT = ConfigDict(strict=True, extra="forbid")
Count = Annotated[int, Field(ge=0, le=_INTEGER_MAX)]
Percent = Annotated[int, Field(ge=0, le=100)]
Moment = Annotated[int, Field(ge=-_INTEGER_MAX, le=_INTEGER_MAX, description="milliseconds UTC")]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256, lower-case hex")]
Crc = Annotated[str, Field(pattern="^[0-9a-f]{8}$", description="CRC-32 as in the ZIP records, lower-case hex")]
Ratio = Annotated[str, Field(pattern="^-?(0|[1-9][0-9]{0,99})/[1-9][0-9]{0,99}$", description="an exact fraction in lowest terms, as 7/2")]
Id = Annotated[str, Field(min_length=1, max_length=1000)]


@with_config(_STRICT)
class CompleteDoc(TypedDict):
    """The lesson or chapter is complete."""

    when: Literal["complete"]
    id: Id


@with_config(_STRICT)
class PassedDoc(TypedDict):
    """The quiz is passed."""

    when: Literal["passed"]
    id: Id


@with_config(_STRICT)
class ScoreDoc(TypedDict):
    """The counted score of the quiz is at least so many percent."""

    when: Literal["score"]
    id: Id
    at_least: Percent


@with_config(_STRICT)
class AwardHeldDoc(TypedDict):
    """The award is held: its id, or course-id/id of another course."""

    when: Literal["award"]
    id: Id


@with_config(_STRICT)
class AfterDoc(TypedDict):
    """From a day on, as typed; `at` when a zone was typed."""

    when: Literal["after"]
    day: str
    at: NotRequired[Moment | None]


@with_config(_STRICT)
class DaysSinceStartDoc(TypedDict):
    """So many days after the first lesson was opened."""

    when: Literal["days since start"]
    days: Count


@with_config(_STRICT)
class AtLeastDoc(TypedDict):
    """`count` of the conditions hold; all: count is their number; any: count is 1."""

    when: Literal["at least"]
    count: Count
    of: "tuple[ConditionDoc, ...]"


@with_config(_STRICT)
class PreviousRequiredDoc(TypedDict):
    """The nearest required lesson before this one is complete."""

    when: Literal["previous required"]


ConditionDoc = Annotated[
    CompleteDoc | PassedDoc | ScoreDoc | AwardHeldDoc | AfterDoc | DaysSinceStartDoc | AtLeastDoc | PreviousRequiredDoc,
    Field(discriminator="when"),
]


@with_config(_STRICT)
class CountsWhenDoc(TypedDict):
    """What earns the tick of one lesson."""

    rule: Rule
    amount: NotRequired[Count]
    active_seconds: NotRequired[Count]


@with_config(_STRICT)
class QuizRulesDoc(TypedDict):
    """The rules of a quiz lesson."""

    questions: Count
    points: Count
    pass_mark: NotRequired[Percent]
    attempts: NotRequired[Count | None]
    time_limit_seconds: NotRequired[Count | None]
    shuffle_questions: NotRequired[bool]
    shuffle_answers: NotRequired[bool]
    counts: NotRequired[str]
    show_score: NotRequired[str]
    show_right: NotRequired[str]
    show_solution: NotRequired[str]
    one_at_a_time: NotRequired[bool]
    sequential: NotRequired[bool]
    when_exhausted: NotRequired[str]
    crash_pauses: NotRequired[bool]


@with_config(_STRICT)
class LessonDoc(TypedDict):
    """One lesson. Files are named as in the manifest."""

    id: Id
    title: str
    kind: Kind
    counts_when: CountsWhenDoc
    required: NotRequired[bool]
    file: NotRequired[str]
    files: NotRequired[tuple[str, ...]]
    languages: NotRequired[dict[Annotated[str, Field(pattern="^[A-Za-z0-9-]{1,35}$")], str]]
    minutes: NotRequired[Count | None]
    computed_seconds: NotRequired[Count]
    opens_when: NotRequired[ConditionDoc | None]
    milestone: NotRequired[bool]
    again: NotRequired[bool]
    boxes: NotRequired[tuple[str, ...]]
    pages: NotRequired[Count]
    media_seconds: NotRequired[Count]
    quiz: NotRequired[QuizRulesDoc | None]
    move_on: NotRequired[MoveOn]
    notify_trainer: NotRequired[bool]
    summary: NotRequired[str]


@with_config(_STRICT)
class ChapterDoc(TypedDict):
    """One chapter."""

    id: Id
    title: str
    lessons: tuple[LessonDoc, ...]
    order: NotRequired[Order | None]
    choose: NotRequired[Count | None]
    opens_when: NotRequired[ConditionDoc | None]
    summary: NotRequired[str]


@with_config(_STRICT)
class AwardDoc(TypedDict):
    """One award; without `earned_when` it is earned when the course is complete."""

    id: Id
    kind: AwardKind
    title: str
    earned_when: NotRequired[ConditionDoc | None]
    valid_days: NotRequired[Count | None]
    notify_trainer: NotRequired[bool]
    level: NotRequired[str]
    paper: NotRequired[str]


@with_config(_STRICT)
class AccessDoc(TypedDict):
    """Dates and what is open after the certificate."""

    opens_on: NotRequired[str | None]
    closes_on: NotRequired[str | None]
    days_from_start: NotRequired[Count | None]
    days_of_use: NotRequired[Count | None]
    after_closing: NotRequired[str]
    after_certificate: NotRequired[AfterCertificate]
    sign_out_after_certificate: NotRequired[bool]


@with_config(_STRICT)
class CourseDoc(TypedDict):
    """The course: _course/course.json."""

    format: Literal[1]
    id: Id
    title: str
    version: str
    chapters: tuple[ChapterDoc, ...]
    language: NotRequired[str]
    languages: NotRequired[tuple[str, ...]]
    publisher: NotRequired[str]
    licence: NotRequired[str]
    summary: NotRequired[str]
    order: NotRequired[Order]
    opens_when: NotRequired[ConditionDoc | None]
    awards: NotRequired[tuple[AwardDoc, ...]]
    access: NotRequired[AccessDoc]
    retake: NotRequired[str]
    overrides_by_pin: NotRequired[bool]
    cover: NotRequired[str]


@with_config(_STRICT)
class AnswerDoc(TypedDict):
    """One choice."""

    id: Id
    text: str
    right: NotRequired[bool]
    feedback: NotRequired[str]
    pinned: NotRequired[bool]


@with_config(_STRICT)
class AcceptedTextDoc(TypedDict):
    """One accepted short text; * is a wildcard."""

    text: str
    exact: NotRequired[bool]


@with_config(_STRICT)
class AcceptedNumberDoc(TypedDict):
    """One accepted range, both ends included."""

    low: Ratio
    high: Ratio


@with_config(_STRICT)
class UnitDoc(TypedDict):
    """A unit that may be typed behind the number."""

    name: str
    factor: NotRequired[Ratio]


@with_config(_STRICT)
class QuestionDoc(TypedDict):
    """One question; only the fields of its kind are there."""

    id: Id
    kind: QuestionKind
    text: str
    points: NotRequired[Count]
    answers: NotRequired[tuple[AnswerDoc, ...]]
    accepted: NotRequired[tuple[AcceptedTextDoc, ...]]
    numbers: NotRequired[tuple[AcceptedNumberDoc, ...]]
    units: NotRequired[tuple[UnitDoc, ...]]
    unit_required: NotRequired[bool]
    feedback: NotRequired[str]
    feedback_right: NotRequired[str]
    feedback_wrong: NotRequired[str]
    pinned: NotRequired[bool]
    tags: NotRequired[tuple[str, ...]]


@with_config(_STRICT)
class QuizDoc(TypedDict):
    """A quiz: the file of a quiz lesson."""

    format: Literal[1]
    rules: QuizRulesDoc
    questions: tuple[QuestionDoc, ...]
    intro: NotRequired[str]


# One file of the package as a row: name, bytes, CRC-32, SHA-256. A row, because there may be ten thousands of them.
FileRow = tuple[str, Count, Crc, Hash]


@with_config(_STRICT)
class CourseNameDoc(TypedDict):
    """Which course this is; the same words stand in the course document."""

    id: Id
    title: str
    version: str
    publisher: str
    licence: str
    languages: tuple[str, ...]


@with_config(_STRICT)
class ManifestDoc(TypedDict):
    """The manifest: _course/manifest.json. What is signed."""

    kind: Literal["greentick course"]
    format: Literal[1]
    course: CourseNameDoc
    files: tuple[FileRow, ...]


COURSE: TypeAdapter[CourseDoc] = TypeAdapter(CourseDoc)
QUIZ: TypeAdapter[QuizDoc] = TypeAdapter(QuizDoc)
MANIFEST: TypeAdapter[ManifestDoc] = TypeAdapter(ManifestDoc)


_Document = TypeVar("_Document")


def parse(adapter: TypeAdapter[_Document], data: bytes, where: str) -> _Document:
    """The checked document in `data`. RefusedError with the first field that is wrong; `where` names the file."""
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        raise _refused(error.errors(include_url=False, include_input=False)[0], data, where) from None


def _refused(detail: ErrorDetails, data: bytes, where: str) -> RefusedError:
    if detail["type"] == "json_invalid":
        return RefusedError(f"{where} in it is not well formed")
    try:
        told = from_json(data)
    except ValueError:
        return RefusedError(f"{where} in it is not well formed")
    number = told.get("format") if isinstance(told, dict) else None
    if type(number) is int and number > FORMAT:
        return RefusedError(f"it has format {number}, this version reads {FORMAT}", newer=True)
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"]).removeprefix(".")[:200]
    if detail["type"] == "extra_forbidden":
        return RefusedError(f"{where} has the field {field}, which this version does not know", newer=True)
    return RefusedError(f"the field {field or 'at the top'} of {where} in it is wrong ({detail['msg']})")
