"""Several awards, their page, validity and rounds, in the window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from player.services.player import Player
from player.services.trainer import ProofError
from player.ui.routes import AwardRoute, AwardsRoute, CourseRoute, LibraryRoute, VerifyRoute
from tests.forge.burns import CERTIFICATE, RIGHT, TITLE, completes, sits, write_burns
from tests.forge.pictures import faults
from tests.forge.window import Stage

DAY = 86_400_000
LOOKS = [{}, {"text_scale": 2.0}, {"theme": "dark"}, {"direction": "rtl"}, {"text_scale": 2.0, "direction": "rtl"}]
NAMES = ["plain", "large", "dark", "rtl", "large-rtl"]


def done(stage: Stage, tmp_path: Path, **more: object) -> str:
    """Nora has completed the course and holds its certificate; returns its key."""
    key = stage.add(write_burns(tmp_path / "burns.course", **more))
    session = stage.window.desk.session

    def work(player: Player) -> None:
        at = session.enrolment(player, key)
        completes(player, at)
        player.awarding.issue(at, "certificate", "Nora Example")

    stage.asked(work)
    return key


def days_later(stage: Stage, days: int) -> None:
    """The clock goes on in steps of a month, and somebody is there each time: a leap of years would be doubted."""
    def move(player: Player) -> None:
        clock = player._register.clock
        player._register.clock = lambda: clock() + days * DAY
        player.clock = player._register.clock

    stage.asked(move)


def test_every_award_says_what_is_left_of_it_and_stands_on_its_page_once_earned(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_burns(tmp_path / "burns.course"))
    stage.show(AwardsRoute())
    assert "Nothing yet" in stage.text()
    stage.show(CourseRoute(key))
    for title in (TITLE, "Burns", "One burn dressing, free", "Helper"):
        assert f"What’s left for “{title}”" in stage.text()
    session = stage.window.desk.session
    stage.asked(lambda player: sits(player, session.enrolment(player, key), RIGHT))
    stage.show(CourseRoute(key))
    assert "What’s left for “One burn dressing, free”" not in stage.text()
    stage.click("course.awards")
    stage.wait(lambda: stage.window.route == AwardsRoute())
    assert "One burn dressing, free" in stage.text()
    assert "Not redeemed yet" in stage.text()
    assert "Helper" not in stage.text()
    stage.click("awards.show")
    stage.wait(lambda: stage.window.route == AwardRoute(key, "dressing"))


def test_saved_again_and_checked_from_there(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    done(stage, tmp_path)
    stage.show(LibraryRoute())
    stage.click("awards.open")
    stage.wait(lambda: stage.window.route == AwardsRoute())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "again.pdf"), ""))
    stage.click("awards.save")
    stage.says("Saved and checked")
    assert (tmp_path / "again.pdf").read_bytes().startswith(b"%PDF")
    stage.click("awards.check")
    stage.wait(lambda: isinstance(stage.window.route, VerifyRoute))
    assert stage.sees("verify.field.valid_until")


def test_the_end_of_a_certificate_is_told_and_the_learner_renews_it(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = done(stage, tmp_path, retake="before expiry", awards=(CERTIFICATE,))
    stage.show(LibraryRoute())
    assert "Complete" in stage.text()
    stage.show(CourseRoute(key))
    assert "Valid until " in stage.text()
    assert "in time" not in stage.text()
    days_later(stage, 300)
    stage.show(LibraryRoute())
    assert "Renew soon" in stage.text()
    assert faults(stage.screen) == []
    stage.show(CourseRoute(key))
    assert "Do the course again in time" in stage.text()
    stage.click("course.again")
    stage.click("course.againNo")
    stage.click("course.again")
    stage.click("course.againYes")
    stage.says("Round 2 has begun.")
    assert "Round 2" in stage.text()
    assert stage.status(key).done == 0
    assert faults(stage.screen) == []
    session = stage.window.desk.session
    stage.asked(lambda player: completes(player, session.enrolment(player, key)))
    first = stage.asked(lambda player: player.awarding.kept(session.learner_id))[0]
    stage.show(AwardRoute(key, "certificate"))
    stage.click("award.issue")
    stage.find("award.save")
    stage.show(AwardsRoute())
    assert "round 2" in stage.text()
    assert "round 1" in stage.text()
    assert first.number in stage.text()
    stage.show(LibraryRoute())
    assert "Renew soon" not in stage.text()


def test_by_default_the_trainers_pin_begins_another_round(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    stage.asked(lambda player: player.trainer.set_pin("Tess Trainer", "4711", "4711"))
    key = done(stage, tmp_path)
    stage.show(CourseRoute(key))
    session = stage.window.desk.session
    with pytest.raises(ProofError):
        stage.asked(lambda player: player.rounds.begin(session.enrolment(player, key)))
    stage.click("course.again")
    stage.write("trainer.pin", "4711")
    stage.click("trainer.unlock")
    stage.says("Round 2 has begun.")
    assert stage.status(key).done == 0


def test_never_offers_none(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = done(stage, tmp_path, retake="never")
    stage.show(CourseRoute(key))
    assert not stage.sees("course.again")


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_nothing_is_cut_or_covered(stage: Stage, tmp_path: Path, look: dict[str, object]) -> None:
    stage.open()
    stage.window.resize(1366, 768)
    stage.resized(**look)
    stage.show(AwardsRoute())
    assert faults(stage.screen) == []
    key = done(stage, tmp_path, retake="free")
    days_later(stage, 300)
    for route in (AwardsRoute(), CourseRoute(key), LibraryRoute()):
        stage.show(route)
        assert faults(stage.screen) == []
