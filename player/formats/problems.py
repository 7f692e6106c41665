"""What is wrong in a source, with file, line and field: collected, so that an author sees every mistake at once."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from player.errors import SourceError

_MOST = 200  # after so many errors the rest would only be noise


@dataclass(frozen=True, slots=True)
class Problem:
    """`file` is relative to the course folder, with forward slashes; `line` counts from 1, 0 = the whole file."""

    message: str
    file: str = ""
    line: int = 0
    field: str = ""
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.file and self.line else self.file
        return f"{where}: {self.message}" if where else self.message


class Problems:
    """Collects errors and warnings while a source is read."""

    def __init__(self) -> None:
        self._all: dict[Problem, None] = {}

    def error(self, message: str, file: str = "", line: int = 0, field: str = "") -> None:
        self._all[Problem(message, file, line, field)] = None

    def warn(self, message: str, file: str = "", line: int = 0, field: str = "") -> None:
        self._all[Problem(message, file, line, field, warning=True)] = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return _sorted(problem for problem in self._all if not problem.warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return _sorted(problem for problem in self._all if problem.warning)

    def all(self) -> tuple[Problem, ...]:
        return self.errors + self.warnings

    def raise_if_any(self) -> None:
        """SourceError with every error found so far; nothing when there are only warnings."""
        errors = self.errors
        if errors:
            said = [str(problem) for problem in errors[:_MOST]]
            if len(errors) > _MOST:
                said.append(f"… and {len(errors) - _MOST} more.")
            raise SourceError(said)


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean “optional”?` with a space before it, or nothing when no word is near."""
    by_fold = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f" Did you mean “{by_fold[near[0]]}”?" if near else ""


def one_of(known: Iterable[str]) -> str:
    """“a”, “b” or “c”."""
    quoted = [f"“{word}”" for word in known]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
