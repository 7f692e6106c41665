"""Puts another signature on a package."""

from pathlib import Path
from typing import BinaryIO

from player.package.builder import Built, write_members
from player.package.limits import CHUNK_BYTES
from player.package.manifest import MANIFEST_NAME, SIGNATURE_NAME
from player.package.outfile import written_beside
from player.package.plainfile import changed
from player.package.reader import Package, Progress, open_package
from player.package.zipform import directory, local_header
from player.signing.envelope import PACKAGE_MANIFEST, sign_envelope
from player.signing.keys import Identity


def sign_package(path: Path, identity: Identity, out: Path, progress: Progress | None = None) -> Built:
    """Writes `out`, which may be `path` itself: the same package under the signature of `identity`, every other member
    byte for byte. All of it is checked first: nobody should sign what is damaged."""
    package = open_package(path)
    package.verify_all(progress)
    with written_beside(out, package.size_in_bytes + CHUNK_BYTES) as target:
        size = _write(package, identity, target)
    return Built(out, size, package.digest, len(package.manifest.content), identity.name, identity.fingerprint)


def _write(package: Package, identity: Identity, target: BinaryIO) -> int:
    with package.raw() as source:
        manifest = package.members[0]
        source.seek(manifest.start)
        manifest_bytes = source.read(manifest.size)
        signature = sign_envelope(identity, PACKAGE_MANIFEST, manifest_bytes)
        members = write_members(target, [(MANIFEST_NAME, manifest_bytes), (SIGNATURE_NAME, signature)])
        for member in package.members[1:]:
            if member.name != SIGNATURE_NAME:
                moved = member._replace(offset=target.tell())
                target.write(local_header(moved))
                source.seek(member.start)
                _copy(source, member.size, target, package.path)
                members.append(moved)
        start = target.tell()
        target.write(directory(members, start))
        return target.tell()


def _copy(source: BinaryIO, left: int, target: BinaryIO, path: Path) -> None:
    while left:
        piece = source.read(min(CHUNK_BYTES, left))
        if not piece:
            raise changed(path)
        target.write(piece)
        left -= len(piece)
