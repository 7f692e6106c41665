"""Nothing off the window's thread is lost, out of order, called twice or left running."""

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from player.errors import PlayerError
from player.ui.tasks import CancelledWork, Step, Tasks
from player.ui.words import Catalogue, speak, tr


class Seen:
    """What the bridge told its owner."""

    def __init__(self) -> None:
        self.errors: list[PlayerError] = []
        self.bugs: list[BaseException] = []


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def tasks(qtbot: QtBot, seen: Seen) -> Iterator[Tasks]:
    bridge = Tasks(seen.errors.append, seen.bugs.append)
    yield bridge
    assert bridge.close()


def returning(value: int) -> Callable[[Step], int]:
    return lambda _step: value


def test_a_thousand_tasks_lose_no_result(qtbot: QtBot, tasks: Tasks) -> None:
    pool: list[int] = []
    store: list[int] = []
    window = threading.get_ident()
    wrong: list[int] = []

    def take(into: list[int]) -> Callable[[int], None]:
        def done(value: int) -> None:
            into.append(value)
            if threading.get_ident() != window:
                wrong.append(value)
        return done

    for number in range(1000):
        tasks.start(returning(number), take(pool))
        tasks.start(returning(number), take(store), lane="store")
    qtbot.waitUntil(lambda: tasks.busy == 0, timeout=20_000)
    assert sorted(pool) == list(range(1000))
    assert store == list(range(1000)), "the store's lane keeps the order"
    assert wrong == []


def test_the_store_lane_is_one_thread(qtbot: QtBot, tasks: Tasks) -> None:
    names: set[str] = set()
    for _ in range(50):
        tasks.start(lambda _step: threading.current_thread().name, names.add, lane="store")
    qtbot.waitUntil(lambda: tasks.busy == 0)
    assert names == {"greentick-store-0"}


def test_the_pool_works_side_by_side(qtbot: QtBot, tasks: Tasks) -> None:
    meeting = threading.Barrier(3, timeout=5)
    met: list[int] = []
    for _ in range(3):
        tasks.start(lambda _step: meeting.wait(), met.append)
    qtbot.waitUntil(lambda: len(met) == 3)


def test_an_expected_error_goes_to_the_task_or_to_the_window(qtbot: QtBot, tasks: Tasks, seen: Seen) -> None:
    def fails(_step: Step) -> None:
        raise PlayerError("The disk is full", "4 MB are missing.", "Delete something.")

    own: list[PlayerError] = []
    tasks.start(fails, failed=own.append)
    tasks.start(fails)
    qtbot.waitUntil(lambda: tasks.busy == 0)
    assert [error.title for error in own] == ["The disk is full"]
    assert [error.title for error in seen.errors] == ["The disk is full"]
    assert seen.bugs == []


def test_a_bug_is_logged_and_told_with_its_traceback(qtbot: QtBot, tasks: Tasks, seen: Seen, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_step: Step) -> int:
        return 1 // 0

    with caplog.at_level(logging.ERROR):
        tasks.start(broken, failed=seen.errors.append)
        qtbot.waitUntil(lambda: tasks.busy == 0)
    assert [type(bug) for bug in seen.bugs] == [ZeroDivisionError]
    assert seen.bugs[0].__traceback__ is not None
    assert "a task failed" in caplog.text
    assert seen.errors == []


def test_a_callback_that_breaks_does_not_stop_the_others(qtbot: QtBot, tasks: Tasks, seen: Seen) -> None:
    got: list[int] = []

    def breaks(_value: int) -> None:
        raise RuntimeError("in the callback")

    tasks.start(returning(1), breaks, lane="store")
    tasks.start(returning(2), got.append, lane="store")
    qtbot.waitUntil(lambda: tasks.busy == 0)
    assert got == [2]
    assert [str(bug) for bug in seen.bugs] == ["in the callback"]


def test_progress_comes_in_order_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[tuple[int, int, str]] = []

    def work(step: Step) -> str:
        for at in range(5):
            step.progress(at, 5, f"part {at}")
        return "end"

    ended: list[str] = []
    tasks.start(work, ended.append, progress=lambda at, of, what: told.append((at, of, what)))
    qtbot.waitUntil(lambda: bool(ended))
    assert told == [(at, 5, f"part {at}") for at in range(5)]


def test_cancelling_stops_the_work_and_says_so_once(qtbot: QtBot, tasks: Tasks) -> None:
    begun, heard = threading.Event(), []

    def endless(step: Step) -> None:
        begun.set()
        for at in range(10_000):
            step.progress(at, 10_000)
            time.sleep(.001)
        raise AssertionError("it was not cancelled")

    task = tasks.start(endless, lambda _: heard.append("done"), cancelled=lambda: heard.append("cancelled"),
                       failed=lambda _: heard.append("failed"), progress=lambda *_: None)
    assert begun.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: tasks.busy == 0)
    assert heard == ["cancelled"]


def test_what_has_not_begun_never_begins(qtbot: QtBot, tasks: Tasks) -> None:
    gate, heard = threading.Event(), []
    tasks.start(lambda _step: gate.wait(5), lane="store")
    late = tasks.start(lambda _step: heard.append("ran"), lambda _: heard.append("done"), lane="store", cancelled=lambda: heard.append("cancelled"))
    late.cancel()
    gate.set()
    qtbot.waitUntil(lambda: tasks.busy == 0)
    assert heard == ["cancelled"]


def test_a_result_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, tasks: Tasks, seen: Seen) -> None:
    gate, heard = threading.Event(), []
    owner = QWidget()
    tasks.start(lambda _step: gate.wait(5), heard.append, owner=owner)
    owner.deleteLater()
    qtbot.wait(10)
    gate.set()
    qtbot.waitUntil(lambda: tasks.busy == 0)
    assert heard == []
    assert seen.bugs == []


def test_closing_finishes_the_store_and_cancels_the_rest(qtbot: QtBot, seen: Seen) -> None:
    bridge = Tasks(seen.errors.append, seen.bugs.append)
    heard: list[str] = []

    def slow(step: Step) -> None:
        while True:
            step.check()
            time.sleep(.002)

    bridge.start(slow, cancelled=lambda: heard.append("cancelled"))
    for number in range(20):
        bridge.start(lambda _step: time.sleep(.002), lambda _, number=number: heard.append(f"saved {number}"), lane="store")  # type: ignore[misc]
    assert bridge.close()
    assert heard.count("cancelled") == 1
    assert [word for word in heard if word != "cancelled"] == [f"saved {number}" for number in range(20)]
    assert bridge.close()
    with pytest.raises(RuntimeError, match="closed"):
        bridge.start(returning(1))


def test_a_task_that_will_not_stop_is_reported(qtbot: QtBot, seen: Seen, caplog: pytest.LogCaptureFixture) -> None:
    bridge = Tasks(seen.errors.append, seen.bugs.append)
    gate, begun = threading.Event(), threading.Event()

    def deaf(_step: Step) -> None:
        begun.set()
        gate.wait(5)

    bridge.start(deaf)
    assert begun.wait(5)
    with caplog.at_level(logging.WARNING):
        assert not bridge.close(timeout_s=.05)
    assert "still running" in caplog.text
    gate.set()


def test_tasks_start_on_the_windows_thread_only(qtbot: QtBot, tasks: Tasks) -> None:
    caught: list[str] = []

    class Other(QThread):
        def run(self) -> None:
            try:
                tasks.start(returning(1))
            except RuntimeError as error:
                caught.append(str(error))

    other = Other()
    other.start()
    assert other.wait(5000)
    assert caught == ["tasks are started on the window's thread only"]


def test_the_language_of_the_window_comes_along(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[str] = []
    speak(Catalogue("de", {"Next": "Weiter"}))
    try:
        tasks.start(lambda _step: tr("Next"), heard.append)
    finally:
        speak(Catalogue())
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["Weiter"]


def test_a_step_says_when_it_was_stopped() -> None:
    step = Step()
    step.progress(1, 2)
    step.stop()
    assert step.cancelled
    with pytest.raises(CancelledWork):
        step.check()


def test_a_bridge_belongs_to_its_parent(qtbot: QtBot, seen: Seen) -> None:
    parent = QObject()
    bridge = Tasks(seen.errors.append, seen.bugs.append, parent)
    assert bridge.parent() is parent
    assert bridge.close()
