"""One event after another: what each leaves behind, what ticks, what a void takes."""

from fractions import Fraction
from types import MappingProxyType

import pytest

from player.course.facts import AttemptFact, Event, EventKind, Facts, Json, LessonFacts
from player.course.fold import Fold, fold, fold_all, fold_lesson
from player.course.model import AtLeast, Award, AwardHeld, AwardKind, Complete, DaysSinceStart, Kind, Passed, QuizRules, Rule, default_award
from player.course.status import status
from player.course.status_types import State
from player.errors import PlayerError
from tests.forge.learners import START, Learner, chapter, course, lesson


def quiz(counts: str = "best", rule: Rule = Rule.PASSED, attempts: int | None = None) -> Learner:
    return Learner(course(chapter("one", lesson("q", Kind.QUIZ, rule, quiz=QuizRules(10, 10, counts=counts, attempts=attempts)))))


def test_the_first_lesson_opened_starts_the_course() -> None:
    learner = Learner(course(chapter("one", lesson("a"), lesson("b"))))
    learner.does(EventKind.ENROLLED, "", {"version": "1.0"})
    learner.does(EventKind.NEXT, "a")
    assert learner.facts.started_at is None
    learner.does(EventKind.OPENED, "b")
    started = learner.facts.started_at
    learner.does(EventKind.OPENED, "a")
    assert learner.facts.started_at == started == learner.facts.lesson("b").opened_at


def test_events_of_another_chain_may_lie_earlier() -> None:
    learner = Learner(course(chapter("one", lesson("a"))))
    learner.does(EventKind.OPENED, "a")
    learner.at = START - 5000
    learner.does(EventKind.OPENED, "a")
    assert learner.facts.started_at == learner.facts.lesson("a").opened_at == START - 5000
    assert learner.facts.lesson("a").last_at == START


def test_boxes_are_ticked_and_unticked_until_the_tick() -> None:
    learner = Learner(course(chapter("one", lesson("c", Kind.CHECKLIST))))
    for box, ticked in ((0, True), (1, True), (0, False), (2, True), (7, True)):
        learner.does(EventKind.BOX, "c", {"box": box, "ticked": ticked})
    assert not learner.status().lessons["c"].done
    assert learner.status().lessons["c"].progress == Fraction(2, 3)
    learner.does(EventKind.BOX, "c", {"box": 0, "ticked": True})
    learner.does(EventKind.BOX, "c", {"box": 0, "ticked": False})
    assert learner.status().lessons["c"].done


@pytest.mark.parametrize(
    ("counts", "scores", "ticked_after"),
    [
        ("best", [6, 7, 0], 2),
        ("best", [6, 6, 6], None),
        ("last", [6, 7, 0], 2),
        ("first", [6, 10, 10], None),
        ("first", [7, 0], 1),
        ("average", [6, 7, 8], 3),
        ("average", [6, 8, 0], 2),
    ],
)
def test_the_tick_comes_when_the_counted_score_first_reaches_the_mark(counts: str, scores: list[int], ticked_after: int | None) -> None:
    learner = quiz(counts)
    for number, right in enumerate(scores, 1):
        learner.scores("q", right)
        assert learner.status().lessons["q"].done == (ticked_after is not None and number >= ticked_after)


def test_just_below_the_mark_is_below() -> None:
    learner = quiz()
    learner.scores("q", 69_999, 100_000)
    assert learner.status().lessons["q"].state is State.FAILED
    learner.scores("q", 70_000, 100_000)
    assert learner.status().lessons["q"].done


def test_an_attempt_counts_once_however_often_it_arrives() -> None:
    learner = quiz()
    learner.does(EventKind.ATTEMPT_STARTED, "q", {"attempt": "x", "number": 1})
    assert learner.facts.lesson("q").open_attempt == "x"
    learner.does(EventKind.ANSWERED, "q", {"attempt": "x", "question": "1", "response": "a"})
    data: dict[str, Json] = {"attempt": "x", "number": 1, "score": [1, 2]}
    learner.does(EventKind.ATTEMPT_SUBMITTED, "q", data)
    learner.does(EventKind.ATTEMPT_SUBMITTED, "q", data)
    row = learner.facts.lesson("q")
    assert (len(row.attempts), row.attempts_started, row.open_attempt) == (1, 1, "")


def test_an_attempt_from_elsewhere_leaves_the_open_one_open() -> None:
    learner = quiz()
    learner.does(EventKind.ATTEMPT_STARTED, "q", {"attempt": "mine", "number": 1})
    learner.does(EventKind.ATTEMPT_SUBMITTED, "q", {"attempt": "other", "number": 1, "score": [1, 2]})
    learner.does(EventKind.ATTEMPT_SUBMITTED, "q", {"attempt": "another", "number": 2, "score": [1, 2]})
    row = learner.facts.lesson("q")
    assert (row.open_attempt, row.attempts_started) == ("mine", 2)


def test_submitted_is_enough_and_all_right() -> None:
    learner = quiz(rule=Rule.SUBMITTED)
    learner.scores("q", 0)
    assert learner.status().lessons["q"].done
    learner = quiz(rule=Rule.ALL_RIGHT)
    learner.scores("q", 9)
    assert not learner.status().lessons["q"].done
    learner.scores("q", 10)
    assert learner.status().lessons["q"].done
    learner = quiz("first", Rule.ALL_RIGHT)
    learner.scores("q", 9)
    learner.scores("q", 10)
    assert not learner.status().lessons["q"].done


def test_web_content_keeps_what_it_reached_once() -> None:
    learner = Learner(course(chapter("one", lesson("w", Kind.WEB))))
    learner.does(EventKind.WEB, "w", {"passed": False, "score": [1, 10]})
    assert learner.status().lessons["w"].state is State.FAILED
    learner.does(EventKind.WEB, "w", {"completed": True, "passed": True, "score": [9, 10]})
    learner.does(EventKind.WEB, "w", {"completed": False, "passed": False, "score": [0, 10]})
    learner.does(EventKind.WEB, "w", {})
    row = learner.facts.lesson("w")
    assert (row.web_completed, row.web_passed, row.web_score) == (True, True, Fraction(9, 10))
    assert learner.status().lessons["w"].score == Fraction(9, 10)


def test_handing_in_is_enough_where_the_author_says_so() -> None:
    learner = Learner(course(chapter("one", lesson("s", Kind.ASSIGNMENT), lesson("h", Kind.ASSIGNMENT, Rule.HANDED_IN))))
    for name in "sh":
        learner.does(EventKind.HANDED_IN, name, {"files": ["plan.pdf"], "text": ""})
    assert [learner.status().lessons[name].done for name in "sh"] == [False, True]
    learner.does(EventKind.SIGNED_OFF, "s", {"by": "T"}, signed=True)
    assert learner.status().complete


# Overrides


def test_only_signed_overrides_count() -> None:
    learner = Learner(course(chapter("one", lesson("a"), lesson("s", Kind.ASSIGNMENT))))
    learner.grants("a", signed=False)
    assert learner.facts == Facts()
    learner.does(EventKind.SIGNED_OFF, "s", {"by": "nobody"})
    assert learner.facts == Facts()
    learner.grants("a")
    learner.voids("a", signed=False)
    found = learner.status().lessons["a"]
    assert found.done
    assert found.override is not None
    assert (found.override.granted, found.override.reason) == (True, "seen at work")
    assert found.ticked_at == START + 2000


def test_a_grant_keeps_the_time_of_the_tick() -> None:
    learner = Learner(course(chapter("one", lesson("a"))))
    learner.completes("a")
    before = learner.facts.lesson("a").ticked_at
    learner.grants("a")
    assert learner.facts.lesson("a").ticked_at == before


def test_after_a_void_the_lesson_begins_afresh_and_ticks_again() -> None:
    learner = Learner(course(chapter("one", lesson("p", Kind.PDF))))
    learner.completes("p")
    learner.voids("p")
    learner.does(EventKind.OPENED, "p")
    found = learner.status().lessons["p"]
    assert not found.done
    assert found.progress == Fraction(0)
    assert found.override is not None
    learner.completes("p")
    assert learner.status().lessons["p"].done


def test_after_a_void_a_quiz_must_be_passed_again_and_its_limit_begins_anew() -> None:
    learner = quiz(attempts=2)
    learner.scores("q", 3)
    learner.scores("q", 10)
    learner.voids("q")
    learner.does(EventKind.OPENED, "q")
    found = learner.status().lessons["q"]
    assert (found.done, found.score, found.attempts_left) == (False, None, 2)
    assert len(learner.facts.lesson("q").attempts) == 2
    learner.scores("q", 10)
    assert learner.status().lessons["q"].done


def test_extra_attempts_help_where_attempts_are_used_up() -> None:
    learner = quiz(attempts=1)
    learner.scores("q", 0)
    assert learner.status().awards["certificate"].left[0].what == "stuck"
    learner.does(EventKind.EXTRA_ATTEMPTS, "q", {"count": 2, "reason": "", "by": "T"}, signed=True)
    found = learner.status()
    assert found.awards["certificate"].left[0].what == "pass"
    assert found.lessons["q"].attempts_left == 2


# Awards


def two_awards() -> Learner:
    more = Award("early", AwardKind.BADGE, "Early", Complete("one"))
    badge = Award("badge", AwardKind.BADGE, "Badge", AwardHeld("early"))
    dated = Award("dated", AwardKind.BADGE, "Dated", DaysSinceStart(0))
    both = Award("both", AwardKind.BADGE, "Both", AtLeast(2, (DaysSinceStart(0), Complete("a"))))
    awards = (default_award("C"), more, badge, dated, both)
    of = course(chapter("one", lesson("a"), lesson("b")), chapter("two", lesson("q", Kind.QUIZ)), awards=awards)
    learner = Learner(of)
    learner.completes("a", "b", "q")
    learner.records_awards()
    return learner


def test_what_was_earned_stays_earned() -> None:
    learner = two_awards()
    again = course(chapter("one", lesson("a"), lesson("new")), awards=(default_award("C"),))
    found = status(again, learner.facts, learner.at)
    assert not found.complete
    assert found.awards["certificate"].earned


def test_a_void_takes_what_was_not_issued_and_marks_what_was() -> None:
    learner = two_awards()
    learner.does(EventKind.ISSUED, "", {"award": "certificate", "number": "N1", "sha256": "0"})
    learner.does(EventKind.SAVED_AWARD, "", {"award": "certificate", "number": "N1", "how": "file"})
    learner.voids("a")
    awards = learner.status().awards
    assert (awards["certificate"].earned, awards["certificate"].rests_on_void, awards["certificate"].number) == (True, True, "N1")
    assert not awards["early"].earned
    assert not awards["badge"].earned
    assert not awards["both"].earned
    assert awards["dated"].earned
    learner.voids("b")
    learner.completes("b")
    assert learner.status().awards["certificate"].rests_on_void
    learner.does(EventKind.ISSUED, "", {"award": "certificate", "number": "N2", "sha256": "0"})
    assert learner.status().awards["certificate"].rests_on_void
    learner.completes("a")
    learner.does(EventKind.ISSUED, "", {"award": "certificate", "number": "N3", "sha256": "0"})
    awards = learner.status().awards
    assert not awards["certificate"].rests_on_void
    assert awards["early"].earned
    assert awards["badge"].earned


def test_a_void_leaves_awards_alone_that_do_not_need_the_lesson() -> None:
    either = Award("either", AwardKind.BADGE, "Either", Passed("q"))
    of = course(chapter("one", lesson("a"), lesson("extra", required=False), lesson("q", Kind.QUIZ)), awards=(default_award("C"), either))
    learner = Learner(of)
    learner.completes("a", "extra", "q")
    learner.records_awards()
    learner.does(EventKind.EARNED, "", {"award": "gone with an update"})
    learner.voids("extra")
    assert {name for name, award in learner.facts.awards.items() if award.earned_at is not None} == {"certificate", "either", "gone with an update"}
    learner.voids("a")
    assert learner.facts.award("certificate").earned_at is None
    assert learner.facts.award("either").earned_at is not None


def test_a_void_leaves_an_award_alone_whose_rule_is_not_true_for_another_reason() -> None:
    """A certificate of another course is not among the facts of a replay; that shakes nothing here."""
    bundle = Award("bundle", AwardKind.BADGE, "Bundle", AtLeast(2, (AwardHeld("org.other/award"), Complete("b"))))
    learner = Learner(course(chapter("one", lesson("a"), lesson("b")), awards=(bundle,)))
    learner.completes("a", "b")
    learner.does(EventKind.EARNED, "", {"award": "bundle"})
    learner.voids("a")
    assert learner.facts.award("bundle").earned_at is not None
    learner.voids("b")
    assert learner.facts.award("bundle").earned_at is None


def test_an_award_is_earned_once_and_issuing_implies_it() -> None:
    learner = two_awards()
    first = learner.facts.award("early").earned_at
    learner.does(EventKind.EARNED, "", {"award": "early"})
    assert learner.facts.award("early").earned_at == first
    learner.does(EventKind.ISSUED, "", {"award": "new", "number": "7"})
    assert learner.facts.award("new").earned_at == learner.facts.award("new").issued_at


# Updates, names, strangers


def test_an_update_takes_no_tick_and_gives_those_that_now_hold() -> None:
    old = course(chapter("one", lesson("a"), lesson("p", Kind.PDF, amount=100), lesson("gone")))
    learner = Learner(old)
    learner.completes("a", "gone")
    learner.does(EventKind.SITTING, "p", {"pages": [1, 2]})
    ticked: dict[str, Json] = {"a": 5, "gone": 6, "never seen here": 7}
    event = Event("u", 9, START, EventKind.UPDATED, "", {"from": "1.0", "to": "2.0", "ticked": ticked})
    new = course(chapter("one", lesson("a", Kind.QUIZ), lesson("p", Kind.PDF, amount=50)))
    facts = fold(new, learner.facts, event)
    assert {name for name, row in facts.lessons.items() if row.ticked_at is not None} == {"a", "p", "gone", "never seen here"}
    assert facts.lesson("p").ticked_at == START
    fresh = fold_all(new, [event])
    assert fresh.lesson("a").ticked_at == 5


def test_the_printed_name_and_what_needs_no_lesson() -> None:
    learner = Learner(course(chapter("one", lesson("a"))))
    learner.does(EventKind.NAME, "", {"name": "Ada Njeri"})
    learner.does(EventKind.NEXT, "")
    assert learner.facts.printed_name == "Ada Njeri"
    assert not learner.facts.lessons


def test_facts_of_a_lesson_that_is_not_in_this_version_are_kept() -> None:
    row = fold_lesson(None, LessonFacts(), Event("e", 1, START, EventKind.NEXT, "gone"))
    assert (row.next_pressed, row.ticked_at) == (True, None)
    assert fold_lesson(None, row, Event("e", 1, START, EventKind.VOIDED, "gone")) == row
    assert fold_lesson(None, row, Event("e", 1, START, EventKind.NAME, "gone")) == row


def test_a_plain_mapping_of_lessons_will_do_and_is_left_alone() -> None:
    of = course(chapter("one", lesson("a")))
    lessons: dict[str, LessonFacts] = {}
    facts = Fold(of).one(Facts(lessons=lessons), Event("e", 1, START, EventKind.NEXT, "a"))
    assert lessons == {}
    assert isinstance(facts.lessons, MappingProxyType)
    assert facts.lesson("a").ticked_at == START


BAD: list[tuple[EventKind, dict[str, Json]]] = [
    (EventKind.SITTING, {"pages": 3}),
    (EventKind.SITTING, {"pages": [1, -1]}),
    (EventKind.SITTING, {"played": "all"}),
    (EventKind.SITTING, {"played": [[1]]}),
    (EventKind.SITTING, {"played": [[1, "2"]]}),
    (EventKind.SITTING, {"played": [[-1, 2]]}),
    (EventKind.SITTING, {"active_ms": True}),
    (EventKind.SITTING, {"end_seen": 1}),
    (EventKind.FILE_SAVED, {"file": 1}),
    (EventKind.ATTEMPT_SUBMITTED, {"attempt": "a", "number": 1}),
    (EventKind.ATTEMPT_SUBMITTED, {"attempt": "a", "number": 1, "score": [3, 2]}),
    (EventKind.ATTEMPT_SUBMITTED, {"attempt": "a", "number": 1, "score": [0, 0]}),
    (EventKind.ATTEMPT_SUBMITTED, {"attempt": "a", "number": 1, "score": [-1, 2]}),
    (EventKind.ATTEMPT_SUBMITTED, {"attempt": "a", "number": 1, "score": "1/2"}),
    (EventKind.UPDATED, {"ticked": []}),
    (EventKind.UPDATED, {"ticked": {"a": "now"}}),
]


@pytest.mark.parametrize(("kind", "data"), BAD, ids=range(len(BAD)))
def test_a_record_with_a_wrong_value_is_refused_and_changes_nothing(kind: EventKind, data: dict[str, Json]) -> None:
    learner = Learner(course(chapter("one", lesson("a"))))
    learner.completes("a")
    before = learner.facts
    with pytest.raises(PlayerError, match="has no usable"):
        learner.does(kind, "" if kind is EventKind.UPDATED else "a", data)
    assert learner.facts is before


def test_attempts_are_kept_by_number() -> None:
    learner = quiz()
    for number in (2, 1):
        learner.does(EventKind.ATTEMPT_SUBMITTED, "q", {"attempt": f"a{number}", "number": number, "score": [number, 10]})
    assert [one.number for one in learner.facts.lesson("q").attempts] == [1, 2]
    assert isinstance(learner.facts.lesson("q").attempts[0], AttemptFact)


def test_a_voucher_is_redeemed_once_and_only_by_a_signed_event() -> None:
    learner = Learner(course(chapter("c", lesson("a")), awards=(Award("v", AwardKind.VOUCHER, "V", Complete("a")),)))
    learner.completes("a")
    learner.does(EventKind.EARNED, "", {"award": "v", "number": "N1"})
    learner.does(EventKind.EARNED, "", {"award": "v", "number": "N2"})
    assert learner.facts.award("v").number == "N1"
    learner.does(EventKind.REDEEMED, "", {"award": "v", "number": "N1", "by": "T"})
    assert learner.facts.award("v").redeemed_at is None
    at = learner.at
    learner.does(EventKind.REDEEMED, "", {"award": "v", "number": "N1", "by": "T"}, signed=True)
    learner.does(EventKind.REDEEMED, "", {"award": "v", "number": "N1", "by": "U"}, signed=True)
    assert (learner.facts.award("v").redeemed_at, learner.facts.award("v").redeemed_by) == (at, "T")
    assert learner.status().awards["v"].redeemed_by == "T"
    learner.voids("a")
    assert learner.facts.award("v").rests_on_void  # it was given away: it cannot be unearned
