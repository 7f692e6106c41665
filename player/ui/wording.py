"""The rules in words: what counts, what is left, why something is locked."""

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from player.course.facts import Override
from player.course.model import CountsWhen, Kind, Lesson, MoveOn, Rule
from player.course.status_types import LessonStatus, Need, State
from player.ui.dates import local_moment, when
from player.ui.words import dotted, listed, minutes, percent_floor, seconds, tr, trn

if TYPE_CHECKING:
    from player.services.learners import LearnerCard


def kind_word(kind: Kind) -> str:
    """What a lesson is, beside its minutes; "" for a text, which needs no word."""
    return {
        Kind.TEXT: "", Kind.VIDEO: tr("video"), Kind.AUDIO: tr("audio"), Kind.PDF: tr("PDF"), Kind.DOWNLOAD: tr("files"),
        Kind.QUIZ: tr("quiz"), Kind.CHECKLIST: tr("checklist"), Kind.ASSIGNMENT: tr("assignment"), Kind.WEB: tr("interactive"),
    }[kind]


def lesson_minutes(seconds: int) -> str:
    """ "6 min", "" when nothing is known."""
    return minutes(seconds / 60) if seconds > 0 else ""


def facts_line(lesson: Lesson, required: bool, *, kind: bool = True) -> str:
    """Under a title: "7 min video · optional"."""
    return dotted(minutes_and_kind(lesson) if kind else lesson_minutes(lesson.seconds), "" if required else tr("optional"))


def minutes_and_kind(lesson: Lesson) -> str:
    """ "7 min video"."""
    time, word = lesson_minutes(lesson.seconds), kind_word(lesson.kind)
    return tr("{time} {kind}", time=time, kind=word) if time and word else time or word


def shown_name(learner: "LearnerCard") -> str:
    """The name on the board; a guest is called so in the language of the window."""
    return tr("Guest") if learner.guest else learner.name


def counts_when(lesson: Lesson) -> str:
    """The one line under each lesson."""
    rule = _rule(lesson, lesson.counts_when)
    if lesson.counts_when.active_seconds:
        return tr("{rule}, after {time} with this page open", rule=rule, time=minutes(lesson.counts_when.active_seconds / 60))
    return rule


def _rule(lesson: Lesson, counts: CountsWhen) -> str:
    amount = counts.amount
    every_page = tr("Counts when every page was shown")
    every_box = tr("Counts when every box is ticked")
    some_boxes = tr("Counts when {n} of {of} boxes are ticked", n=amount, of=len(lesson.boxes))
    return {
        Rule.NEXT: tr("Counts when you press Next"),
        Rule.OPENED: tr("Counts as soon as it is open"),
        Rule.READ: tr("Counts when you have read to the end"),
        Rule.PLAYED: tr("Counts when {n} % has really played. Skipping ahead earns nothing", n=amount or 90),
        Rule.PAGES: every_page if amount in {0, 100} else tr("Counts when {n} % of the pages were shown", n=amount),
        Rule.SAVED: tr("Counts when you save a file"),
        Rule.PASSED: tr("Counts when you pass with {n} %", n=pass_mark(lesson)),
        Rule.SUBMITTED: tr("Counts when you hand in your answers"),
        Rule.ALL_RIGHT: tr("Counts when every answer is right"),
        Rule.BOXES: some_boxes if 0 < amount < len(lesson.boxes) else every_box,
        Rule.SIGNED_OFF: tr("Counts when your trainer signs it off"),
        Rule.HANDED_IN: tr("Counts when you hand it in"),
        Rule.MOVE_ON: _move_on(lesson.move_on),
    }[counts.rule]


def pass_mark(lesson: Lesson) -> int:
    """In percent."""
    return lesson.quiz.pass_mark if lesson.quiz else 70


def _move_on(rule: MoveOn) -> str:
    return {
        MoveOn.PASSED: tr("Counts when you pass it"), MoveOn.COMPLETED: tr("Counts when you complete it"),
        MoveOn.BOTH: tr("Counts when you complete and pass it"), MoveOn.EITHER: tr("Counts when you complete or pass it"),
        MoveOn.NOT_APPLICABLE: tr("Counts as soon as it is open"),
    }[rule]


def to_do(lesson: Lesson) -> str:
    """What to do about a lesson in What's left: "Read it and press Next"."""
    rule, amount = lesson.counts_when.rule, lesson.counts_when.amount
    if rule is Rule.NEXT:
        return {Kind.TEXT: tr("Read it and press Next"), Kind.DOWNLOAD: tr("Look at it and press Next"),
                Kind.PDF: tr("Look at it and press Next")}.get(lesson.kind, tr("Open it and press Next"))
    if rule is Rule.PASSED:
        return tr("Pass with {n} %", n=pass_mark(lesson))
    return {
        Rule.OPENED: tr("Open it"), Rule.READ: tr("Read to the end"), Rule.PLAYED: tr("Play {n} % of it", n=amount or 90),
        Rule.PAGES: tr("Show every page") if amount in {0, 100} else tr("Show {n} % of the pages", n=amount),
        Rule.SAVED: tr("Save a file"), Rule.SUBMITTED: tr("Hand in your answers"), Rule.ALL_RIGHT: tr("Get every answer right"),
        Rule.BOXES: trn("Tick the box", "Tick {n} boxes", amount or len(lesson.boxes) or 1),
        Rule.SIGNED_OFF: tr("Your trainer signs it off"),
        Rule.HANDED_IN: tr("Hand it in"), Rule.MOVE_ON: tr("Work through it"),
    }[rule]


def attempts_left(left: int | None, of: int | None) -> str:
    """ "2 of 3 attempts left", "" when they are not counted."""
    if left is None:
        return ""
    if of is None:
        return trn("{n} attempt left", "{n} attempts left", left)
    return tr("{n} of {of} attempts left", n=left, of=of)


def state_note(status: LessonStatus) -> str:
    """The line under a row that needs one: why it is locked, or that a quiz is not passed yet."""
    if status.state is State.LOCKED:
        return locked(status.why_locked)
    if status.state is State.FAILED and status.lesson.quiz is not None:
        if status.attempts_left == 0:
            return tr("Not passed, and no attempts left. Your trainer can help")
        if status.score is not None:
            best, mark = percent_floor(status.score), status.lesson.quiz.pass_mark
            return tr("Not passed yet: {score}, needs {mark} %. Try again", score=best, mark=mark)
        return tr("Not passed yet. Try again")
    if status.done_in:
        return tr("Done in {version}. This version wants it once more", version=status.done_in)
    if status.override is not None:
        return override_words(status.override)
    return ""


def override_words(override: Override) -> str:
    """A trainer's word on a lesson: who gave it, by what it was proved, and why."""
    by = {"pin": tr("{by} (trainer’s PIN)", by=override.by), "file": tr("{by} (signed file)", by=override.by)}.get(override.proof, override.by)
    if override.granted:
        return tr("Ticked by {by}: {reason}", by=by, reason=override.reason)
    return tr("Tick taken back by {by}: {reason}", by=by, reason=override.reason)


def locked(needs: tuple[Need, ...]) -> str:
    """Why something does not open, in one sentence: "Opens when “Burns” is complete"."""
    if not needs:
        return tr("Locked")
    first = tr(" and ").join(need_words(need) for need in needs[:2])
    return tr("Opens when {need}", need=first + (tr(", and more") if len(needs) > 2 else ""))


def need_words(need: Need) -> str:
    """One need as the second half of a sentence."""
    match need.what:
        case "pass":
            return tr("you pass “{title}”", title=need.title)
        case "score":
            return tr("you reach {n} % in “{title}”", n=need.amount, title=need.title)
        case "merit":
            return _merit(need)
        case "award":
            return tr("you hold “{title}”", title=need.title or need.id)
        case "after":
            return tr("{day} has come", day=when(need.at) if need.at is not None else need.day)
        case "days":
            return trn("{n} day has passed since you began", "{n} days have passed since you began", need.amount)
        case "time":
            return tr("you have spent {time} more in the lessons", time=seconds(need.amount))
        case "any":
            names = tr(" or ").join(need_words(each) for each in need.of[:3]) + (tr(" or others") if len(need.of) > 3 else "")
            return trn("one of these is done: {names}", "{n} of these are done: {names}", need.amount, names=names)
        case "all":
            return listed([need_words(each) for each in need.of])
        case "stuck":
            if need.at is not None:
                return tr("the next attempt at “{title}” opens, on {moment}, and you pass it", title=need.title, moment=local_moment(need.at))
            return tr("your trainer gives you another attempt at “{title}”", title=need.title)
        case _:
            return tr("“{title}” is complete", title=need.title)


def _merit(need: Need) -> str:
    if need.done is None:
        return tr("you reach {n} % on average in all required quizzes", n=need.amount)
    return tr("you reach {n} % on average in all required quizzes (so far {score})", n=need.amount, score=percent_floor(need.done))


def counters(done: int, of: int) -> str:
    """ "7 of 9 required"."""
    return tr("{done} of {of} required", done=done, of=of)


def extras(done: int) -> str:
    """ "2 extras done", "" when there are none."""
    return trn("{n} extra done", "{n} extras done", done) if done else ""


def left_in_all(seconds: int) -> str:
    """ "About 26 minutes in all"; "" when nothing is known."""
    return tr("About {time} in all", time=minutes(seconds / 60)) if seconds > 0 else ""


def share(value: Fraction | None) -> int:
    """A share as a whole percentage, rounded down; 0 for none."""
    return floor(value * 100) if value is not None else 0


def seat_time(status: LessonStatus) -> str:
    """How much of a minimum active time was spent: "1 min 20 s of 10 min"; "" where there is none, or the lesson is done."""
    wanted = status.lesson.counts_when.active_seconds
    if not wanted or status.done:
        return ""
    return tr("{time} of {of}", time=seconds(min(status.active_ms // 1000, wanted)), of=seconds(wanted))


def seat_left(need: Need) -> str:
    """What is missing of the course's minimum active time, as a line of What's left."""
    return tr("{time} more in the lessons, with the window in use", time=seconds(need.amount))


def pages_progress(status: LessonStatus) -> str:
    """How far toward the rule, where it can be measured: "12 of 30 pages shown", "62 % really played"; else ""."""
    lesson, value = status.lesson, status.progress
    if not value or status.done or lesson.counts_when.active_seconds:  # there the time is told, which may be what is missing
        return ""
    if lesson.counts_when.rule is Rule.PLAYED:
        return tr("{n} % really played", n=share(value * Fraction(lesson.counts_when.amount or 90, 100)))
    if lesson.counts_when.rule in {Rule.PAGES, Rule.BOXES}:
        return tr("{n} % of what counts", n=share(value))
    return ""
