"""Every visible string passes one function; numbers never read as more than they are."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ui.words import Catalogue, clock, language, listed, minutes, percent_floor, seconds, size, speak, tr, trn
from tests.forge.laws import law


@pytest.fixture
def polish() -> None:
    def form(n: int) -> int:
        return 0 if n == 1 else 1 if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14} else 2

    speak(Catalogue("pl", {"Next": "Dalej", "{done} of {of} required": "{done} z {of} wymaganych", "Hello {name}": "Witaj {nme}"},
                    {"{n} extra": ("{n} dodatkowa", "{n} dodatkowe", "{n} dodatkowych")}, form))


@pytest.fixture(autouse=True)
def english_again() -> object:
    yield
    speak(Catalogue())


def test_english_is_the_source() -> None:
    assert language() == "en"
    assert tr("Next") == "Next"
    assert tr("{done} of {of} required", done=7, of=9) == "7 of 9 required"
    assert [trn("{n} extra", "{n} extras", n) for n in (0, 1, 2)] == ["0 extras", "1 extra", "2 extras"]


def test_braces_of_others_are_left_alone() -> None:
    assert tr("Save {draft}") == "Save {draft}"


def test_a_missing_value_is_a_bug() -> None:
    with pytest.raises(KeyError):
        tr("Hello {name}", nmae="Amina")


@pytest.mark.usefixtures("polish")
def test_a_catalogue_translates_and_bends() -> None:
    assert language() == "pl"
    assert tr("Next") == "Dalej"
    assert tr("{done} of {of} required", done=7, of=9) == "7 z 9 wymaganych"
    assert [trn("{n} extra", "{n} extras", n) for n in (1, 3, 5, 12)] == ["1 dodatkowa", "3 dodatkowe", "5 dodatkowych", "12 dodatkowych"]
    assert tr("Back") == "Back"


@pytest.mark.usefixtures("polish")
def test_a_translation_with_a_wrong_name_falls_back() -> None:
    assert tr("Hello {name}", name="Amina") == "Hello Amina"


@pytest.mark.parametrize(("n", "words"), [(0, "0 min"), (5.2, "6 min"), (59, "59 min"), (60, "1 h"), (84, "1 h 24 min"), (-3, "0 min")])
def test_minutes(n: float, words: str) -> None:
    assert minutes(n) == words


@pytest.mark.parametrize(("n", "words"), [(0, "0 s"), (45, "45 s"), (800, "13 min 20 s"), (120, "2 min"), (3725, "1 h 2 min")])
def test_seconds(n: float, words: str) -> None:
    assert seconds(n) == words


@pytest.mark.parametrize(("n", "words"), [(872, "14:32"), (871.2, "14:32"), (0, "0:00"), (.2, "0:01"), (3723, "1:02:03")])
def test_clock_rounds_up_so_that_zero_is_over(n: float, words: str) -> None:
    assert clock(n) == words


@law(200)
@given(st.fractions(min_value=0, max_value=1))
def test_a_percentage_never_rounds_up(share: Fraction) -> None:
    assert percent_floor(share) == f"{floor(share * 100)} %"
    assert int(percent_floor(share).split()[0]) <= share * 100


def test_a_percentage_below_the_mark_reads_below_it() -> None:
    assert percent_floor(Fraction(696, 1000)) == "69 %"
    assert percent_floor(1) == "100 %"


@pytest.mark.parametrize(("n", "words"), [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (76_400, "76 kB"), (4_800_000_000, "4.8 GB"),
                                          (999_999, "1.0 MB")])
def test_sizes(n: int, words: str) -> None:
    assert size(n) == words


def test_lists_read_as_sentences() -> None:
    assert [listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
