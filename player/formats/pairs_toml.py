"""`pairs` and `distractors` of a [[question]]: a matching."""

from dataclasses import replace
from hashlib import sha256

from player.course.quiz import Answer, Credit, Place, Question, QuestionKind
from player.formats.fields import Fields

MOST_PLACES = 30
_HOW = 'Write pairs = [["prompt", "what belongs to it"], …]; where several would be right: ["prompt", ["one", "or the other"]].'


def named(text: str, right: bool = False) -> Answer:
    """An answer's id comes from its words, so reordering answers never changes what somebody has chosen."""
    return Answer("a-" + sha256(text.encode()).hexdigest()[:10], text, right)


def read_credit(fields: Fields, usual: str) -> Credit:
    """`credit`: what is right in part earns its part, or nothing."""
    return Credit.ALL if fields.choice("credit", (usual, Credit.ALL.value), usual) == Credit.ALL else Credit.USUAL


def read_pairs(fields: Fields, question: Question) -> Question:
    value = fields.raw("pairs")
    items = value if isinstance(value, list) else []
    if not 2 <= len(items) <= MOST_PLACES:
        fields.error(f"“pairs” must be a list of 2 to {MOST_PLACES} pairs. {_HOW}", "pairs")
        return question
    places: list[Place] = []
    words: dict[str, None] = {}  # in the order in which they are written
    for number, item in enumerate(items):
        pair = _pair(item)
        if pair is None:
            fields.error(f"This is no pair. {_HOW}", "pairs", number)
            continue
        prompt, right = pair
        if any(place.text == prompt for place in places):
            fields.error(f"The prompt “{prompt}” is there twice. {_HOW}", "pairs", number)
        words |= dict.fromkeys(right)
        places.append(Place("p-" + sha256(prompt.encode()).hexdigest()[:10], prompt, tuple(named(each).id for each in right)))
    for number, each in enumerate(fields.texts("distractors")):
        said = " ".join(each.split())
        if said in words or not said:
            fields.error(f"The distractor “{said}” is among the right answers, or is there twice.", "distractors", number)
        words[said] = None
    if len(places) == len(items) and len(words) < 2:
        fields.error('There must be at least two different answers to choose from. Add distractors = ["…"].', "pairs")
    answers = tuple(named(each) for each in words)
    return replace(question, kind=QuestionKind.MATCHING, places=tuple(places), answers=answers, credit=read_credit(fields, "each"))


def _pair(item: object) -> tuple[str, tuple[str, ...]] | None:
    """The prompt and what is right for it."""
    if not isinstance(item, list) or len(item) != 2 or not isinstance(item[0], str):
        return None
    right = item[1] if isinstance(item[1], list) else [item[1]]
    said = [" ".join(each.split()) for each in right if isinstance(each, str)]
    prompt = " ".join(item[0].split())
    return (prompt, tuple(dict.fromkeys(said))) if prompt and said and all(said) and len(said) == len(right) else None
