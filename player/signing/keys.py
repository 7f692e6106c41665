"""Who signs: a named Ed25519 key pair, its fingerprint and its public card."""

import base64
import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from player.errors import PlayerError
from player.signing.canonical import canonical

ALGORITHM = "Ed25519"
KEY_BYTES = 32
SIGNATURE_BYTES = 64
NAME_CHARACTERS_MAX = 120
_CREATED_FORM = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Card:
    """The public half: what may be shown and given away. `key` is the raw public key, `created` ISO 8601 in UTC."""

    name: str
    key: bytes
    created: str

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key)


@dataclass(frozen=True, slots=True)
class Identity:
    """A card with the secret that belongs to it (`seed`, RFC 8032 5.1.5: the 32-byte private key)."""

    card: Card
    seed: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return self.card.name

    @property
    def fingerprint(self) -> str:
        return self.card.fingerprint

    def sign(self, purpose: str, payload: bytes) -> bytes:
        """64 bytes over `payload`, bound to what it is for and to the signer's name and key."""
        message = signed_message(purpose, self.card.name, self.card.key, payload)
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def new_identity(name: str, now: datetime | None = None) -> Identity:
    """A fresh key pair. PlayerError when `name` cannot be shown: empty, too long, with invisible characters."""
    name = checked_name(name)
    private = Ed25519PrivateKey.generate()
    created = (now or datetime.now(UTC)).astimezone(UTC).strftime(_CREATED_FORM)
    return Identity(Card(name, private.public_key().public_bytes_raw(), created), private.private_bytes_raw())


def checked_name(name: str) -> str:
    """`name` as it is signed: NFC, without outer spaces."""
    text = unicodedata.normalize("NFC", name.strip())
    if not text:
        raise PlayerError(
            "The identity needs a name",
            "The name of an identity is empty.",
            'Give the name that learners know, as in: identity new "Northern Rivers".',
        )
    if len(text) > NAME_CHARACTERS_MAX:
        raise PlayerError(
            "The name is too long",
            f"The name of an identity has {len(text)} characters.",
            f"At most {NAME_CHARACTERS_MAX} are shown; shorten it.",
        )
    hidden = [character for character in text if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]
    if hidden:
        raise PlayerError(
            "The name has invisible characters",
            f"The name of an identity holds the invisible character U+{ord(hidden[0]):04X}.",
            "Type the name again.",
        )
    return text


def fingerprint(key: bytes) -> str:
    """SHA-256 of the raw public key, 64 hex digits in 16 groups of four, to be read out loud and compared."""
    digits = hashlib.sha256(key).hexdigest()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def signed_message(purpose: str, name: str, key: bytes, payload: bytes) -> bytes:
    """What is signed. The first line and `purpose` keep a signature of one thing from passing as one of another."""
    return b"greentick signature 1\n" + canonical(
        {"key": encode_bytes(key), "name": name, "payload": hashlib.sha256(payload).hexdigest(), "purpose": purpose}
    )


def is_signed_by(key: bytes, signature: bytes, message: bytes) -> bool:
    """RFC 8032 5.1.7, with S < L (no second form of a signature), and no key of small order (it would fit any message)."""
    if key in SMALL_ORDER_KEYS or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# The points of order 1, 2, 4 and 8 on edwards25519 as they can be written, the forms that RFC 8032 calls invalid too.
_P = 2**255 - 19
_ORDER_8_Y = (
    2707385501144840649318225287225658788936804267575313519463743609750303402022,
    55188659117513257062467267217118295137698188065244968500265048394206261417927,
)
SMALL_ORDER_KEYS = frozenset(
    (y | sign << 255).to_bytes(KEY_BYTES, "little") for y in (0, 1, _P - 1, _P, _P + 1, *_ORDER_8_Y) for sign in (0, 1)
)


def encode_bytes(data: bytes) -> str:
    """Base64 (RFC 4648 section 4, padded)."""
    return base64.b64encode(data).decode("ascii")


def decode_bytes(text: Any, length: int | None = None) -> bytes:
    """ValueError unless `text` is exactly what `encode_bytes` writes, of `length` bytes when given."""
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, TypeError) as error:
        raise ValueError("not base64") from error
    if encode_bytes(data) != text or (length is not None and len(data) != length):
        raise ValueError("not base64 of the right length")
    return data


def decode_created(text: Any) -> str:
    """ValueError unless `text` is a moment as `new_identity` writes it."""
    if not isinstance(text, str) or datetime.strptime(text, _CREATED_FORM).replace(tzinfo=UTC).strftime(_CREATED_FORM) != text:
        raise ValueError("not a moment")
    return text
