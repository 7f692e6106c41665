"""Rounds: a retake keeps the old round and its certificate, limits start anew, and the next certificate names the one it replaces."""

from pathlib import Path

import pytest

from player.awards.verify import verify_certificate
from player.course.retake import Retake
from player.errors import PlayerError
from player.services.learning import Enrolment
from player.services.player import Player
from player.services.trainer import Proof, ProofError
from tests.forge.burns import CERTIFICATE, RIGHT, WRONG, completes, sits, write_burns
from tests.unit.services.conftest import Clock
from tests.unit.services.test_learning import assert_the_cache_is_the_ledger


def nora(player: Player, tmp_path: Path, **more: object) -> Enrolment:
    learner = player.learners.create("Nora Example", "bird", "sea")
    return player.learning.enrol(learner.id, player.library.open(player.library.add(write_burns(tmp_path / "burns.course", **more))))


def proof_of(player: Player) -> Proof:
    if not player.trainer.is_set:
        player.trainer.set_pin("Tess", "4711", "4711")
    return player.trainer.check("4711")


def test_a_new_round_keeps_the_old_one_with_its_certificate(player: Player, tmp_path: Path, clock: Clock) -> None:
    at = nora(player, tmp_path, retake="free")
    completes(player, at)
    first = player.awarding.issue(at, "certificate", "Nora Example")
    assert player.rounds.another(at).who is Retake.LEARNER
    clock.forward(days=300)
    again = player.rounds.begin(at)
    assert (again.round, player.learning.status(again).done, player.learning.status(again).awards["certificate"].earned) == (2, 0, False)
    assert player.learning.enrol(at.learner.id, at.open).id == again.id
    old = player.learning.status(at)
    assert (old.complete, old.awards["certificate"].number) == (True, first.number)
    completes(player, again)
    second = player.awarding.issue(again, "certificate", "Nora Example")
    facts = verify_certificate(second.pdf).facts
    assert facts is not None
    assert facts.replaces == first.number
    assert first.path.read_bytes() == first.pdf
    everything = player.awarding.earned(at.learner.id)
    assert [(one.round, one.current) for one in everything if one.award_id == "certificate"] == [(2, True), (1, False)]
    assert {one.number for one in everything if one.kind == "voucher"} == {
        player.learning.status(at).awards["dressing"].number, player.learning.status(again).awards["dressing"].number}
    assert [(kept.round, kept.current) for kept in player.awarding.kept(at.learner.id)] == [(2, True), (1, False)]
    assert player.learning.progress(at.learner.id).verified
    player._register.reread()  # what one round earned is known in the other
    for each in (at, again):
        assert_the_cache_is_the_ledger(player, each)


def test_limits_start_anew(player: Player, tmp_path: Path) -> None:
    at = nora(player, tmp_path, attempts=1, when_exhausted="new round")
    player.learning.open_lesson(at, "check")
    sits(player, at, WRONG)
    with pytest.raises(PlayerError, match="attempts were made"):
        player.quizzing.start(at, "check")
    again = player.rounds.begin(at)
    assert player.quizzing.card(again, "check").attempts_left == 1
    assert sits(player, again, RIGHT).passed


def test_by_default_a_trainer_has_to_say_so(player: Player, tmp_path: Path) -> None:
    at = nora(player, tmp_path)
    assert player.rounds.another(at).who is Retake.NOBODY  # nothing was begun
    completes(player, at)
    assert player.rounds.another(at).who is Retake.TRAINER
    with pytest.raises(ProofError):
        player.rounds.begin(at)
    again = player.rounds.begin(at, proof_of(player))
    assert again.round == 2


def test_never_means_never(player: Player, tmp_path: Path) -> None:
    at = nora(player, tmp_path, retake="never")
    completes(player, at)
    with pytest.raises(PlayerError, match="not done a second time"):
        player.rounds.begin(at, proof_of(player))


def test_before_expiry_the_learner_renews_alone(player: Player, tmp_path: Path, clock: Clock) -> None:
    at = nora(player, tmp_path, retake="before expiry", awards=(CERTIFICATE,))
    player.learning.open_lesson(at, "boxes")
    completes(player, at)
    first = player.awarding.issue(at, "certificate", "Nora Example")
    facts = verify_certificate(first.pdf).facts
    assert facts is not None
    assert facts.award.valid_until == "2028-01-15"
    assert next(field.value for field in verify_certificate(first.pdf).fields() if field.id == "valid_until") == "2028-01-15"
    assert player.rounds.another(at).who is Retake.TRAINER
    clock.forward(days=290)
    assert player.rounds.another(at).who is Retake.LEARNER
    again = player.rounds.begin(at)
    completes(player, again)
    second = player.awarding.issue(again, "certificate", "Nora Example")
    renewed = verify_certificate(second.pdf).facts
    assert renewed is not None
    assert (renewed.replaces, renewed.award.valid_until) == (first.number, "2028-10-31")
    (kept, before) = player.awarding.kept(at.learner.id)
    assert kept.valid_until is not None
    assert before.valid_until is not None
    assert kept.valid_until - before.valid_until == 290 * 86_400_000


def test_an_open_quiz_is_handed_in_first_and_what_a_sitting_gathered_stays(player: Player, tmp_path: Path) -> None:
    from player.services.learning import Use

    at = nora(player, tmp_path, retake="free")
    completes(player, at)
    paper = player.quizzing.start(at, "check")
    with pytest.raises(PlayerError, match="not handed in"):
        player.rounds.begin(at)
    player.quizzing.submit(paper)
    player.learning.open_lesson(at, "files")
    player.learning.sitting(at, "files", Use(active_ms=7000))
    player.rounds.begin(at)
    assert player.learning.facts(at).lesson("files").active_ms == 7000
    assert_the_cache_is_the_ledger(player, at)
