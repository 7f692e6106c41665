"""The status function on a large course with a long past: each event folded is not counted, the judgement is. In processor time."""

import statistics
import time
from types import MappingProxyType

from player.course.facts import Event, EventKind, Facts, Json
from player.course.fold import Fold
from player.course.model import Access, Chapter, Complete, CountsWhen, Course, Kind, Lesson, Order, Rule, default_award
from player.course.status import Evaluator

LESSONS, EVENTS, START = 1_000, 10_000, 1_800_000_000_000


def course() -> Course:
    """Fifty lessons a chapter, texts and checklists, each fifth optional; chapter after chapter; closes some day, so that time counts."""
    chapters = []
    for first in range(0, LESSONS, 50):
        lessons = tuple(_lesson(number) for number in range(first, first + 50))
        before = Complete(f"chapter-{first - 50}") if first else None
        chapters.append(Chapter(f"chapter-{first}", f"Chapter {first // 50 + 1}", lessons, opens_when=before))
    return Course("org.example.judged", "A long course", "1.0", tuple(chapters), order=Order.FREE, awards=(default_award("A long course"),),
                  access=Access(days_of_use=1_000))


def _lesson(number: int) -> Lesson:
    if number % 3:
        return Lesson(f"lesson-{number}", f"Lesson {number}", Kind.TEXT, CountsWhen(Rule.NEXT), required=number % 5 != 4, computed_seconds=60)
    return Lesson(f"lesson-{number}", f"Lesson {number}", Kind.CHECKLIST, CountsWhen(Rule.BOXES), boxes=tuple("abcdef"), computed_seconds=60)


def events(of: Course) -> list[Event]:
    """Ten of each lesson: opened, sat at, boxes ticked, NEXT."""
    found: list[Event] = []

    def happens(kind: EventKind, lesson: str, data: dict[str, Json]) -> None:
        number = len(found) + 1
        found.append(Event(f"{number:032x}", number, START + number * 1000, kind, lesson, MappingProxyType(data)))

    for lesson in of.lessons():
        happens(EventKind.OPENED, lesson.id, {"day": 20_000})
        for _ in range(2):
            happens(EventKind.SITTING, lesson.id, {"active_ms": 5_000, "end_seen": True})
        for box in range(6):
            happens(EventKind.BOX, lesson.id, {"box": box, "ticked": True})
        happens(EventKind.NEXT, lesson.id, {})
    return found


def figures(times: int) -> dict[str, float]:
    """ms of the processor, medians: "whole" from nothing with every lesson looked at, "first" the same as pages ask (what they do not
    show is not worked out), "next" after one more event."""
    asked = course()
    judge, fold = Evaluator(asked), Fold(asked)
    past = events(asked)
    if len(past) != EVENTS:
        raise ValueError(f"{len(past)} events, {EVENTS} were expected")
    facts = fold.many(fold.many(Facts(), past[: EVENTS // 2]), past[EVENTS // 2 :])
    more = Event("f" * 32, EVENTS + 1, START + EVENTS * 2_000, EventKind.SITTING, "lesson-700", MappingProxyType({"active_ms": 1_000}))
    later, now = fold.one(facts, more), START + EVENTS * 3_000
    found: dict[str, list[float]] = {"whole": [], "first": [], "next": []}
    for _ in range(times):
        begun = time.process_time()
        told = judge.status(facts, now)
        middle = time.process_time()
        states = list(told.lessons.values())
        end = time.process_time()
        judge.status(later, now, previous=told)
        last = time.process_time()
        if len(states) != LESSONS or not told.complete:
            raise ValueError("the course was to be complete")
        for name, ms in (("first", middle - begun), ("whole", end - begun), ("next", last - end)):
            found[name].append(ms * 1000)
    return {name: statistics.median(values) for name, values in found.items()}
