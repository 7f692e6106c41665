"""Awards of other courses that open something here: held on this machine, or proved by a certificate file."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from player.course.elsewhere import UNSIGNED, asked_elsewhere, meant
from player.course.facts import EventKind, Json
from player.course.status_types import CourseStatus
from player.errors import PlayerError, said
from player.services.elsewhere import Sought, sought
from player.services.enrolments import Enrolment, Entry
from player.services.learning import Learning
from player.services.moments import local_offset
from player.services.register import Register
from player.services.trainer import Proof, Trainer

if TYPE_CHECKING:
    from player.awards.facts import CertificateFacts, Prerequisite

__all__ = ["Prerequisites", "Presented", "Sought"]

CERTIFICATE_BYTES_MAX = 64 << 20


@dataclass(frozen=True, slots=True)
class Presented:
    """A certificate that is whole and for an award that the course asks for. `award` is what a condition calls it; `doubt` is why a trainer has to
    accept it, "" where it was accepted. `name` is the one on it, `sha256` of the file."""

    award: str
    title: str
    course: str
    number: str
    name: str
    sha256: str
    doubt: str = ""

    @property
    def accepted(self) -> bool:
        return not self.doubt


class Prerequisites:
    """Every change is durable when it returns."""

    def __init__(self, register: Register, learning: Learning, trainer: Trainer) -> None:
        self._register, self._learning, self._trainer = register, learning, trainer

    def sought(self, enrolment: Enrolment) -> dict[str, Sought]:
        """What is still asked for of other courses, by name."""
        facts = self._learning.facts(enrolment)
        with self._register.store.reading() as tables:
            found = sought(tables, enrolment.open.course, enrolment.open.key)
        return {name: one for name, one in found.items() if name not in facts.elsewhere and name not in facts.proved}

    def present(self, enrolment: Enrolment, file: Path) -> Presented:
        """Checks the file. One that is trusted and in the learner's name is accepted at once; another whole one waits for `accept`. PlayerError,
        and nothing changes, when it is not valid or proves nothing that is asked for."""
        from player.awards.verify import verify_certificate
        from player.services.issuers import trusted_issuers

        data = _read(file)
        verdict = verify_certificate(data, trusted_issuers(self._register.data))
        facts = verdict.facts
        if not verdict.valid or facts is None:
            raise PlayerError("The certificate is not valid", verdict.reason, verdict.hint)
        award = self._asked(enrolment, facts)
        doubt = self._doubt(enrolment, facts, award, trusted=verdict.signer_known)
        found = Presented(award, facts.award.title, facts.course.title, facts.number, facts.learner.name, hashlib.sha256(data).hexdigest(), doubt)
        if found.accepted:
            self._record(enrolment, found, {"how": "certificate"})
        return found

    def accept(self, enrolment: Enrolment, presented: Presented, reason: str, proof: Proof | None) -> CourseStatus:
        """A trainer accepts a certificate in spite of the doubt. ProofError without a fresh PIN; PlayerError without a reason, and where the author
        lets no PIN do this."""
        self._trainer.require(proof)
        if not enrolment.open.course.overrides_by_pin:
            raise PlayerError("Not by PIN", "The author of this course lets no PIN change what is recorded.", "Ask whoever made the course.")
        if not reason.strip():
            raise PlayerError("A reason is needed", "It stands in the record, and in the evidence of certificates.", "Type why.")
        more: dict[str, Json] = {"how": "pin", "reason": reason.strip()}
        if proof is not None:
            more |= {"by": proof.by, "proof": "pin", "pin_at": proof.at}
        return self._record(enrolment, presented, more)

    def _record(self, enrolment: Enrolment, found: Presented, more: dict[str, Json]) -> CourseStatus:
        data: dict[str, Json] = {"award": found.award, "number": found.number, "name": found.name, "title": found.title, "course": found.course,
                                 "sha256": found.sha256}  # fmt: skip
        with self._learning.entry(enrolment) as entry:
            entry.write(EventKind.PROVED, data=data | more, signed=True)
        return self._learning.status(enrolment)

    def _asked(self, enrolment: Enrolment, facts: "CertificateFacts") -> str:
        """The name of the award that the course still waits for and this certificate is for."""
        waiting = self.sought(enrolment)
        named = {name: one for name in asked_elsewhere(enrolment.open.course) if (one := meant(name, enrolment.open.key)) is not None}
        same = [name for name, one in named.items() if (one.course, one.award) == (facts.course.id, facts.award.id)]
        if not same:
            wanted = next(iter(waiting.values()), None)
            raise PlayerError(
                "Another certificate",
                said("This certificate is for “{title}”; the course does not ask for it.", title=facts.award.title),
                said("It asks for “{title}”.", title=wanted.title) if wanted is not None else "",
            )
        open_ = [name for name in same if name in waiting]
        if not open_:
            raise PlayerError("It is known already", said("“{title}” counts here already.", title=facts.award.title), "")
        publisher = facts.course.signer or UNSIGNED
        return next((name for name in open_ if _published_by(named[name].publisher, publisher)), open_[0])

    def _doubt(self, enrolment: Enrolment, facts: "CertificateFacts", award: str, *, trusted: bool) -> str:
        named = meant(award, enrolment.open.key)
        if named is not None and not _published_by(named.publisher, facts.course.signer or UNSIGNED):
            return said("It was earned in a course of another publisher than the one that is asked for.")
        if not trusted:
            return said("This computer has no way to tell who is behind it.")
        mine = self._name_of(enrolment)
        if facts.learner.name != mine:
            return said("It is in the name of {name}, and you are {mine} here.", name=facts.learner.name, mine=mine)
        if facts.provisional:
            return said("It is provisional: its course asks for more than was done.")
        if facts.award.valid_until is not None and date.fromisoformat(facts.award.valid_until) < self._today(enrolment):
            return said("It was valid until {day}.", day=facts.award.valid_until)
        return ""

    def _name_of(self, enrolment: Enrolment) -> str:
        """As it prints; before that was ever asked, as it stands on the board."""
        from player.awards.letters import printed_name

        return self._learning.facts(enrolment).printed_name or printed_name(enrolment.learner.name)

    def _today(self, enrolment: Enrolment) -> date:
        settled = self._learning.time(enrolment).settled
        return (datetime.fromtimestamp(settled / 1000, UTC) + timedelta(minutes=local_offset(settled))).date()


def prerequisites_of(entry: Entry) -> "tuple[Prerequisite, ...]":
    """How every award that the course asks for of others and the learner has was come by, for the evidence."""
    from player.awards.facts import Prerequisite

    at, facts = entry.enrolment, entry.facts
    found: list[Prerequisite] = []
    for name, one in sought(entry.tables, at.open.course, at.open.key).items():
        proof = facts.proved.get(name)
        if name in facts.elsewhere:
            held = [kept for key in one.known if (kept := entry.tables.awards.latest(at.learner.id, key, name.rpartition("/")[2])) is not None]
            number, since = max(held, key=lambda kept: kept[1], default=("", 0))
            found.append(Prerequisite(name, one.title, one.course, "held", number, since))
        elif proof is not None:
            found.append(Prerequisite(name, proof.title, proof.course, proof.how, proof.number, proof.at, proof.reason, proof.by))
    return tuple(found)


def _published_by(wanted: str, publisher: str) -> bool:
    return wanted in {"", publisher}


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(CERTIFICATE_BYTES_MAX)
    except OSError as error:
        raise PlayerError("The file cannot be read", said("{file} cannot be read: {why}.", file=file, why=error.strerror or error),
                          "Choose the certificate again.") from error  # fmt: skip
