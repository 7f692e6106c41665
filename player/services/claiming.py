"""Guest now, name later: a guest's progress becomes a new learner's, or joins that of one who is here already (product rules, names and guests)."""

import json
from dataclasses import dataclass

from player.course.facts import EventKind
from player.errors import PlayerError, said
from player.services.learners import LearnerCard, Learners, folded_name
from player.services.library import Library
from player.services.refolding import refold_at_hand
from player.services.register import Pen, Register

DAY_MS = 86_400_000  # of believed time after the guest's last deed


@dataclass(frozen=True, slots=True)
class Claim:
    """`left_ms` until it is too late; `has_progress` False for a guest who has begun nothing."""

    left_ms: int
    has_progress: bool


class Claiming:
    """Every change is durable when it returns."""

    def __init__(self, register: Register, learners: Learners, library: Library) -> None:
        self._register, self._learners, self._library = register, learners, library

    def offer(self, learner_id: str) -> Claim | None:
        """None for somebody who is no guest, and when it is too late."""
        with self._register.store.reading() as tables:
            row = tables.learners.get(learner_id)
            if row is None or not row.guest:
                return None
            last = max(row.created_at, tables.ledger.seen_at(learner_id))
            now = self._register.believed_now(tables, learner_id)
            begun = bool(tables.enrolments.of_learner(learner_id))
        left = last + DAY_MS - now
        return Claim(left, begun) if left > 0 else None

    def into_new(self, guest_id: str, name: str, picture: str, tint: str) -> LearnerCard:
        """The guest becomes a learner of that name: nothing moves. PlayerError when the name cannot be used, or it is too late."""
        self._require(guest_id)
        shown = self._learners.board_name(name)
        with self._register.writing() as tables:
            tables.learners.change(guest_id, name=shown, folded=folded_name(shown), picture=picture, tint=tint, guest=False)
        self._register.reread()
        return self._learners.get(guest_id)

    def into(self, guest_id: str, learner_id: str, pin: str = "") -> LearnerCard:
        """The union of both: the guest's chains belong to the learner's record from now on, the guest is on no board any more, its notes
        and certificates stand among the learner's. One transaction. Courses that both have begun are counted anew, those that are not at
        hand when they are next opened.

        PinError when the learner has a lock and this does not open it; PlayerError when it is too late, or both are in the middle of the same quiz.
        """
        from player.store.restore import fold_later

        self._require(guest_id)
        if self._learners.get(learner_id).guest:
            raise PlayerError("This is the guest", "A guest cannot take over another guest's progress.", "Give a name, or choose a picture.")
        self._learners.check_lock(learner_id, pin)
        with self._register.recording(guest_id) as pen:
            joined = self._join(pen, guest_id, learner_id)
            pen.tables.notes.hand_over(guest_id, learner_id)
            pen.tables.learners.change(guest_id, guest=False, claimed_by=learner_id, folded=f"\0claimed:{guest_id}")
            fold_later(self._register.data.root, joined | self._register.to_fold_anew)  # folding once too often does no harm
        self._register.to_fold_anew |= joined
        self._register.reread()
        refold_at_hand(self._register, self._learners, self._library)
        return self._learners.get(learner_id)

    def _require(self, guest_id: str) -> None:
        if not self._learners.get(guest_id).guest:
            raise PlayerError("This is no guest", "The progress has a name already.", "")
        if self.offer(guest_id) is None:
            raise PlayerError("It is too late", "The guest was here more than a day ago; nobody can tell whose progress it is.",
                              "Go on as the guest, or begin with a name.")

    def _join(self, pen: Pen, guest_id: str, learner_id: str) -> frozenset[str]:
        """Enrolments (ids) of the learner that are given entries."""
        tables, changed = pen.tables, set()
        for theirs in tables.enrolments.of_learner(guest_id):
            for sitting in tables.enrolments.sittings(theirs.number or 0):  # evidence that is in no event yet
                if sitting.use:
                    pen.write(EventKind.SITTING, sitting.lesson, json.loads(sitting.use), enrolment=(theirs.number or 0, theirs.id))
                tables.enrolments.end_sitting(theirs.number or 0, sitting.lesson)
            mine = tables.enrolments.current(learner_id, theirs.course_key)
            if mine is None:
                tables.enrolments.change(theirs.number or 0, learner_id=learner_id)
                changed.add(theirs.id)
                continue
            own = tables.attempts.of_enrolment(mine.number or 0)
            for attempt in tables.attempts.of_enrolment(theirs.number or 0):
                same = [one for one in own if one.lesson == attempt.lesson]
                if attempt.submitted_at is None and any(one.submitted_at is None for one in same):
                    raise PlayerError(
                        "Both are in the middle of a quiz",
                        said("The guest and the learner have both begun the quiz “{lesson}”.", lesson=attempt.lesson),
                        "Hand one of them in first.",
                    )
                attempt.enrolment, attempt.number = mine.number or 0, max((one.number for one in same), default=0) + 1
                tables.attempts.change(attempt.id, enrolment=attempt.enrolment, number=attempt.number)
                own.append(attempt)
            tables.enrolments.change(theirs.number or 0, joined=mine.id)
            changed.add(mine.id)
        return frozenset(changed)
