"""The state of a lesson as the mark of its row."""

from player.course.status_types import LessonStatus, State
from player.ui.widgets.marks import BadgeState


def badge_state(status: LessonStatus, here: str = "") -> BadgeState:
    """The mark of a row."""
    if status.state is State.DONE:
        return "done"
    if status.lesson.id == here:
        return "now"
    if status.state is State.LOCKED:
        return "locked"
    if status.state is State.FAILED:
        return "failed"
    return "todo" if status.required else "extra"
