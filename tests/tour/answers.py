"""The right answers and wrong ones, read from the authoring folder as a teacher would: never from the player."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WRONG_WORDS = "xyzzy"
WRONG_NUMBER = "987654"


@dataclass(frozen=True, slots=True)
class Known:
    """`options`: what is chosen when all is right, as it is shown; `typed` instead where something is written."""

    text: str
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    typed: str = ""
    mistyped: str = ""
    order: tuple[str, ...] = ()  # from first to last
    pairs: tuple[tuple[str, str], ...] = ()  # what is chosen beside each prompt


def read(path: Path) -> dict[str, Known]:
    """Questions of a .quiz.toml by their text."""
    questions = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    return {plain(question["text"]): known(question) for question in questions}


def plain(text: str) -> str:
    """Words without the marks of Markdown, in one line."""
    return " ".join(text.replace("**", "").replace("*", "").split())


def known(question: dict[str, Any]) -> Known:
    text = plain(question["text"])
    if "sequence" in question:
        return Known(text, order=tuple(plain(each) for each in question["sequence"]))
    if "pairs" in question:
        first = [(plain(prompt), plain(answers if isinstance(answers, str) else answers[0])) for prompt, answers in question["pairs"]]
        return Known(text, pairs=tuple(first))
    if "answers" in question:
        right: list[str] = []
        wrong: list[str] = []
        for answer in question["answers"]:
            if isinstance(answer, str):
                (right if answer.startswith("[x] ") else wrong).append(plain(answer.removeprefix("[x] ").removeprefix("[ ] ")))
            elif "right" in answer:
                right.append(plain(answer["right"]))
            else:
                wrong.append(plain(answer["wrong"]))
        return Known(text, tuple(right), tuple(wrong))
    answer = question["answer"]
    if isinstance(answer, bool):
        words = ("True", "False") if answer else ("False", "True")
        return Known(text, words[:1], words[1:])
    if isinstance(answer, list):
        return Known(text, typed=next(each for each in answer if "*" not in each), mistyped=WRONG_WORDS)
    return Known(text, typed=f"{answer} {question.get('unit', '')}".strip(), mistyped=WRONG_NUMBER)
