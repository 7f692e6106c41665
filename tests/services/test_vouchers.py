"""Vouchers: earned with a number, printed and sealed, redeemed once per machine with the trainer's PIN, by number, code or file."""

from pathlib import Path

import pytest

from player.awards.contents import open_reader, read_contents
from player.awards.verdict import Standing
from player.awards.verify import verify_certificate
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.learning import Enrolment
from player.services.player import Player
from player.services.trainer import Proof, ProofError
from tests.forge.burns import RIGHT, TITLE, completes, sits
from tests.unit.services.conftest import QUICK, Clock
from tests.unit.services.test_learning import assert_the_cache_is_the_ledger

WHAT = "One burn dressing, free"


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> "tuple[Player, Proof]":
    """Another machine, which has never met the learner."""
    made = Player(DataFolder(tmp_path / "office"), clock, machine="two", pin_cost=QUICK)
    made.trainer.set_pin("Otto", "0815", "0815")
    return made, made.trainer.check("0815")


def code_of(pdf: bytes) -> str:
    return read_contents(open_reader(pdf)).code


def test_a_voucher_is_a_sealed_page_with_its_number_name_course_and_what_it_is_for(player: Player, nora: Enrolment) -> None:
    sits(player, nora, RIGHT)
    number = player.learning.status(nora).awards["dressing"].number
    issued = player.awarding.issue(nora, "dressing", "Nora Example")
    assert issued.number == number
    verdict = verify_certificate(issued.pdf)
    assert verdict.standing is Standing.UNKNOWN
    assert verdict.facts is not None
    assert (verdict.facts.award.title, verdict.facts.award.kind) == (WHAT, "voucher")
    assert (verdict.facts.learner.name, verdict.facts.course.title, verdict.facts.number) == ("Nora Example", TITLE, number)
    assert_the_cache_is_the_ledger(player, nora)


def test_a_corrected_name_keeps_the_number_so_that_it_is_still_redeemed_once(player: Player, nora: Enrolment, proof: Proof) -> None:
    sits(player, nora, RIGHT)
    first = player.awarding.issue(nora, "dressing", "Nora Exampel")
    second = player.awarding.issue(nora, "dressing", "Nora Example")
    assert second.number == first.number
    assert first.path != second.path
    assert first.path.read_bytes() == first.pdf  # a file that was issued is never written over
    facts = verify_certificate(second.pdf).facts
    assert facts is not None
    assert facts.replaces is None
    player.vouchers.redeem(proof, player.vouchers.look_up_file(proof, first.path))
    with pytest.raises(PlayerError, match="was redeemed on"):
        player.vouchers.redeem(proof, player.vouchers.look_up_file(proof, second.path))


def test_redeemed_in_the_window_once_and_the_learner_sees_it(player: Player, nora: Enrolment, proof: Proof, clock: Clock) -> None:
    sits(player, nora, RIGHT)
    number = player.learning.status(nora).awards["dressing"].number
    shown = player.vouchers.look_up(proof, number.lower().replace("-", " ").replace("0", "o"))
    assert (shown.title, shown.name, shown.course, shown.how, shown.redeemed) == (WHAT, "Nora Example", TITLE, "here", None)
    clock.forward(seconds=60)
    done = player.vouchers.redeem(proof, shown)
    assert (done.by, done.at) == ("Tess", clock.now)
    award = player.learning.status(nora).awards["dressing"]
    assert (award.redeemed_at, award.redeemed_by) == (clock.now, "Tess")
    with pytest.raises(PlayerError, match=r"was redeemed on 2027-01-15 .* by Tess") as again:
        player.vouchers.redeem(proof, shown)
    assert again.value.title == "Redeemed already"
    assert player.vouchers.look_up(proof, number).redeemed == done
    assert [one.redeemed_by for one in player.vouchers.earned(proof)] == ["Tess"]
    assert player.vouchers.redemptions(proof) == (done,)
    assert_the_cache_is_the_ledger(player, nora)
    assert player.learning.refolded(nora).award("dressing").redeemed_by == "Tess"


def test_every_voucher_is_listed_with_its_state(player: Player, nora: Enrolment, proof: Proof, package: Path, clock: Clock) -> None:
    assert player.vouchers.earned(proof) == ()
    sits(player, nora, RIGHT)
    clock.forward(seconds=10)
    ben = player.learners.create("Ben", "dog", "teal")
    his = player.learning.enrol(ben.id, player.library.open(player.library.add(package)))
    sits(player, his, RIGHT)
    player.awarding.issue(his, "dressing", "Ben B. Beispiel")
    assert [(one.name, one.printed, one.redeemed_at) for one in player.vouchers.earned(proof)] == [
        ("Ben B. Beispiel", True, None), ("Nora Example", False, None)]


def test_on_another_machine_the_file_and_the_code_are_good_and_the_number_alone_is_not(player: Player, nora: Enrolment,
                                                                                       office: "tuple[Player, Proof]") -> None:
    sits(player, nora, RIGHT)
    issued = player.awarding.issue(nora, "dressing", "Nora Example")
    elsewhere, proof = office
    with pytest.raises(PlayerError, match="A number alone proves nothing here"):
        elsewhere.vouchers.look_up(proof, issued.number)
    by_file, by_code = elsewhere.vouchers.look_up_file(proof, issued.path), elsewhere.vouchers.look_up(proof, f" {code_of(issued.pdf)} ")
    assert (by_file.how, by_file.title, by_file.name, by_file.course) == ("file", WHAT, "Nora Example", TITLE)
    assert (by_code.how, by_code.title, by_code.name, by_code.number) == ("code", WHAT, "Nora Example", issued.number)
    elsewhere.vouchers.redeem(proof, by_code)
    with pytest.raises(PlayerError, match="by Otto"):
        elsewhere.vouchers.redeem(proof, by_file)
    again = elsewhere.vouchers.look_up(proof, issued.number)  # known by now
    assert again.redeemed is not None
    assert player.learning.status(nora).awards["dressing"].redeemed_at is None  # two machines find out when they exchange
    elsewhere.close()


def test_what_is_no_voucher_is_said(player: Player, nora: Enrolment, proof: Proof, tmp_path: Path) -> None:
    completes(player, nora)
    certificate = player.awarding.issue(nora, "certificate", "Nora Example")
    voucher = player.awarding.issue(nora, "dressing", "Nora Example")
    for typed, words in ((certificate.number, "No voucher"), ("GT-1234", "no number of a voucher"), ("", "no number"),
                         (code_of(certificate.pdf), "belongs to a certificate"), (code_of(voucher.pdf)[:-1] + "A", "does not hold")):
        with pytest.raises(PlayerError, match=words):
            player.vouchers.look_up(proof, typed)
    changed, missing = tmp_path / "changed.pdf", tmp_path / "missing.pdf"
    changed.write_bytes(voucher.pdf.replace(b"%%EOF", b"%%EOG"))
    for path, words in ((certificate.path, "is a certificate"), (changed, "not in the form"), (missing, "cannot be read")):
        with pytest.raises(PlayerError, match=words):
            player.vouchers.look_up_file(proof, path)
    shown = player.vouchers.look_up(proof, voucher.number)
    from dataclasses import replace

    with pytest.raises(PlayerError, match="was earned on this computer"):
        player.vouchers.redeem(proof, replace(shown, number="GT-0000-0000-00"))


def test_nothing_without_the_pin(player: Player, nora: Enrolment, proof: Proof, clock: Clock) -> None:
    sits(player, nora, RIGHT)
    shown = player.vouchers.look_up(proof, player.learning.status(nora).awards["dressing"].number)
    clock.forward(seconds=601)
    for deed in (lambda: player.vouchers.earned(proof), lambda: player.vouchers.redemptions(proof), lambda: player.vouchers.look_up(proof, "x"),
                 lambda: player.vouchers.look_up_file(proof, Path()), lambda: player.vouchers.redeem(proof, shown)):
        with pytest.raises(ProofError):
            deed()


def test_a_redeemed_voucher_outlives_a_voided_tick(player: Player, nora: Enrolment, proof: Proof) -> None:
    sits(player, nora, RIGHT)
    player.vouchers.redeem(proof, player.vouchers.look_up(proof, player.learning.status(nora).awards["dressing"].number))
    player.learning.void(nora, "check", "somebody else did it", "Tess", proof)
    award = player.learning.status(nora).awards["dressing"]
    assert (award.earned, award.rests_on_void, award.redeemed_by) == (True, True, "Tess")
    assert_the_cache_is_the_ledger(player, nora)


def test_a_claimed_guests_voucher_is_redeemed_once_too(player: Player, package: Path, proof: Proof) -> None:
    guest = player.learners.guest()
    at = player.learning.enrol(guest.id, player.library.open(player.library.add(package)))
    sits(player, at, RIGHT)
    ben = player.learners.create("Ben", "dog", "teal")
    his = player.learning.enrol(ben.id, player.library.open(at.open.key))
    player.claiming.into(guest.id, ben.id)
    (voucher,) = player.vouchers.earned(proof)
    player.vouchers.redeem(proof, player.vouchers.look_up(proof, voucher.number))
    assert player.learning.status(his).awards["dressing"].redeemed_by == "Tess"
    with pytest.raises(PlayerError, match="was redeemed"):
        player.vouchers.redeem(proof, player.vouchers.look_up(proof, voucher.number))
