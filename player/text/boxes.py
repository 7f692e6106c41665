"""Kinds of boxes an author may write, under whichever name the different dialects give them."""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["callout", "fold", "tabs", "hidden", "plain"]

_NAMES = {
    "note": "note callout-note callout info information seealso admonition alert",
    "tip": "tip callout-tip success check",
    "important": "important callout-important",
    "warning": "warning callout-warning attention",
    "caution": "caution callout-caution danger error",
    "challenge": "challenge exercise task activity",
    "objectives": "objectives objective",
    "questions": "questions question",
    "keypoints": "keypoints key-points keypoint summary",
    "prereq": "prereq prerequisite prerequisites",
    "discussion": "discussion",
    "checklist": "checklist",
    "testimonial": "testimonial",
    "solution": "solution answer",
    "hint": "hint",
    "spoiler": "spoiler details collapse",
    "tab": "tab tabs group-tab tabset panel-tabset",
    "instructor": "instructor instructors",
}
_KIND = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_SHAPES: dict[str, Shape] = {"solution": "fold", "hint": "fold", "spoiler": "fold", "tab": "tabs", "instructor": "hidden"}
_LABELLED = frozenset({"challenge", "discussion", "testimonial", "checklist"})


@dataclass(frozen=True, slots=True)
class Box:
    """`kind` names its look and its word; `label` is whether that word stands above a title of the author's."""

    kind: str
    shape: Shape
    label: bool = False


def box(names: tuple[str, ...]) -> Box | None:
    """The box the first known name asks for, or None."""
    for name in names:
        kind = _KIND.get(name.lower())
        if kind is not None:
            return Box(kind, _SHAPES.get(kind, "callout"), kind in _LABELLED)
    return None
