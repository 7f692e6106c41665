"""What a check of a certificate answers: intact, signer known and valid kept apart, one bottom line, every field."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from player.awards.facts import CertificateFacts, LessonRecord, Level, Prerequisite, percent
from player.errors import said


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
_LEVELS = {Level.RECORDED: said("Recorded on this device"), Level.ENDORSED: said("Endorsed device"),
           Level.COUNTERSIGNED: said("Countersigned by the issuer")}  # fmt: skip


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
    done = said("{done} of {of} required", done=result.done, of=result.of)
    if result.extras:
        done = said("{required}, {n} extra", required=done, n=result.extras)
    if result.score is not None:
        done = said("{required}, score {percent} %", required=done, percent=percent(result.score))
        if (100 * result.score).denominator != 1:  # rounded down above
            done = said("{score} ({exactly})", score=done, exactly=result.score)
    level = _LEVELS[facts.level]
    if facts.provisional:
        level = said("{level}; PROVISIONAL, the course asks for: {wanted}", level=level, wanted=_LEVELS[facts.required_level])
    source = said("Signed by {name}", name=course.signed_by) if course.signed_by is not None else said("Unsigned package")
    issuer = "" if facts.level is Level.RECORDED else facts.issuer if known else said("{name}, not known here", name=facts.issuer)
    overridden = sum(one.override is not None for one in facts.evidence)
    evidence = said("{n} lessons", n=len(facts.evidence))
    if overridden:
        evidence = said("{lessons}, {n} with a trainer's override", lessons=evidence, n=overridden)
    titled = said("{title}, version {version}", title=course.title, version=course.version)
    return [
        ("name", said("Name"), facts.learner.name),
        ("course", said("Course"), titled if course.version else course.title),
        ("award", said("Award"), facts.award.title),
        ("earned", said("Earned"), said("{day}, by the clock of device {device}", day=result.earned_on, device=facts.device.name)),
        ("valid_until", said("Valid until"), facts.award.valid_until or ""),
        ("result", said("Result"), done),
        ("level", said("Level"), level),
        ("issuer", said("Issuer"), issuer),
        ("publisher", said("Package"), source),
        ("number", said("Number"), facts.number),
        ("replaces", said("Replaces"), facts.replaces or ""),
        ("evidence", said("Evidence"), evidence),
        ("prerequisites", said("Rests on"), "; ".join(_rests_on(one) for one in facts.prerequisites)),
    ]


def _rests_on(one: Prerequisite) -> str:
    told = said("“{title}”, {number}", title=one.title, number=one.number) if one.number else said("“{title}”", title=one.title)
    match one.how:
        case "pin":
            return said("{award}, accepted by {by}: {reason}", award=told, by=one.by, reason=one.reason)
        case "certificate":
            return said("{award}, its certificate was checked", award=told)
        case _:
            return said("{award}, earned on the same device", award=told)


def _traces(facts: CertificateFacts, signer: Signer | None) -> list[tuple[str, str, str]]:
    moment = datetime.fromtimestamp(facts.result.earned_at / 1000, UTC).isoformat(timespec="seconds") if _in_range(facts.result.earned_at) else ""
    sealed = signer.sealed_at.isoformat(timespec="seconds") if signer and signer.sealed_at else ""
    return [
        ("statement", said("Statement"), facts.award.statement),
        ("kind", said("Award kind"), f"{facts.award.kind} ({facts.award.id})"),
        ("earned_at", said("Earned at (UTC)"), moment),
        ("sealed", said("Sealed at"), sealed),
        ("learner", said("Learner id"), facts.learner.id),
        ("course_id", said("Course id"), facts.course.id),
        ("author", said("Publisher named"), facts.course.publisher),
        ("package", said("Package SHA-256"), facts.course.package),
        ("package_key", said("Package key"), facts.course.signer),
        ("device", said("Device"), f"{facts.device.name} ({facts.device.id})"),
        ("key", said("Device key"), facts.device.key),
        ("signer", said("Sealed by"), said("{name}, key {key}", name=signer.name, key=signer.key) if signer else ""),
        ("endorsed_by", said("Key signed by"), (signer.issuer or said("itself")) if signer else ""),
        ("ledger", said("Ledger head"), f"{facts.ledger.number}, {facts.ledger.hash}"),
        ("format", said("Page"), f"{facts.paper}, {facts.language}, {facts.direction}"),
    ]


def _in_range(moment: int) -> bool:
    return 0 <= moment < 253402300800000  # year 10000
