"""One spelling of a PIN and of a code, however they are typed; only hashes are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.signing.pins import CODE_LETTERS, clean_code, clean_pin, hash_pin, is_pin, is_too_easy, new_code, pin_fault
from tests.forge.laws import law


def test_a_hash_tells_the_pin_and_nothing_but_the_pin() -> None:
    kept = hash_pin("4711")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106 section 4, the second recommended option
    assert "4711" not in kept
    assert hash_pin("4711") != kept  # its own salt
    assert is_pin(kept, " 4711 ")
    assert is_pin(kept, "٤٧١١")  # an Arabic keyboard
    assert is_pin(kept, "４７１１")
    assert not is_pin(kept, "4712")
    assert not is_pin(kept, "")


@pytest.mark.parametrize("kept", ["", "nonsense", "$argon2id$v=19$m=65536,t=3,p=4$AAAA$AAAA"])
def test_a_hash_that_cannot_be_read_lets_nobody_in(kept: str) -> None:
    assert not is_pin(kept, "4711")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("", "short"), ("123", "short"), ("1234", ""), ("1" * 12, ""), ("1" * 13, "long"), ("12ab", "letters"), ("a river", "letters"),
     ("a river ", "letters"), ("two rivers", ""), ("x" * 128, ""), ("x" * 129, "long"), ("٤٧١", "short"), ("٤٧١١", "")],
)  # fmt: skip
def test_what_can_be_a_pin(typed: str, fault: str) -> None:
    assert pin_fault(typed) == fault


@pytest.mark.parametrize(("typed", "easy"), [("1111", True), ("1234", True), ("8901", True), ("4321", True), ("1357", False), ("aaaaaaaa", True),
                                             ("two rivers", False), ("1122", False)])  # fmt: skip
def test_what_anybody_would_try_first(typed: str, easy: bool) -> None:
    assert is_too_easy(typed) is easy


def test_codes_differ_and_are_easy_to_copy_from_paper() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4] * 5
        assert set(code) <= set(CODE_LETTERS) | {"-"}
        assert clean_code(code) == clean_code(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code


@law(100)
@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert clean_pin(clean_pin(typed)) == clean_pin(typed)
    assert clean_code(clean_code(typed)) == clean_code(typed)
