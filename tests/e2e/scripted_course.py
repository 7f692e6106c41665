"""A learner who never rests: walks the tea course in a loop and says on standard output what is durable. Run as a child process and killed.

python -m tests.e2e.scripted_course DATA PACKAGE: each line is JSON, written only after the service has returned.
"""

import itertools
import json
import random
import sys
from pathlib import Path

from player.paths import DataFolder
from player.services.learning import Enrolment, Use
from player.services.player import Player
from tests.forge.courses import RIGHT


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(data: Path, package: Path) -> None:
    """Learners one after another, so that there is always something left to earn; begins where the last run was cut off."""
    player = Player(DataFolder(data), machine="one")
    opened = player.library.open(player.library.add(package))
    for round_ in itertools.count():
        name = f"Learner {round_}"
        if any(one.name == name for one in player.learners.all()):
            learner = player.learners.find(name)
        else:
            learner = player.learners.create(name, "bird", "sea")
            say(learner=name)
        enrolment = player.learning.enrol(learner.id, opened)
        if not player.learning.status(enrolment).complete:
            walk(player, enrolment, name)


def walk(player: Player, enrolment: Enrolment, name: str) -> None:
    learning = player.learning
    for lesson in ("welcome", "history", "files"):
        learning.open_lesson(enrolment, lesson)
        learning.sitting(enrolment, lesson, Use(active_ms=random.randrange(5000)))
        learning.finish_lesson(enrolment, lesson)
        say(learner=name, tick=lesson)
    learning.sitting(enrolment, "leaflet", Use(pages=frozenset({1})))
    learning.sitting(enrolment, "leaflet", Use(pages=frozenset({1, 2}), ended=True))
    say(learner=name, tick="leaflet")
    for box in (0, 1):
        learning.tick_box(enrolment, "boxes", box, True)
    say(learner=name, tick="boxes")
    paper = player.quizzing.start(enrolment, "check")
    say(learner=name, attempt=paper.attempt, order=[question.id for question in paper.questions])
    counted = [int(given.split()[1]) for given in paper.responses.values() if isinstance(given, str) and " " in given]
    for count in itertools.count(max(counted, default=0) + 1):  # typed answers are changed, as people do, the right one comes last
        last = count % 4 == 0
        for question, right in RIGHT.items():
            if paper.responses.get(question) == right:
                continue
            given = right if last or isinstance(right, tuple) else f"{right} {count}"
            paper = player.quizzing.answer(paper, question, given)
            say(learner=name, attempt=paper.attempt, question=question, given=given)
        if last:
            break
    result = player.quizzing.submit(paper)
    say(learner=name, attempt=paper.attempt, submitted=str(result.score), tick="check")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
