"""A learner walks through a course: what is opened, finished, ticked, and what follows from it."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from player.course.access import GRACE_MS
from player.course.believed import Believed
from player.course.facts import EventKind, Facts, Json
from player.course.fold import Fold, fold_all
from player.course.ledger import decode
from player.course.model import Kind
from player.course.opening import day_begins, local_day
from player.course.status import Evaluator
from player.course.status_types import CourseStatus, LessonStatus, NextFace, Standing, Why
from player.course.versions import version_order
from player.errors import PlayerError, said
from player.services.doors import ClosedError
from player.services.editions import EDITIONS, Editions, Update, update_of
from player.services.elsewhere import sought
from player.services.enrolments import Enrolment, Entry, Live, Step, judged, read_others_again, shown_status, stored_facts
from player.services.learners import Learners
from player.services.library import OpenCourse
from player.services.moments import local_offset
from player.services.moving import move_told
from player.services.progress import Progress, progress_of
from player.services.refolding import refold
from player.services.register import Register
from player.services.sittings import Use, flush, take_use
from player.services.trainer import Proof, Warrant

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.rows import EnrolmentRow

__all__ = ["ClosedError", "Enrolment", "Learning", "Progress", "Step", "Update", "Use"]

KEPT_IN_MEMORY = 4  # enrolments whose facts stay in memory


class Learning:
    """Every change is durable when it returns; what it returns follows from what is on disk."""

    def __init__(self, register: Register, learners: Learners) -> None:
        self._register = register
        self._learners = learners
        self._editions = Editions(register.data.cache / EDITIONS)
        self._lives: dict[str, Live] = {}

    # Beginning

    def enrol(self, learner_id: str, opened: OpenCourse, before: OpenCourse | None = None, *, seen: bool = True, lost: bool = False) -> Enrolment:
        """The learner's current round in the course, begun when there is none. A newer version keeps every tick whose lesson is
        still there, whatever its author says of moving (player.services.versions asks that); `before` is the older one where its package is
        at hand, `lost` says that the learner would have stayed in it. Evidence that a crash left behind becomes an event. `seen` False:
        somebody else looks at it, the learner was not here. PlayerError for an older version than was begun."""
        card = self._learners.get(learner_id)
        with self._register.store.reading() as tables:
            row = tables.enrolments.current(learner_id, opened.key)
        if row is None:
            return self._begin_round(Enrolment("", card, opened, 1, 0))
        order = (version_order(row.version), version_order(opened.course.version))
        if order[0] > order[1]:
            raise PlayerError(
                "An older version of the course",
                said(
                    "{name} began version {version} of “{title}”; {file} holds version {newer}.",
                    name=card.name,
                    version=row.version,
                    title=opened.course.title,
                    file=opened.path.name,
                    newer=opened.course.version,
                ),
                "Open the newer package.",
            )
        enrolment = Enrolment(row.id, card, opened, row.round, row.number or 0)
        if row.id in self._register.to_fold_anew:
            refold(self._register, enrolment)
        known = self._lives.get(row.id)
        if known is not None and known.rules.course is not opened.course and known.rules.course != opened.course:
            del self._lives[row.id]
        with self._register.writing() as tables:
            if seen:
                tables.learners.change(learner_id, last_seen=self._register.believed_now(tables, learner_id))
            left_over = tables.enrolments.sittings(enrolment.number) if row.id not in self._lives else []
        self._live(enrolment)
        if order[0] != order[1] or left_over or _unrecorded(self.status(enrolment)):
            self._catch_up(enrolment, row, before, lost=lost)
        self._note_closing(enrolment)
        return enrolment

    def _note_closing(self, enrolment: Enrolment) -> None:
        """That the course was found closed is recorded once, and with it the time: a clock that is set back afterwards opens nothing."""
        found, seen = self.standing(enrolment), self._register.seen(enrolment.learner.id)
        by_time = found.why in {Why.CLOSES_ON, Why.DAYS_FROM_START, Why.DAYS_OF_USE}
        if by_time and found.since is not None and (seen is None or seen.settled < found.since):
            with self.entry(enrolment) as entry:
                entry.write(EventKind.CLOSED, data={"why": found.why.value})

    def next_round(self, enrolment: Enrolment, by: str = "", newest: OpenCourse | None = None) -> Enrolment:
        """Another round, which the caller has allowed; `by` is the trainer who did. It begins in the `newest` version where the old one was
        in an older. What an open sitting has gathered stays with the old one."""
        with self.entry(enrolment) as entry:
            for sitting in entry.tables.enrolments.sittings(enrolment.number):
                flush(entry, sitting.lesson)
                entry.tables.enrolments.end_sitting(enrolment.number, sitting.lesson)
        self._lives.pop(enrolment.id, None)
        more: dict[str, Json] = {"after": enrolment.id, **({"by": by} if by else {})}
        return self._begin_round(replace(enrolment, id="", round=enrolment.round + 1, number=0, open=newest or enrolment.open, ahead=None), more)

    def _begin_round(self, wanted: Enrolment, more: "dict[str, Json] | None" = None) -> Enrolment:
        from player.store.rows import EnrolmentRow

        course = wanted.open.course
        with self._register.recording(wanted.learner.id) as pen:
            pen.tables.learners.change(wanted.learner.id, last_seen=pen.now)
            number = pen.tables.enrolments.add(
                EnrolmentRow(
                    id=uuid.uuid4().hex, learner_id=wanted.learner.id, course_key=wanted.open.key, round=wanted.round, version=course.version,
                    place="", created_at=pen.now, done=0, required=0, extras_done=0, extras=0, seconds=0, seconds_left=0, complete=False,
                    resume="", resume_title="", resume_seconds=0,
                )
            )  # fmt: skip
            row = pen.tables.enrolments.numbered(number)
            enrolment = replace(wanted, id=row.id if row else "", number=number)
            live = self._loaded(pen.tables, enrolment)
            entry = Entry(pen, enrolment, live)
            entry.write(EventKind.ENROLLED, data={"version": course.version, **(more or {})})
            entry.finish()
        self._keep(enrolment.id, live)
        entry.publish()
        return enrolment

    def _catch_up(self, enrolment: Enrolment, row: "EnrolmentRow", before: OpenCourse | None, *, lost: bool) -> None:
        to = enrolment.open.course.version
        with self.entry(enrolment) as entry:
            for sitting in entry.tables.enrolments.sittings(enrolment.number):
                if sitting.use:
                    entry.write(EventKind.SITTING, sitting.lesson, json.loads(sitting.use))
                entry.tables.enrolments.end_sitting(enrolment.number, sitting.lesson)
            if version_order(row.version) != version_order(to):
                told = move_told(self._editions, entry, row, before)
                entry.write(EventKind.UPDATED, data=told | ({"lost": True} if lost else {}))
                entry.changes["version"] = to

    def updated(self, enrolment: Enrolment) -> Update | None:
        """What the newest update of the course changed for the learner; None when there was none."""
        with self._register.store.reading() as tables:
            body = tables.enrolments.last_event(enrolment.number, EventKind.UPDATED.value)
        if body is None:
            return None
        event = decode(body).event
        return update_of(event.at, event.data)

    # Walking

    def status(self, enrolment: Enrolment) -> CourseStatus:
        live = self._live(enrolment)
        return shown_status(live, self.time(enrolment))

    def standing(self, enrolment: Enrolment) -> Standing:
        """Whether the course is open to the learner now."""
        live, time = self._live(enrolment), self.time(enrolment)
        return live.rules.standing(live.facts, time.settled, local_offset(time.now))

    def runs_until(self, enrolment: Enrolment) -> int | None:
        """Until when (ms UTC, believed time) what was begun before the course closed may run on; None while it is open."""
        found, time = self.standing(enrolment), self.time(enrolment)
        return None if found.earns else (found.since or 0) + GRACE_MS + time.now - time.settled

    def counts(self, enrolment: Enrolment, lesson_id: str) -> bool:
        """Whether what is done in the lesson counts: the course is open, or it was when the learner went into the lesson, which is not left yet."""
        return self._counts(self._live(enrolment), lesson_id, self.time(enrolment))

    @staticmethod
    def _counts(live: Live, lesson_id: str, time: Believed) -> bool:
        found = live.rules.standing(live.facts, time.settled, local_offset(time.now))
        return found.earns or (live.hands == lesson_id and found.since is not None and time.settled < found.since + GRACE_MS)

    def facts(self, enrolment: Enrolment) -> Facts:
        """What happened, folded."""
        return self._live(enrolment).facts

    def open_lesson(self, enrolment: Enrolment, lesson_id: str) -> CourseStatus:
        """Remembers the place; the first opening of a sitting (and of a day) is recorded. In a course that is read-only the lesson can be looked
        at, and nothing is recorded. PlayerError when the lesson is locked, ClosedError when the course is closed."""
        live, time = self._live(enrolment), self.time(enrolment)
        day = local_day(time.settled, local_offset(time.now))
        found = live.rules.standing(live.facts, time.settled, local_offset(time.now))
        live.hands = lesson_id if found.earns else ""
        if not found.readable:
            raise ClosedError(enrolment.open.course.title, found)
        if not found.earns or live.opened.get(lesson_id) == day:
            self._open(live, lesson_id, time)
            with self._register.writing() as tables:
                tables.enrolments.change(enrolment.number, place=lesson_id, last_opened=time.now)
            return self.status(enrolment)
        with self.entry(enrolment, lesson_id) as entry:
            entry.write(EventKind.OPENED, lesson_id, {"day": day})
            entry.changes |= {"place": lesson_id, "last_opened": entry.now}
        self._live(enrolment).opened[lesson_id] = day
        return entry.step(lesson_id).status

    def finish_lesson(self, enrolment: Enrolment, lesson_id: str, use: Use | None = None) -> Step:
        """NEXT was pressed. What the open sitting has gathered so far, or `use` where it ends with the press, is recorded before it, in
        the same transaction. Where the course is closed nothing is recorded, and NEXT only leads on. PlayerError when the lesson is locked
        or the order demands it first."""
        live = self._live(enrolment)
        if not self.counts(enrolment, lesson_id):
            return self._looked_at(enrolment, lesson_id)
        with self.entry(enrolment, lesson_id) as entry:
            if use is not None:
                take_use(entry, lesson_id, use)
            elif lesson_id in live.sittings:
                flush(entry, lesson_id)
            entry.write(EventKind.NEXT, lesson_id)
            entry.finish()
            told = entry.status.lessons[lesson_id]
            if told.face is NextFace.BLOCKED:
                raise PlayerError(
                    "Not yet",
                    said("“{title}” has to be completed before the next lesson opens.", title=told.lesson.title),
                    "See what it counts by.",
                )
        live.sittings.pop(lesson_id, None)
        return entry.step(lesson_id)

    def _looked_at(self, enrolment: Enrolment, lesson_id: str) -> Step:
        """Nothing was earned: where the way leads from here."""
        status = self.status(enrolment)
        _told(status, lesson_id)
        return Step(status, False, status.next_lesson.get(lesson_id, ""), ())

    def sitting(self, enrolment: Enrolment, lesson_id: str, use: Use) -> Step:
        """Evidence of use so far in this sitting: kept in the sitting's row, one event when the sitting ends or when it earns the
        tick. The lesson may have been locked meanwhile: nothing is taken from under the learner's hands. Where the course was closed when the
        lesson was opened, nothing is recorded."""
        live = self._live(enrolment)
        if not self.counts(enrolment, lesson_id):
            if use.ended:
                live.hands = ""
            return self._looked_at(enrolment, lesson_id)
        with self.entry(enrolment, lesson_id, locked_too=True) as entry:
            left = take_use(entry, lesson_id, use)
        live.sittings.pop(lesson_id, None)
        if left and not use.ended:
            live.sittings[lesson_id] = left
        if use.ended and live.hands == lesson_id:
            live.hands = ""
        return entry.step(lesson_id)

    def tick_box(self, enrolment: Enrolment, lesson_id: str, box: int, ticked: bool) -> Step:
        """A box of a checklist; `box` counts from 0."""
        with self.entry(enrolment, lesson_id) as entry:
            if not 0 <= box < len(entry.status.lessons[lesson_id].lesson.boxes):
                raise PlayerError(
                    "No such box",
                    said("“{title}” has no box {box}.", title=entry.status.lessons[lesson_id].lesson.title, box=box + 1),
                    "Open the lesson again.",
                )
            entry.write(EventKind.BOX, lesson_id, {"box": box, "ticked": ticked})
        return entry.step(lesson_id)

    def file_saved(self, enrolment: Enrolment, lesson_id: str, file: str) -> Step:
        """A file of a download was saved; `file` is its name in the package."""
        with self.entry(enrolment, lesson_id) as entry:
            lesson = entry.status.lessons[lesson_id].lesson
            if file not in {lesson.file, *lesson.files}:
                raise PlayerError(
                    "No such file",
                    said("“{title}” hands out no file {file!r}.", title=lesson.title, file=file),
                    "Open the lesson again.",
                )
            entry.write(EventKind.FILE_SAVED, lesson_id, {"file": file})
        return entry.step(lesson_id)

    # A trainer's word

    def sign_off(self, enrolment: Enrolment, lesson_id: str, by: str, proof: Proof) -> Step:
        """An assignment is done well; `by` is who says so. PlayerError for another kind of lesson and for one that is ticked already."""
        status = _told(self.status(enrolment), lesson_id)
        if status.lesson.kind is not Kind.ASSIGNMENT:
            raise PlayerError(
                "Nothing to sign off",
                said("“{title}” is no assignment.", title=status.lesson.title),
                "Give its tick with a reason instead.",
            )
        if status.done:
            raise PlayerError("Signed off already", said("“{title}” has its tick.", title=status.lesson.title), "")
        return self._override(enrolment, lesson_id, EventKind.SIGNED_OFF, {"by": by}, proof)

    def grant(self, enrolment: Enrolment, lesson_id: str, reason: str, by: str, proof: Proof | Warrant | None = None) -> Step:
        """Ticks the lesson. The caller has checked the trainer's proof, which the record names when it is given. PlayerError when the author does
        not let a PIN do this."""
        return self._override(enrolment, lesson_id, EventKind.GRANTED, {"reason": _reason(reason), "by": by}, proof)

    def void(self, enrolment: Enrolment, lesson_id: str, reason: str, by: str, proof: Proof | Warrant | None = None) -> Step:
        """Removes the tick, or returns what was handed in. The caller has checked the trainer's proof. PlayerError as for `grant`."""
        return self._override(enrolment, lesson_id, EventKind.VOIDED, {"reason": _reason(reason), "by": by}, proof)

    def allow_attempts(self, enrolment: Enrolment, lesson_id: str, count: int, reason: str, by: str,
                       proof: Proof | Warrant | None = None) -> Step:
        """More attempts at a quiz. The caller has checked the trainer's proof. PlayerError as for `grant`, and for a lesson whose attempts nobody
        counts."""
        lesson = _told(self.status(enrolment), lesson_id).lesson
        if lesson.quiz is None or lesson.quiz.attempts is None:
            raise PlayerError("No attempts to give", said("The attempts at “{title}” are not limited.", title=lesson.title), "")
        data: dict[str, Json] = {"count": count, "reason": _reason(reason), "by": by}
        return self._override(enrolment, lesson_id, EventKind.EXTRA_ATTEMPTS, data, proof)

    def reopen(self, enrolment: Enrolment, days: int | None, reason: str, proof: Proof | Warrant) -> CourseStatus:
        """Opens this round again until the end of the day `days` from now, None for good. PlayerError when it is open, or when the author does
        not let a PIN do this. The caller has checked the trainer's proof."""
        _allowed(enrolment, proof)
        data: dict[str, Json] = {"reason": _reason(reason), "by": proof.by, **proof.record()}
        with self.entry(enrolment) as entry:
            offset = local_offset(entry.now)
            if entry.judge().access.earns:
                raise PlayerError("It is open", said("“{title}” is open.", title=entry.course.title), "There is nothing to reopen.")
            if days is not None:
                data["until"] = day_begins(local_day(entry.time.settled, offset) + days + 1, offset)
            entry.write(EventKind.REOPENED, data=data, signed=True)
        return self.status(enrolment)

    def _override(self, enrolment: Enrolment, lesson_id: str, kind: EventKind, data: dict[str, Json], proof: Proof | Warrant | None) -> Step:
        if proof is not None:
            data |= proof.record()
            told = _told(self.status(enrolment), lesson_id)
            if told.done or told.lesson.kind is not Kind.ASSIGNMENT:  # what is handed in is signed off, or returned, by any trainer
                _allowed(enrolment, proof)
        with self.entry(enrolment, lesson_id, locked_too=True) as entry:
            entry.write(kind, lesson_id, data, signed=True)
        return entry.step(lesson_id)

    # Reading back

    def progress(self, learner: str) -> Progress:
        """Everything about one learner (name on the board, or id), as values that are JSON; the chains are verified."""
        card = self._learners.find(learner)
        with self._register.store.reading() as tables:
            return progress_of(tables, card)

    def refolded(self, enrolment: Enrolment) -> Facts:
        """The facts as the ledger alone gives them."""
        with self._register.store.reading() as tables:
            events = [decode(body).event for body in tables.ledger.bodies(enrolment.number)]
        return fold_all(enrolment.open.course, events)

    # The way to write

    @contextmanager
    def entry(self, enrolment: Enrolment, lesson_id: str = "", *, locked_too: bool = False, judged: bool = True) -> Iterator[Entry]:
        """One transaction about one enrolment: judged, stored and durable when the block is left, and only then known here."""
        with self._register.recording(enrolment.learner.id) as pen:
            live = self._live(enrolment, pen.tables)
            entry = Entry(pen, enrolment, live)
            if lesson_id and not locked_too:
                self._open(live, lesson_id, pen.time)
                if not self._counts(live, lesson_id, pen.time):
                    raise ClosedError(enrolment.open.course.title, live.rules.standing(live.facts, pen.time.settled, local_offset(pen.now)))
            elif lesson_id:
                _told(live.status, lesson_id)
            yield entry
            if judged:
                entry.finish()
            else:
                entry.jot()
        entry.publish()
        if entry.awards_moved:
            read_others_again(self._lives, enrolment.id)

    def _open(self, live: Live, lesson_id: str, time: Believed) -> None:
        """PlayerError when the lesson is locked; what time alone opens is looked at anew."""
        told = _told(live.status, lesson_id)
        if told.locked:
            live.status = judged(live, live.facts, time, live.status)
            told = _told(live.status, lesson_id)
        if told.locked:
            why = said(" “{title}” comes first.", title=told.why_locked[0].title) if told.why_locked and told.why_locked[0].title else ""
            raise PlayerError(
                "This lesson is locked",
                said("“{title}” is locked.{why}", title=told.lesson.title, why=why),
                "See why it is locked on the course page.",
            )

    def _live(self, enrolment: Enrolment, tables: "Tables | None" = None) -> Live:
        if tables is None:
            self._register.look_around()
        live = self._lives.get(enrolment.id)
        if live is None or live.generation != self._register.generation:
            if tables is None:
                with self._register.store.reading() as reading:
                    fresh = self._loaded(reading, enrolment, live)
            else:
                fresh = self._loaded(tables, enrolment, live)
            self._keep(enrolment.id, fresh)
            return fresh
        return live

    def _loaded(self, tables: "Tables", enrolment: Enrolment, before: Live | None = None) -> Live:
        course = enrolment.open.course
        facts = stored_facts(tables, enrolment.number, enrolment.learner.id)
        time = self._register.time_now(tables, enrolment.learner.id)
        titles = {name: one.title for name, one in sought(tables, course, enrolment.open.key).items()}
        rules = before.rules if before and before.rules.elsewhere == titles else Evaluator(course, titles)
        status = rules.status(facts, time.now, local_offset(time.now), before.status if before else None, settled=time.settled)
        live = Live(facts, status, before.fold if before else Fold(course), rules, self._register.generation)
        if before is not None:
            live.opened, live.sittings, live.hands = before.opened, before.sittings, before.hands
        return live

    def _keep(self, enrolment_id: str, live: Live) -> None:
        self._lives.pop(enrolment_id, None)
        self._lives[enrolment_id] = live
        while len(self._lives) > KEPT_IN_MEMORY:
            del self._lives[next(iter(self._lives))]

    def time(self, enrolment: Enrolment) -> Believed:
        """What is believed of time now."""
        return self._register.time(enrolment.learner.id)


def _told(status: CourseStatus, lesson_id: str) -> LessonStatus:
    told = status.lessons.get(lesson_id)
    if told is None:
        raise PlayerError(
            "No such lesson",
            said("This version of the course has no lesson “{id}”.", id=lesson_id),
            "Choose a lesson from the outline.",
        )
    return told


def _unrecorded(status: CourseStatus) -> bool:
    """Did time alone earn an award?"""
    return any(award.earned and award.earned_at is None for award in status.awards.values())


def _allowed(enrolment: Enrolment, proof: Proof | Warrant) -> None:
    if isinstance(proof, Proof) and not enrolment.open.course.overrides_by_pin:
        raise PlayerError("Not by PIN", "The author of this course lets no PIN change what is recorded.", "Ask whoever made the course.")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise PlayerError("A reason is needed", "An override needs a reason; it shows wherever the tick shows.", "Type why.")
    return reason.strip()
