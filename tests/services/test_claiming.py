"""A guest's progress gets a name: a new one, or that of a learner who is here; nothing of it is lost, and every chain still verifies."""

from pathlib import Path

import pytest

from player.errors import PlayerError
from player.services.enrolments import Enrolment
from player.services.learners import LearnerCard
from player.services.learning import Use
from player.services.pins import PinError
from player.services.player import Player
from tests.forge.courses import RIGHT
from tests.unit.services.conftest import Clock
from tests.unit.services.test_learning import assert_the_cache_is_the_ledger


@pytest.fixture
def key(player: Player, tea: Path) -> str:
    return player.library.add(tea)


def enrolled(player: Player, who: LearnerCard, key: str) -> Enrolment:
    return player.learning.enrol(who.id, player.library.open(key))


def learn(player: Player, at: Enrolment, *lessons: str) -> None:
    for lesson in lessons:
        player.learning.open_lesson(at, lesson)
        player.learning.finish_lesson(at, lesson)


def sit(player: Player, at: Enrolment) -> None:
    """The quiz, passed."""
    paper = player.quizzing.start(at, "check")
    for question, response in RIGHT.items():
        paper = player.quizzing.answer(paper, question, response)
    player.quizzing.submit(paper)


def test_a_guest_becomes_a_new_learner_and_another_guest_may_come(player: Player, key: str) -> None:
    guest = player.learners.guest()
    learn(player, enrolled(player, guest, key), "welcome")
    named = player.claiming.into_new(guest.id, " Amina  Diallo ", "turtle", "teal")
    assert (named.id, named.name, named.picture, named.tint, named.guest) == (guest.id, "Amina Diallo", "turtle", "teal", False)
    at = enrolled(player, named, key)
    assert player.learning.status(at).lessons["welcome"].done
    assert_the_cache_is_the_ledger(player, at)
    assert player.learning.progress("amina diallo").verified
    other = player.learners.guest()
    assert other.id != guest.id
    assert {card.name for card in player.learners.all()} == {"Amina Diallo", "Guest"}


def test_a_name_that_is_taken_changes_nothing(player: Player) -> None:
    player.learners.create("Amina", "bird", "sea")
    guest = player.learners.guest()
    for name in ("amina", "", "x" * 81):
        with pytest.raises(PlayerError):
            player.claiming.into_new(guest.id, name, "turtle", "teal")
    assert player.learners.get(guest.id).guest


def test_a_day_of_believed_time_after_the_last_deed(player: Player, key: str, clock: Clock) -> None:
    guest = player.learners.guest()
    offer = player.claiming.offer(guest.id)
    assert offer is not None
    assert (offer.left_ms, offer.has_progress) == (86_400_000, False)
    clock.forward(days=2)
    assert player.claiming.offer(guest.id) is None
    with pytest.raises(PlayerError, match="more than a day ago"):
        player.claiming.into_new(guest.id, "Amina", "turtle", "teal")
    at = enrolled(player, guest, key)
    learn(player, at, "welcome")
    clock.forward(seconds=86_399)
    offer = player.claiming.offer(guest.id)
    assert offer is not None
    assert (offer.left_ms, offer.has_progress) == (1000, True)
    clock.forward(days=-300)  # believed time stands
    assert player.claiming.offer(guest.id) is not None
    clock.forward(days=300, seconds=1)
    assert player.claiming.offer(guest.id) is None


def test_only_a_guest_is_claimed(player: Player) -> None:
    nora, ben = player.learners.create("Nora", "bird", "sea"), player.learners.create("Ben", "dog", "teal")
    assert player.claiming.offer(nora.id) is None
    with pytest.raises(PlayerError, match="a name already"):
        player.claiming.into_new(nora.id, "New", "x", "y")
    with pytest.raises(PlayerError, match="a name already"):
        player.claiming.into(nora.id, ben.id)
    guest = player.learners.guest()
    with pytest.raises(PlayerError, match="another guest's"):
        player.claiming.into(guest.id, guest.id)


def test_the_union_of_both(player: Player, key: str, clock: Clock) -> None:
    nora = player.learners.create("Nora", "bird", "sea")
    hers = enrolled(player, nora, key)
    learn(player, hers, "welcome")
    player.quizzing.submit(player.quizzing.start(hers, "check"))
    clock.forward(seconds=60)
    guest = player.learners.guest()
    theirs = enrolled(player, guest, key)
    learn(player, theirs, "files")
    sit(player, theirs)
    player.learning.tick_box(theirs, "boxes", 0, True)
    player.learning.sitting(theirs, "leaflet", Use(active_ms=4000, pages=frozenset({1})))  # open, in no event yet
    claimed_at = clock.forward(seconds=60)
    assert player.claiming.into(guest.id, nora.id).id == nora.id
    assert [card.name for card in player.learners.all()] == ["Nora"]
    at = enrolled(player, nora, key)
    assert at.id == hers.id
    lessons = player.learning.status(at).lessons
    assert [name for name, told in lessons.items() if told.done] == ["welcome", "files", "check"]
    facts = player.learning.facts(at)
    assert facts.lesson("leaflet").pages == {1}
    assert facts.lesson("boxes").boxes == {0}
    assert [attempt.passed for attempt in facts.lesson("check").attempts] == [False, True]
    assert_the_cache_is_the_ledger(player, at)
    told = player.learning.progress("Nora")
    assert told.verified
    assert len(told.ledger) == 2
    assert [(attempt.number, attempt.passed) for attempt in told.enrolments[0].attempts] == [(1, False), (2, True)]
    assert [card.done for card in player.library.shelf(nora.id)] == [3]
    clock.now = claimed_at - 10_000_000
    assert player._register.believed(nora.id) == claimed_at
    again = Player(player.data, clock, machine="one")  # another process sees the same
    assert again.learning.progress("Nora") == told
    again.close()


def test_courses_that_only_the_guest_began_go_along(player: Player, key: str) -> None:
    nora, guest = player.learners.create("Nora", "bird", "sea"), player.learners.guest()
    learn(player, enrolled(player, guest, key), "welcome")
    player.claiming.into(guest.id, nora.id)
    at = enrolled(player, nora, key)
    assert player.learning.status(at).lessons["welcome"].done
    learn(player, at, "files")
    assert_the_cache_is_the_ledger(player, at)
    assert player.learning.progress("Nora").verified


def test_certificates_of_the_guest_stand_among_the_learners(player: Player, key: str) -> None:
    nora, guest = player.learners.create("Nora", "bird", "sea"), player.learners.guest()
    hers, theirs = enrolled(player, nora, key), enrolled(player, guest, key)
    for at in (hers, theirs):
        learn(player, at, "welcome", "files")
        player.learning.sitting(at, "leaflet", Use(pages=frozenset({1, 2}), ended=True))
        for box in (0, 1):
            player.learning.tick_box(at, "boxes", box, True)
        sit(player, at)
    issued = [player.awarding.issue(at, "certificate", name) for at, name in ((hers, "Nora Example"), (theirs, "N. Example"))]
    player.claiming.into(guest.id, nora.id)
    assert {kept.number for kept in player.awarding.kept(nora.id)} == {one.number for one in issued}
    at = enrolled(player, nora, key)
    assert player.learning.facts(at).award("certificate").number == issued[0].number  # the guest's does not take its place
    assert_the_cache_is_the_ledger(player, at)
    from player.services.first import first_picture

    first = first_picture(player.data, nora.id)
    assert first is not None
    assert {kept.number for kept in first.kept} == {one.number for one in issued}


def test_a_course_that_is_not_at_hand_is_counted_when_it_is_next_opened(player: Player, tea: Path, tmp_path: Path) -> None:
    path = tmp_path / "tea.course"
    path.write_bytes(tea.read_bytes())
    key = player.library.add(path)
    nora, guest = player.learners.create("Nora", "bird", "sea"), player.learners.guest()
    for who, lesson in ((nora, "welcome"), (guest, "files")):
        at = enrolled(player, who, key)
        learn(player, at, lesson)
        at.open.close()
    path.rename(tmp_path / "away")
    player.claiming.into(guest.id, nora.id)
    assert [card.done for card in player.library.shelf(nora.id)] == [1]
    (tmp_path / "away").rename(path)
    player.close()
    again = Player(player.data, player.clock, machine="one")
    at = again.learning.enrol(nora.id, again.library.open(key))
    assert [name for name, told in again.learning.status(at).lessons.items() if told.done] == ["welcome", "files"]
    assert_the_cache_is_the_ledger(again, at)
    at.open.close()
    again.close()


def test_two_open_attempts_at_one_quiz_are_refused_and_one_is_gone_on_with(player: Player, key: str) -> None:
    nora, guest = player.learners.create("Nora", "bird", "sea"), player.learners.guest()
    hers, theirs = enrolled(player, nora, key), enrolled(player, guest, key)
    mine = player.quizzing.start(hers, "check")
    player.quizzing.answer(player.quizzing.start(theirs, "check"), "word", "cha")
    with pytest.raises(PlayerError, match="both begun"):
        player.claiming.into(guest.id, nora.id)
    assert player.learners.get(guest.id).guest
    player.quizzing.submit(mine)
    player.claiming.into(guest.id, nora.id)
    at = enrolled(player, nora, key)
    paper = player.quizzing.start(at, "check")
    assert dict(paper.responses) == {"word": "cha"}
    player.quizzing.submit(paper)
    assert len(player.learning.facts(at).lesson("check").attempts) == 2
    assert_the_cache_is_the_ledger(player, at)


def test_a_learner_with_a_pin_is_asked_for_it(player: Player) -> None:
    nora, guest = player.learners.create("Nora", "bird", "sea"), player.learners.guest()
    player.learners.set_pin(nora.id, "4711", "4711")
    with pytest.raises(PinError):
        player.claiming.into(guest.id, nora.id)
    assert player.claiming.into(guest.id, nora.id, "4711").lock
