"""Conditions: are they true now, and if not, what is still needed (product.md section 3)."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from player.course.attempt import DAY_MS
from player.course.completion import passed, score_reached
from player.course.facts import Facts
from player.course.merit import merit_need, merit_reached
from player.course.model import (
    After,
    AtLeast,
    AwardHeld,
    Complete,
    Condition,
    DaysSinceStart,
    MeritAtLeast,
    Passed,
    ScoreAtLeast,
)
from player.course.needs import cheapest
from player.course.percent import reaches
from player.course.plan import Plan
from player.course.status_types import Need
from player.course.tally import Tally

MINUTE_MS = 60_000
NEVER_MS = 2**62  # a date that nobody can read is never reached


@dataclass(frozen=True, slots=True)
class World:
    """What conditions look at. `now` is believed time in ms UTC, `offset` the local clock's minutes east of UTC, `held`
    the awards of this course that are earned."""

    tally: Tally
    facts: Facts
    now: int
    offset: int
    held: AbstractSet[str]


Test = Callable[[World], bool]


# Dates


def utc_ms(day: str) -> int:
    """An ISO date (its first moment) or date-time without zone, read as if it were UTC. ValueError when it is none."""
    moment = datetime.fromisoformat(day)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def reached_at(after: After, offset: int) -> int:
    """When (ms UTC) the date is reached: a typed zone settles it, else it is a local day."""
    if after.at is not None:
        return after.at
    try:
        return utc_ms(after.day) - offset * MINUTE_MS
    except (ValueError, OverflowError):
        return NEVER_MS


def local_day(at: int, offset: int) -> int:
    """Number of the local day in which that moment lies."""
    return (at + offset * MINUTE_MS) // DAY_MS


def day_begins(day: int, offset: int) -> int:
    """First moment (ms UTC) of that local day."""
    return day * DAY_MS - offset * MINUTE_MS


# True or not


def test_of(condition: Condition | None, plan: Plan) -> Test:
    """The condition as a function, its targets looked up once. None is always true; a target that does not exist never."""
    match condition:
        case Complete(id):
            return _complete(id, plan)
        case Passed(id):
            return _passed(id, plan)
        case ScoreAtLeast(id, percent):
            return _score(id, percent, plan)
        case MeritAtLeast(percent):
            return lambda world: merit_reached(world.tally, percent)
        case AwardHeld(id):
            own = plan.own_award(id)
            return (lambda world: own in world.held) if own else (lambda world: id in world.facts.elsewhere or id in world.facts.proved)
        case After():
            return lambda world: world.now >= reached_at(condition, world.offset)
        case DaysSinceStart(days):
            return lambda world: _days(world) >= days
        case AtLeast(count, of):
            parts = [test_of(part, plan) for part in of]
            return lambda world: sum(part(world) for part in parts) >= count
        case _:  # no condition; "previous required lesson" was resolved in the plan
            return _always


def _always(_: World) -> bool:
    return True


def _never(_: World) -> bool:
    return False


def _complete(target: str, plan: Plan) -> Test:
    place = plan.index.get(target)
    if place is not None:
        return lambda world: world.tally.ticks[place] == 1
    chapter = plan.chapter_index.get(target)
    return (lambda world: world.tally.chapters[chapter].complete) if chapter is not None else _never


def _passed(target: str, plan: Plan) -> Test:
    place = plan.index.get(target)
    return _complete(target, plan) if place is None else (lambda world: passed(plan.lessons[place], world.tally.row(place)))


def _score(target: str, percent: int, plan: Plan) -> Test:
    place = plan.index.get(target)
    if place is None:
        return _never

    def reached(world: World) -> bool:
        score = score_reached(plan.lessons[place], world.tally.row(place))
        return score is not None and reaches(score, percent)

    return reached


def _days(world: World) -> int:
    """Local days since the first lesson was opened, -1 before that."""
    if world.facts.started_at is None:
        return -1
    return local_day(world.now, world.offset) - local_day(world.facts.started_at, world.offset)


# What is still needed


def needs_of(condition: Condition | None, world: World) -> tuple[Need, ...]:
    """What separates from the condition; empty when it is true."""
    plan = world.tally.plan
    if test_of(condition, plan)(world):
        return ()
    match condition:
        case Complete(id) | Passed(id) | ScoreAtLeast(id) as wanted:
            return (_target_need(wanted, id, world),)
        case MeritAtLeast(percent):
            return (merit_need(world.tally, percent),)
        case AwardHeld(id):
            award = plan.awards.get(plan.own_award(id))
            return (Need("award", id, award.title if award else plan.elsewhere.get(id, "")),)
        case After(day):
            return (Need("after", at=reached_at(condition, world.offset), day=day),)
        case DaysSinceStart(days):
            start = world.facts.started_at
            at = None if start is None else day_begins(local_day(start, world.offset) + days, world.offset)
            return (Need("days", amount=days, at=at),)
        case _:
            return _group_needs(condition.count, condition.of, world) if isinstance(condition, AtLeast) else ()


def _target_need(wanted: Complete | Passed | ScoreAtLeast, target: str, world: World) -> Need:
    tally = world.tally
    place = tally.plan.index.get(target)
    if place is None:
        return _chapter_need(target, world)
    lesson = tally.plan.lessons[place]
    if not isinstance(wanted, ScoreAtLeast) and not tally.ticks[place]:
        need = tally.need(place)
        return need if isinstance(wanted, Complete) or need.what == "stuck" else _pass_need(need, place, tally)
    if isinstance(wanted, ScoreAtLeast):
        return Need("score", lesson.id, lesson.title, lesson.kind, lesson.seconds, wanted.at_least)
    mark = lesson.quiz.pass_mark if lesson.quiz else 0
    return Need("pass", lesson.id, lesson.title, lesson.kind, lesson.seconds, mark)


def _pass_need(need: Need, place: int, tally: Tally) -> Need:
    quiz = tally.plan.lessons[place].quiz
    return Need("pass", need.id, need.title, need.kind, need.seconds, quiz.pass_mark if quiz else 0, done=need.done)


def _chapter_need(target: str, world: World) -> Need:
    place = world.tally.plan.chapter_index.get(target)
    if place is None:
        return Need("complete", target)
    tally = world.tally.chapters[place]
    return Need("complete", target, world.tally.plan.chapters[place].chapter.title, seconds=tally.seconds_left, of=tally.left)


def _group_needs(count: int, of: tuple[Condition, ...], world: World) -> tuple[Need, ...]:
    """All of what is open when all of it is needed, else one group "any `amount` of"."""
    unmet = [needs for part in of if (needs := needs_of(part, world))]
    wanted = count - (len(of) - len(unmet))
    if wanted >= len(unmet):
        return tuple(dict.fromkeys(need for needs in unmet for need in needs))
    among = tuple(needs[0] if len(needs) == 1 else Need("all", seconds=sum(n.seconds for n in needs), of=needs) for needs in unmet)
    return (Need("any", seconds=cheapest(among, wanted), amount=wanted, of=among),)
