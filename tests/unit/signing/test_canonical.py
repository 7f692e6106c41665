"""Canonical JSON is that of RFC 8785, and only that is read back."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from player.signing.canonical import canonical, read_canonical
from tests.forge.laws import law

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@law(200)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_the_bytes_are_those_of_rfc_8785_and_read_back(value):
    data = canonical(value)
    assert data == rfc8785.dumps(value)
    assert read_canonical(data) == value


@pytest.mark.parametrize("value", [1.5, 2**53, -(2**53), {1: "x"}, {"ä": 1}, object(), b"bytes", "\ud800"])
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(ValueError, match=r"canonical JSON|out of range|surrogates"):
        canonical({"value": value} if not isinstance(value, dict) else value)


def test_deep_nesting_is_refused():
    value: list = []
    for _ in range(200):
        value = [value]
    with pytest.raises(ValueError, match="deep"):
        canonical(value)
    with pytest.raises(ValueError, match="deep"):
        read_canonical(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":1.0}', b'{"a":1e2}', b'{"a":NaN}', b'{"a":"\\u0041"}', b"[1]", b"1", b"",
        b"{",
        b'\xef\xbb\xbf{"a":1}', b'{"a":"\xff"}', b'{"a":1}\n', b'{"a":-0}', b'{"a":01}', b'{"a":"\\ud800"}',
    ],
)  # fmt: skip
def test_every_other_form_is_refused(data):
    with pytest.raises(ValueError, match=r"."):  # many kinds of it
        read_canonical(data)


def test_tuples_are_arrays():
    assert canonical({"a": (1, (2,))}) == b'{"a":[1,[2]]}' == json.dumps({"a": [1, [2]]}, separators=(",", ":")).encode()
