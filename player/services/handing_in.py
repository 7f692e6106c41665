"""What a learner hands in for an assignment: copied into the data folder whole or not at all, recorded with its hashes, kept each time."""

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from player.course.event_data import text_of
from player.course.facts import Event, EventKind, Json
from player.course.ledger import decode
from player.course.model import Kind
from player.errors import PlayerError, said
from player.services.enrolments import Enrolment, Entry, Step
from player.services.learning import Learning
from player.services.register import Register
from player.services.safe_names import safe_name, safe_names

__all__ = ["Copied", "HandIn", "HandedFile", "HandingIn", "Limits", "Standing"]

_BLOCK = 1 << 20
_TOLD = (EventKind.HANDED_IN, EventKind.SIGNED_OFF, EventKind.GRANTED, EventKind.VOIDED)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one hand-in. `spare` bytes of the disk are left to everything else."""

    files: int = 20
    bytes_each: int = 200_000_000
    bytes_together: int = 500_000_000
    text: int = 20_000  # characters
    spare: int = 64_000_000


@dataclass(frozen=True, slots=True)
class HandedFile:
    """`is_here` says whether the copy still lies where it was put."""

    name: str
    size: int
    sha256: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class HandIn:
    """`number` counts from 1; `at` in ms UTC; `folder` holds the files."""

    number: int
    at: int
    text: str
    files: tuple[HandedFile, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Standing:
    """`handed` newest first. `state`: "open" (nothing is handed in), "waiting", "returned" (with `remark`), "done". `by` and `at` tell who
    signed it off or returned it, and when."""

    state: str
    handed: tuple[HandIn, ...]
    by: str = ""
    at: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """Files that lie in the data folder, but are not handed in yet."""

    folder: Path
    files: tuple[HandedFile, ...]


class HandingIn:
    """`copy` may be called from any thread, the rest like the other services."""

    def __init__(self, register: Register, learning: Learning, limits: Limits | None = None) -> None:
        self._register, self._learning = register, learning
        self.limits = limits or Limits()

    def standing(self, enrolment: Enrolment, lesson_id: str) -> Standing:
        with self._register.store.reading() as tables:
            bodies = tables.ledger.of_lesson(enrolment.number, lesson_id, [kind.value for kind in _TOLD])
        events = [event for body in bodies if (event := decode(body).event).kind is EventKind.HANDED_IN or event.signed]
        handed = [event for event in events if event.kind is EventKind.HANDED_IN]
        told = tuple(self._told(number, event) for number, event in enumerate(handed, 1))[::-1]
        facts = self._learning.facts(enrolment).lesson(lesson_id)
        signed = next((event for event in reversed(events) if event.kind is not EventKind.HANDED_IN), None)
        if facts.ticked_at is not None:
            by = text_of(signed, "by") if signed is not None and signed.kind is not EventKind.VOIDED else ""
            return Standing("done", told, by, facts.ticked_at)
        if facts.handed_in:
            return Standing("waiting", told)
        if signed is not None and signed.kind is EventKind.VOIDED:
            return Standing("returned", told, text_of(signed, "by"), signed.at, text_of(signed, "reason"))
        return Standing("open", told)

    def _told(self, number: int, event: Event) -> HandIn:
        """What an entry says; it may come from another machine, so that nothing in it is taken for granted."""
        names, sizes, hashes = event.data.get("files"), event.data.get("bytes"), event.data.get("sha256")
        where = text_of(event, "folder")
        parts = [part for part in where.split("/") if part not in {"", ".", ".."}]
        folder = self._register.data.handed_in.joinpath(*parts)
        files = []
        for name in names if isinstance(names, list) else ():
            if isinstance(name, str) and name:
                size = sizes.get(name) if isinstance(sizes, dict) else None
                digest = hashes.get(name) if isinstance(hashes, dict) else None
                here = bool(parts) and safe_name(name) == name and (folder / name).is_file()
                files.append(HandedFile(name, size if isinstance(size, int) else 0, digest if isinstance(digest, str) else "", here))
        return HandIn(number, event.at, text_of(event, "text"), tuple(files), folder)

    def copy(self, enrolment: Enrolment, lesson_id: str, files: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> Copied:
        """Copies the files beside their place and puts them there whole. `progress` gets the bytes done and all of them, and may raise to stop.
        PlayerError when a file cannot be read, is too large, or there is no room; nothing is left behind then."""
        sizes = self._sizes(files)
        root = self._register.data.handed_in / enrolment.id / safe_name(lesson_id)
        self._foresee_room(sum(sizes))
        names = safe_names([file.name for file in files])
        part: Path | None = None
        try:
            root.mkdir(parents=True, exist_ok=True)
            taken = [int(one.name) for one in root.iterdir() if one.name.isascii() and one.name.isdecimal()]
            target = root / f"{max(taken, default=0) + 1:03}"
            part = root / f".{target.name}.part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            done, copied = 0, []
            for file, name in zip(files, names, strict=True):
                size, digest = self._copy_one(file, part / name, partial(_tell, progress, done, sum(sizes)))
                done += size
                copied.append(HandedFile(name, size, digest, True))
            part.replace(target)
            _sync(root)
        except OSError as error:
            raise _not_copied(root, error) from error
        finally:
            if part is not None:
                shutil.rmtree(part, ignore_errors=True)
        return Copied(target, tuple(copied))

    def _copy_one(self, source: Path, target: Path, told: Callable[[int], None]) -> tuple[int, str]:
        """Bytes written and their SHA-256. The file may grow meanwhile: it is measured as it is read."""
        digest, size = hashlib.sha256(), 0
        try:
            reading = source.open("rb")
        except OSError as error:
            raise _unreadable(source, error) from error
        with reading, target.open("wb") as out:
            while True:
                try:
                    block = reading.read(_BLOCK)
                except OSError as error:
                    raise _unreadable(source, error) from error
                if not block:
                    break
                size += len(block)
                if size > self.limits.bytes_each:
                    raise self._too_large(source.name)
                digest.update(block)
                out.write(block)
                told(size)
            out.flush()
            os.fsync(out.fileno())
        return size, digest.hexdigest()

    def discard(self, copied: Copied) -> None:
        """The files are not handed in after all."""
        shutil.rmtree(copied.folder, ignore_errors=True)

    def draft(self, enrolment: Enrolment, lesson_id: str) -> str:
        """What was written and is not handed in yet."""
        try:
            return self._draft(enrolment, lesson_id).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def keep_draft(self, enrolment: Enrolment, lesson_id: str, text: str) -> None:
        """PlayerError when it cannot be written."""
        file = self._draft(enrolment, lesson_id)
        if not text and not file.exists():
            return
        beside = file.with_name(f".{file.name}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8")
            beside.replace(file)
        except OSError as error:
            raise _not_copied(file.parent, error) from error

    def _draft(self, enrolment: Enrolment, lesson_id: str) -> Path:
        return self._register.data.handed_in / enrolment.id / safe_name(lesson_id) / "draft.txt"

    def hand_in(self, enrolment: Enrolment, lesson_id: str, text: str, copied: Copied | None = None) -> Step:
        """Hands in text, files, or both; what was handed in before is kept, and this counts from now on. PlayerError when there is nothing, too
        much text, the lesson is locked, or it is signed off already: the copied files are removed then."""
        try:
            with self._learning.entry(enrolment, lesson_id) as entry:
                _open_for(entry, lesson_id)
                entry.write(EventKind.HANDED_IN, lesson_id, self._data(text, copied))
        except BaseException:
            if copied is not None:
                self.discard(copied)
            raise
        with contextlib.suppress(OSError):
            self._draft(enrolment, lesson_id).unlink(missing_ok=True)
        return entry.step(lesson_id)

    def _data(self, text: str, copied: Copied | None) -> dict[str, Json]:
        words = text.strip()
        if not words and copied is None:
            raise PlayerError("Nothing to hand in", "There is no text, and no file was chosen.", "Write something, or choose a file.")
        if len(words) > self.limits.text:
            raise PlayerError(
                "The text is too long",
                said("It has {n} characters; {most} can be handed in.", n=len(words), most=self.limits.text),
                "Put it into a file.",
            )
        data: dict[str, Json] = {"files": [], "text": words}
        if copied is not None:
            data["files"] = [file.name for file in copied.files]
            data["bytes"] = {file.name: file.size for file in copied.files}
            data["sha256"] = {file.name: file.sha256 for file in copied.files}
            data["folder"] = copied.folder.relative_to(self._register.data.handed_in).as_posix()
        return data

    def _sizes(self, files: Sequence[Path]) -> list[int]:
        if not files:
            raise PlayerError("Nothing to hand in", "No file was chosen.", "Choose a file.")
        if len(files) > self.limits.files:
            many = said("{n} files were chosen; {most} can be handed in at once.", n=len(files), most=self.limits.files)
            raise PlayerError("Too many files", many, "Pack them into one.")
        sizes = []
        for file in files:
            try:
                seen = file.stat()
            except OSError as error:
                raise _unreadable(file, error) from error
            if not stat.S_ISREG(seen.st_mode):
                raise PlayerError(
                    "This is no file",
                    said("{file} is a folder or something else that cannot be copied.", file=file),
                    "Choose the files in it.",
                )
            if seen.st_size > self.limits.bytes_each:
                raise self._too_large(file.name)
            sizes.append(seen.st_size)
        if sum(sizes) > self.limits.bytes_together:
            large = said("Together they have {size}; {most} can be handed in at once.", size=_mb(sum(sizes)), most=_mb(self.limits.bytes_together))
            raise PlayerError("The files are too large", large, "Choose fewer, or smaller ones.")
        return sizes

    def _too_large(self, name: str) -> PlayerError:
        return PlayerError(
            "The file is too large",
            said("{name} is larger than {most}.", name=name, most=_mb(self.limits.bytes_each)),
            "Make it smaller, or split it.",
        )

    def _foresee_room(self, needed: int) -> None:
        root = self._register.data.root
        try:
            free = shutil.disk_usage(root).free
        except OSError as error:
            raise _not_copied(root, error) from error
        if free < needed + self.limits.spare:
            raise PlayerError(
                "There is no room for the files",
                said("They need {needed}, and {free} are free on the disk that holds {root}.", needed=_mb(needed), free=_mb(free), root=root),
                "Free some space and try again; nothing was changed.",
            )


def _open_for(entry: Entry, lesson_id: str) -> None:
    lesson = entry.status.lessons[lesson_id].lesson
    if lesson.kind is not Kind.ASSIGNMENT:
        raise PlayerError(
            "Nothing to hand in here",
            said("“{title}” is no assignment.", title=lesson.title),
            "Choose the assignment from the outline.",
        )
    if entry.facts.lesson(lesson_id).signed_off:
        raise PlayerError("Signed off already", said("“{title}” was signed off.", title=lesson.title), "Nothing more has to be handed in.")


def _tell(progress: Callable[[int, int], None] | None, before: int, of: int, done: int) -> None:
    if progress is not None:
        progress(before + done, of)


def _sync(folder: Path) -> None:
    from player.package.outfile import sync_folder

    sync_folder(folder)


def _mb(size: int) -> str:
    return said("{n:,.1f} MB", n=size / 1e6)


def _unreadable(file: Path, error: OSError) -> PlayerError:
    return PlayerError(
        "The file cannot be read",
        said("{file} cannot be read: {why}.", file=file, why=error.strerror or error),
        "Look for it, then choose it again.",
    )


def _not_copied(folder: Path, error: OSError) -> PlayerError:
    return PlayerError(
        "Nothing was handed in",
        said("{folder} cannot be written: {why}.", folder=folder, why=error.strerror or error),
        "Look at the disk, then try again.",
    )
