"""The one kind of error that is expected: said to the user in one sentence, never a stack trace."""

from collections.abc import Mapping
from typing import Self


class Said(str):
    """An English sentence, made from a `template` with {names} and their `values`, so that a face can say it in another language. Everywhere
    else it is the sentence. A value may be a Said too."""

    __slots__ = ("template", "values")

    def __new__(cls, template: str, values: Mapping[str, object]) -> Self:
        made = super().__new__(cls, template.format_map(values) if values else template)
        made.template, made.values = template, dict(values)
        return made

    template: str
    values: Mapping[str, object]


def said(template: str, /, **values: object) -> Said:
    """`template` with its {names} filled in: said("{path} cannot be read.", path=path). Only a literal is found by the translators' tool."""
    return Said(template, values)


class PlayerError(Exception):
    """Something on the user's side is off: what it is, where, and what to do about it.

    title    a few words ("This file is damaged"), for a heading
    message  one clear sentence: what is wrong and where (file, line, field)
    hint     what to do; may be empty
    """

    def __init__(self, title: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.title = title
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class DamagedError(PlayerError):
    """The database cannot be used as it lies; what can be saved is offered. Nothing was changed by finding it.

    kind   what was found: "header" (not readable as a database at all), "pages" (parts cannot be read), "table" (a part is missing),
           "entries" (something was changed in the record), "lost" (entries that a backup has are missing), "empty", "gone"
    count  of entries, for "entries" and "lost"
    """

    def __init__(self, title: str, message: str, hint: str, kind: str, count: int = 0) -> None:
        super().__init__(title, message, hint)
        self.kind = kind
        self.count = count


class SourceError(PlayerError):
    """One or more mistakes in what an author wrote; every one is listed in `problems`."""

    def __init__(self, problems: "list[str]", hint: str = "") -> None:
        first = problems[0] if problems else "The course could not be read."
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__("The course has mistakes", first + more, hint)
        self.problems = list(problems)
