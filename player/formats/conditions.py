"""`opens_when` and `earned_when` -> Condition: tables, lists, and words where words do."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from player.course.elsewhere import award_name
from player.course.model import (
    After,
    AtLeast,
    AwardHeld,
    Complete,
    Condition,
    DaysSinceStart,
    MeritAtLeast,
    Passed,
    PreviousRequired,
    ScoreAtLeast,
)
from player.formats.fields import Fields, as_text
from player.formats.problems import did_you_mean, one_of

_DEEPEST = 12
_MOST_DAYS = 36_500
_KEYS = ("complete", "passed", "score", "merit", "award", "after", "days_since_start", "all", "any", "course", "publisher", "at_least", "of")
_OF_AWARD = ("course", "publisher")
_PREVIOUS = {"previous required lesson", "the previous required lesson", "previous required"}
_AFTER = re.compile(r"after (\d{4}-\d{2}-\d{2}(?:[t ].*)?)")
_DAYS = re.compile(r"(\d{1,5}) days? (?:after|since) (?:the )?start")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class References:
    """What an author may write for a lesson or chapter, and the id it means. `current` are paths as they are now,
    `locked` the ids that were given before; where one word is both and they differ, it is refused."""

    current: dict[str, str] = field(default_factory=dict)
    locked: dict[str, str] = field(default_factory=dict)
    quizzes: set[str] = field(default_factory=set)
    chapters: set[str] = field(default_factory=set)
    awards: dict[str, str] = field(default_factory=dict)

    def meant(self, word: str, chapter: str = "") -> tuple[str | None, str]:
        """(id, why not)."""
        tidy = word.strip().strip("/").replace("\\", "/")
        by_path = self.current.get(tidy)
        by_lock = self.locked.get(tidy)
        if by_path and by_lock and by_path != by_lock:
            return None, f"“{word}” was the name of another lesson before. Name the file in full, or call the lesson by its id “{by_path}”."
        found = by_path or by_lock or (self.current.get(f"{chapter}/{tidy}") if chapter else None)
        if found:
            return found, ""
        return None, f"There is no lesson or chapter “{word}”.{did_you_mean(tidy, self.all())}"

    def all(self) -> Iterable[str]:
        return [*self.current, *self.locked]


class Conditions:
    """Reads the conditions of one course, once every id is known."""

    def __init__(self, references: References) -> None:
        self.references = references

    def read(self, fields: Fields, name: str, chapter: str = "") -> Condition | None:
        """The condition in a field; None when there is none, or it is wrong (the reason is then in the problems)."""
        value = fields.raw(name)
        return None if value is None else _Reading(self.references, fields, name, chapter).condition(value, ())


class _Reading:
    def __init__(self, references: References, fields: Fields, name: str, chapter: str) -> None:
        self.references, self.fields, self.name, self.chapter = references, fields, name, chapter

    def wrong(self, message: str, path: tuple[str | int, ...]) -> None:
        self.fields.error(message, self.name, *path)

    def condition(self, value: object, path: tuple[str | int, ...]) -> Condition | None:
        if len(path) > _DEEPEST:
            self.wrong(f"“{self.name}” is nested too deep.", path[:_DEEPEST])
            return None
        if isinstance(value, str):
            return self.words(value, path)
        if isinstance(value, list):
            return self.group(value, len(value), path)
        if isinstance(value, dict):
            return self.table(value, path)
        self.wrong(f'“{self.name}” must be words such as “previous required lesson”, or a table such as {{ complete = "…" }}.', path)
        return None

    def words(self, said: str, path: tuple[str | int, ...]) -> Condition | None:
        loose = " ".join(said.casefold().strip(" .").split())
        if loose in _PREVIOUS:
            return PreviousRequired()
        if match := _AFTER.fullmatch(loose):
            return self.after(match[1].upper(), path)
        if match := _DAYS.fullmatch(loose):
            return self.days(match[1], path)
        spoken = ["previous required lesson", "after 2027-01-10", "7 days after the start"]
        self.wrong(f"“{self.name}” in words must be {one_of(spoken)}, not “{said}”.{did_you_mean(said, spoken[:1])}", path)
        return None

    def table(self, value: Mapping[str, object], path: tuple[str | int, ...]) -> Condition | None:
        table = {key.strip().casefold().replace(" ", "_").replace("-", "_"): item for key, item in value.items()}
        for key in table:
            if key not in _KEYS:
                near = did_you_mean(key, _KEYS) or f" Known: {', '.join(key for key in _KEYS if key not in {*_OF_AWARD, 'of'})}."
                self.wrong(f"“{key}” is no condition.{near}", path)
                return None
        extra = {"score": "at_least", "of": "at_least"}
        leading = [key for key in table if key != "at_least" and not (key in _OF_AWARD and "award" in table)]
        if len(leading) != 1:
            self.wrong("A condition names one thing; put several into { all = […] } or { any = […] }.", path)
            return None
        key = leading[0]
        if key in _OF_AWARD:
            self.wrong(f'“{key}” goes with “award”: {{ award = "certificate", course = "org.example.other" }}.', path)
            return None
        if "at_least" in table and extra.get(key) != "at_least":
            self.wrong(f"“at_least” does not go with “{key}”.", path)
            return None
        if key in {"all", "any", "of"}:
            return self.several(key, table, path)
        return self.single(key, table, path)

    def several(self, key: str, table: Mapping[str, object], path: tuple[str | int, ...]) -> Condition | None:
        items = table[key]
        if not isinstance(items, list) or not items:
            self.wrong(f"“{key}” must be a list of conditions in square brackets.", (*path, key))
            return None
        if key == "of" and "at_least" not in table:
            self.wrong("“of” needs a number beside it: { at_least = 2, of = […] }.", path)
            return None
        count: int | None = {"all": len(items), "any": 1}.get(key)
        if count is None:
            count = self.number(table["at_least"], "at_least", (1, len(items)), path)
        return None if count is None else self.group(items, count, (*path, key))

    def group(self, items: list[object], count: int, path: tuple[str | int, ...]) -> Condition | None:
        if not items:
            self.wrong(f"“{self.name}” is an empty list.", path)
            return None
        read = [self.condition(item, (*path, number)) for number, item in enumerate(items)]
        good = tuple(condition for condition in read if condition is not None)
        if len(good) < len(read):
            return None
        return good[0] if len(good) == 1 else AtLeast(count, good)

    def single(self, key: str, table: Mapping[str, object], path: tuple[str | int, ...]) -> Condition | None:
        said = as_text(table[key])
        if said is None:
            self.wrong(f"“{key}” must be followed by one text or number.", (*path, key))
            return None
        if key == "after":
            return self.after(said, (*path, key))
        if key == "days_since_start":
            return self.days(said, (*path, key))
        if key == "award":
            return self.award(said, table, (*path, key))
        if key == "merit":
            return self.merit(said, (*path, key))
        meant, why = self.references.meant(said, self.chapter)
        if meant is None:
            self.wrong(why, (*path, key))
            return None
        if key == "complete":
            return Complete(meant)
        return self.about_quiz(key, meant, table, path)

    def about_quiz(self, key: str, meant: str, table: Mapping[str, object], path: tuple[str | int, ...]) -> Condition | None:
        if meant not in self.references.quizzes:
            self.wrong(f"“{meant}” is no quiz, so it cannot be {'passed' if key == 'passed' else 'scored'}; say “complete”.", (*path, key))
            return None
        if key == "passed":
            return Passed(meant)
        if "at_least" not in table:
            self.wrong('“score” needs a percentage beside it: { score = "…", at_least = 80 }.', path)
            return None
        share = self.number(table["at_least"], "at_least", (1, 100), path)
        return None if share is None else ScoreAtLeast(meant, share)

    def merit(self, said: str, path: tuple[str | int, ...]) -> Condition | None:
        if self.name != "earned_when":
            self.wrong('“merit” can fall again, so it opens nothing. Give an award for it, and write { award = "…" } here.', path)
            return None
        share = self.number(said, "merit", (1, 100), path)
        return None if share is None else MeritAtLeast(share)

    def award(self, said: str, table: Mapping[str, object], path: tuple[str | int, ...]) -> Condition | None:
        """`course` and `publisher` beside it say the same as "publisher/course/award"."""
        course, publisher = (as_text(table.get(key)) or "" for key in _OF_AWARD)
        said = f"{course}/{said}" if course else said
        if publisher:
            said = f"{''.join(publisher.casefold().split())}/{said}"
        if "/" in said:
            named = award_name(said)
            if named is not None and named.well_formed and (named.publisher or not publisher):
                return AwardHeld(said)
            self.wrong(f"“{said}” is no award of another course. Write COURSE-ID/AWARD-ID, and where its publisher is another one than yours, "
                       "publisher = the 64 digits of the fingerprint.", path)  # fmt: skip
            return None
        if said in self.references.awards:
            return AwardHeld(said)
        self.wrong(f"There is no award “{said}” in this course.{did_you_mean(said, self.references.awards)}", path)
        return None

    def days(self, said: str, path: tuple[str | int, ...]) -> Condition | None:
        days = self.number(said, "days_since_start", (0, _MOST_DAYS), path)
        return None if days is None else DaysSinceStart(days)

    def number(self, value: object, key: str, bounds: tuple[int, int], path: tuple[str | int, ...]) -> int | None:
        """A whole number within bounds; a percent sign may follow it."""
        said = (as_text(value) or "").strip().removesuffix("%").rstrip()
        if said.isascii() and said.isdecimal() and len(said) < 9 and bounds[0] <= int(said) <= bounds[1]:
            return int(said)
        self.wrong(f"“{key}” must be a whole number from {bounds[0]} to {bounds[1]}, not “{said or 'a list'}”.", path)
        return None

    def after(self, said: str, path: tuple[str | int, ...]) -> Condition | None:
        moment = read_day(said)
        if moment is None:
            self.wrong(f"“{said}” is no date. Write year-month-day, such as 2027-01-10.", path)
        return moment


def read_day(said: str) -> After | None:
    """`2027-01-10`, or a date and time with or without a zone (ISO 8601); None when it is neither."""
    try:
        if _DAY.fullmatch(said):
            dt.date.fromisoformat(said)
            return After(said)
        moment = dt.datetime.fromisoformat(said)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return After(moment.isoformat())
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return After(moment.isoformat(), (moment - epoch) // dt.timedelta(milliseconds=1))
