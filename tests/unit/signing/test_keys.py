"""Identities: names, fingerprints, and what a signature binds."""

import hashlib
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from player.errors import PlayerError
from player.signing.keys import (
    NAME_CHARACTERS_MAX,
    SMALL_ORDER_KEYS,
    checked_name,
    decode_bytes,
    decode_created,
    encode_bytes,
    fingerprint,
    is_signed_by,
    new_identity,
    signed_message,
)

ORDER = 2**252 + 27742317777372353535851937790883648493  # of the base point, RFC 8032 5.1


def test_a_new_identity_has_its_name_its_moment_and_a_key_of_its_own():
    one = new_identity("  Northern Rivers ", datetime(2027, 1, 10, 9, 30, tzinfo=UTC))
    other = new_identity("Northern Rivers")
    assert (one.name, one.card.created) == ("Northern Rivers", "2027-01-10T09:30:00Z")
    assert one.card.key != other.card.key
    assert one.fingerprint == fingerprint(one.card.key)
    assert repr(one.seed) not in repr(one)
    assert decode_created(other.card.created) == other.card.created


def test_the_fingerprint_is_sha_256_in_groups_of_four():
    text = fingerprint(b"k" * 32)
    assert text.replace(" ", "") == hashlib.sha256(b"k" * 32).hexdigest()
    assert [len(group) for group in text.split(" ")] == [4] * 16


@pytest.mark.parametrize("name", ["", "   ", "a" * (NAME_CHARACTERS_MAX + 1), "evil\u202ename", "zero\u200bwidth", "line\nbreak", "null\0"])
def test_a_name_that_cannot_be_shown_is_refused(name):
    with pytest.raises(PlayerError) as error:
        new_identity(name)
    assert error.value.hint


def test_names_are_brought_to_nfc():
    assert checked_name("Cafe\u0301") == "Caf\u00e9"


def test_a_signature_binds_payload_purpose_name_and_key():
    identity = new_identity("Northern Rivers")
    key, signature = identity.card.key, identity.sign("purpose", b"payload")
    assert is_signed_by(key, signature, signed_message("purpose", "Northern Rivers", key, b"payload"))
    for message in (
        signed_message("other", "Northern Rivers", key, b"payload"),
        signed_message("purpose", "Southern Rivers", key, b"payload"),
        signed_message("purpose", "Northern Rivers", new_identity("x").card.key, b"payload"),
        signed_message("purpose", "Northern Rivers", key, b"other"),
    ):
        assert not is_signed_by(key, signature, message)


def test_the_second_form_of_a_signature_is_refused():
    identity = new_identity("Northern Rivers")
    message = signed_message("purpose", "Northern Rivers", identity.card.key, b"payload")
    signature = identity.sign("purpose", b"payload")
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert is_signed_by(identity.card.key, signature, message)
    assert not is_signed_by(identity.card.key, signature[:32] + s.to_bytes(32, "little"), message)
    assert not is_signed_by(identity.card.key, signature + b"\0", message)


def test_a_key_of_small_order_signs_nothing():
    neutral = (1).to_bytes(32, "little")
    forged = neutral + bytes(32)  # R = neutral, S = 0 holds for every message under the neutral key
    Ed25519PublicKey.from_public_bytes(neutral).verify(forged, b"any message")  # the library says yes
    assert not is_signed_by(neutral, forged, b"any message")
    assert len(SMALL_ORDER_KEYS) == 14
    p, d = 2**255 - 19, -121665 * pow(121666, -1, 2**255 - 19)
    for key in SMALL_ORDER_KEYS:  # y = 0, 1, -1, or a y of order 8: doubling such a point once gives y = 0
        y = (int.from_bytes(key, "little") % 2**255) % p
        if y not in {0, 1, p - 1}:
            x2 = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
            assert (y * y + x2) % p == 0


@pytest.mark.parametrize("text", ["AA", "AA=", "AB==", "AA==\n", " AA==", "A-==", "ÄÄ==", None, 5])
def test_base64_has_one_form(text):
    with pytest.raises(ValueError, match="not base64"):
        decode_bytes(text)


def test_base64_has_the_right_length():
    assert decode_bytes(encode_bytes(b"12345"), 5) == b"12345"
    assert decode_bytes("") == b""
    with pytest.raises(ValueError, match="not base64"):
        decode_bytes(encode_bytes(b"12345"), 6)


@pytest.mark.parametrize("text", ["2027-01-10", "2027-1-10T09:30:00Z", "2027-01-10T09:30:00+00:00", "", None, 7])
def test_a_moment_has_one_form(text):
    with pytest.raises(ValueError, match=r"moment|match|remains"):
        decode_created(text)
