"""Reads a course for searching in the background, once a version, and only while the store has nothing to do: NEXT never waits for it."""

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from player.errors import PlayerError
from player.ui.tasks import CancelledWork, Step, Task, Tasks

if TYPE_CHECKING:
    from player.services.library import OpenCourse
    from player.services.player import Player
    from player.services.searching import Searching
    from player.ui.session import Session

    Job = tuple[Searching, OpenCourse]

log = logging.getLogger(__name__)
BEGIN_MS = 3000  # after a page of the course was shown
QUIET_S = 0.4  # since the store did something last
NAP_S = 0.02
REST = 1.0  # as long as the last piece of work took: half of one core at most


class Indexing(QObject):
    """Lives as long as the window. `session` says which course is open."""

    def __init__(self, tasks: Tasks, services: "Callable[[], Player]", session: "Session", parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._services, self._session = tasks, services, session
        self._task: Task[None] | None = None
        self._key = ""  # of the course that is read now
        self._soon = QTimer(self, interval=BEGIN_MS, singleShot=True)
        self._soon.timeout.connect(self._look)

    def course_shown(self, key: str) -> None:
        """A page of this course is shown ("" for a page of none); what is read of another one is left."""
        if not key or (key == self._key and self._task is not None):
            return
        self.stop()
        self._key = key
        self._soon.start()

    def stop(self) -> None:
        self._soon.stop()
        self._key = ""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _look(self) -> None:
        key, session = self._key, self._session

        def wanted(_step: Step) -> "Job | None":
            here = session.current
            if here is None or here.open.key != key:  # somebody else is here by now, or another course
                return None
            searching = self._services().searching
            return None if searching.is_made(here.open) else (searching, here.open)

        self._tasks.start(wanted, lambda job: self._begin(key, job), lane="store", failed=_silent, owner=self)

    def _begin(self, key: str, job: "Job | None") -> None:
        if job is None or key != self._key or self._task is not None:
            return
        searching, opened = job
        self._task = self._tasks.start(lambda step: searching.make(opened, Pace(step, self._tasks)), lambda _none: self._over(key), lane="pool",
                                       failed=lambda _error: self._over(key), cancelled=lambda: None, owner=self)

    def _over(self, key: str) -> None:
        self._task = None

        def tidy(_step: Step) -> None:
            from player.services.search_files import forget

            player = self._services()
            row = player.library.known().get(key)
            if row is None or not row.shown:  # it was taken off the shelf meanwhile
                forget(player.data.cache, key)

        self._tasks.start(tidy, lane="store", failed=_silent)


class Pace:
    """Called between two pieces of work, on a thread of the pool. Raises CancelledWork once the work was stopped."""

    def __init__(self, step: Step, tasks: Tasks) -> None:
        self._step, self._tasks = step, tasks
        self._since = time.monotonic()

    def __call__(self) -> None:
        until = time.monotonic() + REST * min(0.5, time.monotonic() - self._since)
        while time.monotonic() < until or self._tasks.store_quiet_s() < QUIET_S:
            if self._step.cancelled:
                raise CancelledWork
            time.sleep(min(NAP_S, max(0.001, until - time.monotonic())) if self._tasks.store_quiet_s() >= QUIET_S else NAP_S)
        self._step.check()
        self._since = time.monotonic()


def _silent(error: PlayerError) -> None:
    log.info("not read for searching: %s", error.title)
