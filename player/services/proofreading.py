"""What a reader of a course would stumble over: its texts are made into pages as the window makes them, and every remark is kept."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from player.course.check import Finding, Severity, check
from player.course.model import Course, Kind
from player.errors import PlayerError, SourceError
from player.formats.disk import Opener
from player.formats.imported import Imported
from player.formats.source import read_source
from player.text.frontmatter import split
from player.text.links import linker
from player.text.render import render

TEXT_SUFFIXES = (".md", ".markdown")
UNMEASURED = "The running time is not known"  # as the checker of courses says it
NO_DESCRIPTION = "has no description"  # as the maker of pages says it


def read_and_check(folder: Path, frozen: bool = False) -> tuple[Imported, tuple[str, ...]]:
    """A course folder that can be learned to its end, and what its author should look at, one sentence each with file and line.
    SourceError with every mistake; PlayerError when it is no course folder. Writes nothing."""
    imported = read_source(folder, frozen)
    found = check(imported.course)
    errors = [_placed(finding, imported) for finding in found if finding.severity is Severity.ERROR]
    if errors:
        raise SourceError(errors)
    more = [_placed(finding, imported) for finding in found if not _told_already(finding, imported)]
    said = [*map(str, imported.warnings), *more, *remarks(imported)]
    return imported, tuple(dict.fromkeys(said))


def _told_already(finding: Finding, imported: Imported) -> bool:
    """That a film's running time is not known: the format has said so of the file, with what to do about it."""
    place = imported.places.get(finding.where)
    unmeasured = {warning.file for warning in imported.warnings if warning.field == "length"}
    return finding.message.startswith(UNMEASURED) and place is not None and place.file in unmeasured


def _placed(finding: Finding, imported: Imported) -> str:
    """The finding with the file and line where its lesson, chapter or award is written."""
    place = imported.places.get(finding.where)
    where = "" if place is None else f"{place.file}, line {place.line}: " if place.line else f"{place.file}: "
    return f"{where}{finding.message} {finding.hint}".strip()


def remarks(imported: Imported) -> tuple[str, ...]:
    """What is odd in the texts: dropped scripts, links that lead nowhere. A text that cannot be shown at all is among them."""
    undescribed = frozenset((warning.file, warning.line) for warning in imported.warnings if warning.field == "alt")
    return tuple(dict.fromkeys(_all(imported.course, imported.files, undescribed)))


def _all(course: Course, files: Mapping[str, Opener], undescribed: frozenset[tuple[str, int]]) -> Iterator[str]:
    """`undescribed` pictures (file and line) are told already."""
    lessons: dict[str, str] = {}
    texts: list[tuple[str, str, str]] = []
    for lesson in course.lessons():
        named = lesson.languages or {course.language: lesson.file}
        lessons |= dict.fromkeys((lesson.file, *named.values()), lesson.id)
        if lesson.kind is not Kind.QUIZ:
            texts += [(name, language, lesson.title) for language, name in named.items() if name.endswith(TEXT_SUFFIXES)]
    known = frozenset(files)
    for name, language, title in texts:
        with files[name]() as stream:
            text = stream.read().decode("utf-8", "replace")
        try:
            matter = split(text, where=name)
            made = render(matter.body, language=language, title=title, resolve=linker(name, lessons, known), first_line=matter.body_line)
        except PlayerError as error:
            yield f"{name}: {error}"
            continue
        for remark in made.warnings:
            if (name, remark.line) in undescribed and NO_DESCRIPTION in remark.text:
                continue
            yield f"{name}, line {remark.line}: {remark.text}"
