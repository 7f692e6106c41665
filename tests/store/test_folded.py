"""Folded facts survive being stored, whatever they hold."""

from dataclasses import fields
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from player.course.facts import AttemptFact, LessonFacts, Override
from player.store.database import Store
from player.store.folded import lesson_facts, lesson_values
from tests.forge.laws import law

COUNT, TEXT = st.integers(0, 2**53 - 1), st.text(max_size=8)
ATTEMPT = st.builds(AttemptFact, TEXT, COUNT, COUNT, st.fractions(0, 1, max_denominator=99), st.booleans(), st.booleans())
FACTS = st.builds(
    LessonFacts,
    opened_at=st.none() | COUNT, last_at=st.none() | COUNT, next_pressed=st.booleans(), end_seen=st.booleans(), active_ms=COUNT,
    pages=st.frozensets(COUNT, max_size=4), played=st.lists(st.tuples(COUNT, COUNT), max_size=3).map(tuple), length_ms=COUNT,
    files_saved=st.frozensets(TEXT, max_size=3), boxes=st.frozensets(COUNT, max_size=3), handed_in=st.booleans(), signed_off=st.booleans(),
    web_completed=st.booleans(), web_passed=st.none() | st.booleans(), web_score=st.none() | st.just(Fraction(2, 3)),
    attempts=st.lists(ATTEMPT, max_size=3).map(tuple), attempts_started=COUNT, open_attempt=TEXT, ticked_at=st.none() | COUNT,
    override=st.none() | st.builds(Override, st.booleans(), COUNT, TEXT, TEXT), void_attempts=COUNT, extra_attempts=COUNT,
    kept_open=st.booleans(), again_for=TEXT, done_in=TEXT, done_at=st.none() | COUNT, old_rules=TEXT,
)  # fmt: skip


@law(200)
@given(FACTS)
def test_columns_and_back(facts: LessonFacts) -> None:
    values = lesson_values(1, "a", facts)
    names = ("lesson", "opened_at", "last_at", "ticked_at", "next_pressed", "more")
    assert lesson_facts(tuple(values[name] for name in names)) == ("a", facts)
    assert (values["more"] == "") == (facts == LessonFacts(facts.opened_at, facts.last_at, facts.next_pressed, ticked_at=facts.ticked_at))


def test_every_field_was_thought_of() -> None:
    """A field added to the facts must be stored; the strategy above then gets it too."""
    assert {one.name for one in fields(LessonFacts)} == {
        "opened_at", "last_at", "next_pressed", "end_seen", "active_ms", "pages", "played", "length_ms", "files_saved", "boxes", "handed_in",
        "signed_off", "web_completed", "web_passed", "web_score", "attempts", "attempts_started", "open_attempt", "ticked_at", "override",
        "void_attempts", "extra_attempts", "kept_open", "again_for", "done_in", "done_at", "old_rules",
    }  # fmt: skip


def test_the_database_gives_back_what_it_was_given(store: Store) -> None:
    facts = LessonFacts(opened_at=5, last_at=7, pages=frozenset({3, 1}), attempts=(AttemptFact("a", 1, 6, Fraction(7, 9), True, False),))
    with store.writing() as w:
        w.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        w.connection.exec_driver_sql("INSERT INTO learner VALUES ('l', '', '', '', '', 0, '', 1, NULL, NULL, NULL, NULL)")
        w.connection.exec_driver_sql("INSERT INTO course VALUES ('k','','','','','','','',NULL,0,0,0,'',0,0,1,0,NULL,NULL)")
        w.connection.exec_driver_sql("INSERT INTO enrolment VALUES (1,'e','l','k',1,'','',0,NULL,NULL,0,0,0,0,0,0,0,NULL,'','',0,NULL,NULL,NULL)")
        w.enrolments.put_lesson(lesson_values(1, "a", LessonFacts()))
        w.enrolments.put_lesson(lesson_values(1, "a", facts))
    with store.reading() as r:
        assert [lesson_facts(row) for row in r.enrolments.lessons(1)] == [("a", facts)]
