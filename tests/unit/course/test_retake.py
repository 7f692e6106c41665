"""Rounds: validity and its end, and who may begin the course anew."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.course.model import Award, AwardKind, Complete, Course, Kind
from player.course.retake import Retake, Validity, of_award, retake, valid_until, validity
from tests.forge.learners import DAY, QUIZ, START, Learner, chapter, course, lesson

YEAR = Award("certificate", AwardKind.CERTIFICATE, "The course", valid_days=365)


def yearly(policy: str, **quiz: object) -> Course:
    return course(chapter("c", lesson("read"), lesson("check", Kind.QUIZ, quiz=replace(QUIZ, **quiz))), awards=(YEAR,), retake=policy)  # type: ignore[arg-type]


def done(of: Course) -> Learner:
    nora = Learner(of)
    nora.completes("read", "check")
    nora.records_awards()
    return nora


def who(nora: Learner, days: float = 0) -> Retake:
    now = START + int(days * DAY)
    return retake(nora.course, nora.status(now), now, begun=nora.facts.started_at is not None)


@pytest.mark.parametrize(("policy", "at_once", "soon", "ended"), [
    ("never", Retake.NOBODY, Retake.NOBODY, Retake.NOBODY),
    ("trainer", Retake.TRAINER, Retake.TRAINER, Retake.TRAINER),
    ("free", Retake.LEARNER, Retake.LEARNER, Retake.LEARNER),
    ("before expiry", Retake.TRAINER, Retake.LEARNER, Retake.TRAINER),
])  # fmt: skip
def test_each_policy(policy: str, at_once: Retake, soon: Retake, ended: Retake) -> None:
    nora = done(yearly(policy))
    assert [who(nora, 1), who(nora, 300), who(nora, 400)] == [at_once, soon, ended]


def test_nobody_retakes_what_was_never_begun_and_free_means_done() -> None:
    nora = Learner(yearly("free"))
    assert who(nora) is Retake.NOBODY
    nora.completes("read")
    assert who(nora) is Retake.TRAINER


def test_whoever_is_stuck_goes_on_in_another_round_where_the_author_says_so() -> None:
    stuck = Learner(yearly("trainer", attempts=1, when_exhausted="new round"))
    stuck.completes("read")
    stuck.scores("check", 1)
    assert who(stuck) is Retake.LEARNER
    stuck = Learner(yearly("never", attempts=1, when_exhausted="new round"))
    stuck.scores("check", 1)
    assert who(stuck) is Retake.NOBODY
    stuck = Learner(yearly("trainer", attempts=1))
    stuck.completes("read")
    stuck.scores("check", 1)
    assert who(stuck) is Retake.TRAINER


def test_a_certificate_shows_its_end_and_warns_before_it() -> None:
    nora = done(yearly("trainer"))
    award = nora.status().awards["certificate"]
    assert award.valid_until is not None
    assert award.earned_at is not None
    assert award.valid_until - award.earned_at == 365 * DAY
    days = {when: of_award(award, award.earned_at + when * DAY) for when in (0, 274, 275, 364, 365)}
    assert days == {0: Validity.VALID, 274: Validity.VALID, 275: Validity.NEAR, 364: Validity.NEAR, 365: Validity.ENDED}


def test_a_short_validity_warns_in_its_last_quarter() -> None:
    assert [validity(8 * DAY, 0, day * DAY) for day in (5, 6, 8)] == [Validity.VALID, Validity.NEAR, Validity.ENDED]


def test_what_has_no_end_has_none() -> None:
    assert valid_until(replace(YEAR, valid_days=None), 5) is None
    assert valid_until(YEAR, None) is None
    assert valid_until(Award("v", AwardKind.VOUCHER, "V", Complete("read"), valid_days=3), 5) is None
    assert validity(None, 5, 10**15) is Validity.VALID
    assert validity(5, None, 10**15) is Validity.VALID


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.lists(st.integers(0, 10**13), min_size=2, max_size=2))
def test_validity_only_ever_goes_one_way(span: int, earned: int, moments: list[int]) -> None:
    order = [Validity.VALID, Validity.NEAR, Validity.ENDED]
    first, second = sorted(moments)
    assert order.index(validity(earned + span, earned, first)) <= order.index(validity(earned + span, earned, second))
