"""The course as JSON: model to document and back, without loss."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from player.course.model import Course, Kind, Lesson
from player.package.limits import FORMAT
from player.package.refusal import RefusedError
from player.package.wire import CONDITION_WORDS, parse_course, ratio_text
from player.signing.canonical import canonical


def write_course(course: Course) -> bytes:
    """Canonical JSON (RFC 8785): the same course gives the same bytes."""
    return canonical({"format": FORMAT, "course": plain(course)})


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
        return ratio_text(value)
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
    course = parse_course(data)
    _check_ids(course)
    return course


def _check_ids(course: Course) -> None:
    """Ids name one thing each: progress hangs on them."""
    for lesson in course.lessons():
        if (lesson.kind is Kind.QUIZ) != (lesson.quiz is not None and lesson.file != ""):
            raise RefusedError(f"the lesson {lesson.id!r} in the course document is a quiz without rules or file, or the other way round")
    ids = [chapter.id for chapter in course.chapters] + [lesson.id for lesson in course.lessons()]
    if len(set(ids)) != len(ids):
        twice = next(name for index, name in enumerate(ids) if name in ids[:index])
        raise RefusedError(f"the id {twice!r} stands twice in the course document")
    awards = [award.id for award in course.awards]
    if len(set(awards)) != len(awards):
        raise RefusedError("an award id stands twice in the course document")


def files_of(lesson: Lesson) -> tuple[str, ...]:
    """Every package file that a lesson names."""
    main = (lesson.file,) if lesson.file else ()
    return (*main, *lesson.files, *lesson.languages.values()) if lesson.files or lesson.languages else main
