"""PINs that somebody has to know: kept as hashes; after wrong tries the wait grows, and a restart does not shorten it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from player.errors import PlayerError, said
from player.services.register import Register

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.rows import PinRow

PICTURES = "pictures"  # the kind of a lock that is a sequence of them
LOCK_PICTURES = ("sun", "house", "key", "tree", "fish", "bird", "cat", "car", "book", "music", "apple", "umbrella")
SEQUENCE = 4  # pictures, each of them as often as one likes: 20,736 sequences, twice as many as PINs of four digits
FREE_TRIES = 3  # wrong ones without a wait: fingers slip
FIRST_WAIT_MS, LONGEST_WAIT_MS = 5_000, 15 * 60_000


class PinError(PlayerError):
    """Not let in. `wait_ms`: how long until the next try is looked at, 0 for at once."""

    def __init__(self, title: str, message: str, hint: str, wait_ms: int = 0) -> None:
        super().__init__(title, message, hint)
        self.wait_ms = wait_ms


def wait_after(wrong: int) -> int:
    """In ms: none after the first wrong tries, then 5 s, doubled with each, at most a quarter of an hour."""
    over = wrong - FREE_TRIES
    return 0 if over < 0 else min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(over, 20))


class Pins:
    """`whose` is "trainer", "recovery" or a learner's id."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def is_set(self, whose: str) -> bool:
        if not self._register.is_there:
            return False
        with self._register.store.reading() as tables:
            return tables.pins.get(whose) is not None

    def name(self, whose: str) -> str:
        """Who signs by it, "" for nobody."""
        if not self._register.is_there:
            return ""
        with self._register.store.reading() as tables:
            row = tables.pins.get(whose)
        return row.name if row else ""

    def wait(self, whose: str) -> int:
        """Ms until the next try is looked at."""
        with self._register.store.reading() as tables:
            row = tables.pins.get(whose)
        return _left(row, self._register.clock()) if row else 0

    def check(self, whose: str, typed: str) -> None:
        """PinError when it is wrong, not set, or tried again too soon. A try is counted before it is looked at: ending the program in
        between helps nobody."""
        from player.signing.pins import is_pin

        if not typed.strip():
            raise PinError("A PIN is needed", "Nothing was typed.", "Type the PIN.")
        now = self._register.clock()
        with self._register.writing() as tables:
            row = tables.pins.get(whose)
            if row is None:
                raise PinError("No PIN is set", "There is no PIN to compare with.", "Set one in the settings.")
            pictures = row.kind == PICTURES
            left = _left(row, now)
            if not left:
                tables.pins.change(whose, wrong=row.wrong + 1, tried_at=now)
            elif now < row.tried_at:
                tables.pins.change(whose, tried_at=now)  # the clock was set back: the wait begins anew, or it would never end
        if left:
            raise PinError("Too many wrong tries", said("The next try is looked at in {left}.", left=_time(left)), "Wait until then.", left)
        if not is_pin(row.hash, typed):
            left = wait_after(row.wrong + 1)
            hint = said("The next try is looked at in {left}.", left=_time(left)) if left else "Try again."
            if pictures:
                raise PinError("These are not the pictures", "Other pictures were chosen, or in another order.", hint, left)
            raise PinError("This is not the PIN", "What was typed is wrong.", hint, left)
        with self._register.writing() as tables:
            tables.pins.change(whose, wrong=0)

    def put(self, tables: "Tables", whose: str, typed: str, name: str = "", kind: str | None = None) -> None:
        """Within a transaction of the caller: a new one, or another in place of the old. `kind` is "pictures" for a sequence of pictures."""
        from player.signing.pins import hash_pin
        from player.store.rows import PinRow

        kept = hash_pin(typed, self._register.pin_cost)
        row = PinRow(whose=whose, name=name, hash=kept, wrong=0, tried_at=0, set_at=self._register.clock(), kind=kind)
        tables.pins.put(row)


def usable(typed: str, again: str, *, easy: bool) -> None:
    """PlayerError unless it can be a PIN, and both are the same; `easy` ones ("1111", "1234") are for whoever guards nothing but a name."""
    from player.signing.pins import FEWEST_DIGITS, LONGEST_PHRASE, MOST_DIGITS, SHORTEST_PHRASE, clean_pin, is_too_easy, pin_fault

    fault = pin_fault(typed)
    if fault:
        sizes = said(
            "Use {fewest} to {most} digits, or a passphrase of {shortest} to {longest} characters.",
            fewest=FEWEST_DIGITS,
            most=MOST_DIGITS,
            shortest=SHORTEST_PHRASE,
            longest=LONGEST_PHRASE,
        )
        raise PlayerError("This PIN cannot be used", "The PIN is too long." if fault == "long" else "The PIN is too short.", sizes)
    if not easy and is_too_easy(typed):
        raise PlayerError("This PIN cannot be used", "The PIN is the first that anybody would try.", "Do not repeat one digit, and do not count.")
    if clean_pin(typed) != clean_pin(again):
        raise PlayerError("The PINs differ", "What was typed the second time is another PIN.", "Type the same PIN twice.")


def usable_pictures(pictures: Sequence[str], again: Sequence[str]) -> str:
    """What is kept of them. PlayerError unless there are enough, and both sequences are the same."""
    if len(pictures) != SEQUENCE or any(picture not in LOCK_PICTURES for picture in pictures):
        raise PlayerError("These pictures cannot be used", said("{n} pictures are wanted, one after the other.", n=SEQUENCE), "Choose again.")
    if len(set(pictures)) == 1:
        raise PlayerError("These pictures cannot be used", "It is one picture again and again: the first that anybody would try.", "Choose others.")
    if list(pictures) != list(again):
        raise PlayerError("The pictures differ", "Other pictures were chosen the second time, or in another order.", "Choose the same ones twice.")
    return sequence(pictures)


def sequence(pictures: Sequence[str]) -> str:
    """A sequence of pictures as a secret that can be checked: their keys in order."""
    return " ".join(pictures)


def _left(row: "PinRow", now: int) -> int:
    wait = wait_after(row.wrong)
    return max(0, min(wait, row.tried_at + wait - now))


def _time(ms: int) -> str:
    seconds = -(-ms // 1000)
    return said("{n} s", n=seconds) if seconds < 120 else said("{n} min", n=-(-seconds // 60))
