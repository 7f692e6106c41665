"""Windows and what follows the certificate: open, read-only, locked, not yet; why, since when, until when."""

from dataclasses import replace
from datetime import UTC, datetime

from player.course.access import GRACE_MS, Used, moment, standing, used
from player.course.facts import FOR_EVER, AwardFacts, Event, EventKind, Facts, Json
from player.course.fold import fold_all
from player.course.model import (
    Access,
    AfterCertificate,
    Award,
    AwardKind,
    Chapter,
    Complete,
    CountsWhen,
    Course,
    Kind,
    Lesson,
    Rule,
    default_award,
)
from player.course.status import Evaluator
from player.course.status_types import OPEN, Door, Standing, Why

DAY = 86_400_000

def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)

def judged(access: Access, now: str, *, offset: int = 0, **happened: object) -> Standing:
    return standing(access, Used(**happened), at(now), offset)  # type: ignore[arg-type]  # fields of Used

def test_a_course_without_dates_is_open() -> None:
    assert judged(Access(), "2027-03-01") == OPEN

# Dates

def test_opens_on_begins_with_its_local_day() -> None:
    access = Access(opens_on="2027-01-10")
    before = judged(access, "2027-01-09T23:59:59")
    assert (before.door, before.why, before.changes_at, before.becomes) == (Door.NOT_YET, Why.OPENS_ON, at("2027-01-10"), Door.OPEN)
    assert not before.earns
    assert not before.readable
    assert judged(access, "2027-01-10").door is Door.OPEN
    assert judged(access, "2027-01-09T22:00", offset=120).door is Door.OPEN  # midnight two hours east
    assert judged(access, "2027-01-10T04:59", offset=-300).door is Door.NOT_YET

def test_closes_on_includes_its_day() -> None:
    access = Access(closes_on="2027-12-31")
    still = judged(access, "2027-12-31T23:59:59")
    assert (still.door, still.why, still.changes_at, still.becomes) == (Door.OPEN, Why.CLOSES_ON, at("2028-01-01"), Door.READ_ONLY)
    closed = judged(access, "2028-01-01")
    assert (closed.door, closed.why, closed.since) == (Door.READ_ONLY, Why.CLOSES_ON, at("2028-01-01"))
    assert closed.readable
    assert not closed.earns
    assert judged(access, "2027-12-31T22:30", offset=120).door is Door.READ_ONLY

def test_closes_on_with_a_time_closes_at_that_time() -> None:
    assert judged(Access(closes_on="2027-12-31T18:00:00"), "2027-12-31T17:59").changes_at == at("2027-12-31T18:00")
    assert judged(Access(closes_on="2027-12-31T18:00:00"), "2027-12-31T17:00", offset=60).door is Door.READ_ONLY
    assert moment("2027-12-31T18:00:00+02:00", -300, end=True) == at("2027-12-31T16:00")
    assert moment("some day", 0) is None

def test_a_date_that_nobody_can_read_closes_nothing() -> None:
    assert judged(Access(opens_on="soon", closes_on="late"), "2027-03-01") == OPEN

def test_locked_after_closing_where_the_author_wants_it() -> None:
    assert judged(Access(closes_on="2027-12-31", after_closing="locked"), "2028-02-01").door is Door.LOCKED

def test_days_from_start_count_from_the_day_of_the_first_lesson() -> None:
    access = Access(days_from_start=7)
    assert judged(access, "2027-03-01") == OPEN  # nothing was opened yet
    begun = at("2027-03-01T23:50")
    assert judged(access, "2027-03-08T23:59", started_at=begun).changes_at == at("2027-03-09")
    assert judged(access, "2027-03-08T23:59", started_at=begun).why is Why.DAYS_FROM_START
    assert judged(access, "2027-03-09", started_at=begun).door is Door.READ_ONLY

def days(*names: str) -> frozenset[int]:
    return frozenset(at(name) // DAY for name in names)

def test_days_of_use_are_days_on_which_a_lesson_was_opened() -> None:
    access = Access(days_of_use=2)
    first = judged(access, "2027-03-01T10:00", days=days("2027-03-01"))
    assert (first.door, first.days_left, first.changes_at) == (Door.OPEN, 1, None)
    assert judged(access, "2027-05-01", days=days("2027-03-01")).days_left == 0  # today would be the last one
    last = judged(access, "2027-05-01T10:00", days=days("2027-03-01", "2027-05-01"))
    assert (last.door, last.days_left, last.changes_at, last.why) == (Door.OPEN, 0, at("2027-05-02"), Why.DAYS_OF_USE)
    over = judged(access, "2027-05-02", days=days("2027-03-01", "2027-05-01"))
    assert (over.door, over.since) == (Door.READ_ONLY, at("2027-05-02"))

def test_days_of_two_machines_are_not_more_than_the_author_gave() -> None:
    used_days = days("2027-03-01", "2027-03-02", "2027-03-05")
    assert judged(Access(days_of_use=2), "2027-03-05T08:00", days=used_days).door is Door.READ_ONLY

def test_the_earliest_of_several_limits_closes() -> None:
    access = Access(closes_on="2027-12-31", days_from_start=7, days_of_use=30)
    found = judged(access, "2027-03-02", started_at=at("2027-03-01"), days=days("2027-03-01"))
    assert (found.why, found.changes_at, found.days_left) == (Why.DAYS_FROM_START, at("2027-03-09"), 28)

# After the certificate

def test_the_certificate_that_was_saved_closes_as_the_author_wants() -> None:
    saved = at("2027-03-01T12:00")
    assert judged(Access(), "2027-03-02", saved_at=saved) == OPEN
    found = judged(Access(after_certificate=AfterCertificate.READ_ONLY), "2027-03-02", saved_at=saved)
    assert (found.door, found.why, found.since) == (Door.READ_ONLY, Why.CERTIFICATE, saved)
    assert judged(Access(after_certificate=AfterCertificate.LOCK), "2027-03-01T12:00", saved_at=saved).door is Door.LOCKED
    assert judged(Access(after_certificate=AfterCertificate.LOCK), "2027-03-02") == OPEN

def test_the_stronger_of_two_doors_holds() -> None:
    access = Access(closes_on="2027-02-28", after_certificate=AfterCertificate.LOCK)
    assert judged(access, "2027-03-02", saved_at=at("2027-03-01")).door is Door.LOCKED
    mild = Access(closes_on="2027-02-28", after_closing="locked", after_certificate=AfterCertificate.READ_ONLY)
    assert judged(mild, "2027-03-02", saved_at=at("2027-02-01")).why is Why.CLOSES_ON

def test_only_the_certificate_of_the_whole_course_counts() -> None:
    early = Award("early", AwardKind.CERTIFICATE, "Early", Complete("a"))
    voucher = Award("voucher", AwardKind.VOUCHER, "Soap")
    lessons = (Lesson("a", "A", Kind.TEXT, CountsWhen(Rule.NEXT), file="a.md"),)
    course = Course("c", "C", "1", (Chapter("k", "K", lessons),), awards=(default_award("C"), early, voucher))
    facts = Facts(awards={"early": AwardFacts(saved_at=1), "voucher": AwardFacts(saved_at=2)})
    assert used(course, facts).saved_at is None
    assert used(course, Facts(awards={"certificate": AwardFacts(saved_at=3)})).saved_at == 3

# Reopened

def test_a_trainer_reopens_a_round_until_a_day() -> None:
    access = Access(closes_on="2027-12-31", after_certificate=AfterCertificate.LOCK)
    found = judged(access, "2028-02-01", saved_at=at("2027-06-01"), open_until=at("2028-02-08"))
    assert (found.door, found.why, found.changes_at, found.becomes) == (Door.OPEN, Why.REOPENED, at("2028-02-08"), Door.LOCKED)
    assert judged(access, "2028-02-08", open_until=at("2028-02-08")).door is Door.READ_ONLY

def test_a_round_that_is_reopened_for_good_stays_open() -> None:
    found = judged(Access(closes_on="2027-12-31"), "2030-01-01", open_until=FOR_EVER)
    assert (found.door, found.changes_at, found.becomes) == (Door.OPEN, None, None)

def test_a_course_that_is_not_open_yet_can_be_opened_by_a_trainer() -> None:
    assert judged(Access(opens_on="2027-05-01"), "2027-03-01", open_until=at("2027-03-02")).becomes is Door.NOT_YET

# In the status

def test_the_status_carries_the_access_and_goes_by_settled_time() -> None:
    lessons = (Lesson("a", "A", Kind.TEXT, CountsWhen(Rule.NEXT), file="a.md"),)
    course = Course("c", "C", "1", (Chapter("k", "K", lessons),), awards=(default_award("C"),), access=Access(closes_on="2027-12-31"))
    rules = Evaluator(course)
    first = rules.status(Facts(), at("2027-03-01"))
    assert first.access.door is Door.OPEN
    later = rules.status(Facts(), at("2028-03-01"), previous=first)
    assert later.access.door is Door.READ_ONLY
    assert rules.status(Facts(), at("2099-01-01"), settled=at("2027-03-01")).access.door is Door.OPEN
    assert GRACE_MS == DAY


# Folded


def folded(*events: Event) -> Facts:
    lessons = (Lesson("a", "A", Kind.TEXT, CountsWhen(Rule.NEXT), file="a.md"),)
    return fold_all(Course("c", "C", "1", (Chapter("k", "K", lessons),), awards=(default_award("C"),)), events)


def test_opening_a_lesson_uses_the_local_day_that_it_names() -> None:
    march = at("2027-03-01T23:30")
    facts = folded(Event("1", 1, march, EventKind.OPENED, "a", {"day": march // DAY + 1}), Event("2", 2, march, EventKind.OPENED, "a"))
    assert facts.days == {march // DAY, march // DAY + 1}
    assert facts.started_at == march


def test_a_reopening_counts_only_when_signed_and_the_longest_one_holds() -> None:
    short: dict[str, Json] = {"until": 50, "by": "T", "reason": "r"}
    long: dict[str, Json] = {**short, "until": 90}
    assert folded(Event("1", 1, 5, EventKind.REOPENED, data=short)).open_until == 0
    both = (Event("1", 1, 5, EventKind.REOPENED, data=long, signed=True), Event("2", 2, 6, EventKind.REOPENED, data=short, signed=True))
    assert folded(*both).open_until == 90
    assert folded(*both, Event("3", 3, 7, EventKind.REOPENED, data={"by": "T"}, signed=True)).open_until == FOR_EVER


def test_a_start_under_a_clock_that_was_ahead_is_put_right_with_the_clock() -> None:
    opened = Event("1", 1, at("2099-01-01"), EventKind.OPENED, "a")
    put_right = Event("2", 2, at("2027-03-01"), EventKind.CLOCK_SET, data={"by": "T"}, signed=True)
    assert folded(opened, put_right).started_at == at("2027-03-01")
    assert folded(put_right).started_at is None
    assert folded(opened, replace(put_right, signed=False)).started_at == at("2099-01-01")


def test_that_it_was_found_closed_changes_no_fact() -> None:
    assert folded(Event("1", 1, 5, EventKind.CLOSED, data={"why": "closes_on"})) == Facts()
