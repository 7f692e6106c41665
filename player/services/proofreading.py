"""What a reader of a course would stumble over: its texts are made into pages as the window makes them, and every remark is kept."""

from collections.abc import Iterator, Mapping

from player.course.model import Course, Kind
from player.errors import PlayerError
from player.formats.disk import Opener
from player.formats.imported import Imported
from player.text.frontmatter import split
from player.text.links import linker
from player.text.render import render

TEXT_SUFFIXES = (".md", ".markdown")


def remarks(imported: Imported) -> tuple[str, ...]:
    """One sentence each, with file and line. A text that cannot be shown at all is among them."""
    return tuple(dict.fromkeys(_all(imported.course, imported.files)))


def _all(course: Course, files: Mapping[str, Opener]) -> Iterator[str]:
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
            yield f"{name}, line {remark.line}: {remark.text}"
