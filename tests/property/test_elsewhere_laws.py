"""Laws of awards from elsewhere: no order of events, chains or rows changes what they open, and nothing relocks by more of them."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from player.course.elsewhere import award_name, meant, names_held
from player.course.facts import Event, EventKind, Facts
from player.course.fold import Fold, fold_all
from player.course.model import AtLeast, AwardHeld
from player.course.status import Evaluator
from tests.forge.ladder import PUMPS, rung

LAW = settings(max_examples=60, deadline=None)
KEYS = ("unsigned", "a" * 64, "b" * 64)
COURSES = ("org.x", "org.y")
NAMES = (*(f"{course}/certificate" for course in COURSES), f"{KEYS[1]}/org.x/certificate")
COURSE = rung(PUMPS, "Pumps", AtLeast(2, tuple(AwardHeld(name) for name in NAMES)))


@st.composite
def proofs(draw: st.DrawFn) -> list[Event]:
    made = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(1, 9), st.sampled_from(("certificate", "pin")), st.booleans()), max_size=8))
    return [
        Event(f"{place}", place + 1, at, EventKind.PROVED, signed=signed,
              data={"award": name, "how": how, "number": f"{place}", "name": "Nora", "title": "T", "course": "C", "by": "Tess", "reason": "known"})
        for place, (name, at, how, signed) in enumerate(made)
    ]  # fmt: skip


@LAW
@given(proofs(), st.randoms(use_true_random=False), st.integers(0, 8))
def test_no_order_between_chains_changes_what_is_proved(events: list[Event], chance: Random, cut: int) -> None:
    shuffled = events[:]
    chance.shuffle(shuffled)
    whole = fold_all(COURSE, events)
    assert fold_all(COURSE, shuffled) == whole
    assert Fold(COURSE).many(fold_all(COURSE, shuffled[:cut]), shuffled[cut:]) == whole
    assert fold_all(COURSE, [*events, *events]) == whole
    assert set(whole.proved) == {event.data["award"] for event in events if event.signed}


@LAW
@given(st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(COURSES))), st.sampled_from(KEYS), proofs(), proofs())
def test_more_awards_never_lock(held: set[tuple[str, str]], own: str, some: list[Event], more: list[Event]) -> None:
    rules = Evaluator(COURSE)
    names = names_held([(f"{key}/{course}", "certificate") for key, course in held], f"{own}/{PUMPS}")
    poor, rich = fold_all(COURSE, some), fold_all(COURSE, [*some, *more])
    less = rules.status(Facts(proved=poor.proved), 0).lessons["first"].locked
    assert rules.status(Facts(proved=rich.proved), 0).lessons["first"].locked <= less
    assert rules.status(Facts(proved=rich.proved, elsewhere=names), 0).lessons["first"].locked <= less


@LAW
@given(st.sampled_from(KEYS), st.sampled_from(COURSES), st.sampled_from(KEYS), st.sampled_from(NAMES))
def test_what_a_course_means_is_what_opens_it(publisher: str, course: str, own: str, asked: str) -> None:
    one = meant(asked, f"{own}/{PUMPS}")
    assert one is not None
    given_by = (one.course, one.award) == (course, "certificate") and one.publisher in {"", publisher}
    assert (asked in names_held([(f"{publisher}/{course}", "certificate")], f"{own}/{PUMPS}")) == given_by
    assert award_name(str(one)) == one
