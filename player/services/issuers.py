"""Issuers that this machine trusts: what its owner has put into a folder."""

from player.paths import DataFolder

SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})
LARGEST_BYTES = 64 << 10


def trusted_issuers(data: DataFolder) -> tuple[bytes, ...]:
    """Their certificates, DER. What is no certificate is passed over: it makes nobody trusted."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    found: list[bytes] = []
    try:
        files = sorted(path for path in data.issuers.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError:
        return ()
    for path in files:
        try:
            content = path.read_bytes() if path.stat().st_size <= LARGEST_BYTES else b""
            read = x509.load_pem_x509_certificate if b"-----BEGIN" in content else x509.load_der_x509_certificate
            found.append(read(content).public_bytes(Encoding.DER))
        except (OSError, ValueError):
            continue
    return tuple(found)
