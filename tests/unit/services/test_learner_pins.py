"""A learner's own PIN: asked where it is set, changed with the old one, removed by a trainer when it was forgotten."""

import pytest

from player.errors import PlayerError
from player.services.first import first_picture
from player.services.pins import PinError, sequence
from player.services.player import Player
from tests.unit.services.conftest import Clock


def test_set_asked_changed_and_removed(player: Player) -> None:
    nora = player.learners.create("Nora", "bird", "sea")
    assert not nora.lock
    assert player.learners.check_lock(nora.id, "anything").id == nora.id
    assert player.learners.set_pin(nora.id, "1111", "1111").lock  # it guards a name only: an easy one may be
    assert player.learners.all()[0].lock
    first = first_picture(player.data)
    assert first is not None
    assert first.learners[0].lock
    with pytest.raises(PinError):
        player.learners.check_lock(nora.id, "1112")
    assert player.learners.check_lock(nora.id, "1111").id == nora.id
    with pytest.raises(PinError):
        player.learners.set_pin(nora.id, "2222", "2222", "0000")
    player.learners.set_pin(nora.id, "2222", "2222", "1111")
    assert player.learners.check_lock(nora.id, "2222").lock
    with pytest.raises(PinError):
        player.learners.remove_lock(nora.id, "1111")
    assert not player.learners.remove_lock(nora.id, "2222").lock


@pytest.mark.parametrize(("pin", "again", "said"), [("123", "123", "too short"), ("1234", "1235", "another PIN"), ("", "", "too short")])
def test_what_cannot_be_set(player: Player, pin: str, again: str, said: str) -> None:
    nora = player.learners.create("Nora", "bird", "sea")
    with pytest.raises(PlayerError, match=said):
        player.learners.set_pin(nora.id, pin, again)
    assert not player.learners.get(nora.id).lock


def test_a_guest_has_none(player: Player) -> None:
    with pytest.raises(PlayerError, match="Everybody may be the guest"):
        player.learners.set_pin(player.learners.guest().id, "1234", "1234")


def test_the_wait_of_one_is_not_that_of_another(player: Player, clock: Clock) -> None:
    nora, ben = (player.learners.create(name, "bird", "sea") for name in ("Nora", "Ben"))
    for who in (nora, ben):
        player.learners.set_pin(who.id, "4711", "4711")
    for _ in range(3):
        with pytest.raises(PinError):
            player.learners.check_lock(nora.id, "0000")
    with pytest.raises(PinError, match="looked at in 5 s"):
        player.learners.check_lock(nora.id, "4711")
    assert player.learners.check_lock(ben.id, "4711").id == ben.id
    assert not player.learners.forget_lock(nora.id).lock  # a trainer helps
    assert player.learners.check_lock(nora.id, "").id == nora.id


def test_pictures_instead_of_a_pin(player: Player, clock: Clock) -> None:
    nora = player.learners.create("Nora", "bird", "sea")
    mine = ("sun", "fish", "fish", "key")
    assert player.learners.set_pictures(nora.id, mine, mine).lock == "pictures"
    first = first_picture(player.data)
    assert first is not None
    assert first.learners[0].lock == "pictures"
    assert player.learners.check_lock(nora.id, sequence(mine)).lock == "pictures"
    with pytest.raises(PinError, match="another order"):
        player.learners.check_lock(nora.id, sequence(tuple(reversed(mine))))
    with pytest.raises(PinError, match="another order"):
        player.learners.set_pin(nora.id, "4711", "4711", "sun fish")
    for _ in range(2):
        with pytest.raises(PinError):
            player.learners.check_lock(nora.id, "0000")
    with pytest.raises(PinError, match="Wait until then"):
        player.learners.check_lock(nora.id, sequence(mine))
    clock.forward(seconds=21)
    assert player.learners.set_pin(nora.id, "4711", "4711", sequence(mine)).lock == "pin"
    assert player.learners.set_pictures(nora.id, mine, mine, "4711").lock == "pictures"
    assert not player.learners.remove_lock(nora.id, sequence(mine)).lock


@pytest.mark.parametrize(
    ("pictures", "again", "said"),
    [
        (("sun",) * 4, ("sun",) * 4, "again and again"),
        (("sun", "fish"), ("sun", "fish"), "4 pictures are wanted"),
        (("sun", "fish", "key", "elephant"), ("sun", "fish", "key", "elephant"), "4 pictures are wanted"),
        (("sun", "fish", "key", "cat"), ("sun", "fish", "cat", "key"), "another order"),
    ],
)
def test_pictures_that_cannot_be_set(player: Player, pictures: tuple[str, ...], again: tuple[str, ...], said: str) -> None:
    nora = player.learners.create("Nora", "bird", "sea")
    with pytest.raises(PlayerError, match=said):
        player.learners.set_pictures(nora.id, pictures, again)
    assert not player.learners.get(nora.id).lock
    with pytest.raises(PlayerError, match="Everybody may be the guest"):
        player.learners.set_pictures(player.learners.guest().id, ("sun", "fish", "key", "cat"), ("sun", "fish", "key", "cat"))
