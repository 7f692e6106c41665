"""Earned, issued, saved: from a true rule to a sealed PDF in the learner's hands."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from player.course.completion import counted_score, counting_attempts
from player.course.facts import EventKind, LessonFacts
from player.course.status_types import AwardStatus, LessonStatus
from player.course.versions import version_order
from player.errors import PlayerError, said
from player.services.cards import Earned, Kept, earned_award, kept_award
from player.services.enrolments import Enrolment, Entry
from player.services.learners import LONGEST_PRINTED_NAME
from player.services.learning import Learning
from player.services.moments import local_offset
from player.services.prerequisites import prerequisites_of
from player.services.register import Register
from player.services.rule_words import rule_in_words
from player.services.safe_names import safe_name

if TYPE_CHECKING:
    from player.awards.facts import CertificateFacts, LessonRecord
    from player.awards.typefaces import Typefaces
    from player.awards.verdict import Verdict as Verdict  # noqa: PLC0414  # told on to the faces, which do not reach into awards
    from player.store.rows import AwardRow

__all__ = ["Awarding", "Earned", "Issued", "Kept"]


@dataclass(frozen=True, slots=True)
class Issued:
    """A sealed certificate that is kept here at `path`; `pdf` are its bytes."""

    enrolment: Enrolment
    award_id: str
    title: str
    number: str
    printed_name: str
    path: Path
    pdf: bytes


class Awarding:
    """Every change is durable when it returns."""

    def __init__(self, register: Register, learning: Learning) -> None:
        self._register = register
        self._learning = learning
        self._typefaces: Typefaces | None = None

    def ready(self, enrolment: Enrolment) -> tuple[AwardStatus, ...]:
        """Awards that are earned, issued or not."""
        return tuple(award for award in self._learning.status(enrolment).awards.values() if award.earned)

    def issued(self, enrolment: Enrolment, award_id: str) -> Issued | None:
        """The certificate that is kept already. PlayerError when its file is gone or was changed."""
        with self._register.store.reading() as tables:
            row = tables.awards.get(enrolment.number, award_id)
        return self._read(enrolment, row) if row is not None and row.file else None

    def preview(self, enrolment: Enrolment, award_id: str, printed_name: str, paper: str = "") -> bytes:
        """How it will print, as a PDF without a seal. PlayerError naming the letters that no font here can draw."""
        from player.awards.certificate import preview

        typefaces = self._fonts()
        name = _checked_name(printed_name)
        with self._learning.entry(enrolment) as entry:
            facts = self._facts(entry, award_id, name, paper, "GT-0000-0000-00", None)
        return preview(facts, typefaces)

    def issue(self, enrolment: Enrolment, award_id: str, printed_name: str, paper: str = "") -> Issued:
        """Draws, seals, verifies by our own verifier, keeps the PDF and records it. The same name again gives the one that is kept;
        another name makes a new one that names the one it replaces (a voucher keeps its number: it is redeemed once). PlayerError when
        the award is not earned or the name cannot print."""
        from player.awards.number import certificate_number

        if enrolment.open.package is None:
            raise PlayerError("This is a preview", "A preview gives no certificate: nothing that is done in it is recorded.",
                              "Build the package and open that.")  # fmt: skip
        name = _checked_name(printed_name)
        with self._register.store.reading() as tables:
            row = tables.awards.get(enrolment.number, award_id)
        if row is not None and row.file and row.printed_name == name and (self._register.data.certificates / row.file).exists():
            return self._read(enrolment, row)
        path = self._register.data.certificates / "nothing"
        try:
            with self._learning.entry(enrolment) as entry:
                self._print_name(entry, name)
                entry.finish()  # an award that was just earned is recorded before the certificate that rests on it
                voucher = entry.facts.award(award_id).number if _is_voucher(entry, award_id) else ""
                number = voucher or certificate_number(f"{enrolment.id}/{award_id}/".encode() + secrets.token_bytes(16))
                path = self._free(number)
                replaces = row.number if row is not None and row.number else self._earlier(entry, award_id)
                facts = self._facts(entry, award_id, name, paper, number, None if voucher else replaces or None)
                pdf = self._sealed(facts, entry.now)
                digest = hashlib.sha256(pdf).hexdigest()
                _write_kept(path, pdf)
                entry.write(EventKind.ISSUED, data={"award": award_id, "number": number, "sha256": digest})
                entry.finish()
                entry.tables.awards.change(enrolment.number, award_id, file=path.name, sha256=digest, printed_name=name)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            raise
        return Issued(enrolment, award_id, facts.award.title, number, name, path, pdf)

    def save(self, issued: Issued, target: Path) -> None:
        """The learner's own copy: written beside, synced, read back, verified, and only then recorded as saved."""
        from player.awards.write import save_certificate

        save_certificate(issued.pdf, target)
        self._record_saved(issued, "file")

    def copy_to_stick(self, issued: Issued, stick: Path) -> Path:
        """A copy in the stick's own folder, verified there, under a name that nothing has yet (or the same copy again); returns where it lies."""
        from player.awards.write import save_certificate

        for target in _names_on(stick, issued):
            if not target.exists() or _holds(target, issued.pdf):
                break
        save_certificate(issued.pdf, target)
        self._record_saved(issued, "stick")
        return target

    def save_again(self, kept: Kept, target: Path) -> None:
        """Another copy of a certificate that is kept here; its course need not be there. PlayerError as for `save`."""
        from player.awards.write import save_certificate

        save_certificate(_read_any(kept.path), target)

    def printed(self, issued: Issued) -> None:
        """It went to a printer: that counts as saved."""
        self._record_saved(issued, "print")

    def check(self, file: Path | bytes) -> "Verdict":
        """Our own verifier's verdict, with every field."""
        from player.awards.verify import verify_certificate

        return verify_certificate(file if isinstance(file, bytes) else _read_any(file))

    def kept(self, learner_id: str) -> tuple[Kept, ...]:
        """Every certificate that is kept here for the learner, latest first."""
        with self._register.store.reading() as tables:
            lines = tables.awards.kept(learner_id)
        return tuple(kept_award(line, self._register.data) for line in lines)

    def earned(self, learner_id: str) -> tuple[Earned, ...]:
        """Everything that the learner earned in any course and round, latest first."""
        with self._register.store.reading() as tables:
            lines = tables.awards.everything(learner_id)
        return tuple(earned_award(line, self._register.data) for line in lines if not line.joined or line.file)

    def settled(self, learner_id: str) -> int:
        """The time by which validity is told, ms UTC: a leap of the clock ends nothing before it is confirmed."""
        return self._register.time(learner_id).settled

    def _record_saved(self, issued: Issued, how: str) -> None:
        with self._learning.entry(issued.enrolment) as entry:
            entry.write(EventKind.SAVED_AWARD, data={"award": issued.award_id, "number": issued.number, "how": how})

    def _print_name(self, entry: Entry, name: str) -> None:
        learner = entry.enrolment.learner.id
        row = entry.tables.learners.get(learner)
        if row is not None and row.printed_name != name:
            entry.write(EventKind.NAME, data={"name": name})
            entry.tables.learners.change(learner, printed_name=name)

    def _sealed(self, facts: "CertificateFacts", now: int) -> bytes:
        from player.awards.certificate import issue

        return issue(facts, self._register.device(), self._fonts(), now=datetime.fromtimestamp(now / 1000, UTC))

    @staticmethod
    def _earlier(entry: Entry, award_id: str) -> str:
        """The number of the certificate of an earlier round: the next one names it."""
        at = entry.enrolment
        return entry.tables.awards.before(at.learner.id, at.open.key, award_id, at.round)

    def _free(self, number: str) -> Path:
        """Where its PDF will lie: a file that was issued is never written over."""
        folder = self._register.data.certificates
        places = (folder / f"{number}{f' {at}' if at else ''}.pdf" for at in range(10_000))
        return next(place for place in places if not place.exists())

    def _fonts(self) -> "Typefaces":
        """Read once and kept: every certificate of this run uses them."""
        if self._typefaces is None:
            from player.awards.typefaces import Typefaces

            self._typefaces = Typefaces()
        return self._typefaces

    def _read(self, enrolment: Enrolment, row: "AwardRow") -> Issued:
        path = self._register.data.certificates / row.file
        try:
            pdf = path.read_bytes()
        except OSError as error:
            raise PlayerError(
                "The certificate is gone", said(
                    "{path} cannot be read ({why}).",
                    path=path,
                    why=error.strerror or error,
                ), "Issue it again; it gets a number of its own."
            ) from error
        if hashlib.sha256(pdf).hexdigest() != row.sha256:
            raise PlayerError(
                "The certificate was changed",
                said("{path} is not the file that was issued.", path=path),
                "Use the copy that you saved.",
            )
        return Issued(enrolment, row.award, row.title, row.number, row.printed_name, path, pdf)

    def _facts(self, entry: Entry, award_id: str, name: str, paper: str, number: str, replaces: str | None) -> "CertificateFacts":
        from player.awards import facts as told
        from player.awards.wording import direction_of

        status = entry.judge()
        award = next((one for one in entry.course.awards if one.id == award_id), None)
        state = status.awards.get(award_id)
        if award is None or state is None:
            raise PlayerError("No such award", said("This course has no award “{id}”.", id=award_id), "Choose one on the course page.")
        if not state.earned:
            first = said(" First comes “{title}”.", title=state.left[0].title) if state.left and state.left[0].title else ""
            raise PlayerError(
                "Not earned yet",
                said("“{title}” is not earned yet.{first}", title=award.title, first=first),
                "See what is left on the course page.",
            )
        opened, device = entry.enrolment.open, self._register.device()
        version, required = state.version or entry.course.version, [one for one in status.lessons.values() if one.required]
        facts = {one.lesson.id: entry.facts.lesson(one.lesson.id) for one in required}
        package, done, of, extras = opened.digest, status.done, status.of, status.extras_done
        if version_order(version) != version_order(entry.course.version):  # earned before an update: what the older version asked for
            facts = {name: replace(one, ticked_at=_done_at(one)) for name, one in facts.items()}
            required = [one for one in required if (at := facts[one.lesson.id].ticked_at) is not None and at <= (state.earned_at or 0)]
            package = _package_of(entry, version) or package
            done = of = len(required)
            extras = 0
        earned_at = state.earned_at if state.earned_at is not None else entry.now
        day = datetime.fromtimestamp(earned_at / 1000, UTC) + timedelta(minutes=local_offset(earned_at))
        return told.CertificateFacts(
            number=number,
            learner=told.LearnerFacts(entry.enrolment.learner.id, name),
            course=told.CourseFacts(
                entry.course.id, entry.course.title, version, package, entry.course.publisher, opened.signed_by,
                opened.fingerprint or "",
            ),
            award=told.AwardFacts(award.id, award.title, award.kind.value, valid_until=_last_day(state.valid_until)),
            result=told.ResultFacts(earned_at, day.date().isoformat(), done, of, extras, status.merit),
            device=told.DeviceFacts(device.id, device.name, device.fingerprint),
            ledger=told.LedgerFacts(entry.head.number, entry.head.hash),
            evidence=tuple(_record(one, facts[one.lesson.id]) for one in required),
            required_level=told.Level(award.level),
            replaces=replaces,
            paper=told.Paper(paper or award.paper),
            language=entry.course.language,
            direction=direction_of(entry.course.language),
            prerequisites=prerequisites_of(entry),
        )  # fmt: skip


def _done_at(facts: LessonFacts) -> int | None:
    """When it was first done, also where a newer version wants it again."""
    return facts.done_at if facts.done_at is not None else facts.ticked_at


def _package_of(entry: Entry, version: str) -> str:
    """The digest of the package of an older version, "" where it was never on the shelf here."""
    known = entry.tables.shelf.editions(entry.enrolment.open.key)
    return next((one.digest for one in known if version_order(one.version) == version_order(version)), "")


def _last_day(until: int | None) -> str | None:
    """The last day on which it is valid, on this device's calendar."""
    if until is None:
        return None
    return (datetime.fromtimestamp((until - 1) / 1000, UTC) + timedelta(minutes=local_offset(until))).date().isoformat()


def _is_voucher(entry: Entry, award_id: str) -> bool:
    told = entry.status.awards.get(award_id)
    return told is not None and told.kind == "voucher"


def _record(status: LessonStatus, facts: LessonFacts) -> "LessonRecord":
    from player.awards.facts import LessonOverride, LessonRecord

    lesson, number, score = status.lesson, None, None
    if lesson.quiz is not None:
        attempts = counting_attempts(facts)
        score = counted_score(lesson.quiz, attempts)
        number = next((one.number for one in attempts if one.score == score), attempts[-1].number if attempts else None)
    override = facts.override
    return LessonRecord(
        lesson.id, lesson.title, lesson.kind.value, rule_in_words(lesson), facts.ticked_at, number, score, facts.active_ms // 1000,
        LessonOverride(override.granted, override.at, override.reason, override.by, override.proof) if override else None,
    )  # fmt: skip


def _names_on(stick: Path, issued: Issued) -> Iterator[Path]:
    """ "Making Tea - Nora Example.pdf", then with a number; FAT knows neither ":" nor "?"."""
    stem = safe_name(f"{issued.title} - {issued.printed_name}".replace("/", "-"))
    return (stick / f"{stem}{f' ({number})' if number > 1 else ''}.pdf" for number in count(1))


def _holds(path: Path, pdf: bytes) -> bool:
    try:
        return path.read_bytes() == pdf
    except OSError:
        return False


def _checked_name(typed: str) -> str:
    from player.awards.letters import printed_name

    name = printed_name(typed)
    if not name:
        raise PlayerError("A name is needed", "The name for the certificate is empty.", "Type it as it should print.")
    if len(name) > LONGEST_PRINTED_NAME:
        raise PlayerError(
            "The name is too long",
            said("The name has {n} characters; {most} fit on a certificate.", n=len(name), most=LONGEST_PRINTED_NAME),
            "Shorten it.",
        )
    return name


def _write_kept(path: Path, pdf: bytes) -> None:
    """Beside, synced, renamed; nothing is left behind when it fails."""
    beside = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as out:
                out.write(pdf)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(path)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise PlayerError(
            "The certificate could not be kept",
            said("{path} could not be written ({why}).", path=path, why=error.strerror or error),
            "Make room on that disk, or allow writing there, and try again.",
        ) from error


def _read_any(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PlayerError(
            "The file cannot be read",
            said("{path} cannot be read ({why}).", path=path, why=error.strerror or error),
            "Choose the file again.",
        ) from error
