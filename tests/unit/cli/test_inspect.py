"""A package's course in JSON: conditions come out in the grammar that authors write."""

import pytest

from player.cli.inspect import condition, described, minutes
from player.course.model import (
    After,
    AtLeast,
    Award,
    AwardHeld,
    AwardKind,
    Chapter,
    Complete,
    Condition,
    CountsWhen,
    Course,
    DaysSinceStart,
    Kind,
    Lesson,
    MeritAtLeast,
    Passed,
    PreviousRequired,
    Rule,
    ScoreAtLeast,
)


@pytest.mark.parametrize(("asked", "written"), [
    (Complete("a"), {"complete": "a"}),
    (Passed("q"), {"passed": "q"}),
    (ScoreAtLeast("q", 80), {"score": "q", "at_least": 80}),
    (MeritAtLeast(90), {"merit": 90}),
    (AwardHeld("org.example.other/certificate"), {"award": "org.example.other/certificate"}),
    (After("2027-01-10"), {"after": "2027-01-10"}),
    (DaysSinceStart(7), {"days_since_start": 7}),
    (PreviousRequired(), "previous required lesson"),
    (AtLeast(2, (Complete("a"), Passed("q"))), {"all": [{"complete": "a"}, {"passed": "q"}]}),
    (AtLeast(1, (Complete("a"), Passed("q"))), {"any": [{"complete": "a"}, {"passed": "q"}]}),
    (AtLeast(2, (Complete("a"), Complete("b"), AtLeast(1, (Passed("q"), Passed("r"))))),
     {"at_least": 2, "of": [{"complete": "a"}, {"complete": "b"}, {"any": [{"passed": "q"}, {"passed": "r"}]}]}),
])
def test_a_condition_is_written_as_an_author_writes_it(asked: Condition, written: object) -> None:
    assert condition(asked) == written


@pytest.mark.parametrize(("author", "computed", "shown"), [(None, 0, 0), (None, 1, 1), (None, 60, 1), (None, 61, 2), (4, 1000, 4)])
def test_minutes_are_the_authors_else_rounded_up(author: int | None, computed: int, shown: int) -> None:
    assert minutes(Lesson("a", "A", Kind.TEXT, CountsWhen(Rule.NEXT), minutes=author, computed_seconds=computed)) == shown


def test_the_whole_shape() -> None:
    lesson = Lesson("a", "Á", Kind.PDF, CountsWhen(Rule.PAGES, 80), required=False, minutes=3)
    award = Award("v", AwardKind.VOUCHER, "One free", Complete("a"))
    course = Course("org.example.x", "X", "2.1", (Chapter("c", "C", (lesson,)),), languages=("en", "ar"), publisher="P", awards=(award,))
    assert described(course, "Northern Rivers") == {
        "id": "org.example.x", "title": "X", "version": "2.1", "languages": ["en", "ar"], "publisher": "P", "signed_by": "Northern Rivers",
        "chapters": [{"id": "c", "title": "C", "lessons": [
            {"id": "a", "title": "Á", "kind": "pdf", "required": False, "rule": "pages", "minutes": 3},
        ]}],
        "awards": [{"id": "v", "kind": "voucher", "title": "One free", "earned_when": {"complete": "a"}}],
    }  # fmt: skip
