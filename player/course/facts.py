"""What happened, as values: ledger events, and the fold of them that status reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]  # no floats: they do not hash alike everywhere


class EventKind(StrEnum):
    """`data` of each kind in brackets. Times are `at`, integer milliseconds UTC."""

    ENROLLED = "enrolled"  # {"version"}; of another round also {"after": the enrolment before, "by": the trainer who allowed it}
    OPENED = "lesson.opened"  # {"day"} number of the local day, which counts as a day of use
    NEXT = "lesson.next"  # {} NEXT pressed on the lesson (whatever its rule)
    SITTING = "lesson.sitting"  # {"active_ms", "end_seen", "pages": [from 1], "played": [[from_ms, to_ms]], "length_ms"} any may be absent
    FILE_SAVED = "lesson.saved"  # {"file"}
    BOX = "lesson.box"  # {"box": index from 0, "ticked": bool}
    HANDED_IN = "lesson.handed_in"  # {"files": [name], "text"}
    SIGNED_OFF = "lesson.signed_off"  # {"by"} counts only when signed
    WEB = "lesson.web"  # {"completed": bool, "passed": bool|None, "score": [num, den]} any may be absent
    ATTEMPT_STARTED = "attempt.started"  # {"attempt": uuid, "number", "seed", "rules": {...}, "order": [...]}
    ANSWERED = "attempt.answered"  # {"attempt", "question", "response"}, and "final": true once right or wrong was shown
    ATTEMPT_SUBMITTED = "attempt.submitted"  # {"attempt", "number", "score": [num, den], "passed", "all_right", "why"}
    # A trainer's word also says how it was proved: {"proof": "pin", "pin_at"}, or {"proof": "file", "file": one-time id, "key": fingerprint}
    GRANTED = "override.granted"  # {"reason", "by"} ticks the lesson; counts only when signed
    VOIDED = "override.voided"  # {"reason", "by"} removes the tick and starts the lesson afresh; counts only when signed
    EXTRA_ATTEMPTS = "override.attempts"  # {"count", "reason", "by"} more attempts at a quiz; counts only when signed
    EARNED = "award.earned"  # {"award", "version" of the course, "number" of a voucher} no lesson
    ISSUED = "award.issued"  # {"award", "number", "sha256"}
    SAVED_AWARD = "award.saved"  # {"award", "number", "how": "file"|"print"|"stick"}
    REDEEMED = "award.redeemed"  # {"award", "number", "by"} what a voucher is for was given; counts only when signed
    PROVED = "award.proved"  # {"award": as a condition names it, "how": "certificate"|"pin", "number", "name", "title", "course", "sha256"} a
    # certificate from elsewhere was accepted; by PIN also {"reason", "by"}; counts only when signed
    NAME = "learner.printed_name"  # {"name"}
    CLOSED = "access.closed"  # {"why"} no lesson: the course was found closed by its dates; keeps the time at which that was seen
    REOPENED = "access.reopened"  # {"reason", "by", "until"} no lesson: opens this round again; without `until` for good; counts only when signed
    CLOCK_SET = "clock.set"  # {"by", "from", "settled", "annuls": {chain: number}} a trainer says that `at` is right; counts only when signed
    # {"from", "to", "ticked": {lesson: at}} the ticks held before, so that a replay under `to` keeps them; also "again": {lesson: the version
    # in which it was done, "" where it was not}, "open": [lesson that was open and would be locked], "complete": true where `from` was, and what
    # a learner is told: "stay": how many ticks, "lessons": [kept, new, gone], "new", "changed": [lesson], "gone": [title],
    # "same": {new id: old id}, "lost": true where `from` was not to be had any more
    UPDATED = "course.updated"


@dataclass(frozen=True, slots=True)
class Event:
    """One ledger entry. `id` is a UUID (hex), `number` counts from 1 in its chain, `signed` says that an override
    carries a signature or PIN proof that the recording side has checked. A chain holds every course of a learner:
    `enrolment` (UUID hex) says which one this is about, "" for none."""

    id: str
    number: int
    at: int
    kind: EventKind
    lesson: str = ""
    data: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))
    signed: bool = False
    enrolment: str = ""


FOR_EVER = 2**52  # ms UTC: later than any date
NEEDS_SIGNATURE = frozenset(
    {EventKind.GRANTED, EventKind.VOIDED, EventKind.EXTRA_ATTEMPTS, EventKind.SIGNED_OFF, EventKind.REOPENED, EventKind.CLOCK_SET,
     EventKind.REDEEMED, EventKind.PROVED}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AttemptFact:
    """A submitted attempt. `score` is earned/possible points, 0 <= score <= 1, exact."""

    id: str
    number: int
    at: int
    score: Fraction
    passed: bool
    all_right: bool


@dataclass(frozen=True, slots=True)
class Override:
    """`proof`: what a trainer showed, "pin" (of the machine) or "file" (signed by the publisher or a delegate); "" in older records."""

    granted: bool  # False: voided
    at: int
    reason: str
    by: str
    proof: str = ""


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """The folded row of one lesson in one enrolment. Times in ms UTC, media and active time in ms."""

    opened_at: int | None = None
    last_at: int | None = None
    next_pressed: bool = False
    end_seen: bool = False
    active_ms: int = 0
    pages: frozenset[int] = frozenset()
    played: tuple[tuple[int, int], ...] = ()  # sorted, disjoint union of played intervals
    length_ms: int = 0
    files_saved: frozenset[str] = frozenset()
    boxes: frozenset[int] = frozenset()
    handed_in: bool = False
    signed_off: bool = False
    web_completed: bool = False
    web_passed: bool | None = None
    web_score: Fraction | None = None  # the best one reported
    attempts: tuple[AttemptFact, ...] = ()  # submitted ones, by number
    attempts_started: int = 0
    open_attempt: str = ""  # id of a started, not yet submitted attempt
    ticked_at: int | None = None
    override: Override | None = None  # the latest one
    void_attempts: int = 0  # attempts numbered up to this were voided: kept, but they count for nothing
    extra_attempts: int = 0  # given by a trainer beyond the quiz's limit
    kept_open: bool = False  # it was open when the learner moved to a version that would lock it
    again_for: str = ""  # the newest version that asked for it once more
    done_in: str = ""  # the older version in which it was done before that
    done_at: int | None = None
    old_rules: str = ""  # id of an attempt that was under way when the learner moved: its own rules say whether it passes


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """Earned (the rule was true), issued (the PDF is kept here), saved (the learner's copy was read back); of a voucher also redeemed, and
    by whom."""

    earned_at: int | None = None
    issued_at: int | None = None
    saved_at: int | None = None
    number: str = ""
    rests_on_void: bool = False
    redeemed_at: int | None = None
    redeemed_by: str = ""
    version: str = ""  # of the course when it was earned; "" where nothing says so: it is the one that is open


@dataclass(frozen=True, slots=True, order=True)
class AwardProof:
    """An award of another course, accepted from a certificate: at `at` (ms UTC), because it is trusted and in the learner's name (`how` is
    "certificate"), or because trainer `by` said so with `reason` ("pin"). `number`, `name`, `title` and `course` are the certificate's."""

    at: int
    how: str
    number: str
    name: str
    title: str
    course: str
    reason: str = ""
    by: str = ""


NO_LESSON_FACTS = LessonFacts()
NO_AWARD_FACTS = AwardFacts()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything `status` needs of one enrolment. `elsewhere` holds the awards of other courses on this machine and `proved` those that a
    certificate proved, both by the names that a condition may give them (player.course.elsewhere); `days` are the local days on which a lesson
    was opened; a trainer reopened the round until `open_until` (ms UTC, 0 = never did). `finished` is the newest version that was complete when
    the learner moved on from it, `since` the lessons that are new, or to be done again, since then."""

    started_at: int | None = None  # first lesson opened
    lessons: Mapping[str, LessonFacts] = field(default_factory=lambda: MappingProxyType({}))
    awards: Mapping[str, AwardFacts] = field(default_factory=lambda: MappingProxyType({}))
    elsewhere: frozenset[str] = frozenset()
    proved: Mapping[str, AwardProof] = field(default_factory=lambda: MappingProxyType({}))
    printed_name: str = ""
    days: frozenset[int] = frozenset()
    open_until: int = 0
    finished: str = ""
    since: tuple[str, ...] = ()

    def lesson(self, lesson_id: str) -> LessonFacts:
        return self.lessons.get(lesson_id, NO_LESSON_FACTS)

    def award(self, award_id: str) -> AwardFacts:
        return self.awards.get(award_id, NO_AWARD_FACTS)
