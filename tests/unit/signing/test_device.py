"""The device's key: made once, kept closed, another one on another machine."""

import json
import stat
import sys
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from player.errors import PlayerError
from player.signing import device as signing
from player.signing.device import device_at, device_bytes, machine_mark, new_device, public_key, read_device, signature_fits


def test_made_at_first_use_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = device_at(folder, "Room 3-04", "machine 1")
    again = device_at(folder, "another name", "machine 1")
    assert (again.id, again.name, again.fingerprint, again.chain) == (first.id, "Room 3-04", first.fingerprint, first.chain)
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 or sys.platform == "win32"


def test_another_machine_gets_another_key(tmp_path: Path) -> None:
    first, second = (device_at(tmp_path, "Room 3-04", machine) for machine in ("machine 1", "machine 2"))
    assert first.fingerprint != second.fingerprint
    assert device_at(tmp_path, "", "machine 1").fingerprint == first.fingerprint


def test_the_certificate_names_the_device_and_signed_itself() -> None:
    made = new_device("Room 3-04")
    certificate = x509.load_der_x509_certificate(made.chain[0])
    certificate.verify_directly_issued_by(certificate)
    assert "CN=Room 3-04" in certificate.subject.rfc4514_string()
    assert made.id in certificate.subject.rfc4514_string()
    assert isinstance(made.key.curve, ec.SECP256R1)
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert new_device(" ").name == "Unnamed device"
    assert len(x509.load_der_x509_certificate(new_device("x" * 100).chain[0]).subject.rfc4514_string()) < 150


def test_signatures() -> None:
    made = new_device("Room 3-04")
    signature = made.sign(b"facts")
    key = public_key(made.public_point)
    assert len(signature) == 64
    assert len(made.public_point) == 33
    assert signature_fits(key, signature, b"facts")
    assert not signature_fits(key, signature, b"other facts")
    assert not signature_fits(key, signature[:-1], b"facts")
    assert not signature_fits(key, bytes(64), b"facts")
    assert not signature_fits(new_device("other").key.public_key(), signature, b"facts")
    with pytest.raises(ValueError, match=r"\w"):
        public_key(b"\x05" + bytes(32))


def test_an_old_openssl_signs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm

    real = ec.ECDSA

    def old(algorithm: object, **options: object) -> ec.ECDSA:
        if options:
            raise UnsupportedAlgorithm("no RFC 6979")
        return real(algorithm)  # type: ignore[arg-type]

    monkeypatch.setattr(signing.ec, "ECDSA", old)
    made = new_device("Room 3-04")
    assert signature_fits(made.key.public_key(), made.sign(b"facts"), b"facts")


def test_bytes_and_back() -> None:
    made = new_device("Salle 3 – été")
    again = read_device(device_bytes(made))
    assert (again.id, again.name, again.chain, again.fingerprint) == (made.id, made.name, made.chain, made.fingerprint)


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"format": 2}', "cut", "key", "pair", "chain", "type"])
def test_a_damaged_key_file_is_said_and_kept(tmp_path: Path, damage: str) -> None:
    made = device_at(tmp_path, "Room 3-04", "machine 1")
    [file] = tmp_path.iterdir()
    document = json.loads(device_bytes(made))
    if damage == "key":
        del document["key"]
    elif damage == "pair":
        document["key"] = json.loads(device_bytes(new_device("other")))["key"]
    elif damage == "chain":
        document["chain"] = []
    elif damage == "type":
        document["chain"] = 7
    text = {"cut": file.read_text(encoding="utf-8")[:90]}.get(damage, json.dumps(document) if damage.isalpha() else damage)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PlayerError, match="cannot be read") as caught:
        device_at(tmp_path, "Room 3-04", "machine 1")
    assert str(file) in caught.value.message
    assert file.read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("in the way", encoding="utf-8")
    with pytest.raises(PlayerError, match="could not be kept"):
        device_at(tmp_path / "keys", "Room 3-04", "machine 1")


def test_machines_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine_mark()
    assert machine_mark() == machine_mark()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "uninitialized\n")
    monkeypatch.setattr("uuid.getnode", lambda: 0x0000_1234_5678)
    assert machine_mark() == "node-000012345678"
    monkeypatch.setattr("uuid.getnode", lambda: 1 << 40)
    assert machine_mark() == "unknown"

    def unreadable(*_: object, **__: object) -> str:
        raise OSError

    monkeypatch.setattr(Path, "read_text", unreadable)
    assert machine_mark() == "unknown"


def test_machines_are_told_apart_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = MagicMock()
    registry.QueryValueEx.return_value = ("0f0f-1234", 1)
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(sys, "platform", "win32")
    assert machine_mark() == "0f0f-1234"
    registry.OpenKey.side_effect = OSError
    monkeypatch.setattr("uuid.getnode", lambda: 0x1234)
    assert machine_mark() == "node-000000001234"
