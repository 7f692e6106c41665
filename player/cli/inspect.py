"""`greentick inspect PACKAGE`: what is in a package, without opening its content."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Json
from player.cli.output import as_json, fields, line, table
from player.course.model import (
    After,
    AtLeast,
    Award,
    AwardHeld,
    Complete,
    Condition,
    Course,
    DaysSinceStart,
    Lesson,
    MeritAtLeast,
    Passed,
    PreviousRequired,
    ScoreAtLeast,
)


def inspect(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="The package to look into.")],
    json: Json = False,
) -> int:
    """Show a package's course: chapters, lessons, rules, awards, and who signed it."""
    from player.services import publishing

    found = publishing.inspect(package)
    if json:
        as_json(described(found.course, found.signed_by))
        return 0
    course = found.course
    fields(course.title, [
        ("id", course.id),
        ("version", course.version),
        ("languages", ", ".join(course.languages)),
        ("publisher", course.publisher or "-"),
        ("signed by", found.signed_by or "unsigned: nobody answers for it"),
    ])
    for chapter in course.chapters:
        rows = [(lesson.id, lesson.title, lesson.kind.value, "required" if lesson.required else "optional", lesson.counts_when.rule.value,
                 str(minutes(lesson))) for lesson in chapter.lessons]
        line(f"\n{chapter.title}")
        table("", ("id", "title", "kind", "", "counts when", "minutes"), rows)
    line("")
    table("Awards", ("id", "kind", "title"), [(award.id, award.kind.value, award.title) for award in course.awards])
    return 0


def described(course: Course, signed_by: str | None) -> dict[str, object]:
    """The course as `inspect --json` prints it (docs/command-line.md)."""
    return {
        "id": course.id,
        "title": course.title,
        "version": course.version,
        "languages": list(course.languages),
        "publisher": course.publisher,
        "signed_by": signed_by,
        "chapters": [
            {
                "id": chapter.id,
                "title": chapter.title,
                "lessons": [
                    {"id": lesson.id, "title": lesson.title, "kind": lesson.kind.value, "required": lesson.required,
                     "rule": lesson.counts_when.rule.value, "minutes": minutes(lesson)}
                    for lesson in chapter.lessons
                ],
            }
            for chapter in course.chapters
        ],
        "awards": [_award(award) for award in course.awards],
    }


def minutes(lesson: Lesson) -> int:
    """Estimated time in whole minutes, rounded up."""
    return -(-lesson.seconds // 60)


def _award(award: Award) -> dict[str, object]:
    when = None if award.earned_when is None else condition(award.earned_when)
    return {"id": award.id, "kind": award.kind.value, "title": award.title, "earned_when": when}


def condition(asked: Condition) -> object:
    """A condition in the grammar that authors write (docs/authoring.md); `null` stands for "the course is complete"."""
    match asked:
        case Complete(id=name):
            return {"complete": name}
        case Passed(id=name):
            return {"passed": name}
        case ScoreAtLeast(id=name, at_least=percent):
            return {"score": name, "at_least": percent}
        case MeritAtLeast(at_least=percent):
            return {"merit": percent}
        case AwardHeld(id=name):
            return {"award": name}
        case After(day=day):
            return {"after": day}
        case DaysSinceStart(days=days):
            return {"days_since_start": days}
        case AtLeast(count=count, of=of):
            inner = [condition(each) for each in of]
            if count == len(inner):
                return {"all": inner}
            return {"any": inner} if count == 1 else {"at_least": count, "of": inner}
        case PreviousRequired():
            return "previous required lesson"
