"""What a check of a certificate answers: intact, signer known and valid kept apart, one bottom line, every field."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from player.awards.facts import CertificateFacts, LessonRecord, Level, percent


class Standing(StrEnum):
    """The bottom line."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"  # intact, but the signer is not known here
    NOT_VALID = "not valid"


HEADLINES = {
    Standing.TRUSTED: "Trusted",
    Standing.UNKNOWN: "Intact, but the signer is not known here",
    Standing.NOT_VALID: "Not valid",
}
_LEVELS = {Level.RECORDED: "Recorded on this device", Level.ENDORSED: "Endorsed device", Level.COUNTERSIGNED: "Countersigned by the issuer"}


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose key sealed the file. `key` is its SHA-256; `issuer` who signed that key, None when it signed itself."""

    name: str
    key: str
    issuer: str | None
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class VerdictField:
    """One line of the table: `shown` is what the page or code says instead where that is at fault."""

    id: str
    label: str
    value: str
    at_fault: bool = False
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is one sentence, `hint` what to do.

    intact        nothing changed since it was sealed
    agrees        page, code, facts and evidence name the same facts and the key that really sealed them
    signer_known  the chain leads to an issuer that this machine trusts (a device's own key never does)
    facts         read from the sealed attachments; on a file that is not valid they are what it says, no more
    fault, shown  the field at fault ("name", "key", …), and what the page or code shows for it
    """

    standing: Standing
    reason: str
    hint: str = ""
    intact: bool = False
    agrees: bool = False
    signer_known: bool = False
    facts: CertificateFacts | None = None
    signer: Signer | None = None
    fault: str = ""
    shown: str = ""

    @property
    def valid(self) -> bool:
        return self.intact and self.agrees

    @property
    def headline(self) -> str:
        return HEADLINES[self.standing]

    @property
    def evidence(self) -> tuple[LessonRecord, ...]:
        return self.facts.evidence if self.facts else ()

    def fields(self) -> tuple[VerdictField, ...]:
        """Every fact in words, in the order of a person's questions; nothing where the facts could not be read."""
        if self.facts is None:
            return ()
        rows = [*_said(self.facts, self.signer_known), *_traces(self.facts, self.signer)]
        return tuple(
            VerdictField(name, label, value, name == self.fault, self.shown if name == self.fault else "") for name, label, value in rows if value
        )


def _said(facts: CertificateFacts, known: bool) -> list[tuple[str, str, str]]:
    result, course = facts.result, facts.course
    done = f"{result.done} of {result.of} required"
    done += f", {result.extras} extra" if result.extras else ""
    done += f", score {percent(result.score)} % ({result.score})" if result.score is not None else ""
    level = _LEVELS[facts.level]
    if facts.provisional:
        level += f"; PROVISIONAL, the course asks for: {_LEVELS[facts.required_level]}"
    source = f"Signed by {course.signed_by}" if course.signed_by is not None else "Unsigned package"
    issuer = facts.issuer + ("" if known else ", not known here") if facts.level is not Level.RECORDED else ""
    overridden = sum(one.override is not None for one in facts.evidence)
    evidence = f"{len(facts.evidence)} lessons" + (f", {overridden} with a trainer's override" if overridden else "")
    return [
        ("name", "Name", facts.learner.name),
        ("course", "Course", f"{course.title}, version {course.version}" if course.version else course.title),
        ("award", "Award", facts.award.title),
        ("earned", "Earned", f"{result.earned_on}, by the clock of device {facts.device.name}"),
        ("result", "Result", done),
        ("level", "Level", level),
        ("issuer", "Issuer", issuer),
        ("publisher", "Package", source),
        ("number", "Number", facts.number),
        ("replaces", "Replaces", facts.replaces or ""),
        ("evidence", "Evidence", evidence),
    ]


def _traces(facts: CertificateFacts, signer: Signer | None) -> list[tuple[str, str, str]]:
    moment = datetime.fromtimestamp(facts.result.earned_at / 1000, UTC).isoformat(timespec="seconds") if _in_range(facts.result.earned_at) else ""
    sealed = signer.sealed_at.isoformat(timespec="seconds") if signer and signer.sealed_at else ""
    return [
        ("statement", "Statement", facts.award.statement),
        ("kind", "Award kind", f"{facts.award.kind} ({facts.award.id})"),
        ("earned_at", "Earned at (UTC)", moment),
        ("sealed", "Sealed at", sealed),
        ("learner", "Learner id", facts.learner.id),
        ("course_id", "Course id", facts.course.id),
        ("author", "Publisher named", facts.course.publisher),
        ("package", "Package SHA-256", facts.course.package),
        ("package_key", "Package key", facts.course.signer),
        ("device", "Device", f"{facts.device.name} ({facts.device.id})"),
        ("key", "Device key", facts.device.key),
        ("signer", "Sealed by", f"{signer.name}, key {signer.key}" if signer else ""),
        ("endorsed_by", "Key signed by", (signer.issuer or "itself") if signer else ""),
        ("ledger", "Ledger head", f"{facts.ledger.number}, {facts.ledger.hash}"),
        ("format", "Page", f"{facts.paper}, {facts.language}, {facts.direction}"),
    ]


def _in_range(moment: int) -> bool:
    return 0 <= moment < 253402300800000  # year 10000
