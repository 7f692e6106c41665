"""What authors and publishers do: begin a course, check it, build, sign and inspect packages. Needs no data folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from player.assets import resource
from player.course.model import Course
from player.errors import PlayerError
from player.signing.files import KEY_SUFFIX, card_of_key, needs_passphrase, read_card, read_key, write_identity
from player.signing.keys import Identity
from player.signing.keys import new_identity as new_key

__all__ = ["Built", "Findings", "Identity", "Inspection", "MadeIdentity", "ShownIdentity", "build", "check", "grant", "inspect", "needs_passphrase",
           "new", "new_identity", "show_identity", "sign", "unlock"]

Progress = Callable[[int, int], None]  # (bytes done, bytes in all)
PACKAGE_SUFFIX = ".course"
STARTER = "starter"  # resources/starter


@dataclass(frozen=True, slots=True)
class Findings:
    """A course without mistakes. `warnings` are sentences with file and line."""

    course: Course
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A package that was written. `notes` is what the author should know: warnings, and which lesson became which."""

    path: Path
    size: int
    digest: str  # SHA-256 of the manifest, hex
    files: int
    signed_by: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is in a package, by its directory and signature; its content was not read."""

    course: Course
    signed_by: str | None
    fingerprint: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class MadeIdentity:
    key: Path  # secret
    card: Path
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ShownIdentity:
    """The public half of an identity. `created` is ISO 8601 in UTC."""

    name: str
    fingerprint: str
    created: str


def new(folder: Path) -> tuple[Path, ...]:
    """Write a small course to start from into `folder`, which must be empty or not there yet. Returns what was written."""
    from player.formats.names import slug, title_from

    folder = folder.expanduser().absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlayerError("The folder is taken", f"{folder} is there already and not empty.", "Name a folder that is not there yet.")
    title = title_from(folder.name) or "My course"
    values = {"{id}": f"org.example.{slug(folder.name) or 'course'}", "{title}": title.replace("\\", "").replace('"', "")}
    source = resource(STARTER)
    written = []
    try:
        for path in sorted(source.glob("**/*")):
            target = folder / path.relative_to(source)
            if path.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            text = path.read_text(encoding="utf-8")
            for mark, value in values.items():
                text = text.replace(mark, value)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
            written.append(target)
    except OSError as error:
        raise PlayerError(
            "The folder cannot be written", f"{folder} cannot be written: {error.strerror or error}.", "Choose a folder that you may write to."
        ) from error
    return tuple(written)


def check(folder: Path) -> Findings:
    """Every mistake at once (SourceError), else the course and its warnings. Writes nothing."""
    from player.services.proofreading import read_and_check

    imported, warnings = read_and_check(folder)
    return Findings(imported.course, warnings)


def build(folder: Path, out: Path, identity: Identity | None = None, frozen: bool = False, progress: Progress | None = None) -> Built:
    """The package of a course folder. SourceError as in `check`; PlayerError when `out` cannot be written, then it is as it was.

    Lessons' ids are kept in course.lock beside course.toml; `frozen` refuses when they would change, and writes nothing there.
    """
    from player.package.builder import build as write_package
    from player.services.proofreading import read_and_check

    if out.suffix.lower() != PACKAGE_SUFFIX:
        name = f"{out.stem or 'NAME'}{PACKAGE_SUFFIX}"
        raise PlayerError("Not the name of a package", f"{out.name} does not end in {PACKAGE_SUFFIX}.", f"Call it {name}.")
    imported, notes = read_and_check(folder, frozen)
    made = write_package(imported.course, imported.files, imported.quizzes, out, identity, progress)
    if imported.lock is not None and not frozen:
        imported.lock.save()
        notes += tuple(f"{one.before} is now {one.now} (recognised by its {one.how}); learners keep its tick." for one in imported.lock.became)
    return Built(made.path, made.size, made.digest, made.files, made.signed_by, notes)


def sign(package: Path, identity: Identity, progress: Progress | None = None) -> Built:
    """Put `identity`'s signature on a package, after checking every byte of it; the file is replaced when the new one is whole."""
    from player.package.signer import sign_package

    made = sign_package(package, identity, package, progress)
    return Built(made.path, made.size, made.digest, made.files, made.signed_by)


def inspect(package: Path) -> Inspection:
    """The course inside, without reading its content. PlayerError when it is no valid package."""
    from player.package.reader import open_package

    opened = open_package(package)
    signer = opened.signature
    return Inspection(opened.course, signer.name if signer else None, signer.fingerprint if signer else None, opened.digest)


def unlock(key: Path, passphrase: str) -> Identity:
    """The identity in a NAME.key file. PlayerError when the passphrase is wrong or the file is no sound key."""
    return read_key(key, passphrase)


def new_identity(name: str, out: Path, passphrase: str) -> MadeIdentity:
    """Make NAME.key and NAME.identity in the folder `out`; never over files that are there."""
    identity = new_key(name)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlayerError(
            "The folder cannot be written", f"{out} cannot be written: {error.strerror or error}.", "Choose a folder that you may write to."
        ) from error
    key, card = write_identity(identity, out, passphrase)
    return MadeIdentity(key, card, identity.fingerprint)


def show_identity(path: Path) -> ShownIdentity:
    """What NAME.identity says, or the public half of NAME.key."""
    card = card_of_key(path) if path.suffix.lower() == KEY_SUFFIX else read_card(path)
    return ShownIdentity(card.name, card.fingerprint, card.created)


def grant(course: str, learner: str, deed: str, reason: str, target: Path, identity: Identity, *, lesson: str = "", count: int = 0, days: int = 0,
          round_: int = 0) -> Path:
    """Writes a signed file with one decision about one learner (player.signing.grant), never over another file. `course` is a package, which must
    have the lesson, or a course's id. PlayerError when something is missing, out of its bounds, or cannot be written."""
    from player.signing.grant import grant_bytes, new_grant

    if Path(course).is_file():
        found = inspect(Path(course)).course
        if lesson and all(one.id != lesson for one in found.lessons()):
            raise PlayerError("No such lesson", f"“{found.title}” has no lesson {lesson!r}.", "See greentick inspect for the ids.")
        course = found.id
    try:
        data = grant_bytes(identity, new_grant(course, learner, deed, reason, lesson=lesson, count=count, days=days, round_=round_))
    except ValueError as error:
        raise PlayerError("This cannot be granted", f"A signed file cannot say this: {error}.", "Type greentick grant --help.") from error
    try:
        with target.open("xb") as out:
            out.write(data)
    except FileExistsError:
        raise PlayerError("The file is there already", f"{target} exists.", "Choose another name with -o.") from None
    except OSError as error:
        raise PlayerError("The file cannot be written", f"{target} cannot be written: {error.strerror}.", "Choose another place with -o.") from error
    return target
