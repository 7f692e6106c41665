"""Rules, needs, states and dates in words."""

import time
from dataclasses import replace
from fractions import Fraction

import pytest

from player.course.facts import Facts, LessonFacts, Override
from player.course.model import Chapter, CountsWhen, Course, Kind, Lesson, MoveOn, QuizRules, Rule
from player.course.status import Evaluator
from player.course.status_types import LessonStatus, Need, NextFace, State
from player.ui import wording
from player.ui.dates import ago, greeting, local_day, local_moment, when

DAY = 86_400_000


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def lesson(rule: Rule, amount: int = 0, kind: Kind = Kind.TEXT, **more: object) -> Lesson:
    return Lesson("l", "L", kind, CountsWhen(rule, amount), **more)  # type: ignore[arg-type]


QUIZ = QuizRules(questions=1, points=1, pass_mark=80)

RULES = (
    (lesson(Rule.NEXT), "Counts when you press Next", "Read it and press Next"),
    (lesson(Rule.NEXT, kind=Kind.DOWNLOAD), "Counts when you press Next", "Look at it and press Next"),
    (lesson(Rule.NEXT, kind=Kind.VIDEO), "Counts when you press Next", "Open it and press Next"),
    (lesson(Rule.OPENED), "Counts as soon as it is open", "Open it"),
    (lesson(Rule.READ), "Counts when you have read to the end", "Read to the end"),
    (lesson(Rule.PLAYED, 75), "Counts when 75 % has really played. Skipping ahead earns nothing", "Play 75 % of it"),
    (lesson(Rule.PLAYED), "Counts when 90 % has really played. Skipping ahead earns nothing", "Play 90 % of it"),
    (lesson(Rule.PAGES), "Counts when every page was shown", "Show every page"),
    (lesson(Rule.PAGES, 60), "Counts when 60 % of the pages were shown", "Show 60 % of the pages"),
    (lesson(Rule.SAVED), "Counts when you save a file", "Save a file"),
    (lesson(Rule.PASSED, quiz=QUIZ), "Counts when you pass with 80 %", "Pass with 80 %"),
    (lesson(Rule.SUBMITTED, quiz=QUIZ), "Counts when you hand in your answers", "Hand in your answers"),
    (lesson(Rule.ALL_RIGHT, quiz=QUIZ), "Counts when every answer is right", "Get every answer right"),
    (lesson(Rule.BOXES, boxes=("a", "b")), "Counts when every box is ticked", "Tick 2 boxes"),
    (lesson(Rule.BOXES, 1, boxes=("a", "b")), "Counts when 1 of 2 boxes are ticked", "Tick the box"),
    (lesson(Rule.SIGNED_OFF), "Counts when your trainer signs it off", "Your trainer signs it off"),
    (lesson(Rule.HANDED_IN), "Counts when you hand it in", "Hand it in"),
    (lesson(Rule.MOVE_ON, move_on=MoveOn.PASSED), "Counts when you pass it", "Work through it"),
    (lesson(Rule.MOVE_ON, move_on=MoveOn.COMPLETED), "Counts when you complete it", "Work through it"),
    (lesson(Rule.MOVE_ON, move_on=MoveOn.BOTH), "Counts when you complete and pass it", "Work through it"),
    (lesson(Rule.MOVE_ON, move_on=MoveOn.EITHER), "Counts when you complete or pass it", "Work through it"),
    (lesson(Rule.MOVE_ON, move_on=MoveOn.NOT_APPLICABLE), "Counts as soon as it is open", "Work through it"),
)


@pytest.mark.parametrize(("each", "counts", "to_do"), RULES)
def test_each_rule_in_words(each: Lesson, counts: str, to_do: str) -> None:
    assert wording.counts_when(each) == counts
    assert wording.to_do(each) == to_do


def test_every_rule_has_its_words() -> None:
    assert {each.counts_when.rule for each, _, _ in RULES} == set(Rule)
    for kind in Kind:
        assert isinstance(wording.kind_word(kind), str)


def test_a_least_time_is_told_with_the_rule() -> None:
    each = Lesson("l", "L", Kind.TEXT, CountsWhen(Rule.NEXT, active_seconds=120))
    assert wording.counts_when(each) == "Counts when you press Next, after 2 min with this page open"


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (Need("complete", title="A"), "“A” is complete"),
        (Need("pass", title="A"), "you pass “A”"),
        (Need("score", title="A", amount=90), "you reach 90 % in “A”"),
        (Need("award", "x", "Safety"), "you hold “Safety”"),
        (Need("award", "other/x"), "you hold “other/x”"),
        (Need("after", day="2027-01-10", at=1_799_539_200_000), "10 January 2027 has come"),
        (Need("after", day="2027-01-10T09:30Z", at=1_799_573_400_000), "10 January 2027, 09:30 has come"),
        (Need("after", day="some day"), "some day has come"),
        (Need("days", amount=1), "1 day has passed since you began"),
        (Need("days", amount=7), "7 days have passed since you began"),
        (Need("any", amount=1, of=(Need("complete", title="A"), Need("pass", title="B"))), "one of these is done: “A” is complete or you pass “B”"),
        (Need("any", amount=2, of=tuple(Need("complete", title=name) for name in "ABCD")),
         "2 of these are done: “A” is complete or “B” is complete or “C” is complete or others"),
        (Need("all", of=(Need("complete", title="A"), Need("pass", title="B"), Need("days", amount=2))),
         "“A” is complete, you pass “B” and 2 days have passed since you began"),
        (Need("stuck", title="A"), "your trainer gives you another attempt at “A”"),
        (Need("stuck", title="A", at=1_799_573_400_000), "the next attempt at “A” opens, on 10 January 2027, 09:30, and you pass it"),
    ],
)  # fmt: skip
def test_each_need_in_words(need: Need, said: str) -> None:
    assert wording.need_words(need) == said


def test_why_it_is_locked() -> None:
    one, two, three = (Need("complete", title=name) for name in "ABC")
    assert wording.locked(()) == "Locked"
    assert wording.locked((one,)) == "Opens when “A” is complete"
    assert wording.locked((one, two)) == "Opens when “A” is complete and “B” is complete"
    assert wording.locked((one, two, three)) == "Opens when “A” is complete and “B” is complete, and more"


def told(**changes: object) -> LessonStatus:
    plain = LessonStatus(lesson(Rule.PASSED, kind=Kind.QUIZ, quiz=QUIZ), "c", State.TODO, True, None, (), NextFace.SKIP, (), None, None, None, None)
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (told(), ""),
        (told(state=State.LOCKED, why_locked=(Need("complete", title="A"),)), "Opens when “A” is complete"),
        (told(state=State.FAILED, attempts_left=0), "Not passed, and no attempts left. Your trainer can help"),
        (told(state=State.FAILED, score=Fraction(796, 1000)), "Not passed yet: 79 %, needs 80 %. Try again"),
        (told(state=State.FAILED), "Not passed yet. Try again"),
        (told(state=State.DONE, override=Override(True, 1, "seen it", "Trainer")), "Ticked by Trainer: seen it"),
        (told(override=Override(False, 1, "not seen", "Trainer")), "Tick taken back by Trainer: not seen"),
    ],
)
def test_a_note_under_a_row(status: LessonStatus, said: str) -> None:
    assert wording.state_note(status) == said


def test_counters_and_lengths() -> None:
    assert wording.counters(7, 9) == "7 of 9 required"
    assert [wording.extras(n) for n in (0, 1, 2)] == ["", "1 extra done", "2 extras done"]
    assert [wording.left_in_all(n) for n in (0, 61)] == ["", "About 2 min in all"]
    assert [wording.share(value) for value in (None, Fraction(696, 1000))] == [0, 69]
    assert wording.attempts_left(None, None) == ""
    assert wording.attempts_left(1, None) == "1 attempt left"
    assert wording.attempts_left(2, 3) == "2 of 3 attempts left"
    film = lesson(Rule.PLAYED, 90, Kind.VIDEO, minutes=7)
    assert wording.facts_line(film, False) == "7 min video · optional"
    assert wording.facts_line(film, True, kind=False) == "7 min"
    assert wording.facts_line(lesson(Rule.NEXT), True) == ""


def test_how_far_it_is() -> None:
    film = lesson(Rule.PLAYED, 90, Kind.VIDEO)
    assert wording.pages_progress(told(lesson=film, progress=Fraction(1, 2))) == "45 % really played"
    assert wording.pages_progress(told(lesson=film, progress=Fraction(0))) == ""
    assert wording.pages_progress(told(lesson=film, progress=Fraction(1), state=State.DONE)) == ""
    assert wording.pages_progress(told(lesson=lesson(Rule.PAGES, 100, Kind.PDF), progress=Fraction(2, 3))) == "66 % of what counts"
    assert wording.pages_progress(told(lesson=lesson(Rule.NEXT), progress=Fraction(1, 3))) == ""


def test_dates_for_people() -> None:
    now = 1_799_573_400_000  # 10 January 2027, 09:30 UTC
    assert local_day(now) == "10 January 2027"
    assert local_moment(now) == "10 January 2027, 09:30"
    assert when(now) == "10 January 2027, 09:30"
    assert when(now - 9 * 3_600_000 - 30 * 60_000) == "10 January 2027"
    assert [ago(at, now) for at in (None, now, now + DAY, now - DAY, now - 3 * DAY, now - 30 * DAY)] == [
        "New here", "Last here today", "Last here today", "Last here yesterday", "Last here 3 days ago", "Last here on 11 December 2026"]
    hours = 3_600_000
    assert [greeting(now + add * hours, "Amina Diallo") for add in (0, 4, 10)] == [
        "Good morning, Amina", "Good afternoon, Amina", "Good evening, Amina"]
    assert greeting(now, "") == "Good morning, "


def test_words_hold_for_whatever_the_domain_says() -> None:
    course = Course("c", "C", "1", (Chapter("a", "A", (lesson(Rule.NEXT),)),))
    status = Evaluator(course).status(Facts(lessons={"l": LessonFacts(ticked_at=1)}), 2).lessons["l"]
    assert wording.state_note(status) == ""
