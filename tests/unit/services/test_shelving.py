"""What comes in: looked at, compared with the shelf, copied, checked; taken off and put back; what an update tells."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from player.course.facts import EventKind
from player.errors import PlayerError
from player.services import shelving
from player.services.editions import Editions, update_of
from player.services.library import open_course
from player.services.player import Player
from player.services.shelving import Offer, check_all, compare, copy, discard, find_again, look
from player.services.sticks import Stick
from tests.forge.courses import tea_course, write_plain, write_tea
from tests.forge.packages import fixed_identity
from tests.unit.services.conftest import Clock


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "TRAINER-07"
    (folder / "courses").mkdir(parents=True)
    write_tea(folder / "tea.course", identity=fixed_identity("Hill Farm Training"))
    write_plain(folder / "courses" / "plain.course", 3)
    (folder / "courses" / "notes.course").write_bytes(b"no package")
    return folder


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def by_title(offers: tuple[Offer, ...]) -> dict[str, Offer]:
    return {offer.opened.course.title if offer.opened else offer.path.name: offer for offer in offers}


def test_a_folder_is_looked_through_and_each_package_told(stick: Path) -> None:
    offers = by_title(look([stick], (Stick("TRAINER-07", stick),)))
    assert sorted(offers) == ["Making Tea", "Plain", "notes.course"]
    tea = offers["Making Tea"]
    assert tea.opened is not None
    assert (tea.size, tea.stick, tea.opened.signed_by) == ((stick / "tea.course").stat().st_size, "TRAINER-07", "Hill Farm Training")
    assert offers["notes.course"].refused is not None
    assert offers["notes.course"].key == ""
    assert look([stick / "tea.course"])[0].stick == ""


def test_folders_without_packages_are_said(tmp_path: Path) -> None:
    (tmp_path / "making").mkdir()
    (tmp_path / "making" / "course.toml").touch()
    (tmp_path / "empty").mkdir()
    making, empty, gone = look([tmp_path / "making", tmp_path / "empty", tmp_path / "gone.course"])
    assert making.refused is not None
    assert "author's folder" in making.refused.message
    assert empty.refused is not None
    assert "no .course file in empty" in empty.refused.message
    assert gone.refused is not None
    assert gone.refused.title == "The file is not there"


def test_the_shelf_is_compared(player: Player, tmp_path: Path) -> None:
    old, new = write_tea(tmp_path / "old.course", "1.0"), write_tea(tmp_path / "new.course", "2.0")

    def told(path: Path) -> tuple[str, str]:
        (offer,) = compare(player.library, look([path]))
        return offer.known, offer.on_shelf

    assert told(old) == ("", "")
    key = player.library.add(old)
    assert told(old) == ("here", "1.0")
    assert told(new) == ("update", "1.0")
    player.library.add(new)
    assert told(old) == ("older", "2.0")
    assert told(new) == ("here", "2.0")
    player.library.remove(key)
    assert told(old) == told(new) == ("removed", "")
    player.library.add(new)
    new.unlink()
    assert told(old) == ("", "2.0")
    (bad,) = compare(player.library, look([tmp_path / "none.course"]))
    assert bad.refused is not None


def test_of_several_versions_on_a_stick_the_newest_is_offered(player: Player, tmp_path: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        write_tea(tmp_path / f"tea {version}.course", version)
    (offer,) = compare(player.library, look([tmp_path]))
    assert offer.opened is not None
    assert offer.opened.course.version == "1.10"


def test_a_course_whose_stick_has_another_name_now_is_found_again(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    path = write_tea(tmp_path / "one" / "tea.course")
    key = player.library.add(path)
    path.rename(tmp_path / "two" / "tea.course")
    assert [card.state for card in player.library.shelf(nora.id)] == ["missing"]
    assert find_again(player.library, look([tmp_path / "two"]))
    assert not find_again(player.library, look([tmp_path / "two"]))
    assert [(card.key, card.state, card.path) for card in player.library.shelf(nora.id)] == [(key, "new", str(tmp_path / "two" / "tea.course"))]


def test_a_copy_is_on_the_shelf_instead_of_the_stick(player: Player, stick: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    key = player.library.add(stick / "tea.course")
    opened = copy(open_course(stick / "tea.course"), player.data)
    assert player.library.put(opened) == key
    (stick / "tea.course").unlink()
    (card,) = player.library.shelf(nora.id)
    assert card.state == "new"
    assert player.library.has_copy(card.path)
    assert player.library.open(key).source.open("welcome.md").read() == b"# Welcome\n\nTea.\n"


def test_a_copy_that_was_stopped_is_told_and_discarded_when_it_is_not_wanted(player: Player, tmp_path: Path) -> None:
    opened = open_course(write_tea(tmp_path / "tea.course"))

    def stop(done: int, _all: int) -> None:
        if done > 100:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        copy(opened, player.data, stop)
    (offer,) = compare(player.library, look([opened.path]))
    assert 0 < offer.begun < offer.size
    discard(opened, player.data)
    assert compare(player.library, look([opened.path]))[0].begun == 0


def test_a_newer_copy_takes_the_place_of_the_older_one(player: Player, tmp_path: Path) -> None:
    old, new = write_tea(tmp_path / "tea.course", "1.0"), write_tea(made(tmp_path / "new") / "tea.course", "2.0")
    player.library.put(copy(open_course(old), player.data))
    player.library.put(copy(open_course(new), player.data))
    assert [path.name for path in player.data.packages.iterdir()] == ["tea-2.course"]
    assert old.exists()
    assert new.exists()


def test_off_the_shelf_keeps_the_file_and_a_copy_goes_only_when_asked(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    path = write_tea(tmp_path / "tea.course")
    key = player.library.add(path)
    player.library.remove(key, copy_too=True)
    assert path.exists()
    own = copy(open_course(path), player.data)
    player.library.put(own)
    enrolment = player.learning.enrol(nora.id, player.library.open(key))
    player.learning.open_lesson(enrolment, "welcome")
    player.learning.finish_lesson(enrolment, "welcome")
    player.library.remove(key)
    assert own.path.exists()
    assert player.library.shelf(nora.id) == ()
    player.library.put(own)
    assert [(card.done, card.state) for card in player.library.shelf(nora.id)] == [(1, "in progress")]
    player.library.remove(key, copy_too=True)
    assert not own.path.exists()
    player.library.add(path)
    assert [(card.done, card.state) for card in player.library.shelf(nora.id)] == [(1, "in progress")]
    player.library.remove("unknown", copy_too=True)


def test_a_copy_that_is_in_use_stays(player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = copy(open_course(write_tea(tmp_path / "tea.course")), player.data)
    key = player.library.put(own)

    def busy(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "unlink", busy)
    player.library.remove(key, copy_too=True)
    assert player.library.shelf("x") == ()


def test_every_byte_is_checked_in_words(tmp_path: Path) -> None:
    path = write_tea(tmp_path / "tea.course", identity=fixed_identity("Hill Farm Training"))
    seen: list[int] = []
    good = check_all(path, lambda done, _all: seen.append(done))
    assert (good.whole, good.files, good.size, good.signed_by, good.reason) == (True, 6, path.stat().st_size, "Hill Farm Training", "")
    assert seen[-1] == path.stat().st_size
    data = bytearray(path.read_bytes())
    data[data.index(b"water, leaves")] ^= 1
    path.write_bytes(data)
    bad = check_all(path)
    assert not bad.whole
    assert "recipe.txt in tea.course is damaged" in bad.reason
    path.unlink()
    with pytest.raises(PlayerError, match="There is no file"):
        check_all(path)


# --- what an update tells ---


def test_an_update_tells_what_is_kept_new_and_gone(player: Player, tmp_path: Path, clock: Clock) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    key = player.library.add(write_tea(tmp_path / "one.course", "1.0"))
    enrolment = player.learning.enrol(nora.id, player.library.open(key))
    for lesson in ("welcome", "history"):
        player.learning.finish_lesson(enrolment, lesson)
    assert player.learning.updated(enrolment) is None
    clock.forward(days=1)
    course = tea_course("2.0", extra_lesson=True)
    first = replace(course.chapters[0], lessons=course.chapters[0].lessons[:2])  # without the leaflet
    write_course(tmp_path / "two.course", replace(course, chapters=(first, *course.chapters[1:])))
    assert player.library.add(tmp_path / "two.course") == key
    enrolment = player.learning.enrol(nora.id, player.library.open(key))
    told = player.learning.updated(enrolment)
    assert told is not None
    assert (told.before, told.now, told.ticks, told.kept, told.new, told.gone) == ("1.0", "2.0", 2, 5, 1, 1)
    assert (told.new_lessons, told.gone_lessons, told.at) == (("cups",), ("The leaflet",), clock.now)
    status = player.learning.status(enrolment)
    assert [name for name, lesson in status.lessons.items() if lesson.done] == ["welcome", "history"]
    assert player.learning.updated(player.learning.enrol(nora.id, player.library.open(key))) == told  # told once, and kept


def write_course(path: Path, course: "object") -> None:
    from player.package.builder import build
    from tests.forge.courses import tea_quiz
    from tests.forge.packages import openers

    contents = {"welcome.md": b"# Welcome\n", "history.md": b"# History\n", "recipe.txt": b"water\n", "cover.png": b"\x89PNG tea"}
    build(course, openers(contents), {"check.quiz.json": tea_quiz()}, path)  # type: ignore[arg-type]


def test_an_update_from_a_version_that_was_never_seen_here_tells_the_ticks(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    key = player.library.add(write_tea(tmp_path / "one.course", "1.0"))
    player.learning.finish_lesson(player.learning.enrol(nora.id, player.library.open(key)), "welcome")
    for path in (player.data.cache / "editions").iterdir():
        path.unlink()
    (tmp_path / "one.course").unlink()
    player.library.add(write_tea(tmp_path / "two.course", "2.0", extra_lesson=True))
    told = player.learning.updated(player.learning.enrol(nora.id, player.library.open(key)))
    assert told is not None
    assert (told.now, told.ticks, told.kept, told.new, told.gone, told.new_lessons) == ("2.0", 1, None, None, None, ())


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("[1]", encoding="utf-8"), lambda path: path.write_bytes(b"\xff"),
                                   lambda path: path.write_text('{"course": "{}", "content": {}}', encoding="utf-8")])
def test_editions_that_are_damaged_are_not_known(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    editions, opened = Editions(tmp_path / "e"), open_course(write_tea(tmp_path / "tea.course"))
    editions.note(opened)
    found = editions.find(opened.key, opened.digest)
    assert found is not None
    assert (found.course, found.leaves) == (opened.course, editions.of(opened).leaves)
    assert len({leaf.content for leaf in found.leaves}) == 6
    spoil(next((tmp_path / "e").iterdir()))
    assert editions.find(opened.key, opened.digest) is None


def test_editions_keep_the_newest_five_and_a_full_disk_costs_a_sentence(tmp_path: Path) -> None:
    opened = [open_course(write_tea(tmp_path / f"{number}.course", f"{number}.0")) for number in range(8)]
    for number, one in enumerate(opened):
        Editions(tmp_path / "e").note(one)
        for path in (tmp_path / "e").iterdir():
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - number * 10**9))
    assert sum(Editions(tmp_path / "e").has(one.key, one.digest) for one in opened) == 5
    assert Editions(tmp_path / "e").has(opened[-1].key, opened[-1].digest)
    (tmp_path / "file").touch()
    Editions(tmp_path / "file").note(opened[0])
    assert Editions(tmp_path / "file").find(opened[0].key, opened[0].digest) is None


def test_events_of_an_older_program_are_read() -> None:
    told = update_of(5, {"from": "1.0", "to": "2.0", "ticked": {"a": 1, "b": 2}})
    assert (told.before, told.now, told.ticks, told.kept, told.new_lessons) == ("1.0", "2.0", 2, None, ())
    assert update_of(5, {"lessons": [1, 2], "new": 5}).kept is None


def test_half_copies_of_long_ago_are_swept(player: Player, tmp_path: Path) -> None:
    player.data.packages.mkdir(parents=True)
    old = player.data.packages / f"{'a' * 32}.part"
    old.touch()
    os.utime(old, (0, 0))
    shelving.copy(open_course(write_tea(tmp_path / "tea.course")), player.data)
    assert [path.name for path in player.data.packages.iterdir()] == ["tea.course"]


def test_an_update_is_one_event(player: Player, tmp_path: Path) -> None:
    nora = player.learners.create("Nora", "cat", "rose")
    key = player.library.add(write_tea(tmp_path / "one.course", "1.0"))
    player.learning.enrol(nora.id, player.library.open(key))
    player.library.add(write_tea(tmp_path / "two.course", "2.0"))
    for _ in range(2):
        player.learning.enrol(nora.id, player.library.open(key))
    kinds = [event["kind"] for event in ledger(player)]
    assert kinds.count(EventKind.UPDATED.value) == 1


def ledger(player: Player) -> list[dict[str, object]]:
    with closing(sqlite3.connect(player.data.database)) as connection:
        return [json.loads(body) for (body,) in connection.execute("SELECT body FROM ledger")]
