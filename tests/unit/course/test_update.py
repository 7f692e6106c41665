"""Two versions of a course compared, who is taken along, and what moving does to one learner."""

from dataclasses import replace

import pytest

from player.course.facts import EventKind, Json
from player.course.fold import fold_all
from player.course.model import Award, AwardKind, Complete, Course, Kind, Lesson, Move, Order, Rule
from player.course.status import status
from player.course.update import Change, Leaf, Moving, Progress, compare, history, keeps, leaves, move_data, moves, progress, version_at
from player.errors import PlayerError
from tests.forge.learners import QUIZ, Learner, chapter, course, lesson

FILES = {"a.md": "11", "b.md": "22", "c.md": "33"}
TWO = "2.0"


def digest(name: str) -> str:
    return FILES.get(name, "")


def text(name: str, file: str = "", **more: object) -> Lesson:
    return lesson(name, file=file or f"{name}.md", **more)


def version(number: str, *lessons: Lesson, order: Order = Order.FREE, **more: object) -> Course:
    return replace(course(chapter("one", *lessons), order=order), version=number, **more)  # type: ignore[arg-type]


def moved(learner: Learner, new: Course, *, old_known: bool = True, compared: bool = True) -> Learner:
    """The learner in the new version, as the services would move them."""
    old = learner.course
    change = compare(leaves(old, digest), leaves(new, digest)) if compared else None
    titles = {one.id: one.title for one in old.lessons()}
    moving = Moving(old if old_known else None, old.version, new, change, titles, ((0, old.version),))
    after = Learner(new, learner.at)
    after.facts, after.events = learner.facts, list(learner.events)
    after.does(EventKind.UPDATED, "", move_data(moving, learner.facts, learner.at))
    return after


# Comparing


def test_by_id_first_then_by_content_then_by_title() -> None:
    old = (Leaf("a", "A", "text", "1"), Leaf("b", "B", "text", "2"), Leaf("c", "C", "text", "3"), Leaf("d", "D", "text", "4"),
           Leaf("e", "E", "pdf", "5"), Leaf("t", "T", "text", "9"))  # fmt: skip
    new = (Leaf("a", "A", "text", "1"), Leaf("b", "B", "text", "20"), Leaf("c2", "C", "text", "3"), Leaf("d2", "d", "text", "40"),
           Leaf("e2", "E", "text", "50"), Leaf("t", "Another title", "text", "9"))  # fmt: skip
    assert compare(old, new) == Change(("a",), ("b", "t"), ("d2", "e2"), ("d", "e"), (("c", "c2"),), (("d", "d2"),))


def test_what_is_not_known_is_not_called_changed_and_what_is_in_doubt_no_pair() -> None:
    assert compare((Leaf("a", "A"),), (Leaf("a", "A", "text", "1"),)) == Change(("a",), (), (), ())
    twins = (Leaf("a", "A", "text", "1"), Leaf("b", "B", "text", "1"))
    assert compare(twins, (Leaf("x", "X", "text", "1"), Leaf("y", "Y", "text", "1"))).same == ()
    assert compare(twins, (Leaf("x", "B", "text", "1"),)).same == (("b", "x"),)
    assert compare(twins[:1], (Leaf("x", "New name", "text", "1"),)).same == (("a", "x"),)
    assert compare((Leaf("a", "A", "text"),), (Leaf("a", "A", "pdf"),)).changed == ()


def test_the_content_of_a_lesson_is_what_a_learner_meets_in_it() -> None:
    def content(one: Lesson) -> str:
        return leaves(version("1.0", one), digest)[0].content

    same = content(text("a"))
    assert same == content(text("z", "a.md", title="Other", required=False, minutes=9, again=True))
    assert same != content(text("a", "b.md"))
    assert same != content(text("a", rule=Rule.READ))
    assert same != content(text("a", languages={"ar": "b.md"}))
    assert content(text("a", "nowhere.md")) == ""
    assert content(lesson("boxes", Kind.CHECKLIST)) == ""


# Who is taken along


@pytest.mark.parametrize(("policy", "who"), [
    (Move.NEVER, []), (Move.ALWAYS, [0, 1, 2, 3]), (Move.NOT_COMPLETE, [0, 1]), (Move.COMPLETED, [2, 3]), (Move.FAILED, [1]), (Move.PASSED, [3]),
])  # fmt: skip
def test_the_six_policies(policy: Move, who: list[int]) -> None:
    stands = (Progress(), Progress(failed=True), Progress(complete=True), Progress(complete=True, passed=True))
    assert [number for number, one in enumerate(stands) if moves(policy, one)] == who


def test_how_somebody_stands() -> None:
    of = version("1.0", text("a"), lesson("q", Kind.QUIZ), lesson("extra", Kind.QUIZ, required=False))
    learner = Learner(of)
    assert progress(of, learner.status(), learner.facts) == Progress()
    learner.scores("extra", 1)
    assert progress(of, learner.status(), learner.facts) == Progress()
    learner.scores("q", 3)
    assert progress(of, learner.status(), learner.facts) == Progress(failed=True)
    learner.scores("q", 9)
    assert progress(of, learner.status(), learner.facts) == Progress(passed=True)
    learner.completes("a")
    assert progress(of, learner.status(), learner.facts) == Progress(complete=True, passed=True)
    plain = version("1.0", text("a"))
    assert progress(plain, status(plain, learner.facts, learner.at), learner.facts) == Progress(complete=True)


def test_what_one_learner_keeps() -> None:
    old, new = version("1.0", text("a"), text("b"), text("c")), version(TWO, text("a", again=True), text("b"), text("c2", "c.md"))
    change = compare(leaves(old, digest), leaves(new, digest))
    found = keeps(replace(change, gone=("x",)), new, {"a", "b", "c", "x"})
    assert (found.ticks, found.again, found.lost) == (2, ("a",), ("x",))


# Moving


def test_a_tick_comes_along_to_a_new_id_and_what_is_told() -> None:
    learner = Learner(version("1.0", text("a"), text("b"), text("c")))
    learner.completes("a", "c")
    after = moved(learner, version(TWO, text("a"), text("c2", "c.md"), text("n")))
    data = after.events[-1].data
    assert data["lessons"] == [2, 1, 1]
    assert (data["new"], data["gone"], data["same"]) == (["n"], ["B"], {"c2": "c"})
    assert {one.lesson.id for one in after.status().lessons.values() if one.done} == {"a", "c2"}
    assert "complete" not in data
    assert "changed" not in data


def test_changed_lessons_are_named_and_an_unknown_old_version_tells_nothing() -> None:
    learner = Learner(version("1.0", text("a")))
    assert moved(learner, version(TWO, text("a", "b.md"))).events[-1].data["changed"] == ["a"]
    bare = moved(learner, version(TWO, text("a", "b.md")), compared=False).events[-1].data
    assert set(bare) == {"from", "to", "ticked", "stay"}


def test_again_puts_the_tick_aside_once_for_each_version() -> None:
    learner = Learner(version("1.0", text("a"), text("b"), text("c")))
    learner.completes("a", "b")
    first = learner.facts.lesson("a").ticked_at
    after = moved(learner, version(TWO, text("a", again=True), text("b"), text("c", again=True)))
    told = after.status().lessons
    assert (told["a"].done, told["a"].done_in, told["b"].done, told["c"].done_in) == (False, "1.0", True, "")
    assert after.facts.lesson("a").done_at == first
    after.completes("a", "c")
    assert (after.status().lessons["a"].done, after.status().lessons["a"].done_in) == (True, "")
    late: dict[str, Json] = {"from": "1.0", "to": TWO, "ticked": {"a": first}, "again": {"a": "1.0", "c": ""}}
    after.does(EventKind.UPDATED, "", late)  # another machine that moved later
    assert after.status().lessons["a"].done
    third = moved(after, version("3.0", text("a", again=True), text("c")))
    assert (third.status().lessons["a"].done_in, third.status().lessons["c"].done) == (TWO, True)
    third.does(EventKind.UPDATED, "", {"from": "1.0", "to": "3.0", "ticked": {"a": first}})  # a machine that never saw 2.0
    assert not third.status().lessons["a"].done
    assert fold_all(third.course, third.events) == third.facts


def test_again_wants_a_quiz_anew_and_an_open_attempt_counts_for_nothing() -> None:
    learner = Learner(version("1.0", lesson("q", Kind.QUIZ, files=())))
    learner.scores("q", 9)
    learner.does(EventKind.ATTEMPT_STARTED, "q", {"attempt": "q-2", "number": 2})
    after = moved(learner, version(TWO, lesson("q", Kind.QUIZ, files=(), again=True)))
    assert not after.status().lessons["q"].done
    after.does(EventKind.ATTEMPT_SUBMITTED, "q", {"attempt": "q-2", "number": 2, "score": [10, 10], "passed": True, "all_right": True})
    assert not after.status().lessons["q"].done
    after.scores("q", 8)
    assert after.status().lessons["q"].done
    assert len(after.facts.lesson("q").attempts) == 3
    after.voids("q")
    assert (after.facts.lesson("q").done_in, after.facts.lesson("q").again_for) == ("1.0", TWO)


@pytest.mark.parametrize(("rule", "data", "done"), [
    (Rule.PASSED, {"passed": True, "all_right": False}, True), (Rule.PASSED, {"passed": False}, False),
    (Rule.ALL_RIGHT, {"passed": True, "all_right": False}, False),
])  # fmt: skip
def test_a_quiz_under_way_is_passed_by_the_rules_with_which_it_began(rule: Rule, data: dict[str, Json], done: bool) -> None:
    learner = Learner(version("1.0", lesson("q", Kind.QUIZ, rule, files=())))
    learner.does(EventKind.ATTEMPT_STARTED, "q", {"attempt": "q-1", "number": 1})
    harder = replace(QUIZ, pass_mark=100)
    after = moved(learner, version(TWO, lesson("q", Kind.QUIZ, rule, files=(), quiz=harder)))
    after.does(EventKind.ATTEMPT_SUBMITTED, "q", {"attempt": "q-1", "number": 1, "score": [8, 10], **data})
    assert after.status().lessons["q"].done is done
    assert fold_all(after.course, after.events) == after.facts


@pytest.mark.parametrize("old_known", [True, False])
def test_what_was_open_stays_open_also_over_two_updates(old_known: bool) -> None:
    learner = Learner(version("1.0", text("a"), text("b"), order=Order.IN_ORDER))
    learner.completes("a")
    learner.does(EventKind.OPENED, "b")
    after = moved(learner, version(TWO, text("first"), text("a"), text("b"), text("last"), order=Order.IN_ORDER), old_known=old_known)
    assert after.events[-1].data["open"] == ["b"]
    assert {name: one.locked for name, one in after.status().lessons.items()} == {"first": False, "a": False, "b": False, "last": True}
    third = moved(after, version("3.0", text("zero"), text("first"), text("a"), text("b"), order=Order.IN_ORDER), old_known=old_known)
    locked = {name: one.locked for name, one in third.status().lessons.items()}
    assert locked == {"zero": False, "first": not old_known, "a": False, "b": False}


def test_a_holder_keeps_what_was_complete_and_sees_what_is_new_since() -> None:
    early = Award("early", AwardKind.BADGE, "Early", Complete("a"))
    learner = Learner(replace(version("1.0", text("a"), text("b")), awards=(*version("1.0").awards, early)))
    learner.completes("a", "b")
    for award in ("certificate", "early"):
        learner.does(EventKind.EARNED, "", {"award": award, **({"version": "1.0"} if award == "early" else {})})
    assert (learner.status().finished, learner.status().since) == ("", ())
    after = moved(learner, version(TWO, text("n"), text("a"), text("b", again=True)))
    told = after.status()
    assert (told.complete, told.finished, told.since) == (False, "1.0", ("n", "b"))
    assert (told.awards["certificate"].earned, told.awards["certificate"].version) == (True, "1.0")
    third = moved(after, version("3.0", text("m"), text("n"), text("a"), text("b")))
    assert third.status().since == ("m", "n", "b")
    third.completes("m", "n", "b")
    assert (third.status().complete, third.status().finished, third.status().since) == (True, "", ())
    again = replace(third.events[-1], id="x", kind=EventKind.UPDATED, lesson="", data={"from": "0.9", "to": "3.0", "complete": True})
    assert fold_all(third.course, [*third.events, again]).finished == "1.0"
    fourth = moved(third, version("4.0", text("a"), text("z")))
    assert (fourth.status().finished, fourth.status().since) == ("3.0", ("z",))


def test_which_version_was_open_when() -> None:
    learner = Learner(version("1.0", text("a")))
    learner.does(EventKind.ENROLLED, "", {"version": "1.0"})
    learner.does(EventKind.NEXT, "a")
    after = moved(learner, version(TWO, text("a")))
    versions = history(after.events)
    assert [version for _, version in versions] == ["1.0", TWO]
    assert version_at(versions, versions[0][0], "?") == "1.0"
    assert version_at(versions, versions[1][0] + 5, "?") == TWO
    assert version_at(versions, 0, "?") == "?"


@pytest.mark.parametrize("data", [{"again": ["a"]}, {"again": {"a": 1}}, {"open": "a"}, {"open": [1]}])
def test_an_entry_that_cannot_be_read_changes_nothing(data: dict[str, Json]) -> None:
    learner = Learner(version("1.0", text("a")))
    with pytest.raises(PlayerError, match="no usable"):
        learner.does(EventKind.UPDATED, "", {"to": TWO, **data})
