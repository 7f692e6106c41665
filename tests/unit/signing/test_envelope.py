"""The detached signature: every byte of it counts."""

import base64

import pytest

from player.signing.canonical import canonical, read_canonical
from player.signing.envelope import PACKAGE_MANIFEST, NotSignedError, read_envelope, sign_envelope
from tests.forge.packages import fixed_identity, identity

PAYLOAD = b"a manifest"


def test_what_was_signed_names_its_signer():
    signing = identity()
    signer = read_envelope(sign_envelope(signing, PACKAGE_MANIFEST, PAYLOAD), PACKAGE_MANIFEST, PAYLOAD)
    assert (signer.name, signer.key, signer.fingerprint) == (signing.name, signing.card.key, signing.fingerprint)


def test_no_byte_of_it_can_be_changed():
    data = sign_envelope(fixed_identity("Ä rivers"), PACKAGE_MANIFEST, PAYLOAD)
    for offset in range(len(data)):
        for change in (0x01, 0x20, 0x80, 0xFF):
            spoiled = bytearray(data)
            spoiled[offset] ^= change
            with pytest.raises(NotSignedError):
                read_envelope(bytes(spoiled), PACKAGE_MANIFEST, PAYLOAD)


def test_nothing_can_be_added_or_taken_away():
    data = sign_envelope(fixed_identity(), PACKAGE_MANIFEST, PAYLOAD)
    for spoiled in (b"", data[:-1], data + b"\n", b" " + data, data.replace(b":", b": ", 1)):
        with pytest.raises(NotSignedError):
            read_envelope(spoiled, PACKAGE_MANIFEST, PAYLOAD)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", 2), ("format", True), ("format", None), ("algorithm", "RSA"), ("purpose", "identity card"), ("name", 5), ("name", ""),
        ("name", "other"),
        ("name", " Northern Rivers Training"), ("key", "AAAA"), ("key", 5), ("key", base64.b64encode((1).to_bytes(32, "little")).decode()),
        ("signature", ""), ("signature", base64.b64encode(bytes(64)).decode()), ("more", 1),
    ],
)  # fmt: skip
def test_every_field_is_checked(field, value):
    fields = read_canonical(sign_envelope(fixed_identity(), PACKAGE_MANIFEST, PAYLOAD))
    with pytest.raises(NotSignedError):
        read_envelope(canonical(fields | {field: value}), PACKAGE_MANIFEST, PAYLOAD)


def test_another_payload_is_not_signed():
    with pytest.raises(NotSignedError, match="does not fit"):
        read_envelope(sign_envelope(identity(), PACKAGE_MANIFEST, PAYLOAD), PACKAGE_MANIFEST, PAYLOAD + b".")


def test_its_length_does_not_depend_on_the_payload():
    signing = identity()
    assert len({len(sign_envelope(signing, PACKAGE_MANIFEST, b"x" * size)) for size in (0, 1, 1000)}) == 1
