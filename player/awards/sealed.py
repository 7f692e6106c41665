"""Opens a sealed PDF strictly: every byte is either covered by the one signature or is that signature, in its one form.

PDF viewers accept much more (bytes after the end, data in the padding, earlier revisions). Each of these is refused.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from player.awards import libraries
from player.errors import said

FILE_MAX = 8 << 20  # bytes; a certificate has about 60 kB
_RANGE = re.compile(rb"/ByteRange ?\[ ?(\d{1,10}) (\d{1,10}) (\d{1,10}) (\d{1,10}) ?\]")
_HEX = re.compile(rb"[0-9A-F]+")
_TAIL = re.compile(rb"trailer\n<<[^#]{0,4000}>>\nstartxref\n(\d{1,8})\n%%EOF\n\Z")


class NotValidError(ValueError):
    """Why a file is no valid certificate, in one sentence. `fault` is the field at fault, `shown` what stands there."""

    def __init__(self, reason: str, fault: str = "", shown: str = "") -> None:
        super().__init__(reason)
        self.reason, self.fault, self.shown = reason, fault, shown


@dataclass(frozen=True, slots=True)
class Envelope:
    """The signature found, nothing about it proved yet. `signed` is the length of the file that it claims to cover."""

    start: int  # of the hexadecimal digits
    end: int
    signed: int
    cms: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A signature that holds. `chain` is the signer's certificate, who signed it, and so on up to one that signed itself."""

    chain: tuple[x509.Certificate, ...]

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @property
    def key(self) -> ec.EllipticCurvePublicKey:
        key = self.certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise NotValidError("The seal was made with another kind of key than a certificate has.")
        return key


def find(data: bytes) -> Envelope:
    """Raises NotValidError unless there is exactly one signature in its one place."""
    if len(data) > FILE_MAX:
        raise NotValidError(said("The file is larger than {size} MB; no certificate is.", size=FILE_MAX >> 20))
    if not data.startswith(b"%PDF-"):
        raise NotValidError("This is not a PDF file.")
    found = list(_RANGE.finditer(data))
    if not found:
        raise NotValidError("This PDF carries no seal: it was never signed, or its signature was taken away.")
    if len(found) > 1 or data.count(b"/ByteRange") > 1:
        raise NotValidError("The file was changed after it was sealed: it carries more than one signature.")
    first, length, second, rest = (int(number) for number in found[0].groups())
    if first != 0 or not 0 < length < second - 1 or second > len(data):
        raise NotValidError("The seal does not cover the file from its beginning.")
    digits = data[length + 1 : second - 1]
    if data[length : length + 1] != b"<" or data[second - 1 : second] != b">" or len(digits) % 2 or _HEX.fullmatch(digits) is None:
        raise NotValidError("The seal leaves out more than itself: something could hide in the gap.")
    if not re.search(rb"/Contents ?\Z", data[:length][-12:]):
        raise NotValidError("The signature is not where a seal has it.")
    cms = bytes.fromhex(digits.decode("ascii"))
    size = _der_length(cms)
    if cms[size:].strip(b"\0"):
        raise NotValidError("Data was hidden behind the signature.")
    return Envelope(length + 1, second - 1, second + rest, cms[:size])


def check_coverage(data: bytes, envelope: Envelope) -> None:
    """Raises NotValidError unless the signature covers all of the file, which is one revision in the plain old form."""
    if envelope.signed < len(data):
        extra = len(data) - envelope.signed
        more = said("The file was changed after it was sealed: {n:,} bytes were added at its end.", n=extra)
        raise NotValidError(more if extra > 1 else "The file was changed after it was sealed: 1 byte was added at its end.")
    if envelope.signed > len(data):
        raise NotValidError("The file is cut off: the seal covers more than there is.")
    tail = _TAIL.search(data[-6000:])
    if tail is None or b"/Prev" in tail[0] or b"XRefStm" in tail[0] or data[int(tail[1]) : int(tail[1]) + 5] != b"xref\n":
        raise NotValidError("The file is not in the form that certificates have.")
    if data.count(b"startxref") != 1 or data.count(b"%%EOF") != 1:
        raise NotValidError("The file has more than one revision; a certificate has one.")


def check_signature(data: bytes, envelope: Envelope) -> Proof:
    """RFC 5652 5.4 and 5.6 with ETSI EN 319 122-1 5.2.2.3, and nothing beside: one signer, SHA-256, ECDSA P-256, no loose ends."""
    info, certificates = _signer(envelope.cms)
    attributes = {one["type"].native: one["values"] for one in info["signed_attrs"]}
    if set(attributes) != {"content_type", "message_digest", "signing_certificate_v2"} or len(info["signed_attrs"]) != 3:
        raise NotValidError("The signature is not of the kind that seals certificates.")
    digest = hashlib.sha256(data[: envelope.start - 1])
    digest.update(data[envelope.end + 1 : envelope.signed])
    if attributes["message_digest"].native != [digest.digest()]:
        raise NotValidError("The file was changed after it was sealed.")
    proof = Proof(_chain([_loaded(one.dump()) for one in certificates]))
    own = [one["cert_hash"].native for one in attributes["signing_certificate_v2"][0]["certs"]]
    if own != [hashlib.sha256(certificates[0].dump()).digest()] or attributes["content_type"].native != ["data"]:
        raise NotValidError("The signature does not belong to the certificate that came with it.")
    try:
        proof.key.verify(info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise NotValidError("The signature does not hold: the file or the signature was changed.") from None
    return proof


def _signer(der: bytes) -> tuple[Any, list[Any]]:
    """(SignerInfo, certificates, the signer's first) of the one form in which a seal is written; other forms of it are refused."""
    try:
        signed = libraries.asn1("cms").ContentInfo.load(der, strict=True)["content"]
        info = signed["signer_infos"][0]
        sid = info["sid"].chosen
        named = (sid["issuer"], sid["serial_number"].native)
        certificates = sorted((one.chosen for one in signed["certificates"]), key=lambda one: (one.issuer, one.serial_number) != named)
        again = _written(signed["certificates"].contents, certificates[0], info["signed_attrs"].contents, info["signature"].native)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as e:
        raise NotValidError("The signature is damaged.") from e
    if again != der:
        raise NotValidError("The signature is damaged, or was written by another program.")
    return info, certificates


_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_DATA = bytes.fromhex("300b06092a864886f70d010701")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_VERSION_1 = bytes.fromhex("020101")


def _written(certificates: bytes, signer: Any, attributes: bytes, signature: bytes) -> bytes:
    """The CMS of these parts in DER (RFC 5652 5.1, 5.3): what differs from it by a bit, or says more, is not a seal."""
    sid = _tlv(0x30, signer.issuer.dump() + signer["tbs_certificate"]["serial_number"].dump())
    info = _tlv(0x30, _VERSION_1 + sid + _SHA256 + _tlv(0xA0, attributes) + _ECDSA_SHA256 + _tlv(0x04, signature))
    signed = _tlv(0x30, _VERSION_1 + _tlv(0x31, _SHA256) + _DATA + _tlv(0xA0, certificates) + _tlv(0x31, info))
    return _tlv(0x30, _SIGNED_DATA + _tlv(0xA0, signed))


def _tlv(tag: int, value: bytes) -> bytes:
    """X.690 8.1, the length in its shortest form (10.1)."""
    size = len(value)
    if size < 0x80:
        return bytes((tag, size)) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + value


def _chain(certificates: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """All of them in order, signer first: each vouched for by the next, the last by itself, none left over."""
    chain, left = certificates[:1], certificates[1:]
    while left:
        following = next((one for one in left if _issued(chain[-1], one)), None)
        if following is None or _issued(chain[-1], chain[-1]):
            raise NotValidError("A certificate in the signature vouches for nothing, or is damaged.")
        chain.append(following)
        left.remove(following)
    if not _issued(chain[-1], chain[-1]):
        raise NotValidError("A certificate in the signature is damaged, or one is missing.")
    return tuple(chain)


def _issued(one: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        one.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _loaded(der: bytes) -> x509.Certificate:
    try:
        certificate = x509.load_der_x509_certificate(der)
        certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as e:
        raise NotValidError("A certificate in the signature is damaged.") from e
    return certificate


def _der_length(data: bytes) -> int:
    """The length of the DER value at the start of `data` (X.690 8.1.3), all of it included."""
    if len(data) < 4 or data[0] != 0x30:
        raise NotValidError("The signature is damaged.")
    if data[1] < 0x80:
        return 2 + data[1]
    count = data[1] & 0x7F
    size = 2 + count + int.from_bytes(data[2 : 2 + count], "big")
    if not 1 <= count <= 4 or size > len(data):
        raise NotValidError("The signature is damaged.")
    return size
