"""How much of a medium has really played, in this sitting and before it: the same sum as the rule's."""

from dataclasses import dataclass

from player.course.completion import amount_of, merge_intervals, played_ms
from player.course.model import Lesson, Rule
from player.ui.lessons.media_played import Intervals
from player.ui.words import tr


@dataclass(frozen=True, slots=True)
class Progress:
    """`played` in ms, `percent` rounded down, `goal` in percent; 0 where playing is not what counts."""

    played: Intervals
    percent: int
    goal: int

    @property
    def reached(self) -> bool:
        return self.percent >= self.goal

    def words(self, *, pictured: bool, done: bool) -> str:
        """ "Watched 62 of 90 %", "" where it does not count."""
        n, of = self.percent, self.goal
        if not of:
            return ""
        if done or self.reached:
            return tr("Watched {n} %", n=n) if pictured else tr("Heard {n} %", n=n)
        return tr("Watched {n} of {of} %", n=n, of=of) if pictured else tr("Heard {n} of {of} %", n=n, of=of)


def progress_of(lesson: Lesson, earlier: Intervals, here: Intervals, length: int) -> Progress:
    """`length` in ms, as far as it was measured; the package's own word is in the lesson."""
    played = merge_intervals((*earlier, *here))
    whole = max(lesson.media_seconds * 1000, length)
    percent = min(100, 100 * played_ms(played, whole) // whole) if whole else 0
    return Progress(played, percent, amount_of(lesson.counts_when) if lesson.counts_when.rule is Rule.PLAYED else 0)
