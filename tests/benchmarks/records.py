"""What the store and the certificate cost."""

import sqlite3
import statistics
import time
from pathlib import Path

from player.paths import DataFolder
from player.services.player import Player
from tests.forge.packages import write_package


def answers(folder: Path, count: int) -> tuple[float, float]:
    """Median seconds of (one answer durable, one raw commit of a row with the same safety), in turns."""
    player = Player(DataFolder(folder / "answers"))
    path = folder / "answers.course"
    write_package(path)
    learner = player.learners.create("Learner", "bird", "sea")
    enrolment = player.learning.enrol(learner.id, player.library.open(player.library.add(path)))
    quiz = _opened_quiz(player, enrolment)
    paper = player.quizzing.start(enrolment, quiz)
    question = next(each for each in paper.questions if each.answers)
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE answer (id INTEGER PRIMARY KEY, given TEXT);")
    ours, floors = [], []
    for number in range(count):
        response = (question.answers[number % len(question.answers)].id,)
        begun = time.perf_counter()
        paper = player.quizzing.answer(paper, question.id, response)
        ours.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO answer (given) VALUES (?)", (str(response),))
        raw.execute("COMMIT")
        floors.append(time.perf_counter() - begun)
    raw.close()
    player.close()
    return statistics.median(ours), statistics.median(floors)


def _opened_quiz(player: Player, enrolment: object) -> str:
    """The first quiz, with what stands before it granted."""
    from player.services.enrolments import Enrolment

    if not isinstance(enrolment, Enrolment):
        raise TypeError("an enrolment was expected")
    status = player.learning.status(enrolment)
    for lesson_id, each in status.lessons.items():
        if each.lesson.quiz is not None:
            return lesson_id
        player.learning.grant(enrolment, lesson_id, "to reach the quiz", "benchmark")
    raise RuntimeError("the course has no quiz")


def certificates(folder: Path, count: int) -> float:
    """Median seconds of one certificate once everything is loaded: each has another name, so each is drawn anew."""
    player = Player(DataFolder(folder / "certificates"))
    path = folder / "certificates.course"
    write_package(path)
    learner = player.learners.create("Learner", "bird", "sea")
    enrolment = player.learning.enrol(learner.id, player.library.open(player.library.add(path)))
    for lesson_id in player.learning.status(enrolment).lessons:
        player.learning.grant(enrolment, lesson_id, "to earn the certificate", "benchmark")
    award = next(each.id for each in player.awarding.ready(enrolment) if each.kind == "certificate")
    times = []
    for number in range(count + 1):
        begun = time.perf_counter()
        player.awarding.issue(enrolment, award, f"Amina Diallo {number}")
        times.append(time.perf_counter() - begun)
    player.close()
    return statistics.median(times[1:])


