"""The trainer's PIN on this machine: set, changed, asked; a proof of it for what only a trainer may do."""

from dataclasses import dataclass

from player.course.facts import Json
from player.errors import PlayerError, said
from player.services.learners import clean_name
from player.services.pins import PinError, Pins, usable
from player.services.register import Register

__all__ = ["PinError", "Proof", "ProofError", "Trainer", "Warrant"]

TRAINER, RECOVERY = "trainer", "recovery"
VALID_MS = 10 * 60_000  # a sheet that was left open proves nothing any more
LONGEST_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class Proof:
    """The trainer's PIN was typed at `at` (ms UTC). `by` is the name that stands in the evidence."""

    by: str
    at: int

    def record(self) -> dict[str, Json]:
        """As an entry of the learning record tells it."""
        return {"proof": "pin", "pin_at": self.at}


@dataclass(frozen=True, slots=True)
class Warrant:
    """A signed file of the course's publisher or a delegate, which was checked. `key` is the signer's fingerprint, `file` the file's own
    one-time id."""

    by: str
    key: str
    file: str

    def record(self) -> dict[str, Json]:
        """As an entry of the learning record tells it."""
        return {"proof": "file", "key": self.key, "file": self.file}


class ProofError(PlayerError):
    """The PIN has to be typed again."""

    def __init__(self) -> None:
        super().__init__("The trainer's PIN is needed", "It was not typed, or too long ago.", "Type it again.")


class Trainer:
    """Every change is durable when it returns. Made for one trainer's PIN per machine."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._pins = Pins(register)

    @property
    def is_set(self) -> bool:
        return self._pins.is_set(TRAINER)

    @property
    def name(self) -> str:
        """As it stands in the evidence, "" before a PIN is set."""
        return self._pins.name(TRAINER)

    def wait_ms(self) -> int:
        """Until the next try is looked at."""
        return self._pins.wait(TRAINER) if self.is_set else 0

    def set_pin(self, name: str, pin: str, again: str, proof: Proof | None = None) -> str:
        """The first PIN, or with a proof another one; returns the recovery code, which is kept nowhere: show it once, and let it be printed.
        PlayerError when the PIN or the name cannot be used, or when there is a PIN and no proof."""
        if self.is_set:
            self.require(proof)
        return self._put(name, pin, again)

    def recover(self, code: str, pin: str, again: str) -> str:
        """The recovery code in place of a forgotten PIN: sets another one, and returns the next recovery code. PinError when the code is wrong."""
        from player.signing.pins import clean_code

        usable(pin, again, easy=False)
        self._pins.check(RECOVERY, clean_code(code) or code)
        return self._put(self.name, pin, again)

    def check(self, pin: str) -> Proof:
        """PinError when it is wrong, or tried again too soon."""
        self._pins.check(TRAINER, pin)
        return Proof(self.name, self._register.clock())

    def require(self, proof: Proof | None) -> None:
        """ProofError unless the PIN was typed a short while ago."""
        age = self._register.clock() - proof.at if proof is not None else VALID_MS
        if proof is None or not -VALID_MS < age < VALID_MS:
            raise ProofError

    def _put(self, name: str, pin: str, again: str) -> str:
        from player.signing.pins import new_code

        shown = clean_name(name)
        if not shown:
            raise PlayerError("A name is needed", "The trainer's name is empty.", "Type it as it should stand in the records.")
        if len(shown) > LONGEST_NAME:
            raise PlayerError(
                "The name is too long",
                said("The name has {n} characters; {most} are kept.", n=len(shown), most=LONGEST_NAME),
                "Shorten it.",
            )
        usable(pin, again, easy=False)
        code = new_code()
        with self._register.writing() as tables:
            self._pins.put(tables, TRAINER, pin, shown)
            self._pins.put(tables, RECOVERY, code)
        return code
