"""What the author's checker says, and what it lets pass."""

from dataclasses import replace

import pytest

from player.course.check import Finding, Severity, check
from player.course.model import (
    After,
    AtLeast,
    Award,
    AwardHeld,
    AwardKind,
    Complete,
    Condition,
    CountsWhen,
    Course,
    DaysSinceStart,
    Kind,
    Lesson,
    Move,
    Order,
    Passed,
    PreviousRequired,
    QuizRules,
    Rule,
    ScoreAtLeast,
    default_award,
)
from player.course.reach import Reach
from tests.forge.learners import QUIZ, chapter, course, does_everything, lesson


def said(of: Course, severity: Severity = Severity.ERROR) -> list[tuple[str, str]]:
    return [(finding.where, finding.message) for finding in check(of) if finding.severity is severity]


def one(*lessons: Lesson, **more: object) -> Course:
    return course(chapter("one", *lessons, **more))


def test_a_good_course_has_no_findings() -> None:
    of = course(
        chapter("one", *(lesson(kind.value, kind) for kind in Kind)),
        chapter("two", lesson("x", opens_when=PreviousRequired()), lesson("y"), choose=1, opens_when=Complete("one")),
        awards=(
            default_award("C"),
            Award("b", AwardKind.BADGE, "B", AtLeast(1, (Passed("quiz"), ScoreAtLeast("web", 5), AwardHeld("certificate"), AwardHeld("other/one")))),
            Award("d", AwardKind.BADGE, "D", AtLeast(4, (After("2027-01-10"), After("x", 5), DaysSinceStart(2), Complete("one")))),
        ),
        order=Order.IN_ORDER,
    )  # fmt: skip
    assert check(of) == ()


# Ids


def test_ids_are_used_once() -> None:
    of = course(chapter("a", lesson("a")), chapter("b", lesson("")), awards=(default_award("1"), default_award("2")))
    assert said(of) == [
        ("a", "The id “a” is used 2 times."),
        ("", "Something has no id."),
        ("certificate", "The id “certificate” is used 2 times."),
    ]


def test_a_course_needs_lessons() -> None:
    assert ("", "The course has no lessons.") in said(course())
    assert ("one", "The chapter has no lessons.") in said(course(chapter("one"), chapter("two", lesson("a"))), Severity.WARNING)


# Lessons


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (lesson("x", Kind.TEXT, Rule.PAGES), "A text cannot count when “pages”."),
        (lesson("x", Kind.QUIZ, active=5), "A quiz has no minimum active time."),
        (lesson("x", minutes=-1), "A number of this lesson is below 0."),
        (lesson("x", Kind.CHECKLIST, amount=-1), "A number of this lesson is below 0."),
        (lesson("x", active=-1), "A number of this lesson is below 0."),
        (lesson("x", required=False, milestone=True), "An optional lesson cannot be a milestone: optional lessons open nothing."),
        (lesson("x", Kind.PDF, pages=0), "It counts by its pages, but has none."),
        (lesson("x", Kind.PDF, amount=101), "It asks for 101 percent."),
        (lesson("x", Kind.VIDEO, amount=101), "It asks for 101 percent."),
        (lesson("x", Kind.CHECKLIST, boxes=()), "It is a checklist without boxes."),
        (lesson("x", Kind.CHECKLIST, amount=4), "It asks for 4 boxes, but has 3."),
        (lesson("x", Kind.DOWNLOAD, Rule.SAVED, files=()), "It counts when a file is saved, but has none."),
        (lesson("x", Kind.QUIZ, quiz=None), "It is a quiz without questions."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, points=0)), "No question of this quiz has points, so nobody can pass it."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, questions=0)), "The quiz asks no question."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, pass_mark=101)), "The pass mark is 101 percent."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, attempts=0)), "The quiz allows 0 attempts."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, time_limit_seconds=0)), "The time limit is over before it begins."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, counts="bset")), "“counts” cannot be “bset”."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, show_right="later")), "“show_right” cannot be “later”."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, when_exhausted="trainr")), "“when_exhausted” cannot be “trainr”."),
        (lesson("x", Kind.QUIZ, quiz=replace(QUIZ, when_exhausted="again after two days")), "“when_exhausted” cannot be “again after two days”."),
    ],
)
def test_lessons_that_cannot_be(bad: Lesson, words: str) -> None:
    assert said(one(lesson("a"), bad)) == [("x", words)]


def test_an_optional_lesson_that_nobody_can_complete_is_a_warning() -> None:
    of = one(lesson("a"), lesson("x", Kind.PDF, pages=0, required=False))
    assert said(of) == []
    assert said(of, Severity.WARNING) == [("x", "It counts by its pages, but has none.")]


def test_an_unknown_running_time_is_a_warning() -> None:
    of = one(lesson("v", Kind.VIDEO, media_seconds=0))
    assert [where for where, _ in said(of, Severity.WARNING)] == ["v"]
    assert said(of) == []


def test_the_nearest_word_is_offered() -> None:
    (finding,) = [f for f in check(one(lesson("x", Kind.QUIZ, quiz=replace(QUIZ, counts="bset")))) if f.severity is Severity.ERROR]
    assert finding == Finding(Severity.ERROR, "x", "“counts” cannot be “bset”.", "It is one of: best, last, first, average.", "best")


def test_limited_attempts_want_a_word_about_their_end() -> None:
    limited = one(lesson("q", Kind.QUIZ, quiz=replace(QUIZ, attempts=2, when_exhausted="new round")), lesson("r", Kind.QUIZ))
    assert check(limited) == ()
    (finding,) = check(limited, {"q": False, "r": False})
    assert (finding.severity, finding.where) == (Severity.WARNING, "q")
    assert check(limited, {"q": True}) == ()


# Chapters


@pytest.mark.parametrize("choose", [0, 3])
def test_one_can_choose_only_what_is_there(choose: int) -> None:
    of = one(lesson("a"), lesson("b"), lesson("o", required=False), choose=choose)
    assert said(of) == [("one", f"The chapter lets learners choose {choose} of 2 lessons.")]
    assert said(course(chapter("one", lesson("o", required=False), choose=1), chapter("two", lesson("a")))) == [
        ("one", "The chapter lets learners choose 1 of 0 lessons.")
    ]


def test_milestones_where_they_do_nothing() -> None:
    assert said(one(lesson("m", milestone=True), lesson("a"), choose=1)) == [("m", "A lesson to choose from cannot be a milestone.")]
    assert said(one(lesson("m", milestone=True)), Severity.WARNING) == [("m", "The mark “milestone” does nothing here: the order is “free”.")]
    assert said(one(lesson("m", milestone=True), order=Order.MILESTONES), Severity.WARNING) == []


# Conditions


@pytest.mark.parametrize(
    ("condition", "words", "nearest"),
    [
        (Complete("leson"), "There is no lesson or chapter “leson”.", "lesson"),
        (Complete("zzz"), "There is no lesson or chapter “zzz”.", ""),
        (Passed("lesson"), "“passed” names “lesson”, which is no quiz.", ""),
        (Passed("one"), "“passed” names “one”, which is no quiz.", ""),
        (ScoreAtLeast("lesson", 50), "“score” names “lesson”, which is no quiz.", ""),
        (ScoreAtLeast("quiz", 0), "A score of at least 0 percent is asked for.", ""),
        (ScoreAtLeast("quiz", 101), "A score of at least 101 percent is asked for.", ""),
        (AwardHeld("certificat"), "There is no award “certificat”.", "certificate"),
        (AwardHeld("org.example.c/zzz"), "There is no award “zzz”.", ""),
        (After("10.1.2027"), "“10.1.2027” is no date.", ""),
        (DaysSinceStart(-1), "-1 days since the start cannot be.", ""),
        (AtLeast(0, (Complete("quiz"),)), "At least 0 of 1 conditions are asked for.", ""),
        (AtLeast(2, (Complete("quiz"),)), "At least 2 of 1 conditions are asked for.", ""),
        (AtLeast(1, (AtLeast(1, (Complete("quizz"),)),)), "There is no lesson or chapter “quizz”.", "quiz"),
    ],
)
def test_conditions_that_cannot_be(condition: Condition, words: str, nearest: str) -> None:
    of = one(lesson("lesson"), lesson("quiz", Kind.QUIZ), lesson("x", opens_when=condition))
    (finding,) = check(of)
    assert (finding.where, finding.message, finding.nearest) == ("x", words, nearest)


# Reachability


def reasons(of: Course) -> list[tuple[str, str, str]]:
    return [(finding.where, finding.message, finding.hint) for finding in check(of) if finding.severity is Severity.ERROR]


def test_circles_are_drawn() -> None:
    of = one(lesson("a", opens_when=Complete("b")), lesson("b", opens_when=Complete("a")))
    assert reasons(of) == [("a", "These wait for each other, so none ever opens: a → b → a.", "Take one of the conditions away.")]
    in_order = course(chapter("one", lesson("a", opens_when=Complete("b")), lesson("b")), order=Order.IN_ORDER)
    assert "a → b → a" in reasons(in_order)[0][1]
    later = course(chapter("one", lesson("a", opens_when=Complete("b"))), chapter("two", lesson("b")), order=Order.IN_ORDER)
    assert "wait for each other" in reasons(later)[0][1]
    chapters = course(chapter("one", lesson("a"), opens_when=Complete("two")), chapter("two", lesson("b"), opens_when=Complete("one")))
    assert "wait for each other" in reasons(chapters)[0][1]
    itself = course(chapter("one", lesson("a")), awards=(Award("x", AwardKind.BADGE, "X", AwardHeld("x")),))
    assert reasons(itself) == [("x", "These wait for each other, so none ever opens: x → x.", "Take one of the conditions away.")]
    assert Reach(itself).why("x") == ""
    start = course(chapter("one", lesson("a")), opens_when=DaysSinceStart(0))
    assert "wait for each other" in reasons(start)[0][1]


def test_a_lesson_that_can_never_open() -> None:
    never = lesson("o", Kind.PDF, pages=0, required=False)
    of = one(lesson("a"), never, lesson("x", required=False, opens_when=Complete("o")))
    assert reasons(of) == [("x", "This lesson can never open.", "It waits for “o”, which nobody can complete.")]
    assert does_everything(of)[1].lessons["x"].locked


def test_a_required_lesson_in_a_chapter_that_can_never_open() -> None:
    of = course(
        chapter("one", lesson("a"), lesson("o", Kind.CHECKLIST, boxes=(), required=False)),
        chapter("two", lesson("b"), opens_when=Complete("o")),
    )
    assert [where for where, _, _ in reasons(of)] == ["b", "certificate"]
    assert reasons(of)[1][2] == "It waits for “two”, which nobody can complete."


def test_an_award_out_of_reach() -> None:
    of = course(
        chapter("one", lesson("a"), lesson("q", Kind.QUIZ, Rule.SUBMITTED, quiz=replace(QUIZ, points=0))),
        awards=(default_award("C"), Award("x", AwardKind.BADGE, "X", AtLeast(2, (Passed("q"), Complete("a"))))),
    )
    assert reasons(of) == [("x", "“X” can never be earned.", "It waits for “q”, which nobody can complete.")]


@pytest.mark.parametrize(
    ("award", "severity", "words"),
    [
        (default_award("C"), Severity.ERROR, "“C” is for completing the course, but no lesson is required."),
        (Award("x", AwardKind.CERTIFICATE, "X", Complete("one")), Severity.ERROR, "“X” is earned without doing anything."),
        (Award("x", AwardKind.VOUCHER, "X", Complete("one")), Severity.WARNING, "“X” is earned without doing anything."),
        (Award("x", AwardKind.CERTIFICATE, "X", After("2027-01-10")), Severity.ERROR, "“X” is earned without doing anything."),
    ],
)
def test_awards_for_nothing(award: Award, severity: Severity, words: str) -> None:
    of = course(chapter("one", lesson("o", required=False)), awards=(award,))
    assert said(of, severity) == [(award.id, words)]


def test_milestones_lead_to_the_end() -> None:
    of = course(chapter("one", lesson("m", milestone=True), lesson("a")), chapter("two", lesson("b")), order=Order.MILESTONES)
    assert check(of) == ()
    late = course(chapter("one", lesson("m", milestone=True, opens_when=Complete("b"))), chapter("two", lesson("b")), order=Order.MILESTONES)
    assert "m → b → m" in reasons(late)[0][1]


def test_a_long_chain_is_checked_at_once() -> None:
    lessons = [lesson(f"l{at}", opens_when=Complete(f"l{at + 1}")) for at in range(3000)]
    assert check(one(*lessons, lesson("l3000"))) == ()


def test_every_rule_is_checked_for_every_kind() -> None:
    for kind in Kind:
        for rule in Rule:
            found = said(one(lesson("a"), replace(lesson("x", kind), counts_when=CountsWhen(rule), files=("f",))))
            wrong = [words for _, words in found if "cannot count when" in words]
            assert bool(wrong) == (rule.value not in ALLOWED[kind].split(", "))


ALLOWED = {
    Kind.TEXT: "next, read to the end, opened",
    Kind.VIDEO: "played, next",
    Kind.AUDIO: "played, next",
    Kind.PDF: "pages, next",
    Kind.DOWNLOAD: "next, saved",
    Kind.QUIZ: "passed, submitted, all right",
    Kind.CHECKLIST: "boxes",
    Kind.ASSIGNMENT: "signed off, handed in",
    Kind.WEB: "move on",
}


def test_the_model_fills_in_what_a_quiz_needs() -> None:
    assert QuizRules(1, 1).pass_mark == 70


def test_what_a_version_says_of_those_who_come_from_an_older_one() -> None:
    for policy in (Move.FAILED, Move.PASSED):
        assert [words for _, words in said(replace(one(lesson("a")), move=policy), Severity.WARNING)] == [
            f"“move” is “{policy}”, and no required quiz can be failed or passed: nobody ever moves."
        ]
        assert said(replace(one(lesson("q", Kind.QUIZ)), move=policy), Severity.WARNING) == []
    again = one(lesson("a", again=True))
    assert said(again, Severity.WARNING) == []
    assert [where for where, _ in said(replace(again, move=Move.NEVER), Severity.WARNING)] == ["a"]
