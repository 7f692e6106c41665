"""The one kind of error that is expected: said to the user in one sentence, never a stack trace."""


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


class SourceError(PlayerError):
    """One or more mistakes in what an author wrote; every one is listed in `problems`."""

    def __init__(self, problems: "list[str]", hint: str = "") -> None:
        first = problems[0] if problems else "The course could not be read."
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__("The course has mistakes", first + more, hint)
        self.problems = list(problems)
