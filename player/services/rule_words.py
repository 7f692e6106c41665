"""A lesson's completion rule in one English sentence, as the evidence in a certificate says it."""

from player.course.completion import amount_of
from player.course.model import Lesson, MoveOn, Rule

_WEB = {
    MoveOn.PASSED: "the content reports that it was passed",
    MoveOn.COMPLETED: "the content reports that it was completed",
    MoveOn.BOTH: "the content reports that it was completed and passed",
    MoveOn.EITHER: "the content reports that it was completed or passed",
    MoveOn.NOT_APPLICABLE: "the lesson is opened",
}


def rule_in_words(lesson: Lesson) -> str:
    """Always English: whoever checks a certificate reads the same words as everybody else."""
    when, amount = lesson.counts_when, amount_of(lesson.counts_when)
    words = {
        Rule.NEXT: "NEXT is pressed",
        Rule.OPENED: "the lesson is opened",
        Rule.READ: "it is read to the end",
        Rule.PLAYED: f"{amount} % of the running time was really played",
        Rule.PAGES: "every page was shown" if amount >= 100 else f"{amount} % of the pages were shown",
        Rule.SAVED: "a file of it was saved",
        Rule.PASSED: f"passed at {lesson.quiz.pass_mark if lesson.quiz else 0} %",
        Rule.SUBMITTED: "handed in",
        Rule.ALL_RIGHT: "every question is right",
        Rule.BOXES: f"{amount} of {len(lesson.boxes)} boxes are ticked" if amount else "all boxes are ticked",
        Rule.SIGNED_OFF: "a trainer signs it off",
        Rule.HANDED_IN: "a file is handed in",
        Rule.MOVE_ON: _WEB[lesson.move_on],
    }[when.rule]
    return f"Counts when {words}" + (f", after {when.active_seconds} s of active time" if when.active_seconds else "")
