"""Certificate numbers find every slip of the pen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.awards.number import ALPHABET, certificate_number, number_text, number_value
from tests.forge.laws import law

numbers = st.integers(0, 2**40 - 1).map(number_text)


def test_the_form() -> None:
    number = certificate_number(b"device 1, learner 2, award 3")
    assert [len(part) for part in number.split("-")] == [2, 4, 4, 2]
    assert number.startswith("GT-")
    assert certificate_number(b"device 1, learner 2, award 3") == number
    assert certificate_number(b"device 1, learner 2, award 4") != number


@given(st.integers(0, 2**40 - 1))
def test_written_and_read_again(value: int) -> None:
    assert number_value(number_text(value)) == value


@given(numbers)
def test_read_as_people_type_it(number: str) -> None:
    typed = number.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert number_value(typed) == number_value(number)


@given(numbers, st.integers(3, 13), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(number: str, place: int, other: str) -> None:
    if number[place] not in ("-", other):
        assert number_value(number[:place] + other + number[place + 1 :]) is None


@given(numbers, st.integers(0, 8))
@law(300)
def test_two_swapped_characters_are_found(number: str, place: int) -> None:
    digits = list(number.removeprefix("GT-").replace("-", ""))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    swapped = "".join(digits)
    if swapped != number.removeprefix("GT-").replace("-", ""):
        assert number_value(swapped) is None


@pytest.mark.parametrize("text", ["", "GT-", "GT-7K4M-92QX", "GT-7K4M-92QX-D3-00", "GT-7K4M-92Q!-D3", "7K4M92QXÀ3"])
def test_what_is_no_number(text: str) -> None:
    assert number_value(text) is None


def test_a_number_has_forty_bits() -> None:
    with pytest.raises(ValueError, match="40 bits"):
        number_text(2**40)
    with pytest.raises(ValueError, match="40 bits"):
        number_text(-1)
