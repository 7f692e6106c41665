"""kill -9 at random moments: no acknowledged tick or answer is lost, the chains verify, the attempt goes on where it was.

10 kills; KILLS=200 for the long form (`make kill`). GREENTICK_SEED repeats a run.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from player.paths import DataFolder
from player.services.enrolments import stored_facts
from player.services.player import Player
from tests.forge.courses import write_tea

KILLS = int(os.environ.get("KILLS") or "10")
SEED = int(os.environ.get("GREENTICK_SEED", str(time.time_ns() % 1_000_000)))
ROOT = Path(__file__).parents[2]


def killed_run(data: Path, package: Path, after: float) -> list[dict[str, object]]:
    """Starts the scripted learner, kills it `after` seconds from its first word, and returns what it had acknowledged."""
    command = [sys.executable, "-m", "tests.e2e.scripted_course", str(data), str(package)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert process.stderr is not None
    lines = [process.stdout.readline()]
    reader = threading.Thread(target=lambda: lines.extend(process.stdout or ()))
    reader.start()
    time.sleep(after)
    still_running = process.poll() is None
    process.kill()
    reader.join()
    complaint = process.stderr.read().decode()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    assert still_running, complaint
    assert not complaint
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


class Promised:
    """Everything that any run has acknowledged."""

    def __init__(self) -> None:
        self.ticks: set[tuple[str, str]] = set()
        self.learners: set[str] = set()
        self.orders: dict[str, list[str]] = {}
        self.answers: dict[tuple[str, str], object] = {}
        self.scores: dict[str, str] = {}
        self.owner: dict[str, str] = {}

    def hear(self, said: list[dict[str, object]]) -> None:
        for line in said:
            name = str(line["learner"])
            self.learners.add(name)
            if "tick" in line:
                self.ticks.add((name, str(line["tick"])))
            if "attempt" not in line:
                continue
            attempt = str(line["attempt"])
            self.owner[attempt] = name
            if isinstance(order := line.get("order"), list):
                assert self.orders.setdefault(attempt, order) == order, "an attempt went on in another order"
            if "question" in line:
                self.answers[attempt, str(line["question"])] = line["given"]
            if "submitted" in line:
                self.scores[attempt] = str(line["submitted"])


def check(data: Path, package: Path, promised: Promised) -> None:
    """Looks at the database as the next start finds it."""
    player = Player(DataFolder(data), machine="one")
    opened = player.library.open(player.library.add(package))
    board = {one.name: one for one in player.learners.all()}
    assert promised.learners <= set(board)
    for name in sorted(promised.learners, key=lambda one: int(one.split()[1]))[-2:]:  # those that the last run touched
        progress = player.learning.progress(name)
        assert progress.verified, progress.ledger
        enrolment = player.learning.enrol(board[name].id, opened)
        refolded = player.learning.refolded(enrolment)
        with player._register.store.reading() as tables:
            stored = stored_facts(tables, enrolment.number, board[name].id)
        assert dict(stored.lessons) == dict(refolded.lessons)
        assert dict(stored.awards) == dict(refolded.awards)
    with player._register.store.reading() as tables:
        for name, lesson in promised.ticks:
            row = tables.enrolments.current(board[name].id, opened.key)
            assert row is not None
            ticked = {one[0] for one in tables.enrolments.lessons(row.number or 0) if one[3] is not None}
            assert lesson in ticked, f"{name} lost the tick of {lesson}"
        for attempt in promised.owner:
            rows = {one.question: one.given for one in tables.attempts.responses(attempt) if one.given}
            kept = tables.attempts.get(attempt)
            assert kept is not None, f"attempt {attempt} is lost"
            assert [question for question, _ in json.loads(kept.paper)["order"]] == promised.orders.get(attempt, []) or attempt not in promised.orders
            for (of, question), given in promised.answers.items():
                if of == attempt:
                    found = json.loads(rows[question])
                    # A later answer may have become durable right before the kill, unsaid; never an earlier one.
                    assert position(found) >= position(given), f"the answer {given} to {question} is lost"
            if attempt in promised.scores:
                assert kept.score in {promised.scores[attempt], promised.scores[attempt] + "/1"}
    player._register.store.close()  # as after a crash: nothing is tidied up
    player._register._store = None


def position(given: object) -> int:
    """Answers to one question carry a growing number; the right one, without a number, comes last."""
    text = str(given)
    return int(text.split()[1]) if " " in text and not isinstance(given, list) else 10**9


@pytest.mark.timeout(120 + 10 * KILLS)
def test_no_acknowledged_tick_or_answer_is_lost(tmp_path: Path) -> None:
    package = write_tea(tmp_path / "tea.course")
    chance, promised = random.Random(SEED), Promised()
    said_in_all = 0
    for number in range(KILLS):
        said = killed_run(tmp_path / "data", package, chance.uniform(0.0, 0.25))
        said_in_all += len(said)
        promised.hear(said)
        try:
            check(tmp_path / "data", package, promised)
        except AssertionError as error:
            raise AssertionError(f"kill {number + 1} of {KILLS} (GREENTICK_SEED={SEED}): {error}") from error
    assert said_in_all > 5 * KILLS
    assert promised.ticks
    assert promised.answers


def test_a_lost_tick_would_be_found(tmp_path: Path) -> None:
    """The check itself can fail: a promise that nobody kept is noticed."""
    package = write_tea(tmp_path / "tea.course")
    promised = Promised()
    promised.hear(killed_run(tmp_path / "data", package, 0.1))
    promised.hear([{"learner": "Learner 0", "tick": "never"}])
    with pytest.raises(AssertionError, match="lost the tick of never"):
        check(tmp_path / "data", package, promised)
