"""What the author's checker finds: errors and warnings as values."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"  # the course is not built
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a lesson, chapter or award id, "" for the course. `nearest` is the word that was probably meant."""

    severity: Severity
    where: str
    message: str
    hint: str = ""
    nearest: str = ""


def error(where: str, message: str, hint: str = "", nearest: str = "") -> Finding:
    return Finding(Severity.ERROR, where, message, hint, nearest)


def warning(where: str, message: str, hint: str = "") -> Finding:
    return Finding(Severity.WARNING, where, message, hint)
