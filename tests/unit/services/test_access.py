"""Access through the services: windows, days of use, what follows the certificate, reopening, and a hostile clock."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from player.course.access import GRACE_MS
from player.course.believed import ClockNote
from player.course.facts import EventKind
from player.course.ledger import decode
from player.course.model import Access, AfterCertificate
from player.course.status_types import Door, Why
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.first import first_picture
from player.services.learning import ClosedError, Enrolment, Use
from player.services.player import Player
from player.services.trainer import Proof
from tests.forge.clocks import in_utc
from tests.forge.courses import RIGHT, tea_quiz, write_tea
from tests.unit.services.conftest import NOON, Clock
from tests.unit.services.test_learning import assert_the_cache_is_the_ledger

DAY = 86_400_000
Enrol = Callable[..., Enrolment]


@pytest.fixture(autouse=True)
def _greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from in_utc(monkeypatch)


@pytest.fixture
def enrol(player: Player, tmp_path: Path) -> Enrol:
    """Nora in the tea course with that access."""

    def made(quiz_rules: dict[str, object] | None = None, **access: object) -> Enrolment:
        rules = Access(**access)  # type: ignore[arg-type]  # fields of Access
        path = write_tea(tmp_path / "tea.course", access=rules, quiz=tea_quiz(**(quiz_rules or {})))
        nora = player.learners.create("Nora Example", "bird", "sea")
        return player.learning.enrol(nora.id, player.library.open(player.library.add(path)))

    return made


def events(player: Player, at: Enrolment) -> list[tuple[EventKind, dict[str, object]]]:
    with player._register.store.reading() as tables:
        return [(event.kind, dict(event.data)) for event in (decode(body).event for body in tables.ledger.bodies(at.number))]


def again(player: Player, at: Enrolment) -> Enrolment:
    """The course opened anew."""
    return player.learning.enrol(at.learner.id, player.library.open(at.open.key))


def card(player: Player, at: Enrolment) -> tuple[Door, Why, int | None]:
    found = player.library.shelf(at.learner.id)[0].access
    assert found is not None
    return found.door, found.why, found.changes_at


def finish(player: Player, at: Enrolment) -> None:
    player.learning.finish_lesson(at, "welcome")
    player.learning.sitting(at, "leaflet", Use(pages=frozenset({1, 2}), ended=True))
    player.learning.finish_lesson(at, "files")
    for box in (0, 1):
        player.learning.tick_box(at, "boxes", box, True)
    paper = player.quizzing.start(at, "check")
    for question, response in RIGHT.items():
        paper = player.quizzing.answer(paper, question, response)
    player.quizzing.submit(paper)


# Windows (NOON is 15 January 2027, 08:00 UTC)


def test_before_it_opens_no_lesson_opens(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(opens_on="2027-01-20")
    assert player.learning.status(at).access.door is Door.NOT_YET
    with pytest.raises(ClosedError):
        player.learning.open_lesson(at, "welcome")
    with pytest.raises(ClosedError):
        player.learning.tick_box(at, "boxes", 0, True)
    assert card(player, at)[:2] == (Door.NOT_YET, Why.OPENS_ON)
    clock.forward(days=6)
    player.learning.open_lesson(at, "welcome")
    assert player.learning.finish_lesson(at, "welcome").ticked


def test_after_it_closes_everything_can_be_read_and_nothing_earns(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-01-17")
    player.learning.finish_lesson(at, "welcome")
    assert card(player, at)[:2] == (Door.OPEN, Why.CLOSES_ON)
    clock.forward(days=4)
    before = events(player, at)
    player.learning.open_lesson(at, "history")
    step = player.learning.finish_lesson(at, "history", Use(active_ms=9000, end_seen=True, ended=True))
    assert (step.ticked, step.next_lesson) == (False, "leaflet")
    assert not player.learning.sitting(at, "leaflet", Use(pages=frozenset({1, 2}), ended=True)).ticked
    for deed in (
        lambda: player.learning.tick_box(at, "boxes", 0, True),
        lambda: player.learning.file_saved(at, "files", "recipe.txt"),
        lambda: player.quizzing.start(at, "check"),
    ):
        with pytest.raises(ClosedError):
            deed()
    assert events(player, at) == before
    status = player.learning.status(at)
    assert (status.done, status.access.door) == (1, Door.READ_ONLY)
    assert card(player, at)[0] is Door.READ_ONLY
    assert_the_cache_is_the_ledger(player, at)


def test_a_locked_course_shows_no_lesson_and_keeps_its_awards(player: Player, clock: Clock, enrol: Enrol, tmp_path: Path) -> None:
    at = enrol(closes_on="2027-01-17", after_closing="locked")
    finish(player, at)
    clock.forward(days=4)
    with pytest.raises(ClosedError) as closed:
        player.learning.open_lesson(at, "welcome")
    assert closed.value.standing.why is Why.CLOSES_ON
    issued = player.awarding.issue(at, "certificate", "Nora Example")
    player.awarding.save(issued, tmp_path / "mine.pdf")
    assert player.awarding.kept(at.learner.id)[0].saved_at is not None


def test_days_from_start_begin_with_the_first_lesson(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(days_from_start=2)
    clock.forward(days=30)
    assert player.learning.status(at).access.changes_at is None
    player.learning.open_lesson(at, "welcome")
    clock.forward(days=2)
    assert player.learning.status(at).access.door is Door.OPEN
    clock.forward(days=1)
    assert player.learning.status(at).access.why is Why.DAYS_FROM_START
    assert card(player, at)[0] is Door.READ_ONLY


def test_days_of_use_survive_a_restart_and_count_days_not_openings(player: Player, data: DataFolder, clock: Clock, enrol: Enrol) -> None:
    at = enrol(days_of_use=2)
    player.learning.open_lesson(at, "welcome")
    player.learning.open_lesson(at, "history")
    assert player.learning.status(at).access.days_left == 1
    clock.forward(days=5)
    player.learning.open_lesson(at, "welcome")
    assert player.learning.status(at).access.days_left == 0
    player.close()
    other = Player(data, clock, machine="one")
    later = other.learning.enrol(at.learner.id, other.library.open(at.open.key))
    assert other.learning.finish_lesson(later, "welcome").ticked, "the second day is not over"
    clock.forward(days=1)
    assert other.learning.status(later).access.why is Why.DAYS_OF_USE
    with pytest.raises(ClosedError):
        other.learning.tick_box(later, "boxes", 0, True)
    assert_the_cache_is_the_ledger(other, later)
    other.close()


def test_the_first_picture_knows_what_is_closed(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-01-17")
    player.learning.open_lesson(at, "welcome")
    clock.forward(days=4)
    first = first_picture(player.data, at.learner.id, clock)
    assert first is not None
    assert first.cards == player.library.shelf(at.learner.id)
    assert first.cards[0].access is not None
    assert first.cards[0].access.door is Door.READ_ONLY


# Under the learner's hands


def test_what_was_opened_in_time_is_not_closed_under_the_hands(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-01-15")
    player.learning.open_lesson(at, "leaflet")
    clock.now = NOON + 20 * 3_600_000  # the next day, the page is still open
    assert player.learning.status(at).access.door is Door.READ_ONLY
    assert player.learning.sitting(at, "leaflet", Use(pages=frozenset({1, 2}))).ticked
    player.learning.sitting(at, "leaflet", Use(pages=frozenset({1, 2}), ended=True))
    player.learning.open_lesson(at, "boxes")
    with pytest.raises(ClosedError):
        player.learning.tick_box(at, "boxes", 0, True)


def test_a_page_left_open_for_days_does_not_keep_the_course_open(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-01-15")
    player.learning.open_lesson(at, "leaflet")
    clock.forward(days=3)
    assert not player.learning.sitting(at, "leaflet", Use(pages=frozenset({1, 2}))).ticked


def test_an_attempt_begun_in_time_runs_on_for_a_day(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-01-15", after_closing="locked")
    paper = player.quizzing.start(at, "check")
    clock.now = NOON + 20 * 3_600_000
    paper = player.quizzing.start(again(player, at), "check")
    closed = player.learning.status(at).access.since
    assert closed is not None
    assert paper.seconds_left == (closed + GRACE_MS - clock.now) // 1000
    for question, response in RIGHT.items():
        paper = player.quizzing.answer(paper, question, response)
    assert player.quizzing.submit(paper).step.ticked
    with pytest.raises(ClosedError):
        player.quizzing.start(at, "check")


def test_a_day_after_closing_the_attempt_is_handed_in_as_saved(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-01-15")
    paper = player.quizzing.start(at, "check")
    for question, response in RIGHT.items():
        paper = player.quizzing.answer(paper, question, response)
    assert player.quizzing.hand_in_overdue(at) == ()
    clock.forward(days=3)
    with pytest.raises(PlayerError, match="ran out"):
        player.quizzing.answer(paper, "word", "coffee")
    at = again(player, at)
    assert [result.passed for result in player.quizzing.hand_in_overdue(at)] == [True]
    assert player.quizzing.hand_in_overdue(at) == ()
    assert [data["why"] for kind, data in events(player, at) if kind is EventKind.ATTEMPT_SUBMITTED] == ["closed"]
    assert player.learning.status(at).lessons["check"].done


def test_going_on_after_the_last_day_hands_in_too(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-01-15")
    player.quizzing.start(at, "check")
    clock.forward(days=3)
    assert player.quizzing.card(at, "check").seconds_left == 0
    with pytest.raises(PlayerError, match="handed in as it was saved"):
        player.quizzing.start(at, "check")


def test_the_attempts_own_time_still_ends_it_first(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol({"time_limit_seconds": 600}, closes_on="2027-01-15")
    player.quizzing.start(at, "check")
    clock.forward(days=3)
    assert [result.passed for result in player.quizzing.hand_in_overdue(at)] == [False]
    assert "time" in [data.get("why") for kind, data in events(player, at) if kind is EventKind.ATTEMPT_SUBMITTED]


# After the certificate


@pytest.mark.parametrize("how", ["file", "print", "stick"])
def test_saving_the_certificate_closes_not_earning_it(player: Player, enrol: Enrol, tmp_path: Path, how: str) -> None:
    at = enrol(after_certificate=AfterCertificate.LOCK)
    finish(player, at)
    issued = player.awarding.issue(at, "certificate", "Nora Example")
    assert player.learning.status(at).access.door is Door.OPEN
    if how == "file":
        player.awarding.save(issued, tmp_path / "mine.pdf")
    elif how == "print":
        player.awarding.printed(issued)
    else:
        stick = tmp_path / "stick"
        stick.mkdir()
        assert player.awarding.copy_to_stick(issued, stick).name == "Making Tea - Nora Example.pdf"
    found = player.learning.status(at).access
    assert (found.door, found.why) == (Door.LOCKED, Why.CERTIFICATE)
    assert card(player, at)[0] is Door.LOCKED
    with pytest.raises(ClosedError):
        player.learning.open_lesson(at, "history")
    assert again(player, at).id == at.id
    assert_the_cache_is_the_ledger(player, at)


def test_by_default_the_course_stays_open(player: Player, enrol: Enrol) -> None:
    at = enrol()
    finish(player, at)
    player.awarding.printed(player.awarding.issue(at, "certificate", "Nora Example"))
    player.learning.open_lesson(at, "history")
    assert player.learning.finish_lesson(at, "history").ticked
    assert player.library.shelf(at.learner.id)[0].access is None


def test_read_only_after_the_certificate_lets_extras_be_read(player: Player, enrol: Enrol) -> None:
    at = enrol(after_certificate=AfterCertificate.READ_ONLY)
    finish(player, at)
    player.awarding.printed(player.awarding.issue(at, "certificate", "Nora Example"))
    player.learning.open_lesson(at, "history")
    assert not player.learning.finish_lesson(at, "history").ticked


def test_a_second_copy_on_a_stick_stands_beside_another_file(player: Player, enrol: Enrol, tmp_path: Path) -> None:
    at = enrol()
    finish(player, at)
    issued = player.awarding.issue(at, "certificate", "Nora Example")
    (tmp_path / "Making Tea - Nora Example.pdf").write_bytes(b"somebody else's")
    first = player.awarding.copy_to_stick(issued, tmp_path)
    assert first.name == "Making Tea - Nora Example (2).pdf"
    assert player.awarding.copy_to_stick(issued, tmp_path) == first
    assert player.awarding.check(first).valid
    with pytest.raises(PlayerError):
        player.awarding.copy_to_stick(issued, tmp_path / "pulled")


# Reopened


@pytest.fixture
def proof(player: Player) -> Proof:
    player.trainer.set_pin("Trainer Tess", "271828", "271828")
    return player.trainer.check("271828")


def test_a_trainer_reopens_one_round(player: Player, clock: Clock, enrol: Enrol, proof: Proof) -> None:
    at = enrol(closes_on="2027-01-15", after_closing="locked")
    with pytest.raises(PlayerError, match="is open"):
        player.learning.reopen(at, 7, "ill", proof)
    clock.forward(days=10)
    with pytest.raises(PlayerError, match="reason"):
        player.learning.reopen(at, 7, " ", proof)
    found = player.learning.reopen(at, 7, "was ill", proof).access
    assert (found.door, found.why, found.becomes) == (Door.OPEN, Why.REOPENED, Door.LOCKED)
    player.learning.open_lesson(at, "welcome")
    assert player.learning.finish_lesson(at, "welcome").ticked
    assert card(player, at)[:2] == (Door.OPEN, Why.REOPENED)
    clock.forward(days=7)
    assert player.learning.status(at).access.earns, "the seventh day is included"
    clock.forward(days=1)
    assert player.learning.status(at).access.door is Door.LOCKED
    kinds = [data for kind, data in events(player, at) if kind is EventKind.REOPENED]
    assert (kinds[0]["by"], kinds[0]["reason"], kinds[0]["proof"]) == ("Trainer Tess", "was ill", "pin")
    player.learning.reopen(at, None, "for good", proof)
    clock.forward(days=3000)
    assert_the_cache_is_the_ledger(player, at)


def test_where_the_author_forbids_it_no_pin_reopens(player: Player, clock: Clock, enrol: Enrol, proof: Proof) -> None:
    at = enrol(closes_on="2027-01-15")
    clock.forward(days=10)
    strict = replace(at, open=replace(at.open, course=replace(at.open.course, overrides_by_pin=False)))
    with pytest.raises(PlayerError, match="author"):
        player.learning.reopen(strict, 7, "ill", proof)


# The clock


def test_a_clock_set_back_opens_nothing_even_if_only_the_closing_was_seen(player: Player, data: DataFolder, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-01-17")
    clock.forward(days=5)
    at = again(player, at)
    again(player, at)
    assert [data["why"] for kind, data in events(player, at) if kind is EventKind.CLOSED] == ["closes_on"], "once"
    clock.now = NOON
    player.close()
    other = Player(data, clock, machine="one")
    later = other.learning.enrol(at.learner.id, other.library.open(at.open.key))
    assert other.learning.status(later).access.door is Door.READ_ONLY
    assert other.dates.believed(at.learner.id).note is ClockNote.BACK
    other.close()


def test_a_leap_closes_nothing_until_a_trainer_confirms_the_date(player: Player, clock: Clock, enrol: Enrol, proof: Proof) -> None:
    at = enrol(closes_on="2027-12-31")
    player.learning.open_lesson(at, "welcome")
    clock.forward(days=500)
    assert player.dates.believed(at.learner.id).note is ClockNote.LEAP
    assert player.learning.status(at).access.door is Door.OPEN
    assert player.learning.finish_lesson(at, "welcome").ticked
    told = next(data for kind, data in events(player, at) if kind is EventKind.NEXT)
    assert told["settled"] == NOON
    assert_the_cache_is_the_ledger(player, at)
    assert card(player, at)[0] is Door.OPEN
    assert player.dates.confirm(at.learner.id, proof).note is ClockNote.NONE
    assert player.learning.status(at).access.door is Door.READ_ONLY
    assert card(player, at)[0] is Door.READ_ONLY
    assert player.learning.progress("Nora Example").verified


def test_a_time_that_ran_ahead_is_put_back_by_a_trainer(player: Player, data: DataFolder, clock: Clock, enrol: Enrol, proof: Proof) -> None:
    at = enrol(days_from_start=30)
    clock.forward(days=20_000)
    player.learning.open_lesson(at, "welcome")
    player.learning.tick_box(at, "boxes", 0, True)
    clock.now = NOON + DAY
    player.learning.tick_box(at, "boxes", 0, False)
    assert player.dates.believed(at.learner.id).note is ClockNote.LEAPT
    told = player.dates.confirm(at.learner.id, player.trainer.check("271828"))
    assert told.now == told.settled == clock.now
    assert player.learning.facts(at).started_at == clock.now
    clock.forward(days=1)
    player.learning.tick_box(at, "boxes", 1, True)
    assert events(player, at)[-1][0] is EventKind.BOX, "what was written last is last, whatever its time"
    assert player.learning.facts(at).lesson("boxes").boxes == {1}
    assert_the_cache_is_the_ledger(player, at)
    assert player.learning.progress("Nora Example").verified
    player.close()
    other = Player(data, clock, machine="one")
    later = other.learning.enrol(at.learner.id, other.library.open(at.open.key))
    assert other.dates.believed(at.learner.id).now == clock.now
    assert other.learning.status(later).access.changes_at is not None
    other.close()


def test_another_chain_that_ran_ahead_is_annulled_too(player: Player, data: DataFolder, clock: Clock, enrol: Enrol) -> None:
    at = enrol()
    clock.forward(days=30_000)
    player.learning.open_lesson(at, "welcome")
    player.close()
    clock.now = NOON + DAY
    moved = Player(data, clock, machine="two")
    moved.trainer.set_pin("Trainer Tess", "271828", "271828")
    later = moved.learning.enrol(at.learner.id, moved.library.open(at.open.key))
    moved.learning.open_lesson(later, "history")
    assert moved.dates.believed(at.learner.id).now > NOON + 29_999 * DAY
    moved.dates.confirm(at.learner.id, moved.trainer.check("271828"))
    assert moved.dates.believed(at.learner.id).now == clock.now
    moved.close()
    third = Player(data, clock, machine="two")
    assert third.dates.believed(at.learner.id).now == clock.now
    third.close()


def test_a_flat_battery_takes_no_time_and_says_so(player: Player, clock: Clock, enrol: Enrol) -> None:
    at = enrol(closes_on="2027-12-31")
    player.learning.open_lesson(at, "welcome")
    clock.now = 86_400_000
    found = player.dates.believed(at.learner.id)
    assert (found.note, found.now) == (ClockNote.BATTERY, NOON)
    assert player.learning.finish_lesson(at, "welcome").ticked
    told = next(data for kind, data in events(player, at) if kind is EventKind.NEXT)
    assert told["clock"] == 86_400_000
