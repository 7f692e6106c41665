"""The one way off the window's thread: a serial lane for the store, a pool for the rest, results back on the window's thread."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from queue import SimpleQueue
from time import monotonic
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal
from shiboken6 import isValid

from player.errors import PlayerError

T = TypeVar("T")
Lane = Literal["store", "pool"]
log = logging.getLogger(__name__)
POOL_THREADS = 3


class CancelledWork(Exception):  # noqa: N818 - no error: somebody pressed Cancel
    """Raised inside a task by its Step once it was cancelled. Work lets it pass and leaves nothing half done."""


class Step:
    """What work may say while it runs. Hand `step.progress` to a service: it reports, and it stops the work when cancelled."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.report: Callable[[int, int, str], None] = lambda _done, _total, _what: None

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def check(self) -> None:
        """Raises CancelledWork once the task was cancelled."""
        if self._stop.is_set():
            raise CancelledWork

    def progress(self, done: int, total: int, what: str = "") -> None:
        """Tell how far it is, in any unit. Raises CancelledWork once the task was cancelled."""
        self.check()
        self.report(done, total, what)

    def stop(self) -> None:
        self._stop.set()


class Task(Generic[T]):
    """One piece of work. Its callbacks run on the window's thread, and exactly one of done, failed, cancelled is called, once."""

    def __init__(self, work: Callable[[Step], T], lane: Lane, owner: QObject | None) -> None:
        self.work, self.lane, self.owner = work, lane, owner
        self.step = Step()
        self.done: Callable[[T], None] | None = None
        self.failed: Callable[[PlayerError], None] | None = None
        self.progress: Callable[[int, int, str], None] | None = None
        self.cancelled: Callable[[], None] | None = None

    def cancel(self) -> None:
        """Ask it to stop. What has not begun will not begin, and a result that is already on its way is dropped."""
        self.step.stop()


class _Threads:
    """Threads that take work from one queue in order; with one thread it is a serial lane. They are made when first needed."""

    def __init__(self, name: str, most: int) -> None:
        self._name, self._most = name, most
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self.threads: list[threading.Thread] = []

    def put(self, work: Callable[[], None]) -> None:
        if len(self.threads) < self._most and not self._idle.acquire(blocking=False):
            thread = threading.Thread(target=self._serve, name=f"greentick-{self._name}-{len(self.threads)}", daemon=True)
            self.threads.append(thread)
            thread.start()
        self._queue.put(work)

    def close(self) -> None:
        """What was put before is still done."""
        for _ in self.threads:
            self._queue.put(None)

    def _serve(self) -> None:
        while (work := self._queue.get()) is not None:
            work()
            del work                                        # an idle thread holds on to no page
            self._idle.release()


class Tasks(QObject):
    """One long-lived bridge for all tasks, because a signal object per task loses results.

    `on_error` shows an expected error that no task took itself; `on_bug` gets everything else, with its traceback in it.
    """

    _arrived = Signal()

    def __init__(self, on_error: Callable[[PlayerError], None], on_bug: Callable[[BaseException], None],
                 parent: QObject | None = None, pool_threads: int = POOL_THREADS) -> None:
        super().__init__(parent)
        self._on_error, self._on_bug = on_error, on_bug
        self._inbox: deque[Callable[[], None]] = deque()
        self._told, self._guard = False, threading.Lock()
        self._open: set[Task[Any]] = set()
        self._closed = False
        self._store_open, self._store_at = 0, 0.0  # work for the store that is under way, and when the last one ended
        self._lanes: dict[Lane, _Threads] = {"store": _Threads("store", 1), "pool": _Threads("pool", pool_threads)}
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Callable[[Step], T], done: Callable[[T], None] | None = None, *, lane: Lane = "pool",
              failed: Callable[[PlayerError], None] | None = None, progress: Callable[[int, int, str], None] | None = None,
              cancelled: Callable[[], None] | None = None, owner: QObject | None = None) -> Task[T]:
        """Run `work` off the window's thread, from which it must be called. When `owner` is gone by then, nothing is called back.

        An expected error goes to `failed`, or to `on_error` (whether the owner is gone or not); a bug is logged and goes to `on_bug`.
        """
        if self._closed:
            raise RuntimeError("the tasks are closed")
        if QThread.currentThread() is not self.thread():
            raise RuntimeError("tasks are started on the window's thread only")
        task: Task[T] = Task(work, lane, owner)
        task.done, task.failed, task.progress, task.cancelled = done, failed, progress, cancelled
        if progress is not None:
            task.step.report = lambda at, of, what: self._post(lambda: self._tell(task, at, of, what))
        self._open.add(task)
        if lane == "store":
            self._store_open += 1
        context = copy_context()                            # the language of the window comes along
        self._lanes[lane].put(lambda: context.run(self._execute, task))
        return task

    def store_quiet_s(self) -> float:
        """How long the store has had nothing to do, in seconds; any thread may ask."""
        return 0.0 if self._store_open else monotonic() - self._store_at

    @property
    def busy(self) -> int:
        """How many tasks have not called back yet."""
        return len(self._open)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Finish what waits for the store, cancel the rest, wait, call back. False when something still runs: it ends with the program."""
        if self._closed:
            return True
        self._closed = True
        for task in self._open:
            if task.lane == "pool":
                task.cancel()
        until = monotonic() + timeout_s
        for lane in self._lanes.values():
            lane.close()
        for lane in self._lanes.values():
            for thread in lane.threads:
                thread.join(max(0.0, until - monotonic()))
        self._deliver()
        alive = [thread.name for lane in self._lanes.values() for thread in lane.threads if thread.is_alive()]
        if alive:
            log.warning("still running at the end: %s", ", ".join(alive))
        return not alive

    # On the worker's thread

    def _execute(self, task: Task[T]) -> None:
        try:
            task.step.check()
            result = task.work(task.step)
        except CancelledWork:
            self._post(lambda: self._end(task, task.cancelled))
        except PlayerError as error:
            expected, failed = error, task.failed
            if failed is None:
                task.owner = None
                failed = self._on_error
            told = failed
            self._post(lambda: self._end(task, lambda: told(expected)))
        except BaseException as bug:                        # one of the three places where a bug is caught
            found = bug
            log.exception("a task failed")
            self._post(lambda: self._end(task, lambda: self._on_bug(found)))
        else:
            done = task.done
            self._post(lambda: self._end(task, (lambda: done(result)) if done is not None else None))

    def _post(self, call: Callable[[], None]) -> None:
        with self._guard:
            self._inbox.append(call)
            told, self._told = self._told, True
        if not told:
            self._arrived.emit()

    # On the window's thread

    def _deliver(self) -> None:
        with self._guard:
            self._told = False
            calls = list(self._inbox)
            self._inbox.clear()
        for call in calls:
            try:
                call()
            except Exception as bug:                           # the calls after it must still be made
                log.exception("a callback failed")
                self._on_bug(bug)

    def _end(self, task: Task[T], call: Callable[[], None] | None) -> None:
        self._open.discard(task)
        if task.lane == "store":
            self._store_open, self._store_at = self._store_open - 1, monotonic()
        if task.owner is not None and not isValid(task.owner):
            return
        if task.step.cancelled:
            call = task.cancelled
        if call is not None:
            call()

    def _tell(self, task: Task[T], at: int, of: int, what: str) -> None:
        gone = task.owner is not None and not isValid(task.owner)
        if task in self._open and task.progress is not None and not task.step.cancelled and not gone:
            task.progress(at, of, what)
