"""What a trainer is told of, and what becomes of a message on its way by mail."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.course.facts import EventKind, Facts
from player.course.model import AtLeast, Award, AwardKind, Complete, Course, Kind, Passed, ScoreAtLeast
from player.course.notice import LONGEST_WAIT_MS, Letter, Mailing, Notice, notices_of, wait_ms
from tests.forge.laws import law
from tests.forge.learners import Learner, chapter, course, lesson

VOUCHER = Award("dressing", AwardKind.VOUCHER, "One burn dressing, free", Passed("check"), notify_trainer=True)


def first_aid(*awards: Award) -> Course:
    return course(
        chapter(
            "burns",
            lesson("read"),
            lesson("check", Kind.QUIZ, notify_trainer=True),
            lesson("show", Kind.ASSIGNMENT, notify_trainer=True),
            lesson("app", Kind.WEB, notify_trainer=True, required=False),
        ),
        awards=awards or (VOUCHER,),
    )


def told(learner: Learner, before: Facts, merit: Fraction | None = None) -> tuple[Notice, ...]:
    return notices_of(learner.course.lessons(), learner.course.awards, before, learner.facts, merit)


def test_a_quiz_that_is_passed_is_told_once_with_its_score_and_one_that_is_not_passed_is_not() -> None:
    nora = Learner(first_aid())
    before = nora.facts
    nora.scores("check", 4)
    assert told(nora, before) == ()
    before = nora.facts
    nora.scores("check", 8)
    assert told(nora, before) == (Notice("lesson", "check", "CHECK", "quiz", Fraction(4, 5), passed=True),)
    before = nora.facts
    nora.scores("check", 10)
    assert told(nora, before) == ()


def test_an_award_is_told_with_the_score_of_the_quiz_it_rests_on() -> None:
    nora = Learner(first_aid())
    nora.scores("check", 8)
    before = nora.facts
    nora.records_awards()
    assert told(nora, before) == (Notice("award", "dressing", "One burn dressing, free", "voucher", Fraction(4, 5)),)
    assert told(nora, nora.facts) == ()


@pytest.mark.parametrize("rule", [None, Complete("read"), AtLeast(2, (Passed("check"), ScoreAtLeast("other", 50)))])
def test_an_award_that_names_no_single_quiz_is_told_with_the_merit(rule: object) -> None:
    award = replace(VOUCHER, earned_when=rule)  # type: ignore[arg-type]  # conditions of several kinds
    nora = Learner(first_aid(award))
    before = nora.facts
    nora.does(EventKind.EARNED, "", {"award": "dressing"})
    assert [one.score for one in told(nora, before, Fraction(9, 10))] == [Fraction(9, 10)]
    assert [one.score for one in told(nora, before)] == [None]


def test_an_award_within_groups_takes_the_one_quiz_that_is_named() -> None:
    award = replace(VOUCHER, earned_when=AtLeast(2, (Complete("read"), AtLeast(1, (ScoreAtLeast("check", 80),)))))
    nora = Learner(first_aid(award))
    nora.scores("check", 9)
    before = nora.facts
    nora.does(EventKind.EARNED, "", {"award": "dressing"})
    assert [one.score for one in told(nora, before, Fraction(1, 3))] == [Fraction(9, 10)]


def test_a_tick_that_a_trainer_gave_is_no_news_but_one_that_is_earned_after_a_void_is() -> None:
    nora = Learner(first_aid())
    before = nora.facts
    nora.grants("check")
    assert told(nora, before) == ()
    nora.voids("check")
    before = nora.facts
    nora.scores("check", 10)
    assert [one.subject for one in told(nora, before)] == ["check"]


def test_an_assignment_is_told_when_it_waits_for_somebody_not_when_it_is_signed_off() -> None:
    nora = Learner(first_aid())
    before = nora.facts
    nora.does(EventKind.HANDED_IN, "show", {"files": [], "text": "done"})
    assert told(nora, before) == (Notice("lesson", "show", "SHOW", "assignment"),)
    before = nora.facts
    nora.does(EventKind.SIGNED_OFF, "show", {"by": "T"}, signed=True)
    assert nora.facts.lesson("show").ticked_at is not None
    assert told(nora, before) == ()


def test_web_content_is_told_with_the_score_it_reports() -> None:
    nora = Learner(first_aid())
    before = nora.facts
    nora.does(EventKind.WEB, "app", {"completed": True, "passed": True, "score": [3, 4]})
    assert told(nora, before) == (Notice("lesson", "app", "APP", "web", Fraction(3, 4)),)


def test_what_does_not_ask_for_it_is_not_told() -> None:
    nora = Learner(course(chapter("one", lesson("read")), awards=(replace(VOUCHER, notify_trainer=False, earned_when=None),)))
    before = nora.facts
    nora.completes("read")
    nora.records_awards()
    assert nora.facts.award("dressing").earned_at is not None
    assert told(nora, before) == ()


# Mail


def test_a_message_goes_out_once() -> None:
    letter = Letter()
    assert letter.is_due(0)
    handed = letter.handed()
    assert (handed.state, handed.tries, handed.is_due(10**15)) == (Mailing.HANDING, 1, False)
    sent = handed.accepted()
    assert (sent.state, sent.is_due(10**15), sent.again()) == (Mailing.SENT, False, sent)
    assert handed.again() is handed


def test_a_server_that_is_not_there_is_tried_again_later_and_later() -> None:
    letter, waits = Letter(), []
    for _ in range(12):
        letter = letter.refused("no network", 1000)
        waits.append(letter.next_at - 1000)
    assert waits[:4] == [60_000, 120_000, 240_000, 480_000]
    assert waits[-1] == LONGEST_WAIT_MS
    assert (letter.tries, letter.why, letter.state) == (12, "no network", Mailing.WAITING)
    assert not letter.is_due(letter.next_at - 1)
    assert letter.is_due(letter.next_at)
    assert letter.again() == Letter()


def test_one_that_was_refused_while_it_was_handed_over_counts_as_one_try() -> None:
    assert Letter().handed().refused("mailbox full", 0) == Letter(Mailing.WAITING, 1, 60_000, "mailbox full")


def test_one_whose_answer_was_lost_waits_until_somebody_asks() -> None:
    lost = Letter().handed().lost("the line broke")
    assert (lost.state, lost.why, lost.is_due(10**15)) == (Mailing.UNSURE, "the line broke", False)
    assert lost.again() == Letter()
    assert Letter(Mailing.NONE).again() == Letter()


def test_a_clock_that_was_set_back_years_does_not_keep_a_message() -> None:
    letter = Letter().refused("no network", 10**13)
    assert letter.is_due(10**12)


@law(100)
@given(st.lists(st.sampled_from(["send", "refuse", "unreached", "lose"]), max_size=20), st.integers(0, 10**13))
def test_whatever_happens_nobody_hands_over_what_the_server_may_have(steps: list[str], now: int) -> None:
    """The law behind "no duplicate": a message that is due was certainly not accepted by a server."""
    letter, may_have_it = Letter(), False
    for step in steps:
        if not letter.is_due(now):
            now += LONGEST_WAIT_MS
        if not letter.is_due(now):
            assert may_have_it
            continue
        assert not may_have_it
        if step == "unreached":
            letter = letter.refused("no network", now)
            continue
        letter = letter.handed()
        if step == "refuse":
            letter = letter.refused("not now", now)
        else:
            may_have_it = True
            letter = letter.accepted() if step == "send" else letter.lost("the line broke")


@given(st.integers(-5, 500))
def test_waits_grow_and_are_bounded(tries: int) -> None:
    assert 60_000 <= wait_ms(tries) <= wait_ms(tries + 1) <= LONGEST_WAIT_MS
