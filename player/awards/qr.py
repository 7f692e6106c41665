"""The code on the page: the signed facts themselves, so that paper can be checked with no network.

Layout, format 1 (big-endian), then base45 (RFC 9285) behind "GT1:", which a QR code takes in alphanumeric mode:

    1   format (1)
    1   bits 0-1 level, 2 provisional, 3 name cut, 4 title cut, 5 voucher
    5   certificate number, its 40 bits
    3   day earned, counted from 0001-01-01 as 1 (a device's clock may well say 1970)
    1   score in percent, rounded down; 255 = none
    16  first half of the SHA-256 of the facts document
    33  the device's public key, P-256, compressed
    1+n learner's name, UTF-8
    1+m course title, UTF-8; of a voucher what it is for
    64  raw ECDSA P-256 signature by the device over "greentick code" and all of the above
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec

from player.awards.facts import CertificateFacts, Level, percent
from player.awards.letters import clusters
from player.awards.number import number_text, number_value
from player.signing.device import COMPRESSED_KEY, RAW_SIGNATURE, Device, key_fingerprint, public_key, signature_fits

PREFIX = "GT1:"
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
FORMAT = 1
LARGEST_VERSION = 10  # with error correction M: 311 alphanumeric characters
_CHARACTERS = 311
_BYTES = (_CHARACTERS - len(PREFIX)) // 3 * 2
_FIXED = 1 + 1 + 5 + 3 + 1 + 16 + COMPRESSED_KEY + 2 + RAW_SIGNATURE
ROOM = _BYTES - _FIXED  # bytes for name and title together
_DOMAIN = b"greentick code\0"
_NO_SCORE = 255
_LEVELS = tuple(Level)
Matrix = tuple[bytes, ...]  # rows of 0 and 1, no quiet zone


@dataclass(frozen=True, slots=True)
class QrFacts:
    """What the code says. A long name or title is cut; `digest` still stands for all of the facts."""

    number: str
    level: Level
    provisional: bool
    name: str
    name_cut: bool
    title: str
    title_cut: bool
    earned_on: str
    percent: int | None
    digest: bytes
    key: bytes
    voucher: bool = False

    @property
    def key_fingerprint(self) -> str:
        return key_fingerprint(public_key(self.key))


def make_code(facts: CertificateFacts, document: bytes, device: Device) -> str:
    """The text of the code; `document` is the facts document. Always fits into a QR code of version 10, level M."""
    name, title = _shared(facts.learner.name, facts.headline)
    score = facts.result.score
    value = number_value(facts.number)
    days = date.fromisoformat(facts.result.earned_on).toordinal()
    if value is None:
        raise ValueError("the number is no certificate number")
    flags = facts.level.rank | facts.provisional << 2 | (name != facts.learner.name) << 3 | (title != facts.headline) << 4
    flags |= facts.is_voucher << 5
    parts = [bytes((FORMAT, flags)), value.to_bytes(5, "big"), days.to_bytes(3, "big"), bytes([_NO_SCORE if score is None else percent(score)])]
    parts += [hashlib.sha256(document).digest()[:16], device.public_point]
    for text in (name.encode(), title.encode()):
        parts += [bytes([len(text)]), text]
    body = b"".join(parts)
    return PREFIX + base45(body + device.sign(_DOMAIN + body))


def read_code(text: str) -> QrFacts:
    """The facts of a code whose own signature fits. Raises ValueError with the reason otherwise."""
    if not text.startswith(PREFIX):
        raise ValueError("this is not the code of a certificate")
    data = unbase45(text.removeprefix(PREFIX))
    if len(data) < _FIXED or data[0] != FORMAT or data[1] > 63:
        raise ValueError("the code is damaged or of a newer kind")
    body, signature = data[:-RAW_SIGNATURE], data[-RAW_SIGNATURE:]
    digest, key = body[11:27], body[27 : 27 + COMPRESSED_KEY]
    if not signature_fits(public_key(key), signature, _DOMAIN + body):
        raise ValueError("the code's signature does not fit what it says")
    at, texts = 27 + COMPRESSED_KEY, []
    for _ in range(2):
        length = body[at] if at < len(body) else 0
        texts.append(body[at + 1 : at + 1 + length].decode("utf-8"))
        at += 1 + length
    if at != len(body) or data[1] & 3 >= len(_LEVELS):
        raise ValueError("the code's fields do not fit its length")
    day = date.fromordinal(int.from_bytes(body[7:10], "big")).isoformat()
    score = None if body[10] == _NO_SCORE else body[10]
    flags = data[1]
    return QrFacts(number_text(int.from_bytes(body[2:7], "big")), _LEVELS[flags & 3], bool(flags & 4), texts[0], bool(flags & 8), texts[1],
                   bool(flags & 16), day, score, digest, key, bool(flags & 32))  # fmt: skip


def differences(code: QrFacts, facts: CertificateFacts, document: bytes, key: ec.EllipticCurvePublicKey) -> list[str]:
    """Which fields of the code say something else than the signed facts and their signer: "key", "name", …"""
    name, title = _shared(facts.learner.name, facts.headline)
    score = facts.result.score
    said = {
        "key": (code.key_fingerprint, key_fingerprint(key)),
        "number": (code.number, facts.number),
        "name": (code.name, name),
        "course": (code.title, title),
        "earned": (code.earned_on, facts.result.earned_on),
        "level": ((code.level, code.provisional), (facts.level, facts.provisional)),
        "result": (code.percent, None if score is None else percent(score)),
        "facts": ((code.digest, code.voucher), (hashlib.sha256(document).digest()[:16], facts.is_voucher)),
    }
    return [field for field, (one, other) in said.items() if one != other]


@lru_cache(maxsize=8)
def matrix(code: str, mask: int | None = None) -> Matrix:
    """The modules of the QR code, error correction M; `mask` None takes the one the standard asks for (ISO/IEC 18004 7.8)."""
    import segno

    made = segno.make(code, error="m", boost_error=False, micro=False, mode="alphanumeric", mask=mask)
    if int(made.version) > LARGEST_VERSION:
        raise ValueError("the code is too long")
    return tuple(bytes(row) for row in made.matrix)


def mask_of(modules: Matrix) -> int:
    """Which mask a drawn code says it has (ISO/IEC 18004 7.9.1: format bits 12 to 10, beside the upper left finder)."""
    return (modules[8][2] << 2 | modules[8][3] << 1 | modules[8][4]) ^ 0b101


def is_code(modules: Matrix, code: str) -> bool:
    """Whether the drawn modules are exactly the code of this text."""
    try:
        return len(modules) > 8 and len(modules[8]) == len(modules) and matrix(code, mask_of(modules)) == modules
    except ValueError:
        return False


def base45(data: bytes) -> str:
    """RFC 9285."""
    out = []
    for at in range(0, len(data) - 1, 2):
        high, low = divmod(data[at] << 8 | data[at + 1], 45 * 45)
        out += [BASE45[low % 45], BASE45[low // 45], BASE45[high]]
    if len(data) & 1:
        out += [BASE45[data[-1] % 45], BASE45[data[-1] // 45]]
    return "".join(out)


def unbase45(text: str) -> bytes:
    """RFC 9285. Raises ValueError for anything that `base45` does not write."""
    if len(text) > _CHARACTERS or len(text) % 3 == 1:
        raise ValueError("the code has a wrong length")
    values, out = [BASE45.find(c) for c in text], bytearray()
    for at in range(0, len(values), 3):
        group = values[at : at + 3]
        number = sum(value * 45**place for place, value in enumerate(group))
        size = len(group) - 1
        if min(group) < 0 or number >= 1 << 8 * size:
            raise ValueError("the code has a wrong character")
        out += number.to_bytes(size, "big")
    return bytes(out)


def _shared(name: str, title: str) -> tuple[str, str]:
    """Name and title cut to fit together: the name goes first, but leaves 24 bytes to a title that needs them."""
    for_title = min(24, len(title.encode()))
    name = _cut(name, ROOM - for_title)
    return name, _cut(title, ROOM - len(name.encode()))


def _cut(text: str, room: int) -> str:
    """As many whole characters as fit into `room` bytes of UTF-8."""
    used, kept = 0, []
    for cluster in clusters(text):
        used += len(cluster.encode())
        if used > room:
            break
        kept.append(cluster)
    return "".join(kept)
