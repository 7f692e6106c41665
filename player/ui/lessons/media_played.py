"""Which parts of a medium have really played: media time that passed at the speed of a clock, and nothing that was jumped over."""

from player.course.completion import merge_intervals

SLACK_MS = 500  # what positions may run ahead of the clock, once in a sitting
LONGEST_GAP_MS = 2_000  # between two positions; a longer one means that the computer slept
NEAR_MS = 250  # a seek has arrived when a position this close to its target comes
SETTLING_MS = 1_500  # by then whatever comes is where the seek ended

Intervals = tuple[tuple[int, int], ...]


class Played:
    """Told every position the player reports, with the clock (ms, steady). All that it gives is at most the clock's time times the
    speed, plus SLACK_MS, however often somebody seeks."""

    def __init__(self) -> None:
        self._intervals: Intervals = ()
        self._run: tuple[int, int] | None = None  # what plays without a gap
        self._at = 0  # the last position
        self._when = 0
        self._budget = float(SLACK_MS)
        self._target = -1  # of a seek under way

    @property
    def intervals(self) -> Intervals:
        """In ms, sorted and disjoint."""
        return merge_intervals((*self._intervals, self._run)) if self._run else self._intervals

    def begin(self, position: int, now: int) -> None:
        """It plays from here on."""
        self._break()
        self._at, self._when = position, now
        self._run = (position, position)

    def seek(self, target: int, now: int) -> None:
        """Somebody went elsewhere while it plays; positions of the old place may still come."""
        self._break()
        self._target, self._when = target, now

    def stop(self) -> None:
        """Paused, or at the end."""
        self._break()

    def moved(self, position: int, now: int, speed: float) -> None:
        """The player says where it is; only while it plays."""
        if self._target >= 0:
            self._arrive(position, now)
            return
        if self._run is None:
            self.begin(position, now)
            return
        step, passed = position - self._at, max(0, now - self._when)
        self._budget = min(self._budget, SLACK_MS) + passed * speed
        if step < 0 or passed > LONGEST_GAP_MS or step > self._budget:
            self.begin(position, now)
            return
        self._budget -= step
        self._at, self._when = position, now
        self._run = (self._run[0], position)

    def _arrive(self, position: int, now: int) -> None:
        """The first position near the target counts from the target on; others are of the old place, for a while."""
        if abs(position - self._target) <= NEAR_MS:
            self.begin(min(position, self._target), now)
        elif now - self._when > SETTLING_MS:
            self.begin(position, now)

    def _break(self) -> None:
        self._intervals, self._run, self._target = self.intervals, None, -1
