"""Quizzes in TOML."""

from fractions import Fraction
from pathlib import Path

import pytest

from player.course.model import QuizRules
from player.course.quiz import AcceptedNumber, AcceptedText, Credit, Question, QuestionKind, Quiz, Unit
from tests.forge.sources import QUIZ, mistakes, read

NAME = "01-a/10-q.quiz.toml"


def _quiz(tmp_path: Path, text: str) -> Quiz:
    imported = read(tmp_path, {NAME: text})
    (lesson,) = imported.course.lessons()
    quiz = imported.quizzes[lesson.file]
    assert lesson.quiz == quiz.rules
    assert lesson.file not in imported.files
    return quiz


def _question(tmp_path: Path, body: str) -> Question:
    return _quiz(tmp_path, f'[[question]]\ntext = "Q?"\n{body}\n').questions[0]


def test_single_choice(tmp_path: Path) -> None:
    question = _question(tmp_path, 'answers = ["[x] a", "[ ] b", { wrong = "none", pinned = true, feedback = "No." }]\npoints = 3\nfeedback = "Why"')
    assert question.kind is QuestionKind.SINGLE
    assert [(one.text, one.right, one.pinned, one.feedback) for one in question.answers] == [
        ("a", True, False, ""),
        ("b", False, False, ""),
        ("none", False, True, "No."),
    ]
    assert (question.points, question.feedback) == (3, "Why")


def test_multiple_choice_by_two_right_ones_or_by_word(tmp_path: Path) -> None:
    assert _question(tmp_path, 'answers = ["[x] a", "[X] b", "[] c"]').kind is QuestionKind.MULTIPLE
    assert _question(tmp_path, 'kind = "multiple"\nanswers = ["[x] a", "[ ] b"]').kind is QuestionKind.MULTIPLE


def test_true_false(tmp_path: Path) -> None:
    question = _question(tmp_path, "answer = false\nfeedback_right = 'Yes.'\nfeedback_wrong = 'No.'")
    assert question.kind is QuestionKind.TRUE_FALSE
    assert [(one.id, one.right) for one in question.answers] == [("true", False), ("false", True)]
    assert (question.feedback_right, question.feedback_wrong) == ("Yes.", "No.")


def test_short_text(tmp_path: Path) -> None:
    question = _question(tmp_path, 'answer = ["tap *", { text = "NaCl", exact = true }]')
    assert question.kind is QuestionKind.SHORT_TEXT
    assert question.accepted == (AcceptedText("tap *"), AcceptedText("NaCl", exact=True))
    assert _question(tmp_path, 'answer = "x"\nexact = true').accepted == (AcceptedText("x", exact=True),)


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("answer = 40", [(40, 40)]),
        ("answer = 0.1", [(Fraction(1, 10), Fraction(1, 10))]),
        ("answer = 37.5\ntolerance = 0.5", [(37, 38)]),
        ('answer = -200\ntolerance = "5 %"', [(-210, -190)]),
        ("between = [1.5, 2]", [(Fraction(3, 2), 2)]),
        ("answer = [1, 2]", [(1, 1), (2, 2)]),
    ],
)
def test_numbers_are_exact(tmp_path: Path, body: str, numbers: list[tuple[Fraction, Fraction]]) -> None:
    question = _question(tmp_path, body)
    assert question.kind is QuestionKind.NUMERIC
    assert question.numbers == tuple(AcceptedNumber(Fraction(low), Fraction(high)) for low, high in numbers)


def test_units(tmp_path: Path) -> None:
    question = _question(tmp_path, 'answer = 2\nunit = "l"\nunits = { ml = 0.001 }\nunit_required = true')
    assert question.units == (Unit("l"), Unit("ml", Fraction(1, 1000)))
    assert question.unit_required


def test_rules(tmp_path: Path) -> None:
    head = """\
title = "T"
minutes = 5
pass_mark = "80 %"
attempts = 3
when_exhausted = "again after 7 days"
time_limit = "20 minutes"
shuffle = true
shuffle_questions = false
counts = "last"
show_score = "after_passing"
show_right = "never"
show_solution = "during"
one_at_a_time = false
sequential = true
crash_pauses = false
intro = "Hello"
"""
    quiz = _quiz(tmp_path, head + QUIZ + "points = 4\n")
    assert quiz.intro == "Hello"
    assert quiz.rules == QuizRules(
        questions=1,
        points=4,
        pass_mark=80,
        attempts=3,
        time_limit_seconds=1200,
        shuffle_questions=False,
        shuffle_answers=True,
        counts="last",
        show_score="after passing",
        show_right="never",
        show_solution="during",
        one_at_a_time=False,
        sequential=True,
        when_exhausted="again after 7 days",
        crash_pauses=False,
    )


def test_defaults_and_spellings(tmp_path: Path) -> None:
    assert _quiz(tmp_path, QUIZ).rules == QuizRules(1, 1)
    assert _quiz(tmp_path, f'attempts = "unlimited"\ntime_limit = 90\n{QUIZ}').rules.time_limit_seconds == 5400
    assert _quiz(tmp_path, f'time_limit = "45 s"\n{QUIZ}').rules.time_limit_seconds == 45
    assert _quiz(tmp_path, f'time_limit = "none"\n{QUIZ}').rules.time_limit_seconds is None


def test_limited_attempts_ask_what_then(tmp_path: Path) -> None:
    warnings = read(tmp_path, {NAME: f"attempts = 2\n{QUIZ}"}).warnings
    assert [(one.file, one.line) for one in warnings] == [(NAME, 1)]
    assert "when_exhausted" in warnings[0].message


def test_ids_follow_the_words_and_not_the_place(tmp_path: Path) -> None:
    first = '[[question]]\ntext = "One?"\nanswers = ["[x] a", "[ ] b"]\n'
    second = '[[question]]\nid = "own"\ntext = "Two?"\nanswers = ["[ ] b", "[x] a"]\n'
    before, after = _quiz(tmp_path, first + second), _quiz(tmp_path, second + first)
    assert {question.id: question.text for question in before.questions} == {question.id: question.text for question in after.questions}
    assert before.questions[1].id == "own"
    assert {answer.id for answer in before.questions[0].answers} == {answer.id for answer in before.questions[1].answers}


def test_pictures_of_questions_belong_to_the_course(tmp_path: Path) -> None:
    text = '[[question]]\ntext = """\nWhat?\n\n![A tap](media/tap.png)"""\nanswers = ["[x] ![A cup](media/cup.png)", "[ ] b"]\n'
    imported = read(tmp_path, {NAME: text, "01-a/media/tap.png": "x", "01-a/media/cup.png": "y"})
    assert set(imported.files) == {"01-a/media/tap.png", "01-a/media/cup.png"}
    found = mistakes(tmp_path / "b", {NAME: text, "01-a/media/cup.png": "y"})
    assert found[0].startswith(f"{NAME}, line ")
    assert "There is no file 01-a/media/tap.png" in found[0]


def test_an_ordering(tmp_path: Path) -> None:
    text = '[[question]]\ntext = "How?"\nsequence = ["Fill it", "Heat  it", "Pour it"]\n'
    (question,) = _quiz(tmp_path, text).questions
    assert (question.kind, question.credit) == (QuestionKind.ORDERING, Credit.USUAL)
    assert [answer.text for answer in question.answers] == ["Fill it", "Heat it", "Pour it"]
    assert question.order == tuple(answer.id for answer in question.answers)
    (other,) = _quiz(tmp_path / "b", text + 'credit = "position"\n').questions
    assert other.credit is Credit.POSITION


def test_a_matching(tmp_path: Path) -> None:
    text = """[[question]]
text = "Which tea how hot?"
pairs = [
    ["Assam", "95 °C"],
    ["Mint  tea", ["95 °C", "100 °C"]],
    ["Sencha", "75 °C"],
]
distractors = ["20 °C"]
credit = "all or nothing"
"""
    (question,) = _quiz(tmp_path, text).questions
    words = {answer.id: answer.text for answer in question.answers}
    assert question.kind is QuestionKind.MATCHING
    assert question.credit is Credit.ALL
    assert list(words.values()) == ["95 °C", "100 °C", "75 °C", "20 °C"]
    assert [(place.text, [words[each] for each in place.right]) for place in question.places] == [
        ("Assam", ["95 °C"]), ("Mint tea", ["95 °C", "100 °C"]), ("Sencha", ["75 °C"])]  # fmt: skip
    (plain,) = _quiz(tmp_path / "b", text.replace('credit = "all or nothing"\n', "")).questions
    assert plain.credit is Credit.USUAL
    assert [place.id for place in plain.places] == [place.id for place in question.places]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('answers = ["a", "[x] b"]', "The answer “a” must begin with [x] when it is right"),
        ('answers = [1, "[x] b"]', "line 3: The answer must begin with [x]"),
        ('answers = ["[ ] a", "[ ] b"]', "No answer is marked as right"),
        ('answers = ["[x] a"]', "must be a list of 2 to 50 answers"),
        ('answers = "a"', "must be a list of 2 to 50 answers"),
        ('answers = ["[x] a", "[ ] a"]', "The answer “a” is there twice."),
        ('kind = "single"\nanswers = ["[x] a", "[x] b"]', "A single choice has one right answer, and 2 are marked"),
        ('kind = "essay"\nanswers = ["[x] a", "[ ] b"]', "“kind” must be “single” or “multiple”, not “essay”."),
        ('answers = [{ right = "a", feedbak = "x" }, "[ ] b"]', "“feedbak” is nothing that an answer has. Did you mean “feedback”?"),
        ('answers = [{ right = "a", wrong = "b" }, "[ ] b"]', "An answer is written"),
        ('answers = [{ right = "a", pinned = "yes" }, "[ ] b"]', "“pinned” of an answer is true or false"),
        ("", "This question needs one of answers, answer, between, pairs or sequence."),
        ('answer = 1\nanswers = ["[x] a", "[ ] b"]', "not several"),
        ("answer = 2027-01-01", "“answer” must be true, false, a number, or a text"),
        ("answer = []", "“answer” must be true, false, a number, or a text"),
        ('answer = [1, "a"]', "“answer” must be true, false, a number, or a text"),
        ('answer = "*"', "An accepted answer is a text"),
        ('answer = [{ text = "a", exakt = true }]', "An accepted answer is a text"),
        ('answer = "a"\ntolerance = 1', "“tolerance” goes only with an answer that is a number"),
        ("answer = 1\ntolerance = -1", "“tolerance” must be a number such as 0.5"),
        ('answer = 1\ntolerance = "lots %"', "“tolerance” must be a number such as 0.5"),
        ("answer = inf", "“answer” is a number that nobody could type"),
        ("answer = 1e99", "“answer” is a number that nobody could type"),
        ("between = [2, 1]", "“between” must be the smallest and the largest"),
        ("between = 3", "“between” must be the smallest and the largest"),
        ("between = [1, 2]\ntolerance = 1", "“tolerance” does not go with “between”"),
        ("answer = 1\nunit_required = true", "“unit_required” needs a unit"),
        ("answer = 1\nunits = { ml = 2 }", "“units” goes beside “unit”"),
        ('answer = 1\nunit = "l"\nunits = { ml = 0 }', "line 5: “ml” must be followed by how much one of it is in l"),
        ("answer = true\npoints = 0", "“points” must be from 1 to 1000, not 0."),
        ('pairs = [["a", "b"]]', "“pairs” must be a list of 2 to 30 pairs"),
        ('pairs = [["a", "b"], ["c"]]', "line 3: This is no pair. Write pairs = "),
        ('pairs = [["a", "b"], ["c", ["d", 1]]]', "This is no pair"),
        ('pairs = [["a", "b"], ["a", "c"]]', "The prompt “a” is there twice."),
        ('pairs = [["a", "b"], ["c", "b"]]', "at least two different answers"),
        ('pairs = [["a", "b"], ["c", "d"]]\ndistractors = ["d"]', "line 4: The distractor “d” is among the right answers"),
        ('pairs = [["a", "b"], ["c", "d"]]\ncredit = "half"', "“credit” must be “each” or “all or nothing”, not “half”."),
        ('sequence = ["a"]', "“sequence” must be a list of 2 to 20 texts"),
        ('sequence = ["a", 1]', "“sequence” must be a list of 2 to 20 texts"),
        ('sequence = ["a", "b", "a"]', "line 3: “a” is there twice"),
        ('sequence = ["a", "b"]\ncredit = "each"', "“credit” must be “pairs”, “position” or “all or nothing”, not “each”."),
        ('sequence = ["a", "b"]\ndistractors = ["c"]', "“distractors” goes only with pairs."),
        ('answer = true\ndistractors = ["d"]', "“distractors” goes only with pairs."),
        ('answer = true\nid = "a b"', "“id” is made of letters"),
        ("answer = true\nansver = 1", "“ansver” is nothing that a question has. Did you mean “answer”?"),
        ("answer = true\ntext2 = 1", "line 4: “text2” is nothing that a question has. Did you mean “text”?"),
    ],
)
def test_mistakes_in_a_question(tmp_path: Path, body: str, said: str) -> None:
    found = mistakes(tmp_path, {NAME: f'[[question]]\ntext = "Q?"\n{body}\n'})
    assert any(said in one for one in found), found
    assert all(one.startswith(f"{NAME}, line ") for one in found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"{NAME}: This quiz has no question yet."),
        ("question = 1", "“question” must be written as [[question]]"),
        ("[[question]]\nanswer = true\n", "A question needs a text"),
        (QUIZ + QUIZ, "The question “Sky?” is there twice"),
        (f"pass_mark = 0\n{QUIZ}", "“pass_mark” must be from 1 to 100, not 0."),
        (f"pas_mark = 50\n{QUIZ}", "Did you mean “pass_mark”?"),
        (f"attempts = 0\n{QUIZ}", "“attempts” must be from 1 to 99"),
        (f'time_limit = "soon"\n{QUIZ}', "“time_limit” must be a time such as “20 minutes”"),
        (f'time_limit = "3 s"\n{QUIZ}', "“time_limit” must be a time"),
        (f'attempts = 1\nwhen_exhausted = "give up"\n{QUIZ}', "“when_exhausted” must be “trainer”, “new round” or “again after 7 days”"),
        (f'show_right = "always"\n{QUIZ}', "“show_right” must be “during”"),
    ],
)
def test_mistakes_in_a_quiz(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in one for one in mistakes(tmp_path, {NAME: text}))


def test_every_answer_right_is_asked_about(tmp_path: Path) -> None:
    imported = read(tmp_path, {NAME: '[[question]]\ntext = "Q?"\nanswers = ["[x] a", "[x] b"]\n'})
    assert "Every answer is marked as right" in imported.warnings[0].message


def test_too_many_questions(tmp_path: Path) -> None:
    text = "".join(f'[[question]]\ntext = "Q{n}?"\nanswer = true\n' for n in range(1001))
    assert any("at most 1000 questions" in one for one in mistakes(tmp_path, {NAME: text}))


def test_gift_and_translations_are_refused_with_a_sentence(tmp_path: Path) -> None:
    files = {"01-a/10-q.quiz.gift": "::T:: Q {T}", "01-a/20-q.quiz.toml": QUIZ, "01-a/20-q.ar.quiz.toml": QUIZ, "01-a/20-q.md": "x"}
    found = mistakes(tmp_path, files)
    assert any(one.startswith("01-a/10-q.quiz.gift: Quizzes in GIFT cannot be read yet.") for one in found)
    assert any("more than one language" in one for one in found)
    assert any("move what is here into its “intro”" in one for one in found)
