"""Merit: how well the required quizzes went as a whole (product rules, sections 6 and 11.6)."""

from collections.abc import Iterable
from fractions import Fraction

from player.course.completion import counted_score, counting_attempts
from player.course.percent import reaches
from player.course.plan import ChapterPlan, Plan
from player.course.status_types import Need
from player.course.tally import ChapterTally, Tally


def merit(counts: Iterable[ChapterTally]) -> Fraction | None:
    """Points-weighted mean of the counted scores, summed per denominator: fractions are exact, and slow. None before the first score."""
    points, sums = 0, dict[int, int]()
    for count in counts:
        points += count.merit[0]
        for bottom, top in count.merit[1]:
            sums[bottom] = sums.get(bottom, 0) + top
    return sum((Fraction(top, bottom) for bottom, top in sums.items()), Fraction(0)) / points if points else None


def graded(plan: Plan) -> tuple[str, ...]:
    """Ids of the quizzes that merit is made of: the required ones."""
    return tuple(plan.ids[at] for chapter in plan.chapters for at in chapter.quizzes)


def merit_reached(tally: Tally, percent: int) -> bool:
    """Every required quiz has a score, and together they reach that many percent."""
    if any(_open(tally, chapter) for chapter in tally.plan.chapters):
        return False
    found = merit(tally.chapters)
    return found is not None and reaches(found, percent)


def merit_need(tally: Tally, percent: int) -> Need:
    """What is left: the quizzes without a score, else those that are below the mark. `done` is the merit so far."""
    missing = [at for chapter in tally.plan.chapters for at in _open(tally, chapter)]
    low = [at for chapter in tally.plan.chapters for at in chapter.quizzes if _below(tally, at, percent)]
    of = tuple(_score(tally, at, percent) for at in missing or low)
    return Need("merit", seconds=sum(need.seconds for need in of) if missing else 0, amount=percent, done=merit(tally.chapters), of=of)


def _open(tally: Tally, chapter: ChapterPlan) -> list[int]:
    """Places of quizzes whose score is still wanted; of a chapter to choose from all that could be chosen, until it is complete."""
    if chapter.chapter.choose is not None and tally.chapters[chapter.place].complete:
        return []
    return [at for at in chapter.quizzes if _counted(tally, at) is None]


def _counted(tally: Tally, at: int) -> Fraction | None:
    quiz, row = tally.plan.lessons[at].quiz, tally.rows[at]
    return None if quiz is None or row is None else counted_score(quiz, counting_attempts(row))


def _below(tally: Tally, at: int, percent: int) -> bool:
    score = _counted(tally, at)
    return score is not None and not reaches(score, percent)


def _score(tally: Tally, at: int, percent: int) -> Need:
    lesson = tally.plan.lessons[at]
    return Need("score", lesson.id, lesson.title, lesson.kind, lesson.seconds, percent)
