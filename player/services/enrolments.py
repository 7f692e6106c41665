"""One learner in one course, in memory: what is folded, what follows from it, and how both are kept in step with the store."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from player.course.believed import Believed
from player.course.elsewhere import names_held
from player.course.facts import AwardProof, Event, EventKind, Facts, Json, LessonFacts
from player.course.fold import Fold, day_of
from player.course.ledger import Head, decode
from player.course.model import AwardKind, Course, Move
from player.course.notice import Mailing, Notice, notices_of
from player.course.status import Evaluator
from player.course.status_types import CourseStatus
from player.services.doors import moved_from, moved_text, proved_from, used_from, used_text
from player.services.learners import LearnerCard
from player.services.library import OpenCourse
from player.services.moments import local_offset
from player.services.register import Pen

if TYPE_CHECKING:
    from player.store.database import Tables


STALE = -1  # no generation: to be read again


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One learner in one course on one round. `number` is its place in the store, `tongue` the language of the course that is read ("" for
    its own)."""

    id: str
    learner: LearnerCard
    open: OpenCourse
    round: int
    number: int
    tongue: str = ""
    ahead: "Ahead | None" = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A newer version is on the shelf that does not take this learner along."""

    version: str
    move: Move


@dataclass(frozen=True, slots=True)
class Step:
    """What one deed led to: `ticked` when the lesson became complete by it, `next_lesson` "" at the end, `earned` the awards that
    were earned by it, `told` what the trainer will be told of it."""

    status: CourseStatus
    ticked: bool
    next_lesson: str
    earned: tuple[str, ...]
    told: tuple[Notice, ...] = ()


@dataclass(slots=True)
class Live:
    """What this process knows of an enrolment. Replaced only after a commit; `sittings` holds evidence that is in no event yet. `hands`
    is the lesson that was opened while the course was open: its closing takes hold when the learner leaves it (product.md section 11.8)."""

    facts: Facts
    status: CourseStatus
    fold: Fold
    rules: Evaluator
    generation: int
    opened: dict[str, int] = field(default_factory=dict)  # lesson -> day on which its opening was recorded
    sittings: dict[str, dict[str, Json]] = field(default_factory=dict)  # lesson -> `data` of the event that it would be now
    hands: str = ""


def read_others_again(lives: Mapping[str, Live], but: str) -> None:
    """What another course waits for may have been earned in that one."""
    for name, live in lives.items():
        if name != but:
            live.generation = STALE


def stored_facts(tables: "Tables", number: int, learner_id: str) -> Facts:
    """The folded rows of an enrolment as facts."""
    from player.store.folded import award_facts, lesson_facts

    lessons = dict(map(lesson_facts, tables.enrolments.lessons(number)))
    started = [facts.opened_at for facts in lessons.values() if facts.opened_at is not None]
    row = tables.enrolments.numbered(number)
    happened = used_from(row.access if row else None)
    days = happened.days
    if row is not None and row.access is None and started:  # of a version before days were counted
        opened = (decode(body).event for body in tables.ledger.bodies(number))
        days = frozenset(day_of(event) for event in opened if event.kind is EventKind.OPENED)
    finished, since = moved_from(row.moved if row else None)
    learner = tables.learners.get(learner_id)
    key = row.course_key if row is not None else ""
    proved: dict[str, AwardProof] = {}
    for each in tables.enrolments.rounds(learner_id, key):  # what was proved once holds in later rounds too
        for award, proof in proved_from(each.access).items():
            proved[award] = min(proof, proved.get(award, proof))
    return Facts(
        started_at=row.started_at if row and row.started_at is not None else min(started, default=None),
        lessons=MappingProxyType(lessons),
        awards=MappingProxyType({one.award: award_facts(one) for one in tables.awards.of_enrolment(number)}),
        elsewhere=names_held((held for held in tables.awards.held(learner_id) if held[0] != key), key),
        proved=MappingProxyType(proved),
        printed_name=learner.printed_name if learner else "",
        days=days,
        open_until=happened.open_until,
        finished=finished,
        since=since,
    )


class Entry:
    """Events of one enrolment within one transaction: folded as they are written, judged and stored by `finish`."""

    def __init__(self, pen: Pen, enrolment: Enrolment, live: Live) -> None:
        self.tables = pen.tables
        self.time = pen.time
        self.now = pen.now
        self.enrolment = enrolment
        self._pen = pen
        self._live = live
        self._before = live.facts
        self.facts = live.facts
        self._touched: set[str] = set()
        self.status = live.status
        self.earned: tuple[str, ...] = ()
        self.told: tuple[Notice, ...] = ()
        self._told_of = live.facts  # what happened up to here is in the outbox as far as it belongs there
        self.changes: dict[str, object] = {}  # more columns of the enrolment's row
        self._judged: Facts | None = None  # the facts that `status` speaks of
        self._stored: Facts | None = None

    @property
    def head(self) -> Head:
        """The end of the learner's chain as it is now."""
        return self._pen.state.head

    @property
    def course(self) -> Course:
        return self.enrolment.open.course

    def write(self, kind: EventKind, lesson: str = "", data: "dict[str, Json] | None" = None, *, signed: bool = False) -> Event:
        whose = None if kind is EventKind.NAME else (self.enrolment.number, self.enrolment.id)
        event = self._pen.write(kind, lesson, data, signed=signed, enrolment=whose)
        self.facts = self._live.fold.one(self.facts, event)
        if event.lesson:
            self._touched.add(event.lesson)
        if kind is EventKind.UPDATED:
            self._touched.update(name for name, facts in self.facts.lessons.items() if self._before.lessons.get(name) is not facts)
        return event

    def jot(self) -> None:
        """Stores what is folded and judges nothing: for events that no rule looks at (an answer in an open attempt)."""
        self._store_folded()
        self._stored = self.facts

    def finish(self) -> None:
        """Judges what was written, records awards that were earned by it, and stores everything that is folded. Again and again if
        you like: only what was written since is looked at."""
        self.judge()
        earned: list[str] = []
        while fresh := [award.id for award in self.status.awards.values() if award.earned and award.earned_at is None]:
            for award in fresh:
                self.write(EventKind.EARNED, data={"award": award, "version": self.course.version, **self._voucher(award)})
            earned += fresh
            self.judge()
        self.earned += tuple(earned)
        self._tell_trainer()
        if self._stored is not self.facts:
            self._store()
            self._stored = self.facts

    def _voucher(self, award: str) -> "dict[str, Json]":
        """A voucher has its number from the moment in which it is earned: the trainer is told it, whatever the learner does next."""
        if self.status.awards[award].kind != AwardKind.VOUCHER.value:
            return {}
        from player.awards.number import certificate_number

        return {"number": certificate_number(f"voucher/{self.enrolment.id}/{award}".encode())}

    def _tell_trainer(self) -> None:
        """Into the outbox, with the very transaction that records what is told."""
        touched = [told.lesson for name in sorted(self._touched) if (told := self.status.lessons.get(name)) is not None]
        found = notices_of(touched, self.course.awards, self._told_of, self.facts, self.status.merit)
        self._told_of = self.facts
        for place, notice in enumerate(found, len(self.told)):
            self._post(notice, place)
        self.told += found

    def _post(self, notice: Notice, place: int) -> None:
        """`place` leads the id, so that what was told at the same moment stays in order."""
        from player.store.rows import NoticeRow

        score = "" if notice.score is None else f"{notice.score.numerator}/{notice.score.denominator}"
        self.tables.outbox.add(
            NoticeRow(
                id=f"{place:04x}{uuid.uuid4().hex[4:]}", enrolment=self.enrolment.number, at=self.now, about=notice.about,
                subject=notice.subject, title=notice.title,
                kind=notice.kind, learner=self.facts.printed_name or self.enrolment.learner.name, course=self.course.title,
                version=self.course.version, score=score, passed=notice.passed,
                number=self.facts.award(notice.subject).number if notice.about == "award" else "",
                mail=(Mailing.WAITING if self._pen.mails else Mailing.NONE).value, tries=0, next_at=0, why="",
            )
        )  # fmt: skip

    def supposed(self, lesson: str, evidence: "dict[str, Json]") -> LessonFacts:
        """The facts of a lesson if that evidence of a sitting were recorded now; records nothing."""
        return _supposed(self._live, self.facts, lesson, evidence, self.now)

    def judge(self) -> CourseStatus:
        """The status after what was written so far."""
        if self._judged is not self.facts:
            self.status = judged(self._live, self.facts, self.time, self.status)
            self._judged = self.facts
        return self.status

    def _store_folded(self) -> None:
        from player.store.folded import lesson_values

        for lesson in sorted(self._touched):
            self.tables.enrolments.put_lesson(lesson_values(self.enrolment.number, lesson, self.facts.lesson(lesson)))

    def _store(self) -> None:
        number = self.enrolment.number
        self._store_folded()
        for award, facts in self.facts.awards.items():
            if self._before.awards.get(award) is not facts:
                told = self.status.awards.get(award)
                self.tables.awards.fold(number, award, facts, title=told.title if told else award, kind=told.kind if told else "certificate",
                                        valid_until=told.valid_until if told else None)
        self.tables.enrolments.change(
            number, **counters(self.course, self.status), started_at=self.facts.started_at, access=used_text(self.course, self.facts),
            moved=moved_text(self.facts), **self.changes,
        )

    def step(self, lesson: str) -> Step:
        """Call after `publish`; what an open sitting has gathered shows in the status, though it is not recorded yet."""
        was, is_now = self._before.lesson(lesson).ticked_at, self.facts.lesson(lesson).ticked_at
        following = self.status.next_lesson.get(lesson, "")
        shown = shown_status(self._live, self.time) if self._live.sittings else self.status
        return Step(shown, was is None and is_now is not None, following, self.earned, self.told)

    @property
    def awards_moved(self) -> bool:
        """Whether an award was earned or fell by what was written."""
        before, after = ({name for name, one in each.awards.items() if one.earned_at is not None} for each in (self._before, self.facts))
        return before != after

    def publish(self) -> None:
        """The commit is durable: from now on this is what the process knows."""
        self._live.facts, self._live.status = self.facts, self.status


def counters(course: Course, status: CourseStatus) -> dict[str, object]:
    """What the shelf shows, as columns of EnrolmentRow."""
    resume = status.lessons.get(status.resume)
    whole = [award.id for award in course.awards if award.earned_when is None and award.kind is AwardKind.CERTIFICATE]
    earned = [status.awards[award].earned_at for award in whole if award in status.awards]
    return {
        "done": status.done,
        "required": status.of,
        "extras_done": status.extras_done,
        "extras": status.extras,
        "seconds": status.seconds,
        "seconds_left": status.seconds_left,
        "complete": status.complete,
        "earned_at": min((at for at in earned if at is not None), default=None),
        "resume": status.resume,
        "resume_title": resume.lesson.title if resume else "",
        "resume_seconds": resume.lesson.seconds if resume else 0,
    }


def judged(live: Live, facts: Facts, time: Believed, previous: CourseStatus | None) -> CourseStatus:
    return live.rules.status(facts, time.now, local_offset(time.now), previous, settled=time.settled)


def shown_status(live: Live, time: Believed) -> CourseStatus:
    """What the screen shows now: evidence of an open sitting counts toward progress before it is recorded."""
    facts = live.facts
    if live.sittings:
        gathered = {lesson: _supposed(live, facts, lesson, evidence, time.now) for lesson, evidence in live.sittings.items()}
        facts = replace(facts, lessons=MappingProxyType({**facts.lessons, **gathered}))
    return judged(live, facts, time, live.status)


def _supposed(live: Live, facts: Facts, lesson: str, evidence: "dict[str, Json]", now: int) -> LessonFacts:
    return live.fold.lesson(facts.lesson(lesson), Event("", 0, now, EventKind.SITTING, lesson, evidence))
