"""`sequence` of a [[question]]: what is to be put in order, written in the right order."""

from dataclasses import replace

from player.course.quiz import Credit, Question, QuestionKind
from player.formats.fields import Fields
from player.formats.pairs_toml import named

_MOST = 20
_CREDITS = ("pairs", Credit.POSITION.value, Credit.ALL.value)


def read_sequence(fields: Fields, question: Question) -> Question:
    value = fields.raw("sequence")
    items = value if isinstance(value, list) else []
    said = [" ".join(item.split()) for item in items if isinstance(item, str)]
    if not 2 <= len(items) <= _MOST or len(said) < len(items) or not all(said):
        fields.error(f"“sequence” must be a list of 2 to {_MOST} texts, in the right order.", "sequence")
        return question
    for number, each in enumerate(said):
        if each in said[:number]:
            fields.error(f"“{each}” is there twice: nobody could tell one from the other.", "sequence", number)
    answers = tuple(named(each) for each in said)
    chosen = fields.choice("credit", _CREDITS, _CREDITS[0])
    credit = Credit(chosen) if chosen != _CREDITS[0] else Credit.USUAL
    return replace(question, kind=QuestionKind.ORDERING, answers=answers, order=tuple(answer.id for answer in answers), credit=credit)
