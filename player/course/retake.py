"""Rounds: until when a certificate is valid, and who may begin the course anew (product rules, identity and retakes)."""

from enum import StrEnum

from player.course.attempt import DAY_MS
from player.course.model import Award, AwardKind, Course
from player.course.status_types import AwardStatus, CourseStatus

NEAR_DAYS = 90  # before the end, or the last quarter of the validity where that is shorter


class Validity(StrEnum):
    """Of an earned certificate that has an end."""

    VALID = "valid"
    NEAR = "near"  # its end is near: time to do the course again
    ENDED = "ended"


class Retake(StrEnum):
    """Who may begin another round."""

    NOBODY = "nobody"
    TRAINER = "trainer"
    LEARNER = "learner"


def valid_until(award: Award, earned_at: int | None) -> int | None:
    """The moment (ms UTC) from which it is not valid any more; None for one without an end, and for what is no certificate."""
    if award.kind is not AwardKind.CERTIFICATE or award.valid_days is None or earned_at is None:
        return None
    return earned_at + award.valid_days * DAY_MS


def validity(until: int | None, earned_at: int | None, now: int) -> Validity:
    """At `now`, in believed time: a leap of the clock ends nothing before it is confirmed."""
    if until is None or earned_at is None:
        return Validity.VALID
    if now >= until:
        return Validity.ENDED
    return Validity.NEAR if until - now <= min(NEAR_DAYS * DAY_MS, (until - earned_at) // 4) else Validity.VALID


def of_award(award: AwardStatus, now: int) -> Validity:
    return validity(award.valid_until, award.earned_at, now)


def retake(course: Course, status: CourseStatus, now: int, *, begun: bool) -> Retake:
    """Who may begin another round now. The old one is kept with everything that was earned in it.

    "free" lets a learner who is done; "before expiry" one whose certificate ends soon, until it ends; a quiz without attempts whose author
    wrote `when_exhausted = "new round"` lets whoever is stuck. In all other cases it takes a trainer, and with "never" nobody can.
    """
    if course.retake == "never" or not begun:
        return Retake.NOBODY
    if any(need.what == "stuck" and _gives_a_round(course, need.id) for award in status.awards.values() for need in award.left):
        return Retake.LEARNER
    if course.retake == "free" and status.complete:
        return Retake.LEARNER
    if course.retake == "before expiry" and any(of_award(award, now) is Validity.NEAR for award in status.awards.values()):
        return Retake.LEARNER
    return Retake.TRAINER


def _gives_a_round(course: Course, lesson_id: str) -> bool:
    quiz = course.lesson(lesson_id).quiz
    return quiz is not None and quiz.when_exhausted == "new round"
