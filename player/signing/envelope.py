"""A detached signature as a small JSON file: who signed which bytes, and for what."""

from dataclasses import dataclass

from player.errors import PlayerError
from player.signing.canonical import canonical, read_canonical
from player.signing.keys import (
    ALGORITHM,
    KEY_BYTES,
    SIGNATURE_BYTES,
    Identity,
    checked_name,
    decode_bytes,
    encode_bytes,
    fingerprint,
    is_signed_by,
    signed_message,
)

PACKAGE_MANIFEST = "package manifest"  # purposes; a new kind of signed thing gets a new word
IDENTITY_CARD = "identity card"

_FIELDS = {"algorithm", "format", "key", "name", "purpose", "signature"}
_FORMAT = 1


class NotSignedError(ValueError):
    """The signature does not hold; the text says why, in words that continue "the signature …"."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who made a signature that holds. That the name belongs to the key is the signer's claim until the key is trusted."""

    name: str
    key: bytes

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key)


def sign_envelope(identity: Identity, purpose: str, payload: bytes) -> bytes:
    """The signature file over `payload`; its length depends on the identity only."""
    return _envelope(identity.name, identity.card.key, purpose, identity.sign(purpose, payload))


def read_envelope(data: bytes, purpose: str, payload: bytes) -> Signer:
    """The signer of `payload`. NotSignedError unless the signature holds and `data` is in its one canonical form."""
    try:
        fields = read_canonical(data)
    except ValueError as error:
        raise NotSignedError(f"is not readable ({error})") from error
    if fields.get("format") != _FORMAT or type(fields["format"]) is not int:
        raise NotSignedError("has a format that this version does not know")
    if set(fields) != _FIELDS or fields["algorithm"] != ALGORITHM:
        raise NotSignedError("has other fields than it should")
    if fields["purpose"] != purpose:
        raise NotSignedError("was made for something else")
    name = fields["name"]
    try:
        key = decode_bytes(fields["key"], KEY_BYTES)
        signature = decode_bytes(fields["signature"], SIGNATURE_BYTES)
        named_well = isinstance(name, str) and checked_name(name) == name
    except (ValueError, PlayerError) as error:
        raise NotSignedError("has a field that is not well formed") from error
    if not named_well:
        raise NotSignedError("has a name that is not well formed")
    if not is_signed_by(key, signature, signed_message(purpose, name, key, payload)):
        raise NotSignedError("does not fit")
    return Signer(name, key)


def _envelope(name: str, key: bytes, purpose: str, signature: bytes) -> bytes:
    return canonical(
        {
            "algorithm": ALGORITHM,
            "format": _FORMAT,
            "key": encode_bytes(key),
            "name": name,
            "purpose": purpose,
            "signature": encode_bytes(signature),
        }
    )
