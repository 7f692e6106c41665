"""What a lesson counts as done, in an author's words -> CountsWhen."""

import re
from collections.abc import Mapping

from player.course.completion import TIMED_KINDS, default_rule
from player.course.model import CountsWhen, Kind, Rule
from player.formats.fields import Fields
from player.formats.problems import did_you_mean, one_of

# The first spelling of each is the one that is offered; %d stands for a number.
_NEXT = ("NEXT pressed", "next", "press NEXT", "NEXT is pressed")
_PLAYED = {
    Kind.VIDEO: ("watched %d %", "%d % watched", "played %d %", "%d % played"),
    Kind.AUDIO: ("heard %d %", "%d % heard", "listened %d %", "played %d %", "%d % played"),
}
_WORDS: Mapping[Kind, Mapping[Rule, tuple[str, ...]]] = {
    Kind.TEXT: {
        Rule.NEXT: _NEXT,
        Rule.READ: ("read to the end", "read", "read to end"),
        Rule.OPENED: ("open", "opened", "open is enough"),
    },
    Kind.VIDEO: {Rule.PLAYED: _PLAYED[Kind.VIDEO], Rule.NEXT: _NEXT},
    Kind.AUDIO: {Rule.PLAYED: _PLAYED[Kind.AUDIO], Rule.NEXT: _NEXT},
    Kind.PDF: {
        Rule.PAGES: ("every page", "all pages", "%d % of the pages", "%d % of pages"),
        Rule.NEXT: _NEXT,
    },
    Kind.DOWNLOAD: {Rule.NEXT: _NEXT, Rule.SAVED: ("file saved", "saved", "a file is saved")},
    Kind.QUIZ: {
        Rule.PASSED: ("passed", "pass"),
        Rule.SUBMITTED: ("submitted", "handed in", "submitted is enough"),
        Rule.ALL_RIGHT: ("every question right", "all right", "all questions right"),
    },
    Kind.CHECKLIST: {Rule.BOXES: ("every box", "all boxes", "%d boxes", "%d of %d boxes", "%d box")},
    Kind.ASSIGNMENT: {
        Rule.SIGNED_OFF: ("signed off", "trainer signs off"),
        Rule.HANDED_IN: ("handed in", "submitted", "file handed in"),
    },
    Kind.WEB: {Rule.MOVE_ON: ("move on",)},
}
_WHOLE = {"every page": 100, "all pages": 100}
_LONGEST_ACTIVE = 600  # minutes


def counts_when(fields: Fields, kind: Kind, boxes: int = 0) -> CountsWhen:
    """`counts_when` and `active_minutes` of one lesson; the kind's default where nothing is written."""
    rule = default_rule(kind)
    if fields.has("counts_when"):
        rule = _in_words(fields, kind, boxes) or rule
    minutes = fields.whole("active_minutes", 1, _LONGEST_ACTIVE)
    if minutes and kind not in TIMED_KINDS:
        fields.error(f"“active_minutes” does not go with a {kind}.", "active_minutes")
        return rule
    return CountsWhen(rule.rule, rule.amount, 60 * minutes) if minutes else rule


def _in_words(fields: Fields, kind: Kind, boxes: int) -> CountsWhen | None:
    said = fields.text("counts_when")
    loose = _loose(said)
    for rule, spellings in _WORDS[kind].items():
        for spelling in spellings:
            match = re.fullmatch(re.escape(_loose(spelling)).replace("%d", r"(\d{1,6})"), loose)
            if match is not None:
                numbers = [int(digits) for digits in match.groups()]
                return _measured(fields, rule, numbers, _WHOLE.get(spelling, 0), boxes)
    offered = [spelling for spellings in _WORDS[kind].values() for spelling in spellings[:1]]
    elsewhere = next((other for other in _WORDS if other is not kind and _known(loose, other)), None)
    if elsewhere is not None:
        fields.error(f"“{said}” is a rule for a {elsewhere}, and this is a {kind}: it can count when {_offer(offered)}.", "counts_when")
    else:
        near = did_you_mean(said, [spelling for spellings in _WORDS[kind].values() for spelling in spellings])
        fields.error(f"“counts_when” of a {kind} must be {_offer(offered)}, not “{said}”.{near}", "counts_when")
    return None


def _measured(fields: Fields, rule: Rule, numbers: list[int], whole: int, boxes: int) -> CountsWhen | None:
    amount = numbers[0] if numbers else whole
    if rule in {Rule.PLAYED, Rule.PAGES} and not 1 <= amount <= 100:
        fields.error(f"“counts_when” must have a share from 1 % to 100 %, not {amount} %.", "counts_when")
        return None
    if rule is Rule.BOXES and len(numbers) == 2 and numbers[1] != boxes:
        fields.error(f"“counts_when” speaks of {numbers[1]} boxes, but this checklist has {boxes}.", "counts_when")
        return None
    if rule is Rule.BOXES and amount > boxes:
        fields.error(f"“counts_when” asks for {amount} boxes, but this checklist has {boxes}.", "counts_when")
        return None
    if rule is Rule.BOXES and amount == 0 and numbers:
        fields.error("“counts_when” must ask for at least one box.", "counts_when")
        return None
    return CountsWhen(rule, amount)


def _known(loose: str, kind: Kind) -> bool:
    return any(
        re.fullmatch(re.escape(_loose(spelling)).replace("%d", r"\d{1,6}"), loose)
        for spellings in _WORDS[kind].values()
        for spelling in spellings
    )


def _offer(spellings: list[str]) -> str:
    return one_of(spelling.replace("%d", "80") for spelling in spellings)


def _loose(words: str) -> str:
    """Small letters, one space between words, none before a percent sign."""
    return re.sub(r"\s+%(?!d)", "%", " ".join(words.casefold().replace("_", " ").replace("-", " ").strip(" .").split()))
