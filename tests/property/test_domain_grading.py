"""Laws of grading, numbers and draws."""

import sys
import unicodedata
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from player.course.attempt import Pause, Stream, begin, paper_from, pause_after_crash, questions_of, submit, submitted_data, time_left_ms
from player.course.grading import grade, grade_paper, share
from player.course.ledger import canonical
from player.course.model import QuizRules
from player.course.numbers import read_numbers
from player.course.quiz import AcceptedText, Answer, Question, QuestionKind, Quiz, Response
from player.course.responses import checked_response
from player.course.texts import fold, matches
from tests.forge.laws import law

LAW = law(80)
MS = st.integers(0, 600_000)


@st.composite
def multiple(draw: st.DrawFn, name: str = "q") -> Question:
    rights = draw(st.lists(st.booleans(), min_size=2, max_size=6).filter(lambda some: any(some) and not all(some)))
    answers = tuple(Answer(f"{name}{at}", "", right, pinned=draw(st.booleans())) for at, right in enumerate(rights))
    return Question(name, QuestionKind.MULTIPLE, "", draw(st.integers(0, 5)), answers, pinned=draw(st.booleans()))


@st.composite
def quizzes(draw: st.DrawFn) -> Quiz:
    count = draw(st.integers(1, 8))
    questions = tuple(draw(multiple(f"q{at}-")) for at in range(count))
    asked, mark = draw(st.integers(1, count + 1)), draw(st.integers(0, 100))
    rules = QuizRules(asked, 0, mark, shuffle_questions=draw(st.booleans()), shuffle_answers=draw(st.booleans()))
    return Quiz(rules, questions)


@LAW
@given(multiple(), st.data())
def test_choosing_one_more_moves_the_marks_the_right_way(question: Question, data: st.DataObject) -> None:
    ids = [answer.id for answer in question.answers]
    chosen = data.draw(st.sets(st.sampled_from(ids)))
    more = data.draw(st.sampled_from(question.answers))
    before, after = share(question, tuple(chosen)), share(question, tuple(chosen | {more.id}))
    assert 0 <= before <= 1
    assert after >= before if more.right else after <= before
    assert share(question, tuple(ids)) == 0
    assert share(question, tuple(answer.id for answer in question.answers if answer.right)) == 1


@LAW
@given(quizzes(), st.data())
def test_a_paper_is_graded_monotonely_and_within_bounds(quiz: Quiz, data: st.DataObject) -> None:
    ids = {question.id: [answer.id for answer in question.answers] for question in quiz.questions}
    responses: dict[str, Response] = {name: tuple(sorted(data.draw(st.sets(st.sampled_from(some))))) for name, some in ids.items()}
    result = grade_paper(quiz.questions, responses, quiz.rules.pass_mark)
    assert 0 <= result.score <= 1
    assert result.earned == sum(mark.earned for mark in result.marks)
    better = data.draw(st.sampled_from(quiz.questions))
    right: Response = tuple(answer.id for answer in better.answers if answer.right)
    improved = grade_paper(quiz.questions, {**responses, better.id: right}, quiz.rules.pass_mark)
    assert improved.score >= result.score
    assert improved.passed or not result.passed
    for name, response in responses.items():
        assert checked_response(quiz, name, response) == response


@LAW
@given(quizzes(), st.text(min_size=1, max_size=8), st.integers(1, 5))
def test_a_seed_gives_one_paper_for_ever(quiz: Quiz, seed: str, number: int) -> None:
    paper = begin(quiz, "a", number, seed)
    assert begin(quiz, "a", number, seed) == paper
    assert len(set(paper.question_ids)) == len(paper.question_ids) == min(quiz.rules.questions, len(quiz.questions))
    drawn = [question for question in quiz.questions if question.id in paper.question_ids]
    for at, question in enumerate(drawn):
        if question.pinned or not quiz.rules.shuffle_questions:
            assert paper.question_ids[at] == question.id
    for question, answers in zip(questions_of(quiz, paper), (answers for _, answers in paper.order), strict=True):
        assert Counter(answers) == Counter(answer.id for answer in question.answers)
        for at, answer in enumerate(question.answers):
            if answer.pinned or not quiz.rules.shuffle_answers:
                assert answers[at] == answer.id
    assert paper_from(paper.as_data()) == paper
    canonical(paper.as_data())
    canonical(submitted_data(paper, submit(quiz, paper, {}), "learner"))


def test_every_order_is_drawn_about_as_often() -> None:
    seen = Counter(Stream(f"seed {at}").shuffled("abc", [False] * 3) for at in range(6000))
    assert len(seen) == 6
    assert all(850 < count < 1150 for count in seen.values())


@LAW
@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_number_is_read_as_it_is_written_anywhere(whole: int, places: int) -> None:
    value = Fraction(whole, 10**places)
    digits = f"{abs(whole):0{places + 1}d}"
    front, back = digits[: len(digits) - places], digits[len(digits) - places :]
    sign = "-" if whole < 0 else ""
    for point in ".,":
        plain = sign + front + (point + back if back else "")
        assert value in read_numbers(plain)
        assert value in read_numbers(plain.replace("-", "\u2212"))
        assert value in read_numbers("".join(chr(0x0660 + int(c)) if c.isdigit() else c for c in plain))
    grouped = f"{int(front):,}"
    for mark, point in ((",", "."), (".", ","), (" ", "."), ("\u202f", ","), ("'", "."), ("’", ".")):
        assert value in read_numbers(sign + grouped.replace(",", mark) + (point + back if back else ""))


@LAW
@given(st.text(max_size=120))
def test_no_text_upsets_the_number_reader(text: str) -> None:
    assert len(read_numbers(text)) <= 2


@LAW
@given(st.text(st.characters(exclude_characters="*\\"), max_size=20))
def test_typed_answers_match_themselves(text: str) -> None:
    if fold(text):
        assert matches(text, text)
        assert matches(text, fold(text))
        assert matches("*", text)
        assert matches(text, text, as_typed=True)
    assert fold(fold(text)) == fold(text)
    assert not matches(text, "")


@LAW
@given(st.text("ab*", max_size=8), st.text("ab", min_size=1, max_size=10))
def test_wildcards_agree_with_a_plain_reading(pattern: str, text: str) -> None:
    def reads(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return any(reads(pattern[1:], text[at:]) for at in range(len(text) + 1))
        return text[:1] == pattern[0] and reads(pattern[1:], text[1:])

    assert matches(pattern, text) == reads(pattern, text)
    question = Question("q", QuestionKind.SHORT_TEXT, "", accepted=(AcceptedText(pattern),))
    assert grade(question, text).right == reads(pattern, text)


@LAW
@given(st.integers(0, 10**6), st.lists(st.tuples(MS, MS), max_size=4), st.integers(0, 10**6), st.integers(1, 3600))
def test_time_left_lies_between_nothing_and_the_limit_and_only_shrinks(start: int, gaps: list[tuple[int, int]], more: int, limit: int) -> None:
    rules, now, pauses = QuizRules(1, 1, time_limit_seconds=limit), start, list[Pause]()
    left = time_left_ms(rules, start, now)
    assert left == limit * 1000
    for worked, away in gaps:
        beat = now + worked
        now = beat + away
        pause = pause_after_crash(rules, beat, now)
        pauses += [pause] if pause else []
        after = time_left_ms(rules, start, now, pauses, beat)
        assert after is not None
        assert after == max(0, left - worked)
        left = after
    last = time_left_ms(rules, start, now + more, pauses)
    assert last is not None
    assert last == max(0, left - more)
    assert time_left_ms(rules, start, 0, pauses, now) == left


def test_what_is_folded_is_folded_whatever_the_letter() -> None:
    letters = (chr(number) for number in range(sys.maxunicode + 1) if unicodedata.category(chr(number)) not in {"Cn", "Co", "Cs"})
    assert [letter for letter in letters if fold(fold(letter)) != fold(letter)] == []
