"""Laws of access under hostile clocks: no order of events matters, nobody gets more than the author gave, nothing is taken away."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from player.course.access import standing, used
from player.course.believed import FLOOR_MS, LEAP_MS, Believed, Seen, believe, together
from player.course.facts import Event, EventKind, Facts, Json
from player.course.fold import fold_all
from player.course.model import Access, AfterCertificate, Chapter, CountsWhen, Course, Kind, Lesson, Rule, default_award
from player.course.status_types import Door
from tests.forge.laws import law

DAY = 86_400_000
BEGUN = 1_800_000_000_000  # 15 January 2027
LESSONS = tuple(Lesson(name, name.upper(), Kind.TEXT, CountsWhen(Rule.NEXT), file="a.md") for name in "abc")
COURSE = Course("c", "C", "1", (Chapter("k", "K", LESSONS),), awards=(default_award("C"),))

days = st.integers(-600, 30_000)
moments = st.builds(lambda day, ms: BEGUN + day * DAY + ms, days, st.integers(0, DAY - 1))
near = st.builds(lambda day, ms: BEGUN + day * DAY + ms, st.integers(-40, 399), st.integers(0, DAY - 1))
rules = st.builds(
    Access,
    opens_on=st.sampled_from([None, "2027-01-10", "2027-02-01"]),
    closes_on=st.sampled_from([None, "2027-02-20", "2027-12-31T18:00:00", "2028-01-01T00:00:00+05:30"]),
    days_from_start=st.sampled_from([None, 1, 30]),
    days_of_use=st.sampled_from([None, 1, 3]),
    after_closing=st.sampled_from(["read-only", "locked"]),
    after_certificate=st.sampled_from(AfterCertificate),
)


def walk(readings: list[int]) -> list[Believed]:
    """What is believed at each reading, each one recorded."""
    seen: Seen | None = None
    told = []
    for clock in readings:
        found = believe(seen, clock)
        seen = Seen(found.now, clock, found.settled)
        told.append(found)
    return told


@given(st.lists(moments, min_size=1, max_size=12))
@law(300)
def test_believed_time_never_goes_back_and_settled_time_never_runs_ahead(readings: list[int]) -> None:
    told = walk(readings)
    for before, after in pairwise(told):
        assert after.now >= before.now
        assert after.settled >= before.settled
    assert all(found.now == max(readings[: place + 1]) for place, found in enumerate(told))
    assert all(found.settled <= found.now for found in told)


@given(rules, st.lists(near, min_size=1, max_size=12), st.integers(-12, 14))
@law(400)
def test_no_clock_that_is_set_back_opens_what_was_closed(access: Access, readings: list[int], hours: int) -> None:
    """However the clock is turned: once the highest time that it showed lies past a closing, the course does not earn again."""
    offset, opened, closed = hours * 60, Facts(), False
    for found in walk([BEGUN, *readings]):
        now = standing(access, used(COURSE, opened), found.settled, offset)
        truth = standing(access, used(COURSE, opened), found.now, offset)
        assert now == truth, "without a leap the highest time decides"
        shut = now.door in {Door.READ_ONLY, Door.LOCKED}
        assert shut or not closed
        closed = shut
        if now.door is Door.OPEN:
            day = (found.settled + offset * 60_000) // DAY
            opened = replace(opened, started_at=opened.started_at or found.now, days=opened.days | {day})
    if access.days_of_use is not None:
        assert len(opened.days) <= access.days_of_use


@given(rules, st.lists(near, min_size=1, max_size=5), st.integers(401, 30_000), st.lists(st.integers(0, 399), max_size=5))
@law(300)
def test_a_leap_that_nobody_confirmed_closes_nothing_by_itself(access: Access, readings: list[int], leap: int, passed: list[int]) -> None:
    told = walk([BEGUN, *readings])
    last = told[-1]
    ahead = last.settled + leap * DAY + 1
    moment_before = standing(access, used(COURSE, Facts(started_at=BEGUN)), last.settled, 0)
    readings_after = [ahead]
    for more in passed:
        readings_after.append(readings_after[-1] + more * DAY)
    told = walk([BEGUN, *readings, *readings_after])
    leapt = told[len(readings) + 1]
    assert standing(access, used(COURSE, Facts(started_at=BEGUN)), leapt.settled, 0) == moment_before
    assert told[-1].settled == last.settled + readings_after[-1] - ahead, "time goes on as it passes"


@given(st.lists(st.builds(Seen, moments, moments, moments), max_size=6), st.randoms(use_true_random=False), moments)
@law(200)
def test_the_order_of_chains_does_not_matter(ends: list[Seen], random: object, clock: int) -> None:
    mixed = [*ends]
    random.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    assert believe(together(ends), clock) == believe(together(mixed), clock)


def an_event(number: int, kind: EventKind, day: int, lesson: str) -> Event:
    data: dict[str, Json] = {}
    signed, about = False, lesson
    if kind is EventKind.OPENED:
        data = {"day": BEGUN // DAY + day}
    elif kind is EventKind.REOPENED:
        data, signed, about = {"until": BEGUN + day * DAY, "reason": "r", "by": "t"}, True, ""
    elif kind is EventKind.SAVED_AWARD:
        data, about = {"award": "certificate", "number": "n", "how": "file"}, ""
    elif kind in {EventKind.CLOSED, EventKind.CLOCK_SET}:
        data, signed, about = {"why": "closes_on"} if kind is EventKind.CLOSED else {"from": BEGUN}, True, ""
    return Event(f"{number:032x}", number, BEGUN + day * DAY, kind, about, data, signed)


KINDS = (EventKind.OPENED, EventKind.NEXT, EventKind.REOPENED, EventKind.SAVED_AWARD, EventKind.CLOSED)
events = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 60), st.sampled_from("abc")), max_size=12).map(
    lambda parts: [an_event(number, *part) for number, part in enumerate(parts, 1)]
)


@given(rules, events, st.randoms(use_true_random=False), st.integers(0, 90))
@law(300)
def test_access_does_not_depend_on_the_order_of_events(access: Access, happened: list[Event], random: object, day: int) -> None:
    mixed = [*happened]
    random.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    now = BEGUN + day * DAY
    one, other = (used(COURSE, fold_all(COURSE, order)) for order in (happened, mixed))
    assert one == other
    assert standing(access, one, now, 0) == standing(access, other, now, 0)


@given(rules, events, events, st.integers(0, 90))
@law(200)
def test_no_event_and_no_time_takes_anything_away(access: Access, before: list[Event], after: list[Event], day: int) -> None:
    first = fold_all(replace(COURSE, access=access), before)
    second = fold_all(replace(COURSE, access=access), after, first)
    assert first.days <= second.days
    assert first.open_until <= second.open_until
    assert first.awards.keys() <= second.awards.keys()
    for lesson, row in first.lessons.items():
        assert row.ticked_at is None or second.lesson(lesson).ticked_at == row.ticked_at
    assert standing(access, used(COURSE, second), BEGUN + day * DAY, 0) is not None


def test_the_leap_and_the_floor_are_what_the_rules_say() -> None:
    assert LEAP_MS == 400 * DAY
    assert FLOOR_MS < BEGUN
