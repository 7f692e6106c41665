"""The trainer's PIN: set, changed, forgotten; what is tried wrongly waits, and a restart does not shorten the wait."""

import pytest

from player.course.facts import EventKind
from player.course.ledger import decode
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.learning import Enrolment
from player.services.pins import wait_after
from player.services.player import Player
from player.services.trainer import VALID_MS, PinError, Proof
from tests.unit.services.conftest import Clock


def wrong(player: Player, pin: str = "0000") -> int:
    """Try one that is wrong; returns the wait in ms."""
    with pytest.raises(PinError) as found:
        player.trainer.check(pin)
    return found.value.wait_ms


def test_no_pin_at_first_and_looking_makes_no_database(player: Player, data: DataFolder) -> None:
    assert (player.trainer.is_set, player.trainer.name, player.trainer.wait_ms()) == (False, "", 0)
    assert not data.database.exists()
    with pytest.raises(PinError, match="no PIN to compare"):
        player.trainer.check("4711")


def test_a_pin_is_set_and_asked(player: Player, data: DataFolder, clock: Clock) -> None:
    code = player.trainer.set_pin(" Tess  Trainer ", "4711", "4711")
    assert (player.trainer.is_set, player.trainer.name) == (True, "Tess Trainer")
    assert player.trainer.check("4711") == Proof("Tess Trainer", clock.now)
    player.close()
    kept = data.database.read_bytes()
    assert b"4711" not in kept
    assert code.encode() not in kept


def test_the_program_itself_makes_every_guess_dear(data: DataFolder) -> None:
    player = Player(data, machine="one")
    player.trainer.set_pin("Tess", "4711", "4711")
    player.close()
    assert data.database.read_bytes().count(b"$argon2id$v=19$m=65536,t=3,p=4$") == 2  # the PIN and the recovery code


@pytest.mark.parametrize(
    ("name", "pin", "again", "said"),
    [("", "4711", "4711", "name is empty"), ("x" * 81, "4711", "4711", "81 characters"), ("T", "471", "471", "too short"),
     ("T", "river", "river", "too short"), ("T", "1" * 13, "1" * 13, "too long"), ("T", "1234", "1234", "anybody would try"),
     ("T", "4711", "4712", "another PIN")],
)  # fmt: skip
def test_what_cannot_be_set_changes_nothing(player: Player, name: str, pin: str, again: str, said: str) -> None:
    with pytest.raises(PlayerError, match=said):
        player.trainer.set_pin(name, pin, again)
    assert not player.trainer.is_set


def test_another_pin_needs_a_fresh_proof(player: Player, clock: Clock) -> None:
    first = player.trainer.set_pin("Tess", "4711", "4711")
    with pytest.raises(PlayerError, match="not typed"):
        player.trainer.set_pin("Eve", "0815", "0815")
    proof = player.trainer.check("4711")
    clock.now += VALID_MS
    with pytest.raises(PlayerError, match="too long ago"):
        player.trainer.set_pin("Eve", "0815", "0815", proof)
    second = player.trainer.set_pin("Tess T.", "a calm river", "a calm river", player.trainer.check("4711"))
    assert second != first
    assert wrong(player, "4711") == 0
    assert player.trainer.check("A calm river".lower()).by == "Tess T."
    with pytest.raises(PinError):
        player.trainer.recover(first, "0815", "0815")


def test_a_forgotten_pin_is_set_anew_by_the_code_once(player: Player) -> None:
    code = player.trainer.set_pin("Tess", "4711", "4711")
    with pytest.raises(PlayerError, match="too short"):
        player.trainer.recover(code, "1", "1")
    again = player.trainer.recover(code.lower().replace("-", " "), "0815", "0815")
    assert player.trainer.check("0815").by == "Tess"
    assert wrong(player, "4711") == 0
    with pytest.raises(PinError):
        player.trainer.recover(code, "2718", "2718")
    player.trainer.recover(again, "2718", "2718")
    assert player.trainer.check("2718").by == "Tess"


def test_the_wait_grows_and_survives_a_restart(player: Player, data: DataFolder, clock: Clock) -> None:
    player.trainer.set_pin("Tess", "4711", "4711")
    assert [wrong(player) for _ in range(3)] == [0, 0, 5_000]
    with pytest.raises(PinError, match="looked at in 5 s"):
        player.trainer.check("4711")  # even the right one
    player.close()
    clock.forward(seconds=4)
    again = Player(data, clock, machine="one")
    assert wrong(again) == again.trainer.wait_ms() == 1_000
    clock.forward(seconds=1)
    assert wrong(again) == 10_000
    clock.forward(seconds=10)
    assert again.trainer.check("4711").by == "Tess"
    assert again.trainer.wait_ms() == 0
    assert wrong(again) == 0  # counted anew
    again.close()


def test_a_clock_that_is_set_back_does_not_lock_for_ever(player: Player, clock: Clock) -> None:
    player.trainer.set_pin("Tess", "4711", "4711")
    for _ in range(3):
        wrong(player)
    clock.forward(days=-400)
    assert wrong(player) == 5_000
    clock.forward(seconds=5)
    assert player.trainer.check("4711").by == "Tess"


def test_a_try_counts_before_it_is_looked_at(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    player.trainer.set_pin("Tess", "4711", "4711")

    def killed(kept: str, typed: str) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("player.signing.pins.is_pin", killed)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                player.trainer.check("0000")
    assert player.trainer.wait_ms() == 5_000


def test_nothing_typed_is_no_try(player: Player) -> None:
    player.trainer.set_pin("Tess", "4711", "4711")
    for _ in range(5):
        assert wrong(player, "  ") == 0
    assert player.trainer.wait_ms() == 0


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(tries) for tries in range(200)]
    assert waits[:7] == [0, 0, 0, 5_000, 10_000, 20_000, 40_000]
    assert waits == sorted(waits)
    assert waits[-1] == 900_000


def test_only_an_assignment_is_signed_off(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    proof = Proof("Tess", clock.now)
    with pytest.raises(PlayerError, match="no assignment"):
        player.learning.sign_off(enrolment, "welcome", "Tess", proof)
    with player._register.store.reading() as tables:
        kinds = [decode(body).event.kind for body in tables.ledger.bodies(enrolment.number)]
    assert EventKind.SIGNED_OFF not in kinds
