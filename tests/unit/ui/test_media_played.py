"""Played intervals: media time at any speed counts, seeking does not, whatever a player reports."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from player.ui.lessons.media_played import LONGEST_GAP_MS, SETTLING_MS, SLACK_MS, Played
from tests.forge.laws import law


def play(played: Played, start: int, end: int, now: int, speed: float = 1.0, step: int = 50) -> int:
    """Positions as a player reports them; returns the clock."""
    for position in range(start + step, end + step, step):
        now += round(step / speed)
        played.moved(min(position, end), now, speed)
    return now


def total(played: Played) -> int:
    return sum(end - start for start, end in played.intervals)


def test_what_plays_is_one_interval() -> None:
    played = Played()
    assert not played.intervals
    played.begin(0, 0)
    assert not played.intervals
    play(played, 0, 3000, 0)
    assert played.intervals == ((0, 3000),)


def test_media_time_counts_at_any_speed() -> None:
    for speed in (0.5, 1.0, 1.25, 2.0):
        played = Played()
        played.begin(0, 0)
        now = play(played, 0, 6000, 0, speed)
        assert played.intervals == ((0, 6000),)
        assert now == 6000 / speed


def test_a_pause_leaves_no_gap_and_the_time_of_it_is_nothing() -> None:
    played = Played()
    played.begin(0, 0)
    now = play(played, 0, 1000, 0)
    played.stop()
    played.begin(1000, now + 60_000)
    now = play(played, 1000, 2000, now + 60_000)
    assert played.intervals == ((0, 2000),)
    played.moved(4000, now + 50, 1.0)  # it jumped by itself
    assert played.intervals == ((0, 2000),)


def test_a_seek_earns_nothing_and_old_positions_after_it_neither() -> None:
    played = Played()
    played.begin(0, 0)
    now = play(played, 0, 1000, 0)
    played.seek(60_000, now)
    played.moved(1050, now + 10, 1.0)  # still of the old place
    played.moved(1100, now + 20, 1.0)
    played.moved(60_040, now + 60, 1.0)  # the first picture after the target
    now = play(played, 60_040, 61_040, now + 60)
    assert played.intervals == ((0, 1000), (60_000, 61_040))
    played.seek(500, now)
    play(played, 500, 1500, now)
    assert played.intervals == ((0, 1500), (60_000, 61_040))


def test_a_seek_that_ends_elsewhere_counts_from_there() -> None:
    played = Played()
    played.begin(0, 0)
    played.seek(10_000, 100)
    played.moved(12_000, 200, 1.0)
    assert not played.intervals
    now = 100 + SETTLING_MS + 50
    played.moved(12_050, now, 1.0)
    play(played, 12_050, 13_050, now)
    assert played.intervals == ((12_050, 13_050),)


def test_dragging_through_a_film_earns_no_more_than_the_clock() -> None:
    played = Played()
    played.begin(0, 0)
    now, position = 0, 0
    for _ in range(600):
        position, now = position + 240, now + 20
        played.seek(position, now)
        played.moved(position - 240, now + 1, 1.0)
        played.moved(position + 40, now + 5, 1.0)
    assert total(played) <= now + SLACK_MS


def test_a_busy_window_loses_nothing_and_sleep_counts_for_nothing() -> None:
    played = Played()
    played.begin(0, 0)
    now = play(played, 0, 1000, 0)
    played.moved(2500, now + 1500, 1.0)  # the window was busy
    assert played.intervals == ((0, 2500),)
    played.moved(2500 + LONGEST_GAP_MS + 1, now + 1500 + LONGEST_GAP_MS + 1, 1.0)  # the computer slept
    assert total(played) == 2500


def test_positions_without_a_beginning_begin() -> None:
    played = Played()
    played.moved(500, 0, 1.0)
    played.moved(600, 100, 1.0)
    assert played.intervals == ((500, 600),)


def test_going_backwards_begins_anew() -> None:
    played = Played()
    played.begin(1000, 0)
    played.moved(1100, 100, 1.0)
    played.moved(200, 150, 1.0)
    played.moved(300, 250, 1.0)
    assert played.intervals == ((200, 300), (1000, 1100))


DEEDS = st.one_of(
    st.tuples(st.just("moved"), st.integers(0, 20_000), st.integers(0, 3_000)),
    st.tuples(st.just("on"), st.integers(0, 400), st.integers(0, 400)),
    st.tuples(st.just("seek"), st.integers(0, 20_000), st.integers(0, 100)),
    st.tuples(st.just("stop"), st.just(0), st.integers(0, 5_000)),
    st.tuples(st.just("begin"), st.integers(0, 20_000), st.integers(0, 100)),
)


@law(300)
@given(st.lists(DEEDS, max_size=40), st.sampled_from([0.5, 1.0, 1.5, 2.0]))
def test_never_more_than_the_clock_allows(deeds: list[tuple[str, int, int]], speed: float) -> None:
    played, now, position = Played(), 0, 0
    earlier: tuple[tuple[int, int], ...] = ()
    for deed, number, passed in deeds:
        now += passed
        if deed in {"moved", "on"}:
            position = position + number if deed == "on" else number
            played.moved(position, now, speed)
        elif deed == "seek":
            played.seek(number, now)
        elif deed == "begin":
            played.begin(number, now)
        else:
            played.stop()
        found = played.intervals
        assert list(found) == sorted(found)
        assert all(start < end for start, end in found)
        assert all(first[1] < second[0] for first, second in pairwise(found))
        assert all(any(a <= start and end <= b for a, b in found) for start, end in earlier), "what has played stays"
        earlier = found
    assert total(played) <= now * speed + SLACK_MS
