"""PINs, passphrases and recovery codes: one spelling however they are typed, kept as argon2id hashes only (RFC 9106)."""

import secrets
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

FEWEST_DIGITS, MOST_DIGITS = 4, 12
SHORTEST_PHRASE, LONGEST_PHRASE = 8, 128  # characters
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that reads like something else
CODE_GROUPS, GROUP = 5, 4  # 100 bits
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True, slots=True)
class PinCost:
    """What one guess costs: RFC 9106 section 4, the second recommended option. Each hash keeps its own, so that a check needs none."""

    memory: int = 65536  # KiB
    passes: int = 3
    lanes: int = 4


def clean_pin(typed: str) -> str:
    """The same text from every keyboard: NFKC, any script's digits as 0 to 9, nothing around it."""
    text = unicodedata.normalize("NFKC", typed).strip()
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def pin_fault(typed: str) -> str:
    """"" for one that can be used, else "short", "long" or "letters" (digits and something else, too short for a passphrase)."""
    pin = clean_pin(typed)
    if len(pin) > LONGEST_PHRASE or (pin.isdecimal() and len(pin) > MOST_DIGITS):
        return "long"
    if pin.isdecimal():
        return "" if len(pin) >= FEWEST_DIGITS else "short"
    if len(pin) >= SHORTEST_PHRASE:
        return ""
    return "letters" if pin else "short"


def is_too_easy(typed: str) -> bool:
    """One letter again and again, or digits that only count up or down."""
    pin = clean_pin(typed)
    if len(set(pin)) <= 1:
        return True
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)} if pin.isdecimal() else set()
    return steps in ({1}, {9})


def hash_pin(typed: str, cost: PinCost | None = None) -> str:
    """An encoded argon2id hash with its own salt; takes some tens of milliseconds and 64 MB by design."""
    from argon2 import PasswordHasher

    cost = cost or PinCost()
    return PasswordHasher(cost.passes, cost.memory, cost.lanes).hash(clean_pin(typed))


def is_pin(kept: str, typed: str) -> bool:
    """Whether it is the one of which that hash was made. False too for a hash that cannot be read."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(kept, clean_pin(typed))
    except (Argon2Error, InvalidHashError):
        return False


def new_code() -> str:
    """A recovery code to print: "7K2M-Q9XT-04RB-H3ND-W8ZC"."""
    return "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(GROUP)) for _ in range(CODE_GROUPS))


def clean_code(typed: str) -> str:
    """The code however it was copied from paper: any case, with or without hyphens, O for 0, I or L for 1."""
    text = clean_pin(typed).upper().translate(_ALIKE)
    letters = "".join(letter for letter in text if letter in CODE_LETTERS)
    return "-".join(letters[at:at + GROUP] for at in range(0, len(letters), GROUP))
