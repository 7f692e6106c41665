"""course.lock: which id every lesson and chapter was given, so that renaming and reordering keep learners' progress."""

import difflib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from player.errors import PlayerError
from player.formats.disk import SourceFile, unreadable
from player.formats.documents import read_toml
from player.formats.names import split_number
from player.formats.problems import Problems

LOCK_NAME = "course.lock"
_LIMIT = 8 * 1024 * 1024
_PRINTED = 1024 * 1024  # bytes of a file that make its print; with the size, enough to know it again
_NEAR = 0.6
_HEAD = """\
# Kept by Greentick. Keep this file beside course.toml, also in backups and in version control: learners' progress
# hangs on the ids in it. It is brought up to date by each build, so there is nothing to edit here.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter or lesson as it is or was: `path` without suffix, `print_` of its content ("" for a chapter)."""

    path: str
    kind: str
    title: str
    print_: str = ""
    id: str = ""
    gone: bool = False

    @property
    def chapter(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def number(self) -> int | None:
        numbered = split_number(self.path.rpartition("/")[2])
        return numbered[0] if numbered else None

    @property
    def words(self) -> str:
        name = self.path.rpartition("/")[2]
        numbered = split_number(name)
        return (numbered[1] if numbered else name).casefold()


@dataclass(frozen=True, slots=True)
class Became:
    """A lesson or chapter that was found again under another path; `how` ends "recognised by its …"."""

    id: str
    before: str
    now: str
    how: str


@dataclass(frozen=True, slots=True)
class LockChange:
    """What `save` would write beside course.toml. `text` equals the file when nothing changed."""

    path: Path
    text: str
    changed: bool  # any byte
    moved: bool  # ids or paths, not only the prints by which a file is known again
    became: tuple[Became, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def save(self) -> None:
        """Write the file, whole or not at all. Raises PlayerError when the folder cannot be written."""
        if not self.changed:
            return
        beside = self.path.with_name(f".{LOCK_NAME}.{os.getpid()}.tmp")
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(self.text)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(self.path)
        except OSError as failure:
            beside.unlink(missing_ok=True)
            message = f"{LOCK_NAME} cannot be written: {failure.strerror or failure}."
            raise PlayerError("The course folder cannot be written", message, "Allow writing there, or build with --frozen.") from failure


@dataclass
class Ids:
    """Path -> id for today's chapters and lessons, and the change that keeps it so."""

    by_path: dict[str, str] = field(default_factory=dict)
    change: LockChange | None = None


def content_print(file: SourceFile) -> str:
    """A short print of a file's content. Raises PlayerError when it cannot be read."""
    with file.open() as stream:
        try:
            start = stream.read(_PRINTED)
        except OSError as failure:
            raise unreadable(file.name, failure) from failure
    return sha256(b"%d\n" % file.size + start).hexdigest()[:24]


def assign(folder: Path, chapters: Sequence[Entry], lessons: Sequence[Entry], problems: Problems) -> Ids:
    """Give today's chapters and lessons their ids: the ones of the lock where they are known again, else their paths."""
    path = folder / LOCK_NAME
    before = _read(path, problems)
    text_before = before[0] if before else ""
    known = before[1] if before else []
    became: list[Became] = []
    matched_lessons = _match([entry for entry in known if entry.kind != "chapter"], lessons, _lesson_rules(), became)
    of_chapters = _majority(matched_lessons, lessons)
    rules = _chapter_rules(of_chapters)
    matched_chapters = _match([entry for entry in known if entry.kind == "chapter"], chapters, rules, became)
    today = [*_named(chapters, matched_chapters, known), *_named(lessons, matched_lessons, known)]
    today = _distinct(today)
    ids, before_ids = {entry.id for entry in today}, {entry.id for entry in known}
    gone = [replace(entry, gone=True) for entry in known if entry.id not in ids]
    text = _write([*today, *gone])
    old = {(entry.id, entry.path, entry.gone) for entry in known}
    change = LockChange(
        path,
        text,
        changed=text != text_before,
        moved=old != {(entry.id, entry.path, entry.gone) for entry in [*today, *gone]},
        became=tuple(_worth_saying(became)),
        added=tuple(entry.path for entry in today if entry.id not in before_ids) if known else (),
        gone=tuple(entry.path for entry, was in zip(gone, (one for one in known if one.id not in ids), strict=True) if not was.gone),
    )
    return Ids({entry.path: entry.id for entry in today}, change)


# -- known again ------------------------------------------------------------------------------------------------

_Rule = tuple[str, Callable[[Entry], object]]


def _lesson_rules() -> list[_Rule]:
    return [
        ("", lambda entry: (entry.path, entry.print_)),
        ("content", lambda entry: entry.print_ or None),
        ("", lambda entry: entry.path),
        ("name", lambda entry: (entry.chapter, entry.kind, entry.words)),
        ("title", lambda entry: (entry.kind, entry.title.casefold())),
        ("name", lambda entry: (entry.kind, entry.words)),
    ]


def _chapter_rules(of_lessons: dict[str, str]) -> list[_Rule]:
    """`of_lessons` says which old chapter most lessons of a new one came from."""
    return [
        ("", lambda entry: entry.path),
        ("name", lambda entry: entry.words),
        ("title", lambda entry: entry.title.casefold()),
        ("lessons", lambda entry: of_lessons.get(entry.path) or entry.path),
    ]


def _match(old: Sequence[Entry], new: Sequence[Entry], rules: Iterable[_Rule], became: list[Became]) -> dict[str, Entry]:
    """Today's path -> the entry of the lock it is. A rule decides only where it points at one on either side."""
    found: dict[str, Entry] = {}
    left_old, left_new = list(old), list(new)
    for how, key in rules:
        pairs = list(_unique_pairs(left_old, left_new, key))
        for was, now in pairs:
            if was.gone and how not in {"", "content"}:
                continue
            if was.gone and how == "" and was.print_ != now.print_ and was.title.casefold() != now.title.casefold():
                continue  # the path of a lesson that was taken away, used again for another one
            found[now.path] = was
            left_old.remove(was)
            left_new.remove(now)
            if was.path != now.path:
                became.append(Became(was.id, was.path, now.path, how))
    for was, now in list(_near_names(left_old, left_new)):
        found[now.path] = was
        became.append(Became(was.id, was.path, now.path, "number and name"))
    return found


def _worth_saying(became: Sequence[Became]) -> Iterator[Became]:
    """Not the lessons that only moved along with their chapter."""
    moved = {(one.before, one.now) for one in became if "/" not in one.before}
    for one in became:
        (chapter_before, _, before), (chapter_now, _, now) = one.before.rpartition("/"), one.now.rpartition("/")
        if before != now or (chapter_before, chapter_now) not in moved:
            yield one


def _unique_pairs(old: Sequence[Entry], new: Sequence[Entry], key: Callable[[Entry], object]) -> Iterator[tuple[Entry, Entry]]:
    olds = _by(old, key)
    for value, entries in _by(new, key).items():
        if len(entries) == 1 and len(olds.get(value, [])) == 1:
            yield olds[value][0], entries[0]


def _by(entries: Sequence[Entry], key: Callable[[Entry], object]) -> dict[object, list[Entry]]:
    groups: dict[object, list[Entry]] = {}
    for entry in entries:
        value = key(entry)
        if value is not None:
            groups.setdefault(value, []).append(entry)
    return groups


def _near_names(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Same chapter, number and kind, and a name that is nearly the same: a name and its text corrected at once."""
    for was, now in _unique_pairs([one for one in old if not one.gone], new, lambda entry: (entry.chapter, entry.number, entry.kind)):
        if was.number is not None and difflib.SequenceMatcher(None, was.words, now.words).ratio() >= _NEAR:
            yield was, now


def _majority(matched: dict[str, Entry], lessons: Sequence[Entry]) -> dict[str, str]:
    """Today's chapter -> the old chapter that more than half of its lessons come from."""
    of: dict[str, list[str]] = {}
    for lesson in lessons:
        was = matched.get(lesson.path)
        of.setdefault(lesson.chapter, []).append(was.chapter if was else "")
    return {chapter: best for chapter, olds in of.items() if (best := max(set(olds), key=olds.count)) and olds.count(best) * 2 > len(olds)}


def _named(entries: Sequence[Entry], matched: dict[str, Entry], known: Sequence[Entry]) -> list[Entry]:
    """With ids. A path that another lesson once had as its id gets a number behind it: an id never changes its meaning."""
    taken = {entry.id for entry in known}
    named: list[Entry] = []
    for entry in entries:
        was = matched.get(entry.path)
        name, number = (was.id, 0) if was else (entry.path, 1)
        while not was and name in taken:
            number += 1
            name = f"{entry.path}~{number}"
        taken.add(name)
        named.append(replace(entry, id=name))
    return named


def _distinct(entries: Sequence[Entry]) -> list[Entry]:
    """A last guard against a lock that was edited by hand: no id twice."""
    seen: set[str] = set()
    result: list[Entry] = []
    for entry in entries:
        name, number = entry.id, 1
        while name in seen:
            number += 1
            name = f"{entry.id}~{number}"
        seen.add(name)
        result.append(replace(entry, id=name))
    return result


# -- the file ---------------------------------------------------------------------------------------------------


def _read(path: Path, problems: Problems) -> tuple[str, list[Entry]] | None:
    try:
        if not path.exists():
            return None
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LIMIT:
            problems.error("This is not a file that Greentick has written. Take it away or restore it from a backup.", LOCK_NAME)
            return None
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        problems.error("This file cannot be read. Restore it from a backup: learners' progress hangs on it.", LOCK_NAME)
        return None
    document = read_toml(text, LOCK_NAME, problems, limit=_LIMIT)
    if document is None:
        return None
    if document.values.get("version") != 1:
        problems.error("This file was written by a newer Greentick; build with that one.", LOCK_NAME, document.lines.get(("version",), 1))
        return None
    entries = []
    items = document.values.get("entry", [])
    for number, item in enumerate(items if isinstance(items, list) else [None]):
        entry = _entry(item)
        if entry is None:
            problems.error("This entry is damaged. Restore the file from a backup.", LOCK_NAME, document.lines.get(("entry", number), 1))
            return None
        entries.append(entry)
    return text, entries


def _entry(item: object) -> Entry | None:
    if not isinstance(item, dict):
        return None
    words = {key: word for key in ("path", "kind", "title", "print", "id") if isinstance(word := item.get(key, ""), str)}
    if len(words) < 5 or not (words["path"] and words["kind"] and words["id"]):
        return None
    return Entry(words["path"], words["kind"], words["title"], words["print"], words["id"], gone=item.get("gone") is True)


def _write(entries: Iterable[Entry]) -> str:
    parts = [_HEAD, "version = 1\n"]
    for entry in entries:
        lines = [f"id = {_quoted(entry.id)}", f"path = {_quoted(entry.path)}", f"kind = {_quoted(entry.kind)}", f"title = {_quoted(entry.title)}"]
        if entry.print_:
            lines.append(f"print = {_quoted(entry.print_)}")
        if entry.gone:
            lines.append("gone = true")
        parts.append("\n[[entry]]\n" + "\n".join(lines) + "\n")
    return "".join(parts)


def _quoted(text: str) -> str:
    """A TOML basic string (its escapes are those of JSON)."""
    return json.dumps(text.replace("\x7f", " "), ensure_ascii=False)
