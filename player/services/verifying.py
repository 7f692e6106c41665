"""Whether a package or a certificate is what it says it is: one three-way verdict for both. Needs no data folder."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from player.errors import PlayerError, said

if TYPE_CHECKING:
    from player.awards.facts import LessonRecord

Progress = Callable[[int, int], None]  # (bytes done, bytes in all)
Standing = Literal["trusted", "unknown", "not valid"]
PACKAGE_SUFFIX, CERTIFICATE_SUFFIX = ".course", ".pdf"
CERTIFICATE_BYTES_MAX = 64 << 20  # what is read at all; the verifier itself is stricter


@dataclass(frozen=True, slots=True)
class Checked:
    """`reason` is one sentence. `fields` are JSON values by id, `rows` the same for people: (label, words)."""

    kind: Literal["package", "certificate"]
    standing: Standing
    reason: str
    fields: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[tuple[str, str], ...] = ()


def verify(file: Path, progress: Progress | None = None) -> Checked:
    """Check every byte. Which of the two a file is, its suffix tells, else its first bytes. PlayerError when it cannot be read."""
    return _certificate(file) if _is_pdf(file) else _package(file, progress)


def _is_pdf(file: Path) -> bool:
    suffix = file.suffix.lower()
    if suffix in {CERTIFICATE_SUFFIX, PACKAGE_SUFFIX}:
        return suffix == CERTIFICATE_SUFFIX
    try:
        with file.open("rb") as stream:
            return stream.read(5) == b"%PDF-"
    except OSError:
        return False  # the package reader says why it cannot be read


def _package(file: Path, progress: Progress | None) -> Checked:
    from player.package.verdict import verify_package

    found = verify_package(file, progress)
    if not found.intact:
        return Checked("package", "not valid", f"{found.reason} {found.hint}".strip(), {"file": str(file)}, (("File", str(file)),))
    fields: dict[str, object] = {
        "file": str(file), "id": found.id, "title": found.title, "version": found.version, "languages": list(found.languages),
        "publisher": found.publisher, "licence": found.licence, "signed_by": found.signed_by, "fingerprint": found.fingerprint,
        "manifest_sha256": found.digest, "files": found.files, "bytes": found.size,
    }  # fmt: skip
    rows = (
        ("File", str(file)),
        ("Title", found.title),
        ("Id", found.id),
        ("Version", found.version),
        ("Languages", ", ".join(found.languages)),
        ("Publisher named", found.publisher or "-"),
        ("Licence", found.licence or "-"),
        ("Signed by", found.signed_by or "unsigned: nobody answers for it"),
        ("Fingerprint", found.fingerprint or "-"),
        ("Manifest SHA-256", found.digest),
        ("Files", str(found.files)),
        ("Bytes", str(found.size)),
    )
    return Checked("package", "trusted" if found.trusted else "unknown", found.words, fields, rows)


def _certificate(file: Path) -> Checked:
    from player.awards.verify import verify_certificate

    found = verify_certificate(_read(file))
    rows = [("File", str(file))]
    fields: dict[str, object] = {"file": str(file)}
    for one in found.fields():
        fields[one.id] = one.value
        rows.append((one.label, one.value))
        if one.at_fault:
            fields["at_fault"], fields["shown"] = one.id, one.shown
            rows.append((f"{one.label}, as it shows now", one.shown or "?"))
    fields["lessons"] = [_evidence(lesson) for lesson in found.evidence]
    rows += [(f"Lesson {lesson.title}", ", ".join(_said(lesson))) for lesson in found.evidence]
    return Checked("certificate", found.standing.value, f"{found.reason} {found.hint}".strip(), fields, tuple(rows))


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(CERTIFICATE_BYTES_MAX)
    except OSError as error:
        why = said("There is no file {file}.", file=file) if isinstance(error, FileNotFoundError) else said(
            "{file} cannot be read: {why}.",
            file=file,
            why=error.strerror or error,
        )
        raise PlayerError("The file cannot be read", why, "Choose the certificate again.") from error


def _evidence(lesson: "LessonRecord") -> dict[str, object]:
    over = lesson.override
    return {
        "id": lesson.id,
        "title": lesson.title,
        "kind": lesson.kind,
        "rule": lesson.rule,
        "completed_at": lesson.completed_at,
        "attempt": lesson.attempt,
        "score": None if lesson.score is None else str(lesson.score),
        "active_seconds": lesson.active_seconds,
        "override": None if over is None else {"granted": over.granted, "at": over.at, "reason": over.reason, "by": over.by, "proof": over.proof},
    }


def _said(lesson: "LessonRecord") -> Iterator[str]:
    yield lesson.rule
    if lesson.completed_at is None:
        yield "not needed for this award"
    else:
        yield datetime.fromtimestamp(lesson.completed_at / 1000, UTC).isoformat(timespec="seconds")
    if lesson.score is not None:
        yield f"score {lesson.score}, attempt {lesson.attempt}"
    if lesson.override is not None:
        proof = {"pin": " (trainer's PIN)", "file": " (signed file)"}.get(lesson.override.proof, "")
        yield f"{'granted' if lesson.override.granted else 'voided'} by {lesson.override.by}{proof}: {lesson.override.reason}"
