"""The three-way verdict, its fields, and whom it trusts."""

from dataclasses import replace
from fractions import Fraction

from player.awards.certificate import issue
from player.awards.facts import Level
from player.awards.verdict import Standing, Verdict
from player.awards.verify import verify_certificate
from player.signing.device import new_device
from tests.forge import certificates as forge


def endorsed(issuer_name: str = "Clean Water Network", ca: bool = True) -> tuple[bytes, bytes]:
    """(a certificate from a device that an issuer of this name endorsed, the issuer)."""
    issuer = forge.authority(issuer_name, ca)
    facts = forge.facts(level=Level.ENDORSED, issuer="Clean Water Network")
    return forge.sealed_anyhow(facts, sealed_by=forge.endorsed(forge.device(), issuer)), forge.der(issuer[1])


def test_intact_but_unknown() -> None:
    verdict = verify_certificate(forge.issued())
    assert verdict.standing is Standing.UNKNOWN
    assert (verdict.intact, verdict.agrees, verdict.valid, verdict.signer_known) == (True, True, True, False)
    assert verdict.headline == "Intact, but the signer is not known here"
    assert "Room 3-04" in verdict.reason
    assert verdict.facts == forge.facts()
    assert verdict.evidence == forge.lessons()
    assert verdict.signer is not None
    assert (verdict.signer.name, verdict.signer.issuer, verdict.signer.sealed_at) == ("Room 3-04", None, forge.NOW)


def test_every_field_is_there() -> None:
    fields = {field.id: field for field in verify_certificate(forge.issued()).fields()}
    assert fields["name"].value == "Amina Diallo"
    assert fields["course"].value == "Safe water at home, version 2.1"
    assert fields["earned"].value == "2026-11-24, by the clock of device Room 3-04"
    assert fields["result"].value == "9 of 9 required, 2 extra, score 80 %"
    assert fields["level"].value == "Recorded on this device"
    assert fields["publisher"].value == "Signed by Clean Water Network"
    assert fields["evidence"].value == "9 lessons, 1 with a trainer's override"
    assert fields["number"].value == forge.facts().number
    assert fields["key"].value == forge.device().fingerprint
    assert fields["sealed"].value == "2026-11-24T09:00:00+00:00"
    assert "issuer" not in fields
    assert not any(field.at_fault for field in fields.values())


def test_a_score_that_is_no_whole_percentage_is_told_exactly_too() -> None:
    facts = replace(forge.facts(), result=replace(forge.facts().result, score=Fraction(79, 99)))
    fields = {field.id: field for field in Verdict(Standing.UNKNOWN, "", facts=facts).fields()}
    assert fields["result"].value == "9 of 9 required, 2 extra, score 79 % (79/99)"


def test_fields_of_a_bare_certificate() -> None:
    made = forge.facts(required_level=Level.ENDORSED)
    facts = replace(made, course=replace(made.course, signed_by=None, version=""), result=replace(made.result, score=None, extras=0, earned_at=-1))
    fields = {field.id: field.value for field in Verdict(Standing.UNKNOWN, "", facts=facts).fields()}
    assert fields["result"] == "9 of 9 required"
    assert fields["publisher"] == "Unsigned package"
    assert fields["course"] == "Safe water at home"
    assert fields["level"] == "Recorded on this device; PROVISIONAL, the course asks for: Endorsed device"
    assert "earned_at" not in fields
    assert "signer" not in fields
    assert Verdict(Standing.NOT_VALID, "").fields() == ()
    assert Verdict(Standing.NOT_VALID, "").evidence == ()


def test_a_trusted_issuer() -> None:
    data, issuer = endorsed()
    verdict = verify_certificate(data, [issuer])
    assert (verdict.standing, verdict.signer_known, verdict.headline) == (Standing.TRUSTED, True, "Trusted")
    assert "Clean Water Network stands behind" in verdict.reason
    assert {field.id: field.value for field in verdict.fields()}["issuer"] == "Clean Water Network"
    unknown = verify_certificate(data)
    assert unknown.standing is Standing.UNKNOWN
    assert {field.id: field.value for field in unknown.fields()}["issuer"] == "Clean Water Network, not known here"
    assert "“Clean Water Network”" in unknown.reason


def test_another_issuer_of_the_same_name_is_not_trusted() -> None:
    data, _ = endorsed()
    assert verify_certificate(data, [forge.der(forge.authority("Clean Water Network")[1])]).standing is Standing.UNKNOWN


def test_a_device_is_never_trusted_by_its_own_key() -> None:
    assert verify_certificate(forge.issued(), list(forge.device().chain)).standing is Standing.UNKNOWN
    data, _ = endorsed()
    own = verify_certificate(data, [forge.endorsed(forge.device(), forge.authority("x")).chain[0]])
    assert own.standing is Standing.UNKNOWN


def test_a_device_cannot_be_an_issuer() -> None:
    data, issuer = endorsed(ca=False)
    assert verify_certificate(data, [issuer]).standing is Standing.UNKNOWN


def test_a_level_without_an_issuer_behind_it_is_not_valid() -> None:
    verdict = verify_certificate(forge.sealed_anyhow(forge.facts(level=Level.ENDORSED, issuer="Clean Water Network")))
    assert (verdict.standing, verdict.fault) == (Standing.NOT_VALID, "level")
    assert "no issuer has signed the key" in verdict.reason


def test_certificates_left_over_are_not_valid() -> None:
    issuer = forge.authority("Clean Water Network")
    device = forge.endorsed(forge.device(), issuer)
    stranger = forge.der(forge.authority("Somebody Else")[1])
    for chain in ((*device.chain, stranger), device.chain[:1], (*forge.device().chain, stranger)):
        verdict = verify_certificate(forge.sealed_anyhow(forge.facts(), sealed_by=replace(device, chain=chain)), [forge.der(issuer[1]), stranger])
        assert verdict.standing is Standing.NOT_VALID
        assert "A certificate in the signature" in verdict.reason


def test_an_issuer_of_another_name_is_not_valid() -> None:
    data, issuer = endorsed("Somebody Else")
    verdict = verify_certificate(data, [issuer])
    assert verdict.standing is Standing.NOT_VALID
    assert (verdict.fault, verdict.shown) == ("issuer", "Somebody Else")
    assert verdict.intact
    assert not verdict.valid


def test_a_device_renamed_after_its_key_was_made_still_checks() -> None:
    device = new_device("Room 4")
    facts = forge.facts(by=device)
    facts = replace(facts, device=replace(facts.device, name="Room 4, by the window"))
    assert verify_certificate(issue(facts, device, forge.typefaces(), now=forge.NOW)).valid
