"""The native authoring folder: course.toml, numbered chapter folders, numbered lesson files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from player.course.model import Chapter, Course, Lesson
from player.formats.conditions import Conditions, References
from player.formats.content import Content
from player.formats.course_toml import ChapterWishes, Header, name_awards, read_awards, read_chapter, read_header
from player.formats.disk import SourceTree
from player.formats.documents import Document, read_toml
from player.formats.fields import Fields
from player.formats.imported import Imported, Place
from player.formats.lessons import DOWNLOAD_FOLDER, TEXT_SUFFIXES, Draft, LessonReader
from player.formats.lock import LOCK_NAME, Entry, Ids, assign
from player.formats.names import natural, split_number, split_stem
from player.formats.problems import Problems

COURSE_NAME = "course.toml"
CHAPTER_NAME = "chapter.toml"
_BESIDE = ("readme", "licence", "license", "changelog", "changes", "authors", "makefile", "notice", "copying", "todo")
_UNUSED_SHOWN = 20


@dataclass
class _ChapterDraft:
    path: str  # "" when the lessons lie beside course.toml
    wishes: ChapterWishes
    lessons: list[Draft]


def read_folder(tree: SourceTree, problems: Problems, frozen: bool = False) -> Imported:
    """Read a folder with a course.toml. Raises SourceError with every mistake found; `frozen` refuses when ids would
    change. Nothing is written: `Imported.lock` holds what is to be kept."""
    document = _toml(tree, COURSE_NAME, problems)
    if document is None:
        problems.raise_if_any()
        raise AssertionError("a file that cannot be read is a problem")
    header = read_header(Fields(document, problems), tree)
    content = Content(tree, problems)
    reader = LessonReader(content, header.course.language)
    chapters = _chapters(tree, problems, reader, header)
    ids = _ids(tree, chapters, problems)
    references = _references(chapters, ids)
    references.awards = name_awards(header.fields)
    conditions = Conditions(references)
    content.settle()
    course, places = _course(header, chapters, ids, references, conditions, reader)
    if course.cover:
        content.add(tree.files[course.cover])
    _unused(tree, content, problems)
    if frozen and ids.change is not None and ids.change.moved:
        problems.error(_what_moved(ids), LOCK_NAME)
    problems.raise_if_any()
    quizzes = {draft.lesson.file: draft.quiz for chapter in chapters for draft in chapter.lessons if draft.quiz is not None}
    return Imported(course, dict(sorted(content.files.items())), quizzes, problems.warnings, places, ids.change)


def _toml(tree: SourceTree, name: str, problems: Problems) -> Document | None:
    text = tree.text(name, problems)
    return None if text is None else read_toml(text, name, problems)


# -- chapters and lessons ---------------------------------------------------------------------------------------


def _chapters(tree: SourceTree, problems: Problems, reader: LessonReader, header: Header) -> list[_ChapterDraft]:
    folders = [folder for folder in tree.folders if "/" not in folder and _is_chapter(tree, folder)]
    loose = reader.chapter("")
    drafts: list[_ChapterDraft] = []
    if loose and folders:
        for draft in loose:
            problems.error("This lesson lies beside the chapters. Put it into a chapter folder.", draft.name)
    elif loose:
        wishes = ChapterWishes(Fields(Document(COURSE_NAME), problems), header.course.title, "", None, None, required=True)
        drafts.append(_ChapterDraft("", wishes, loose))
    for folder in sorted(folders, key=lambda name: ((split_number(name) or (10**7, ""))[0], natural(name))):
        name = f"{folder}/{CHAPTER_NAME}"
        document = _toml(tree, name, problems) if name in tree.files else Document(name)
        wishes = read_chapter(Fields(document or Document(name), problems), folder)
        lessons = reader.chapter(folder, wishes.required)
        if lessons:
            drafts.append(_ChapterDraft(folder, wishes, lessons))
        elif not any(problem.file.startswith(folder) for problem in problems.errors):
            problems.error("This chapter has no lesson. Lessons are files that begin with a number, such as 01-welcome.md.", folder)
        if wishes.choose and lessons and wishes.choose > len(lessons):
            wishes.fields.error(f"“choose” asks for {wishes.choose} lessons, and this chapter has {len(lessons)}.", "choose")
    if not drafts and not problems.errors:
        problems.error("There is no lesson yet. Make a folder such as 01-start, and in it a file such as 01-welcome.md.", COURSE_NAME)
    return drafts


def _is_chapter(tree: SourceTree, folder: str) -> bool:
    if f"{folder}/{CHAPTER_NAME}" in tree.files:
        return True
    return split_number(folder) is not None and split_stem(folder)[1] != DOWNLOAD_FOLDER


def _ids(tree: SourceTree, chapters: Sequence[_ChapterDraft], problems: Problems) -> Ids:
    of_chapters = [Entry(chapter.path, "chapter", chapter.wishes.title) for chapter in chapters if chapter.path]
    of_lessons = [
        Entry(draft.path, draft.lesson.kind, draft.lesson.title, draft.print_) for chapter in chapters for draft in chapter.lessons
    ]
    return assign(tree.root, of_chapters, of_lessons, problems)


def _references(chapters: Sequence[_ChapterDraft], ids: Ids) -> References:
    references = References()
    for chapter in chapters:
        if chapter.path:
            references.current[chapter.path] = ids.by_path[chapter.path]
            references.chapters.add(ids.by_path[chapter.path])
        for draft in chapter.lessons:
            name = ids.by_path[draft.path]
            references.current[draft.path] = name
            references.current[draft.name] = name
            if draft.quiz is not None:
                references.quizzes.add(name)
    references.locked = {name: name for name in ids.by_path.values()}
    return references


def _course(
    header: Header,
    chapters: Sequence[_ChapterDraft],
    ids: Ids,
    references: References,
    conditions: Conditions,
    reader: LessonReader,
) -> tuple[Course, dict[str, Place]]:
    places: dict[str, Place] = {}
    built: list[Chapter] = []
    for chapter in chapters:
        lessons: list[Lesson] = []
        for draft in chapter.lessons:
            opens = conditions.read(draft.fields, "opens_when", chapter.path)
            lessons.append(replace(draft.lesson, id=ids.by_path[draft.path], opens_when=opens))
            places[lessons[-1].id] = Place(draft.name, draft.fields.line("opens_when") if opens else 0)
        wishes = chapter.wishes
        name = ids.by_path.get(chapter.path, "lessons")
        opens = conditions.read(wishes.fields, "opens_when")
        places[name] = Place(f"{chapter.path}/{CHAPTER_NAME}" if wishes.fields.document.values else chapter.path or COURSE_NAME)
        built.append(Chapter(name, wishes.title, tuple(lessons), wishes.order, wishes.choose, opens, wishes.summary, wishes.titles))
    awards = read_awards(header, references, conditions)
    places.update({place.award.id: Place(COURSE_NAME, place.line) for place in awards})
    opens = conditions.read(header.fields, "opens_when")
    header.fields.finish("a course")
    languages = (header.course.language, *sorted(reader.languages))
    course = replace(
        header.course,
        chapters=tuple(built),
        languages=languages,
        awards=tuple(place.award for place in awards),
        opens_when=opens,
    )
    return course, places


# -- what is left over ------------------------------------------------------------------------------------------


def _unused(tree: SourceTree, content: Content, problems: Problems) -> None:
    """Say which files are in no lesson; lessons that were forgotten a number are said by name."""
    left = [name for name in tree.files if name not in content.used and not _beside(name)]
    for name in left[:_UNUSED_SHOWN]:
        base = name.rpartition("/")[2]
        if split_stem(base)[1] in TEXT_SUFFIXES and split_number(base) is None:
            what = f"This text is no lesson: its name, or the folder's, begins with no number. Call it 10-{base} to make it one."
        else:
            what = "No lesson uses this file, so it is left out."
        problems.warn(what, name)
    if len(left) > _UNUSED_SHOWN:
        problems.warn(f"{len(left) - _UNUSED_SHOWN} more files are used by no lesson and left out.")


def _beside(name: str) -> bool:
    base = name.rpartition("/")[2]
    return name == COURSE_NAME or base == CHAPTER_NAME or ("/" not in name and base.casefold().startswith(_BESIDE)) or name.startswith("cover.")


def _what_moved(ids: Ids) -> str:
    change = ids.change
    said = [f"{one.before} became {one.now}" for one in change.became] if change else []
    said += [f"{path} is new" for path in change.added] if change else []
    said += [f"{path} is gone" for path in change.gone] if change else []
    shown = "; ".join(said[:5]) or "lessons are not in it yet"
    return f"The ids kept here would change ({shown}). Build once without --frozen and keep the new {LOCK_NAME}."
