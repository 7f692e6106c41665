"""What moving to a newer version does to facts: one step of the fold, told by the event alone."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from player.course.event_data import flag_of, names_of, text_of, texts_of, times_of
from player.course.facts import AwardFacts, Event, Facts, LessonFacts
from player.course.versions import version_order


def move_lessons(lessons: dict[str, LessonFacts], event: Event) -> None:
    """An update takes no tick: those that were held are written into the event. A lesson that is to be done again keeps what was done as
    `done_in`, once for each version that asks for it, however many machines record that they moved. What was open stays open."""
    to, again = text_of(event, "to"), dict(texts_of(event, "again"))
    asked_before = {lesson for lesson in again if _asked(lessons.get(lesson), to)}
    for lesson, at in times_of(event, "ticked"):
        before = lessons.get(lesson, LessonFacts())
        put_aside = lesson in asked_before or (before.done_at is not None and at <= before.done_at)
        if before.ticked_at is None and not put_aside:
            lessons[lesson] = replace(before, ticked_at=at)
    for lesson, done_in in again.items():
        if lesson not in asked_before:
            lessons[lesson] = _to_do_again(lessons.get(lesson, LessonFacts()), to, done_in)
    for lesson, row in lessons.items():
        if row.open_attempt and not (lesson in again and row.done_in):
            lessons[lesson] = replace(row, old_rules=row.open_attempt)
    for lesson in names_of(event, "open"):
        lessons[lesson] = replace(lessons.get(lesson, LessonFacts()), kept_open=True)


def _asked(facts: LessonFacts | None, to: str) -> bool:
    return facts is not None and facts.again_for != "" and version_order(to) <= version_order(facts.again_for)


def _to_do_again(before: LessonFacts, to: str, done_in: str) -> LessonFacts:
    """Everything that could tick again at once goes; attempts stay in sight and count for nothing, one that is open among them."""
    if before.ticked_at is None:
        return replace(before, again_for=to)
    return LessonFacts(
        attempts=before.attempts,
        attempts_started=before.attempts_started,
        open_attempt=before.open_attempt,
        void_attempts=max(before.attempts_started, *(attempt.number for attempt in before.attempts), 0),
        kept_open=before.kept_open,
        again_for=to,
        done_in=done_in,
        done_at=before.ticked_at,
    )


def move_course(facts: Facts, event: Event) -> Facts:
    """Which version was finished and what is new since, and in which version awards were earned that do not say so themselves."""
    version = text_of(event, "from")
    awards: Mapping[str, AwardFacts] = facts.awards
    if any(award.earned_at is not None and not award.version for award in awards.values()):
        awards = MappingProxyType({name: replace(one, version=version) if one.earned_at is not None and not one.version else one
                                   for name, one in awards.items()})  # fmt: skip
    fresh = (*names_of(event, "new"), *(lesson for lesson, done_in in texts_of(event, "again") if done_in))
    if flag_of(event, "complete") is True and (not facts.finished or version_order(version) >= version_order(facts.finished)):
        return replace(facts, awards=awards, finished=version, since=tuple(dict.fromkeys(fresh)))
    if facts.finished:
        return replace(facts, awards=awards, since=tuple(dict.fromkeys((*facts.since, *fresh))))
    return replace(facts, awards=awards) if awards is not facts.awards else facts
