"""The core from an empty folder to a certificate that verifies. test_portable.py imports it after it has taken away what only POSIX systems have."""

import sys
from pathlib import Path

from player.main import main as greentick
from player.paths import DataFolder
from player.services.learning import Use
from player.services.player import Player
from player.services.shelving import check_all, copy
from tests.forge.courses import RIGHT, write_tea
from tests.forge.no_posix import seen_by


def say(deed: str, came: object) -> None:
    sys.stdout.write(f"{deed} {came}\n")
    sys.stdout.flush()


def commands(place: Path) -> None:
    """What an author types."""
    folder, package, keys, word = place / "course", place / "course.course", place / "keys", place / "word"
    keys.mkdir()
    word.write_text("a long enough passphrase\n", encoding="utf-8")
    signs = ["--identity", keys / "hill" / "Hill Farm.key", "--passphrase-file", word]
    for words in (["new", folder], ["check", folder], ["build", folder, "-o", package],
                  ["identity", "new", "Hill Farm", "-o", keys / "hill", "--passphrase-file", word], ["sign", package, *signs],
                  ["inspect", package], ["verify", package]):  # fmt: skip
        code = greentick([str(word) for word in words])
        say(words[0], code)


def learn(place: Path) -> None:
    """What a learner does, by the services; the package comes from a stick and is copied."""
    stick = place / "stick"
    stick.mkdir()
    data = DataFolder(place / "data")
    player = Player(data, machine="one")
    opened = player.library.open(player.library.add(write_tea(stick / "tea.course")))
    copied = copy(opened, data)
    opened.close()
    opened = player.library.open(player.library.add(copied.path))
    say("checked", check_all(copied.path).whole)
    learner = player.learners.create("Nora Example", "bird", "sea")
    enrolment = player.learning.enrol(learner.id, opened)
    for lesson in ("welcome", "files"):
        player.learning.open_lesson(enrolment, lesson)
        player.learning.finish_lesson(enrolment, lesson)
    player.learning.sitting(enrolment, "leaflet", Use(pages=frozenset({1, 2}), ended=True))
    for box in (0, 1):
        player.learning.tick_box(enrolment, "boxes", box, True)
    paper = player.quizzing.start(enrolment, "check")
    for question, right in RIGHT.items():
        paper = player.quizzing.answer(paper, question, right)
    say("passed", player.quizzing.submit(paper).passed)
    player.safety.back_up()
    (award,) = player.awarding.ready(enrolment)
    issued = player.awarding.issue(enrolment, award.id, "Nora Example")
    player.awarding.save(issued, place / "certificate.pdf")
    player.safety.back_up()
    kept = player.safety.backups()
    player.safety.restore(kept[0].path)
    again = player.learning.enrol(learner.id, player.library.open(player.library.add(copied.path)))
    say("restored", player.learning.status(again).complete)
    player.close()
    say("certificate", greentick(["verify", str(place / "certificate.pdf")]))


def main(place: Path) -> None:
    commands(place)
    learn(place)
    lacking = seen_by("player.package.outfile")
    say("taken", (lacking.name, hasattr(lacking, "geteuid")))
