"""Vouchers: which were earned here, whether one that is shown is good, and that each is redeemed once on this machine."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from player.course.facts import EventKind, Json
from player.errors import PlayerError, said
from player.services.register import Register
from player.services.trainer import Proof, Trainer

if TYPE_CHECKING:
    from player.store.rows import RedemptionRow

LARGEST = 64 << 20  # bytes of a file that is looked at


@dataclass(frozen=True, slots=True)
class Voucher:
    """One that was earned here. `name` as it is printed, else that of the board. Times in ms UTC."""

    number: str
    title: str
    course: str
    name: str
    earned_at: int
    printed: bool
    redeemed_at: int | None
    redeemed_by: str


@dataclass(frozen=True, slots=True)
class Redemption:
    number: str
    title: str
    name: str
    course: str
    device: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A voucher that somebody shows. `how` it is known: "here" (it was earned on this machine), "file" or "code" (its seal holds; whether
    the machine that made it can be trusted is for the trainer to say). `redeemed` None: not on this machine."""

    number: str
    title: str
    name: str
    course: str
    device: str
    earned_on: str
    how: str
    redeemed: Redemption | None


class Vouchers:
    """Every change is durable when it returns. Behind the trainer's PIN: ProofError without it."""

    def __init__(self, register: Register, trainer: Trainer) -> None:
        self._register, self._trainer = register, trainer

    def earned(self, proof: Proof) -> tuple[Voucher, ...]:
        """Latest first."""
        self._trainer.require(proof)
        with self._register.store.reading() as tables:
            lines = tables.awards.vouchers()
        return tuple(
            Voucher(one.number, one.title, one.course, one.printed_name or one.name, one.earned_at, one.issued_at is not None, one.redeemed_at,
                    one.redeemed_by)
            for one in lines
        )  # fmt: skip

    def redemptions(self, proof: Proof) -> tuple[Redemption, ...]:
        """Everything that was redeemed on this machine, latest first."""
        self._trainer.require(proof)
        with self._register.store.reading() as tables:
            return tuple(Redemption(one.number, one.title, one.name, one.course, one.device, one.at, one.by) for one in tables.outbox.redemptions())

    def look_up(self, proof: Proof, typed: str) -> Shown:
        """By the number as somebody typed it, or by what a scanner reads from the code. PlayerError when it is none that can be known."""
        from player.awards import qr
        from player.awards.number import number_text, number_value

        self._trainer.require(proof)
        text = typed.strip()
        if text.startswith(qr.PREFIX):
            try:
                code = qr.read_code(text)
            except ValueError as error:
                raise PlayerError("No voucher", "The code is damaged, or its seal does not hold.", "Scan it again, or open the file.") from error
            if not code.voucher:
                raise PlayerError("No voucher", said("The code belongs to a certificate of {name}, not to a voucher.", name=code.name), "")
            known = self._here(code.number)
            return known or self._shown(code.number, code.title, code.name, "", "", code.earned_on, "code")
        value = number_value(text)
        if value is None:
            raise PlayerError("No such number", said("“{text}” is no number of a voucher: look at every character.", text=text[:40]),
                              "It looks like GT-7K4M-92QX-D3.")  # fmt: skip
        number = number_text(value)
        if (known := self._here(number)) is not None:
            return known
        with self._register.store.reading() as tables:
            row = tables.outbox.redemption(number)
        if row is not None:
            return self._shown(number, row.title, row.name, row.course, row.device, "", row.how)
        raise PlayerError("Not known here", said("No voucher {number} was earned on this computer.", number=number),
                          "A number alone proves nothing here: scan its code, or open its file.")  # fmt: skip

    def look_up_file(self, proof: Proof, path: Path) -> Shown:
        """By its PDF. PlayerError when it is none, was changed, or cannot be read."""
        from player.awards.verify import verify_certificate

        self._trainer.require(proof)
        try:
            data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        except OSError as error:
            raise PlayerError("The file cannot be read", said("{path} cannot be read ({why}).", path=path, why=error.strerror or error),
                              "Choose the file again.") from error  # fmt: skip
        verdict = verify_certificate(data)
        if not verdict.valid or verdict.facts is None:
            raise PlayerError("Not valid", verdict.reason, verdict.hint)
        facts = verdict.facts
        if not facts.is_voucher:
            raise PlayerError("No voucher", said("{file} is a certificate, not a voucher.", file=path.name), "")
        return self._here(facts.number) or self._shown(facts.number, facts.award.title, facts.learner.name, facts.course.title, facts.device.name,
                                                       facts.result.earned_on, "file")  # fmt: skip

    def redeem(self, proof: Proof, shown: Shown) -> Redemption:
        """Once: PlayerError that says when and by whom, the second time. What was earned here is told in the learner's record too."""
        self._trainer.require(proof)
        with self._register.store.reading() as tables:
            lines = tables.awards.vouchers(shown.number)
        if not lines and shown.how == "here":
            raise PlayerError("Not known here", said("No voucher {number} was earned on this computer.", number=shown.number), "Look it up again.")
        if lines:
            with self._register.recording(lines[0].learner) as pen:
                now, tables = pen.now, pen.tables
                self._once(tables.outbox.redemption(shown.number))
                told: dict[str, Json] = {"award": lines[0].award, "number": shown.number, "by": proof.by, "proof": "pin", "pin_at": proof.at}
                pen.write(EventKind.REDEEMED, data=told, signed=True, enrolment=(lines[0].enrolment, lines[0].enrolment_id))
                tables.awards.redeemed(shown.number, now, proof.by)
                made = Redemption(shown.number, shown.title, shown.name, shown.course, shown.device, now, proof.by)
                tables.outbox.redeem(_row(made, shown.how))
            self._register.reread()
            return made
        with self._register.writing() as tables:
            self._once(tables.outbox.redemption(shown.number))
            made = Redemption(shown.number, shown.title, shown.name, shown.course, shown.device, self._register.clock(), proof.by)
            tables.outbox.redeem(_row(made, shown.how))
        return made

    @staticmethod
    def _once(row: "RedemptionRow | None") -> None:
        if row is not None:
            at = datetime.fromtimestamp(row.at / 1000, UTC).astimezone()
            raise PlayerError("Redeemed already", said("{number} was redeemed on {moment} by {name}.", number=row.number,
                                                       moment=f"{at:%Y-%m-%d %H:%M}", name=row.by), "A voucher is good once.")  # fmt: skip

    def _here(self, number: str) -> Shown | None:
        with self._register.store.reading() as tables:
            lines = tables.awards.vouchers(number)
        if not lines:
            return None
        one = lines[0]
        day = datetime.fromtimestamp(one.earned_at / 1000, UTC).astimezone().date().isoformat()
        return self._shown(number, one.title, one.printed_name or one.name, one.course, self._register.device().name, day, "here")

    def _shown(self, number: str, title: str, name: str, course: str, device: str, earned_on: str, how: str) -> Shown:
        with self._register.store.reading() as tables:
            row = tables.outbox.redemption(number)
        redeemed = None if row is None else Redemption(row.number, row.title, row.name, row.course, row.device, row.at, row.by)
        return Shown(number, title, name, course, device, earned_on, how, redeemed)


def _row(made: Redemption, how: str) -> "RedemptionRow":
    from player.store.rows import RedemptionRow

    return RedemptionRow(
        number=made.number, title=made.title, name=made.name, course=made.course, device=made.device, at=made.at, by=made.by, how=how
    )  # fmt: skip
