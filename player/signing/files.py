"""The two files of an identity: NAME.key (secret, wrapped under a passphrase) and NAME.identity (the public card)."""

import hashlib
import os
import re
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from player.errors import PlayerError
from player.signing.canonical import canonical, read_canonical
from player.signing.envelope import IDENTITY_CARD
from player.signing.keys import (
    ALGORITHM,
    KEY_BYTES,
    SIGNATURE_BYTES,
    Card,
    Identity,
    checked_name,
    decode_bytes,
    decode_created,
    encode_bytes,
    fingerprint,
    is_signed_by,
    signed_message,
)

KEY_SUFFIX = ".key"
CARD_SUFFIX = ".identity"
FILE_BYTES_MAX = 16 * 1024

# RFC 9106 section 4, second recommended option: 64 MiB, 3 passes, 4 lanes.
ARGON2_MEMORY_KIB = 64 * 1024
ARGON2_PASSES = 3
ARGON2_LANES = 4
ARGON2_MEMORY_KIB_MAX = 1024 * 1024  # what a key file may ask for: a hostile one must not eat the machine
ARGON2_PASSES_MAX = 16
ARGON2_LANES_MAX = 16

_SALT_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_FORMAT = 1
_KEY_KIND = "greentick secret key"
_CARD_KIND = "greentick identity"
_CARD_FIELDS = {"algorithm", "created", "fingerprint", "format", "key", "kind", "name", "signature"}
_KEY_FIELDS = {"algorithm", "cipher", "created", "format", "kdf", "key", "kind", "name", "passphrase", "secret"}
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)


def write_identity(identity: Identity, folder: Path, passphrase: str) -> tuple[Path, Path]:
    """Writes NAME.key and NAME.identity, in this order; never over an existing file. Returns both paths."""
    stem = _file_stem(identity.name)
    key_path, card_path = folder / (stem + KEY_SUFFIX), folder / (stem + CARD_SUFFIX)
    for path in (key_path, card_path):
        if path.exists():
            raise PlayerError("The file is there already", f"{path} exists.", "A key is never overwritten: choose another name or folder.")
    _write(key_path, key_bytes(identity, passphrase))
    _write(card_path, card_bytes(identity))
    return key_path, card_path


def read_card(path: Path) -> Card:
    """The public card. PlayerError unless it is complete, canonical and signed by the key that it shows."""
    return _card(_read(path, CARD_SUFFIX), path)


def card_of_key(path: Path) -> Card:
    """The public half that a key file tells without its passphrase."""
    fields = _key_fields(_read(path, KEY_SUFFIX), path)
    return Card(fields["name"], decode_bytes(fields["key"]), fields["created"])


def needs_passphrase(path: Path) -> bool:
    """Whether a key file was written with a passphrase."""
    return bool(_key_fields(_read(path, KEY_SUFFIX), path)["passphrase"])


def read_key(path: Path, passphrase: str = "") -> Identity:
    """The identity in a key file. PlayerError when the passphrase is wrong or the file is not a sound key."""
    fields = _key_fields(_read(path, KEY_SUFFIX), path)
    card = Card(fields["name"], decode_bytes(fields["key"]), fields["created"])
    kdf, cipher = fields["kdf"], fields["cipher"]
    wrapping = _wrapping_key(passphrase, decode_bytes(kdf["salt"]), kdf["memory_kib"], kdf["passes"], kdf["lanes"])
    try:
        seed = AESGCM(wrapping).decrypt(decode_bytes(cipher["nonce"]), decode_bytes(fields["secret"]), _bound(fields))
    except InvalidTag:
        if fields["passphrase"] and not passphrase:
            raise PlayerError(
                "A passphrase is needed", f"{path.name} is protected by a passphrase.", "Give it when asked, or with --passphrase-file."
            ) from None
        raise PlayerError(
            "The key does not open",
            f"The passphrase does not open {path.name}, or the file was changed.",
            "Type the passphrase again, or take your copy of the key.",
        ) from None
    if Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw() != card.key:
        raise _not_a_key(path, "its secret does not belong to its public key")
    return Identity(card, seed)


def key_bytes(identity: Identity, passphrase: str) -> bytes:
    """The key file. An empty passphrase is allowed and marked, so that nobody is asked for one."""
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    fields: dict[str, Any] = {
        "algorithm": ALGORITHM,
        "cipher": {"name": "AES-256-GCM", "nonce": encode_bytes(nonce)},
        "created": identity.card.created,
        "format": _FORMAT,
        "kdf": {
            "lanes": ARGON2_LANES,
            "memory_kib": ARGON2_MEMORY_KIB,
            "name": "argon2id",
            "passes": ARGON2_PASSES,
            "salt": encode_bytes(salt),
        },
        "key": encode_bytes(identity.card.key),
        "kind": _KEY_KIND,
        "name": identity.name,
        "passphrase": bool(passphrase),
    }
    wrapping = _wrapping_key(passphrase, salt, ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES)
    fields["secret"] = encode_bytes(AESGCM(wrapping).encrypt(nonce, identity.seed, _bound(fields)))
    return canonical(fields) + b"\n"


def card_bytes(identity: Identity) -> bytes:
    """The card file, signed by its own key: it proves that who made it holds the secret."""
    fields = _card_fields(identity.card)
    signature = identity.sign(IDENTITY_CARD, canonical(fields))
    return canonical(fields | {"signature": encode_bytes(signature)}) + b"\n"


def _card_fields(card: Card) -> dict[str, Any]:
    return {
        "algorithm": ALGORITHM,
        "created": card.created,
        "fingerprint": card.fingerprint,
        "format": _FORMAT,
        "key": encode_bytes(card.key),
        "kind": _CARD_KIND,
        "name": card.name,
    }


def _card(data: bytes, path: Path) -> Card:
    fields = _fields(data, path, _CARD_KIND, _CARD_FIELDS)
    try:
        card = Card(checked_name(fields["name"]), decode_bytes(fields["key"], KEY_BYTES), decode_created(fields["created"]))
        signature = decode_bytes(fields["signature"], SIGNATURE_BYTES)
    except (ValueError, TypeError, AttributeError, PlayerError):
        raise _not_a_key(path, "a field of it is not well formed") from None
    if fields["fingerprint"] != fingerprint(card.key) or fields["name"] != card.name:
        raise _not_a_key(path, "its fingerprint or name does not fit its key")
    if not is_signed_by(card.key, signature, signed_message(IDENTITY_CARD, card.name, card.key, canonical(_card_fields(card)))):
        raise _not_a_key(path, "its own signature does not fit: it was changed")
    return card


def _key_fields(data: bytes, path: Path) -> dict[str, Any]:
    """The fields of a key file, each checked for shape and bounds."""
    fields = _fields(data, path, _KEY_KIND, _KEY_FIELDS)
    kdf, cipher = fields["kdf"], fields["cipher"]
    try:
        sound = (
            set(kdf) == {"lanes", "memory_kib", "name", "passes", "salt"}
            and set(cipher) == {"name", "nonce"}
            and kdf["name"] == "argon2id"
            and cipher["name"] == "AES-256-GCM"
            and isinstance(fields["passphrase"], bool)
            and all(type(kdf[key]) is int for key in ("lanes", "memory_kib", "passes"))
            and 1 <= kdf["lanes"] <= ARGON2_LANES_MAX
            and 8 * kdf["lanes"] <= kdf["memory_kib"] <= ARGON2_MEMORY_KIB_MAX
            and 1 <= kdf["passes"] <= ARGON2_PASSES_MAX
            and checked_name(fields["name"]) == fields["name"]
        )
        decode_bytes(kdf["salt"], _SALT_BYTES)
        decode_bytes(cipher["nonce"], _NONCE_BYTES)
        decode_bytes(fields["secret"], KEY_BYTES + _TAG_BYTES)
        decode_bytes(fields["key"], KEY_BYTES)
        decode_created(fields["created"])
    except (ValueError, TypeError, AttributeError, KeyError, PlayerError):
        sound = False
    if not sound:
        raise _not_a_key(path, "a field of it is not well formed")
    return fields


def _fields(data: bytes, path: Path, kind: str, names: set[str]) -> dict[str, Any]:
    try:
        fields = read_canonical(data.removesuffix(b"\n"))
    except ValueError:
        raise _not_a_key(path, "it is not the JSON that an identity is written in") from None
    if fields.get("kind") != kind:
        raise _not_a_key(path, f"it is not a {kind}")
    if fields.get("format") != _FORMAT or type(fields["format"]) is not int:
        raise PlayerError(
            "Made by a newer version", f"{path.name} was made by a newer version of Greentick.", "Update Greentick to use it."
        )
    if set(fields) != names or fields["algorithm"] != ALGORITHM:
        raise _not_a_key(path, "its fields are not those of an identity")
    return fields


def _bound(fields: dict[str, Any]) -> bytes:
    """What the cipher authenticates beside the secret: every other field."""
    return canonical({name: value for name, value in fields.items() if name != "secret"})


def _wrapping_key(passphrase: str, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    return hash_secret_raw(passphrase.encode("utf-8"), salt, passes, memory_kib, lanes, 32, Type.ID)


def _file_stem(name: str) -> str:
    """`name` as a file name on every system."""
    stem = re.sub(r'[<>:"/\\|?*]', "-", name).rstrip(". ")[:80].rstrip(". ")
    if not stem.strip("-."):
        raise PlayerError(
            "The name makes no file name", f"No file can be named after the identity {name!r}.", "Give a name with letters or digits."
        )
    return "_" + stem if _WINDOWS_DEVICE.match(stem) or stem.startswith(".") else stem


def _read(path: Path, suffix: str) -> bytes:
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "not there"
            raise PlayerError("No such identity", f"{path} is {what}.", f"Give a file that ends in {suffix}.")
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise PlayerError(
            "The file cannot be read", f"{path} cannot be read: {error.strerror}.", "Check the medium and the permissions."
        ) from error
    if len(data) > FILE_BYTES_MAX:
        raise _not_a_key(path, "it is far too large")
    return data


def _write(path: Path, data: bytes) -> None:
    """Beside, flushed, then put in place; readable by its owner alone where the system knows owners."""
    beside = path.with_name(f".{path.name}.{hashlib.sha256(data).hexdigest()[:8]}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise PlayerError(
            "The file cannot be written", f"{path} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error


def _not_a_key(path: Path, why: str) -> PlayerError:
    return PlayerError(
        "This is no sound identity file",
        f"{path.name} cannot be used: {why}.",
        "Take your copy of the file, or ask its owner for it again.",
    )
