"""Counting: ticks per lesson and chapter and what is left, recounted only where facts changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress
from operator import is_not

from player.course.attempt import renews_after_days
from player.course.completion import counted_score, counting_attempts
from player.course.facts import NO_LESSON_FACTS, Facts, LessonFacts
from player.course.model import Order
from player.course.needs import cheapest, lesson_need
from player.course.plan import ChapterPlan, Plan
from player.course.status_types import Need


@dataclass(frozen=True, slots=True)
class ChapterTally:
    """What one chapter counts to.

    left         what is left of its required ones, in the order of the tree
    first        place of the first lesson that holds up the line, -1 when none does (in order: first required one that
                 is not done; milestones: first milestone that is not done)
    milestone    place of the first milestone that is not done, -1 when there is none
    chosen       places of a `choose` chapter's lessons that fill its count, earliest ticks first
    touched      (last touched, place) of lessons begun and not done
    merit        points of its required quizzes that have a counted score, and points * score as (denominator, sum)
    complete     every required lesson is done, or there is none
    stuck        something of `left` needs somebody else's help
    """

    done: int
    of: int
    extras_done: int
    extras: int
    left: tuple[Need, ...]
    seconds_left: int
    first: int
    milestone: int
    chosen: frozenset[int]
    touched: tuple[tuple[int, int], ...]
    merit: tuple[int, tuple[tuple[int, int], ...]]
    complete: bool
    stuck: bool


class Tally:
    """The counts at one moment. Never changed after it was made. `previous` is of the same plan."""

    def __init__(self, plan: Plan, facts: Facts, now: int, previous: "Tally | None" = None) -> None:
        self.plan = plan
        self.rows: list[LessonFacts | None] = list(map(facts.lessons.get, plan.ids))
        self.ticks: bytearray
        self.needs: list[Need | None]
        self.chapters: list[ChapterTally]
        self.waiting: frozenset[int]  # used-up quizzes that open again with time
        self.kept_open: frozenset[int]  # open in the version before, whatever this one wants
        if previous is not None:
            changed = list(compress(plan.places, map(is_not, self.rows, previous.rows)))
            changed += previous.waiting.difference(changed)
            self.ticks, self.needs, self.chapters = previous.ticks[:], previous.needs[:], previous.chapters[:]
            self.kept_open = previous.kept_open.difference(changed)
            self.waiting = previous.waiting.difference(changed)
            chapters: Iterable[int] = {plan.chapter_of[at] for at in changed}
        else:
            changed = [at for at, row in enumerate(self.rows) if row is not None]
            self.ticks, self.needs, self.chapters = bytearray(len(plan.ids)), [*plan.blank], []
            self.waiting = self.kept_open = frozenset()
            chapters = range(len(plan.chapters))
        wanted = plan.course.active_seconds * 1000
        used = sum(row.active_ms for row in self.rows if row is not None) if wanted else 0
        self.seat_left_ms = max(0, wanted - used)  # of the course's minimum active time
        self._recount(changed, now)
        self._recount_chapters(chapters)

    def row(self, place: int) -> LessonFacts:
        return self.rows[place] or NO_LESSON_FACTS

    def need(self, place: int) -> Need:
        """What is left of a lesson that is not done."""
        need = self.needs[place]
        if need is None:
            raise AssertionError(place)
        return need

    def _recount(self, changed: Iterable[int], now: int) -> None:
        lessons, waiting, kept_open = self.plan.lessons, [], []
        for at in changed:
            row = self.rows[at] or NO_LESSON_FACTS
            self.ticks[at] = ticked = row.ticked_at is not None
            if ticked:
                self.needs[at] = None
            elif row.attempts_started or row.attempts or row.pages or row.played or row.boxes or row.active_ms:
                self.needs[at] = lesson_need(lessons[at], row, now)
            else:
                self.needs[at] = self.plan.blank[at]
            if row.kept_open:
                kept_open.append(at)
            quiz = lessons[at].quiz
            if quiz is not None and not ticked and row.attempts and renews_after_days(quiz) is not None:
                waiting.append(at)
        if waiting:
            self.waiting |= frozenset(waiting)
        if kept_open:
            self.kept_open |= frozenset(kept_open)

    def _recount_chapters(self, places: Iterable[int]) -> None:
        if self.chapters:
            for place in places:
                self.chapters[place] = self._chapter(self.plan.chapters[place])
        else:
            self.chapters = [self._chapter(chapter) for chapter in self.plan.chapters]

    def _chapter(self, chapter: ChapterPlan) -> ChapterTally:
        ticks, rows, needs = self.ticks, self.rows, self.needs
        undone = [at for at in chapter.required if not ticks[at]]
        milestone = next((at for at in chapter.milestones if not ticks[at]), -1)
        first = milestone if chapter.order is Order.MILESTONES else -1
        if chapter.in_line and undone:
            first = undone[0]
        done = len(chapter.required) - len(undone)
        extras_done = sum(ticks[at] for at in chapter.extras)
        extras = len(chapter.extras)
        chosen: frozenset[int] = frozenset()
        left = tuple(need for at in undone if (need := needs[at]) is not None)
        seconds_left = sum(need.seconds for need in left)
        if chapter.chapter.choose is not None:
            chosen = self._chosen(chapter)
            done = len(chosen)
            extras_done += sum(ticks[at] for at in chapter.candidates) - done
            extras += max(0, len(chapter.candidates) - chapter.of)
            left = self._choice_left(chapter, chapter.of - done)
            seconds_left = sum(need.seconds for need in left)
        touched = tuple(
            (row.last_at, at)
            for at in range(chapter.start, chapter.end)
            if not ticks[at] and (row := rows[at]) is not None and row.last_at is not None
        )
        return ChapterTally(
            done=done,
            of=chapter.of,
            extras_done=extras_done,
            extras=extras,
            left=left,
            seconds_left=seconds_left,
            first=first,
            milestone=milestone,
            chosen=chosen,
            touched=touched,
            merit=self._merit(chapter, chosen),
            complete=done >= chapter.of,
            stuck=any(need.what == "stuck" for need in left),
        )

    def _chosen(self, chapter: ChapterPlan) -> frozenset[int]:
        ticked = sorted((self.row(at).ticked_at or 0, at) for at in chapter.candidates if self.ticks[at])
        return frozenset(at for _, at in ticked[: chapter.of])

    def _choice_left(self, chapter: ChapterPlan, count: int) -> tuple[Need, ...]:
        if count <= 0:
            return ()
        among = tuple(self.need(at) for at in chapter.candidates if not self.ticks[at])
        seconds = cheapest(among, count)
        return (Need("any", chapter.chapter.id, chapter.chapter.title, seconds=seconds, amount=count, of=among),)

    def _merit(self, chapter: ChapterPlan, chosen: frozenset[int]) -> tuple[int, tuple[tuple[int, int], ...]]:
        points, sums = 0, dict[int, int]()
        for at in chapter.quizzes:
            quiz, row = self.plan.lessons[at].quiz, self.rows[at]
            if quiz is None or row is None or (chapter.chapter.choose is not None and at not in chosen):
                continue
            score = counted_score(quiz, counting_attempts(row))
            if score is not None:
                points += quiz.points
                sums[score.denominator] = sums.get(score.denominator, 0) + quiz.points * score.numerator
        return points, tuple(sums.items())
