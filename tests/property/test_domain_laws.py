"""Laws of ticks, counters and awards, over any course and any stream of events."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from player.course.check import Severity, check
from player.course.completion import counting_attempts
from player.course.facts import Event, EventKind, Facts, Json
from player.course.fold import Fold, fold_all
from player.course.model import Course, Kind, Rule
from player.course.percent import counter_percent, floor_percent, reaches
from player.course.reach import Reach
from player.course.status import Evaluator, status
from player.course.status_types import State
from tests.forge.laws import law
from tests.forge.learners import FAR, START, Act, Learner, acts, chapter, courses, does_everything, lesson, perform
from tests.forge.learners import course as a_course

LAW = law(50)


def required_done(course: Course, facts: Facts) -> bool:
    """Said independently of the code under test: every required lesson ticked, n of each `choose` chapter, and at least one."""
    asked = 0
    for part in course.chapters:
        ticked = [facts.lesson(one.id).ticked_at is not None for one in part.lessons if one.required]
        wanted = len(ticked) if part.choose is None else part.choose
        asked += wanted
        if sum(ticked) < wanted:
            return False
    return asked > 0


@LAW
@given(courses(), acts())
def test_no_default_certificate_without_every_required_lesson(course: Course, todo: list[Act]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        award = learner.status().awards["certificate"]
        if award.earned and not award.rests_on_void:
            assert required_done(course, learner.facts)
        if required_done(course, learner.facts):
            assert award.earned
            assert award.left == ()


@LAW
@given(courses(conditional=False), acts())
def test_optional_lessons_never_change_the_default_certificate(course: Course, todo: list[Act]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    optional = {one.id for one in course.lessons() if not one.required}
    without = fold_all(course, [event for event in learner.events if event.lesson not in optional])
    some, none = learner.status(), status(course, without, learner.at)
    assert (some.done, some.of, some.complete, some.seconds_left) == (none.done, none.of, none.complete, none.seconds_left)
    assert some.awards == none.awards
    assert some.merit == none.merit


@LAW
@given(courses(), acts(), st.integers(0, 15), st.integers(0, 99))
def test_a_failed_quiz_adds_nothing(course: Course, todo: list[Act], place: int, percent: int) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    quizzes = [
        one
        for one in course.lessons()
        if one.quiz and one.counts_when.rule is Rule.PASSED and one.quiz.pass_mark > percent and learner.facts.lesson(one.id).ticked_at is None
        and one.quiz.counts != "average"
    ]  # fmt: skip
    if not quizzes:
        return
    quiz = quizzes[place % len(quizzes)]
    before = learner.status()
    learner.scores(quiz.id, percent, 100)
    after = learner.status()
    assert learner.facts.lesson(quiz.id).ticked_at is None
    assert (after.done, after.extras_done, after.complete) == (before.done, before.extras_done, before.complete)
    assert after.awards["certificate"].earned == before.awards["certificate"].earned
    assert after.lessons[quiz.id].state in {State.FAILED, State.LOCKED}


@LAW
@given(courses(), acts())
def test_a_tick_goes_only_by_a_signed_void(course: Course, todo: list[Act]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    for event, before, after in zip(learner.events, learner.history[:-1], learner.history[1:], strict=True):
        for lesson_id, row in before.lessons.items():
            now = after.lesson(lesson_id)
            if row.ticked_at is not None and now.ticked_at != row.ticked_at:
                assert event.kind is EventKind.VOIDED
                assert event.signed
                assert event.lesson == lesson_id


@LAW
@given(courses(), acts(), st.lists(st.integers(0, 60), max_size=5))
def test_folding_in_batches_changes_nothing(course: Course, todo: list[Act], cuts: list[int]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    assert fold_all(course, learner.events) == learner.facts
    fold, facts, start = Fold(course), Facts(), 0
    for cut in sorted({*cuts, len(learner.events)}):
        facts = fold.many(facts, learner.events[start:cut])
        start = max(start, cut)
    assert facts == learner.facts


@LAW
@given(courses(), acts())
def test_no_fact_of_any_lesson_is_lost_when_the_course_no_longer_has_it(course: Course, todo: list[Act]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    elsewhere = [event for event in learner.events if event.kind is not EventKind.ISSUED]
    strange = fold_all(Course("x", "X", "1", ()), elsewhere)
    assert set(strange.lessons) == set(learner.facts.lessons)
    assert all(row.attempts == learner.facts.lesson(one).attempts for one, row in strange.lessons.items())


@LAW
@given(courses(), acts(), st.lists(st.integers(-600, 600), min_size=1, max_size=4))
def test_counting_only_what_changed_gives_the_same_answer(course: Course, todo: list[Act], offsets: list[int]) -> None:
    learner, evaluator, previous = Learner(course), Evaluator(course), None
    for step, act in enumerate(perform(learner, todo)):
        offset, now = offsets[step % len(offsets)], learner.at + act.pause
        fresh = Evaluator(course).status(learner.facts, now, offset)
        reused = evaluator.status(learner.facts, now, offset, previous)
        assert reused == fresh
        if previous is not None:
            assert all(reused.lessons[one] is previous.lessons[one] for one in reused.lessons if reused.lessons[one] == previous.lessons[one])
        previous = reused


@LAW
@given(courses(), acts(voids=False))
def test_what_opened_never_locks_again(course: Course, todo: list[Act]) -> None:
    learner, opened = Learner(course), set[str]()
    for _ in perform(learner, todo):
        now = {one.lesson.id for one in learner.status().lessons.values() if not one.locked}
        assert opened <= now
        opened = now


@LAW
@given(courses(), acts())
def test_next_leads_to_the_next_open_lesson(course: Course, todo: list[Act]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    found = learner.status()
    order = list(found.lessons)
    for place, one in enumerate(order):
        ahead = [other for other in order[place + 1 :] if not found.lessons[other].locked]
        assert found.next_lesson[one] == (ahead[0] if ahead else "")


@LAW
@given(courses(), acts())
def test_counters_and_reasons_agree(course: Course, todo: list[Act]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    found = learner.status()
    rows = list(found.lessons.values())
    for one in found.chapters.values():
        own = [row for row in rows if row.chapter_id == one.id]
        if one.choose_left is None:
            assert one.of == sum(row.required for row in own)
        assert one.done == sum(row.done and row.required for row in own)
        assert one.extras_done == sum(row.done and not row.required for row in own)
        assert one.done + one.extras_done == sum(row.done for row in own)
        assert one.of + one.extras == len(own)
        assert one.complete == (one.done == one.of)
    for row in rows:
        assert bool(row.why_locked) == row.locked
        assert (row.ticked_at is not None) == row.done
    assert 0 <= found.seconds_left <= found.seconds
    assert found.resume in found.lessons or not rows
    for award in found.awards.values():
        assert not (award.earned and award.left)


@LAW
@given(courses())
def test_the_checker_knows_what_can_be_reached(course: Course) -> None:
    """Both ways: what it calls reachable is reached by a learner who does everything, what it does not is not."""
    reach = Reach(course)
    _, end = does_everything(course)
    assert {one.lesson.id for one in end.lessons.values() if one.locked} == set(reach.locked())
    for award in end.awards.values():
        assert award.earned == reach.award(award.id)
    assert bool(reach.circle()) <= (bool(reach.locked()) or not all(reach.award(one.id) for one in course.awards))


@LAW
@given(courses())
def test_a_course_without_findings_can_be_completed(course: Course) -> None:
    errors = [finding for finding in check(course) if finding.severity is Severity.ERROR]
    _, end = does_everything(course)
    completed = all(one.done for one in end.lessons.values()) and all(one.earned for one in end.awards.values())
    assert completed == (not errors)


@LAW
@given(courses())
def test_a_course_that_asks_for_nothing_is_an_error(course: Course) -> None:
    nothing = status(course, Facts(started_at=START), FAR)
    if not any(one.required for one in course.lessons()):
        assert any(finding.severity is Severity.ERROR for finding in check(course))
        assert not nothing.complete
    assert not any(award.earned for award in nothing.awards.values() if award.kind == "certificate")


@law(200)
@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 100))
def test_percentages_never_round_up_to_a_pass(top: int, bottom: int, mark: int) -> None:
    share = Fraction(min(top, bottom), bottom)
    assert (floor_percent(share) >= mark) == reaches(share, mark)
    assert floor_percent(share) == counter_percent(min(top, bottom), bottom)
    assert (floor_percent(share) == 100) == (share == 1)


@LAW
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20), st.integers(1, 6)), max_size=12), st.integers(0, 12))
def test_how_sittings_are_cut_changes_nothing(parts: list[tuple[int, int, int]], cut: int) -> None:
    of = a_course(chapter("c", lesson("v", Kind.VIDEO), lesson("p", Kind.PDF)))

    def sitting(number: int, some: list[tuple[int, int, int]]) -> Event:
        played: list[Json] = [[start * 1000, (start + length) * 1000] for start, length, _ in some]
        pages: list[Json] = [page for _, _, page in some]
        return Event(str(number), number, START, EventKind.SITTING, "v", {"played": played, "pages": pages})

    whole = fold_all(of, [sitting(1, parts)])
    cut_up = fold_all(of, [sitting(1, parts[cut:]), sitting(2, parts[:cut])])
    assert cut_up == whole
    seconds = {second for start, length, _ in parts for second in range(start, start + length)}
    assert sum(end - start for start, end in whole.lesson("v").played) == 1000 * len(seconds)


@LAW
@given(courses(), acts())
def test_attempts_only_count_until_they_are_voided(course: Course, todo: list[Act]) -> None:
    learner = Learner(course)
    for _ in perform(learner, todo):
        pass
    for one in course.lessons():
        row = learner.facts.lesson(one.id)
        submitted = [event for event in learner.events if event.lesson == one.id and event.kind is EventKind.ATTEMPT_SUBMITTED]
        assert len(row.attempts) == len({event.data["attempt"] for event in submitted})
        assert set(counting_attempts(row)) <= set(row.attempts)
