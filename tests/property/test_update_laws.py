"""Laws of moving from version to version, over any course, any learner and any chain of newer versions."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from player.course.facts import Event, EventKind, Facts
from player.course.fold import fold_all
from player.course.model import Chapter, Course, Lesson, Move
from player.course.status import status
from player.course.update import Moving, Progress, compare, history, leaves, move_data, moves, progress
from tests.forge.learners import Act, Learner, acts, courses, lesson, perform

FEW = settings(max_examples=15, deadline=None)


@st.composite
def newer(draw: st.DrawFn, old: Course, number: int, *, again: bool = True) -> Course:
    """Another version: lessons added, taken away, moved, changed, made required or to be done again."""
    chapters = []
    for place, chapter in enumerate(old.chapters):
        kept = [one for one in chapter.lessons if draw(st.integers(0, 5))]
        mixed = draw(st.permutations(kept))
        anew = tuple(replace(one, again=again and draw(st.integers(0, 3)) == 0, opens_when=None) for one in mixed)
        fresh = (lesson(f"v{number}/{place}", again=False),) if draw(st.booleans()) else ()
        lessons = (*fresh, *anew) if draw(st.booleans()) else (*anew, *fresh)
        candidates = sum(one.required for one in lessons)
        choose = min(chapter.choose, candidates) or None if chapter.choose is not None else None
        chapters.append(Chapter(chapter.id, chapter.title, lessons, draw(st.sampled_from([None, chapter.order])), choose))
    return replace(old, version=f"{number}.0", chapters=tuple(chapters), order=draw(st.sampled_from([old.order, *type(old.order)])))


def leaf_digest(name: str) -> str:
    return name  # any digest will do: the same name is the same file


def moved(learner: Learner, new: Course) -> Learner:
    old = learner.course
    change = compare(leaves(old, leaf_digest), leaves(new, leaf_digest))
    moving = Moving(old, old.version, new, change, {}, history(learner.events))
    after = Learner(new, learner.at + 1)
    after.facts, after.events = learner.facts, list(learner.events)
    after.does(EventKind.UPDATED, "", move_data(moving, learner.facts, learner.at))
    return after


@st.composite
def walks(draw: st.DrawFn, *, again: bool = True) -> list[Learner]:
    """A learner in version after version, as they stood when each was begun and before the next."""
    first = draw(courses())
    learner = Learner(first)
    for _ in perform(learner, draw(acts(voids=False))):
        pass
    found = [learner]
    for number in range(2, 2 + draw(st.integers(1, 3))):
        new = draw(newer(found[-1].course, number, again=again))
        after = moved(found[-1], new)
        for _ in perform(after, draw(acts(voids=False)) if draw(st.booleans()) else ()):
            pass
        found.append(after)
    return found


def ticks(learner: Learner) -> dict[str, int]:
    return {name: row.ticked_at for name, row in learner.facts.lessons.items() if row.ticked_at is not None}


@FEW
@given(walks(again=False))
def test_no_tick_is_lost_by_any_chain_of_updates(walk: list[Learner]) -> None:
    """Not even in versions that do not have the lesson: it may come back."""
    for before, after in pairwise(walk):
        assert ticks(before).items() <= ticks(after).items()


@FEW
@given(walks())
def test_what_is_to_be_done_again_is_remembered_with_its_version(walk: list[Learner]) -> None:
    for before, after in pairwise(walk):
        wanted = {one.id for one in after.course.lessons() if one.again}
        for name, at in ticks(before).items():
            row = after.facts.lesson(name)
            if name not in wanted:
                assert row.ticked_at == at
            else:
                assert (row.done_at, row.again_for) == (at, after.course.version)
                assert row.done_in in {one.course.version for one in walk}
                assert row.ticked_at is None or row.ticked_at > at


@FEW
@given(st.data())
def test_moving_locks_nothing_that_was_open(data: st.DataObject) -> None:
    learner = Learner(data.draw(courses()))
    for _ in perform(learner, data.draw(acts(voids=False))):
        pass
    for number in (2, 3):
        now = learner.at
        was = status(learner.course, learner.facts, now)
        after = moved(learner, data.draw(newer(learner.course, number)))
        told = status(after.course, after.facts, now)
        relocked = [name for name, one in was.lessons.items() if not one.locked and name in told.lessons and told.lessons[name].locked]
        assert relocked == []
        learner = after


@FEW
@given(walks())
def test_the_ledger_alone_tells_the_same_whichever_version_reads_it(walk: list[Learner]) -> None:
    """Nothing that is put aside, kept open or finished depends on the versions in between being there."""
    last = walk[-1]
    facts = fold_all(last.course, last.events)
    assert facts.finished == last.facts.finished
    assert facts.since == last.facts.since
    for name, row in last.facts.lessons.items():
        anew = facts.lesson(name)
        assert (anew.kept_open, anew.again_for, anew.done_at) == (row.kept_open, row.again_for, row.done_at)
        assert row.ticked_at is None or anew.ticked_at is not None


@FEW
@given(courses(), acts(voids=False))
def test_never_always_and_the_other_policies_do_what_they_say(course: Course, todo: list[Act]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    stands = progress(course, learner.status(), learner.facts)
    assert moves(Move.ALWAYS, stands)
    assert not moves(Move.NEVER, stands)
    assert moves(Move.COMPLETED, stands) == learner.status().complete != moves(Move.NOT_COMPLETE, stands)
    assert not (stands.passed and stands.failed)
    assert moves(Move.FAILED, Progress(failed=stands.failed)) == stands.failed
    assert moves(Move.PASSED, Progress(passed=stands.passed)) == stands.passed


@FEW
@given(st.data())
def test_the_order_between_chains_does_not_matter(data: st.DataObject) -> None:
    """Two machines record that the learner moved, and work goes on on both: the record is read by time, so whichever chain is read
    first tells the same; and a second entry about the same move changes nothing."""
    learner = Learner(data.draw(courses()))
    for _ in perform(learner, data.draw(acts(voids=False))):
        pass
    after = moved(learner, data.draw(newer(learner.course, 2)))
    for _ in perform(after, data.draw(acts(voids=False))):
        pass
    move = next(event for event in after.events if event.kind is EventKind.UPDATED)
    again = replace(move, id="f" * 32, at=data.draw(st.integers(move.at, after.at)))
    sides = data.draw(st.lists(st.booleans(), min_size=len(after.events), max_size=len(after.events)))
    one, other = ([event for event, side in zip(after.events, sides, strict=True) if side is which] for which in (True, False))
    assert _read(after.course, [one, other, [again]]) == _read(after.course, [[again], other, one])
    once, twice = _read(after.course, [one, other]), _read(after.course, [one, other, [again]])
    for name, row in once.lessons.items():
        assert (twice.lesson(name).ticked_at, twice.lesson(name).done_at) == (row.ticked_at, row.done_at)
    assert (once.finished, once.since) == (twice.finished, twice.since)


def _read(course: Course, chains: list[list[Event]]) -> Facts:
    """As the ledger is read: by time, whatever the order in which the chains lie."""
    return fold_all(course, sorted((event for chain in chains for event in chain), key=lambda event: (event.at, event.id)))


@FEW
@given(courses())
def test_a_version_compared_with_itself_has_not_changed(course: Course) -> None:
    found = compare(leaves(course, leaf_digest), leaves(course, leaf_digest))
    assert (found.changed, found.new, found.gone, found.same, found.alike) == ((), (), (), (), ())
    assert list(found.kept) == [one.id for one in course.lessons()]


@FEW
@given(courses(), st.lists(st.integers(0, 15), max_size=4))
def test_every_lesson_has_one_fate(course: Course, away: list[int]) -> None:
    lost = set(away)
    kept = tuple(Chapter(part.id, part.title, tuple(one for at, one in enumerate(part.lessons) if at not in lost)) for part in course.chapters)
    new = replace(course, chapters=(*kept, Chapter("z", "Z", (Lesson("z/1", "Z", lesson("z").kind, lesson("z").counts_when),))))
    found = compare(leaves(course, leaf_digest), leaves(new, leaf_digest))
    before, now = [one.id for one in course.lessons()], [one.id for one in new.lessons()]
    assert sorted([*found.kept, *found.changed, *found.new, *(pair[1] for pair in found.same)]) == sorted(now)
    assert sorted([*found.kept, *found.changed, *found.gone, *(pair[0] for pair in found.same)]) == sorted(before)
