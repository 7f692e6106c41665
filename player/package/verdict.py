"""What can be said about a package file: intact or not, signed by whom, and every field of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from player.errors import PlayerError, said
from player.package.reader import Package, Progress, open_package
from player.package.refusal import PackageError

UNSIGNED = "unsigned: nobody answers for it"


@dataclass(frozen=True, slots=True)
class PackageVerdict:
    """`words` is the bottom line. `reason` and `hint` are filled when it is not intact; the other fields only when it is.
    `trusted` needs a decision about the signer, which is not made here."""

    path: Path
    intact: bool
    words: str
    reason: str = ""
    hint: str = ""
    trusted: bool = False
    signed_by: str | None = None
    fingerprint: str | None = None
    digest: str = ""  # SHA-256 of the manifest, hex
    id: str = ""
    title: str = ""
    version: str = ""
    publisher: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()
    files: int = 0
    size: int = 0  # bytes of the package file

    @property
    def exit_code(self) -> int:
        """0 trusted, 1 not valid, 4 intact but the signer is not known here."""
        if not self.intact:
            return 1
        return 0 if self.trusted else 4


def verify_package(path: Path, progress: Progress | None = None, cancel: Callable[[], bool] | None = None) -> PackageVerdict:
    """Checks every byte. PlayerError (not PackageError) when the file cannot be read at all, or `cancel` said so."""
    try:
        package = open_package(path)
        if not package.verify_all(progress, cancel):
            raise _stopped(path)
    except PackageError as error:
        return PackageVerdict(path, intact=False, words=f"not valid: {error.message}", reason=error.message, hint=error.hint)
    return _intact(package)


def _intact(package: Package) -> PackageVerdict:
    manifest, signer = package.manifest, package.signature
    words = f"intact, signed by {signer.name}, who is not known here" if signer else f"intact, but {UNSIGNED}"
    return PackageVerdict(
        package.path,
        intact=True,
        words=words,
        signed_by=signer.name if signer else None,
        fingerprint=signer.fingerprint if signer else None,
        digest=package.digest,
        id=manifest.id,
        title=manifest.title,
        version=manifest.version,
        publisher=manifest.publisher,
        licence=manifest.licence,
        languages=manifest.languages,
        files=len(manifest.content),
        size=package.size_in_bytes,
    )


def _stopped(path: Path) -> PlayerError:
    return PlayerError("Stopped", said("The check of {name} was stopped before its end.", name=path.name), "Start it again when you like.")
