"""A lesson of The Carpentries (sandpaper layout): config.yaml says the order, episodes/ are the lessons."""

from dataclasses import dataclass, replace

from player.course.model import Chapter
from player.errors import PlayerError
from player.formats.content import Content
from player.formats.disk import SourceTree
from player.formats.documents import Document, read_foreign, read_yaml
from player.formats.imported import Imported
from player.formats.lessons import TEXT_SUFFIXES, Draft, Group, LessonMaker, LessonReader
from player.formats.markdown import outline
from player.formats.names import natural, split_stem, title_from
from player.formats.plain import finish_foreign
from player.formats.problems import Problems, did_you_mean

CONFIG_NAME = "config.yaml"
EPISODES = "episodes"
LEARNERS = "learners"
_LEARNERS_TITLE = "For learners"
_SETUP = "setup"  # what a learner needs first
_INDEX = "index.md"
_INDEX_TITLE = "About this course"
_AUTHORS_ONLY = ("instructors/", "profiles/", "renv/", "site/", "bin/")
_SUMMARY = 600


def is_carpentries(tree: SourceTree) -> bool:
    return CONFIG_NAME in tree.files and any(name.startswith(EPISODES + "/") for name in tree.files)


@dataclass(frozen=True, slots=True)
class _Source:
    tree: SourceTree
    problems: Problems
    config: Document
    content: Content
    reader: LessonReader


def read_carpentries(tree: SourceTree, problems: Problems) -> Imported:
    """Each episode is a required text; the index page and the pages for learners are optional; pages for instructors
    are left out. Raises SourceError when a file that config.yaml names is missing."""
    text = tree.text(CONFIG_NAME, problems) or ""
    config = read_yaml(text, CONFIG_NAME, problems)
    problems.raise_if_any()
    content = Content(tree, problems, lenient=True, fallback=lambda name: _elsewhere(tree, name))
    source = _Source(tree, problems, config, content, LessonReader(content, _said(config, "lang") or "en", numbered=False))
    for name in tree.files:
        if ("/" not in name and name != _INDEX) or name.startswith(_AUTHORS_ONLY):
            content.used.add(name)
    title = _said(config, "title") or title_from(tree.root.name)
    episodes = [draft for name in _listed(source, EPISODES) if (draft := _page(source, name, EPISODES, required=True))]
    if not episodes:
        problems.raise_if_any()
        raise PlayerError("No course here", f"There is no text in {EPISODES}/.", "Check that the folder is complete.")
    index = _index(source)
    learners = [draft for name in _listed(source, LEARNERS) if (draft := _page(source, name, LEARNERS, required=False))]
    chapters = [_chapter(EPISODES, title, [*index, *episodes])]
    if learners:
        chapters.append(_chapter(LEARNERS, _LEARNERS_TITLE, learners))
    imported = finish_foreign(content, tuple(chapters), title, [*index, *episodes, *learners], set())
    language = source.reader.language
    course = replace(
        imported.course,
        language=language,
        languages=(language,),
        licence=_said(config, "license"),
        summary=_summary(source),
    )
    return replace(imported, course=course)


def _said(config: Document, key: str) -> str:
    value = config.values.get(key)
    return value.strip()[:200] if isinstance(value, str) else ""


def _listed(source: _Source, folder: str) -> list[str]:
    """The pages of a folder in the order of config.yaml; all of them by name where it gives none."""
    value = source.config.values.get(folder)
    present = [file.name for file in source.tree.children(folder) if split_stem(file.name)[1] in TEXT_SUFFIXES]
    if not isinstance(value, list) or not value:
        return sorted(present, key=lambda name: (split_stem(name.rpartition("/")[2])[0] != _SETUP, natural(name)))
    names: list[str] = []
    for number, written in enumerate(value):
        name = f"{folder}/{written}" if isinstance(written, str) else folder
        line = source.config.lines.get((folder, number), 0)
        if name in source.tree.files and split_stem(name)[1] in TEXT_SUFFIXES:
            names.append(name)
        elif name in source.tree.files:
            source.problems.error(f"{written} is not Markdown, and cannot be read.", CONFIG_NAME, line, folder)
        else:
            near = did_you_mean(str(written), [one.rpartition("/")[2] for one in present])
            source.problems.error(f"There is no file {written} in {folder}/.{near}", CONFIG_NAME, line, folder)
    return list(dict.fromkeys(names))


def _page(source: _Source, name: str, folder: str, required: bool) -> Draft | None:
    stem = split_stem(name.rpartition("/")[2])[0]
    file = source.tree.files[name]
    source.content.used.add(name)
    return LessonMaker(source.reader, folder, f"{folder}/{stem}" if folder else stem, Group(stem, texts={"": file}), required).text()


def _index(source: _Source) -> list[Draft]:
    """The landing page, when there is a text on it: what one should know before the first episode."""
    draft = _page(source, _INDEX, "", required=False) if _INDEX in source.tree.files else None
    if draft is None:
        return []
    if not draft.fields.has("title"):
        draft.lesson = replace(draft.lesson, title=_INDEX_TITLE)
    return [draft]


def _summary(source: _Source) -> str:
    text = source.tree.text(_INDEX, Problems()) if _INDEX in source.tree.files else None
    first = outline(read_foreign(text, _INDEX, Problems()).body).first if text else ""
    return first if len(first) <= _SUMMARY else first[: _SUMMARY - 1].rpartition(" ")[0] + "…"


def _chapter(folder: str, title: str, drafts: list[Draft]) -> Chapter:
    return Chapter(folder, title, tuple(replace(draft.lesson, id=draft.path) for draft in drafts))


def _elsewhere(tree: SourceTree, name: str) -> str:
    """The site puts every page into one folder, so that a learners' page may show a figure of the episodes."""
    top, _, rest = name.partition("/")
    tail = rest if top in {EPISODES, LEARNERS} else name
    return next((found for found in (f"{EPISODES}/{tail}", f"{LEARNERS}/{tail}", tail) if found in tree.files), "")
