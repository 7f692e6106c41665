"""The first picture by plain sqlite3 is the same as the SQLModel query, and needs neither SQLModel nor alembic."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.store.database import Store
from player.store.rows import AwardRow, CourseRow, EnrolmentRow, LearnerRow, PinRow
from player.store.startup import NOTHING_YET, first_picture
from tests.forge.laws import law

Library = tuple[list[LearnerRow], list[CourseRow], list[EnrolmentRow], list[AwardRow]]
TIME = st.integers(0, 50)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """A few learners and courses, begun or not, some off the shelf, some in a second round."""
    seen = st.none() | TIME
    learners = [
        LearnerRow(id=f"l{n}", name=f"L{n}", folded=f"l{n}", picture="owl", tint="red", guest=n == 0, printed_name="P" * n,
                   created_at=draw(TIME), last_seen=draw(seen), claimed_by=draw(st.none() | st.just("l1")) if n == 0 else None)
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    courses = [
        CourseRow(
            key=f"c{n}", id=f"i{n}", title=draw(st.sampled_from(["Tea", "Café", "茶"])), version="1", publisher="p",
            fingerprint=draw(st.sampled_from(["", "ff"])), path="x", digest="d", cover=draw(st.none() | st.just(b"png")),
            required=draw(TIME), extras=1, seconds=draw(TIME), first_title="First", first_seconds=60,
            added_at=draw(TIME), shown=draw(st.booleans()), damaged=draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    enrolments = [
        EnrolmentRow(
            id=f"{one.id}{course.key}{number}", learner_id=one.id, course_key=course.key, round=number, version="1", place="",
            created_at=1, last_opened=draw(seen), done=draw(TIME), required=5, extras_done=0, extras=2, seconds=9,
            seconds_left=draw(TIME), complete=draw(st.booleans()),
            earned_at=draw(seen), resume="", resume_title="Go on", resume_seconds=30,
        )
        for one in learners for course in courses for number in range(1, draw(st.integers(0, 2)) + 1)
    ]  # fmt: skip
    awards = [
        AwardRow(
            enrolment=number, award="a", title="T", kind="certificate", earned_at=1, issued_at=draw(seen), saved_at=draw(seen), number=str(number),
            printed_name="P", file="f", sha256="", rests_on_void=False,
        )
        for number in range(1, len(enrolments) + 1) if draw(st.booleans())
    ]  # fmt: skip
    return learners, courses, enrolments, awards


@pytest.mark.law
def test_both_ways_of_reading_say_the_same(tmp_path: Path) -> None:
    counter = iter(range(10_000))

    @law(40)
    @given(libraries())
    def check(library: Library) -> None:
        path = tmp_path / str(next(counter)) / "greentick.db"
        store = Store(path, path.parent / "backups")
        learners, courses, enrolments, awards = library
        with store.writing() as w:
            for learner in learners:
                w.learners.add(learner)
            for course in courses:
                w.shelf.put(course)
            for enrolment in enrolments:
                w.enrolments.add(enrolment)
            for award in awards:
                w.awards.put(award)
            for learner, kind in zip(learners[1:3], (None, "pictures"), strict=False):
                w.pins.put(PinRow(whose=learner.id, name="", hash="h", wrong=0, tried_at=0, set_at=1, kind=kind))
        with store.reading() as r:
            lines = r.learners.lines()
            assert first_picture(path).learners == lines
            assert first_picture(path).learner == (lines[0] if lines else None)
            for learner in learners:
                picture = first_picture(path, learner.id)
                if learner.claimed_by is not None:  # on no board any more
                    assert picture.learner is None
                    continue
                assert picture.learner is not None
                assert picture.learner.id == learner.id
                assert picture.shelf == r.shelf.lines(learner.id)
                assert picture.kept == r.awards.kept(learner.id)
            assert first_picture(path, "nobody").shelf == r.shelf.lines("nobody")
            assert len(first_picture(path).shelf) == sum(course.shown for course in courses)
        store.close()

    check()


def test_it_reads_while_the_store_is_open_and_after_it_was_closed(store: Store, path: Path) -> None:
    with store.writing() as w:
        w.learners.add(LearnerRow(id="l", name="L", folded="l", picture="", tint="", guest=False, printed_name="", created_at=1))
    assert [one.name for one in first_picture(path).learners] == ["L"]
    store.close()
    assert [one.name for one in first_picture(path).learners] == ["L"]


def test_nothing_yet_without_a_database(tmp_path: Path) -> None:
    assert first_picture(tmp_path / "none.db") == NOTHING_YET
    (tmp_path / "empty.db").touch()
    assert first_picture(tmp_path / "empty.db") == NOTHING_YET


def test_it_imports_neither_sqlmodel_nor_alembic() -> None:
    code = "import sys, player.store.startup; print(sorted({'sqlmodel', 'sqlalchemy', 'alembic', 'pydantic'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
