"""What an author may write about a lesson: rules, conditions, switches; and what is answered to a wrong word."""

from pathlib import Path

import pytest

from player.course.model import (
    After,
    AtLeast,
    AwardHeld,
    Complete,
    Condition,
    CountsWhen,
    DaysSinceStart,
    Kind,
    Lesson,
    Passed,
    PreviousRequired,
    Rule,
    ScoreAtLeast,
)
from player.formats.conditions import read_day
from tests.forge.sources import QUIZ, mistakes, mp4, pdf, read

BOXES = "- [ ] one\n- [ ] two\n- [x] three\n"


def _lesson(tmp_path: Path, matter: str, body: str = "Text", name: str = "01-a/10-b.md", **more: str | bytes) -> Lesson:
    return next(read(tmp_path, {name: f"---\n{matter}\n---\n{body}", **more}).course.lessons())


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("read to the end", CountsWhen(Rule.READ)),
        ("Read to the end.", CountsWhen(Rule.READ)),
        ("NEXT pressed", CountsWhen(Rule.NEXT)),
        ("open", CountsWhen(Rule.OPENED)),
    ],
)
def test_rules_of_a_text(tmp_path: Path, words: str, rule: CountsWhen) -> None:
    assert _lesson(tmp_path, f"counts_when: {words}").counts_when == rule


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("every box", CountsWhen(Rule.BOXES)),
        ("2 of 3 boxes", CountsWhen(Rule.BOXES, 2)),
        ("1 box", CountsWhen(Rule.BOXES, 1)),
    ],
)
def test_rules_of_a_checklist(tmp_path: Path, words: str, rule: CountsWhen) -> None:
    lesson = _lesson(tmp_path, f"kind: checklist\ncounts_when: {words}", BOXES)
    assert lesson.counts_when == rule
    assert lesson.boxes == ("one", "two", "three")


@pytest.mark.parametrize(
    ("suffix", "words", "rule"),
    [
        (".pdf", "80 % of the pages", CountsWhen(Rule.PAGES, 80)),
        (".pdf", "80% of pages", CountsWhen(Rule.PAGES, 80)),
        (".pdf", "every page", CountsWhen(Rule.PAGES, 100)),
        (".pdf", "next", CountsWhen(Rule.NEXT)),
        (".mp4", "watched 60 %", CountsWhen(Rule.PLAYED, 60)),
        (".mp3", "heard 60%", CountsWhen(Rule.PLAYED, 60)),
        (".zip", "file saved", CountsWhen(Rule.SAVED)),
    ],
)
def test_rules_of_other_kinds_stand_in_a_text_of_the_same_name(tmp_path: Path, suffix: str, words: str, rule: CountsWhen) -> None:
    content = {".pdf": pdf(), ".mp4": mp4(9)}.get(suffix, b"x")
    imported = read(tmp_path, {f"01-a/10-b{suffix}": content, "01-a/10-b.md": f"---\ncounts_when: {words}\noptional: true\n---\n"})
    (lesson,) = imported.course.lessons()
    assert lesson.counts_when == rule
    assert not lesson.required


@pytest.mark.parametrize(
    ("words", "rule"),
    [("passed", Rule.PASSED), ("submitted", Rule.SUBMITTED), ("every question right", Rule.ALL_RIGHT)],
)
def test_rules_of_a_quiz(tmp_path: Path, words: str, rule: Rule) -> None:
    (lesson,) = read(tmp_path, {"01-a/10-b.quiz.toml": f'counts_when = "{words}"\n{QUIZ}'}).course.lessons()
    assert lesson.counts_when == CountsWhen(rule)


def test_minimum_active_time_adds_to_the_rule(tmp_path: Path) -> None:
    assert _lesson(tmp_path, "Active minutes: 2").counts_when == CountsWhen(Rule.NEXT, 0, 120)
    found = mistakes(tmp_path, {"01-a/20-q.quiz.toml": f"active_minutes = 2\n{QUIZ}"})
    assert "“active_minutes” does not go with a quiz" in found[0]


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ("counts_when: red to the end", "Did you mean “read to the end”?"),
        ("counts_when: watched 80 %", "“watched 80 %” is a rule for a video, and this is a text: it can count when “NEXT pressed”"),
        ("counts_when: [a, b]", "line 2: “counts_when” must be a text"),
        ("optinal: true", "line 2: “optinal” is nothing that a text has. Did you mean “optional”?"),
        ("zzz: 1", "Known here: "),
        ("optional: perhaps", "“optional” must be true or false, not “perhaps”."),
        ("optional: true\nrequired: true", "line 3: “required” and “optional” contradict each other"),
        ("minutes: soon", "“minutes” must be a whole number from 0 to 6000, not “soon”."),
        ("minutes: 7000", "“minutes” must be from 0 to 6000, not 7000."),
        ("minutes: '²'", "must be a whole number"),
        ("kind: chekclist", "Did you mean “checklist”?"),
        ("kind: video", "“kind” must be “text”, “checklist”, “download” or “assignment”"),
        ("title: " + "x" * 201, "“title” is longer than 200 characters"),
        ("Title: a\ntitle: b", "is written twice"),
        ("kind: checklist", "A checklist needs boxes"),
        ("kind: download", "A download needs “files”"),
        ("kind: download\nfiles: [none.csv]", "“files” names none.csv, and there is no such file."),
        ("kind: download\nfiles: [[a]]", "“files” must be a list of texts."),
        ("opens_when: previos required lesson", "Did you mean “previous required lesson”?"),
        ("opens_when: {complete: 10-c}", "There is no lesson or chapter “10-c”."),
        ("opens_when: {compleet: x}", "“compleet” is no condition. Did you mean “complete”?"),
        ("opens_when: {complete: 01-a/20-c, passed: x}", "A condition names one thing"),
        ("opens_when: {passed: 01-a/20-c}", "“01-a/20-c” is no quiz, so it cannot be passed"),
        ("opens_when: {score: 01-a/20-c, at_least: 8}", "is no quiz, so it cannot be scored"),
        ("opens_when: {score: 01-a/30-q}", "“score” needs a percentage beside it"),
        ("opens_when: {score: 01-a/30-q, at_least: 101}", "“at_least” must be a whole number from 1 to 100, not “101”."),
        ("opens_when: {complete: 01-a/20-c, at_least: 2}", "“at_least” does not go with “complete”."),
        ("opens_when: {of: [previous required lesson]}", "“of” needs a number beside it"),
        ("opens_when: {at_least: 3, of: [previous required lesson]}", "“at_least” must be a whole number from 1 to 1"),
        ("opens_when: {any: []}", "“any” must be a list"),
        ("opens_when: []", "“opens_when” is an empty list."),
        ("opens_when: {award: mug}", "There is no award “mug” in this course."),
        ("opens_when: {after: tomorrow}", "“tomorrow” is no date."),
        ("opens_when: {after: [x]}", "“after” must be followed by one text or number."),
        ("opens_when: {days_since_start: -1}", "“days_since_start” must be a whole number from 0"),
        ("opens_when: after 2027-02-30", "“2027-02-30” is no date."),
        ("opens_when: " + "{all: [" * 8 + "previous required lesson" + "]}" * 8, "nested too deep"),
    ],
)
def test_wrong_words_are_answered_with_file_and_line(tmp_path: Path, matter: str, said: str) -> None:
    found = mistakes(tmp_path, {"01-a/10-b.md": f"---\n{matter}\n---\nText", "01-a/20-c.md": "x", "01-a/30-q.quiz.toml": QUIZ})
    assert said in found[0]
    assert found[0].startswith("01-a/10-b.md, line ")


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ("counts_when: 2 of 5 boxes", "speaks of 5 boxes, but this checklist has 3"),
        ("counts_when: 4 boxes", "asks for 4 boxes, but this checklist has 3"),
        ("counts_when: 0 boxes", "at least one box"),
    ],
)
def test_wrong_counts_of_boxes(tmp_path: Path, matter: str, said: str) -> None:
    assert said in mistakes(tmp_path, {"01-a/10-b.md": f"---\nkind: checklist\n{matter}\n---\n{BOXES}"})[0]


def test_shares_have_bounds(tmp_path: Path) -> None:
    found = mistakes(tmp_path, {"01-a/10-b.pdf": pdf(), "01-a/10-b.md": "---\ncounts_when: 0 % of the pages\n---\n"})
    assert "a share from 1 % to 100 %, not 0 %" in found[0]


def test_several_mistakes_at_once(tmp_path: Path) -> None:
    found = mistakes(tmp_path, {"01-a/10-b.md": "---\nminuts: 3\noptinal: yes\n---\nText", "01-a/20-c.md": "---\nagain: often\n---\nText"})
    assert [one.partition(": ")[0] for one in found] == ["01-a/10-b.md, line 2", "01-a/10-b.md, line 3", "01-a/20-c.md, line 2"]


@pytest.mark.parametrize(
    ("matter", "condition"),
    [
        ("opens_when: previous required lesson", PreviousRequired()),
        ("opens_when: after 2027-01-10", After("2027-01-10")),
        ("opens_when: 7 days after the start", DaysSinceStart(7)),
        ("opens_when: {complete: 01-a}", Complete("01-a")),
        ("opens_when: {complete: 20-c}", Complete("01-a/20-c")),
        ("opens_when: {complete: 01-a/20-c.md}", Complete("01-a/20-c")),
        ("opens_when: {passed: 01-a/30-q}", Passed("01-a/30-q")),
        ("opens_when: {score: 01-a/30-q, at least: 80 %}", ScoreAtLeast("01-a/30-q", 80)),
        ("opens_when: {award: certificate}", AwardHeld("certificate")),
        ("opens_when: {award: org.example.other/certificate}", AwardHeld("org.example.other/certificate")),
        ("opens_when: {days_since_start: 0}", DaysSinceStart(0)),
        (
            "opens_when:\n  at_least: 2\n  of:\n  - complete: 20-c\n  - passed: 30-q\n  - after 2027-01-10",
            AtLeast(2, (Complete("01-a/20-c"), Passed("01-a/30-q"), After("2027-01-10"))),
        ),
        ("opens_when: [{complete: 20-c}, previous required lesson]", AtLeast(2, (Complete("01-a/20-c"), PreviousRequired()))),
        ("opens_when: {any: [{complete: 20-c}, {all: [{passed: 30-q}]}]}", AtLeast(1, (Complete("01-a/20-c"), Passed("01-a/30-q")))),
    ],
)
def test_conditions(tmp_path: Path, matter: str, condition: Condition) -> None:
    award = '[[award]]\ntitle = "T"\n'
    files = {"01-a/10-b.md": f"---\n{matter}\n---\nText", "01-a/20-c.md": "x", "01-a/30-q.quiz.toml": QUIZ}
    lesson = next(read(tmp_path, files, f'id = "x"\ntitle = "T"\n{award}').course.lessons())
    assert lesson.opens_when == condition


@pytest.mark.parametrize(("rule", "said"), [
    ("{ merit = 0 }", "“merit” must be a whole number from 1 to 100"),
    ("{ merit = 90, at_least = 2 }", "“at_least” does not go with “merit”."),
])  # fmt: skip
def test_a_merit_that_cannot_be(tmp_path: Path, rule: str, said: str) -> None:
    toml = f'id = "x"\ntitle = "T"\n[[award]]\ntitle = "M"\nearned_when = {rule}\n'
    assert any(said in one for one in mistakes(tmp_path, {"01-a/30-q.quiz.toml": QUIZ}, toml))


def test_merit_opens_nothing(tmp_path: Path) -> None:
    (said,) = mistakes(tmp_path, {"01-a/10-b.md": "---\nopens_when: {merit: 90}\n---\nText", "01-a/30-q.quiz.toml": QUIZ})
    assert "“merit” can fall again, so it opens nothing." in said


def test_days() -> None:
    assert read_day("2027-01-10") == After("2027-01-10")
    assert read_day("2027-01-10T08:00") == After("2027-01-10T08:00:00")
    assert read_day("1970-01-01T01:00:01+01:00") == After("1970-01-01T01:00:01+01:00", 1000)
    assert read_day("2027-13-01") is None
    assert read_day("20270110T") is None


def test_switches_and_times(tmp_path: Path) -> None:
    matter = "milestone: yes\nagain: true\nnotify_trainer: on\nminutes: 4\nsummary: Two\n  lines"
    lesson = _lesson(tmp_path, matter, "word " * 200)
    assert lesson.milestone
    assert lesson.again
    assert lesson.notify_trainer
    assert (lesson.minutes, lesson.computed_seconds, lesson.seconds) == (4, 60, 240)
    assert lesson.summary == "Two lines"


def test_titles_from_matter_heading_or_name(tmp_path: Path) -> None:
    matter = "---\ntitle: 'From: matter'\n---\n# Heading\n"
    files = {"01-a/10-from-name.md": "Text", "01-a/20-x.md": "# From **heading**\nText", "01-a/30-x.md": matter}
    assert [lesson.title for lesson in read(tmp_path, files).course.lessons()] == ["From name", "From heading", "From: matter"]


def test_kinds(tmp_path: Path) -> None:
    files = {
        "01-a/10-b.md": "---\nkind: assignment\n---\nWrite.",
        "01-a/20-c.md": "---\nkind: download\nfiles: [d, e.csv]\n---\nTake.",
        "01-a/30-d.md": "---\nkind: assignment\nfiles: [e.csv]\n---\nFill in.",
        "01-a/d/1.csv": "",
        "01-a/e.csv": "",
    }
    assignment, download, form = read(tmp_path, files).course.lessons()
    assert (assignment.kind, assignment.counts_when.rule, assignment.files) == (Kind.ASSIGNMENT, Rule.SIGNED_OFF, ())
    assert (form.kind, form.files) == (Kind.ASSIGNMENT, ("01-a/e.csv",))
    assert (download.kind, download.files) == (Kind.DOWNLOAD, ("01-a/d/1.csv", "01-a/e.csv"))
