"""Who learns here: the board, guests, the name that prints."""

import unicodedata
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from player.course.facts import EventKind
from player.errors import PlayerError, said
from player.services.cards import LearnerCard, learner_card
from player.services.pins import PICTURES, Pins, usable, usable_pictures
from player.services.register import Register

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.rows import LearnerRow

__all__ = ["LearnerCard", "Learners", "clean_name", "folded_name"]

LONGEST_NAME = 80  # characters, on the board
LONGEST_PRINTED_NAME = 120  # characters, on a certificate
GUEST = ("Guest", "feather", "slate")  # name, picture and tint


def clean_name(name: str) -> str:
    """NFC, without outer or doubled spaces and without characters that cannot be seen."""
    seen = "".join(c if unicodedata.category(c) not in {"Cc", "Zl", "Zp"} else " " for c in unicodedata.normalize("NFC", name))
    return " ".join(seen.split())


def folded_name(name: str) -> str:
    """Two names that fold alike are the same name on the board."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", clean_name(name)).casefold())


class Learners:
    """Every change is durable when it returns."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._pins = Pins(register)

    def all(self) -> tuple[LearnerCard, ...]:
        """Last seen first."""
        with self._register.store.reading() as tables:
            return tuple(learner_card(line, lock=line.lock) for line in tables.learners.lines())

    def get(self, learner_id: str) -> LearnerCard:
        """PlayerError when there is none."""
        with self._register.store.reading() as tables:
            row = tables.learners.get(learner_id)
            if row is None:
                raise _unknown(learner_id)
            return _card(tables, row)

    def find(self, name_or_id: str) -> LearnerCard:
        """By id, else by the name on the board (the guest's last). PlayerError when there is none."""
        if not self._register.is_there:
            raise _unknown(name_or_id)
        with self._register.store.reading() as tables:
            folded = folded_name(name_or_id)
            row = tables.learners.get(name_or_id) or tables.learners.named(folded)
            if row is None and folded == folded_name(GUEST[0]):
                row = tables.learners.guest()
            if row is None:
                raise _unknown(name_or_id)
            return _card(tables, row)

    def create(self, name: str, picture: str, tint: str) -> LearnerCard:
        """PlayerError when the name is empty, too long or taken."""
        return self._add(self.board_name(name), picture, tint, guest=False)

    def board_name(self, name: str) -> str:
        """The name as it will stand on the board. PlayerError when it cannot, or somebody has it already."""
        shown = clean_name(name)
        if not shown:
            raise PlayerError("A name is needed", "The name is empty.", "Type the name that should stand on the board.")
        if len(shown) > LONGEST_NAME:
            raise PlayerError(
                "The name is too long",
                said("The name has {n} characters; {most} fit on the board.", n=len(shown), most=LONGEST_NAME),
                "Shorten it.",
            )
        if "/" in shown or not folded_name(shown):
            raise PlayerError("The name cannot be used", said("“{name}” cannot stand on the board.", name=shown), "Use letters, spaces and hyphens.")
        if self._register.is_there:
            with self._register.store.reading() as tables:
                if tables.learners.named(folded_name(shown)) is not None:
                    raise _taken(shown)
        return shown

    def guest(self) -> LearnerCard:
        """The one guest of this installation; there from the first time on."""
        with self._register.store.reading() as tables:
            row = tables.learners.guest()
        return learner_card(row, lock="") if row else self._add(*GUEST, guest=True)

    def set_printed_name(self, learner_id: str, name: str) -> LearnerCard:
        """The name that prints on certificates, as the learner types it; recorded in the ledger."""
        printed = clean_name(name)
        if not printed:
            raise PlayerError("A name is needed", "The name for the certificate is empty.", "Type it as it should print.")
        if len(printed) > LONGEST_PRINTED_NAME:
            raise PlayerError(
                "The name is too long",
                said("The name has {n} characters; {most} fit on a certificate.", n=len(printed), most=LONGEST_PRINTED_NAME),
                "Shorten it.",
            )
        card = self.get(learner_id)
        if card.printed_name != printed:
            with self._register.recording(learner_id) as pen:
                pen.write(EventKind.NAME, data={"name": printed})
                pen.tables.learners.change(learner_id, printed_name=printed)
            self._register.generation += 1
        return self.get(learner_id)

    # A lock of one's own: a PIN, or pictures for those who do not read numbers

    def check_lock(self, learner_id: str, secret: str) -> LearnerCard:
        """The learner whose PIN it is, or whose pictures (as `pins.sequence` writes them). PinError when it is wrong, or tried again too soon;
        a learner without a lock needs none."""
        card = self.get(learner_id)
        if card.lock:
            self._pins.check(learner_id, secret)
        return card

    def set_pin(self, learner_id: str, pin: str, again: str, old: str = "") -> LearnerCard:
        """The first PIN, or another in place of the `old` lock. PlayerError when it cannot be used; PinError when `old` is wrong."""
        self._no_guest(learner_id)
        usable(pin, again, easy=True)
        return self._lock(learner_id, pin, old, None)

    def set_pictures(self, learner_id: str, pictures: Sequence[str], again: Sequence[str], old: str = "") -> LearnerCard:
        """The same with pictures (keys of `pins.LOCK_PICTURES`) in their order."""
        self._no_guest(learner_id)
        return self._lock(learner_id, usable_pictures(pictures, again), old, PICTURES)

    def _lock(self, learner_id: str, secret: str, old: str, kind: str | None) -> LearnerCard:
        self.check_lock(learner_id, old)
        with self._register.writing() as tables:
            self._pins.put(tables, learner_id, secret, kind=kind)
        return self.get(learner_id)

    def _no_guest(self, learner_id: str) -> None:
        if self.get(learner_id).guest:
            raise PlayerError("A guest has no PIN", "Everybody may be the guest.", "Give a name first.")

    def remove_lock(self, learner_id: str, old: str) -> LearnerCard:
        """PinError when `old` is wrong."""
        self.check_lock(learner_id, old)
        return self._forget(learner_id)

    def forget_lock(self, learner_id: str) -> LearnerCard:
        """A PIN, or pictures, that were forgotten. The caller has checked the trainer's proof."""
        return self._forget(learner_id)

    def _forget(self, learner_id: str) -> LearnerCard:
        with self._register.writing() as tables:
            tables.pins.remove(learner_id)
        return self.get(learner_id)

    def seen(self, learner_id: str) -> None:
        """The learner signed in: first on the board from now on."""
        with self._register.writing() as tables:
            tables.learners.change(learner_id, last_seen=self._register.believed_now(tables, learner_id))

    def _add(self, name: str, picture: str, tint: str, *, guest: bool) -> LearnerCard:
        from player.store.rows import LearnerRow

        folded = "\0guest" if guest else folded_name(name)
        with self._register.writing() as tables:
            if tables.learners.named(folded) is not None:
                raise _taken(name)
            row = LearnerRow(
                id=uuid.uuid4().hex, name=name, folded=folded, picture=picture, tint=tint, guest=guest, printed_name="",
                created_at=self._register.clock(), last_seen=None,
            )  # fmt: skip
            tables.learners.add(row)
        return learner_card(row, lock="")


def _taken(name: str) -> PlayerError:
    return PlayerError("The name is taken", said("“{name}” is on the board already.", name=name), "Choose that picture, or another name.")


def _card(tables: "Tables", row: "LearnerRow") -> LearnerCard:
    kept = tables.pins.get(row.id)
    return learner_card(row, lock=(kept.kind or "pin") if kept is not None else "")


def _unknown(name: str) -> PlayerError:
    return PlayerError("Nobody of that name", said("There is no learner “{name}” here.", name=name), "Look at the board for the names there are.")
