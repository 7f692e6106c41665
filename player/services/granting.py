"""Signed files of a publisher or a delegate: a tick, attempts or a reopened round for one learner, applied once on this machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from player.course.event_data import text_of
from player.course.ledger import decode
from player.errors import PlayerError, said
from player.services.enrolments import Enrolment
from player.services.learners import LearnerCard, Learners, folded_name
from player.services.learning import Learning
from player.services.library import Library, OpenCourse
from player.services.register import Register
from player.services.trainer import Warrant

if TYPE_CHECKING:
    from player.signing.envelope import Signer
    from player.signing.grant import Grant


@dataclass(frozen=True, slots=True)
class Granted:
    """What a file has done. `lesson` is its title, "" for a reopened round; `deed` as in player.signing.grant."""

    learner: LearnerCard
    course_key: str
    course: str
    deed: str
    lesson: str
    count: int
    by: str


class Granting:
    """Every change is durable when it returns. No PIN is needed: the signature says who decided."""

    def __init__(self, register: Register, learners: Learners, library: Library, learning: Learning) -> None:
        self._register, self._learners, self._library, self._learning = register, learners, library, learning

    def apply(self, path: Path) -> Granted:
        """PlayerError, and nothing is changed, when the file is not sound, not signed by the course's publisher or a delegate, meant for
        somebody or something that is not here, or was applied before."""
        from player.signing.grant import read_grant

        grant, signer = read_grant(_read(path), path.name)
        opened = self._course(grant, signer)
        try:
            learner = self._learner(grant)
            with self._register.store.reading() as tables:
                row = tables.enrolments.current(learner.id, opened.key)
            if row is None:
                raise _refused(said("{name} has not begun “{title}” here", name=learner.name, title=opened.course.title))
            if grant.round and grant.round != row.round:
                raise _refused(said("it is for round {wanted}, and {name} is in round {round}", wanted=grant.round, name=learner.name,
                                    round=row.round))  # fmt: skip
            self._once(grant, learner, opened.key)
            enrolment = self._learning.enrol(learner.id, opened, seen=False)
            lesson = self._do(grant, enrolment, Warrant(signer.name, _plain(signer.fingerprint), grant.id))
        finally:
            opened.close()
        return Granted(learner, opened.key, opened.course.title, grant.deed, lesson, grant.count, signer.name)

    def _course(self, grant: "Grant", signer: "Signer") -> OpenCourse:
        """The course on the shelf for which the signer may speak."""
        keys = [key for key, row in self._library.known().items() if row.shown and key.partition("/")[2] == grant.course]
        if not keys:
            raise _refused(said("the course {id} is not on the shelf here", id=grant.course))
        mark, title, signed = _plain(signer.fingerprint), "", False
        for key in keys:
            opened = self._library.open(key)
            if opened.fingerprint is not None and mark in {opened.fingerprint, *opened.course.delegates}:
                return opened
            title, signed = opened.course.title, signed or opened.fingerprint is not None
            opened.close()
        if not signed:
            raise _refused(said("nobody has signed “{title}”, so no signed file can decide in it: the trainer’s PIN can", title=title))
        raise _refused(said("{name} signed it, who is neither the publisher of “{title}” nor a delegate", name=signer.name, title=title))

    def _learner(self, grant: "Grant") -> LearnerCard:
        cards, wanted = self._learners.all(), folded_name(grant.learner)
        for found in ([one for one in cards if one.id == grant.learner], [one for one in cards if folded_name(one.name) == wanted],
                      [one for one in cards if one.printed_name and folded_name(one.printed_name) == wanted]):
            if len(found) > 1:
                raise _refused(said("{n} learners here print as “{name}”: the file has to name the id", n=len(found), name=grant.learner))
            if found:
                return found[0]
        raise _refused(said("there is no learner “{name}” here", name=grant.learner))

    def _once(self, grant: "Grant", learner: LearnerCard, key: str) -> None:
        with self._register.store.reading() as tables:
            numbers = [row.number or 0 for row in tables.enrolments.of_learner(learner.id) if row.course_key == key]
            words = [decode(body).event for number in numbers for body in tables.ledger.words(number)]
        if any(text_of(event, "file") == grant.id for event in words):
            raise _refused(said("it was applied before, and is good once"))

    def _do(self, grant: "Grant", enrolment: Enrolment, warrant: Warrant) -> str:
        if grant.deed == "reopen":
            self._learning.reopen(enrolment, grant.days or None, grant.reason, warrant)
            return ""
        told = self._learning.status(enrolment).lessons.get(grant.lesson)
        if told is None:
            raise _refused(said("“{title}” has no lesson {id}", title=enrolment.open.course.title, id=grant.lesson))
        if grant.deed == "tick":
            self._learning.grant(enrolment, grant.lesson, grant.reason, warrant.by, warrant)
        elif grant.deed == "untick":
            self._learning.void(enrolment, grant.lesson, grant.reason, warrant.by, warrant)
        else:
            self._learning.allow_attempts(enrolment, grant.lesson, grant.count, grant.reason, warrant.by, warrant)
        return told.lesson.title


def _plain(fingerprint: str) -> str:
    return fingerprint.replace(" ", "")


def _read(path: Path) -> bytes:
    from player.signing.grant import FILE_BYTES_MAX

    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX + 1)[:FILE_BYTES_MAX]
    except OSError as error:
        raise PlayerError("The file cannot be read", said("{file} cannot be read: {why}.", file=path.name, why=error.strerror or error),
                          "Look for it, then choose it again.") from error  # fmt: skip


def _refused(why: str) -> PlayerError:
    return PlayerError("The signed file was not applied", said("Nothing was changed: {why}.", why=why), "Ask whoever sent it.")
