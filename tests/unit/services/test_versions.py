"""Versions of a course through the services: who is taken along, who goes on in the older one, what is shown before."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from player.course.model import Course, Lesson, Move
from player.errors import PlayerError
from player.package.builder import build
from player.services import shelving
from player.services.player import Player
from tests.forge.courses import RIGHT, tea_course, tea_quiz
from tests.forge.packages import openers

CONTENTS = {"welcome.md": b"# Welcome\n", "history.md": b"# History\n", "leaflet.pdf": b"%PDF-1.7\n", "recipe.txt": b"water\n",
            "cover.png": b"\x89PNG tea"}  # fmt: skip


def write(path: Path, version: str, change: Callable[[Course], Course] = lambda course: course, **contents: bytes) -> Path:
    files = CONTENTS | {name.replace("_", "."): data for name, data in contents.items()}
    build(change(tea_course(version)), openers(files), {"check.quiz.json": tea_quiz()}, path)
    return path


def policy(move: Move) -> Callable[[Course], Course]:
    return lambda course: replace(course, move=move)


def each(course: Course, change: Callable[[Lesson], Lesson]) -> Course:
    return replace(course, chapters=tuple(replace(part, lessons=tuple(map(change, part.lessons))) for part in course.chapters))


def begin(player: Player, key: str, name: str = "Nora") -> str:
    learner = player.learners.create(name, "cat", "rose")
    player.versions.enrol(learner.id, key)
    return learner.id


def finish(player: Player, learner: str, key: str) -> None:
    at = player.versions.enrol(learner, key)
    for lesson in at.open.course.lessons():
        if not player.learning.status(at).lessons[lesson.id].done:
            player.learning.grant(at, lesson.id, "test", "Tess")


@pytest.mark.parametrize(("move", "who"), [
    (Move.ALWAYS, {"new", "failed", "done"}), (Move.NEVER, set()), (Move.NOT_COMPLETE, {"new", "failed"}), (Move.COMPLETED, {"done"}),
    (Move.FAILED, {"failed"}), (Move.PASSED, {"done"}),
])  # fmt: skip
def test_the_six_policies_and_what_is_shown_before(player: Player, tmp_path: Path, move: Move, who: set[str]) -> None:
    key = player.library.add(write(tmp_path / "one.course", "1.0"))
    learners = {name: begin(player, key, name) for name in ("new", "failed", "done")}
    at = player.versions.enrol(learners["failed"], key)
    player.quizzing.submit(player.quizzing.start(at, "check"))
    finish(player, learners["done"], key)
    opened = player.library.look(write(tmp_path / "two.course", "2.0", policy(move)))
    shown = player.versions.preview(opened)
    assert shown is not None
    assert {one.learner.name for one in shown.learners if not one.stays} == who
    player.library.put(opened)
    for name, learner in learners.items():
        at = player.versions.enrol(learner, key)
        assert at.open.course.version == ("2.0" if name in who else "1.0")
        assert (at.ahead is not None) == (name not in who)
    left = player.versions.preview(opened)
    assert {one.learner.name for one in (left.learners if left is not None else ())} == set(learners) - who
    fresh = begin(player, key, "fresh")
    assert player.versions.enrol(fresh, key).open.course.version == "2.0"


def test_who_stays_comes_along_once_the_author_wants_it_and_a_round_begins_in_the_newest(player: Player, tmp_path: Path) -> None:
    key = player.library.add(write(tmp_path / "one.course", "1.0", lambda course: replace(course, retake="free")))
    nora, ben = begin(player, key), begin(player, key, "Ben")
    player.library.add(write(tmp_path / "two.course", "2.0", policy(Move.COMPLETED)))
    at = player.versions.enrol(nora, key)
    assert at.ahead is not None
    assert (at.open.course.version, at.ahead.version, at.ahead.move) == ("1.0", "2.0", Move.COMPLETED)
    finish(player, nora, key)
    at = player.versions.enrol(nora, key)
    assert (at.open.course.version, at.ahead) == ("2.0", None)
    player.library.add(write(tmp_path / "three.course", "3.0", policy(Move.NEVER)))
    finish(player, ben, key)
    again = player.versions.enrol(ben, key)
    assert again.open.course.version == "1.0"
    player.learning.open_lesson(again, "welcome")
    assert player.rounds.begin(again).open.course.version == "3.0"
    assert player.versions.enrol(ben, key).open.course.version == "3.0"


def test_a_copy_is_kept_as_long_as_somebody_goes_on_in_it(player: Player, tmp_path: Path) -> None:
    first = shelving.copy(player.library.look(write(tmp_path / "one.course", "1.0")), player.data)
    key = player.library.put(first)
    nora = begin(player, key)
    player.library.put(shelving.copy(player.library.look(write(tmp_path / "two.course", "2.0", policy(Move.COMPLETED))), player.data))
    assert first.path.exists()
    finish(player, nora, key)
    assert player.versions.enrol(nora, key).open.course.version == "2.0"
    assert not first.path.exists()
    player.library.put(shelving.copy(player.library.look(write(tmp_path / "three.course", "3.0")), player.data))
    assert [path.name for path in player.data.packages.glob("*.course")] == ["three.course"]
    player.library.remove(key, copy_too=True)
    assert list(player.data.packages.glob("*.course")) == []


def test_an_older_package_that_is_gone_takes_along_and_one_on_a_stick_is_asked_for(player: Player, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    key = player.library.add(write(stick / "one.course", "1.0"))
    nora, ben = begin(player, key), begin(player, key, "Ben")
    player.library.add(write(tmp_path / "two.course", "2.0", policy(Move.NEVER)))
    stick.rename(tmp_path / "pulled")
    with pytest.raises(PlayerError, match=r"Version 1\.0, which was begun, lies at .*stick"):
        player.versions.enrol(nora, key)
    older = player.library.look(tmp_path / "pulled" / "one.course")
    assert player.library.asked_for(older)
    assert player.library.put(older) == key  # no refusal: it is the one that somebody needs
    assert not player.library.asked_for(older)
    assert player.versions.enrol(nora, key).open.course.version == "1.0"
    with pytest.raises(PlayerError, match=r"holds version 1\.0"):
        player.library.add(write(tmp_path / "copy.course", "1.0"))
    (tmp_path / "pulled" / "one.course").unlink()
    at = player.versions.enrol(ben, key)
    told = player.learning.updated(at)
    assert told is not None
    assert (at.open.course.version, told.lost) == ("2.0", True)


def test_an_older_version_than_was_begun_is_refused_in_one_sentence(player: Player, tmp_path: Path) -> None:
    old = write(tmp_path / "one.course", "1.0")
    key = player.library.add(write(tmp_path / "two.course", "2.0"))
    nora = begin(player, key)
    with pytest.raises(PlayerError, match=r"holds version 1\.0 of “Making Tea”; version 2\.0 is on the shelf"):
        player.library.add(old)
    with pytest.raises(PlayerError, match=r"Nora began version 2\.0"):
        player.learning.enrol(nora, player.library.look(old))
    assert player.versions.preview(player.library.look(old)) is None


def test_a_quiz_under_way_is_finished_with_its_old_questions_and_rules(player: Player, tmp_path: Path) -> None:
    key = player.library.add(write(tmp_path / "one.course", "1.0"))
    nora = begin(player, key)
    paper = player.quizzing.start(player.versions.enrol(nora, key), "check")

    def harder(course: Course) -> Course:
        rules = tea_quiz(pass_mark=100).rules
        return each(course, lambda lesson: replace(lesson, quiz=rules) if lesson.quiz is not None else lesson)

    build(harder(tea_course("2.0")), openers(CONTENTS), {"check.quiz.json": tea_quiz(pass_mark=100)}, tmp_path / "two.course")
    player.library.add(tmp_path / "two.course")
    at = player.versions.enrol(nora, key)
    assert at.open.course.version == "2.0"
    paper = player.quizzing.start(at, "check")  # the one that is open
    for question, response in RIGHT.items():
        if question != "heat":
            paper = player.quizzing.answer(paper, question, response)
    assert player.quizzing.submit(paper).passed is True  # 5 of 6: enough under the old mark of 70, not under the new one of 100
    assert player.learning.status(at).lessons["check"].done


def test_two_updates_told_by_ledger_screens_and_certificate(player: Player, tmp_path: Path) -> None:
    """1.0 complete; 2.0 asks for one lesson again and adds one; 3.0 renames one without changing it."""
    key = player.library.add(write(tmp_path / "one.course", "1.0"))
    nora = begin(player, key)
    finish(player, nora, key)

    def second(course: Course) -> Course:
        more = replace(course.lesson("history"), id="cups", title="Cups", required=True)
        first, brew = course.chapters
        changed = each(course, lambda lesson: replace(lesson, again=True) if lesson.id == "welcome" else lesson)
        return replace(changed, chapters=(changed.chapters[0], replace(brew, lessons=(*brew.lessons, more)))) if first else course

    opened = player.library.look(write(tmp_path / "two.course", "2.0", second, leaflet_pdf=b"%PDF-1.7 new\n"))
    shown = player.versions.preview(opened)
    assert shown is not None
    assert shown.change is not None
    assert (shown.change.changed, shown.change.new, shown.change.gone) == (("leaflet",), ("cups",), ())
    (who,) = shown.learners
    assert who.keeps is not None
    assert (who.complete, who.stays, who.keeps.ticks, who.keeps.again) == (True, False, 5, ("welcome",))
    player.library.put(opened)
    at = player.versions.enrol(nora, key)
    told, status = player.learning.updated(at), player.learning.status(at)
    assert told is not None
    assert (told.ticks, told.changed, told.again, told.new_lessons) == (5, ("leaflet",), ("welcome",), ("cups",))
    assert (status.complete, status.finished, status.since) == (False, "1.0", ("welcome", "cups"))
    assert status.lessons["welcome"].done_in == "1.0"
    (card,) = player.library.shelf(nora)
    assert (card.state, card.finished) == ("new", "1.0")
    issued = player.awarding.issue(at, "certificate", "Nora Example")
    course = player.awarding.check(issued.pdf).facts
    assert course is not None
    assert (course.course.version, course.result.done, course.result.of) == ("1.0", 5, 5)
    assert course.course.package == player.library.look(tmp_path / "one.course").digest

    def third(course: Course) -> Course:
        return each(second(course), lambda lesson: replace(lesson, again=False, id="cups-2" if lesson.id == "cups" else lesson.id))

    player.learning.finish_lesson(at, "cups")
    player.library.add(write(tmp_path / "three.course", "3.0", third, leaflet_pdf=b"%PDF-1.7 new\n"))
    at = player.versions.enrol(nora, key)
    told, status = player.learning.updated(at), player.learning.status(at)
    assert told is not None
    assert (told.same, told.new, told.gone, status.lessons["cups-2"].done, status.since) == (1, 0, 0, True, ("welcome",))
    assert player.learning.refolded(at).lessons["welcome"] == player.learning.facts(at).lessons["welcome"]
    again = Player(player.data, player.clock, machine="one")
    there = again.learning.status(again.versions.enrol(nora, key))
    assert (there.finished, there.since, there.lessons["welcome"].done_in) == ("1.0", ("welcome",), "1.0")
    again.close()
