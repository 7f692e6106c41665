"""Awards of other courses: how they are named, and that proofs are facts like any other."""

import pytest

from player.course.check import check
from player.course.elsewhere import AwardName, asked_elsewhere, award_name, meant, names_held
from player.course.facts import AwardProof, Event, EventKind, Facts
from player.course.fold import fold_all
from player.course.model import After, AtLeast, Award, AwardHeld, AwardKind, Chapter, Course, default_award
from player.course.status import Evaluator
from tests.forge.ladder import PUMPS, WATER, WATER_CERTIFICATE, rung

KEY, OTHER = "a" * 64, "b" * 64
NOW = 1_800_000_000_000
PUMP_COURSE = rung(PUMPS, "Pumps", AwardHeld(WATER_CERTIFICATE))


def proved(at: int, number: str = "1", **more: object) -> Event:
    data = {"award": WATER_CERTIFICATE, "how": "certificate", "number": number, "name": "Nora", "title": "Safe water", "course": "Safe water", **more}
    return Event(f"{at}{number}", 1, at, EventKind.PROVED, data=data, signed=True)  # type: ignore[arg-type]  # texts are Json


def test_a_name_has_two_or_three_parts() -> None:
    assert award_name("org.x/merit") == AwardName("org.x", "merit")
    assert award_name(f"{KEY}/org.x/merit") == AwardName("org.x", "merit", KEY)
    assert str(AwardName("org.x", "merit", "unsigned")) == "unsigned/org.x/merit"
    assert award_name("merit") is None
    assert award_name("a/b/c/d") is None


@pytest.mark.parametrize(("name", "good"), [("org.x/merit", True), ("unsigned/org.x/m", True), (f"{KEY}/org.x/m", True), ("abc/org.x/m", False),
                                            (f"{'A' * 64}/org.x/m", False), ("/m", False), ("org.x/", False), (f"{KEY}//m", False)])  # fmt: skip
def test_the_checker_looks_at_the_form_of_a_name_only(name: str, good: bool) -> None:
    findings = check(rung(PUMPS, "Pumps", AwardHeld(name)))
    assert bool(findings) is not good
    assert all("no award of another course" in one.message for one in findings)


def test_a_course_means_its_own_publisher_and_an_unsigned_one_any() -> None:
    held = [(f"{KEY}/{WATER}", "certificate"), (f"unsigned/{WATER}", "merit")]
    assert WATER_CERTIFICATE in names_held(held, f"{KEY}/{PUMPS}")
    assert WATER_CERTIFICATE not in names_held(held, f"{OTHER}/{PUMPS}")
    assert f"{WATER}/merit" not in names_held(held, f"{KEY}/{PUMPS}")
    assert {WATER_CERTIFICATE, f"{WATER}/merit"} <= names_held(held, f"unsigned/{PUMPS}")
    assert f"{KEY}/{WATER}/certificate" in names_held(held, f"{OTHER}/{PUMPS}")
    assert meant(WATER_CERTIFICATE, f"{KEY}/{PUMPS}") == AwardName(WATER, "certificate", KEY)
    assert meant(WATER_CERTIFICATE, f"unsigned/{PUMPS}") == AwardName(WATER, "certificate")
    assert meant(f"{OTHER}/{WATER_CERTIFICATE}", f"{KEY}/{PUMPS}") == AwardName(WATER, "certificate", OTHER)
    assert meant("none", KEY) is None


def test_what_is_asked_of_others_wherever_it_stands() -> None:
    award = Award("merit", AwardKind.BADGE, "Merit", AtLeast(1, (AwardHeld("x/y"), AwardHeld("certificate"), After("2027-01-10"))))
    made = rung(PUMPS, "Pumps", AwardHeld(f"{PUMPS}/merit"), lesson_opens=AwardHeld(WATER_CERTIFICATE), awards=(default_award("Pumps"), award))
    assert asked_elsewhere(made) == (WATER_CERTIFICATE, "x/y")
    assert asked_elsewhere(Course("c", "C", "1", (Chapter("one", "One", (), opens_when=AwardHeld("x/y")),))) == ("x/y",)


def test_an_award_held_or_proved_opens_the_course() -> None:
    rules = Evaluator(PUMP_COURSE, {WATER_CERTIFICATE: "Safe water"})
    locked = rules.status(Facts(), NOW)
    assert [(need.what, need.id, need.title) for need in locked.why_locked] == [("award", WATER_CERTIFICATE, "Safe water")]
    assert locked.lessons["first"].locked
    assert not rules.status(Facts(elsewhere=frozenset({WATER_CERTIFICATE})), NOW, previous=locked).lessons["first"].locked
    assert not rules.status(fold_all(PUMP_COURSE, [proved(5)]), NOW, previous=locked).lessons["first"].locked


def test_a_proof_counts_when_signed_and_the_first_one_stands_in_any_order() -> None:
    first, second = proved(5, "1"), proved(9, "2", how="pin", reason="I know her", by="Tess")
    told = fold_all(PUMP_COURSE, [second, first]).proved
    assert told == fold_all(PUMP_COURSE, [first, second]).proved
    assert told == {WATER_CERTIFICATE: AwardProof(5, "certificate", "1", "Nora", "Safe water", "Safe water")}
    assert fold_all(PUMP_COURSE, [second]).proved[WATER_CERTIFICATE].by == "Tess"
    unsigned = Event("x", 1, 5, EventKind.PROVED, data={"award": WATER_CERTIFICATE})
    assert not fold_all(PUMP_COURSE, [unsigned]).proved
