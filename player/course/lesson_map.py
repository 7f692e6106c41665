"""The status of every lesson, worked out when it is asked for: a screen shows thirty rows of ten thousand."""

from collections.abc import Iterator, Mapping

from player.course.attempt import attempts_left
from player.course.completion import counted_score, counting_attempts, next_completes, progress
from player.course.facts import LessonFacts
from player.course.opening import World, needs_of
from player.course.plan import ChapterPlan
from player.course.status_types import LessonStatus, Need, NextFace, State


class Gates:
    """Which lessons are open, and what holds the others back.

    opened      one byte per lesson, 1 where it is open (what is done stays open)
    course      what the whole course still waits for
    before      per chapter: what the order of the chapters before it still wants
    chapters    per chapter: what its own condition still wants
    blockers    per chapter: places of lessons before it that hold it back by order
    """

    __slots__ = ("before", "blockers", "chapters", "course", "opened")

    def __init__(
        self,
        opened: bytes,
        course: tuple[Need, ...],
        before: list[tuple[Need, ...]],
        chapters: list[tuple[Need, ...]],
        blockers: list[frozenset[int]],
    ) -> None:
        self.opened, self.course, self.before, self.chapters, self.blockers = opened, course, before, chapters, blockers

    def chapter(self, place: int) -> tuple[Need, ...]:
        """Everything that keeps a whole chapter closed."""
        course, before, own = self.course, self.before[place], self.chapters[place]
        return unique(course, before, own) if course or own else before


def unique(*groups: tuple[Need, ...]) -> tuple[Need, ...]:
    """The needs of all groups, each once."""
    return tuple(dict.fromkeys(need for needs in groups for need in needs))


class LessonMap(Mapping[str, LessonStatus]):
    """Lesson id -> LessonStatus, in the order of the tree. Objects that did not change are those of the map before."""

    def __init__(self, world: World, gates: Gates, previous: "LessonMap | None") -> None:
        self.world, self.gates = world, gates
        self._plan = world.tally.plan
        self._made: dict[int, LessonStatus] = {}
        self._before = previous.latest() if previous is not None else {}

    def latest(self) -> dict[int, LessonStatus]:
        """By place: every object that was asked for, here or in the maps before."""
        return {**self._before, **self._made}

    def __getitem__(self, lesson_id: str) -> LessonStatus:
        place = self._plan.index[lesson_id]
        found = self._made.get(place)
        if found is None:
            found = self._make(place)
            before = self._before.get(place)
            if before is not None and before == found:
                found = before
            self._made[place] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._plan.index)

    def __len__(self) -> int:
        return len(self._plan.index)

    def _make(self, place: int) -> LessonStatus:
        tally, plan = self.world.tally, self._plan
        lesson, row = plan.lessons[place], tally.row(place)
        chapter = plan.chapters[plan.chapter_of[place]]
        state = self._state(place, row)
        why = self.why_locked(place) if state is State.LOCKED else ()
        face, blocked_by = self._face(place, state, why, row)
        quiz = lesson.quiz
        return LessonStatus(
            lesson=lesson,
            chapter_id=chapter.chapter.id,
            state=state,
            required=self._required(place, chapter),
            ticked_at=row.ticked_at,
            why_locked=why,
            face=face,
            blocked_by=blocked_by,
            score=counted_score(quiz, counting_attempts(row)) if quiz else row.web_score,
            attempts_left=attempts_left(quiz, row, self.world.now) if quiz else None,
            progress=progress(lesson, row),
            override=row.override,
            choose=chapter.chapter.choose is not None,
            active_ms=row.active_ms,
            done_in=row.done_in if row.ticked_at is None else "",
        )

    def _state(self, place: int, row: LessonFacts) -> State:
        if row.ticked_at is not None:
            return State.DONE
        if not self.gates.opened[place]:
            return State.LOCKED
        if row.web_passed is False or counting_attempts(row):
            return State.FAILED
        return State.TODO if row.last_at is None else State.STARTED

    def _required(self, place: int, chapter: ChapterPlan) -> bool:
        if chapter.chapter.choose is None or place not in chapter.candidates:
            return self._plan.lessons[place].required
        tally = self.world.tally.chapters[chapter.place]
        return place in tally.chosen or not tally.complete

    def why_locked(self, place: int) -> tuple[Need, ...]:
        """Everything that keeps a lesson closed: the course, its chapter, the order in it, its own condition."""
        plan = self._plan
        chapter = plan.chapters[plan.chapter_of[place]]
        groups = [self.gates.chapter(chapter.place)]
        first = self.world.tally.chapters[chapter.place].first
        if 0 <= first < place:
            groups.append((self.world.tally.need(first),))
        if place in plan.conditions:
            groups.append(needs_of(plan.conditions[place], self.world))
        return unique(*groups)

    def _face(self, place: int, state: State, why: tuple[Need, ...], row: LessonFacts) -> tuple[NextFace, tuple[Need, ...]]:
        if state is State.LOCKED:
            return NextFace.BLOCKED, why
        if state is State.DONE or next_completes(self._plan.lessons[place], row):
            return NextFace.NEXT, ()
        if self._holds_up_the_next(place):
            return NextFace.BLOCKED, (self.world.tally.need(place),)
        return NextFace.SKIP, ()

    def _holds_up_the_next(self, place: int) -> bool:
        """Is the lesson after this one closed because this one is not done? By order always; by a condition only when
        nothing after it is open either, for then there is nowhere to skip to."""
        following, opened = place + 1, self.gates.opened
        if following == len(opened) or opened[following]:
            return False
        chapter = self._plan.chapter_of[following]
        if self.world.tally.chapters[chapter].first == place or place in self.gates.blockers[chapter]:
            return True
        return opened.find(1, following) < 0 and any(_names(need, self._plan.ids[place]) for need in self.why_locked(following))


def _names(need: Need, lesson_id: str) -> bool:
    return need.id == lesson_id or any(_names(part, lesson_id) for part in need.of)


class NextMap(Mapping[str, str]):
    """Lesson id -> the next open one in the order of the tree, "" at the end."""

    def __init__(self, lessons: LessonMap) -> None:
        self._plan, self._opened = lessons.world.tally.plan, lessons.gates.opened

    def __getitem__(self, lesson_id: str) -> str:
        found = self._opened.find(1, self._plan.index[lesson_id] + 1)
        return "" if found < 0 else self._plan.ids[found]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plan.index)

    def __len__(self) -> int:
        return len(self._plan.index)
