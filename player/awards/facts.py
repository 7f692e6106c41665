"""What a certificate says, as values: the facts, and the evidence for every required lesson."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Level(StrEnum):
    """How far a certificate can be trusted, in rising order."""

    RECORDED = "recorded"  # on this device, by its own key
    ENDORSED = "endorsed"  # the issuer has signed this device's key
    COUNTERSIGNED = "countersigned"  # by the issuer, after the evidence was graded again

    @property
    def rank(self) -> int:
        return list(Level).index(self)


class Paper(StrEnum):
    """Both are used in landscape."""

    A4 = "A4"
    LETTER = "Letter"


class Direction(StrEnum):
    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True)
class LessonOverride:
    """A trainer's word on one lesson: `granted` False means that its tick was voided. `at` in ms UTC. `proof`: "pin" (the trainer's, of the
    machine) or "file" (signed by the publisher or a delegate); "" where it is not told."""

    granted: bool
    at: int
    reason: str
    by: str
    proof: str = ""


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """The evidence for one required lesson. `rule` is in words, `attempt` the number of the counted one, `score` exact."""

    id: str
    title: str
    kind: str
    rule: str
    completed_at: int | None  # ms UTC; None for a lesson that this award did not need
    attempt: int | None = None
    score: Fraction | None = None
    active_seconds: int = 0
    override: LessonOverride | None = None


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """An award of another course that this one asked for, and how the learner came to hold it. `at` in ms UTC.

    how  "held": earned on this device; "certificate": its file was trusted and in the learner's name; "pin": a trainer accepted it
    """

    award: str  # "course-id/award-id"
    title: str
    course: str
    how: str
    number: str
    at: int
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class LearnerFacts:
    id: str
    name: str  # as it prints: see shaped.printed_name


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """`publisher` is what the author typed; `signed_by` the name in the package's signature, None for an unsigned one.

    package   SHA-256 of the package's manifest or file, 64 hexadecimal digits
    signer    fingerprint of the key that signed the package, "" for an unsigned one
    """

    id: str
    title: str
    version: str
    package: str
    publisher: str = ""
    signed_by: str | None = None
    signer: str = ""


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """`title` is the heading of the page. `statement` replaces the sentence under the name (a chapter, a merit). `valid_until` is the last day
    on which it is valid (ISO 8601), None for one without an end."""

    id: str
    title: str
    kind: str = "certificate"
    statement: str = ""
    valid_until: str | None = None


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """`earned_at` in ms UTC and `earned_on` the day it was on the device (ISO 8601): by its clock, nobody else's.

    done, of  required lessons; `extras` the optional ones done besides
    score     merit, exact, 0..1; None where nothing was graded
    """

    earned_at: int
    earned_on: str
    done: int
    of: int
    extras: int = 0
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """`key` is the SHA-256 of the device's public key (DER SubjectPublicKeyInfo), hexadecimal."""

    id: str
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """The head of the learner's ledger when the award was earned: whoever cuts the chain's tail is found out."""

    number: int
    hash: str  # hexadecimal


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything on the page and in the file. `issuer` prints from level endorsed up; `replaces` is an older number."""

    number: str
    learner: LearnerFacts
    course: CourseFacts
    award: AwardFacts
    result: ResultFacts
    device: DeviceFacts
    ledger: LedgerFacts
    evidence: tuple[LessonRecord, ...]
    level: Level = Level.RECORDED
    required_level: Level = Level.RECORDED
    issuer: str = ""
    replaces: str | None = None
    paper: Paper = Paper.A4
    language: str = "en"
    direction: Direction = Direction.LEFT_TO_RIGHT
    prerequisites: tuple[Prerequisite, ...] = ()

    @property
    def is_voucher(self) -> bool:
        return self.award.kind == "voucher"

    @property
    def headline(self) -> str:
        """What the code names beside the learner: what a voucher is for, else the course."""
        return self.award.title if self.is_voucher else self.course.title

    @property
    def provisional(self) -> bool:
        """The author asked for more than is reached."""
        return self.level.rank < self.required_level.rank


def percent(score: Fraction) -> int:
    """Rounded down: 69.6 never reads 70."""
    return score.numerator * 100 // score.denominator
