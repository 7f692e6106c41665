"""Signed files that were dropped on the window: applied, and told in one sentence each."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from player.ui.desk import Desk
from player.ui.words import tr, trn

if TYPE_CHECKING:
    from player.services.granting import Granted
    from player.services.player import Player

SUFFIX = ".grant"


def apply_grants(desk: Desk, paths: tuple[Path, ...], changed: Callable[[str], None]) -> tuple[Path, ...]:
    """Those among the files, one after the other, each whatever becomes of the others; returns the rest. `changed` gets the key of a course in which
    the learner who is signed in was given something."""
    for path in (each for each in paths if each.suffix.lower() == SUFFIX):
        desk.ask(lambda player, path=path: _apply(player, path), lambda done: _tell(desk, done, changed))  # type: ignore[misc]
    return tuple(path for path in paths if path.suffix.lower() != SUFFIX)


def _apply(player: "Player", path: Path) -> "Granted":
    return player.granting.apply(path)


def _tell(desk: Desk, done: "Granted", changed: Callable[[str], None]) -> None:
    if desk.session.learner is not None and desk.session.learner.id == done.learner.id:
        changed(done.course_key)
    desk.window.notice(_words(done))


def _words(done: "Granted") -> str:
    name = done.learner.name
    if done.deed == "tick":
        return tr("{by} gave {name} the tick of “{lesson}”.", by=done.by, name=name, lesson=done.lesson)
    if done.deed == "untick":
        return tr("{by} took the tick of “{lesson}” from {name}.", by=done.by, name=name, lesson=done.lesson)
    if done.deed == "attempts":
        return trn("{by} gave {name} {n} more attempt at “{lesson}”.", "{by} gave {name} {n} more attempts at “{lesson}”.", done.count,
                   by=done.by, name=name, lesson=done.lesson)
    return tr("{by} opened “{course}” again for {name}.", by=done.by, name=name, course=done.course)
