"""The trainer's view of the learners: how far, who is stuck, and the deeds, each recorded with what proved it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from player.course.model import Access
from player.course.status_types import Door
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.player import Player
from player.services.trainer import Proof, ProofError
from player.services.verifying import verify
from tests.forge.burns import RIGHT, WRONG, completes, sits, write_burns

NOON = 1_800_000_000_000
DAY = 86_400_000


class School:
    """One player with a trainer, a course and learners."""

    def __init__(self, folder: Path, **course: Any) -> None:
        self.moment = [NOON]
        self.folder = folder
        self.player = Player(DataFolder(folder / "data"), lambda: self.moment[0], machine="one")
        self.player.trainer.set_pin("Tess Trainer", "4711", "4711")
        self.key = self.player.library.add(write_burns(folder / "burns.course", **course))
        self.opened = self.player.library.open(self.key)
        self.proof = self.player.trainer.check("4711")

    def learner(self, name: str = "Nora Example") -> Any:
        return self.player.learning.enrol(self.player.learners.create(name, "bird", "sea").id, self.opened)


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path, attempts=2)


def test_everybody_with_each_course(school: School) -> None:
    player, nora = school.player, school.learner()
    ben = school.learner("Ben Beispiel")
    player.learners.create("Zoe", "bird", "sea")
    completes(player, nora)
    for _ in range(2):
        sits(player, ben, WRONG)
    seen = {one.card.name: one for one in player.oversight.everybody(school.proof).lines}
    assert seen["Zoe"].courses == ()
    (hers,) = seen["Nora Example"].courses
    assert (hers.title, hers.done, hers.of, hers.complete, hers.stuck) == ("First aid at work", 3, 3, True, ())
    (his,) = seen["Ben Beispiel"].courses
    assert (his.done, his.stuck, his.access.earns) == (0, ("Burns: the check",), True)
    found = player.oversight.everybody(school.proof, "beisp")
    assert ([one.card.name for one in found.lines], found.of, found.more) == (["Ben Beispiel"], 3, False)
    assert player.oversight.everybody(school.proof, most=2).more


def test_nobody_looks_without_the_pin(school: School) -> None:
    at = school.learner()
    old = Proof("Tess Trainer", NOON - DAY)
    for asked in (lambda: school.player.oversight.everybody(old), lambda: school.player.oversight.one(old, at.learner.id),
                  lambda: school.player.oversight.grant(old, at.learner.id, school.key, "boxes", "x")):
        with pytest.raises(ProofError):
            asked()


def test_a_grant_and_a_void_name_the_pin_everywhere(school: School) -> None:
    player, at = school.player, school.learner()
    seen_at = player.learners.get(at.learner.id).last_seen
    school.moment[0] += 5000
    with pytest.raises(PlayerError, match="needs a reason"):
        player.oversight.grant(school.proof, at.learner.id, school.key, "boxes", " ")
    player.oversight.grant(school.proof, at.learner.id, school.key, "boxes", "seen at work")
    assert player.learners.get(at.learner.id).last_seen == seen_at, "the learner was not here"
    (course,) = player.oversight.one(school.proof, at.learner.id).courses
    assert course.status is not None
    override = course.status.lessons["boxes"].override
    assert override is not None
    assert (override.granted, override.reason, override.by, override.proof) == (True, "seen at work", "Tess Trainer", "pin")
    assert player.learning.status(at).lessons["boxes"].override == override
    assert player.learning.refolded(at).lesson("boxes").override == override
    player.oversight.void(school.proof, at.learner.id, school.key, "boxes", "wrong learner")
    told = player.learning.status(at).lessons["boxes"]
    assert (told.done, told.override and told.override.proof) == (False, "pin")


def test_the_certificate_says_so(school: School) -> None:
    player, at = school.player, school.learner()
    sits(player, at, RIGHT)
    player.oversight.grant(school.proof, at.learner.id, school.key, "boxes", "seen at work")
    player.learning.open_lesson(at, "files")
    player.learning.finish_lesson(at, "files")
    issued = player.awarding.issue(at, "certificate", "Nora Example")
    found = verify(issued.path)
    (boxes,) = [one for one in found.fields["lessons"] if one["id"] == "boxes"]  # type: ignore[attr-defined]
    assert boxes["override"] == {"granted": True, "at": NOON, "reason": "seen at work", "by": "Tess Trainer", "proof": "pin"}
    assert any("granted by Tess Trainer (trainer's PIN): seen at work" in words for _, words in found.rows)


def test_attempts_for_who_is_stuck(school: School) -> None:
    player, at = school.player, school.learner()
    for _ in range(2):
        sits(player, at, WRONG)
    with pytest.raises(PlayerError):
        player.quizzing.start(at, "check")
    player.oversight.allow_attempts(school.proof, at.learner.id, school.key, "check", 2, "was ill")
    assert player.learning.status(at).lessons["check"].attempts_left == 2
    assert player.oversight.everybody(school.proof).lines[0].courses[0].stuck == ()
    assert sits(player, at, RIGHT).passed
    with pytest.raises(PlayerError, match="not limited"):
        player.oversight.allow_attempts(school.proof, at.learner.id, school.key, "boxes", 1, "x")


def test_a_closed_round_is_opened_again(tmp_path: Path) -> None:
    school = School(tmp_path, access=Access(days_from_start=2, after_closing="locked"))
    player, at = school.player, school.learner()
    player.learning.open_lesson(at, "boxes")
    school.moment[0] += 5 * DAY
    school.proof = player.trainer.check("4711")
    assert player.oversight.everybody(school.proof).lines[0].courses[0].access.door is Door.LOCKED
    assert player.oversight.reopen(school.proof, at.learner.id, school.key, 7, "was away").access.earns
    assert player.oversight.everybody(school.proof).lines[0].courses[0].access.door is Door.OPEN


def test_another_round(school: School) -> None:
    player, at = school.player, school.learner()
    player.learning.open_lesson(at, "boxes")
    assert player.oversight.another_round(school.proof, at.learner.id, school.key) == 2
    (course,) = player.oversight.one(school.proof, at.learner.id).courses
    assert (course.line.round, course.line.done) == (2, 0)


def test_an_author_may_allow_no_pin(tmp_path: Path) -> None:
    school = School(tmp_path, overrides_by_pin=False, attempts=2)
    player, at = school.player, school.learner()
    for deed in (lambda: player.oversight.grant(school.proof, at.learner.id, school.key, "boxes", "x"),
                 lambda: player.oversight.void(school.proof, at.learner.id, school.key, "boxes", "x"),
                 lambda: player.oversight.allow_attempts(school.proof, at.learner.id, school.key, "check", 1, "x")):
        with pytest.raises(PlayerError, match="lets no PIN change"):
            deed()
    assert player.learning.facts(at).lesson("boxes").override is None


def test_a_course_that_is_not_at_hand(school: School) -> None:
    player, at = school.player, school.learner()
    completes(player, at)
    school.opened.path.unlink()
    (course,) = player.oversight.one(school.proof, at.learner.id).courses
    assert course.status is None
    assert course.problem is not None
    assert (course.line.done, course.line.of) == (3, 3)
    assert replace(course.line, stuck=()) == player.oversight.everybody(school.proof).lines[0].courses[0]
    with pytest.raises(PlayerError):
        player.oversight.void(school.proof, at.learner.id, school.key, "boxes", "x")
