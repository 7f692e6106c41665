"""A folder of Markdown, PDF and media files that was not written for Greentick: its folders become chapters."""

from dataclasses import replace
from pathlib import PurePosixPath

from player.course.model import Chapter, Course, Lesson, default_award
from player.errors import PlayerError
from player.formats.content import Content
from player.formats.disk import SourceTree
from player.formats.documents import read_foreign
from player.formats.imported import Imported, Place
from player.formats.lessons import TEXT_SUFFIXES, Draft, LessonReader
from player.formats.markdown import outline
from player.formats.names import natural, slug, split_stem, title_from
from player.formats.problems import Problems

FIRST = ("index", "readme")
_ABOUT_THE_FOLDER = {"contributing", "code_of_conduct", "license", "licence", "license.md", "changelog", "security", "authors", "maintainers"}
_NAMED = 10


def read_plain(tree: SourceTree, problems: Problems) -> Imported:
    """Every text, PDF and medium is a required lesson, unless a text shows it or links to it. Raises PlayerError when
    there is no text at all; SourceError for what cannot be passed over."""
    content = Content(tree, problems, lenient=True)
    pointed_at = _pointed_at(tree)
    for name in tree.files:
        base = split_stem(name.rpartition("/")[2])[0].casefold()
        if name in pointed_at or ("/" not in name and base in _ABOUT_THE_FOLDER):
            content.used.add(name)
    reader = LessonReader(content, "en", numbered=False)
    drafts: list[tuple[str, list[Draft]]] = []
    for folder in sorted({"", *tree.folders}, key=natural):
        lessons = reader.chapter(folder)
        lessons.sort(key=lambda draft: split_stem(draft.name.rpartition("/")[2])[0].casefold() not in FIRST)
        if lessons:
            drafts.append((folder, lessons))
    if not drafts:
        problems.raise_if_any()
        raise PlayerError(
            "No course here",
            f"{tree.root.name} holds no course.toml, and no text that could be a lesson.",
            "Begin one with: greentick new FOLDER",
        )
    title = _course_title(tree, drafts[0][1])
    chapters = tuple(_chapter(folder, lessons, title) for folder, lessons in drafts)
    return finish_foreign(content, chapters, title, [draft for _, lessons in drafts for draft in lessons], reader.languages)


def finish_foreign(content: Content, chapters: tuple[Chapter, ...], title: str, drafts: list[Draft], languages: set[str]) -> Imported:
    """The course of a foreign folder: ids from paths, `local.NAME` as its own id, the default certificate."""
    tree, problems = content.tree, content.problems
    content.settle()
    name = slug(tree.root.name) or "course"
    course = Course(
        id=f"local.{name}",
        title=title,
        version="1.0",
        chapters=chapters,
        languages=("en", *sorted(languages)),
        awards=(default_award(title),),
    )
    left = [file for file in tree.files if file not in content.used]
    if left:
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        problems.warn(f"Not part of the course, and left out: {', '.join(left[:_NAMED])}{more}.")
    problems.raise_if_any()
    quizzes = {draft.lesson.file: draft.quiz for draft in drafts if draft.quiz is not None}
    places = {draft.path: Place(draft.name) for draft in drafts}
    return Imported(course, dict(sorted(content.files.items())), quizzes, problems.warnings, places)


def _chapter(folder: str, drafts: list[Draft], title: str) -> Chapter:
    lessons: tuple[Lesson, ...] = tuple(replace(draft.lesson, id=draft.path) for draft in drafts)
    named = " · ".join(title_from(part) for part in folder.split("/")) if folder else title
    return Chapter(folder or "lessons", named, lessons)


def _course_title(tree: SourceTree, first: list[Draft]) -> str:
    """The heading of a README or index, else the folder's name."""
    opening = first[0]
    stem = split_stem(opening.name)[0].casefold()
    title = opening.lesson.title
    return title if stem in FIRST and title.casefold() != stem else title_from(tree.root.name)


def _pointed_at(tree: SourceTree) -> set[str]:
    """Files that some text shows or links to; texts themselves stay lessons."""
    found: set[str] = set()
    for name, file in tree.files.items():
        suffix = split_stem(name)[1]
        text = tree.text(file.name, Problems()) if suffix in TEXT_SUFFIXES else None
        for reference in outline(read_foreign(text, name, Problems()).body).references if text else ():
            target = str(PurePosixPath(name).parent / reference.target.partition("#")[0])
            parts: list[str] = []
            for part in target.split("/"):
                if part == ".." and parts:
                    parts.pop()
                elif part not in {"", ".", ".."}:
                    parts.append(part)
            wanted = "/".join(parts)
            if wanted in tree.files and split_stem(wanted)[1] not in TEXT_SUFFIXES:
                found.add(wanted)
    return found
