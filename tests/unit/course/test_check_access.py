"""The author's checker on dates and on what follows the certificate."""

from dataclasses import replace

import pytest

from player.course.check import Severity, check
from player.course.model import (
    Access,
    After,
    AfterCertificate,
    Award,
    AwardKind,
    Chapter,
    Complete,
    CountsWhen,
    Course,
    DaysSinceStart,
    Kind,
    Lesson,
    Rule,
    default_award,
)

FIRST = Lesson("a", "First", Kind.TEXT, CountsWhen(Rule.NEXT), file="a.md")
EXTRA = replace(FIRST, id="b", title="More", required=False)
COURSE = Course("c", "C", "1", (Chapter("k", "K", (FIRST,)),), awards=(default_award("C"),))


def said(course: Course) -> list[tuple[bool, str]]:
    return [(finding.severity is Severity.ERROR, finding.message) for finding in check(course)]


def with_access(**values: object) -> Course:
    return replace(COURSE, access=Access(**values))  # type: ignore[arg-type]  # fields of Access


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"opens_on": "soon"}, "“opens_on” is “soon”"),
        ({"closes_on": "2027-02-30"}, "“closes_on” is “2027-02-30”"),
        ({"opens_on": "2027-03-01", "closes_on": "2027-02-01"}, "before it opens"),
        ({"days_from_start": 0}, "“days_from_start” is 0"),
        ({"days_of_use": -3}, "“days_of_use” is -3"),
        ({"after_closing": "gone"}, "cannot be “gone”"),
    ],
)
def test_what_contradicts_itself_is_an_error(values: dict[str, object], words: str) -> None:
    assert any(error and words in message for error, message in said(with_access(**values)))


def test_the_same_day_may_open_and_close() -> None:
    assert said(with_access(opens_on="2027-03-01", closes_on="2027-03-01")) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"after_closing": "locked"}, "never closes"),
        ({"days_of_use": 10, "days_from_start": 5}, "close nothing"),
    ],
)
def test_what_does_nothing_is_warned_of(values: dict[str, object], words: str) -> None:
    found = said(with_access(**values))
    assert [error for error, _ in found] == [False]
    assert words in found[0][1]


def test_extras_that_the_certificate_would_lock_are_warned_of() -> None:
    course = replace(with_access(after_certificate=AfterCertificate.LOCK), chapters=(Chapter("k", "K", (FIRST, EXTRA)),))
    assert [message for _, message in said(course)] == ["“More” cannot be opened any more once the certificate is saved."]
    several = replace(course, chapters=(Chapter("k", "K", (FIRST, EXTRA, replace(EXTRA, id="d"))),))
    assert "2 extras, “More” among them," in said(several)[0][1]
    assert said(with_access(after_certificate=AfterCertificate.LOCK)) == []


def test_after_the_certificate_wants_one_for_the_whole_course() -> None:
    early = Award("early", AwardKind.CERTIFICATE, "Early", Complete("a"))
    course = replace(with_access(after_certificate=AfterCertificate.READ_ONLY), awards=(early,))
    assert "“after_certificate” does nothing" in said(course)[0][1]
    out = replace(with_access(sign_out_after_certificate=True), awards=(early,))
    assert "“sign_out_after_certificate” does nothing" in said(out)[0][1]


def test_what_opens_only_when_the_course_has_closed_is_warned_of() -> None:
    late = replace(EXTRA, opens_when=After("2027-06-01"))
    course = replace(with_access(closes_on="2027-05-31"), chapters=(Chapter("k", "K", (FIRST, late)),))
    assert "when the course has closed" in said(course)[0][1]
    zoned = replace(late, opens_when=After("2027-06-01T00:00:00+00:00", 1_811_808_000_000))
    assert len(said(replace(course, chapters=(Chapter("k", "K", (FIRST, zoned)),)))) == 1
    assert said(replace(course, chapters=(Chapter("k", "K", (FIRST, replace(late, opens_when=After("2027-05-31")))),))) == []
    days = replace(EXTRA, opens_when=DaysSinceStart(8))
    short = replace(with_access(days_from_start=7), chapters=(Chapter("k", "K", (FIRST, days)),))
    assert "opens 8 days after the start" in said(short)[0][1]
    chapter = replace(short, chapters=(Chapter("k", "K", (FIRST,)), Chapter("m", "M", (EXTRA,), opens_when=DaysSinceStart(8))))
    assert [finding.where for finding in check(chapter)] == ["m"]


def test_a_minimum_active_time_of_the_course_can_be_reached() -> None:
    timed = replace(COURSE, active_seconds=600, chapters=(Chapter("k", "K", (replace(FIRST, minutes=10),)),))
    assert said(timed) == []
    assert [error for error, _ in said(replace(timed, active_seconds=-1))] == [True]
    assert said(replace(timed, active_seconds=6000)) == [
        (False, "The course asks for 100 minutes of active time, and its lessons are estimated at 10."),
    ]
    homework = Lesson("h", "Homework", Kind.ASSIGNMENT, CountsWhen(Rule.SIGNED_OFF), file="a.md")
    assert any("no lesson in which it is spent" in message for _, message in said(replace(timed, chapters=(Chapter("k", "K", (homework,)),))))
