"""Where films were left, and what a learner is used to: kept with the learner, in no event."""

from pathlib import Path

from player.services.player import Player
from player.services.playing import Habits
from tests.forge.courses import write_tea


def test_a_place_for_each_learner_and_lesson(player: Player, tmp_path: Path) -> None:
    opened = player.library.open(player.library.add(write_tea(tmp_path / "tea.course")))
    nora, ben = (player.learning.enrol(player.learners.create(name, "bird", "sea").id, opened) for name in ("Nora", "Ben"))
    assert player.playing.left_at(nora.number, "leaflet") is None
    player.playing.leave(nora.number, "leaflet", 61_500)
    player.playing.leave(nora.number, "leaflet", 61_501)
    player.playing.leave(nora.number, "history", -5)
    assert player.playing.left_at(nora.number, "leaflet") == 61_501
    assert player.playing.left_at(nora.number, "history") == 0
    assert player.playing.left_at(ben.number, "leaflet") is None
    player.playing.leave(nora.number, "leaflet", None)
    player.playing.leave(nora.number, "leaflet", None)
    assert player.playing.left_at(nora.number, "leaflet") is None


def test_what_one_is_used_to(player: Player) -> None:
    nora, ben = (player.learners.create(name, "bird", "sea") for name in ("Nora", "Ben"))
    assert player.playing.habits(nora.id) == Habits(100, None)
    player.playing.keep(nora.id, Habits(175, ""))
    assert player.playing.habits(nora.id) == Habits(175, "")
    assert player.playing.habits(ben.id) == Habits()
    player.playing.keep(ben.id, Habits(9000, "ar"))  # of another version: out of bounds here
    assert player.playing.habits(ben.id) == Habits(100, "ar")
    assert player.playing.habits("nobody") == Habits()
