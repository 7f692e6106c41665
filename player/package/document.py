"""The course as JSON: model to document and back, without loss."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from player.course import model
from player.course.model import Access, Award, Chapter, Condition, CountsWhen, Course, Kind, Lesson, QuizRules
from player.package.limits import FORMAT
from player.package.refusal import RefusedError
from player.package.wire import COURSE, AwardDoc, ChapterDoc, ConditionDoc, CourseDoc, LessonDoc, QuizRulesDoc, parse
from player.signing.canonical import canonical

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Value = TypeVar("_Value", bound="DataclassInstance")

CONDITION_WORDS: Mapping[type, str] = MappingProxyType(
    {
        model.Complete: "complete",
        model.Passed: "passed",
        model.ScoreAtLeast: "score",
        model.AwardHeld: "award",
        model.After: "after",
        model.DaysSinceStart: "days since start",
        model.AtLeast: "at least",
        model.PreviousRequired: "previous required",
    }
)


def write_course(course: Course) -> bytes:
    """Canonical JSON (RFC 8785): the same course gives the same bytes."""
    return canonical({"format": FORMAT} | plain(course))


def plain(value: Any) -> Any:
    """Model values as JSON values; fields that have the model's default are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        document = {field.name: plain(
            getattr(value, field.name)
        ) for field in fields(value) if not _is_default(field, getattr(value, field.name))}
        word = CONDITION_WORDS.get(type(value))
        return document if word is None else {"when": word} | document
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def _is_default(field: Field[Any], value: Any) -> bool:
    if field.default is not MISSING:
        return bool(value == field.default)
    return field.default_factory is not MISSING and bool(value == field.default_factory())


def read_course(data: bytes) -> Course:
    """RefusedError when the document is not well formed, of a newer version, or contradicts itself."""
    document = parse(COURSE, data, "the course document")
    course = _course(document)
    _check_ids(course)
    return course


def _course(document: CourseDoc) -> Course:
    values: dict[str, Any] = dict(document)
    del values["format"]
    values["chapters"] = tuple(map(_chapter, document["chapters"]))
    if "awards" in document:
        values["awards"] = tuple(map(_award, document["awards"]))
    if "access" in document:
        values["access"] = Access(**document["access"])
    _read_condition(values, "opens_when")
    return Course(**values)


def _chapter(document: ChapterDoc) -> Chapter:
    values: dict[str, Any] = dict(document)
    values["lessons"] = tuple(map(_lesson, document["lessons"]))
    _read_condition(values, "opens_when")
    return Chapter(**values)


def _lesson(document: LessonDoc) -> Lesson:
    values: dict[str, Any] = dict(document)
    values["counts_when"] = CountsWhen(**document["counts_when"])
    if "languages" in document:
        values["languages"] = MappingProxyType(document["languages"])
    quiz = document.get("quiz")
    if quiz is not None:
        values["quiz"] = quiz_rules(quiz)
    _read_condition(values, "opens_when")
    return _make_lesson(values)


def _fast_maker(cls: type[_Value]) -> Callable[[dict[str, Any]], _Value]:
    """Like cls(**values) for a frozen dataclass with slots, in half the time: its own __init__ looks up each field's slot
    again for each value. With 10,000 lessons that is what opening a package waits for."""
    slots = [getattr(cls, field.name).__set__ for field in fields(cls)]
    unset = {field.name: field.default if field.default_factory is MISSING else field.default_factory() for field in fields(cls)}

    def make(values: dict[str, Any]) -> _Value:
        made = object.__new__(cls)
        for set_slot, value in zip(slots, (unset | values).values(), strict=True):
            set_slot(made, value)
        return made

    return make


_make_lesson = _fast_maker(Lesson)


def _award(document: AwardDoc) -> Award:
    values: dict[str, Any] = dict(document)
    _read_condition(values, "earned_when")
    return Award(**values)


def quiz_rules(document: QuizRulesDoc) -> QuizRules:
    return QuizRules(**document)


def _read_condition(values: dict[str, Any], name: str) -> None:
    if values.get(name) is not None:
        values[name] = _condition(values[name])


def _condition(document: ConditionDoc) -> Condition:
    match document["when"]:
        case "complete":
            return model.Complete(document["id"])
        case "passed":
            return model.Passed(document["id"])
        case "score":
            return model.ScoreAtLeast(document["id"], document["at_least"])
        case "award":
            return model.AwardHeld(document["id"])
        case "after":
            return model.After(document["day"], document.get("at"))
        case "days since start":
            return model.DaysSinceStart(document["days"])
        case "at least":
            return model.AtLeast(document["count"], tuple(map(_condition, document["of"])))
        case "previous required":
            return model.PreviousRequired()


def _check_ids(course: Course) -> None:
    """Ids name one thing each: progress hangs on them."""
    taken: set[str] = set()
    for chapter in course.chapters:
        for name in (chapter.id, *[lesson.id for lesson in chapter.lessons]):
            if name in taken:
                raise RefusedError(f"the id {name!r} stands twice in the course document")
            taken.add(name)
        for lesson in chapter.lessons:
            if (lesson.kind is Kind.QUIZ) != (lesson.quiz is not None and lesson.file != ""):
                raise RefusedError(
                    f"the lesson {lesson.id!r} in the course document is a quiz without rules or file, or the other way round"
                )
    awards = [award.id for award in course.awards]
    if len(set(awards)) != len(awards):
        raise RefusedError("an award id stands twice in the course document")


def files_of(lesson: Lesson) -> tuple[str, ...]:
    """Every package file that a lesson names."""
    main = (lesson.file,) if lesson.file else ()
    return (*main, *lesson.files, *lesson.languages.values()) if lesson.files or lesson.languages else main
