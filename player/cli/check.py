"""`greentick check FOLDER`: every mistake at once, before a learner meets it."""

from pathlib import Path
from typing import Annotated

import typer

from player.cli.options import Json
from player.cli.output import as_json, line


def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the course.")],
    json: Json = False,
) -> int:
    """Look through a course folder for mistakes, and for what could be better. Changes nothing."""
    from player.services import publishing

    found = publishing.check(folder)
    lessons = list(found.course.lessons())
    required = sum(lesson.required for lesson in lessons)
    if json:
        as_json({"id": found.course.id, "title": found.course.title, "version": found.course.version, "lessons": len(lessons),
                 "required": required, "warnings": list(found.warnings)})
        return 0
    for warning in found.warnings:
        line(f"Warning: {warning}")
    line(f"{found.course.title} {found.course.version}: {len(lessons)} lessons, {required} required. No mistakes.")
    return 0
