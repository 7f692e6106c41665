"""The device's own P-256 key, which seals certificates: made at first use, and anew on another machine."""

import base64
import datetime as dt
import hashlib
import json
import os
import secrets
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import NameOID

from player.errors import PlayerError, said

FORMAT = 1
#: A device cannot prove its clock, so its own certificate claims no dates. RFC 5280 4.1.2.5: no well-defined expiry.
ALWAYS = (dt.datetime(2000, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC))
RAW_SIGNATURE = 64  # bytes: r and s, 32 each
COMPRESSED_KEY = 33  # bytes: SEC 1 2.3.3


@dataclass(frozen=True, slots=True)
class Device:
    """One installation of the player. `chain` is DER, the device's own certificate first."""

    id: str  # UUID, hex
    name: str
    key: ec.EllipticCurvePrivateKey
    chain: tuple[bytes, ...]

    @property
    def fingerprint(self) -> str:
        return key_fingerprint(self.key.public_key())

    @property
    def public_point(self) -> bytes:
        """The public key, compressed (33 bytes)."""
        return self.key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)

    def sign(self, data: bytes) -> bytes:
        """A raw ECDSA signature over SHA-256 (64 bytes), the same for the same data where the system's OpenSSL can (RFC 6979)."""
        r, s = decode_dss_signature(self.key.sign(data, signature_algorithm()))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def signature_algorithm() -> ec.ECDSA:
    """ECDSA with SHA-256, deterministic (RFC 6979) where OpenSSL 3.2 or newer is there."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    except UnsupportedAlgorithm:
        return ec.ECDSA(hashes.SHA256())


def key_fingerprint(key: ec.EllipticCurvePublicKey) -> str:
    """SHA-256 of the DER SubjectPublicKeyInfo, 64 hexadecimal digits."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """The key of a compressed point. Raises ValueError when it is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def signature_fits(key: ec.EllipticCurvePublicKey, signature: bytes, data: bytes) -> bool:
    """Whether a raw signature of 64 bytes over `data` was made by `key`."""
    if len(signature) != RAW_SIGNATURE:
        return False
    r, s = (int.from_bytes(part, "big") for part in (signature[:32], signature[32:]))
    try:
        key.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def new_device(name: str, device_id: str = "") -> Device:
    """A new key with a certificate that it signs itself: it names the device and vouches for nothing more."""
    key = ec.generate_private_key(ec.SECP256R1())
    device_id = device_id or uuid.uuid4().hex
    subject = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Greentick device"),
        x509.NameAttribute(NameOID.COMMON_NAME, (name.strip() or "Unnamed device")[:64]),  # RFC 5280: at most 64 characters
        x509.NameAttribute(NameOID.SERIAL_NUMBER, device_id),
    ])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(secrets.token_bytes(16), "big") >> 1 | 1)
        .not_valid_before(ALWAYS[0])
        .not_valid_after(ALWAYS[1])
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Device(device_id, name.strip() or "Unnamed device", key, (built.public_bytes(serialization.Encoding.DER),))


def device_bytes(device: Device) -> bytes:
    """What is kept of a device: JSON with its secret key. Keep it readable by its owner only."""
    key = device.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    document = {"format": FORMAT, "id": device.id, "name": device.name, "key": _b64(key), "chain": [_b64(one) for one in device.chain]}
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")


def read_device(data: bytes) -> Device:
    """The device of `device_bytes`. Raises ValueError when the data is damaged or does not fit together."""
    document = cast("dict[str, Any]", json.loads(data))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError("unknown format")
    try:
        key = serialization.load_der_private_key(base64.b64decode(document["key"], validate=True), None)
        chain = tuple(base64.b64decode(one, validate=True) for one in document["chain"])
        identity, name = str(document["id"]), str(document["name"])
        own = x509.load_der_x509_certificate(chain[0]).public_key()
    except (KeyError, IndexError, TypeError) as e:
        raise ValueError(f"a field is missing or wrong: {e}") from e
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != own:
        raise ValueError("the key and its certificate are not a pair")
    return Device(identity, name, key, chain)


def device_at(folder: Path, name: str, machine: str | None = None) -> Device:
    """This machine's device, kept in `folder`; made at first use, and anew when the machine is another one.

    machine   what tells machines apart; None asks the system. A folder carried between machines (a stick, a cloned
              disk) holds one key for each. Raises PlayerError when the key file cannot be read or written.
    """
    mark = hashlib.sha256(f"greentick device\0{machine_mark() if machine is None else machine}".encode()).hexdigest()[:16]
    path = folder / f"device-{mark}.json"
    try:
        if not path.exists():
            _write_secret(path, device_bytes(new_device(name)))
        data = path.read_bytes()
    except OSError as e:
        trouble = said("The key of this device could not be kept in {path}: {why}.", path=path, why=e.strerror or e)
        raise PlayerError("No device key", trouble, "Make room, or allow writing there.") from e
    try:
        return read_device(data)
    except ValueError as e:
        trouble = said("The key of this device in {path} cannot be read ({why}).", path=path, why=e)
        hint = "Bring the file back from a backup, or move it away: a new one is made then."
        raise PlayerError("The device key is damaged", trouble, hint) from e


def machine_mark() -> str:
    """What tells this machine from others: the system's machine id, else the address of its network card."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return f"node-{uuid.getnode():012x}"
    for path in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        try:
            found = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if found and found != "uninitialized":
            return found
    node = uuid.getnode()
    return "unknown" if node >> 40 & 1 else f"node-{node:012x}"  # RFC 9562 6.10: the multicast bit marks a random number


def _write_secret(path: Path, data: bytes) -> None:
    """Beside, synced, renamed; readable by the owner only from its first byte (on Windows by the folder's own rights)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
