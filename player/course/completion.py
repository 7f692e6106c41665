"""What earns the tick of one lesson: which rules a kind may carry, whether a rule holds, how far it is."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from player.course.facts import AttemptFact, LessonFacts
from player.course.model import CountsWhen, Kind, Lesson, MoveOn, QuizRules, Rule
from player.course.percent import reaches

END_TOLERANCE_MS = 2_000  # a player may stop this short of the end (product.md section 11.14)

RULES: Mapping[Kind, tuple[Rule, ...]] = MappingProxyType(
    {
        Kind.TEXT: (Rule.NEXT, Rule.READ, Rule.OPENED),
        Kind.VIDEO: (Rule.PLAYED, Rule.NEXT),
        Kind.AUDIO: (Rule.PLAYED, Rule.NEXT),
        Kind.PDF: (Rule.PAGES, Rule.NEXT),
        Kind.DOWNLOAD: (Rule.NEXT, Rule.SAVED),
        Kind.QUIZ: (Rule.PASSED, Rule.SUBMITTED, Rule.ALL_RIGHT),
        Kind.CHECKLIST: (Rule.BOXES,),
        Kind.ASSIGNMENT: (Rule.SIGNED_OFF, Rule.HANDED_IN),
        Kind.WEB: (Rule.MOVE_ON,),
    }
)
"""The rules each kind may carry; the first is its default."""

DEFAULT_AMOUNTS: Mapping[Rule, int] = MappingProxyType({Rule.PLAYED: 90, Rule.PAGES: 100})
"""Percent, where the author gave none (amount 0)."""

TIMED_KINDS = frozenset({Kind.TEXT, Kind.VIDEO, Kind.AUDIO, Kind.PDF, Kind.DOWNLOAD, Kind.CHECKLIST, Kind.WEB})
"""Kinds that may ask for a minimum active time: an attempt has its own clock, an assignment is done elsewhere."""


_MEASURED = frozenset({Rule.PLAYED, Rule.PAGES, Rule.BOXES})


def default_rule(kind: Kind) -> CountsWhen:
    """What earns the tick when the author wrote nothing."""
    rule = RULES[kind][0]
    return CountsWhen(rule, DEFAULT_AMOUNTS.get(rule, 0))


def amount_of(counts_when: CountsWhen) -> int:
    """The author's amount, else the rule's own (percent; for boxes 0 = all)."""
    return counts_when.amount or DEFAULT_AMOUNTS.get(counts_when.rule, 0)


def holds(lesson: Lesson, facts: LessonFacts) -> bool:
    """Is the completion rule of `lesson` true on these facts? Overrides and ticks are not looked at."""
    if facts.active_ms < lesson.counts_when.active_seconds * 1000:
        return False
    match lesson.counts_when.rule:
        case Rule.NEXT:
            return facts.next_pressed
        case Rule.OPENED:
            return facts.opened_at is not None
        case Rule.READ:
            return facts.end_seen
        case Rule.SAVED:
            return bool(facts.files_saved)
        case Rule.SIGNED_OFF:
            return facts.signed_off
        case Rule.HANDED_IN:
            return facts.handed_in
        case Rule.MOVE_ON:
            return _moves_on(lesson.move_on, facts)
        case Rule.PLAYED | Rule.PAGES | Rule.BOXES:
            return _share(lesson, facts) == 1
        case _:
            return lesson.quiz is not None and _quiz_holds(lesson.counts_when.rule, lesson.quiz, counting_attempts(facts))


def next_completes(lesson: Lesson, facts: LessonFacts) -> bool:
    """Would pressing NEXT now make the rule true?"""
    if lesson.counts_when.rule is Rule.NEXT:
        return facts.active_ms >= lesson.counts_when.active_seconds * 1000
    return holds(lesson, facts)


def measured(lesson: Lesson) -> bool:
    """Is there progress to show before the tick?"""
    return lesson.counts_when.rule in _MEASURED or lesson.counts_when.active_seconds > 0


def progress(lesson: Lesson, facts: LessonFacts) -> Fraction | None:
    """Exact share 0..1 of the way to the rule: pages shown, media played, boxes ticked, time in use; None where
    nothing can be measured (a quiz is passed or not)."""
    share = _share(lesson, facts)
    wanted = lesson.counts_when.active_seconds * 1000
    if not wanted:
        return share
    used = min(Fraction(facts.active_ms, wanted), Fraction(1))
    return used if share is None else min(share, used)


def impossible(lesson: Lesson) -> tuple[str, str] | None:
    """Why the rule of this lesson can never hold, and what its author can do; None when it can."""
    amount = lesson.counts_when.amount
    match lesson.counts_when.rule:
        case Rule.PAGES if lesson.pages <= 0:
            return "It counts by its pages, but has none.", "Check the PDF file, or let NEXT be enough."
        case Rule.PAGES | Rule.PLAYED if amount > 100:
            return f"It asks for {amount} percent.", "More than 100 percent is not there."
        case Rule.BOXES if not lesson.boxes:
            return "It is a checklist without boxes.", "Add lines that begin with “- [ ]”."
        case Rule.BOXES if boxes_wanted(lesson) > len(lesson.boxes):
            return f"It asks for {boxes_wanted(lesson)} boxes, but has {len(lesson.boxes)}.", "Ask for fewer, or for all."
        case Rule.SAVED if not (lesson.files or lesson.file):
            return "It counts when a file is saved, but has none.", "Add the file, or let NEXT be enough."
        case Rule.PASSED | Rule.SUBMITTED | Rule.ALL_RIGHT if lesson.quiz is None:
            return "It is a quiz without questions.", "Add a quiz file."
        case Rule.PASSED | Rule.ALL_RIGHT if lesson.quiz is not None and lesson.quiz.points <= 0:
            return "No question of this quiz has points, so nobody can pass it.", "Give points, or let handing in be enough."
    return None


def _moves_on(rule: MoveOn, facts: LessonFacts) -> bool:
    """cmi5 Quartz 1st ed., 13.1.4; "not applicable" is satisfied by opening, so that nothing ticks unseen."""
    passed = facts.web_passed is True
    match rule:
        case MoveOn.PASSED:
            return passed
        case MoveOn.COMPLETED:
            return facts.web_completed
        case MoveOn.BOTH:
            return passed and facts.web_completed
        case MoveOn.EITHER:
            return passed or facts.web_completed
        case _:
            return facts.opened_at is not None


def _share(lesson: Lesson, facts: LessonFacts) -> Fraction | None:
    """How much of what a measured rule wants is there, at most 1; 0 where it can never be."""
    match lesson.counts_when.rule:
        case Rule.PLAYED:
            length = media_length_ms(lesson, facts)
            have, want = 100 * played_ms(facts.played, length), amount_of(lesson.counts_when) * length
        case Rule.PAGES:
            have, want = 100 * pages_shown(lesson, facts), amount_of(lesson.counts_when) * lesson.pages
        case Rule.BOXES:
            have, want = boxes_ticked(lesson, facts), boxes_wanted(lesson)
        case _:
            return None
    if not want:
        return Fraction(0)
    return min(Fraction(have, want), Fraction(1))


def pages_shown(lesson: Lesson, facts: LessonFacts) -> int:
    """Pages that exist and were shown."""
    return min(sum(page <= lesson.pages for page in facts.pages), lesson.pages)


def pages_wanted(lesson: Lesson) -> int:
    """How many pages the rule asks for, rounded up."""
    return -(-amount_of(lesson.counts_when) * lesson.pages // 100)


def boxes_ticked(lesson: Lesson, facts: LessonFacts) -> int:
    """Boxes that exist and are ticked."""
    return sum(box < len(lesson.boxes) for box in facts.boxes)


def boxes_wanted(lesson: Lesson) -> int:
    """How many boxes the rule asks for."""
    return lesson.counts_when.amount or len(lesson.boxes)


def media_length_ms(lesson: Lesson, facts: LessonFacts) -> int:
    """The longer of what the package says and what the player measured; 0 = not known."""
    return max(lesson.media_seconds * 1000, facts.length_ms)


def played_ms(played: Iterable[tuple[int, int]], length_ms: int) -> int:
    """Media time covered by sorted, disjoint intervals, with the tolerance at the end (for a very short clip a quarter
    of it, or one glance would do)."""
    near_end = length_ms - min(END_TOLERANCE_MS, length_ms // 4)
    covered = 0
    for start, end in played:
        reached = length_ms if end >= near_end else end
        covered += max(0, reached - start)
    return covered


def merge_intervals(intervals: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The union as sorted, disjoint intervals; touching ones become one, empty ones vanish."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


# Scores of a quiz


def counting_attempts(facts: LessonFacts) -> tuple[AttemptFact, ...]:
    """Submitted attempts that were not voided, by number."""
    if not facts.void_attempts:
        return facts.attempts
    return tuple(attempt for attempt in facts.attempts if attempt.number > facts.void_attempts)


def counted_score(rules: QuizRules, attempts: tuple[AttemptFact, ...]) -> Fraction | None:
    """The score that counts now (best, last, first or average), exact; None before the first attempt."""
    if len(attempts) < 2:
        return attempts[0].score if attempts else None
    match rules.counts:
        case "last":
            return attempts[-1].score
        case "first":
            return attempts[0].score
        case "average":
            return sum((attempt.score for attempt in attempts), Fraction(0)) / len(attempts)
        case _:
            return max(attempt.score for attempt in attempts)


def peak_score(rules: QuizRules, attempts: tuple[AttemptFact, ...]) -> Fraction | None:
    """The highest the counted score ever was: what it reached once, a later attempt does not take away."""
    if rules.counts != "average" or not attempts:
        return counted_score(rules, attempts) if rules.counts == "first" else max((a.score for a in attempts), default=None)
    peak = total = Fraction(0)
    for count, attempt in enumerate(attempts, 1):
        total += attempt.score
        peak = max(peak, total / count)
    return peak


def _quiz_holds(rule: Rule, rules: QuizRules, attempts: tuple[AttemptFact, ...]) -> bool:
    if not attempts or rule is Rule.SUBMITTED:
        return bool(attempts)
    if rule is Rule.ALL_RIGHT:
        return attempts[0].all_right if rules.counts in {"first", "average"} else any(a.all_right for a in attempts)
    peak = peak_score(rules, attempts)
    return peak is not None and reaches(peak, rules.pass_mark)


def passed(lesson: Lesson, facts: LessonFacts) -> bool:
    """The condition `passed`: a tick that meant success, or a counted score that reached the pass mark once. A
    trainer's grant passes. A lesson that cannot be failed is passed when it is ticked."""
    if facts.ticked_at is not None:
        granted = facts.override is not None and facts.override.granted
        if granted or lesson.counts_when.rule in {Rule.PASSED, Rule.ALL_RIGHT}:
            return True
    if lesson.quiz is not None:
        return _quiz_holds(Rule.PASSED, lesson.quiz, counting_attempts(facts))
    if lesson.kind is Kind.WEB:
        return facts.web_passed is True
    return facts.ticked_at is not None


def score_reached(lesson: Lesson, facts: LessonFacts) -> Fraction | None:
    """The score that conditions compare: the peak of a quiz's counted score, the best one of web content."""
    return peak_score(lesson.quiz, counting_attempts(facts)) if lesson.quiz is not None else facts.web_score
