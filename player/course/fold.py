"""The fold: one event after another becomes facts, and ticks appear in ledger order (product.md section 11.1)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from player.course.attempt import DAY_MS
from player.course.award import AwardRules
from player.course.completion import holds, merge_intervals
from player.course.event_data import count_of, counts_of, flag_of, intervals_of, score_of, text_of
from player.course.facts import (
    FOR_EVER,
    NEEDS_SIGNATURE,
    AttemptFact,
    AwardFacts,
    AwardProof,
    Event,
    EventKind,
    Facts,
    LessonFacts,
    Override,
)
from player.course.model import Course, Lesson, Rule
from player.course.moved import move_course, move_lessons

Step = Callable[[LessonFacts, Event], LessonFacts]


def fold(course: Course, facts: Facts, event: Event) -> Facts:
    """The facts after one event. For many events of a large course build one `Fold` and keep it."""
    return Fold(course).one(facts, event)


def fold_all(course: Course, events: Iterable[Event], facts: Facts | None = None) -> Facts:
    """The facts after all events, from nothing or from `facts`."""
    return Fold(course).many(facts or Facts(), events)


class Fold:
    """The fold for one course, with its lessons indexed once. Holds no facts."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._lessons: dict[str, Lesson] = {}
        for lesson in course.lessons():
            self._lessons.setdefault(lesson.id, lesson)

    @cached_property
    def _awards(self) -> AwardRules:
        return AwardRules(self._course)  # seldom needed

    def one(self, facts: Facts, event: Event) -> Facts:
        """PlayerError when the event holds a value of the wrong kind; nothing is changed then."""
        return self.many(facts, (event,))

    def many(self, facts: Facts, events: Iterable[Event]) -> Facts:
        """The same as one after the other, with one copy of the mapping of lessons."""
        known = facts.lessons
        lessons = known.copy() if isinstance(known, MappingProxyType) else dict(known)  # not one look-up per lesson
        for event in events:
            facts = self._step(facts, lessons, event)
        return replace(facts, lessons=MappingProxyType(lessons))

    def lesson(self, before: LessonFacts, event: Event) -> LessonFacts:
        """Only the row of the event's lesson, for a caller that keeps rows."""
        return fold_lesson(self._lessons.get(event.lesson), before, event)

    def _step(self, facts: Facts, lessons: dict[str, LessonFacts], event: Event) -> Facts:
        if event.kind in NEEDS_SIGNATURE and not event.signed:
            return facts
        if event.lesson:
            before = lessons.get(event.lesson, LessonFacts())
            lessons[event.lesson] = self.lesson(before, event)
            if event.kind is EventKind.OPENED:
                started = event.at if facts.started_at is None else min(facts.started_at, event.at)
                day = day_of(event)
                return replace(facts, started_at=started, days=facts.days if day in facts.days else facts.days | {day})
            if event.kind is EventKind.VOIDED and before.ticked_at is not None and facts.awards:
                now = replace(facts, lessons=lessons)
                return replace(facts, awards=self._awards.after_void(now, event.lesson, event.at))
            return facts
        if event.kind is EventKind.UPDATED:
            move_lessons(lessons, event)
            for lesson_id, before in lessons.items():  # what the new rules already find complete is ticked
                lessons[lesson_id] = _ticked(self._lessons.get(lesson_id), before, event.at)
            return move_course(facts, event)
        if event.kind is EventKind.NAME:
            return replace(facts, printed_name=text_of(event, "name"))
        if event.kind is EventKind.PROVED:
            return _proved(facts, event)
        if event.kind is EventKind.REOPENED:
            until = count_of(event, "until") if "until" in event.data else FOR_EVER
            return replace(facts, open_until=max(facts.open_until, until))
        if event.kind is EventKind.CLOCK_SET and facts.started_at is not None:
            return replace(facts, started_at=min(facts.started_at, event.at))  # it had begun under a clock that was ahead
        if event.kind in _AWARD_STEPS:
            return self._award(replace(facts, lessons=lessons), facts, event)
        return facts

    def _award(self, now: Facts, facts: Facts, event: Event) -> Facts:
        award_id = text_of(event, "award")
        after = _AWARD_STEPS[event.kind](facts.award(award_id), event)
        if event.kind is EventKind.ISSUED and after.rests_on_void and self._awards.holds(now, award_id, event.at):
            after = replace(after, rests_on_void=False)
        return replace(facts, awards=MappingProxyType({**facts.awards, award_id: after}))


def _proved(facts: Facts, event: Event) -> Facts:
    """Whatever came first stands: no rule depends on the order between chains."""
    award = text_of(event, "award")
    words = {name: text_of(event, name) for name in ("how", "number", "name", "title", "course", "reason", "by") if name in event.data}
    proof = AwardProof(event.at, **{"how": "", "number": "", "name": "", "title": "", "course": ""} | words)
    return replace(facts, proved=MappingProxyType({**facts.proved, award: min(proof, facts.proved.get(award, proof))}))


def day_of(opened: Event) -> int:
    """The day of use that an opening stands for; entries of before days were counted tell the one of UTC."""
    return count_of(opened, "day") if "day" in opened.data else opened.at // DAY_MS


def fold_lesson(lesson: Lesson | None, before: LessonFacts, event: Event) -> LessonFacts:
    """One lesson's row after one event of that lesson. `lesson` is None for one that this version of the course does not
    have: its facts are kept, its rule cannot be judged. An override without a signature changes nothing. PlayerError
    when the event holds a value of the wrong kind."""
    if event.kind in NEEDS_SIGNATURE and not event.signed:
        return before
    step = _STEPS.get(event.kind)
    if step is None:
        return before
    after = step(before, event)
    if lesson is not None and _passed_by_old_rules(lesson, before, event):
        after = replace(after, ticked_at=event.at)
    if event.kind in _BY_LEARNER:
        after = replace(after, last_at=event.at if after.last_at is None else max(after.last_at, event.at))
    return after if event.kind is EventKind.VOIDED else _ticked(lesson, after, event.at)


def _passed_by_old_rules(lesson: Lesson, before: LessonFacts, event: Event) -> bool:
    """A quiz that was under way when the learner moved to a newer version is passed by the rules with which it began."""
    if event.kind is not EventKind.ATTEMPT_SUBMITTED or before.ticked_at is not None or not before.old_rules:
        return False
    told = "all_right" if lesson.counts_when.rule is Rule.ALL_RIGHT else "passed"
    return text_of(event, "attempt") == before.old_rules and flag_of(event, told) is True


def _ticked(lesson: Lesson | None, facts: LessonFacts, at: int) -> LessonFacts:
    if facts.ticked_at is None and lesson is not None and holds(lesson, facts):
        return replace(facts, ticked_at=at)
    return facts


# One step per kind of event


def _opened(before: LessonFacts, event: Event) -> LessonFacts:
    return replace(before, opened_at=event.at if before.opened_at is None else min(before.opened_at, event.at))


def _next(before: LessonFacts, _: Event) -> LessonFacts:
    return replace(before, next_pressed=True)


def _sitting(before: LessonFacts, event: Event) -> LessonFacts:
    played = [*before.played, *intervals_of(event, "played")]
    return replace(
        before,
        active_ms=before.active_ms + count_of(event, "active_ms"),
        end_seen=before.end_seen or flag_of(event, "end_seen") is True,
        pages=before.pages.union(counts_of(event, "pages")),
        played=merge_intervals(played),
        length_ms=max(before.length_ms, count_of(event, "length_ms")),
    )


def _saved(before: LessonFacts, event: Event) -> LessonFacts:
    return replace(before, files_saved=before.files_saved | {text_of(event, "file")})


def _box(before: LessonFacts, event: Event) -> LessonFacts:
    box = {count_of(event, "box")}
    return replace(before, boxes=before.boxes | box if flag_of(event, "ticked") is True else before.boxes - box)


def _handed_in(before: LessonFacts, _: Event) -> LessonFacts:
    return replace(before, handed_in=True)


def _signed_off(before: LessonFacts, _: Event) -> LessonFacts:
    return replace(before, signed_off=True)


def _web(before: LessonFacts, event: Event) -> LessonFacts:
    """What was reached once stays: content that is opened again often reports from zero."""
    passed = flag_of(event, "passed")
    score = score_of(event) if "score" in event.data else None
    return replace(
        before,
        web_completed=before.web_completed or flag_of(event, "completed") is True,
        web_passed=before.web_passed if before.web_passed is True or passed is None else passed,
        web_score=score if before.web_score is None else max(before.web_score, score or Fraction(0)),
    )


def _started(before: LessonFacts, event: Event) -> LessonFacts:
    return replace(before, attempts_started=before.attempts_started + 1, open_attempt=text_of(event, "attempt"))


def _answered(before: LessonFacts, _: Event) -> LessonFacts:
    return before


def _submitted(before: LessonFacts, event: Event) -> LessonFacts:
    """An attempt counts once, however often its record arrives."""
    attempt = text_of(event, "attempt")
    if any(known.id == attempt for known in before.attempts):
        return before
    number, score = count_of(event, "number"), score_of(event)
    fact = AttemptFact(attempt, number, event.at, score, flag_of(event, "passed") is True, flag_of(event, "all_right") is True)
    attempts = (*before.attempts, fact)
    return replace(
        before,
        attempts=tuple(sorted(attempts, key=lambda known: (known.number, known.at, known.id))),
        attempts_started=max(before.attempts_started, len(attempts)),
        open_attempt="" if before.open_attempt == attempt else before.open_attempt,
    )


def _granted(before: LessonFacts, event: Event) -> LessonFacts:
    return replace(before, ticked_at=event.at if before.ticked_at is None else before.ticked_at, override=_override(event, granted=True))


def _voided(before: LessonFacts, event: Event) -> LessonFacts:
    """Everything that could tick again at once goes; what happened stays in the ledger, attempts stay in sight."""
    return LessonFacts(
        last_at=before.last_at,
        attempts=before.attempts,
        attempts_started=before.attempts_started,
        open_attempt=before.open_attempt,
        override=_override(event, granted=False),
        void_attempts=max(before.attempts_started, *(attempt.number for attempt in before.attempts), 0),
        kept_open=before.kept_open,
        again_for=before.again_for,
        done_in=before.done_in,
        done_at=before.done_at,
    )


def _extra(before: LessonFacts, event: Event) -> LessonFacts:
    return replace(before, extra_attempts=before.extra_attempts + count_of(event, "count"))


def _override(event: Event, *, granted: bool) -> Override:
    return Override(granted, event.at, text_of(event, "reason"), text_of(event, "by"), text_of(event, "proof"))


_STEPS: Mapping[EventKind, Step] = MappingProxyType(
    {
        EventKind.OPENED: _opened,
        EventKind.NEXT: _next,
        EventKind.SITTING: _sitting,
        EventKind.FILE_SAVED: _saved,
        EventKind.BOX: _box,
        EventKind.HANDED_IN: _handed_in,
        EventKind.SIGNED_OFF: _signed_off,
        EventKind.WEB: _web,
        EventKind.ATTEMPT_STARTED: _started,
        EventKind.ANSWERED: _answered,
        EventKind.ATTEMPT_SUBMITTED: _submitted,
        EventKind.GRANTED: _granted,
        EventKind.VOIDED: _voided,
        EventKind.EXTRA_ATTEMPTS: _extra,
    }
)
_BY_LEARNER = frozenset(_STEPS) - NEEDS_SIGNATURE


def _earned(before: AwardFacts, event: Event) -> AwardFacts:
    if before.earned_at is not None:
        return before
    return replace(before, earned_at=event.at, number=text_of(event, "number") or before.number, version=text_of(event, "version"))


def _issued(before: AwardFacts, event: Event) -> AwardFacts:
    return replace(_earned(before, event), issued_at=event.at, number=text_of(event, "number"))


def _award_saved(before: AwardFacts, event: Event) -> AwardFacts:
    return replace(before, saved_at=event.at if before.saved_at is None else max(before.saved_at, event.at))


def _redeemed(before: AwardFacts, event: Event) -> AwardFacts:
    """Once: whoever comes second changes nothing."""
    if before.redeemed_at is not None:
        return before
    return replace(before, redeemed_at=event.at, redeemed_by=text_of(event, "by"), number=before.number or text_of(event, "number"))


_AWARD_STEPS: Mapping[EventKind, Callable[[AwardFacts, Event], AwardFacts]] = MappingProxyType(
    {EventKind.EARNED: _earned, EventKind.ISSUED: _issued, EventKind.SAVED_AWARD: _award_saved, EventKind.REDEEMED: _redeemed}
)
