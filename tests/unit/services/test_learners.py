"""Who learns here."""

import pytest

from player.errors import PlayerError
from player.services.player import Player
from tests.unit.services.conftest import Clock


def test_created_learners_stand_on_the_board_last_seen_first(player: Player, clock: Clock) -> None:
    ada = player.learners.create("  Ada   Beispiel ", "cat", "rose")
    clock.forward(seconds=1)
    ben = player.learners.create("Ben", "dog", "teal")
    assert (ada.name, ada.picture, ada.tint, ada.guest, ada.last_seen, ada.printed_name) == ("Ada Beispiel", "cat", "rose", False, None, "")
    assert [one.name for one in player.learners.all()] == ["Ben", "Ada Beispiel"]
    clock.forward(seconds=1)
    player.learners.seen(ada.id)
    assert [one.name for one in player.learners.all()] == ["Ada Beispiel", "Ben"]
    assert player.learners.get(ada.id).last_seen == clock.now
    assert player.learners.get(ben.id) == ben


@pytest.mark.parametrize("name", ["", "   ", "\u200b\n", "a" * 81, "a/b"])
def test_names_that_cannot_stand_on_the_board(player: Player, name: str) -> None:
    if name == "\u200b\n":
        name = "\n\t"
    with pytest.raises(PlayerError):
        player.learners.create(name, "cat", "rose")
    assert player.learners.all() == ()


@pytest.mark.parametrize("twin", ["nora example", "NORA  EXAMPLE", "Nora Ｅxample"])
def test_a_name_is_taken_whatever_its_case_and_width(player: Player, twin: str) -> None:
    player.learners.create("Nora Example", "cat", "rose")
    with pytest.raises(PlayerError, match="on the board already"):
        player.learners.create(twin, "dog", "teal")
    assert len(player.learners.all()) == 1


def test_eighty_characters_fit(player: Player) -> None:
    assert len(player.learners.create("é" * 80, "cat", "rose").name) == 80


def test_there_is_one_guest_and_a_learner_may_be_called_guest_too(player: Player) -> None:
    guest = player.learners.guest()
    assert guest.guest
    assert player.learners.guest() == guest
    named = player.learners.create("Guest", "cat", "rose")
    assert not named.guest
    assert player.learners.find("guest") == named


def test_the_printed_name_is_recorded(player: Player) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    assert player.learners.set_printed_name(nora.id, " Nora  Núñez ").printed_name == "Nora Núñez"
    player.learners.set_printed_name(nora.id, "Nora Núñez")
    found = player.learning.progress("nora")
    assert found.printed_name == "Nora Núñez"
    assert (found.ledger[0].number, found.verified) == (1, True)
    for wrong in ("", "x" * 121):
        with pytest.raises(PlayerError):
            player.learners.set_printed_name(nora.id, wrong)


def test_nobody_of_that_name(player: Player) -> None:
    with pytest.raises(PlayerError, match="no learner “Zoe”"):
        player.learners.find("Zoe")
    assert not player.data.database.exists()
    with pytest.raises(PlayerError, match="no learner"):
        player.learners.get("0" * 32)
    with pytest.raises(PlayerError, match="no learner “Zoe”"):
        player.learning.progress("Zoe")
