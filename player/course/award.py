"""Awards: when one is earned, what is left of it, what a void takes from under it."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from player.course.attempt import DAY_MS
from player.course.facts import NO_AWARD_FACTS, AwardFacts, Facts
from player.course.merit import graded
from player.course.model import AtLeast, AwardHeld, AwardKind, Complete, Condition, Course, MeritAtLeast, Passed, ScoreAtLeast
from player.course.needs import stuck_first
from player.course.opening import Test, World, needs_of, test_of
from player.course.plan import Plan
from player.course.retake import valid_until
from player.course.status_types import AwardStatus, Need
from player.course.tally import Tally

FAR_MS = 2**52  # later than any date an author writes: how a rule looks when only work is missing


class AwardRules:
    """The awards of one course."""

    def __init__(self, course: Course, plan: Plan | None = None) -> None:
        self.plan = plan or Plan(course)
        self._tests: dict[str, Test] = {}
        for award in self.plan.awards.values():
            self._tests[award.id] = _course_complete if award.earned_when is None else test_of(award.earned_when, self.plan)
        nothing = Facts(started_at=0)
        self.blank = Tally(self.plan, nothing, 0)
        self.free = self._true(World(self.blank, nothing, FAR_MS, 0, frozenset()))
        """Awards that time alone would earn. A certificate among them is never given (product.md section 11.5)."""
        for award_id in self.free:
            if self.plan.awards[award_id].kind is AwardKind.CERTIFICATE:
                self._tests[award_id] = _never

    def held(self, tally: Tally, facts: Facts, now: int, offset: int) -> frozenset[str]:
        """Awards that are earned: the ledger says so, or the rule is true now."""
        recorded = frozenset(award_id for award_id, award in facts.awards.items() if award.earned_at is not None)
        return self._true(World(tally, facts, now, offset, recorded)) | recorded

    def holds(self, facts: Facts, award_id: str, at: int) -> bool:
        """Is the rule itself true, whatever the ledger says? Dates are taken as reached two days ahead, for the
        ledger does not know the clock's offset."""
        return award_id in self._true(World(Tally(self.plan, facts, at, self.blank), facts, at + 2 * DAY_MS, 0, frozenset()))

    def after_void(self, facts: Facts, lesson_id: str, at: int) -> Mapping[str, AwardFacts]:
        """The awards after the tick of `lesson_id` was voided: one whose rule needed it and no longer holds is marked
        when it was issued, and no longer earned when it was not."""
        awards = dict(facts.awards)
        shaken = {lesson_id}
        while True:
            kept = frozenset(award_id for award_id, award in awards.items() if award.earned_at is not None)
            world = World(Tally(self.plan, facts, at, self.blank), replace(facts, awards=awards), at + 2 * DAY_MS, 0, kept)
            fallen = [
                award_id
                for award_id in sorted(kept)
                if award_id in self._tests and not self._tests[award_id](world) and self._rests_on(award_id, shaken)
                and not awards[award_id].rests_on_void
            ]  # fmt: skip
            if not fallen:
                return MappingProxyType(awards)
            for award_id in fallen:
                award = awards[award_id]
                if award.issued_at is None and award.redeemed_at is None:
                    awards[award_id] = replace(award, earned_at=None, version="")
                    shaken.add(award_id)
                else:
                    awards[award_id] = replace(award, rests_on_void=True)

    def statuses(self, world: World) -> dict[str, AwardStatus]:
        """Every award of the course with what is left of it. `world.held` comes from `held`."""
        return {award_id: self._status(award_id, world) for award_id in self.plan.awards}

    def _status(self, award_id: str, world: World) -> AwardStatus:
        award, facts = self.plan.awards[award_id], world.facts.awards.get(award_id, NO_AWARD_FACTS)
        earned = award_id in world.held
        left = () if earned else self._left(award_id, world)
        return AwardStatus(
            id=award_id,
            title=award.title,
            kind=award.kind.value,
            earned=earned,
            earned_at=facts.earned_at,
            issued_at=facts.issued_at,
            saved_at=facts.saved_at,
            number=facts.number,
            rests_on_void=facts.rests_on_void,
            valid_until=valid_until(award, facts.earned_at),
            redeemed_at=facts.redeemed_at,
            redeemed_by=facts.redeemed_by,
            version=facts.version,
            left=left,
            seconds_left=sum(need.seconds for need in left),
        )

    def _left(self, award_id: str, world: World) -> tuple[Need, ...]:
        condition = self.plan.awards[award_id].earned_when
        return stuck_first(needs_of(condition, world)) if condition is not None else course_left(world.tally)

    def _true(self, world: World) -> frozenset[str]:
        """Rules that are true, awards that rest on awards included: repeated until nothing is added."""
        found: frozenset[str] = frozenset()
        while True:
            now = replace(world, held=world.held | found)
            more = found.union(award_id for award_id, test in self._tests.items() if award_id not in found and test(now))
            if more == found:
                return found
            found = more

    def _rests_on(self, award_id: str, shaken: set[str]) -> bool:
        """Does the rule name one of these lessons or awards, or a chapter that counts the lesson?"""
        condition = self.plan.awards[award_id].earned_when
        if condition is None:
            return any(shaken.intersection(self._counted(place)) for place in range(len(self.plan.chapters)))
        return bool(shaken.intersection(self._named(condition)))

    def _named(self, condition: Condition) -> set[str]:
        match condition:
            case Complete(id) | Passed(id) | ScoreAtLeast(id):
                place = None if id in self.plan.index else self.plan.chapter_index.get(id)
                return {id} if place is None else self._counted(place)
            case AwardHeld(id):
                return {self.plan.own_award(id)}
            case MeritAtLeast():
                return set(graded(self.plan))
            case AtLeast(_, of):
                return {name for part in of for name in self._named(part)}
            case _:
                return set()

    def _counted(self, chapter: int) -> set[str]:
        planned = self.plan.chapters[chapter]
        return {self.plan.ids[place] for place in (*planned.required, *planned.candidates)}


def course_left(tally: Tally) -> tuple[Need, ...]:
    """What is left of the required lessons, in the order of the tree, stuck quizzes first."""
    left = tuple(need for chapter in tally.chapters for need in chapter.left)
    if tally.seat_left_ms:
        wanted = tally.plan.course.active_seconds
        seconds = -(-tally.seat_left_ms // 1000)
        left += (Need("time", seconds=max(0, seconds - sum(need.seconds for need in left)), amount=seconds, done=Fraction(wanted - seconds, wanted)),)
    return stuck_first(left) if any(chapter.stuck for chapter in tally.chapters) else left


def course_complete(tally: Tally) -> bool:
    """Every required lesson is done, there is at least one, and the course's minimum active time is reached."""
    return tally.plan.of > 0 and not tally.seat_left_ms and all(chapter.complete for chapter in tally.chapters)


def _course_complete(world: World) -> bool:
    return course_complete(world.tally)


def _never(_: World) -> bool:
    return False
