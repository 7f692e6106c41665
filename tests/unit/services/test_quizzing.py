"""Sitting a quiz."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from player.course.ledger import decode
from player.course.responses import as_json
from player.errors import PlayerError
from player.services.learning import Enrolment
from player.services.player import Player
from player.services.quizzing import Paper
from tests.forge.asked import ASKED
from tests.forge.courses import RIGHT, tea_quiz, write_tea
from tests.unit.services.conftest import NOON, Clock
from tests.unit.services.test_learning import assert_the_cache_is_the_ledger, events


def enrolled(player: Player, folder: Path, **rules: object) -> Enrolment:
    """A learner in a tea course whose quiz has these rules."""
    folder.mkdir(exist_ok=True)
    package = write_tea(folder / "tea.course", quiz=tea_quiz(**rules))
    return player.learning.enrol(player.learners.create("Nora", "cat", "rose").id, player.library.open(player.library.add(package)))


def reopened(player: Player, enrolment: Enrolment, *, crash: bool) -> tuple[Player, Enrolment]:
    """The same data folder after the program ended, properly or not."""
    if crash:
        player._register.store.close()
        player._register._store = None
    else:
        player.close()
    again = Player(player.data, player.clock, machine="one")
    return again, again.learning.enrol(enrolment.learner.id, again.library.open(enrolment.open.key))


def answer_all(player: Player, paper: Paper, **wrong: "tuple[str, ...] | str") -> Paper:
    for question, response in (RIGHT | wrong).items():
        paper = player.quizzing.answer(paper, question, response)
    return paper


def test_the_rules_stand_before_the_start(player: Player, enrolment: Enrolment) -> None:
    card = player.quizzing.card(enrolment, "check")
    assert (card.title, card.intro, card.questions, card.minutes, card.pass_mark) == ("Final check", "Five questions about tea.", 5, None, 70)
    assert (card.attempts_left, card.attempts_made, card.best, card.passed) == (2, 0, None, False)
    assert (card.again_at, card.resume, card.past) == (None, "", ())


def test_an_attempt_passes(player: Player, enrolment: Enrolment, clock: Clock) -> None:
    paper = player.quizzing.start(enrolment, "check")
    assert sorted(question.id for question in paper.questions) == sorted(RIGHT)
    assert (paper.number, paper.answered, paper.seconds_left, paper.current) == (1, 0, None, paper.questions[0].id)
    paper = answer_all(player, paper)
    assert paper.answered == 5
    assert paper.responses["leaf"] == ("assam", "sencha")
    clock.forward(seconds=90)
    result = player.quizzing.submit(paper)
    assert (result.score, result.passed, result.all_right, result.points, result.of) == (Fraction(1), True, True, Fraction(6), 6)
    assert (result.step.ticked, result.step.status.lessons["check"].done, result.attempts_left) == (True, True, 1)
    assert [outcome.right for outcome in result.outcomes] == [True] * 5
    card = player.quizzing.card(enrolment, "check")
    assert (card.best, card.passed, card.attempts_left, card.resume) == (Fraction(1), True, 1, "")
    assert [(one.number, one.at, one.score) for one in card.past] == [(1, clock.now, Fraction(1))]
    (kept,) = player.learning.progress("Nora Example").enrolments[0].attempts
    assert (kept.score, kept.percent, kept.passed, kept.submitted_at, kept.why, kept.answered) == ("1/1", 100, True, clock.now, "learner", 5)
    assert_the_cache_is_the_ledger(player, enrolment)


def test_a_failed_attempt_adds_nothing_and_percent_is_rounded_down(player: Player, enrolment: Enrolment) -> None:
    paper = answer_all(player, player.quizzing.start(enrolment, "check"), water=("old",), leaf=("assam", "cola"), word="kaffee")
    result = player.quizzing.submit(paper)
    assert (result.score, result.passed, result.step.ticked) == (Fraction(2, 6), False, False)
    assert result.step.status.done == 0
    (kept,) = player.learning.progress("Nora Example").enrolments[0].attempts
    assert (kept.score, kept.percent) == ("1/3", 33)
    lessons = player.learning.progress("Nora Example").enrolments[0].lessons
    assert [one.state for one in lessons if one.id == "check"] == ["failed"]
    assert_the_cache_is_the_ledger(player, enrolment)


def test_the_attempt_resumes_at_the_same_question_in_the_same_order(player: Player, enrolment: Enrolment) -> None:
    paper = player.quizzing.start(enrolment, "check")
    third = paper.questions[2].id
    paper = player.quizzing.answer(paper, paper.questions[0].id, RIGHT[paper.questions[0].id])
    paper = player.quizzing.flag(paper, third, True)
    paper = player.quizzing.place(paper, third)
    again, back = reopened(player, enrolment, crash=True)
    assert again.quizzing.card(back, "check").resume == paper.attempt
    resumed = again.quizzing.start(back, "check")
    assert (resumed.attempt, resumed.questions, resumed.current, resumed.seed) == (paper.attempt, paper.questions, third, paper.seed)
    assert dict(resumed.responses) == dict(paper.responses)
    assert resumed.flagged == {third}
    assert again.quizzing.flag(resumed, third, False).flagged == frozenset()
    assert again.quizzing.start(back, "check").flagged == frozenset()
    assert_the_cache_is_the_ledger(again, back)
    again.close()


def test_orders_differ_between_attempts_and_follow_from_the_seed(player: Player, tmp_path: Path) -> None:
    enrolment = enrolled(player, tmp_path / "p", attempts=None)
    orders = set()
    for _ in range(6):
        paper = player.quizzing.start(enrolment, "check")
        orders.add(tuple(question.id for question in paper.questions))
        player.quizzing.submit(paper)
    assert len(orders) > 1


def test_nothing_that_is_no_answer_is_kept(player: Player, enrolment: Enrolment) -> None:
    paper = player.quizzing.start(enrolment, "check")
    before = events(player, enrolment)
    for question, response in (("water", ("lava",)), ("water", "fresh"), ("water", ("fresh", "old")), ("nope", "x"), ("word", "x" * 10_001)):
        with pytest.raises(PlayerError):
            player.quizzing.answer(paper, question, response)
    assert events(player, enrolment) == before
    assert player.quizzing.start(enrolment, "check").responses == {}


def test_an_attempt_is_handed_in_once(player: Player, enrolment: Enrolment) -> None:
    paper = player.quizzing.start(enrolment, "check")
    player.quizzing.submit(paper)
    for deed in (
        lambda: player.quizzing.submit(paper),
        lambda: player.quizzing.answer(paper, "word", "cha"),
        lambda: player.quizzing.flag(paper, "word", True),
        lambda: player.quizzing.beat(paper),
    ):
        with pytest.raises(PlayerError, match="handed in already"):
            deed()
    assert len(player.learning.facts(enrolment).lesson("check").attempts) == 1


def test_attempts_run_out_and_a_trainer_gives_more(player: Player, enrolment: Enrolment) -> None:
    for _ in range(2):
        player.quizzing.submit(player.quizzing.start(enrolment, "check"))
    card = player.quizzing.card(enrolment, "check")
    assert (card.attempts_left, card.attempts_made) == (0, 2)
    with pytest.raises(PlayerError, match="All 2 attempts were made"):
        player.quizzing.start(enrolment, "check")
    assert player.learning.status(enrolment).awards["certificate"].left[0].what == "stuck"
    player.learning.allow_attempts(enrolment, "check", 1, "was ill", "Trainer Tess")
    assert player.quizzing.card(enrolment, "check").attempts_left == 1
    assert player.quizzing.submit(answer_all(player, player.quizzing.start(enrolment, "check"))).passed
    assert_the_cache_is_the_ledger(player, enrolment)


def test_a_cool_down_is_said_in_minutes(player: Player, tmp_path: Path, clock: Clock) -> None:
    enrolment = enrolled(player, tmp_path / "p", cool_down_seconds=600)
    player.quizzing.submit(player.quizzing.start(enrolment, "check"))
    assert player.quizzing.card(enrolment, "check").again_at == NOON + 600_000
    clock.forward(seconds=61)
    with pytest.raises(PlayerError, match="in 9 minutes"):
        player.quizzing.start(enrolment, "check")
    clock.forward(seconds=600)
    assert player.quizzing.start(enrolment, "check").number == 2


# Time


def test_time_runs_while_the_attempt_is_left_and_stands_still_after_a_crash(player: Player, tmp_path: Path, clock: Clock) -> None:
    enrolment = enrolled(player, tmp_path / "p", time_limit_seconds=600)
    assert player.quizzing.card(enrolment, "check").minutes == 10
    paper = player.quizzing.start(enrolment, "check")
    assert paper.seconds_left == 600
    clock.forward(seconds=5)
    assert player.quizzing.beat(paper).seconds_left == 595
    clock.forward(seconds=3)  # since the heartbeat: lost to the crash, given back
    player, enrolment = reopened(player, enrolment, crash=True)
    clock.forward(seconds=10_000)
    paper = player.quizzing.start(enrolment, "check")
    assert paper.seconds_left == 595
    player.quizzing.leave(paper)
    clock.forward(seconds=60)
    player, enrolment = reopened(player, enrolment, crash=True)
    assert player.quizzing.card(enrolment, "check").seconds_left == 535
    paper = player.quizzing.start(enrolment, "check")
    assert paper.seconds_left == 535
    player, enrolment = reopened(player, enrolment, crash=False)
    clock.forward(seconds=35)
    assert player.quizzing.start(enrolment, "check").seconds_left == 500
    player.close()


def test_time_up_takes_no_more_and_hands_in_what_was_saved(player: Player, tmp_path: Path, clock: Clock) -> None:
    enrolment = enrolled(player, tmp_path / "p", time_limit_seconds=60)
    paper = answer_all(player, player.quizzing.start(enrolment, "check"))
    clock.forward(seconds=60)
    with pytest.raises(PlayerError, match="ran out"):
        player.quizzing.answer(paper, "word", "coffee")
    result = player.quizzing.submit(paper)
    assert result.passed
    assert [one.why for one in player.learning.progress("Nora").enrolments[0].attempts] == ["time"]


def test_an_attempt_whose_time_ran_out_meanwhile_is_handed_in_at_the_next_start(player: Player, tmp_path: Path, clock: Clock) -> None:
    enrolment = enrolled(player, tmp_path / "p", time_limit_seconds=60)
    paper = answer_all(player, player.quizzing.start(enrolment, "check"), word="coffee")
    player.quizzing.leave(paper)
    clock.forward(seconds=61)
    with pytest.raises(PlayerError, match="attempt 1 ran out; it was handed in"):
        player.quizzing.start(enrolment, "check")
    (kept,) = player.learning.progress("Nora").enrolments[0].attempts
    assert (kept.score, kept.why, kept.submitted_at) == ("5/6", "time", clock.now)
    assert player.learning.status(enrolment).lessons["check"].done
    assert player.quizzing.start(enrolment, "check").number == 2
    assert_the_cache_is_the_ledger(player, enrolment)


# Frozen


def test_an_open_attempt_keeps_its_questions_and_rules_when_the_course_is_updated(player: Player, tmp_path: Path) -> None:
    enrolment = enrolled(player, tmp_path / "p", pass_mark=50)
    paper = answer_all(player, player.quizzing.start(enrolment, "check"), leaf=("cola",), word="coffee")
    newer = tea_quiz(pass_mark=90, questions=1)
    newer = type(newer)(newer.rules, tuple(question for question in newer.questions if question.id == "water"), newer.intro)
    package = write_tea(tmp_path / "p" / "tea2.course", "2.0", quiz=newer)
    later = player.learning.enrol(enrolment.learner.id, player.library.open(player.library.add(package)))
    resumed = player.quizzing.start(later, "check")
    assert resumed.questions == paper.questions
    result = player.quizzing.submit(resumed)
    assert (result.score, result.passed) == (Fraction(1, 2), True)
    assert player.quizzing.card(later, "check").pass_mark == 90


def test_a_kept_quiz_that_was_changed_is_refused(player: Player, enrolment: Enrolment) -> None:
    player.quizzing.start(enrolment, "check")
    with player._register.store.writing() as tables:
        tables.connection.exec_driver_sql("UPDATE frozen_quiz SET body = CAST(replace(body, 'Fresh', 'Stale') AS BLOB)")
    player, enrolment = reopened(player, enrolment, crash=True)
    with pytest.raises(PlayerError, match="were changed"):
        player.quizzing.start(enrolment, "check")
    player.close()


def test_a_stick_that_is_pulled_during_an_attempt_takes_nothing_of_it(player: Player, tmp_path: Path) -> None:
    enrolment = enrolled(player, tmp_path / "stick")
    package = enrolment.open.path
    package.rename(tmp_path / "pulled")
    with pytest.raises(PlayerError, match="There is no file"):
        player.quizzing.card(enrolment, "check")
    with pytest.raises(PlayerError, match="There is no file"):
        player.quizzing.start(enrolment, "check")
    (tmp_path / "pulled").rename(package)
    paper = player.quizzing.start(enrolment, "check")
    package.rename(tmp_path / "pulled")
    paper = player.quizzing.answer(paper, "water", RIGHT["water"])
    card = player.quizzing.card(enrolment, "check")
    assert (card.resume, card.questions, card.intro) == (paper.attempt, 5, "Five questions about tea.")
    paper = answer_all(player, player.quizzing.start(enrolment, "check"))
    assert player.quizzing.submit(paper).passed
    assert player.quizzing.review(enrolment, "check", paper.attempt).passed
    assert player.quizzing.card(enrolment, "check").past[0].passed
    damaged = (tmp_path / "pulled").read_bytes().replace(b"Which water?", b"Which tiger?")
    package.write_bytes(damaged)
    with pytest.raises(PlayerError, match="is damaged"):
        player.quizzing.card(enrolment, "check")


def test_two_programs_in_one_attempt(player: Player, enrolment: Enrolment) -> None:
    """Another process touches the same attempt: nothing is lost, and it is handed in once."""
    paper = player.quizzing.answer(player.quizzing.start(enrolment, "check"), "word", "cha")
    other = Player(player.data, player.clock, machine="one")
    there = other.learning.enrol(enrolment.learner.id, other.library.open(enrolment.open.key))
    theirs = other.quizzing.answer(other.quizzing.start(there, "check"), "heat", "98")
    assert dict(theirs.responses) == {"word": "cha", "heat": "98"}
    player.quizzing.answer(paper, "milk", ("false",))
    assert other.quizzing.submit(theirs).points == 3
    with pytest.raises(PlayerError, match="handed in already"):
        player.quizzing.answer(paper, "word", "tea")
    with pytest.raises(PlayerError, match="handed in already"):
        player.quizzing.submit(paper)
    assert len(player.learning.facts(enrolment).lesson("check").attempts) == 1
    assert_the_cache_is_the_ledger(player, enrolment)
    other.close()


# Review


def test_the_review_shows_what_the_policy_allows(player: Player, tmp_path: Path) -> None:
    enrolment = enrolled(player, tmp_path / "p", show_score="after submit", show_right="after passing", show_solution="never", attempts=None)
    paper = answer_all(player, player.quizzing.start(enrolment, "check"), water=("old",), leaf=(), word="")
    first = player.quizzing.submit(paper)
    assert (first.shows.score, first.shows.right, first.shows.solution) == (True, False, False)
    review = player.quizzing.review(enrolment, "check", paper.attempt)
    assert (review.score, review.passed, review.number) == (Fraction(2, 6), False, 1)
    assert [line.question.id for line in review.lines] == [question.id for question in paper.questions]
    assert {line.right for line in review.lines} == {None}
    assert all(not answer.right and not answer.feedback for line in review.lines for answer in line.question.answers)
    assert all(line.solution == () and not line.question.accepted and not line.question.numbers for line in review.lines)
    player.quizzing.submit(answer_all(player, player.quizzing.start(enrolment, "check")))
    review = player.quizzing.review(enrolment, "check", paper.attempt)
    by_id = {line.question.id: line for line in review.lines}
    assert {name: line.right for name, line in by_id.items()} == {"water": False, "milk": True, "leaf": False, "word": False, "heat": True}
    assert (by_id["leaf"].answered, by_id["water"].feedback) == (False, "No.")


def test_the_review_with_solutions(player: Player, enrolment: Enrolment) -> None:
    paper = answer_all(player, player.quizzing.start(enrolment, "check"))
    with pytest.raises(PlayerError, match="not handed in"):
        player.quizzing.review(enrolment, "check", paper.attempt)
    player.quizzing.submit(paper)
    by_id = {line.question.id: line for line in player.quizzing.review(enrolment, "check", paper.attempt).lines}
    assert by_id["water"].solution == ("fresh",)
    assert by_id["word"].solution == ("cha",)
    assert by_id["heat"].solution == ("95 … 100",)
    assert by_id["word"].feedback == "It is *cha*."
    assert sum((line.earned or Fraction(0) for line in by_id.values()), Fraction(0)) == 6


def test_a_hidden_score_is_hidden_everywhere(player: Player, tmp_path: Path) -> None:
    enrolment = enrolled(player, tmp_path / "p", show_score="never")
    paper = answer_all(player, player.quizzing.start(enrolment, "check"))
    assert not player.quizzing.submit(paper).shows.score
    card = player.quizzing.card(enrolment, "check")
    assert (card.best, [one.score for one in card.past]) == (None, [None])
    assert player.quizzing.review(enrolment, "check", paper.attempt).score is None


# Right or wrong during the attempt


def test_an_answer_that_was_shown_is_final_through_crash_and_restart(player: Player, tmp_path: Path) -> None:
    enrolment = enrolled(player, tmp_path / "c", show_right="during", show_solution="never")
    paper = player.quizzing.start(enrolment, "check")
    first = paper.questions[0].id
    with pytest.raises(PlayerError, match="no answer to look at"):
        player.quizzing.reveal(paper, first)
    paper = player.quizzing.answer(paper, first, RIGHT[first])
    assert not paper.shown
    paper = player.quizzing.reveal(paper, first)
    line = paper.shown[first]
    assert (line.right, line.solution) == (True, ())
    assert not any(answer.right for answer in line.question.answers)
    assert player.quizzing.reveal(paper, first).shown[first] == line  # twice is once
    other = ("no",) if isinstance(RIGHT[first], tuple) else "no"
    with pytest.raises(PlayerError):
        player.quizzing.answer(paper, first, other)
    paper = player.quizzing.flag(paper, first, True)  # a flag takes nothing back
    again, back = reopened(player, enrolment, crash=True)
    resumed = again.quizzing.start(back, "check")
    assert resumed.shown[first] == line
    with pytest.raises(PlayerError, match="can no longer be changed"):
        again.quizzing.answer(resumed, first, RIGHT[first])
    with again._register.store.reading() as tables:
        told = [decode(body).event.data for body in tables.ledger.bodies(back.number)]
    assert [data["question"] for data in told if data.get("final") is True] == [first]
    result = again.quizzing.submit(resumed)
    assert [outcome.right for outcome in result.outcomes if outcome.question == first] == [True]
    assert_the_cache_is_the_ledger(again, back)
    again.close()


def test_where_the_author_shows_nothing_during_the_attempt(player: Player, tmp_path: Path) -> None:
    paper = player.quizzing.start(enrolled(player, tmp_path / "c", show_right="after submit"), "check")
    first = paper.questions[0].id
    paper = player.quizzing.answer(paper, first, RIGHT[first])
    with pytest.raises(PlayerError, match="before it is handed in"):
        player.quizzing.reveal(paper, first)


def test_time_up_shows_nothing_more(player: Player, tmp_path: Path, clock: Clock) -> None:
    paper = player.quizzing.start(enrolled(player, tmp_path / "c", show_right="during", time_limit_seconds=60), "check")
    first = paper.questions[0].id
    paper = player.quizzing.answer(paper, first, RIGHT[first])
    clock.forward(seconds=61)
    with pytest.raises(PlayerError, match="ran out"):
        player.quizzing.reveal(paper, first)


# Every kind


def test_what_was_given_to_any_kind_is_there_after_a_crash_and_graded(player: Player, tmp_path: Path) -> None:
    questions = tuple(asked.question for asked in ASKED)
    points = sum(question.points for question in questions)
    quiz = replace(tea_quiz(questions=len(questions), points=points, show_solution="never"), questions=questions)
    course = player.library.open(player.library.add(write_tea(tmp_path / "kinds.course", quiz=quiz)))
    enrolment = player.learning.enrol(player.learners.create("Nora", "cat", "rose").id, course)
    paper = player.quizzing.start(enrolment, "check")
    given = {asked.question.id: asked.partly if asked.partly is not None else asked.right for asked in ASKED}
    for question, response in given.items():
        paper = player.quizzing.answer(paper, question, response)
    again, back = reopened(player, enrolment, crash=True)
    resumed = again.quizzing.start(back, "check")
    assert resumed.responses == given
    assert resumed.answered == len(ASKED)
    assert {one.id: [answer.id for answer in one.answers] for one in resumed.questions} == {
        one.id: [answer.id for answer in one.answers] for one in paper.questions}  # fmt: skip
    with again._register.store.reading() as tables:
        told = [decode(body).event.data for body in tables.ledger.bodies(back.number)]
    assert {str(data["question"]): data["response"] for data in told if "response" in data} == {name: as_json(one) for name, one in given.items()}
    result = again.quizzing.submit(resumed)
    earned = {outcome.question: outcome.earned for outcome in result.outcomes}
    assert earned == {asked.question.id: asked.question.points * (asked.share if asked.partly is not None else 1) for asked in ASKED}
    for line in again.quizzing.review(back, "check", result.attempt).lines:
        asked = next(one for one in ASKED if one.question.id == line.question.id)
        assert line.given == given[line.question.id]
        assert line.right is (asked.partly is None)
        assert line.solution == ()
        assert not any(answer.right for answer in line.question.answers)
        assert not any(place.right for place in line.question.places)
        assert line.question.order == ()
        assert set(line.places) == {place.id for place in line.question.places} | set(asked.question.order)
    assert_the_cache_is_the_ledger(again, back)
    again.close()


def test_a_solution_names_what_belongs_to_each_place(player: Player, tmp_path: Path) -> None:
    (asked,) = (one for one in ASKED if one.question.places and one.question.id == "brew")
    quiz = replace(tea_quiz(questions=1, points=3), questions=(asked.question,))
    course = player.library.open(player.library.add(write_tea(tmp_path / "kinds.course", quiz=quiz)))
    enrolment = player.learning.enrol(player.learners.create("Nora", "cat", "rose").id, course)
    result = player.quizzing.submit(player.quizzing.start(enrolment, "check"))
    (line,) = player.quizzing.review(enrolment, "check", result.attempt).lines
    assert (line.solution, line.answered, line.places) == (("hot", "warm", "hot"), False, {"assam": False, "sencha": False, "mint": False})
    assert line.question.places == asked.question.places
