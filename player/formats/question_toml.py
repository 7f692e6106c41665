"""One [[question]] of a TOML quiz. Its kind follows from how the answer is written."""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Question, QuestionKind, Unit
from player.formats.fields import Fields
from player.formats.pairs_toml import named, read_pairs
from player.formats.problems import did_you_mean
from player.formats.sequence_toml import read_sequence

_MARKED = re.compile(r"\[([ xX]?)\]\s*(\S.*)", re.DOTALL)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_MOST_ANSWERS = 50
_MOST_POINTS = 1000
_LARGEST = 10**15
_FINEST = -30  # places after the point
_ANSWER_KEYS = ("right", "wrong", "feedback", "pinned")
_NUMERIC_KEYS = ("tolerance", "unit", "units", "unit_required", "between")
_WAYS = ("answers", "answer", "between", "pairs", "sequence")
_ONLY = {"distractors": ("pairs",), "credit": ("pairs", "sequence")}  # a key, and the ways with which it goes
_HOW = (
    'Write answers = ["[x] a right one", "[ ] a wrong one"] for a choice, answer = true or false, answer = "a word", '
    'answer = 40, between = [38, 42], pairs = [["prompt", "what belongs to it"], …], or '
    'sequence = ["first", "second", …].'
)


def read_question(fields: Fields) -> Question | None:
    """None when something in it is wrong (the reason is then in the problems)."""
    before = len(fields.problems.errors)
    text = fields.text("text", lines=True)
    if not text:
        fields.error('A question needs a text: write text = "…".', "text")
    name = fields.text("id")
    if name and not _ID.fullmatch(name):
        fields.error("“id” is made of letters, digits, dots and hyphens.", "id")
    points = fields.whole("points", 1, _MOST_POINTS)
    question = Question(
        id=name,
        kind=QuestionKind.SINGLE,
        text=text,
        points=1 if points is None else points,
        feedback=fields.text("feedback", lines=True),
        feedback_right=fields.text("feedback_right", lines=True),
        feedback_wrong=fields.text("feedback_wrong", lines=True),
        pinned=fields.flag("pinned", False),
        tags=tuple(fields.texts("tags")),
    )
    question = _answered(fields, question)
    fields.finish("a question", ("answers", "answer", "kind", "exact", *_NUMERIC_KEYS, *_ONLY))
    return question if len(fields.problems.errors) == before else None


def _answered(fields: Fields, question: Question) -> Question:
    """The question with the answers and the kind that they make it."""
    given = [name for name in _WAYS if fields.has(name)]
    if len(given) != 1:
        fields.error(f"This question needs one of answers, answer, between, pairs or sequence{', not several' if given else ''}. {_HOW}", *given[1:2])
        return question
    for key, ways in _ONLY.items():
        if fields.has(key) and given[0] not in ways:
            fields.error(f"“{key}” goes only with {' or '.join(ways)}.", key)
    if given == ["answers"]:
        return _choices(fields, question)
    if given == ["pairs"]:
        return read_pairs(fields, question)
    if given == ["sequence"]:
        return read_sequence(fields, question)
    if given == ["between"]:
        return _numbers(fields, question, [])
    value = fields.raw("answer")
    if isinstance(value, bool):
        return _true_false(question, value)
    items = value if isinstance(value, list) else [value]
    if items and all(isinstance(item, int | Decimal) and not isinstance(item, bool) for item in items):
        return _numbers(fields, question, items)
    if items and all(isinstance(item, str | dict) for item in items):
        return _words(fields, question, items)
    fields.error(f"“answer” must be true, false, a number, or a text in quotes. {_HOW}", "answer")
    return question


# -- choices ----------------------------------------------------------------------------------------------------


def _choices(fields: Fields, question: Question) -> Question:
    value = fields.raw("answers")
    items = value if isinstance(value, list) else []
    if not 2 <= len(items) <= _MOST_ANSWERS:
        fields.error(f"“answers” must be a list of 2 to {_MOST_ANSWERS} answers. {_HOW}", "answers")
        return question
    answers = [answer for number, item in enumerate(items) if (answer := _choice(fields, item, number)) is not None]
    twice = next((answer.text for number, answer in enumerate(answers) if answer.id in {other.id for other in answers[:number]}), None)
    if twice is not None:
        fields.error(f"The answer “{twice}” is there twice.", "answers")
    if len(answers) < len(items):
        return question
    right = sum(answer.right for answer in answers)
    if right == 0:
        fields.error("No answer is marked as right. Put [x] in front of the right one.", "answers")
    kind = fields.choice("kind", ("single", "multiple"), "single" if right <= 1 else "multiple")
    if kind == "single" and right > 1:
        fields.error(f"A single choice has one right answer, and {right} are marked. Take “kind” away to make it a multiple choice.", "kind")
    if right == len(answers):
        fields.warn("Every answer is marked as right; is that meant?", "answers")
    return replace(question, kind=QuestionKind(kind), answers=tuple(answers))


def _choice(fields: Fields, item: object, number: int) -> Answer | None:
    """“[x] right”, “[ ] wrong”, or { right = "…", feedback = "…", pinned = true }."""
    if isinstance(item, dict):
        return _choice_table(fields, item, number)
    match = _MARKED.fullmatch(item.strip()) if isinstance(item, str) else None
    if match is None:
        said = f" “{item}”" if isinstance(item, str) else ""
        fields.error(f"The answer{said} must begin with [x] when it is right, or with [ ] when it is wrong.", "answers", number)
        return None
    return named(" ".join(match[2].split()), match[1] in {"x", "X"})


def _choice_table(fields: Fields, item: dict[str, object], number: int) -> Answer | None:
    for key in item:
        if key not in _ANSWER_KEYS:
            near = did_you_mean(key, _ANSWER_KEYS) or f" Known here: {', '.join(_ANSWER_KEYS)}."
            fields.error(f"“{key}” is nothing that an answer has.{near}", "answers", number, key)
            return None
    said = item.get("right", item.get("wrong"))
    if ("right" in item) == ("wrong" in item) or not isinstance(said, str) or not said.strip():
        fields.error('An answer is written { right = "…" } or { wrong = "…" }, and may have feedback and pinned.', "answers", number)
        return None
    pinned = item.get("pinned", False)
    feedback = item.get("feedback", "")
    if not isinstance(pinned, bool) or not isinstance(feedback, str):
        fields.error("“pinned” of an answer is true or false, and its “feedback” a text.", "answers", number)
        return None
    return replace(named(" ".join(said.split()), "right" in item), feedback=feedback.strip(), pinned=pinned)


def _true_false(question: Question, right: bool) -> Question:
    answers = (Answer("true", "True", right=right), Answer("false", "False", right=not right))
    return replace(question, kind=QuestionKind.TRUE_FALSE, answers=answers)


# -- words and numbers ------------------------------------------------------------------------------------------


def _words(fields: Fields, question: Question, items: list[object]) -> Question:
    exact = fields.flag("exact", False)
    accepted: list[AcceptedText] = []
    for number, item in enumerate(items):
        table = item if isinstance(item, dict) else {"text": item}
        said = table.get("text")
        if not isinstance(said, str) or not said.strip(" *") or set(table) - {"text", "exact"} or not isinstance(table.get("exact", exact), bool):
            how = 'An accepted answer is a text such as "iodine", or { text = "NaCl", exact = true }; * stands for anything.'
            fields.error(how, "answer", number)
        else:
            accepted.append(AcceptedText(" ".join(said.split()), bool(table.get("exact", exact))))
    _only(fields, _NUMERIC_KEYS, "a number")
    return replace(question, kind=QuestionKind.SHORT_TEXT, accepted=tuple(accepted))


def _only(fields: Fields, names: tuple[str, ...], what: str) -> None:
    for name in names:
        if fields.has(name):
            fields.error(f"“{name}” goes only with an answer that is {what}. For one, write it without quotes.", name)


def _numbers(fields: Fields, question: Question, items: list[object]) -> Question:
    tolerance = fields.raw("tolerance")
    numbers: list[AcceptedNumber] = []
    if fields.has("between"):
        bounds = fields.raw("between")
        ends = [_exact(bound) for bound in bounds] if isinstance(bounds, list) else []
        low, high = ends if len(ends) == 2 else (None, None)
        if low is None or high is None or low > high:
            fields.error("“between” must be the smallest and the largest right number: between = [38, 42].", "between")
        else:
            numbers.append(AcceptedNumber(low, high))
        if tolerance is not None:
            fields.error("“tolerance” does not go with “between”, which already says what is near enough.", "tolerance")
    for item in items:
        value = _exact(item)
        margin = _margin(tolerance, value)
        if value is None:
            fields.error("“answer” is a number that nobody could type.", "answer")
            break
        if margin is None:
            fields.error("“tolerance” must be a number such as 0.5, or a share such as “5 %”.", "tolerance")
            break
        numbers.append(AcceptedNumber(value - margin, value + margin))
    units = _units(fields)
    required = fields.flag("unit_required", False)
    if required and not units:
        fields.error('“unit_required” needs a unit: unit = "l".', "unit_required")
    return replace(question, kind=QuestionKind.NUMERIC, numbers=tuple(numbers), units=units, unit_required=required)


def _margin(tolerance: object, value: Fraction | None) -> Fraction | None:
    if tolerance is None:
        return Fraction(0)
    if isinstance(tolerance, str) and tolerance.strip().endswith("%") and value is not None:
        share = _exact(_number(tolerance.strip().removesuffix("%").strip()))
        return abs(value) * share / 100 if share is not None and 0 <= share <= 100 else None
    margin = _exact(tolerance)
    return margin if margin is not None and margin >= 0 else None


def _units(fields: Fields) -> tuple[Unit, ...]:
    """`unit` is the one of the answer; `units` names others and what one of them is in it: units = { ml = 0.001 }."""
    units = [Unit(main)] if (main := fields.text("unit", longest=30)) else []
    others = fields.raw("units")
    if others is None:
        return tuple(units)
    if not isinstance(others, dict) or not units:
        fields.error('“units” goes beside “unit”: unit = "l", units = { ml = 0.001 } (one ml is 0.001 l).', "units")
        return tuple(units)
    for name, value in others.items():
        factor = _exact(value)
        if factor is None or factor <= 0 or name == main or not name.strip():
            fields.error(f"“{name}” must be followed by how much one of it is in {main}: a number above 0.", "units", name)
        else:
            units.append(Unit(name.strip(), factor))
    return tuple(units)


def _number(said: str) -> Decimal | None:
    try:
        return Decimal(said)
    except InvalidOperation:
        return None


def _exact(value: object) -> Fraction | None:
    """The number exactly as written; None when it is none, or beyond all measure."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    return Fraction(number) if isinstance(exponent, int) and exponent >= _FINEST and abs(number) <= _LARGEST else None
