"""THE rule function: (course, what happened, now) -> the status of every lesson, chapter, course and award, with reasons."""

from collections.abc import Mapping

from player.course.access import standing, used
from player.course.attempt import renews_after_days
from player.course.award import AwardRules, course_complete
from player.course.facts import Facts
from player.course.lesson_map import Gates, LessonMap, NextMap
from player.course.merit import merit
from player.course.model import Access, After, AtLeast, Condition, Course, DaysSinceStart, Order
from player.course.needs import cheapest
from player.course.opening import World, needs_of, test_of
from player.course.plan import Plan
from player.course.status_types import OPEN, ChapterStatus, CourseStatus, Need, Standing
from player.course.tally import ChapterTally, Tally

_INVERTED = bytes([1, 0, *range(2, 256)])


def status(course: Course, facts: Facts, now: int, offset_minutes: int = 0) -> CourseStatus:
    """The status once. Who asks again and again keeps an `Evaluator`."""
    return Evaluator(course).status(facts, now, offset_minutes)


class Evaluator:
    """One course, read once. Holds no facts: the same arguments give the same answer, in any thread."""

    def __init__(self, course: Course, elsewhere: Mapping[str, str] | None = None) -> None:
        """`elsewhere` gives titles to awards of other courses, by the names that conditions give them."""
        self.course = course
        self.elsewhere = dict(elsewhere or {})
        self._plan = plan = Plan(course, self.elsewhere)
        self._awards = AwardRules(course, plan)
        self._opens = test_of(plan.opens, plan)
        self._chapter_tests = [test_of(chapter.opens, plan) for chapter in plan.chapters]
        self._lesson_tests = [(place, test_of(condition, plan)) for place, condition in plan.conditions.items()]
        required = bytearray(len(plan.ids))
        for chapter in plan.chapters:
            for place in chapter.required:
                required[place] = 1
        self._required = required
        self._always_open = course.access == Access()
        self._timeless = self._always_open and not _heeds_time(course)
        self._seconds = sum(
            cheapest((plan.blank[place] for place in (*chapter.required, *chapter.candidates)), chapter.of) for chapter in plan.chapters
        )

    def standing(self, facts: Facts, settled: int, offset_minutes: int = 0) -> Standing:
        """The access alone: `settled` as for `status`."""
        return OPEN if self._always_open else standing(self.course.access, used(self.course, facts), settled, offset_minutes)

    def status(
        self, facts: Facts, now: int, offset_minutes: int = 0, previous: CourseStatus | None = None, *, settled: int | None = None
    ) -> CourseStatus:
        """`now` is believed time in ms UTC, `offset_minutes` the local clock's distance east of UTC, `settled` what access goes by (see
        player.course.believed; believed time where it is not given). `previous`, an earlier answer of this evaluator, saves work
        and lets unchanged objects be the same ones; the answer is equal without."""
        before = self._own(previous)
        if previous is not None and before is not None and self._timeless and before.world.facts is facts:
            return previous
        tally = Tally(self._plan, facts, now, before.world.tally if before is not None else self._awards.blank)
        held = self._awards.held(tally, facts, now, offset_minutes)
        world = World(tally, facts, now, offset_minutes, held)
        gates = self._gates(world)
        lessons = LessonMap(world, gates, before)
        counts, complete = tally.chapters, course_complete(tally)
        return CourseStatus(
            lessons=lessons,
            chapters=self._chapters(tally, gates, previous, before),
            awards=self._awards.statuses(world),
            done=sum(count.done for count in counts),
            of=self._plan.of,
            extras_done=sum(count.extras_done for count in counts),
            extras=sum(count.extras for count in counts),
            complete=complete,
            seconds=self._seconds,
            seconds_left=sum(count.seconds_left for count in counts),
            next_lesson=NextMap(lessons),
            resume=self._resume(tally, gates.opened),
            merit=merit(counts),
            opens=self.course.opens_when,
            why_locked=gates.course,
            access=self.standing(facts, now if settled is None else settled, offset_minutes),
            finished="" if complete else facts.finished,
            since=() if complete else self._since(tally, facts),
        )

    def _since(self, tally: Tally, facts: Facts) -> tuple[str, ...]:
        places = {self._plan.index[lesson] for lesson in facts.since if lesson in self._plan.index}
        return tuple(self._plan.ids[place] for place in sorted(places) if not tally.ticks[place])

    def _gates(self, world: World) -> Gates:
        """One walk over the chapters: order first, then the conditions of single lessons."""
        plan, tally = self._plan, world.tally
        course = () if self._opens(world) else needs_of(plan.opens, world)
        opened = bytearray(len(plan.ids))
        before: list[tuple[Need, ...]] = []
        conditions: list[tuple[Need, ...]] = []
        blockers: list[frozenset[int]] = []
        gate: tuple[tuple[Need, ...], frozenset[int]] = ((), frozenset())
        for chapter, test, count in zip(plan.chapters, self._chapter_tests, tally.chapters, strict=True):
            before.append(gate[0])
            blockers.append(gate[1])
            closed = () if test(world) else needs_of(chapter.opens, world)
            conditions.append(closed)
            if not (course or gate[0] or closed):
                end = chapter.end if count.first < 0 else count.first + 1
                opened[chapter.start : end] = b"\1" * (end - chapter.start)
            if not gate[0]:
                gate = self._gate_after(chapter.place, tally)
        for place, test in self._lesson_tests:
            if opened[place] and not test(world):
                opened[place] = 0
        for place in tally.kept_open:  # an update locks nothing that was open
            opened[place] = 1
        return Gates(_either(opened, tally.ticks), course, before, conditions, blockers)

    def _gate_after(self, place: int, tally: Tally) -> tuple[tuple[Need, ...], frozenset[int]]:
        """What this chapter makes the later ones wait for, and the places of the lessons that do it."""
        chapter, count = self._plan.chapters[place], tally.chapters[place]
        if self.course.order is Order.MILESTONES and count.milestone >= 0:
            return (tally.need(count.milestone),), frozenset({count.milestone})
        if self.course.order is not Order.IN_ORDER or count.complete:
            return (), frozenset()
        if chapter.in_line:
            return (tally.need(count.first),), frozenset({count.first})
        places = (*chapter.required, *chapter.candidates)
        return count.left, frozenset(at for at in places if not tally.ticks[at])

    def _own(self, previous: CourseStatus | None) -> LessonMap | None:
        """The lessons of an earlier answer, when it is one of this evaluator."""
        lessons = None if previous is None else previous.lessons
        return lessons if isinstance(lessons, LessonMap) and lessons.world.tally.plan is self._plan else None

    def _chapters(self, tally: Tally, gates: Gates, previous: CourseStatus | None, before: LessonMap | None) -> dict[str, ChapterStatus]:
        found: dict[str, ChapterStatus] = {}
        for planned, count in zip(self._plan.chapters, tally.chapters, strict=True):
            chapter_id, why = planned.chapter.id, gates.chapter(planned.place)
            if previous is not None and before is not None and before.world.tally.chapters[planned.place] is count:
                old = previous.chapters[chapter_id]
                if old.why_locked == why:
                    found.setdefault(chapter_id, old)
                    continue
            choose_left = None if planned.chapter.choose is None else max(0, count.of - count.done)
            found.setdefault(chapter_id, _chapter_status(chapter_id, planned.chapter.title, count, why, choose_left))
        return found

    def _resume(self, tally: Tally, opened: bytes) -> str:
        """Where Continue leads: the lesson touched last that is open and not done, else the first open required one, else
        any open one, else the first."""
        touched = [found for count in tally.chapters for found in count.touched if opened[found[1]]]
        if touched:
            return self._plan.ids[max(touched)[1]]
        undone = tally.ticks.translate(_INVERTED)
        required = self._required[:]
        for chapter, count in zip(self._plan.chapters, tally.chapters, strict=True):
            for place in chapter.candidates if not count.complete else ():
                required[place] = 1
        todo = _both(opened, undone)
        for place in (_both(todo, required).find(1), todo.find(1)):
            if place >= 0:
                return self._plan.ids[place]
        return self._plan.ids[0] if self._plan.ids else ""


def _chapter_status(chapter_id: str, title: str, count: ChapterTally, why: tuple[Need, ...], choose_left: int | None) -> ChapterStatus:
    return ChapterStatus(
        id=chapter_id,
        title=title,
        done=count.done,
        of=count.of,
        extras_done=count.extras_done,
        extras=count.extras,
        complete=count.complete,
        why_locked=why,
        choose_left=choose_left,
        seconds_left=count.seconds_left,
    )


def _heeds_time(course: Course) -> bool:
    """Whether anything in the course may change by the clock alone: a date, days since the start, attempts that return."""
    waits = (lesson.quiz for lesson in course.lessons() if lesson.quiz is not None)
    if any(quiz.cool_down_seconds or renews_after_days(quiz) is not None for quiz in waits):
        return True
    chapters = (chapter.opens_when for chapter in course.chapters)
    lessons = (lesson.opens_when for lesson in course.lessons())
    return any(_names_time(one) for one in (course.opens_when, *chapters, *lessons, *(award.earned_when for award in course.awards)))


def _names_time(condition: Condition | None) -> bool:
    if isinstance(condition, AtLeast):
        return any(_names_time(one) for one in condition.of)
    return isinstance(condition, After | DaysSinceStart)


def _either(one: bytes | bytearray, other: bytes | bytearray) -> bytes:
    """Byte by byte `or`, at the speed of one big number."""
    return (int.from_bytes(one) | int.from_bytes(other)).to_bytes(len(one))


def _both(one: bytes | bytearray, other: bytes | bytearray) -> bytes:
    return (int.from_bytes(one) & int.from_bytes(other)).to_bytes(len(one))
