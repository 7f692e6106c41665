"""The author's checker on the model: what is twice, dangling or impossible, and awards that nobody could ever reach."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from player.course.attempt import renews_after_days
from player.course.check_access import access_findings
from player.course.completion import RULES, TIMED_KINDS, impossible
from player.course.elsewhere import award_name
from player.course.findings import Finding, Severity, error, warning
from player.course.model import (
    After,
    AtLeast,
    AwardHeld,
    AwardKind,
    Complete,
    Condition,
    Course,
    DaysSinceStart,
    Kind,
    Lesson,
    MeritAtLeast,
    Move,
    Order,
    Passed,
    QuizRules,
    Rule,
    ScoreAtLeast,
)
from player.course.opening import utc_ms
from player.course.reach import Reach

__all__ = ["Finding", "Severity", "check"]


def check(course: Course, exhausted_written: Mapping[str, bool] | None = None) -> tuple[Finding, ...]:
    """Every finding, errors first. `exhausted_written` says per quiz id whether its author wrote `when_exhausted` (the model
    cannot tell a written default from an unwritten one); quizzes with limited attempts that lack it are warned of."""
    findings = [
        *_ids(course),
        *(finding for lesson in course.lessons() for finding in _lesson(lesson)),
        *_chapters(course),
        *_conditions(course),
        *_exhausted(course, exhausted_written or {}),
        *access_findings(course),
        *_moving(course),
    ]
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings += _reachable(course)
    return tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR))


def _ids(course: Course) -> Iterator[Finding]:
    tree = [lesson.id for lesson in course.lessons()] + [chapter.id for chapter in course.chapters]
    for ids in (tree, [award.id for award in course.awards]):
        for name, count in Counter(ids).items():
            if not name:
                yield error("", "Something has no id.", "Give every lesson, chapter and award an id.")
            elif count > 1:
                yield error(name, f"The id “{name}” is used {count} times.", "Ids name one thing each: change all but one.")
    if not any(True for _ in course.lessons()):
        yield error("", "The course has no lessons.", "Add a lesson: a Markdown file in a chapter folder is one.")


# Lessons


def _lesson(lesson: Lesson) -> Iterator[Finding]:
    rule, allowed = lesson.counts_when.rule, RULES[lesson.kind]
    if rule not in allowed:
        words = " or ".join(f"“{one}”" for one in allowed)
        yield error(lesson.id, f"A {lesson.kind} cannot count when “{rule}”.", f"It can count when {words}.", allowed[0].value)
        return
    if lesson.counts_when.active_seconds and lesson.kind not in TIMED_KINDS:
        yield error(lesson.id, f"A {lesson.kind} has no minimum active time.", "Leave the minimum time out.")
    if lesson.counts_when.amount < 0 or lesson.counts_when.active_seconds < 0 or (lesson.minutes or 0) < 0:
        yield error(lesson.id, "A number of this lesson is below 0.", "Amounts and minutes are 0 or more.")
    if lesson.milestone and not lesson.required:
        yield error(lesson.id, "An optional lesson cannot be a milestone: optional lessons open nothing.", "Make it required.")
    never = impossible(lesson)
    if never:
        finding = error if lesson.required else warning
        yield finding(lesson.id, *never)
    elif rule is Rule.PLAYED and lesson.media_seconds == 0:
        yield warning(lesson.id, "The running time is not known; it is measured when it is first played.", "Check that the file plays here.")
    if lesson.quiz is not None:
        yield from _quiz(lesson.id, lesson.quiz)


def _quiz(where: str, rules: QuizRules) -> Iterator[Finding]:
    if rules.questions < 1:
        yield error(where, "The quiz asks no question.", "Ask at least one.")
    if not 0 <= rules.pass_mark <= 100:
        yield error(where, f"The pass mark is {rules.pass_mark} percent.", "It lies between 0 and 100.")
    if rules.attempts is not None and rules.attempts < 1:
        yield error(where, f"The quiz allows {rules.attempts} attempts.", "Allow at least one, or leave the limit out.")
    if rules.time_limit_seconds is not None and rules.time_limit_seconds < 1:
        yield error(where, "The time limit is over before it begins.", "Give a time, or leave the limit out.")
    words = {"counts": ("best", "last", "first", "average")} | dict.fromkeys(
        ("show_score", "show_right", "show_solution"), ("during", "after submit", "after passing", "never")
    )
    for name, known in words.items():
        value = getattr(rules, name)
        if value not in known:
            yield error(where, f"“{name}” cannot be “{value}”.", f"It is one of: {', '.join(known)}.", _nearest(value, known))
    if rules.when_exhausted not in {"trainer", "new round"} and renews_after_days(rules) is None:
        hint = "It is one of: trainer, new round, again after N days."
        yield error(where, f"“when_exhausted” cannot be “{rules.when_exhausted}”.", hint, _nearest(rules.when_exhausted, ("trainer", "new round")))


def _exhausted(course: Course, written: Mapping[str, bool]) -> Iterator[Finding]:
    for lesson in course.lessons():
        if lesson.quiz is not None and lesson.quiz.attempts is not None and not written.get(lesson.id, True):
            yield warning(
                lesson.id,
                f"Attempts are limited to {lesson.quiz.attempts}; nothing says what happens when they are used up.",
                "Write when_exhausted: trainer, new round, or again after N days.",
            )


def _chapters(course: Course) -> Iterator[Finding]:
    for chapter in course.chapters:
        required = sum(lesson.required for lesson in chapter.lessons)
        if chapter.choose is not None and not 1 <= chapter.choose <= required:
            yield error(
                chapter.id,
                f"The chapter lets learners choose {chapter.choose} of {required} lessons.",
                f"Choose between 1 and {required}." if required else "Add lessons that are not optional.",
            )
        if not chapter.lessons:
            yield warning(chapter.id, "The chapter has no lessons.", "Add one, or remove the chapter.")
        order = chapter.order or course.order
        for lesson in chapter.lessons:
            if lesson.milestone and lesson.required and chapter.choose is not None:
                yield error(lesson.id, "A lesson to choose from cannot be a milestone.", "Take it out of the chapter, or the mark away.")
            elif lesson.milestone and Order.MILESTONES not in {order, course.order}:
                yield warning(lesson.id, f"The mark “milestone” does nothing here: the order is “{order}”.", 'Write order = "milestones".')


def _moving(course: Course) -> Iterator[Finding]:
    """What a new version says of those who began an older one."""
    if course.move in {Move.FAILED, Move.PASSED} and not any(lesson.quiz is not None and lesson.required for lesson in course.lessons()):
        yield warning(
            "",
            f"“move” is “{course.move}”, and no required quiz can be failed or passed: nobody ever moves.",
            "Write always, when completed, when not complete or never.",
        )
    again = [lesson.id for lesson in course.lessons() if lesson.again]
    if again and course.move is Move.NEVER:
        yield warning(again[0], "The mark “again” does nothing: “move” is “never”, so nobody comes from an older version.", "Leave one of them out.")


# Conditions


def _conditions(course: Course) -> Iterator[Finding]:
    places: list[tuple[str, Condition | None]] = [("", course.opens_when)]
    places += [(chapter.id, chapter.opens_when) for chapter in course.chapters]
    places += [(lesson.id, lesson.opens_when) for lesson in course.lessons()]
    for where, condition in places:
        if condition is not None and _names_merit(condition):
            yield error(where, "Merit opens nothing: it can fall again.", "Give an award for it, and ask for that award.")
    places += [(award.id, award.earned_when) for award in course.awards]
    checker = _ConditionCheck(course)
    for where, condition in places:
        if condition is not None:
            yield from checker.findings(where, condition)


def _names_merit(condition: Condition) -> bool:
    return any(_names_merit(part) for part in condition.of) if isinstance(condition, AtLeast) else isinstance(condition, MeritAtLeast)


class _ConditionCheck:
    def __init__(self, course: Course) -> None:
        self._course = course.id
        self._lessons = {lesson.id: lesson for lesson in course.lessons()}
        self._tree = [*self._lessons, *(chapter.id for chapter in course.chapters)]
        self._known = frozenset(self._tree)
        self._awards = [award.id for award in course.awards]

    def findings(self, where: str, condition: Condition) -> Iterator[Finding]:
        match condition:
            case Complete(id):
                yield from self._target(where, id)
            case Passed(id):
                yield from self._target(where, id)
                yield from self._quiz(where, id, "passed")
            case ScoreAtLeast(id, at_least):
                yield from self._target(where, id)
                yield from self._quiz(where, id, "score")
                if not 0 < at_least <= 100:
                    yield error(where, f"A score of at least {at_least} percent is asked for.", "It lies between 1 and 100.")
            case MeritAtLeast(at_least) if not 0 < at_least <= 100:
                yield error(where, f"A merit of {at_least} percent is asked for.", "It lies between 1 and 100.")
            case AwardHeld(id):
                yield from self._award(where, id)
            case After(day, None):
                yield from _day(where, day)
            case DaysSinceStart(days) if days < 0:
                yield error(where, f"{days} days since the start cannot be.", "Write 0 or more.")
            case AtLeast(count, of):
                if not 1 <= count <= len(of):
                    yield error(where, f"At least {count} of {len(of)} conditions are asked for.", "Ask for as many as are listed, at most.")
                for part in of:
                    yield from self.findings(where, part)

    def _target(self, where: str, target: str) -> Iterator[Finding]:
        if target not in self._known:
            nearest = _nearest(target, self._tree)
            yield error(where, f"There is no lesson or chapter “{target}”.", _meant(nearest), nearest)

    def _quiz(self, where: str, target: str, word: str) -> Iterator[Finding]:
        lesson = self._lessons.get(target)
        if target in self._known and (lesson is None or lesson.kind not in {Kind.QUIZ, Kind.WEB}):
            yield error(where, f"“{word}” names “{target}”, which is no quiz.", "Use complete for everything but quizzes and web lessons.")

    def _award(self, where: str, target: str) -> Iterator[Finding]:
        own = target.removeprefix(f"{self._course}/")
        named = award_name(own)
        if named is not None and not named.well_formed:
            hint = "Write COURSE-ID/AWARD-ID; before it a publisher's fingerprint of 64 digits, where it is another one than yours."
            yield error(where, f"“{own}” is no award of another course.", hint)
        if named is not None or own in self._awards:
            return
        nearest = _nearest(own, self._awards)
        yield error(where, f"There is no award “{own}”.", _meant(nearest) or "One of another course is written COURSE-ID/AWARD-ID.", nearest)


def _day(where: str, day: str) -> Iterator[Finding]:
    try:
        utc_ms(day)
    except (ValueError, OverflowError):
        yield error(where, f"“{day}” is no date.", "Write it as 2027-01-10.")


def _nearest(word: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(word, list(known), 1)), "")


def _meant(nearest: str) -> str:
    return f"Did you mean “{nearest}”?" if nearest else ""


# Reachability


def _reachable(course: Course) -> Iterator[Finding]:
    reach = Reach(course)
    circle = reach.circle()
    if circle:
        path = " → ".join([*circle, circle[0]])
        yield error(circle[0], f"These wait for each other, so none ever opens: {path}.", "Take one of the conditions away.")
        return
    for lesson_id in reach.locked():
        yield error(lesson_id, "This lesson can never open.", reach.why(lesson_id))
    for award in course.awards:
        if award.earned_when is None and not reach.plan.of:
            yield error(award.id, f"“{award.title}” is for completing the course, but no lesson is required.", "Make a lesson required.")
        elif award.id in reach.free:
            finding = error if award.kind is AwardKind.CERTIFICATE else warning
            yield finding(award.id, f"“{award.title}” is earned without doing anything.", "Let it ask for a required lesson.")
        elif not reach.award(award.id):
            yield error(award.id, f"“{award.title}” can never be earned.", reach.why(award.id))
