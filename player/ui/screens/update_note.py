"""What a newer version of a course changed for the learner, said once at the top of the course page."""

from typing import TYPE_CHECKING

from player.ui.desk import Desk
from player.ui.routes import LessonRoute
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Banner
from player.ui.words import tr, trn

if TYPE_CHECKING:
    from player.course.status_types import CourseStatus
    from player.services.learning import Update

SHOWN_MS = 30 * 86_400_000  # after the update
NAMED = 3  # lessons that are named


def update_note(desk: Desk, key: str, update: "Update | None", status: "CourseStatus", now: int) -> Banner | None:
    """None when there was no update, or it is long ago, or the learner has put it away."""
    told = f"{key} {update.now}" if update is not None else ""
    if update is None or now - update.at > SHOWN_MS or told in desk.put_away:
        return None
    new = [status.lessons[lesson] for lesson in update.new_lessons if lesson in status.lessons]
    names = [_named(tr("New"), [lesson.lesson.title for lesson in new], update.new or 0),
             _named(tr("Gone"), list(update.gone_lessons), update.gone or 0)]
    ticks = trn("Your {n} tick stayed.", "Your {n} ticks stayed.", update.ticks) if update.ticks else ""
    first = next((lesson for lesson in new if not lesson.locked and not lesson.done), None)
    deeds = []
    if first is not None:
        go = button(desk.theme, tr("Show what is new"), kind="link", name="course.newLesson", spoken=tr("Open “{title}”", title=first.lesson.title))
        lesson = first.lesson.id
        go.clicked.connect(lambda: desk.window.go(LessonRoute(key, lesson)))
        deeds.append(go)
    banner = Banner(desk.theme, " ".join(part for part in (*names, ticks) if part), "accent", "refresh-cw", *deeds, title=_counts(update),
                    name="course.update", close_name="course.closeUpdate")
    banner.closed.connect(lambda: desk.put_away.add(told))
    return banner


def _counts(update: "Update") -> str:
    """ "Version 2.0: 9 lessons kept, 2 new, 1 gone"; only the version where nobody knows what the old one had."""
    if update.kept is None:
        return tr("This is version {version} now", version=update.now)
    parts = [trn("{n} lesson kept", "{n} lessons kept", update.kept)]
    if update.new:
        parts.append(trn("{n} new", "{n} new", update.new))
    if update.gone:
        parts.append(trn("{n} gone", "{n} gone", update.gone))
    return tr("Version {version}: {counts}", version=update.now, counts=tr(", ").join(parts))


def _named(what: str, titles: list[str], of: int) -> str:
    """ "New: “Cups” and “Spoons”." and how many more."""
    if not titles:
        return ""
    shown = [tr("“{title}”", title=title) for title in titles[:NAMED]]
    more = max(of, len(titles)) - len(shown)
    if more > 0:
        return tr("{what}: {titles} and {n} more.", what=what, titles=tr(", ").join(shown), n=more)
    return tr("{what}: {titles}.", what=what, titles=tr(", ").join(shown))
