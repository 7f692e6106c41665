"""What the status function answers: data with every reason, ready to be put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from player.course.facts import Override
from player.course.model import Condition, Kind, Lesson


class State(StrEnum):
    """Of a lesson. Completion and success are two axes: `failed` is a quiz handed in and not passed, not ticked."""

    LOCKED = "locked"
    TODO = "todo"
    STARTED = "started"
    FAILED = "failed"
    DONE = "done"


class NextFace(StrEnum):
    """The three faces of NEXT on a lesson, and the last one at the end of the tree."""

    NEXT = "next"  # pressing it completes the lesson, or the lesson is complete
    SKIP = "skip"  # leaving earns no tick, and the order allows it
    BLOCKED = "blocked"  # the order demands this lesson first; `blocked_by` says why


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that still separates the learner from a lesson, chapter or award. Put into words by the faces.

    what     "complete" | "pass" | "score" | "merit" | "award" | "after" | "days" | "any" (count more of `of`) | "stuck" | "time" (active
             time of the course). Of merit, `of` are the quizzes that stand in the way.
    id       lesson, chapter or award id ("" for dates and groups)
    title    its title
    kind     of a lesson, else None
    seconds  estimated time left for it (0 for dates and awards)
    amount   percent for score and merit; count for any; days for days; seconds for time
    done     progress toward the rule as an exact share 0..1 (pages seen, media played, merit so far), None where there is none
    """

    what: str
    id: str = ""
    title: str = ""
    kind: Kind | None = None
    seconds: int = 0
    amount: int = 0
    at: int | None = None
    day: str = ""
    done: Fraction | None = None
    of: "tuple[Need, ...]" = ()


@dataclass(frozen=True, slots=True)
class LessonStatus:
    """`required` is the effective one (a lesson of a `choose` chapter is required until enough are done)."""

    lesson: Lesson
    chapter_id: str
    state: State
    required: bool
    ticked_at: int | None
    why_locked: tuple[Need, ...]
    face: NextFace
    blocked_by: tuple[Need, ...]
    score: Fraction | None  # the counted score of a quiz
    attempts_left: int | None  # None = unlimited or no quiz
    progress: Fraction | None  # toward the rule, where it can be measured
    override: Override | None
    choose: bool = False  # belongs to a `choose` chapter
    active_ms: int = 0  # with the window visible and in use
    done_in: str = ""  # the older version in which it was done, while this one wants it once more

    @property
    def locked(self) -> bool:
        return self.state is State.LOCKED

    @property
    def done(self) -> bool:
        return self.state is State.DONE


@dataclass(frozen=True, slots=True)
class ChapterStatus:
    """`of` is 0 for a chapter without required lessons: complete, and without a counter."""

    id: str
    title: str
    done: int
    of: int
    extras_done: int
    extras: int
    complete: bool
    why_locked: tuple[Need, ...]
    choose_left: int | None  # "any 1 more of …": how many more, None when not a choose chapter
    seconds_left: int


class Door(StrEnum):
    OPEN = "open"
    READ_ONLY = "read-only"  # everything can be looked at, nothing earns
    LOCKED = "locked"
    NOT_YET = "not yet"


class Why(StrEnum):
    """Which rule made the door what it is, or, while it is open, which one will close it next."""

    NONE = ""
    OPENS_ON = "opens_on"
    CLOSES_ON = "closes_on"
    DAYS_FROM_START = "days_from_start"
    DAYS_OF_USE = "days_of_use"
    CERTIFICATE = "certificate"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Standing:
    """The access to a course at one moment; times in ms UTC. `since` is when it closed. `changes_at` is when time alone makes it `becomes`,
    None when nothing does. `days_left` are the days of use besides today, None where they are not counted."""

    door: Door = Door.OPEN
    why: Why = Why.NONE
    since: int | None = None
    changes_at: int | None = None
    becomes: Door | None = None
    days_left: int | None = None

    @property
    def earns(self) -> bool:
        return self.door is Door.OPEN

    @property
    def readable(self) -> bool:
        return self.door in {Door.OPEN, Door.READ_ONLY}


OPEN = Standing()


@dataclass(frozen=True, slots=True)
class AwardStatus:
    id: str
    title: str
    kind: str
    earned: bool  # the rule is true now, or was when the ledger says it was earned
    earned_at: int | None
    issued_at: int | None
    saved_at: int | None
    number: str
    rests_on_void: bool
    left: tuple[Need, ...]  # empty when earned
    seconds_left: int
    valid_until: int | None = None  # ms UTC; of an earned certificate with an end
    redeemed_at: int | None = None  # of a voucher
    redeemed_by: str = ""
    version: str = ""  # of the course in which it was earned; "" where that is the one that is open


@dataclass(frozen=True, slots=True)
class CourseStatus:
    """`next_lesson` maps a lesson id to the next open one in the order of the tree (optional ones included), "" at the end."""

    lessons: Mapping[str, LessonStatus]  # in the order of the tree
    chapters: Mapping[str, ChapterStatus]
    awards: Mapping[str, AwardStatus]
    done: int  # required lessons done
    of: int
    extras_done: int
    extras: int
    complete: bool
    seconds: int
    seconds_left: int
    next_lesson: Mapping[str, str]
    resume: str  # lesson id where Continue leads
    merit: Fraction | None  # points-weighted mean of the counted scores of required quizzes
    opens: Condition | None = None
    why_locked: tuple[Need, ...] = ()
    access: Standing = OPEN
    finished: str = ""  # an older version that was complete, while this one is not
    since: tuple[str, ...] = ()  # lessons that are new since then, or to be done again, and not done; in the order of the tree
