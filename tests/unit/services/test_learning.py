"""A learner walks through a course."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from player.course.facts import EventKind
from player.course.ledger import decode
from player.course.model import After, Award, AwardKind, Order
from player.course.status_types import State
from player.errors import PlayerError
from player.package.builder import build
from player.services.enrolments import stored_facts
from player.services.learning import Enrolment, Use
from player.services.player import Player
from tests.forge.courses import RIGHT, tea_course, tea_quiz, write_tea
from tests.forge.packages import openers
from tests.unit.services.conftest import NOON, Clock


def events(player: Player, enrolment: Enrolment) -> list[tuple[EventKind, str]]:
    with player._register.store.reading() as tables:
        return [(one.kind, one.lesson) for one in (decode(body).event for body in tables.ledger.bodies(enrolment.number))]


def assert_the_cache_is_the_ledger(player: Player, enrolment: Enrolment) -> None:
    """Stored states are a cache (product.md section 11.1)."""
    refolded = player.learning.refolded(enrolment)
    with player._register.store.reading() as tables:
        stored = stored_facts(tables, enrolment.number, enrolment.learner.id)
    assert dict(stored.lessons) == dict(refolded.lessons)
    assert dict(stored.awards) == dict(refolded.awards)
    assert stored.started_at == refolded.started_at
    assert player.learning.facts(enrolment) == stored
    progress = player.learning.progress(enrolment.learner.name)
    assert progress.verified


def pass_the_quiz(player: Player, enrolment: Enrolment) -> None:
    player.learning.open_lesson(enrolment, "check")
    paper = player.quizzing.start(enrolment, "check")
    for question, response in RIGHT.items():
        paper = player.quizzing.answer(paper, question, response)
    assert player.quizzing.submit(paper).passed


def test_next_ticks_counts_and_leads_on(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    learning = player.learning
    status = learning.open_lesson(enrolment, "welcome")
    assert (status.done, status.of, status.lessons["welcome"].state) == (0, 5, State.STARTED)
    clock.forward(seconds=60)
    step = learning.finish_lesson(enrolment, "welcome")
    assert (step.ticked, step.next_lesson, step.earned) == (True, "history", ())
    assert (step.status.done, step.status.lessons["welcome"].state, step.status.lessons["welcome"].ticked_at) == (1, State.DONE, NOON + 60_000)
    again = learning.finish_lesson(enrolment, "welcome")
    assert (again.ticked, again.next_lesson, again.status.done) == (False, "history", 1)
    last = learning.finish_lesson(enrolment, "check")
    assert (last.ticked, last.next_lesson) == (False, "")
    assert_the_cache_is_the_ledger(player, enrolment)


def test_what_was_done_is_there_after_a_new_start(player: Player, enrolment: Enrolment, tea: Path) -> None:
    player.learning.open_lesson(enrolment, "welcome")
    player.learning.finish_lesson(enrolment, "welcome")
    before = player.learning.status(enrolment)
    player.close()
    again = Player(player.data, player.clock, machine="one")
    back = again.learning.enrol(enrolment.learner.id, again.library.open(enrolment.open.key))
    assert (back.id, back.round, back.number) == (enrolment.id, 1, enrolment.number)
    after = again.learning.status(back)
    assert (after.done, dict(after.lessons), after.resume) == (before.done, dict(before.lessons), before.resume)
    assert [one[0] for one in events(again, back)] == [EventKind.ENROLLED, EventKind.OPENED, EventKind.NEXT]
    again.close()


def test_opening_is_recorded_once_a_day_and_the_place_each_time(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    for lesson in ("welcome", "history", "welcome", "welcome"):
        clock.forward(seconds=9)
        player.learning.open_lesson(enrolment, lesson)
    assert events(player, enrolment)[1:] == [(EventKind.OPENED, "welcome"), (EventKind.OPENED, "history")]
    found = player.learning.progress("Nora Example").enrolments[0]
    assert (found.place, found.last_opened, found.started_at) == ("welcome", clock.now, NOON + 9000)
    clock.forward(days=1)
    player.learning.open_lesson(enrolment, "welcome")
    assert events(player, enrolment)[3:] == [(EventKind.OPENED, "welcome")]


def test_in_order_locks_and_says_why(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    package = write_tea(tmp_path / "tea.course", order=Order.IN_ORDER)
    enrolment = player.learning.enrol(nora.id, player.library.open(player.library.add(package)))
    before = player.learning.progress("Nora")
    deeds: list[Callable[[], object]] = [
        lambda: player.learning.open_lesson(enrolment, "files"),
        lambda: player.learning.finish_lesson(enrolment, "files"),
        lambda: player.learning.tick_box(enrolment, "boxes", 0, True),
        lambda: player.learning.file_saved(enrolment, "files", "recipe.txt"),
        lambda: player.quizzing.start(enrolment, "check"),
    ]
    for deed in deeds:
        with pytest.raises(PlayerError, match=r"is locked\. “Welcome” comes first"):
            deed()
    player.learning.finish_lesson(enrolment, "welcome")
    with pytest.raises(PlayerError, match="“The leaflet” has to be completed"):
        player.learning.finish_lesson(enrolment, "leaflet")
    assert events(player, enrolment) == [(EventKind.ENROLLED, ""), (EventKind.NEXT, "welcome")]
    assert before.enrolments[0].done == 0
    assert_the_cache_is_the_ledger(player, enrolment)


def test_a_lesson_that_is_not_there(player: Player, enrolment: Enrolment) -> None:
    deeds: list[Callable[[], object]] = [
        lambda: player.learning.open_lesson(enrolment, "gone"),
        lambda: player.learning.finish_lesson(enrolment, "gone"),
        lambda: player.learning.sitting(enrolment, "gone", Use(active_ms=5)),
        lambda: player.learning.grant(enrolment, "gone", "x", "y"),
        lambda: player.learning.tick_box(enrolment, "boxes", 2, True),
        lambda: player.learning.tick_box(enrolment, "boxes", -1, True),
        lambda: player.learning.file_saved(enrolment, "files", "other.txt"),
        lambda: player.learning.grant(enrolment, "welcome", "  ", "y"),
        lambda: player.learning.sitting(enrolment, "leaflet", Use(pages=frozenset({-1}))),
        lambda: player.quizzing.card(enrolment, "welcome"),
        lambda: player.quizzing.start(enrolment, "welcome"),
    ]
    for deed in deeds:
        with pytest.raises(PlayerError):
            deed()
    assert events(player, enrolment) == [(EventKind.ENROLLED, "")]


def test_boxes_and_files(player: Player, enrolment: Enrolment) -> None:
    learning = player.learning
    assert not learning.tick_box(enrolment, "boxes", 0, True).ticked
    assert not learning.tick_box(enrolment, "boxes", 0, False).ticked
    assert not learning.tick_box(enrolment, "boxes", 1, True).ticked
    assert learning.tick_box(enrolment, "boxes", 0, True).ticked
    step = learning.file_saved(enrolment, "files", "recipe.txt")
    assert not step.ticked
    assert learning.finish_lesson(enrolment, "files").ticked
    assert_the_cache_is_the_ledger(player, enrolment)


# Sittings


def test_a_sitting_is_one_event_when_it_ends(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    learning = player.learning
    for seconds in (5, 10, 15):
        clock.forward(seconds=5)
        step = learning.sitting(enrolment, "leaflet", Use(active_ms=seconds * 1000, pages=frozenset({1})))
        assert not step.ticked
        assert step.status.lessons["leaflet"].progress is not None
        assert float(step.status.lessons["leaflet"].progress) == 0.5
    assert events(player, enrolment) == [(EventKind.ENROLLED, "")]
    assert learning.status(enrolment).lessons["leaflet"].progress == step.status.lessons["leaflet"].progress
    learning.sitting(enrolment, "leaflet", Use(active_ms=17_000, pages=frozenset({1}), ended=True))
    assert events(player, enrolment)[1:] == [(EventKind.SITTING, "leaflet")]
    facts = learning.facts(enrolment).lesson("leaflet")
    assert (facts.active_ms, facts.pages) == (17_000, frozenset({1}))
    assert_the_cache_is_the_ledger(player, enrolment)


def test_a_tick_in_the_middle_of_a_sitting_is_recorded_at_once_and_nothing_twice(player: Player, enrolment: Enrolment) -> None:
    learning = player.learning
    learning.sitting(enrolment, "leaflet", Use(active_ms=5_000, pages=frozenset({1})))
    step = learning.sitting(enrolment, "leaflet", Use(active_ms=8_000, pages=frozenset({1, 2})))
    assert step.ticked
    assert events(player, enrolment)[1:] == [(EventKind.SITTING, "leaflet")]
    assert not learning.sitting(enrolment, "leaflet", Use(active_ms=9_000, pages=frozenset({1, 2}))).ticked
    learning.sitting(enrolment, "leaflet", Use(active_ms=11_000, pages=frozenset({1, 2}), ended=True))
    assert learning.facts(enrolment).lesson("leaflet").active_ms == 11_000
    learning.sitting(enrolment, "leaflet", Use(active_ms=2_000, ended=True))
    assert learning.facts(enrolment).lesson("leaflet").active_ms == 13_000
    assert_the_cache_is_the_ledger(player, enrolment)


def test_next_records_what_the_sitting_has_gathered(player: Player, enrolment: Enrolment) -> None:
    learning = player.learning
    learning.sitting(enrolment, "welcome", Use(active_ms=5_000, end_seen=True))
    assert learning.finish_lesson(enrolment, "welcome").ticked
    assert events(player, enrolment)[1:] == [(EventKind.SITTING, "welcome"), (EventKind.NEXT, "welcome")]
    learning.sitting(enrolment, "welcome", Use(active_ms=5_600, end_seen=True, ended=True))
    assert learning.facts(enrolment).lesson("welcome").active_ms == 5_600
    assert_the_cache_is_the_ledger(player, enrolment)


def test_a_sitting_without_anything_leaves_nothing(player: Player, enrolment: Enrolment) -> None:
    player.learning.sitting(enrolment, "welcome", Use())
    player.learning.sitting(enrolment, "welcome", Use(ended=True))
    assert events(player, enrolment) == [(EventKind.ENROLLED, "")]


def test_evidence_that_a_crash_left_behind_becomes_an_event(player: Player, enrolment: Enrolment) -> None:
    player.learning.sitting(enrolment, "leaflet", Use(active_ms=5_000, pages=frozenset({1})))
    player._register.store.close()  # no leave-taking
    again = Player(player.data, player.clock, machine="one")
    back = again.learning.enrol(enrolment.learner.id, again.library.open(enrolment.open.key))
    assert events(again, back)[1:] == [(EventKind.SITTING, "leaflet")]
    assert again.learning.facts(back).lesson("leaflet").pages == {1}
    assert_the_cache_is_the_ledger(again, back)
    again.learning.enrol(enrolment.learner.id, again.library.open(enrolment.open.key))
    assert len(events(again, back)) == 2
    again.close()
    player._register._store = None


# Completion, overrides


def complete(player: Player, enrolment: Enrolment) -> None:
    for lesson in ("welcome", "files"):
        player.learning.finish_lesson(enrolment, lesson)
    player.learning.sitting(enrolment, "leaflet", Use(pages=frozenset({1, 2}), ended=True))
    for box in (0, 1):
        player.learning.tick_box(enrolment, "boxes", box, True)
    pass_the_quiz(player, enrolment)


def test_the_last_required_lesson_earns_the_certificate(player: Player, enrolment: Enrolment) -> None:
    complete(player, enrolment)
    status = player.learning.status(enrolment)
    assert status.complete
    assert status.awards["certificate"].earned_at == NOON
    assert [one.id for one in player.awarding.ready(enrolment)] == ["certificate"]
    assert [kind for kind, _ in events(player, enrolment)].count(EventKind.EARNED) == 1
    (card,) = player.library.shelf(enrolment.learner.id)
    assert (card.state, card.done, card.of, card.earned_at) == ("complete", 5, 5, NOON)
    assert_the_cache_is_the_ledger(player, enrolment)


def test_grant_void_and_grant_again(player: Player, enrolment: Enrolment) -> None:
    complete(player, enrolment)
    step = player.learning.void(enrolment, "welcome", "wrong person", "Trainer Tess")
    assert (step.status.complete, step.status.lessons["welcome"].state, step.ticked) == (False, State.STARTED, False)
    assert step.status.lessons["welcome"].override is not None
    assert not step.status.awards["certificate"].earned
    assert_the_cache_is_the_ledger(player, enrolment)
    step = player.learning.grant(enrolment, "welcome", "done on paper", "Trainer Tess")
    assert (step.ticked, step.status.complete, step.earned) == (True, True, ("certificate",))
    found = player.learning.progress("Nora Example").enrolments[0]
    assert next(one.override for one in found.lessons if one.id == "welcome") == "granted"
    assert_the_cache_is_the_ledger(player, enrolment)


# Versions


def test_a_newer_version_keeps_ticks_and_says_so_in_the_ledger(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    old = player.library.open(player.library.add(write_tea(tmp_path / "old.course", "1.0")))
    enrolment = player.learning.enrol(nora.id, old)
    complete(player, enrolment)
    new = player.library.open(player.library.add(write_tea(tmp_path / "new.course", "2.0", extra_lesson=True)))
    later = player.learning.enrol(nora.id, new)
    assert (later.id, later.round) == (enrolment.id, 1)
    status = player.learning.status(later)
    assert (status.done, status.of, status.complete) == (5, 6, False)
    assert status.awards["certificate"].earned_at == NOON
    assert events(player, later)[-1] == (EventKind.UPDATED, "")
    assert player.learning.progress("Nora").enrolments[0].version == "2.0"
    assert_the_cache_is_the_ledger(player, later)
    assert player.learning.enrol(nora.id, new) == later
    assert [kind for kind, _ in events(player, later)].count(EventKind.UPDATED) == 1
    with pytest.raises(PlayerError, match=r"began version 2\.0.*holds version 1\.0"):
        player.learning.enrol(nora.id, old)


# Time and places


def test_a_clock_set_back_leaves_believed_time_standing_and_is_noted(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    player.learning.finish_lesson(enrolment, "welcome")
    clock.forward(days=-400)
    step = player.learning.finish_lesson(enrolment, "files")
    assert step.status.lessons["files"].ticked_at == NOON
    with player._register.store.reading() as tables:
        last = decode(tables.ledger.bodies(enrolment.number)[-1]).event
    assert (last.at, last.data) == (NOON, {"clock": clock.now})
    clock.forward(days=401)
    assert player.learning.finish_lesson(enrolment, "history").status.lessons["history"].ticked_at == clock.now
    assert_the_cache_is_the_ledger(player, enrolment)


def test_another_machine_begins_a_chain_that_names_the_head_it_continues(player: Player, enrolment: Enrolment) -> None:
    player.learning.finish_lesson(enrolment, "welcome")
    (first,) = player.learning.progress("Nora Example").ledger
    player.close()
    elsewhere = Player(player.data, player.clock, machine="two")
    back = elsewhere.learning.enrol(enrolment.learner.id, elsewhere.library.open(enrolment.open.key))
    elsewhere.learning.finish_lesson(back, "files")
    one, two = elsewhere.learning.progress("Nora Example").ledger
    assert one == first
    assert (two.number, two.continues, two.verified) == (1, first.hash, True)
    assert two.device != one.device
    assert elsewhere.learning.status(back).done == 2
    assert_the_cache_is_the_ledger(elsewhere, back)
    elsewhere.close()
    home = Player(player.data, player.clock, machine="one")
    back = home.learning.enrol(enrolment.learner.id, home.library.open(enrolment.open.key))
    home.learning.finish_lesson(back, "history")
    again = home.learning.progress("Nora Example").ledger
    assert [(chain.id, chain.number) for chain in again] == [(one.id, one.number + 1), (two.id, 1)]
    assert_the_cache_is_the_ledger(home, back)
    home.close()


def test_a_changed_ledger_is_found(player: Player, enrolment: Enrolment) -> None:
    player.learning.finish_lesson(enrolment, "welcome")
    with player._register.store.writing() as tables:
        tables.connection.exec_driver_sql("UPDATE ledger SET body = CAST(replace(body, 'welcome', 'history') AS BLOB) WHERE kind = 'lesson.next'")
    found = player.learning.progress("Nora Example")
    assert not found.verified
    assert "Entry 2" in found.ledger[0].problem


def test_a_cut_tail_is_found_when_the_stored_head_is_left(player: Player, enrolment: Enrolment) -> None:
    player.learning.finish_lesson(enrolment, "welcome")
    player.learning.finish_lesson(enrolment, "files")
    with player._register.store.writing() as tables:
        tables.connection.exec_driver_sql("DELETE FROM ledger WHERE number = 2")
    found = player.learning.progress("Nora Example")
    assert not found.verified
    assert "missing or out of order" in found.ledger[0].problem


def test_two_programs_over_one_folder_do_not_lose_each_others_work(player: Player, enrolment: Enrolment) -> None:
    other = Player(player.data, player.clock, machine="one")
    there = other.learning.enrol(enrolment.learner.id, other.library.open(enrolment.open.key))
    player.learning.finish_lesson(enrolment, "welcome")
    assert other.learning.status(there).done == 1
    assert other.learning.finish_lesson(there, "files").status.done == 2
    assert player.learning.finish_lesson(enrolment, "history").status.done == 2
    assert player.learning.status(enrolment).extras_done == 1
    assert_the_cache_is_the_ledger(player, enrolment)
    assert_the_cache_is_the_ledger(other, there)
    other.close()


def test_two_learners_have_their_own_records(player: Player, enrolment: Enrolment) -> None:
    ben = player.learners.create("Ben", "dog", "teal")
    his = player.learning.enrol(ben.id, enrolment.open)
    player.learning.finish_lesson(his, "welcome")
    assert player.learning.status(enrolment).done == 0
    assert player.learning.status(his).done == 1
    assert len(player.learning.progress("Ben").ledger) == 1
    assert player.learning.progress("Ben").ledger[0].id != player.learning.progress("Nora Example").ledger[0].id


def test_memory_holds_a_few_enrolments_and_every_one_still_works(player: Player, enrolment: Enrolment) -> None:
    others = [player.learning.enrol(player.learners.create(f"L{n}", "dog", "teal").id, enrolment.open) for n in range(6)]
    for one in (*others, enrolment, *others):
        player.learning.finish_lesson(one, "welcome")
    assert len(player.learning._lives) == 4
    assert {player.learning.status(one).done for one in (*others, enrolment)} == {1}


def test_a_quiz_alone_is_not_the_course(player: Player, enrolment: Enrolment) -> None:
    pass_the_quiz(player, enrolment)
    status = player.learning.status(enrolment)
    assert (status.done, status.complete, status.awards["certificate"].earned) == (1, False, False)
    assert tea_quiz().rules.pass_mark == 70


def test_what_time_alone_opens_is_open_without_a_new_start(player: Player, tmp_path: Path, clock: Clock) -> None:
    course = tea_course()
    late = replace(course.chapters[0].lessons[1], opens_when=After("2027-01-20", NOON + 3_600_000))
    first = replace(course.chapters[0], lessons=(course.chapters[0].lessons[0], late))
    bonus = Award("bonus", AwardKind.BADGE, "Early bird", After("2027-01-21", NOON + 7_200_000))
    course = replace(course, chapters=(first,), awards=(*course.awards, bonus), cover="")
    build(course, openers({"welcome.md": b"# W\n", "history.md": b"# H\n"}), {}, tmp_path / "late.course")
    nora = player.learners.create("Nora", "cat", "rose")
    opened = player.library.open(player.library.add(tmp_path / "late.course"))
    enrolment = player.learning.enrol(nora.id, opened)
    with pytest.raises(PlayerError, match="is locked"):
        player.learning.open_lesson(enrolment, "history")
    clock.forward(seconds=3_600)
    assert player.learning.open_lesson(enrolment, "history").lessons["history"].state is State.STARTED
    clock.forward(seconds=3_600)
    player.learning.enrol(nora.id, opened)
    assert events(player, enrolment)[-1] == (EventKind.EARNED, "")
    assert player.learning.status(enrolment).awards["bonus"].earned_at == clock.now
    assert_the_cache_is_the_ledger(player, enrolment)


def test_everything_a_sitting_can_tell_is_kept(player: Player, enrolment: Enrolment) -> None:
    use = Use(active_ms=9_000, end_seen=True, pages=frozenset({2}), played=((0, 4_000), (6_000, 7_000)), length_ms=60_000, ended=True)
    player.learning.sitting(enrolment, "history", use)
    facts = player.learning.facts(enrolment).lesson("history")
    assert (facts.active_ms, facts.end_seen, facts.pages) == (9_000, True, frozenset({2}))
    assert (facts.played, facts.length_ms) == (((0, 4_000), (6_000, 7_000)), 60_000)
    assert_the_cache_is_the_ledger(player, enrolment)


def test_a_deed_in_an_open_sitting_shows_at_once(player: Player, enrolment: Enrolment) -> None:
    """What the sitting has gathered lies over what is recorded, never instead of it."""
    learning = player.learning
    learning.sitting(enrolment, "boxes", Use(active_ms=5_000))
    assert not learning.tick_box(enrolment, "boxes", 0, True).ticked
    step = learning.tick_box(enrolment, "boxes", 1, True)
    assert (step.ticked, step.status.lessons["boxes"].state, step.status.done) == (True, State.DONE, 1)
    assert learning.status(enrolment).lessons["boxes"].done
    learning.sitting(enrolment, "boxes", Use(active_ms=6_000, ended=True))
    assert learning.status(enrolment).done == 1
    assert learning.facts(enrolment).lesson("boxes").active_ms == 6_000
