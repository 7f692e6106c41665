"""Earned, issued, saved."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from player.course.facts import EventKind
from player.errors import PlayerError
from player.services.first import first_picture
from player.services.learning import Enrolment
from player.services.player import Player
from tests.unit.services.conftest import NOON, Clock
from tests.unit.services.test_learning import assert_the_cache_is_the_ledger, complete, events


@pytest.fixture
def finished(player: Player, enrolment: Enrolment) -> Enrolment:
    complete(player, enrolment)
    return enrolment


def test_nothing_is_issued_before_it_is_earned(player: Player, enrolment: Enrolment) -> None:
    for deed in (player.awarding.issue, player.awarding.preview):
        with pytest.raises(PlayerError, match=r"not earned yet\. First comes “Welcome”"):
            deed(enrolment, "certificate", "Nora")
        with pytest.raises(PlayerError, match="no award “merit”"):
            deed(enrolment, "merit", "Nora")
    assert player.awarding.ready(enrolment) == ()
    assert player.awarding.issued(enrolment, "certificate") is None
    assert not player.data.certificates.exists()
    assert player.learners.get(enrolment.learner.id).printed_name == ""


def test_from_earned_to_saved(player: Player, finished: Enrolment, tmp_path: Path, clock: Clock) -> None:
    clock.forward(days=1)
    issued = player.awarding.issue(finished, "certificate", " Nora  Núñez ")
    assert (issued.printed_name, issued.path.read_bytes(), issued.path.parent) == ("Nora Núñez", issued.pdf, player.data.certificates)
    status = player.learning.status(finished).awards["certificate"]
    assert (status.earned_at, status.issued_at, status.saved_at, status.number) == (NOON, clock.now, None, issued.number)
    verdict = player.awarding.check(issued.pdf)
    assert verdict.standing == "unknown"
    facts = verdict.facts
    assert facts is not None
    assert (facts.learner.name, facts.course.title, facts.number) == ("Nora Núñez", "Making Tea", issued.number)
    assert (facts.result.done, facts.result.of, facts.result.score, facts.result.earned_at) == (5, 5, Fraction(1), NOON)
    assert [one.id for one in facts.evidence] == ["welcome", "leaflet", "files", "boxes", "check"]
    assert [(one.attempt, one.score) for one in facts.evidence if one.kind == "quiz"] == [(1, Fraction(1))]
    assert {one.rule for one in facts.evidence} == {
        "Counts when NEXT is pressed", "Counts when every page was shown", "Counts when all boxes are ticked", "Counts when passed at 70 %",
    }  # fmt: skip
    assert facts.replaces is None
    target = tmp_path / "mine.pdf"
    player.awarding.save(issued, target)
    assert target.read_bytes() == issued.pdf
    assert player.awarding.check(target).facts == facts
    assert player.learning.status(finished).awards["certificate"].saved_at == clock.now
    assert [kind for kind, _ in events(player, finished)][-2:] == [EventKind.ISSUED, EventKind.SAVED_AWARD]
    (kept,) = player.awarding.kept(finished.learner.id)
    assert (kept.number, kept.path, kept.saved_at) == (issued.number, issued.path, clock.now)
    assert (kept.course_title, kept.printed_name) == ("Making Tea", "Nora Núñez")
    first = first_picture(player.data, finished.learner.id)
    assert first is not None
    assert first.kept == (kept,)
    assert player.learners.get(finished.learner.id).printed_name == "Nora Núñez"
    assert_the_cache_is_the_ledger(player, finished)


def test_the_ledger_head_in_the_certificate_is_one_that_the_chain_goes_through(player: Player, finished: Enrolment) -> None:
    from player.course.ledger import Chain, Head, verify

    issued = player.awarding.issue(finished, "certificate", "Nora")
    facts = player.awarding.check(issued.pdf).facts
    assert facts is not None
    with player._register.store.reading() as tables:
        (row,) = tables.ledger.chains(finished.learner.id)
        head = verify(
            tables.ledger.entries(row.number or 0), Chain(row.device_id, row.learner_id), reaches=Head(facts.ledger.number, facts.ledger.hash)
        )
    assert head.number > facts.ledger.number


def test_the_same_name_gives_the_same_file_and_another_one_replaces_it(player: Player, finished: Enrolment) -> None:
    one = player.awarding.issue(finished, "certificate", "Nora")
    assert player.awarding.issue(finished, "certificate", "Nora") == one
    assert player.awarding.issued(finished, "certificate") == one
    two = player.awarding.issue(finished, "certificate", "Nora Example")
    assert two.number != one.number
    facts = player.awarding.check(two.pdf).facts
    assert facts is not None
    assert facts.replaces == one.number
    assert one.path.exists()
    assert [kept.number for kept in player.awarding.kept(finished.learner.id)] == [two.number]
    assert_the_cache_is_the_ledger(player, finished)


def test_a_name_that_no_font_can_draw_issues_nothing(player: Player, finished: Enrolment) -> None:
    before = events(player, finished)
    for name in ("", "  ", "Nora \U00013000", "x" * 121):
        with pytest.raises(PlayerError):
            player.awarding.issue(finished, "certificate", name)
    assert events(player, finished) == before
    assert list(player.data.certificates.glob("*")) == []
    assert player.learners.get(finished.learner.id).printed_name == ""


def test_a_preview_proves_nothing_and_records_nothing(player: Player, finished: Enrolment) -> None:
    before = events(player, finished)
    pdf = player.awarding.preview(finished, "certificate", "Nora")
    assert pdf.startswith(b"%PDF-")
    assert player.awarding.check(pdf).standing == "not valid"
    assert events(player, finished) == before


def test_printing_counts_as_saved(player: Player, finished: Enrolment, clock: Clock) -> None:
    issued = player.awarding.issue(finished, "certificate", "Nora")
    player.awarding.printed(issued)
    (award,) = player.learning.progress("Nora Example").enrolments[0].awards
    assert (award.earned_at, award.issued_at, award.saved_at, award.number) == (NOON, NOON, NOON, issued.number)


def test_a_place_that_takes_no_file_is_told_and_not_recorded(player: Player, finished: Enrolment, tmp_path: Path) -> None:
    issued = player.awarding.issue(finished, "certificate", "Nora")
    with pytest.raises(PlayerError):
        player.awarding.save(issued, tmp_path / "none" / "mine.pdf")
    assert player.learning.status(finished).awards["certificate"].saved_at is None


def test_a_kept_certificate_that_is_gone_or_changed(player: Player, finished: Enrolment, tmp_path: Path) -> None:
    issued = player.awarding.issue(finished, "certificate", "Nora")
    issued.path.write_bytes(issued.pdf + b"\n")
    with pytest.raises(PlayerError, match="not the file that was issued"):
        player.awarding.issued(finished, "certificate")
    issued.path.unlink()
    with pytest.raises(PlayerError, match="cannot be read"):
        player.awarding.issued(finished, "certificate")
    again = player.awarding.issue(finished, "certificate", "Nora")
    assert again.number != issued.number
    with pytest.raises(PlayerError, match="cannot be read"):
        player.awarding.check(tmp_path / "none.pdf")


def test_a_void_marks_what_was_issued(player: Player, finished: Enrolment) -> None:
    player.awarding.issue(finished, "certificate", "Nora")
    step = player.learning.void(finished, "welcome", "somebody else did it", "Trainer Tess")
    assert step.status.awards["certificate"].rests_on_void
    (award,) = player.learning.progress("Nora Example").enrolments[0].awards
    assert award.rests_on_void
    assert_the_cache_is_the_ledger(player, finished)


def test_progress_is_json(player: Player, finished: Enrolment) -> None:
    from dataclasses import asdict

    player.awarding.issue(finished, "certificate", "Nora")
    found = json.loads(json.dumps(asdict(player.learning.progress("Nora Example"))))
    assert (found["name"], found["verified"], found["enrolments"][0]["done"], found["enrolments"][0]["of"]) == ("Nora Example", True, 5, 5)
    assert found["enrolments"][0]["attempts"][0]["score"] == "1/1"
    assert {one["state"] for one in found["enrolments"][0]["lessons"]} == {"done"}
    assert len(found["ledger"][0]["hash"]) == 64
