"""Checks a certificate from its bytes alone, strictly and without a network, and says the three-way verdict."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from player.awards import documents, qr, sealed
from player.awards.contents import Contents, check_form, open_reader, read_contents
from player.awards.facts import CertificateFacts, Level
from player.awards.sealed import FILE_MAX, NotValidError, Proof
from player.awards.verdict import Signer, Standing, Verdict
from player.errors import said
from player.signing.device import key_fingerprint

_LOOKED_AT_MAX = 1 << 20  # bytes of a changed file whose page is read, only to say what was changed
_ASK = "Do not accept it; ask the learner for the file as it was saved."
_DAMAGED = "The file is damaged, or is no certificate: it cannot be read as one."
_FIELD_WORDS = {"key": said("key"), "number": said("number"), "name": said("name"), "course": said("course"), "earned": said("date"),
                "level": said("level"), "result": said("score"), "facts": said("details")}  # fmt: skip


def verify_certificate(data: bytes, trusted: Collection[bytes] = ()) -> Verdict:
    """Never raises for what the bytes are: anything that is not a whole, unchanged certificate is NOT_VALID with its reason.

    trusted  DER certificates of issuers that this machine trusts. A chain must lead to one; a device's own key never counts.
    """
    try:
        return _checked(data, trusted)
    except NotValidError as e:
        return _not_valid(data, e)
    except Exception:  # a hostile file can lead any parser astray; whatever it raised, this is no certificate
        return _not_valid(data, NotValidError(_DAMAGED))


def _checked(data: bytes, trusted: Collection[bytes]) -> Verdict:
    envelope = sealed.find(data)
    sealed.check_coverage(data, envelope)
    proof = sealed.check_signature(data, envelope)
    reader = open_reader(data)
    contents = read_contents(reader, check_form(reader, envelope.signed))
    signer = _signer(proof, contents.sealed_at)
    facts: CertificateFacts | None = None
    try:
        facts = documents.read(contents.facts, contents.evidence)
        _check_agreement(facts, contents, proof)
        known = _check_issuer(facts, proof, trusted)
    except NotValidError as e:
        return Verdict(Standing.NOT_VALID, e.reason, _ASK, True, False, False, facts, signer, e.fault, e.shown)
    except ValueError:
        return Verdict(Standing.NOT_VALID, "The facts inside do not belong together, or are of a newer kind.", _ASK, True, signer=signer)
    if known:
        reason = said("Nothing was changed since it was sealed, and {issuer} stands behind the key.", issuer=_issuer_name(proof.chain[1:]))
        return Verdict(Standing.TRUSTED, reason, "", True, True, True, facts, signer)
    who = said("the key of device “{name}”", name=facts.device.name) if facts.level is Level.RECORDED else said("“{name}”", name=facts.issuer)
    reason = said("Nothing was changed since it was sealed, but this computer has no way to tell who is behind {who}.", who=who)
    hint = said("To be certain, ask who gave the course whether they know number {number}.", number=facts.number)
    return Verdict(Standing.UNKNOWN, reason, hint, True, True, False, facts, signer)


def _check_agreement(facts: CertificateFacts, contents: Contents, proof: Proof) -> None:
    """Page, code, facts and evidence say the same and name the key that really sealed them."""
    key = key_fingerprint(proof.key)
    try:
        code = qr.read_code(contents.code)
    except ValueError as e:
        raise NotValidError("The code on the page does not hold: its facts were changed.", "code") from e
    if not qr.is_code(contents.drawn, contents.code):
        raise NotValidError("The code on the page is another one than the sealed one.", "code")
    for name, page in (("name", facts.learner.name), ("course", facts.course.title)):
        shown = " ".join(contents.shown.get(name, ()))
        if shown != page:
            raise NotValidError(said("The {field} on the page is not the {field} in the sealed facts.", field=_FIELD_WORDS[name]), name, shown)
    if facts.device.key != key:
        raise NotValidError("It was sealed with another key than its evidence names: somebody sealed it again.", "key", key)
    for field in qr.differences(code, facts, contents.facts, proof.key):
        if field == "key":
            raise NotValidError("It was sealed with another key than its code names: somebody sealed it again.", "key", code.key_fingerprint)
        raise NotValidError(said("The code on the page and the sealed facts differ in the {field}.", field=_FIELD_WORDS[field]), field)


def _check_issuer(facts: CertificateFacts, proof: Proof, trusted: Collection[bytes]) -> bool:
    """Whether a trusted issuer stands behind the key. Raises NotValidError where the level claims more than the chain shows."""
    above = proof.chain[1:]
    if facts.level is not Level.RECORDED:
        if not above:
            raise NotValidError("It claims an issuer, but no issuer has signed the key that sealed it.", "level")
        if _issuer_name(above) != facts.issuer:
            raise NotValidError("It names another issuer than the one that signed its key.", "issuer", _issuer_name(above))
    anchors = {bytes(one) for one in trusted}
    from cryptography.hazmat.primitives.serialization import Encoding

    return any(one.public_bytes(Encoding.DER) in anchors for one in above) and all(_may_issue(one) for one in above)


def _may_issue(certificate: x509.Certificate) -> bool:
    """RFC 5280 4.2.1.9, 4.2.1.3."""
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return constraints.ca and usage.key_cert_sign


def _issuer_name(above: tuple[x509.Certificate, ...]) -> str:
    return _common_name(above[0]) if above else ""


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""


def _signer(proof: Proof, sealed_at: datetime | None) -> Signer:
    issuer = _issuer_name(proof.chain[1:]) if len(proof.chain) > 1 else None
    return Signer(_common_name(proof.certificate), key_fingerprint(proof.key), issuer, sealed_at.astimezone(UTC) if sealed_at else None)


def _not_valid(data: bytes, trouble: NotValidError) -> Verdict:
    """The verdict with as much as can still be read: the facts of the sealed part, and what the page shows now instead."""
    verdict = Verdict(Standing.NOT_VALID, trouble.reason, _ASK, fault=trouble.fault, shown=trouble.shown)
    try:
        envelope = sealed.find(data[:FILE_MAX])
        before = data[: envelope.signed]
        contents = read_contents(open_reader(before))
        facts = documents.read(contents.facts, contents.evidence)
    except Exception:  # nothing more can be said
        return verdict
    verdict = replace(verdict, facts=facts)
    shown = _name_now(data) if len(before) < len(data) <= _LOOKED_AT_MAX else ""
    if shown and shown != facts.learner.name:
        reason = "The file was changed after it was sealed: the name on the page is not the name that was sealed."
        verdict = replace(verdict, reason=reason, fault="name", shown=shown)
    return verdict


def _name_now(data: bytes) -> str:
    """The name that the last revision of a changed file shows, "" where it cannot be told."""
    try:
        reader: Any = open_reader(data)
        return " ".join(read_contents(reader).shown.get("name", ()))
    except Exception:  # a stranger's revision may be anything
        return ""
