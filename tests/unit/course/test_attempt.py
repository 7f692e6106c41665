"""Attempts: the frozen paper, going on, how many and how long."""

from dataclasses import replace
from fractions import Fraction

import pytest

from player.course.attempt import (
    DAY_MS,
    Pause,
    Stream,
    again_at,
    attempts_left,
    begin,
    paper_from,
    pause_after_crash,
    questions_of,
    resume_at,
    stuck,
    submit,
    submitted_data,
    time_left_ms,
)
from player.course.facts import AttemptFact, Json, LessonFacts
from player.course.model import Kind, QuizRules, Rule
from player.course.quiz import Answer, Question, QuestionKind, Quiz
from player.errors import PlayerError
from tests.forge.learners import lesson

QUESTIONS = tuple(
    Question(f"q{at}", QuestionKind.SINGLE, "?", answers=(Answer("a", "A", right=True), Answer("b", "B"), Answer("none", "None", pinned=True)))
    for at in range(6)
)
QUIZ = Quiz(QuizRules(4, 4, shuffle_questions=True, shuffle_answers=True), QUESTIONS)


def tried(*scores: int, at: int = 0, apart: int = 0, **more: object) -> LessonFacts:
    facts = tuple(
        AttemptFact(str(number), number, at + (number - 1) * apart, Fraction(score, 10), score >= 7, score == 10)
        for number, score in enumerate(scores, 1)
    )
    return replace(LessonFacts(attempts=facts, attempts_started=len(scores)), **more)  # type: ignore[arg-type]


def test_the_draw_of_a_seed_is_the_same_for_ever() -> None:
    """Golden: a trainer can rebuild a paper years later."""
    stream = Stream("golden")
    assert [stream.below(1000) for _ in range(6)] == GOLDEN
    paper = begin(QUIZ, "a", 1, "golden")
    assert paper.question_ids == GOLDEN_ORDER
    assert all(answers[-1] == "none" for _, answers in paper.order)
    assert begin(QUIZ, "a", 1, "other").order != paper.order


GOLDEN = [642, 456, 469, 910, 710, 623]  # SHA-256 of golden:0 and golden:1, eight bytes each, modulo 1000
GOLDEN_ORDER = ("q0", "q2", "q3", "q5")


def test_rules_are_frozen_with_the_attempt() -> None:
    paper = begin(QUIZ, "a", 1, "s")
    harder = replace(QUIZ, rules=replace(QUIZ.rules, pass_mark=100))
    answers = dict.fromkeys(paper.question_ids[:3], ("a",))
    assert submit(harder, paper, answers).passed
    data = submitted_data(paper, submit(harder, paper, answers), "time")
    assert data == {"attempt": "a", "number": 1, "score": [3, 4], "passed": True, "all_right": False, "why": "time"}


def test_a_question_that_is_gone_is_said() -> None:
    paper = begin(QUIZ, "a", 1, "s")
    with pytest.raises(PlayerError, match="no longer in the package"):
        questions_of(replace(QUIZ, questions=QUESTIONS[:1]), paper)


def test_an_attempt_goes_on_where_it_was_left() -> None:
    paper = begin(replace(QUIZ, rules=QuizRules(6, 6)), "a", 1, "s")
    assert resume_at(paper, {}) == "q0"
    assert resume_at(paper, {"q0": ("a",), "q1": ()}) == "q1"
    assert resume_at(paper, {"q0": ("a",)}, "q4") == "q4"
    assert resume_at(paper, {"q0": ("a",)}, "gone") == "q1"
    assert resume_at(paper, dict.fromkeys(paper.question_ids, ("a",))) == "q0"
    assert resume_at(replace(paper, order=()), {}) == ""


def test_a_paper_of_another_version_is_read_and_nonsense_is_not() -> None:
    paper = begin(QUIZ, "a", 1, "s")
    data = paper.as_data()
    rules = data["rules"]
    assert isinstance(rules, dict)
    newer: dict[str, Json] = {**data, "rules": {**rules, "rule of tomorrow": 5}}
    assert paper_from(newer) == paper
    older: dict[str, Json] = {**data, "rules": {"questions": 4, "points": 4, "attempts": 3}}
    assert paper_from(older).rules == QuizRules(4, 4, attempts=3)
    bad: list[dict[str, Json]] = [
        {},
        {**data, "number": "1"},
        {**data, "order": [["q0"]]},
        {**data, "order": ["q0"]},
        {**data, "rules": {**rules, "pass_mark": "70"}},
        {**data, "rules": {**rules, "attempts": "3"}},
        {**data, "rules": {**rules, "sequential": 1}},
        {**data, "rules": {**rules, "counts": None}},
    ]
    for damaged in bad:
        with pytest.raises(PlayerError, match="damaged"):
            paper_from(damaged)


@pytest.mark.parametrize(
    ("rules", "facts", "now", "left"),
    [
        (QuizRules(1, 1), tried(0, 0, 0), 0, None),
        (QuizRules(1, 1, attempts=3), LessonFacts(), 0, 3),
        (QuizRules(1, 1, attempts=3), tried(0), 0, 2),
        (QuizRules(1, 1, attempts=3), tried(0, open_attempt="x", attempts_started=2), 0, 1),
        (QuizRules(1, 1, attempts=1), tried(0, 0), 0, 0),
        (QuizRules(1, 1, attempts=1), tried(0, extra_attempts=1), 0, 1),
        (QuizRules(1, 1, attempts=2), tried(0, 0, void_attempts=2), 0, 2),
        (QuizRules(1, 1, attempts=2, when_exhausted="again after 2 days"), LessonFacts(), 0, 2),
        (QuizRules(1, 1, attempts=2, when_exhausted="again after 2 days"), tried(0, 0), 2 * DAY_MS - 1, 0),
        (QuizRules(1, 1, attempts=2, when_exhausted="again after 2 days"), tried(0, 0), 2 * DAY_MS, 2),
        (QuizRules(1, 1, attempts=2, when_exhausted="again after 2 days"), tried(0, 0, 0, apart=2 * DAY_MS), 4 * DAY_MS, 1),
        (QuizRules(1, 1, attempts=2, when_exhausted="again after 2 days"), tried(0, 0, 0, apart=2 * DAY_MS, void_attempts=2), 4 * DAY_MS, 1),
        (QuizRules(1, 1, attempts=1, when_exhausted="again after 2 days"), tried(0, open_attempt="x"), 9 * DAY_MS, 0),
        (QuizRules(1, 1, attempts=2, when_exhausted="again after 2 days"), tried(0, open_attempt="x"), 0, 0),
        (QuizRules(1, 1, attempts=2, when_exhausted="again after many days"), tried(0, 0), 9 * DAY_MS, 0),
    ],
)
def test_attempts_that_are_left(rules: QuizRules, facts: LessonFacts, now: int, left: int | None) -> None:
    assert attempts_left(rules, facts, now) == left


def test_when_the_next_attempt_may_begin() -> None:
    cool = QuizRules(1, 1, cool_down_seconds=60)
    assert again_at(cool, LessonFacts(), 5) is None
    assert again_at(cool, tried(0, at=1000), 5000) == 61_000
    assert again_at(cool, tried(0, at=1000), 61_000) is None
    used = QuizRules(1, 1, attempts=1)
    assert again_at(used, tried(0), 5000) is None
    assert again_at(replace(used, when_exhausted="again after 3 days"), tried(0, at=7), 5000) == 3 * DAY_MS + 7


@pytest.mark.parametrize(
    ("rules", "rule", "facts", "is_stuck"),
    [
        (QuizRules(1, 1, attempts=1), Rule.PASSED, tried(0), True),
        (QuizRules(1, 1, attempts=1), Rule.PASSED, tried(0, ticked_at=1), False),
        (QuizRules(1, 1, attempts=1), Rule.PASSED, tried(0, open_attempt="x"), False),
        (QuizRules(1, 1, attempts=2), Rule.PASSED, tried(0), False),
        (QuizRules(1, 1), Rule.PASSED, tried(0), False),
        (QuizRules(1, 1, attempts=1), Rule.SUBMITTED, LessonFacts(attempts_started=1), True),
        (QuizRules(1, 1, attempts=1), Rule.SUBMITTED, LessonFacts(), False),
        (QuizRules(1, 1, counts="first"), Rule.PASSED, tried(6), True),
        (QuizRules(1, 1, counts="first"), Rule.PASSED, LessonFacts(), False),
        (QuizRules(1, 1, counts="average", attempts=3), Rule.PASSED, tried(0, 1), True),
        (QuizRules(1, 1, counts="average", attempts=3), Rule.PASSED, tried(5, 6), False),
        (QuizRules(1, 1, counts="average"), Rule.PASSED, tried(0, 0), False),
        (QuizRules(1, 1, counts="average"), Rule.ALL_RIGHT, tried(9), True),
        (QuizRules(1, 1, counts="average"), Rule.ALL_RIGHT, LessonFacts(), False),
        (None, Rule.PASSED, LessonFacts(), False),
    ],
)
def test_stuck_is_when_only_others_can_help(rules: QuizRules | None, rule: Rule, facts: LessonFacts, is_stuck: bool) -> None:
    assert stuck(lesson("q", Kind.QUIZ, rule, quiz=rules), facts, 0) is is_stuck


def test_a_crash_stops_the_clock_unless_the_author_lets_it_run() -> None:
    rules = QuizRules(1, 1, time_limit_seconds=100)
    pause = pause_after_crash(rules, 30_000, 500_000)
    assert pause == Pause(30_000, 500_000)
    assert time_left_ms(rules, 0, 500_000, [pause]) == 70_000
    assert time_left_ms(rules, 0, 500_000) == 0
    assert pause_after_crash(replace(rules, crash_pauses=False), 30_000, 500_000) is None
    assert pause_after_crash(rules, 30_000, 20_000) is None


def test_a_clock_set_back_gives_no_time_back() -> None:
    rules = QuizRules(1, 1, time_limit_seconds=100)
    assert time_left_ms(rules, 50_000, 10_000, (), 80_000) == 70_000
    assert time_left_ms(rules, 50_000, 10_000) == 100_000
    assert time_left_ms(replace(rules, time_limit_seconds=None), 0, 10_000) is None
    assert time_left_ms(rules, 0, 50_000, [Pause(60_000, 90_000)]) == 50_000
