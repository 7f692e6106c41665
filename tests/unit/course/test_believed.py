"""Believed time: the highest time seen stands; a leap far ahead settles nothing; false alarms say what happened."""

from datetime import UTC, datetime

from player.course.believed import LEAP_MS, Believed, ClockNote, Seen, believe, seen_in, together
from player.course.facts import Event, EventKind

DAY, HOUR = 86_400_000, 3_600_000


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


MARCH = at("2027-03-01")
THEN = Seen(MARCH, MARCH, MARCH)


def test_before_anything_was_recorded_the_clock_is_believed() -> None:
    assert believe(None, MARCH) == Believed(MARCH, MARCH, MARCH)


def test_time_goes_on_with_the_clock() -> None:
    later = MARCH + 3 * DAY
    assert believe(THEN, later) == Believed(later, later, later)
    assert believe(THEN, later).note is ClockNote.NONE


def test_a_clock_that_was_set_back_leaves_time_standing_and_is_noted() -> None:
    found = believe(THEN, MARCH - 3 * DAY)
    assert (found.now, found.settled, found.note) == (MARCH, MARCH, ClockNote.BACK)


def test_a_flat_battery_is_called_by_its_name() -> None:
    found = believe(THEN, 3 * DAY)
    assert (found.now, found.settled, found.note) == (MARCH, MARCH, ClockNote.BATTERY)


def test_a_first_start_with_a_flat_battery_makes_no_leap_of_the_right_time() -> None:
    first = believe(None, 3 * DAY)
    found = believe(Seen(first.now, first.clock, first.settled), MARCH)
    assert (found.now, found.settled, found.note) == (MARCH, MARCH, ClockNote.NONE)


def test_other_time_zones_and_summer_time_raise_no_alarm() -> None:
    for hours in (1, 14, 26):
        assert believe(THEN, MARCH - hours * HOUR).note is ClockNote.NONE
        assert believe(THEN, MARCH + hours * HOUR).note is ClockNote.NONE


def test_a_leap_of_more_than_400_days_settles_nothing() -> None:
    assert believe(THEN, MARCH + LEAP_MS).settled == MARCH + LEAP_MS
    found = believe(THEN, MARCH + LEAP_MS + 1)
    assert (found.now, found.settled, found.note) == (MARCH + LEAP_MS + 1, MARCH, ClockNote.LEAP)


def test_after_a_leap_time_passes_as_it_passes() -> None:
    leapt = at("2099-01-01")
    found = believe(Seen(leapt, leapt, MARCH), leapt + 30 * DAY)
    assert found.settled == MARCH + 30 * DAY
    assert believe(Seen(leapt, leapt, MARCH), leapt - DAY).settled == MARCH  # back within the leap
    assert believe(Seen(leapt, leapt, MARCH), leapt + 500 * DAY).settled == MARCH  # another leap


def test_a_clock_that_is_right_again_goes_on_from_the_right_time() -> None:
    leapt, april = at("2099-01-01"), at("2027-04-01")
    found = believe(Seen(leapt, leapt, MARCH), april)
    assert (found.now, found.settled, found.note) == (leapt, april, ClockNote.LEAPT)


def test_an_entry_tells_what_the_clock_showed() -> None:
    plain = Event("1", 1, MARCH, EventKind.NEXT)
    assert seen_in(plain) == THEN
    odd = Event("1", 1, MARCH, EventKind.NEXT, data={"clock": 5, "settled": 7})
    assert seen_in(odd) == Seen(MARCH, 5, 7)


def test_several_chains_are_one_in_any_order() -> None:
    other = Seen(MARCH - DAY, MARCH - DAY, MARCH + 2 * DAY)
    assert together((THEN, other)) == together((other, THEN)) == Seen(MARCH, MARCH, MARCH + 2 * DAY)
    assert together(()) is None
