"""Certificate numbers as people read them out: GT-7K4M-92QX-D3, where D3 finds every slip of the pen."""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
_READ_AS = str.maketrans("OIL", "011")
_BITS = 40
#: A prime above 31, and 32 has a long order modulo it: one wrong character or two swapped ones always change the check.
_PRIME = 1021


def certificate_number(seed: bytes) -> str:
    """The number that belongs to `seed` (whatever makes this certificate unlike all others); the same for the same seed."""
    value = int.from_bytes(hashlib.sha256(b"greentick certificate number\0" + seed).digest()[: _BITS // 8], "big")
    return _written(value)


def number_value(text: str) -> int | None:
    """The 40 bits of a number as somebody typed it (small letters, O for 0, spaces), None when its check does not fit."""
    plain = text.upper().replace(" ", "").replace("-", "").removeprefix("GT").translate(_READ_AS)
    if len(plain) != 10 or any(c not in ALPHABET for c in plain):
        return None
    value = _read(plain[:8])
    return value if _read(plain[8:]) == value % _PRIME else None


def number_text(value: int) -> str:
    """The number of 40 bits. Raises ValueError when there are more."""
    if not 0 <= value < 1 << _BITS:
        raise ValueError("a certificate number has 40 bits")
    return _written(value)


def _written(value: int) -> str:
    digits = _letters(value, 8) + _letters(value % _PRIME, 2)
    return f"GT-{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def _letters(value: int, count: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(count)))


def _read(text: str) -> int:
    value = 0
    for c in text:
        value = value << 5 | ALPHABET.index(c)
    return value
