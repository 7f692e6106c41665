"""Which copies stay: many of late, few of long ago, the newest always."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from player.store.thinning import DAILY, DAY, HOUR, LEAST, MONTHLY, MOST_RECENT, RECENT, WEEKLY, within, worth_keeping
from tests.forge.laws import law

NOW = 1_800_000_000_000
TIMES = st.lists(st.integers(NOW - 500 * DAY, NOW + DAY), max_size=120)


def test_half_a_year_of_half_hours_comes_to_a_handful() -> None:
    """Every half hour of eight hours a day, thinned after each copy, as the program does it."""
    kept: frozenset[int] = frozenset()
    for day in range(180):
        for half in range(16):
            now = NOW + day * DAY + half * HOUR // 2
            kept = worth_keeping(kept | {now}, now)
    ages = sorted(now - at for at in kept)
    assert ages[0] == 0
    assert sum(age <= RECENT for age in ages) == 16 + 16 + 1  # today, yesterday, and the end of the window two days ago
    assert sum(RECENT < age <= DAILY for age in ages) == 13
    assert 6 <= sum(DAILY < age <= WEEKLY for age in ages) <= 8
    assert 3 <= sum(WEEKLY < age <= MONTHLY for age in ages) <= 5
    assert len(kept) < 60


def test_a_copy_an_hour_long_ago_leaves_one_a_month() -> None:
    now = NOW
    kept = worth_keeping([now - age * HOUR for age in range(24 * 500)], now)
    months = [datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m") for at in kept if now - at > WEEKLY]
    assert len(months) == len(set(months)) >= 10
    assert max(now - at for at in kept) <= MONTHLY


@law(60)
@given(TIMES)
def test_the_newest_stay_and_thinning_twice_is_thinning_once(times: list[int]) -> None:
    kept = worth_keeping(times, NOW)
    assert kept <= set(times)
    assert set(sorted(set(times))[-LEAST:]) <= kept
    assert worth_keeping(kept, NOW) == kept
    assert sum(NOW - at <= RECENT for at in kept) <= max(MOST_RECENT, LEAST)
    recent = sorted((at for at in set(times) if NOW - at <= RECENT), reverse=True)[:MOST_RECENT]
    assert set(recent) <= kept


def test_copies_of_years_ago_are_kept_while_there_is_nothing_newer() -> None:
    old = [NOW - 900 * DAY, NOW - 800 * DAY, NOW - 700 * DAY, NOW - 1000 * DAY]
    assert worth_keeping(old, NOW) == set(old[:3])


@law(60)
@given(st.dictionaries(st.integers(0, 10_000), st.integers(1, 100), max_size=40), st.integers(0, 2000))
def test_within_a_number_of_bytes(sizes: dict[int, int], most: int) -> None:
    kept = within(sizes, most)
    assert set(sorted(sizes)[-LEAST:]) <= kept
    assert sum(sizes[at] for at in kept) <= most or len(kept) == min(LEAST, len(sizes))
    if sum(sizes.values()) <= most:
        assert kept == set(sizes)


def test_those_that_stand_close_go_first() -> None:
    kept = within(dict.fromkeys([0, 100, 200, 201, 300, 400, 500, 600], 1), 7)
    assert kept in ({0, 100, 201, 300, 400, 500, 600}, {0, 100, 200, 300, 400, 500, 600})
