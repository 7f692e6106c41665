"""Notes and bookmarks: kept at once, private, carried along wherever the record goes."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.services.enrolments import Enrolment
from player.services.notes import LONGEST, LONGEST_HEADING, Jottings, Note, new_note_id
from player.services.player import Player
from player.services.support import report
from player.settings import Settings
from tests.unit.services.conftest import NOON, Clock


@pytest.fixture
def key(player: Player, tea: Path) -> str:
    return player.library.add(tea)


def blank(text: str, lesson: str = "welcome", anchor: str = "", heading: str = "") -> Note:
    return Note(new_note_id(), lesson, anchor, heading, text, 0, 0)


def test_a_note_is_kept_changed_deleted_and_brought_back(player: Player, key: str, clock: Clock) -> None:
    nora = player.learners.create("Nora", "bird", "sea").id
    first = player.notes.write(nora, key, blank("warm the pot", anchor="#pot", heading="The pot"))
    assert (first.created_at, first.changed_at) == (NOON, NOON)
    clock.forward(seconds=5)
    player.notes.write(nora, key, blank("second flush", "history"))
    changed = player.notes.write(nora, key, replace(first, text="warm the pot first"))
    assert (changed.created_at, changed.changed_at) == (NOON, NOON + 5000)
    told = player.notes.of_course(nora, key)
    assert [(note.text, note.anchor, note.heading) for note in told.notes] == [("warm the pot first", "#pot", "The pot"), ("second flush", "", "")]
    player.notes.delete(nora, first.id)
    assert [note.text for note in player.notes.of_course(nora, key).notes] == ["second flush"]
    player.notes.write(nora, key, changed)  # Undo
    assert player.notes.of_lesson(nora, key, "welcome").notes == (changed,)
    player.close()
    again = Player(player.data, clock, machine="one")
    assert again.notes.of_lesson(nora, key, "welcome").notes == (changed,)
    again.close()


def test_a_note_without_words_is_no_note(player: Player, key: str) -> None:
    nora = player.learners.create("Nora", "bird", "sea").id
    player.notes.write(nora, key, blank("  \n"))
    note = player.notes.write(nora, key, blank("words"))
    player.notes.write(nora, key, replace(note, text=""))
    assert player.notes.of_course(nora, key) == Jottings()


def test_limits(player: Player, key: str) -> None:
    nora = player.learners.create("Nora", "bird", "sea").id
    note = player.notes.write(nora, key, blank("x" * LONGEST, heading="h" * 999))
    assert len(note.heading) == LONGEST_HEADING
    with pytest.raises(PlayerError, match="20,001"):
        player.notes.write(nora, key, replace(note, text="x" * (LONGEST + 1)))
    assert player.notes.of_course(nora, key).notes == (note,)


def test_nobody_reaches_the_notes_of_another(player: Player, key: str) -> None:
    nora, ben = player.learners.create("Nora", "bird", "sea").id, player.learners.create("Ben", "dog", "teal").id
    note = player.notes.write(nora, key, blank("mine"))
    player.notes.bookmark(nora, key, "welcome")
    assert player.notes.of_course(ben, key) == Jottings()
    player.notes.delete(ben, note.id)
    player.notes.remove_bookmark(ben, key, "welcome")
    with pytest.raises(PlayerError, match="somebody else"):
        player.notes.write(ben, key, replace(note, text="his"))
    told = player.notes.of_course(nora, key)
    assert (told.notes, len(told.bookmarks)) == ((note,), 1)


def test_one_bookmark_a_lesson(player: Player, key: str, clock: Clock) -> None:
    nora = player.learners.create("Nora", "bird", "sea").id
    player.notes.bookmark(nora, key, "leaflet", "page=1", "Page 1")
    clock.forward(seconds=1)
    player.notes.bookmark(nora, key, "welcome")
    clock.forward(seconds=1)
    player.notes.bookmark(nora, key, "leaflet", "page=2", "Page 2")
    assert [(mark.lesson, mark.anchor) for mark in player.notes.of_course(nora, key).bookmarks] == [("welcome", ""), ("leaflet", "page=2")]
    player.notes.remove_bookmark(nora, key, "leaflet")
    player.notes.remove_bookmark(nora, key, "leaflet")
    assert [mark.lesson for mark in player.notes.of_course(nora, key).bookmarks] == ["welcome"]
    assert player.notes.of_lesson(nora, key, "leaflet") == Jottings()
    assert len(player.notes.of_lesson(nora, key, "welcome").bookmarks) == 1


def test_a_claimed_guest_brings_notes_and_bookmarks(player: Player, key: str) -> None:
    nora, guest = player.learners.create("Nora", "bird", "sea"), player.learners.guest()
    opened = player.library.open(key)
    for who in (nora, guest):
        player.learning.enrol(who.id, opened)
        player.notes.write(who.id, key, blank(f"of {who.name}"))
        player.notes.bookmark(who.id, key, "welcome", "", who.name)
    player.notes.bookmark(guest.id, key, "history", "#leaves")
    player.claiming.into(guest.id, nora.id)
    told = player.notes.of_course(nora.id, key)
    assert sorted(note.text for note in told.notes) == ["of Guest", "of Nora"]
    assert {mark.lesson: mark.heading for mark in told.bookmarks} == {"welcome": "Nora", "history": ""}
    assert player.notes.of_course(guest.id, key) == Jottings()


def test_a_backup_holds_them_and_a_restore_keeps_what_is_newer(player: Player, key: str, clock: Clock) -> None:
    nora = player.learners.create("Nora", "bird", "sea").id
    old = player.notes.write(nora, key, blank("before the backup"))
    player.notes.bookmark(nora, key, "welcome", "", "old")
    backup = player.safety.back_up()
    clock.forward(seconds=60)
    newer = player.notes.write(nora, key, replace(old, text="after the backup"))
    fresh = player.notes.write(nora, key, blank("written after", "history"))
    player.notes.bookmark(nora, key, "welcome", "#pot", "new")
    player.notes.bookmark(nora, key, "leaflet")
    with closing(sqlite3.connect(backup.path)) as copy:
        assert copy.execute("SELECT text FROM note").fetchall() == [("before the backup",)]
    player.safety.restore(backup.path)
    told = player.notes.of_course(nora, key)
    assert set(told.notes) == {newer, fresh}
    assert {mark.lesson: mark.heading for mark in told.bookmarks} == {"welcome": "new", "leaflet": ""}


def test_they_are_in_no_evidence_no_ledger_and_no_report(player: Player, enrolment: Enrolment) -> None:
    learner, key = enrolment.learner.id, enrolment.open.key
    written = "Grandmother's recipe: cardamom"
    player.notes.write(learner, key, blank(written))
    player.data.logs.mkdir(parents=True)
    player.data.log.write_text(f"2027-01-15 12:00:00,000 INFO player: nothing about {written.lower()} here\n", encoding="utf-8")
    told = report(player.data, Settings(), NOON, {}).text
    assert "nothing about" in told
    assert "cardamom" not in told
    for lesson in player.learning.status(enrolment).lessons:
        player.learning.grant(enrolment, lesson, "done", "Tess")
    issued = player.awarding.issue(enrolment, "certificate", "Nora Example")
    assert b"cardamom" not in issued.pdf
    assert "cardamom" not in json.dumps(player.learning.progress(learner).ledger, default=str)
    copied = player.data.root / "whole.db"
    player.close()
    shutil.copyfile(player.data.database, copied)
    with closing(sqlite3.connect(copied)) as db:
        bodies = [body for (body,) in db.execute("SELECT body FROM ledger")]
    assert len(bodies) > 5
    assert not [body for body in bodies if b"cardamom" in body]
