"""Makes certificates for tests: facts, a device, fonts, an issuer that endorses devices, and forgeries of all of them."""

import datetime as dt
import hashlib
from dataclasses import replace
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from player.awards import documents, qr
from player.awards.certificate import issue
from player.awards.compose import compose
from player.awards.design import draw
from player.awards.facts import (
    AwardFacts,
    CertificateFacts,
    CourseFacts,
    DeviceFacts,
    LearnerFacts,
    LedgerFacts,
    LessonOverride,
    LessonRecord,
    ResultFacts,
)
from player.awards.number import certificate_number
from player.awards.seal import seal
from player.awards.typefaces import Typefaces
from player.awards.wording import ENGLISH
from player.signing.device import Device, new_device

EARNED = 1_795_510_000_000  # 24 November 2026
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
HASH = hashlib.sha256(b"invented").hexdigest()


@cache
def typefaces() -> Typefaces:
    return Typefaces()


@cache
def device() -> Device:
    return new_device("Room 3-04", "0123456789abcdef0123456789abcdef")


def lessons() -> tuple[LessonRecord, ...]:
    rule = "Counts when you press NEXT"
    read = [LessonRecord(f"l{i}", f"Lesson {i}", "text", rule, EARNED - 90_000 * (9 - i), active_seconds=80) for i in range(7)]
    granted = LessonOverride(True, EARNED - 5000, "Shown in person", "Trainer of room 3")
    return (
        *read,
        LessonRecord("pump", "Repair a pump", "assignment", "Counts when a trainer signs it off", EARNED - 4000, override=granted),
        LessonRecord("quiz", "Last questions", "quiz", "Counts when you pass with 70 %", EARNED, 2, Fraction(4, 5), 420),
    )


def facts(name: str = "Amina Diallo", title: str = "Safe water at home", by: Device | None = None, **changes: Any) -> CertificateFacts:
    by = by or device()
    made = CertificateFacts(
        certificate_number(name.encode()),
        LearnerFacts("00112233445566778899aabbccddeeff", name),
        CourseFacts("safe-water", title, "2.1", HASH, "Clean Water Network", "Clean Water Network", HASH),
        AwardFacts("default", "Certificate of Completion"),
        ResultFacts(EARNED, "2026-11-24", 9, 9, 2, Fraction(4, 5)),
        DeviceFacts(by.id, by.name, by.fingerprint),
        LedgerFacts(41, HASH),
        lessons(),
    )
    return replace(made, **changes)


@cache
def issued(name: str = "Amina Diallo") -> bytes:
    return issue(facts(name), device(), typefaces(), now=NOW)


def sealed_anyhow(made: CertificateFacts, code_by: Device | None = None, sealed_by: Device | None = None, code: str = "", **files: bytes) -> bytes:
    """A certificate put together without the checks at issue: `code` and `files` (by attachment name) instead of the true ones."""
    document, evidence = documents.written(made)
    code = code or qr.make_code(made, document, code_by or device())
    attachments = {documents.FACTS_NAME: document, documents.EVIDENCE_NAME: evidence, documents.QR_NAME: code.encode()} | files
    return seal(compose(draw(made, code, typefaces()), made, attachments, ENGLISH, NOW), sealed_by or device(), NOW)


def unsealed(data: bytes) -> Any:
    """All of the file in a new writer, without the signature."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(data)))
    for key in ("/AcroForm", "/Perms", "/Extensions"):
        if key in writer.root:
            del writer.root[key]
    del writer.root["/Pages"]["/Kids"][0]["/Annots"]
    for number, made in list(writer.objects.items()):
        if isinstance(made, generic.DictionaryObject) and "/Sig" in {made.get("/Type"), made.get("/FT")}:
            del writer.objects[number]
    return writer


def named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def authority(common_name: str, ca: bool = True) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """An issuer: a key and the certificate that it signed for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _certified(named(common_name), key.public_key(), named(common_name), key, ca)


def endorsed(one: Device, issuer: tuple[ec.EllipticCurvePrivateKey, x509.Certificate]) -> Device:
    """The same device with its key signed by an issuer."""
    own = _certified(named(one.name), one.key.public_key(), issuer[1].subject, issuer[0], ca=False)
    return replace(one, chain=(der(own), der(issuer[1])))


ISSUER = "Clean Water Network"


@cache
def network() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    return authority(ISSUER)


@cache
def endorsed_device() -> Device:
    """A device of the network's own."""
    return endorsed(new_device("Room 3-05", "fedcba9876543210fedcba9876543210"), network())


def anchor() -> bytes:
    """What a machine that trusts the network has in its folder of issuers."""
    return der(network()[1])


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _certified(subject: x509.Name, key: ec.EllipticCurvePublicKey, issuer: x509.Name, by: ec.EllipticCurvePrivateKey, ca: bool) -> x509.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"), False
    ) | {"digital_signature": True, "content_commitment": True, "key_cert_sign": ca}
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=400))
        .not_valid_after(NOW + dt.timedelta(days=4000))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(by, hashes.SHA256())
    )
