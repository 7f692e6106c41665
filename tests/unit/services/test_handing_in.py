"""Assignments: files and text are handed in whole or not at all, kept each time, signed off or returned by a trainer."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.course.facts import Event, EventKind
from player.course.ledger import decode
from player.course.model import Chapter, CountsWhen, Kind, Lesson, Rule
from player.errors import PlayerError
from player.services.handing_in import HandingIn, Limits
from player.services.learning import Enrolment
from player.services.player import Player
from player.services.safe_names import safe_name, safe_names
from player.services.trainer import Proof
from tests.forge.laws import law
from tests.forge.window import BOXES, write_course
from tests.unit.services.conftest import Clock

SIGNED = Lesson("show", "Show it", Kind.ASSIGNMENT, CountsWhen(Rule.SIGNED_OFF), file="text.md")
HANDED = Lesson("send", "Send it", Kind.ASSIGNMENT, CountsWhen(Rule.HANDED_IN), file="text.md")


@pytest.fixture
def at(player: Player, tmp_path: Path) -> Enrolment:
    """Nora in a course with two assignments."""
    path = write_course(tmp_path / "tasks.course", Chapter("one", "One", (BOXES, SIGNED, HANDED)))
    nora = player.learners.create("Nora Example", "bird", "sea")
    return player.learning.enrol(nora.id, player.library.open(player.library.add(path)))


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    file = tmp_path / "essay.txt"
    file.write_bytes(b"It was a dark brew.")
    return file


def events(player: Player, at: Enrolment, kind: EventKind) -> list[Event]:
    with player._register.store.reading() as tables:
        return [event for body in tables.ledger.bodies(at.number) if (event := decode(body).event).kind is kind]


def test_what_is_handed_in_waits_for_the_trainer(player: Player, at: Enrolment, essay: Path, clock: Clock) -> None:
    assert player.handing_in.standing(at, "show").state == "open"
    step = player.handing_in.hand_in(at, "show", " See the file. ", player.handing_in.copy(at, "show", [essay]))
    assert not step.ticked
    told = player.handing_in.standing(at, "show")
    assert (told.state, [one.number for one in told.handed]) == ("waiting", [1])
    assert (told.handed[0].text, told.handed[0].at) == ("See the file.", clock.now)
    file = told.handed[0].files[0]
    assert (file.name, file.size, file.is_here) == ("essay.txt", 19, True)
    assert file.sha256 == hashlib.sha256(essay.read_bytes()).hexdigest()
    assert (told.handed[0].folder / "essay.txt").read_bytes() == essay.read_bytes()
    assert told.handed[0].folder == player.data.handed_in / at.id / "show" / "001"
    (event,) = events(player, at, EventKind.HANDED_IN)
    assert event.data["sha256"] == {"essay.txt": file.sha256}


def test_a_trainer_signs_it_off_once(player: Player, at: Enrolment, clock: Clock) -> None:
    player.handing_in.hand_in(at, "show", "done")
    clock.forward(seconds=60)
    step = player.learning.sign_off(at, "show", "Tess", Proof("Tess", clock.now))
    assert step.ticked
    told = player.handing_in.standing(at, "show")
    assert (told.state, told.by, told.at) == ("done", "Tess", clock.now)
    (event,) = events(player, at, EventKind.SIGNED_OFF)
    assert event.signed
    assert dict(event.data) == {"by": "Tess", "proof": "pin", "pin_at": clock.now}
    with pytest.raises(PlayerError, match="has its tick"):
        player.learning.sign_off(at, "show", "Tess", Proof("Tess", clock.now))
    with pytest.raises(PlayerError, match="was signed off"):
        player.handing_in.hand_in(at, "show", "more")


def test_shown_in_person_nothing_has_to_be_handed_in(player: Player, at: Enrolment, clock: Clock) -> None:
    assert player.learning.sign_off(at, "show", "Tess", Proof("Tess", clock.now)).ticked
    assert player.handing_in.standing(at, "show").handed == ()


def test_a_returned_one_is_handed_in_again_and_the_first_is_kept(player: Player, at: Enrolment, essay: Path, clock: Clock) -> None:
    player.handing_in.hand_in(at, "show", "first", player.handing_in.copy(at, "show", [essay]))
    clock.forward(seconds=1)
    player.learning.void(at, "show", "The second page is missing.", "Tess")
    told = player.handing_in.standing(at, "show")
    assert (told.state, told.remark, told.by, told.at) == ("returned", "The second page is missing.", "Tess", clock.now)
    assert not player.learning.status(at).lessons["show"].done
    essay.write_bytes(b"longer")
    player.handing_in.hand_in(at, "show", "second", player.handing_in.copy(at, "show", [essay]))
    told = player.handing_in.standing(at, "show")
    assert told.state == "waiting"
    assert [(one.number, one.text, (one.folder / "essay.txt").read_bytes()) for one in told.handed] == [
        (2, "second", b"longer"), (1, "first", b"It was a dark brew."),
    ]  # fmt: skip


def test_handed_in_is_enough_where_the_author_says_so(player: Player, at: Enrolment) -> None:
    assert player.handing_in.hand_in(at, "send", "here").ticked
    told = player.handing_in.standing(at, "send")
    assert (told.state, told.by) == ("done", "")
    assert not player.handing_in.hand_in(at, "send", "a better one").ticked  # ticked before
    assert len(player.handing_in.standing(at, "send").handed) == 2


def test_given_by_a_trainer(player: Player, at: Enrolment, clock: Clock) -> None:
    player.learning.grant(at, "show", "seen in class", "Tess")
    assert (player.handing_in.standing(at, "show").state, player.handing_in.standing(at, "show").by) == ("done", "Tess")


@pytest.mark.parametrize(("text", "said"), [("", "no text"), ("  \n", "no text"), ("x" * 20_001, "20001 characters")])
def test_nothing_and_too_much_text(player: Player, at: Enrolment, text: str, said: str) -> None:
    with pytest.raises(PlayerError, match=said):
        player.handing_in.hand_in(at, "show", text)
    assert player.handing_in.standing(at, "show").state == "open"


def test_another_kind_of_lesson_takes_nothing_and_the_copy_goes(player: Player, at: Enrolment, essay: Path) -> None:
    copied = player.handing_in.copy(at, "boxes", [essay])
    with pytest.raises(PlayerError, match="no assignment"):
        player.handing_in.hand_in(at, "boxes", "", copied)
    assert not copied.folder.exists()


def test_limits_are_said_before_anything_is_copied(player: Player, at: Enrolment, tmp_path: Path) -> None:
    handing = HandingIn(player._register, player.learning, Limits(files=2, bytes_each=10, bytes_together=15))
    files = []
    for n, size in enumerate((10, 9, 11)):
        files.append(tmp_path / f"{n}.bin")
        files[-1].write_bytes(b"x" * size)
    for chosen, said in (([], "No file"), (files, "3 files"), (files[2:], "larger than"), (files[:2], "Together"), ([tmp_path], "is a folder"),
                         ([tmp_path / "none"], "cannot be read")):  # fmt: skip
        with pytest.raises(PlayerError, match=said):
            handing.copy(at, "show", chosen)
    assert not player.data.handed_in.exists()
    greedy = HandingIn(player._register, player.learning, Limits(spare=1 << 60))
    with pytest.raises(PlayerError, match="free on the disk"):
        greedy.copy(at, "show", files[:1])


def test_a_file_that_grows_meanwhile_is_stopped(player: Player, at: Enrolment, tmp_path: Path) -> None:
    file = tmp_path / "log.txt"
    file.write_bytes(b"x" * 3_000_000)
    handing = HandingIn(player._register, player.learning, Limits(bytes_each=3_000_000))

    def grow(_done: int, _of: int) -> None:
        with file.open("ab") as more:
            more.write(b"x" * 10)

    with pytest.raises(PlayerError, match="larger than"):
        handing.copy(at, "show", [file], grow)
    assert list((player.data.handed_in / at.id / "show").iterdir()) == []


def test_a_copy_that_is_stopped_leaves_nothing_and_progress_counts_to_the_end(player: Player, at: Enrolment, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.bin", "b.bin")]
    for file in files:
        file.write_bytes(os.urandom(1_500_000))
    seen: list[tuple[int, int]] = []
    player.handing_in.discard(player.handing_in.copy(at, "show", files, lambda done, of: seen.append((done, of))))
    assert seen[-1] == (3_000_000, 3_000_000)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)

    class StopError(Exception):
        pass

    def stop(_done: int, _of: int) -> None:
        raise StopError

    with pytest.raises(StopError):
        player.handing_in.copy(at, "show", files, stop)
    assert list((player.data.handed_in / at.id / "show").iterdir()) == []


def test_what_a_kill_left_behind_is_in_nobodys_way(player: Player, at: Enrolment, essay: Path) -> None:
    half = player.data.handed_in / at.id / "show" / ".001.part"
    half.mkdir(parents=True)
    (half / "junk").write_bytes(b"x")
    copied = player.handing_in.copy(at, "show", [essay])
    assert [file.name for file in copied.folder.iterdir()] == ["essay.txt"]


def test_a_disk_that_cannot_be_written_is_one_sentence(player: Player, at: Enrolment, essay: Path) -> None:
    player.data.handed_in.write_bytes(b"a file where the folder should be")
    with pytest.raises(PlayerError, match="cannot be written"):
        player.handing_in.copy(at, "show", [essay])


def test_a_draft_is_kept_until_it_is_handed_in(player: Player, at: Enrolment) -> None:
    player.handing_in.keep_draft(at, "show", "")
    assert not player.data.handed_in.exists()
    player.handing_in.keep_draft(at, "show", "half a sent\n")
    assert player.handing_in.draft(at, "show") == "half a sent\n"
    assert player.handing_in.draft(at, "send") == ""
    assert player.handing_in.standing(at, "show").state == "open"
    player.handing_in.hand_in(at, "show", "half a sentence")
    assert player.handing_in.draft(at, "show") == ""
    shutil.rmtree(player.data.handed_in)
    player.data.handed_in.write_bytes(b"")
    with pytest.raises(PlayerError, match="cannot be written"):
        player.handing_in.keep_draft(at, "show", "x")


def test_files_that_were_removed_are_told_as_gone(player: Player, at: Enrolment, essay: Path) -> None:
    player.handing_in.hand_in(at, "show", "", player.handing_in.copy(at, "show", [essay]))
    shutil.rmtree(player.data.handed_in)
    assert not player.handing_in.standing(at, "show").handed[0].files[0].is_here


def test_an_entry_from_elsewhere_leads_nowhere_else(player: Player, at: Enrolment) -> None:
    with player.learning.entry(at, "show") as entry:
        entry.write(EventKind.HANDED_IN, "show", {"files": ["../../settings.json", "ok.txt", 3], "folder": "../..//etc", "bytes": {"ok.txt": "x"},
                                                  "sha256": ["odd"]})  # fmt: skip
    told = player.handing_in.standing(at, "show").handed[0]
    assert told.folder == player.data.handed_in / "etc"
    assert [file.name for file in told.files] == ["../../settings.json", "ok.txt"]
    assert {(file.size, file.sha256, file.is_here) for file in told.files} == {(0, "", False)}


@pytest.mark.parametrize(
    ("name", "safe"),
    [("essay.txt", "essay.txt"), ("a/b.txt", "b.txt"), ("..", "file"), ("", "file"), ("a:b?.txt", "a-b-.txt"), ("CON.txt", "_CON.txt"),
     ("nul", "_nul"), ("x. .", "x"), ("a\u202etxt.exe", "a-txt.exe"), ("مقال.pdf", "مقال.pdf"), (".profile", "profile"), ("e\u0301.txt", "é.txt")],
)  # fmt: skip
def test_names_that_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@law(200)
@given(st.lists(st.text(max_size=200), max_size=6))
def test_safe_names_are_safe_short_and_unlike(names: list[str]) -> None:
    made = safe_names(names)
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert name
        assert not set(name) & set('<>:"/\\|?*\0')
        assert name[-1] not in ". "
        assert len(name.encode()) <= 126
    for name in names:
        assert safe_name(safe_name(name)) == safe_name(name)
