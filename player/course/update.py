"""Two versions of a course compared, and what moving from one to the other means for a learner. Pure: services read, this decides."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields

from player.course.completion import counting_attempts, passed
from player.course.event_data import text_of
from player.course.facts import Event, EventKind, Facts, Json
from player.course.fold import fold
from player.course.model import Course, Kind, Lesson, Move
from player.course.status import status
from player.course.status_types import CourseStatus

LISTED = 100  # lessons that an event names; more are counted


@dataclass(frozen=True, slots=True)
class Leaf:
    """A lesson as far as versions are compared. `content` is a digest of what a learner meets in it, "" where it is not known."""

    id: str
    title: str
    kind: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a newer version did to the lessons of an older one. Ids are of the newer one, but for `gone`.

    kept      the same lesson
    changed   the same lesson with something else in it
    new       not in the older version
    gone      not in the newer version
    same      (old id, new id): the very same content under a new id, so that a tick comes along; neither new nor gone
    alike     (old id, new id): the same title and kind, another content; told, and counted as gone and new all the same
    """

    kept: tuple[str, ...]
    changed: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    same: tuple[tuple[str, str], ...] = ()
    alike: tuple[tuple[str, str], ...] = ()


def leaves(course: Course, digest: Callable[[str], str]) -> tuple[Leaf, ...]:
    """Every lesson with the digest of its content; `digest` gives that of a file, "" where it is not known."""
    return tuple(Leaf(lesson.id, lesson.title, lesson.kind.value, _content(lesson, digest)) for lesson in course.lessons())


_NOT_CONTENT = frozenset({"id", "title", "titles", "summary", "required", "minutes", "opens_when", "milestone", "again", "notify_trainer",
                          "file", "files", "languages"})  # fmt: skip


def _content(lesson: Lesson, digest: Callable[[str], str]) -> str:
    files = (*((lesson.file,) if lesson.file else ()), *lesson.files, *(lesson.languages[tag] for tag in sorted(lesson.languages)))
    digests = [digest(name) for name in files]
    if not files or "" in digests:
        return ""
    told = [f"{field.name}={getattr(lesson, field.name)!r}" for field in fields(lesson) if field.name not in _NOT_CONTENT]
    return hashlib.sha256("\n".join((*digests, *sorted(lesson.languages), *told)).encode()).hexdigest()[:32]


def compare(old: Sequence[Leaf], new: Sequence[Leaf]) -> Change:
    """By id first, then by content: of several alike the one with the same title, and only where there is no doubt."""
    before, now = {leaf.id: leaf for leaf in old}, {leaf.id: leaf for leaf in new}
    both = [leaf for leaf in now.values() if leaf.id in before]
    changed = tuple(leaf.id for leaf in both if _differs(before[leaf.id], leaf))
    fresh = [leaf for leaf in now.values() if leaf.id not in before]
    gone = [leaf for leaf in before.values() if leaf.id not in now]
    same = dict(_pairs(gone, fresh, lambda leaf: (leaf.content, leaf.title) if leaf.content else None))
    same |= _pairs([leaf for leaf in gone if leaf.id not in same], [leaf for leaf in fresh if leaf.id not in same.values()],
                   lambda leaf: (leaf.content,) if leaf.content else None)  # fmt: skip
    gone = [leaf for leaf in gone if leaf.id not in same]
    fresh = [leaf for leaf in fresh if leaf.id not in same.values()]
    alike = _pairs(gone, fresh, lambda leaf: (leaf.title.casefold(), leaf.kind))
    return Change(
        tuple(leaf.id for leaf in both if leaf.id not in changed), changed, tuple(leaf.id for leaf in fresh), tuple(leaf.id for leaf in gone),
        tuple(same.items()), tuple(alike.items()),
    )  # fmt: skip


def _differs(one: Leaf, other: Leaf) -> bool:
    """A title alone is a change too; content that is not known is not called changed."""
    known = bool(one.content and other.content)
    return one.title != other.title or (known and one.content != other.content) or (known and one.kind != other.kind)


def _pairs(gone: Iterable[Leaf], fresh: Iterable[Leaf], by: Callable[[Leaf], tuple[str, ...] | None]) -> dict[str, str]:
    """Old id -> new id where exactly one lesson of each side goes by that name."""
    old, new = defaultdict[tuple[str, ...], list[str]](list), defaultdict[tuple[str, ...], list[str]](list)
    for side, found in ((gone, old), (fresh, new)):
        for leaf in side:
            if (name := by(leaf)) is not None:
                found[name].append(leaf.id)
    return {ids[0]: new[name][0] for name, ids in old.items() if len(ids) == 1 and len(new.get(name, ())) == 1}


# Whom a new version takes along


@dataclass(frozen=True, slots=True)
class Progress:
    """How somebody stands in the version that was begun. Success goes by the required quizzes: passed when every one is, failed when one was
    handed in and is not passed."""

    complete: bool = False
    passed: bool = False
    failed: bool = False


def progress(course: Course, told: CourseStatus, facts: Facts) -> Progress:
    quizzes = [lesson for lesson in course.lessons() if lesson.kind is Kind.QUIZ and told.lessons[lesson.id].required]
    won = [passed(lesson, facts.lesson(lesson.id)) for lesson in quizzes]
    lost = [not ok and bool(counting_attempts(facts.lesson(lesson.id))) for lesson, ok in zip(quizzes, won, strict=True)]
    return Progress(told.complete, bool(won) and all(won), any(lost))


def moves(policy: Move, stands: Progress) -> bool:
    """Whether the author of the newer version takes somebody along who stands so in an older one."""
    match policy:
        case Move.NEVER:
            return False
        case Move.NOT_COMPLETE:
            return not stands.complete
        case Move.COMPLETED:
            return stands.complete
        case Move.FAILED:
            return stands.failed
        case Move.PASSED:
            return stands.passed
        case _:
            return True  # always


# What moving means


@dataclass(frozen=True, slots=True)
class Keeps:
    """For one learner: how many ticks stay (those that come along to a new id included), which lessons are to be done again, which ticked
    ones are gone with their lesson."""

    ticks: int
    again: tuple[str, ...]
    lost: tuple[str, ...]


def keeps(change: Change, course: Course, ticked: AbstractSet[str]) -> Keeps:
    """`course` is the newer version, `ticked` the ids of lessons with a tick."""
    along = {new for old, new in change.same if old in ticked}
    held = ticked | along
    again = tuple(lesson.id for lesson in course.lessons() if lesson.again and lesson.id in held)
    stay = sum(1 for lesson in course.lessons() if lesson.id in held and not lesson.again)
    return Keeps(stay, again, tuple(lesson for lesson in change.gone if lesson in ticked))


@dataclass(frozen=True, slots=True)
class Moving:
    """From one version to the next. `old` is None where it is not to be had any more, `change` where nobody knows its lessons; `history`
    holds (time, version) of every version so far, earliest first."""

    old: Course | None
    before: str
    new: Course
    change: Change | None
    titles: dict[str, str]  # of lessons of the older version
    history: tuple[tuple[int, str], ...]


def history(events: Iterable[Event]) -> tuple[tuple[int, str], ...]:
    """When which version began, from the entries of an enrolment."""
    found = []
    for event in events:
        if event.kind is EventKind.ENROLLED:
            found.append((event.at, text_of(event, "version")))
        elif event.kind is EventKind.UPDATED:
            found.append((event.at, text_of(event, "to")))
    return tuple(sorted(found))


def version_at(versions: Sequence[tuple[int, str]], at: int, otherwise: str) -> str:
    """The version that was open at that time."""
    begun = [version for since, version in versions if since <= at and version]
    return begun[-1] if begun else otherwise


def move_data(moving: Moving, facts: Facts, now: int, offset: int = 0) -> dict[str, Json]:
    """The data of the event that moves a learner. Everything is in it that the fold needs: a replay asks for no older version."""
    new, change, ids = moving.new, moving.change, {lesson.id for lesson in moving.new.lessons()}
    ticks = {lesson: row.ticked_at for lesson, row in facts.lessons.items() if row.ticked_at is not None}
    same = dict(change.same) if change is not None else {}
    came_along = {now_called: ticks[before] for before, now_called in same.items() if before in ticks and now_called not in ticks}
    ticked: dict[str, Json] = {**ticks, **came_along}
    again: dict[str, Json] = {}
    for lesson in new.lessons():
        if lesson.again:
            at = ticks.get(lesson.id, came_along.get(lesson.id))
            again[lesson.id] = "" if at is None else version_at(moving.history, at, moving.before)
    stay = sum(1 for lesson in ids if lesson in ticked and lesson not in again)
    told: dict[str, Json] = {"from": moving.before, "to": new.version, "ticked": ticked, "stay": stay}
    if again:
        told["again"] = again
    was = status(moving.old, facts, now, offset) if moving.old is not None else None
    if was is not None and was.complete:
        told["complete"] = True
    if change is not None:
        told |= _lists(change, moving.titles)
    open_before = {same.get(lesson, lesson) for lesson in _open(was, facts)}
    after = status(new, fold(new, facts, Event("", 0, now, EventKind.UPDATED, "", told)), now, offset)
    kept_open: list[Json] = [lesson for lesson in after.lessons if lesson in open_before and lesson in ids and after.lessons[lesson].locked]
    if kept_open:
        told["open"] = kept_open
    return told


def _open(was: CourseStatus | None, facts: Facts) -> set[str]:
    """Where the older version is not to be had: every lesson that was opened."""
    if was is None:
        return {lesson for lesson, row in facts.lessons.items() if row.opened_at is not None or row.ticked_at is not None or row.kept_open}
    return {lesson for lesson, told in was.lessons.items() if not told.locked}


def _lists(change: Change, titles: dict[str, str]) -> dict[str, Json]:
    new: list[Json] = [*change.new[:LISTED]]
    changed: list[Json] = [*change.changed[:LISTED]]
    gone: list[Json] = [titles.get(lesson, lesson) for lesson in change.gone[:LISTED]]
    told: dict[str, Json] = {"lessons": [len(change.kept) + len(change.changed) + len(change.same), len(change.new), len(change.gone)],
                             "new": new, "gone": gone}  # fmt: skip
    if changed:
        told["changed"] = changed
    if change.same:
        told["same"] = {now_called: before for before, now_called in change.same[:LISTED]}
    return told
