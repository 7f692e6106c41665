"""Course, Chapter, Lesson, what earns a tick, what opens, what is awarded: values an author has written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a lesson is."""

    TEXT = "text"
    VIDEO = "video"
    AUDIO = "audio"
    PDF = "pdf"
    DOWNLOAD = "download"
    QUIZ = "quiz"
    CHECKLIST = "checklist"
    ASSIGNMENT = "assignment"
    WEB = "web"


class Order(StrEnum):
    """How the lessons of a chapter (or of all chapters) open."""

    FREE = "free"
    IN_ORDER = "in order"
    MILESTONES = "milestones"


class Rule(StrEnum):
    """What earns the tick ("Counts when …"); product.md section 2 says which kinds may carry which."""

    NEXT = "next"  # NEXT pressed
    OPENED = "opened"
    READ = "read to the end"
    PLAYED = "played"  # amount: percent of the running time
    PAGES = "pages"  # amount: percent of the pages
    SAVED = "saved"  # a file of the download was saved
    PASSED = "passed"
    SUBMITTED = "submitted"
    ALL_RIGHT = "all right"
    BOXES = "boxes"  # amount: how many boxes, 0 = all
    SIGNED_OFF = "signed off"
    HANDED_IN = "handed in"
    MOVE_ON = "move on"  # web: see Lesson.move_on


class MoveOn(StrEnum):
    """cmi5 `moveOn` (cmi5 Quartz 1st ed., 13.1.4), used for every web lesson."""

    PASSED = "passed"
    COMPLETED = "completed"
    BOTH = "completed and passed"
    EITHER = "completed or passed"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class CountsWhen:
    """One lesson's completion rule. `amount` is percent or a count (see Rule); `active_seconds` is the author's
    minimum active time, 0 for none; it adds to the rule, never replaces it."""

    rule: Rule
    amount: int = 0
    active_seconds: int = 0


# Conditions: the grammar of `opens_when` and `earned_when`. Ids name lessons or chapters.


@dataclass(frozen=True, slots=True)
class Complete:
    id: str


@dataclass(frozen=True, slots=True)
class Passed:
    id: str


@dataclass(frozen=True, slots=True)
class ScoreAtLeast:
    id: str
    at_least: int  # percent, compared as an exact fraction


@dataclass(frozen=True, slots=True)
class MeritAtLeast:
    """All required quizzes are graded, and the points-weighted mean of their counted scores is at least that; for awards only."""

    at_least: int  # percent, compared as an exact fraction


@dataclass(frozen=True, slots=True)
class AwardHeld:
    id: str  # "ID" of this course, or "course-id/ID" of another


@dataclass(frozen=True, slots=True)
class After:
    """`day` is an ISO date or date-time as typed; `at` its first millisecond UTC when a zone was typed, else None: a
    date without zone is a local day and is resolved with the clock's offset (product.md section 4)."""

    day: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class DaysSinceStart:
    days: int  # day 0 is the day of the first lesson opened


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`count` of `of`; "all" is count = len(of), "any" is count = 1."""

    count: int
    of: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class PreviousRequired:
    """The nearest required lesson before this one in the order of the tree; true where there is none."""


Condition = Complete | Passed | ScoreAtLeast | MeritAtLeast | AwardHeld | After | DaysSinceStart | AtLeast | PreviousRequired


@dataclass(frozen=True, slots=True)
class QuizRules:
    """What is known of a quiz without reading its questions (they lie in the package at `Lesson.file`)."""

    questions: int  # how many are asked
    points: int  # sum of their points
    pass_mark: int = 70  # percent
    attempts: int | None = None  # None = as many as wanted
    time_limit_seconds: int | None = None
    shuffle_questions: bool = False
    shuffle_answers: bool = False
    counts: str = "best"  # best | last | first | average
    show_score: str = "after submit"  # each of these: during | after submit | after passing | never
    show_right: str = "after submit"
    show_solution: str = "after submit"
    one_at_a_time: bool = True
    sequential: bool = False
    when_exhausted: str = "trainer"  # trainer | new round | again after N days
    crash_pauses: bool = True
    cool_down_seconds: int = 0  # between handing in and the next start


@dataclass(frozen=True, slots=True)
class Lesson:
    """`file` is the main file in the package; `files` are the files a download hands out (or what belongs to a medium:
    captions). `minutes` is the author's estimate, `computed_seconds` ours (words at 200 a minute, media length)."""

    id: str
    title: str
    kind: Kind
    counts_when: CountsWhen
    required: bool = True
    file: str = ""
    files: tuple[str, ...] = ()
    languages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # language tag -> file
    minutes: int | None = None
    computed_seconds: int = 0
    opens_when: Condition | None = None
    milestone: bool = False
    again: bool = False
    boxes: tuple[str, ...] = ()  # checklist
    pages: int = 0  # pdf
    media_seconds: int = 0  # video, audio; 0 = not known
    quiz: QuizRules | None = None
    move_on: MoveOn = MoveOn.EITHER
    notify_trainer: bool = False
    summary: str = ""
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # language tag -> title, in other languages than the course's

    @property
    def seconds(self) -> int:
        """Estimated time: the author's minutes, else the computed seconds (a label, never a condition)."""
        return self.minutes * 60 if self.minutes is not None else self.computed_seconds


@dataclass(frozen=True, slots=True)
class Chapter:
    """`choose` = n: any n of its lessons count as its required ones."""

    id: str
    title: str
    lessons: tuple[Lesson, ...]
    order: Order | None = None  # None = the course's
    choose: int | None = None
    opens_when: Condition | None = None
    summary: str = ""
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Move(StrEnum):
    """Whom a new version of the course takes along of those who began an older one; the others go on in theirs."""

    NEVER = "never"
    NOT_COMPLETE = "when not complete"
    COMPLETED = "when completed"
    FAILED = "when failed"
    PASSED = "when passed"
    ALWAYS = "always"


class AwardKind(StrEnum):
    CERTIFICATE = "certificate"
    VOUCHER = "voucher"
    BADGE = "badge"


@dataclass(frozen=True, slots=True)
class Award:
    """`earned_when` None means: the course is complete."""

    id: str
    kind: AwardKind
    title: str
    earned_when: Condition | None = None
    valid_days: int | None = None
    notify_trainer: bool = False
    level: str = "recorded"  # the level the author requires: recorded | endorsed | countersigned
    paper: str = "A4"  # A4 | Letter


class AfterCertificate(StrEnum):
    KEEP_OPEN = "keep open"
    READ_ONLY = "read-only"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Access:
    """When the course is open, and what follows its certificate; everything optional. See player.course.access."""

    opens_on: str | None = None
    closes_on: str | None = None
    days_from_start: int | None = None
    days_of_use: int | None = None
    after_closing: str = "read-only"  # read-only | locked
    after_certificate: AfterCertificate = AfterCertificate.KEEP_OPEN
    sign_out_after_certificate: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """One course. `awards` is complete: a reader puts the default certificate in, unless the author said otherwise."""

    id: str
    title: str
    version: str
    chapters: tuple[Chapter, ...]
    language: str = "en"
    languages: tuple[str, ...] = ("en",)  # main first
    publisher: str = ""
    licence: str = ""
    summary: str = ""
    order: Order = Order.FREE
    opens_when: Condition | None = None
    awards: tuple[Award, ...] = ()
    access: Access = field(default_factory=Access)
    retake: str = "trainer"  # never | trainer | free | before expiry
    move: Move = Move.ALWAYS
    overrides_by_pin: bool = True
    cover: str = ""
    active_seconds: int = 0  # minimum active time in all its lessons together, 0 for none; asked for by "the course is complete"
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    delegates: tuple[str, ...] = ()  # fingerprints (64 hex digits) of keys whose signed files count like the publisher's

    def lessons(self) -> Iterator[Lesson]:
        """Every lesson in the order of the tree."""
        for chapter in self.chapters:
            yield from chapter.lessons

    def lesson(self, lesson_id: str) -> Lesson:
        """KeyError when there is none."""
        for lesson in self.lessons():
            if lesson.id == lesson_id:
                return lesson
        raise KeyError(lesson_id)


DEFAULT_CERTIFICATE = "certificate"


def default_award(title: str) -> Award:
    """The certificate that a course has when its author wrote none (product.md section 6)."""
    return Award(DEFAULT_CERTIFICATE, AwardKind.CERTIFICATE, title)
