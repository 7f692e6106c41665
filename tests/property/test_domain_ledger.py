"""Laws of the ledger: canonical bytes, and a chain in which nothing can be changed unseen."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from player.course.facts import Event, EventKind, Json
from player.course.ledger import SAFE_INTEGER, Chain, Entry, Head, LedgerError, append, canonical, decode, digest, encode, verify
from tests.forge.laws import law

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE_INTEGER, SAFE_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
EVENTS = st.builds(
    Event,
    id=st.uuids().map(lambda uuid: uuid.hex),
    number=st.just(0),
    at=st.integers(0, 2**45),
    kind=st.sampled_from(EventKind),
    lesson=TEXT,
    data=st.dictionaries(TEXT, VALUES, max_size=4),
    signed=st.booleans(),
    enrolment=TEXT,
)
CHAIN = Chain("device", "learner")
OTHERS = [Chain("other", "learner"), Chain("device", "other"), Chain("device", "learner", Head(0, "00"))]
LAW = law(40)


def chained(events: list[Event], chain: Chain = CHAIN) -> tuple[list[bytes], Head]:
    entries, head = [], chain.head
    for number, event in enumerate(events, 1):
        numbered = Event(event.id, number, event.at, event.kind, event.lesson, event.data, event.signed, event.enrolment)
        raw, head = append(numbered, head, chain.genesis)
        entries.append(raw)
    return entries, head


@law(100)
@given(VALUES)
def test_canonical_bytes_are_those_of_rfc_8785(value: Json) -> None:
    assert canonical(value) == rfc8785.dumps(value)
    assert json.loads(canonical(value)) == value


def test_keys_are_ordered_by_utf_16_as_the_standard_says() -> None:
    value: Json = {"\U0001f600": 1, "\ufb33": 2, "\r": 3, "1": 4, "\u20ac": 5, "\u0080": 6, "\u00f6": 7}
    assert canonical(value) == rfc8785.dumps(value)
    assert [*json.loads(canonical(value))] == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", [1.5, float("nan"), SAFE_INTEGER + 1, "\ud800", {"\ud800": 1}, {1: 2}, b"x", {"a": [object()]}])
def test_what_does_not_hash_alike_everywhere_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"recorded|surrogates"):
        canonical(value)  # type: ignore[arg-type]


@LAW
@given(EVENTS, TEXT)
def test_an_entry_is_read_back_as_it_was_written(event: Event, previous: str) -> None:
    raw = encode(event, previous, CHAIN.genesis)
    assert decode(raw) == Entry(event, previous, CHAIN.genesis)


@LAW
@given(st.lists(EVENTS, max_size=6))
def test_a_whole_chain_is_verified_in_one_go_or_in_two(events: list[Event]) -> None:
    entries, head = chained(events)
    assert verify(entries, CHAIN) == head
    half = len(entries) // 2
    middle = verify(entries[:half], CHAIN)
    assert verify(entries[half:], CHAIN, after=middle, reaches=head) == head


@LAW
@given(st.lists(EVENTS, min_size=1, max_size=4), st.data())
def test_any_changed_byte_is_found(events: list[Event], data: st.DataObject) -> None:
    entries, head = chained(events)
    place = data.draw(st.integers(0, len(entries) - 1))
    at = data.draw(st.integers(0, len(entries[place]) - 1))
    other = data.draw(st.integers(1, 255))
    raw = bytearray(entries[place])
    raw[at] ^= other
    with pytest.raises(LedgerError) as caught:
        verify([*entries[:place], bytes(raw), *entries[place + 1 :]], CHAIN, reaches=head)
    assert place + 1 <= caught.value.number <= len(entries) + 1


@LAW
@given(st.lists(EVENTS, min_size=2, max_size=6), st.data())
def test_removing_moving_and_repeating_are_found(events: list[Event], data: st.DataObject) -> None:
    entries, head = chained(events)
    place = data.draw(st.integers(0, len(entries) - 1))
    with pytest.raises(LedgerError):
        verify(entries[:place] + entries[place + 1 :], CHAIN, reaches=head)
    with pytest.raises(LedgerError):
        verify([*entries[: place + 1], entries[place], *entries[place + 1 :]], CHAIN)
    swapped = entries[::-1]
    with pytest.raises(LedgerError):
        verify(swapped, CHAIN)


@LAW
@given(st.lists(EVENTS, min_size=1, max_size=5), st.integers(0, 4))
def test_a_cut_tail_is_a_chain_until_its_head_is_known_from_elsewhere(events: list[Event], kept: int) -> None:
    entries, head = chained(events)
    short = entries[: min(kept, len(entries) - 1)]
    verify(short, CHAIN)
    with pytest.raises(LedgerError, match="later entries are missing"):
        verify(short, CHAIN, reaches=head)


@LAW
@given(st.lists(EVENTS, min_size=1, max_size=3), st.sampled_from(OTHERS))
def test_a_chain_belongs_to_one_device_and_learner(events: list[Event], other: Chain) -> None:
    entries, _ = chained(events)
    with pytest.raises(LedgerError, match="another device or learner"):
        verify(entries, other)


def test_a_chain_that_goes_on_names_the_head_it_continues() -> None:
    first = Chain("device", "learner")
    _, head = chained([Event("a", 1, 0, EventKind.NEXT, "l")], first)
    second = Chain("device", "learner", head)
    assert second.genesis != first.genesis
    assert verify([], second) == Head(0, second.genesis)
    assert verify([], second, reaches=second.head) == second.head


def test_the_genesis_and_an_entry_never_change_between_versions() -> None:
    """Golden bytes: a ledger of today is read in ten years."""
    chain = Chain("d", "l")
    assert chain.genesis == digest(b'{"continues":null,"device":"d","learner":"l","ledger":1}')
    raw, head = append(Event("ab", 1, 5, EventKind.BOX, "x/é", {"box": 1, "ticked": True}), chain.head, chain.genesis)
    assert raw == (
        '{"at":5,"chain":"' + chain.genesis + '","data":{"box":1,"ticked":true},"enrolment":"","id":"ab","kind":"lesson.box",'
        '"lesson":"x/é","number":1,"previous":"' + chain.genesis + '","signed":false}'
    ).encode()
    assert head == Head(1, digest(raw))


def test_an_entry_must_be_the_next_one() -> None:
    with pytest.raises(LedgerError, match="cannot follow entry 0"):
        append(Event("a", 2, 0, EventKind.NEXT), CHAIN.head, CHAIN.genesis)


GOOD = encode(Event("a", 1, 0, EventKind.NEXT), CHAIN.genesis, CHAIN.genesis)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 100_000,
        GOOD + b" ",
        GOOD.replace(b'"at":0', b'"at":0.0'),
        GOOD.replace(b'"at":0', b'"at":true'),
        GOOD.replace(b'"at":0', b'"at":99999999999999999999'),
        GOOD.replace(b'"at":0', b'"at":-0'),
        GOOD.replace(b"lesson.next", b"lesson.nest"),
        GOOD.replace(b'"signed":false', b'"signed":0'),
        GOOD.replace(b'"data":{}', b'"data":{"a":1,"a":1}'),
        GOOD.replace(b'"data":{}', b'"data":{"a":' + b"[" * 600 + b"]" * 600 + b"}"),
        GOOD.replace(b'"data":{}', b'"data":{"a":1.0}'),
        GOOD.replace(b'"lesson":""', b'"lesson":"\\ud800"'),
    ],
    ids=range(16),
)
def test_bytes_that_no_entry_has_are_refused(raw: bytes) -> None:
    with pytest.raises(LedgerError, match="Entry 7 of the learning record"):
        decode(raw, 7)


def test_an_entry_that_is_left_out_is_missed() -> None:
    entries, _ = chained([Event(str(number), number, 0, EventKind.NEXT, "l") for number in (1, 2, 3)])
    with pytest.raises(LedgerError, match="missing or out of order"):
        verify([entries[0], entries[2]], CHAIN)
