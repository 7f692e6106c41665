"""The shelf."""

from pathlib import Path

import pytest

from player.errors import PlayerError
from player.services.first import first_picture
from player.services.library import course_key, version_order
from player.services.player import Player
from tests.forge.courses import write_plain, write_tea
from tests.forge.packages import fixed_identity
from tests.unit.services.conftest import Clock


def test_a_course_is_added_where_it_lies(player: Player, tea: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    key = player.library.add(tea)
    assert key == "unsigned/org.example.tea"
    (card,) = player.library.shelf(nora.id)
    assert (card.key, card.title, card.version, card.state, card.signed, card.publisher) == (key, "Making Tea", "1.0", "new", False, "Hill Farm")
    assert (card.done, card.of, card.extras_done, card.extras, card.seconds, card.seconds_left) == (0, 5, 0, 1, 18 * 60, 18 * 60)
    assert (card.resume_title, card.resume_seconds, card.last_opened, card.earned_at) == ("Welcome", 120, None, None)
    assert card.cover == b"\x89PNG tea"
    assert card.path == str(tea)
    opened = player.library.open(key)
    assert (opened.course.title, opened.signed_by, opened.fingerprint, len(opened.digest)) == ("Making Tea", None, None, 64)
    assert opened.source.open("welcome.md").read() == b"# Welcome\n\nTea.\n"
    assert len(opened.quiz("check").questions) == 5
    opened.close()


def test_a_signed_course_is_another_course(player: Player, tea: Path, tmp_path: Path) -> None:
    who = fixed_identity("Hill Farm Training")
    signed = write_tea(tmp_path / "signed.course", identity=who)
    keys = {player.library.add(tea), player.library.add(signed)}
    assert keys == {"unsigned/org.example.tea", course_key(who.fingerprint, "org.example.tea")}
    opened = player.library.open(player.library.add(signed))
    assert opened.signed_by == "Hill Farm Training"
    assert opened.fingerprint == who.fingerprint.replace(" ", "")


def test_the_most_recent_course_comes_first(player: Player, tea: Path, tmp_path: Path, clock: Clock) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    key = player.library.add(tea)
    clock.forward(seconds=5)
    player.library.add(write_plain(tmp_path / "plain.course", 3))
    assert [card.title for card in player.library.shelf(nora.id)] == ["Plain", "Making Tea"]
    clock.forward(seconds=5)
    enrolment = player.learning.enrol(nora.id, player.library.open(key))
    assert [card.title for card in player.library.shelf(nora.id)] == ["Plain", "Making Tea"]
    player.learning.open_lesson(enrolment, "leaflet")
    cards = player.library.shelf(nora.id)
    assert [(card.title, card.state) for card in cards] == [("Making Tea", "in progress"), ("Plain", "new")]
    assert cards[0].resume_title == "The leaflet"


def test_off_the_shelf_and_back_keeps_progress(player: Player, tea: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    key = player.library.add(tea)
    enrolment = player.learning.enrol(nora.id, player.library.open(key))
    player.learning.open_lesson(enrolment, "welcome")
    player.learning.finish_lesson(enrolment, "welcome")
    player.library.remove(key)
    assert player.library.shelf(nora.id) == ()
    assert tea.exists()
    with pytest.raises(PlayerError, match="not on the shelf"):
        player.library.open(key)
    assert player.library.add(tea) == key
    assert [card.done for card in player.library.shelf(nora.id)] == [1]


def test_a_package_that_vanished(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    path = write_tea(tmp_path / "tea.course")
    key = player.library.add(path)
    moved = path.rename(tmp_path / "elsewhere.course")
    assert [card.state for card in player.library.shelf(nora.id)] == ["missing"]
    with pytest.raises(PlayerError, match=r"tea\.course"):
        player.library.open(key)
    assert [card.state for card in player.library.shelf(nora.id)] == ["missing"]
    player.library.add(moved)
    assert [card.state for card in player.library.shelf(nora.id)] == ["new"]


def test_a_package_that_vanishes_while_it_is_open_changes_nothing(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    path = write_tea(tmp_path / "tea.course")
    enrolment = player.learning.enrol(nora.id, player.library.open(player.library.add(path)))
    player.learning.open_lesson(enrolment, "welcome")
    before = player.learning.progress("Nora")
    path.unlink()
    with pytest.raises(PlayerError, match=r"tea\.course"):
        enrolment.open.source.open("welcome.md")
    with pytest.raises(PlayerError, match=r"tea\.course"):
        player.quizzing.card(enrolment, "check")
    with pytest.raises(PlayerError, match=r"tea\.course"):
        player.quizzing.start(enrolment, "check")
    assert player.learning.progress("Nora") == before
    assert player.learning.finish_lesson(enrolment, "welcome").ticked  # what was learned is still recorded


def test_a_damaged_package_is_marked_and_mended(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    path = write_tea(tmp_path / "tea.course")
    good = path.read_bytes()
    key = player.library.add(path)
    path.write_bytes(good[: len(good) // 2])
    with pytest.raises(PlayerError):
        player.library.open(key)
    assert [card.state for card in player.library.shelf(nora.id)] == ["damaged"]
    path.write_bytes(good)
    player.library.open(key)
    assert [card.state for card in player.library.shelf(nora.id)] == ["new"]


def test_no_package_at_all_changes_nothing(player: Player, tmp_path: Path) -> None:
    (tmp_path / "no.course").write_bytes(b"hello")
    for path in (tmp_path / "no.course", tmp_path / "none.course", tmp_path):
        with pytest.raises(PlayerError):
            player.library.add(path)
    assert player.library.shelf("x") == ()


def test_another_course_in_its_place_is_refused(player: Player, tmp_path: Path) -> None:
    path = write_tea(tmp_path / "one.course")
    key = player.library.add(path)
    write_plain(path, 2)
    with pytest.raises(PlayerError, match="another course now: “Plain”"):
        player.library.open(key)


def test_versions_on_the_shelf(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    old, new = write_tea(tmp_path / "old.course", "1.9"), write_tea(tmp_path / "new.course", "1.10", extra_lesson=True)
    key = player.library.add(old)
    assert player.library.add(new) == key
    assert [(card.version, card.of) for card in player.library.shelf(nora.id)] == [("1.10", 6)]
    with pytest.raises(PlayerError, match=r"version 1\.10 is on the shelf"):
        player.library.add(old)
    new.unlink()
    player.library.add(old)
    assert [(card.version, card.path) for card in player.library.shelf(nora.id)] == [("1.9", str(old))]


@pytest.mark.parametrize(
    ("older", "newer"), [("1.9", "1.10"), ("1.0", "1.0.1"), ("2.0-rc1", "2.0"), ("2.0-rc1", "2.0-rc2"), ("1", "2"), ("1.0a", "1.0"), ("9", "10.1")]
)
def test_versions_are_ordered_as_people_read_them(older: str, newer: str) -> None:
    assert version_order(older) < version_order(newer)
    assert version_order("1.0") == version_order("1.0.0") == version_order("1")


def test_the_first_picture_shows_the_same_cards(player: Player, tea: Path, clock: Clock) -> None:
    assert first_picture(player.data) is None
    nora = player.learners.create("Nora", "cat", "rose")
    enrolment = player.learning.enrol(nora.id, player.library.open(player.library.add(tea)))
    player.learning.finish_lesson(enrolment, "welcome")
    player.learners.create("Ben", "dog", "teal")
    first = first_picture(player.data, nora.id)
    assert first is not None
    assert first.learners == player.learners.all()
    assert first.learner == player.learners.get(nora.id)
    assert first.cards == player.library.shelf(nora.id)
    assert first.kept == player.awarding.kept(nora.id) == ()
    again = first_picture(player.data, "")
    assert again is not None
    assert again.learner == player.learners.all()[0]
