"""The lessons of one chapter folder, from the names and contents of its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from player.course.model import Kind, Lesson
from player.course.quiz import Quiz
from player.errors import PlayerError
from player.formats import media
from player.formats.content import Content
from player.formats.disk import SourceFile, unreadable
from player.formats.documents import Document, read_foreign, read_front_matter, read_toml
from player.formats.fields import Fields
from player.formats.lock import content_print
from player.formats.markdown import Outline, outline
from player.formats.names import natural, split_language, split_number, split_stem, title_from
from player.formats.pdf import read_pdf
from player.formats.quiz_toml import read_quiz
from player.formats.rules import counts_when

TEXT_SUFFIXES = frozenset({".md", ".markdown"})
HANDOUTS = frozenset(
    {".zip", ".7z", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp", ".txt", ".epub", ".ics", ".stl"}
)
DOWNLOAD_FOLDER = ".download"
_LATER = {
    ".quiz.gift": "Quizzes in GIFT cannot be read yet. Write it as NAME.quiz.toml (docs/authoring.md shows how).",
    ".html": "Web pages as lessons cannot be shown yet. Write the text as Markdown (NAME.md), or hand the page out in a zip.",
    ".htm": "Web pages as lessons cannot be shown yet. Write the text as Markdown (NAME.md), or hand the page out in a zip.",
    ".srt": "Captions are read as WebVTT. Convert this file to NAME.vtt.",
}
_MINUTES = 6000
_PAGE_SECONDS = 60
_QUESTION_SECONDS = 60
_HANDOUT_SECONDS = 60
_TEXT_KINDS = (Kind.TEXT, Kind.CHECKLIST, Kind.DOWNLOAD, Kind.ASSIGNMENT)


@dataclass
class Draft:
    """A lesson before it has its id and its `opens_when`. `path` is its name without suffix, `name` the one with it."""

    lesson: Lesson
    path: str
    name: str
    chapter: str
    fields: Fields
    print_: str
    quiz: Quiz | None = None


@dataclass
class Group:
    """Files of one stem: translations of a text, a medium and its captions, a thing to hand out and its description."""

    stem: str
    texts: dict[str, SourceFile] = field(default_factory=dict)  # language ("" = the main one) -> file
    things: dict[str, dict[str, SourceFile]] = field(default_factory=dict)  # suffix -> language -> file
    captions: dict[str, SourceFile] = field(default_factory=dict)
    label: str = ""  # what the title is made from, where it is not the stem
    handouts: list[SourceFile] = field(default_factory=list)  # of a .download folder

    def files(self) -> Iterable[SourceFile]:
        yield from self.texts.values()
        for thing in self.things.values():
            yield from thing.values()
        yield from self.captions.values()
        yield from self.handouts


class LessonReader:
    """Reads chapter folders. `numbered`: only names that begin with a number are lessons (the native folder)."""

    def __init__(self, content: Content, language: str, numbered: bool = True) -> None:
        self.content = content
        self.tree = content.tree
        self.problems = content.problems
        self.language = language
        self.numbered = numbered
        self.languages: set[str] = set()
        self.refuse = self.problems.warn if content.lenient else self.problems.error  # what cannot be a lesson

    def chapter(self, folder: str, required: bool = True) -> list[Draft]:
        """The lessons of a folder in their order."""
        groups = self._groups(folder).values()
        ordered = sorted(groups, key=lambda group: (_number(group.stem) if self.numbered else 0, natural(group.stem)))
        return [draft for group in ordered if (draft := self._draft(folder, group, required)) is not None]

    # -- which files belong together ----------------------------------------------------------------------------

    def _groups(self, folder: str) -> dict[str, Group]:
        groups: dict[str, Group] = {}
        for file in self.tree.children(folder):
            base = file.name.rpartition("/")[2]
            if self.numbered and split_number(split_stem(base)[0]) is None:
                continue
            if not self.numbered and file.name in self.content.used:
                continue
            self._place(groups, file, base)
        prefix = f"{folder}/" if folder else ""
        for child in sorted(self.tree.folders):
            name = child.removeprefix(prefix)
            stem, suffix = split_stem(name)
            if child.startswith(prefix) and "/" not in name and suffix == DOWNLOAD_FOLDER and (split_number(stem) or not self.numbered):
                groups.setdefault(stem, Group(stem)).handouts = sorted(self.tree.below(child), key=lambda file: natural(file.name))
        return groups if self.numbered else _apart(groups)

    def _place(self, groups: dict[str, Group], file: SourceFile, base: str) -> None:
        full, suffix = split_stem(base)
        stem, language = split_language(full)
        language = "" if language == self.language else language
        group = groups.setdefault(stem, Group(stem))
        if suffix in _LATER:
            self.refuse(_LATER[suffix], file.name)
            self.content.used.add(file.name)
            place: dict[str, SourceFile] = {}
        elif suffix in TEXT_SUFFIXES:
            place = group.texts
        elif suffix in media.CAPTIONS:
            place = group.captions
        elif suffix in media.VIDEO | media.AUDIO | HANDOUTS | {".pdf", ".quiz.toml"}:
            place = group.things.setdefault(suffix, {})
        else:
            return
        if language in place:
            self.refuse(f"{place[language].name} is the same lesson in the same language. Give one another name.", file.name)
        place[language] = file

    def _draft(self, folder: str, group: Group, required: bool) -> Draft | None:
        self.content.used.update(file.name for file in group.files())
        things = [*group.things, *([DOWNLOAD_FOLDER] if group.handouts else [])]
        path = f"{folder}/{group.stem}" if folder else group.stem
        if len(things) > 1:
            names = ", ".join(group.stem + suffix for suffix in things)
            self.problems.error(f"{names} have one name, but each is a lesson. Give them different names.", path)
            return None
        if not things and not group.texts:
            for file in group.captions.values():
                self.refuse(f"There is no video or audio file of this name: {group.stem}.mp4, for instance.", file.name)
            return None
        files = next(iter(group.things.values())) if group.things else group.texts
        if "" not in files and files and not self.numbered:
            files[""] = files.pop(min(files))  # somebody else's name; what looks like a language may be none
        if "" not in files and not group.handouts:
            language, stray = next(iter(files.items()))
            what = f"This is a translation ({language}) of {group.stem}{split_stem(stray.name)[1]}, which is not there."
            self.problems.error(f"{what} Add it, or take .{language} out of the name.", stray.name)
            return None
        self.languages.update(language for language in files if language)
        making = LessonMaker(self, folder, path, group, required)
        return making.thing(things[0]) if things else making.text()


def _apart(groups: Mapping[str, Group]) -> dict[str, Group]:
    """In somebody else's folder files of one name are lessons of their own: notes.md and the notes.pdf made from it."""
    result: dict[str, Group] = {}
    for stem, group in groups.items():
        things = dict(group.things)
        if group.texts or len(things) > 1 or group.handouts:
            for suffix, files in group.things.items():
                result[stem + suffix] = Group(stem + suffix, things={suffix: files}, captions=group.captions, label=stem)
            things = {}
        if group.texts or things or not group.things:
            result[stem] = Group(stem, group.texts, things, group.captions if things else {}, stem, group.handouts)
    return result


def _number(stem: str) -> int:
    numbered = split_number(stem)
    return numbered[0] if numbered else -1


class LessonMaker:
    """One lesson in the making."""

    def __init__(self, reader: LessonReader, folder: str, path: str, group: Group, required: bool) -> None:
        self.reader, self.content, self.problems = reader, reader.content, reader.problems
        self.folder, self.path, self.group, self.required = folder, path, group, required

    # -- texts --------------------------------------------------------------------------------------------------

    def read_text(self, file: SourceFile) -> tuple[Document, Outline] | None:
        text = self.reader.tree.text(file.name, self.problems)
        if text is None:
            return None
        read = read_foreign if self.content.lenient else read_front_matter
        document = read(text, file.name, self.problems)
        return document, outline(document.body, document.body_line)

    def take_text(self, file: SourceFile, seen: Outline) -> str:
        self.content.lessons.add(file.name)
        self.content.follow(file.name, seen.references)
        return self.content.add(file)

    def text(self) -> Draft | None:
        """A Markdown file: a text, a checklist, a description of files to hand out, an assignment."""
        main = self.group.texts[""]
        read = self.read_text(main)
        if read is None:
            return None
        document, seen = read
        fields = Fields(document, self.problems)
        kind = Kind(fields.choice("kind", _TEXT_KINDS, Kind.TEXT))
        if not document.body.strip():
            self.reader.refuse("There is no text in this lesson yet.", main.name)
            if self.content.lenient:
                return None
        name = self.take_text(main, seen)
        lesson = self.lesson(fields, kind, seen.heading, len(seen.boxes))
        languages, titles = self.translations(seen, kind, name)
        lesson = replace(lesson, file=name, computed_seconds=seen.seconds, languages=languages, titles=titles)
        if kind is Kind.CHECKLIST:
            lesson = replace(lesson, boxes=seen.boxes)
            if not seen.boxes:
                self.problems.error("A checklist needs boxes: lines that begin with “- [ ] ”.", main.name, document.body_line)
        if kind is Kind.DOWNLOAD:
            lesson = replace(lesson, files=self.listed(fields), computed_seconds=max(seen.seconds, _HANDOUT_SECONDS))
        if kind is Kind.ASSIGNMENT and fields.has("files"):
            lesson = replace(lesson, files=self.listed(fields))
        return self.done(lesson, main, fields)

    def translations(self, main: Outline, kind: Kind, name: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Language -> file, the main one first, empty when there is only one; and language -> title, of those that have one."""
        found, titles = {self.reader.language: name}, {}
        for language, file in sorted(self.group.texts.items()):
            read = self.read_text(file) if language else None
            if read is None:
                continue
            found[language] = self.take_text(file, read[1])
            if title := Fields(read[0], self.problems).text("title", longest=200) or read[1].heading[:200]:
                titles[language] = title
            if kind is Kind.CHECKLIST and len(read[1].boxes) != len(main.boxes):
                what = f"This translation has {len(read[1].boxes)} boxes, and {self.group.texts[''].name} has {len(main.boxes)}."
                self.problems.error(f"{what} Each box needs its translation, in the same order.", file.name)
        return (found, titles) if len(found) > 1 else ({}, {})

    def listed(self, fields: Fields) -> tuple[str, ...]:
        """`files` of a download or an assignment: names relative to the text; a folder stands for everything in it."""
        names: list[str] = []
        for number, written in enumerate(fields.texts("files")):
            base = "/".join(part for part in (f"{self.folder}/{written}").split("/") if part not in {"", "."})
            file = self.reader.tree.files.get(base)
            found = [file] if file else sorted(self.reader.tree.below(base), key=lambda one: natural(one.name))
            if not found:
                fields.error(f"“files” names {written}, and there is no such file.", "files", number)
            names.extend(self.content.add(one) for one in found)
        if not fields.has("files"):
            fields.error("A download needs “files”: the names of the files to hand out.")
        return tuple(dict.fromkeys(names))

    # -- other kinds --------------------------------------------------------------------------------------------

    def thing(self, suffix: str) -> Draft | None:
        """A PDF, medium, quiz, or something to hand out. A text of the same name says what is wished for it."""
        if suffix == ".quiz.toml":
            return self.quiz(self.group.things[suffix])
        sidecar = self.group.texts.get("")
        read = self.read_text(sidecar) if sidecar else None
        if sidecar and read is None:
            return None
        document, seen = read or (Document(self.path + suffix), None)
        fields = Fields(document, self.problems)
        if suffix in HANDOUTS or suffix == DOWNLOAD_FOLDER:
            return self.download(suffix, fields, sidecar, seen)
        if document.body.strip() and sidecar:
            what = f"The text below the front matter is not shown with a {suffix} lesson. Make it a lesson of its own."
            self.problems.warn(what, sidecar.name, document.body_line)
        return self.pdf(fields) if suffix == ".pdf" else self.medium(suffix, fields)

    def download(self, suffix: str, fields: Fields, sidecar: SourceFile | None, seen: Outline | None) -> Draft:
        handed = self.group.handouts or [self.group.things[suffix][""]]
        fields.choice("kind", (Kind.DOWNLOAD,), Kind.DOWNLOAD)
        lesson = self.lesson(fields, Kind.DOWNLOAD, seen.heading if seen else "")
        lesson = replace(lesson, files=tuple(self.content.add(file) for file in handed), computed_seconds=_HANDOUT_SECONDS)
        if sidecar and seen and seen.seconds:
            name = self.take_text(sidecar, seen)
            languages, titles = self.translations(seen, Kind.DOWNLOAD, name)
            lesson = replace(lesson, file=name, computed_seconds=max(seen.seconds, _HANDOUT_SECONDS), languages=languages, titles=titles)
        return self.done(lesson, handed[0], fields, handed)

    def pdf(self, fields: Fields) -> Draft | None:
        files = self.group.things[".pdf"]
        pages = 0
        title = ""
        for language, file in sorted(files.items()):
            try:
                with file.open() as stream:
                    facts = read_pdf(stream, file.name)
            except PlayerError as failure:
                said = str(failure).removeprefix(f"{file.name} ")
                self.reader.refuse(said[0].upper() + said[1:], file.name)
                return None
            if language == "":
                pages, title = facts.pages, facts.title
            elif facts.pages < pages:
                self.problems.warn(f"This translation has {facts.pages} pages, and {files[''].name} has {pages}.", file.name)
        fields.choice("kind", (Kind.PDF,), Kind.PDF)
        lesson = self.lesson(fields, Kind.PDF, title)
        lesson = replace(lesson, file=self.content.add(files[""]), pages=pages, computed_seconds=pages * _PAGE_SECONDS)
        return self.done(replace(lesson, languages=self.variants(files)), files[""], fields)

    def medium(self, suffix: str, fields: Fields) -> Draft:
        files = self.group.things[suffix]
        kind = Kind.VIDEO if suffix in media.VIDEO else Kind.AUDIO
        fields.choice("kind", (kind,), kind)
        try:
            with files[""].open() as stream:
                seconds = media.media_seconds(stream, suffix)
                unseen = kind is Kind.VIDEO and media.is_av1(stream, suffix)
        except PlayerError as failure:
            self.problems.error(failure.message, files[""].name)
            seconds, unseen = 0, False
        except OSError as failure:
            self.problems.error(unreadable(files[""].name, failure).message, files[""].name)
            seconds, unseen = 0, False
        lesson = self.lesson(fields, kind, "")
        if not seconds and lesson.minutes is None:
            message = "How long it runs could not be read from the file. Say it with “minutes” in a text of the same name."
            self.problems.warn(message, files[""].name, field="length")
        if unseen:
            self.problems.warn("The picture is AV1, which Greentick cannot show. Save it as H.264 or VP9.", files[""].name, field="codec")
        if not self.group.captions:
            stem = self.group.stem
            self.problems.warn(f"There are no captions. Add {stem}.vtt for those who cannot hear it.", files[""].name, field="captions")
        captions = tuple(self.content.add(file) for _, file in sorted(self.group.captions.items()))
        lesson = replace(lesson, file=self.content.add(files[""]), files=captions, media_seconds=seconds, computed_seconds=seconds)
        return self.done(replace(lesson, languages=self.variants(files)), files[""], fields)

    def variants(self, files: Mapping[str, SourceFile]) -> Mapping[str, str]:
        if len(files) < 2:
            return {}
        return {language or self.reader.language: self.content.add(file) for language, file in sorted(files.items())}

    def quiz(self, files: Mapping[str, SourceFile]) -> Draft | None:
        for language, file in files.items():
            if language:
                self.problems.error("Quizzes in more than one language cannot be read yet.", file.name)
        for file in self.group.texts.values():
            self.problems.error(f"A quiz has its wishes in {self.group.stem}.quiz.toml; move what is here into its “intro”.", file.name)
        text = self.reader.tree.text(files[""].name, self.problems)
        document = None if text is None else read_toml(text, files[""].name, self.problems)
        if document is None:
            return None
        fields = Fields(document, self.problems)
        reading = read_quiz(fields)
        for said in reading.texts:
            self.content.follow(files[""].name, outline(said.text, said.line).references)
        lesson = self.lesson(fields, Kind.QUIZ, "")
        rules = reading.quiz.rules
        seconds = rules.time_limit_seconds or rules.questions * _QUESTION_SECONDS
        lesson = replace(lesson, file=f"{self.path}.quiz.json", quiz=rules, computed_seconds=seconds)
        draft = self.done(lesson, files[""], fields)
        draft.quiz = reading.quiz
        return draft

    # -- what every lesson has ----------------------------------------------------------------------------------

    def lesson(self, fields: Fields, kind: Kind, heading: str, boxes: int = 0) -> Lesson:
        return Lesson(
            id=self.path,
            title=fields.text("title", longest=200) or heading[:200] or title_from(self.group.label or self.group.stem),
            kind=kind,
            counts_when=counts_when(fields, kind, boxes),
            required=_required(fields, self.required),
            minutes=fields.whole("minutes", 0, _MINUTES),
            milestone=fields.flag("milestone", False),
            again=fields.flag("again", False),
            notify_trainer=fields.flag("notify_trainer", False),
            summary=fields.text("summary", longest=1000),
        )

    def done(self, lesson: Lesson, main: SourceFile, fields: Fields, all_files: Iterable[SourceFile] = ()) -> Draft:
        fields.finish(f"a {lesson.kind}", ("opens_when",))
        try:
            prints = [content_print(file) for file in (all_files or [main])]
        except PlayerError as failure:
            self.problems.error(failure.message, main.name)
            prints = [""]
        together = prints[0] if len(prints) == 1 else sha256("\n".join(prints).encode()).hexdigest()[:24]
        return Draft(lesson, self.path, main.name, self.folder, fields, together)


def _required(fields: Fields, default: bool) -> bool:
    optional = fields.flag("optional", not default)
    required = fields.flag("required", not optional)
    if fields.has("optional") and fields.has("required") and optional == required:
        fields.error("“required” and “optional” contradict each other; write one of them.", "required")
    return required
