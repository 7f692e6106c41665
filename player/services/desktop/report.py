"""What was done to a desktop, in sentences for a terminal (the window has its own)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """`changed` is false when there was nothing to do. `notes` say what the user should know: what was left alone, which tool is missing."""

    done: str
    changed: bool = True
    notes: tuple[str, ...] = ()
