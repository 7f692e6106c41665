"""What a newer version of a course changed for the learner, said once at the top of the course page."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from player.course.model import Move
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.routes import LessonRoute
from player.ui.rows import badge_state
from player.ui.widgets.buttons import button
from player.ui.widgets.callout import Banner
from player.ui.widgets.cards import Card, LayoutButton
from player.ui.widgets.layouts import TOP, column, row
from player.ui.widgets.marks import Badge
from player.ui.widgets.text import label
from player.ui.wording import lesson_minutes, state_note
from player.ui.words import tr, trn

if TYPE_CHECKING:
    from player.course.status_types import CourseStatus
    from player.services.enrolments import Ahead
    from player.services.learning import Update

SHOWN_MS = 30 * 86_400_000  # after the update
NAMED = 3  # lessons that are named
LISTED = 8  # lessons in “New since you finished”


def update_note(desk: Desk, key: str, update: "Update | None", status: "CourseStatus", now: int) -> Banner | None:
    """None when there was no update, or it is long ago, or the learner has put it away."""
    told = f"{key} {update.now}" if update is not None else ""
    if update is None or now - update.at > SHOWN_MS or told in desk.put_away:
        return None
    new = [status.lessons[lesson] for lesson in update.new_lessons if lesson in status.lessons]
    names = [_named(tr("New"), [lesson.lesson.title for lesson in new], update.new or 0),
             _named(tr("Gone"), list(update.gone_lessons), update.gone or 0)]
    again = [status.lessons[lesson].lesson.title for lesson in update.again if lesson in status.lessons]
    changed = [status.lessons[lesson].lesson.title for lesson in update.changed if lesson in status.lessons]
    names += [_named(tr("Changed"), changed, len(update.changed)), _named(tr("To be done again"), again, len(update.again))]
    ticks = trn("Your {n} tick stayed.", "Your {n} ticks stayed.", update.ticks) if update.ticks else ""
    if update.lost:
        ticks = tr("{ticks} Version {version}, which you began, is not on this computer any more.", ticks=ticks, version=update.before).strip()
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


def stays_note(desk: Desk, key: str, ahead: "Ahead | None", version: str) -> Banner | None:
    """That the learner goes on in an older version, and until when; None in the newest one, and once it was put away."""
    told = f"{key} stays {ahead.version}" if ahead is not None else ""
    if ahead is None or told in desk.put_away:
        return None
    banner = Banner(desk.theme, _until(ahead), "accent", "info", name="course.stays", close_name="course.closeStays",
                    title=tr("You go on in version {version}", version=version))
    banner.closed.connect(lambda: desk.put_away.add(told))
    return banner


def _until(ahead: "Ahead") -> str:
    return {
        Move.COMPLETED: tr("Version {version} is here too. You come to it when you have completed this one.", version=ahead.version),
        Move.PASSED: tr("Version {version} is here too. You come to it when you have passed every required quiz.", version=ahead.version),
    }.get(ahead.move, tr("Version {version} is here too. Its author lets you go on in yours.", version=ahead.version))


def since_card(desk: Desk, key: str, status: "CourseStatus") -> Card:
    """What came with newer versions after the learner had completed the course; each line leads to its lesson."""
    theme, lines = desk.theme, list[QWidget]()
    for name in status.since[:LISTED]:
        told = status.lessons[name]
        note = state_note(told) or (tr("Required") if told.required else tr("Optional"))
        inner = row((Badge(theme, badge_state(told, status.resume), 24), 0, TOP),
                    (column(label(told.lesson.title, "strong", wrap=True), label(note, "small", "muted", wrap=True), gap=2), 1),
                    (label(lesson_minutes(told.lesson.seconds), "small", "muted"), 0, TOP), gap=12, pad=(tokens.HALF, tokens.HALF))  # fmt: skip
        line = LayoutButton(theme, inner, f"{told.lesson.title}. {note}")
        line.setObjectName(f"course.since.{name}")
        line.clicked.connect(partial(_open, desk, LessonRoute(key, name)))
        lines.append(line)
    if (more := len(status.since) - LISTED) > 0:
        lines.append(label(trn("and {n} more", "and {n} more", more), tone="muted"))
    head = label(tr("New since you finished"), "h3", wrap=True)
    finished = label(tr("You have completed version {version}; that stays.", version=status.finished), "small", "muted", wrap=True)
    return Card(theme, column(head, finished, *lines, gap=tokens.S), tokens.L - tokens.HALF, name="course.since")


def _open(desk: Desk, lesson: LessonRoute, *_checked: bool) -> None:
    desk.window.go(lesson)


def _counts(update: "Update") -> str:
    """ "Version 2.0: 9 lessons kept, 2 new, 1 gone"; only the version where nobody knows what the old one had."""
    if update.kept is None:
        return tr("This is version {version} now", version=update.now)
    parts = [trn("{n} lesson kept", "{n} lessons kept", update.kept)]
    if update.new:
        parts.append(trn("{n} new", "{n} new", update.new))
    if update.gone:
        parts.append(trn("{n} gone", "{n} gone", update.gone))
    if update.same:
        parts.append(trn("{n} under a new id", "{n} under new ids", update.same))
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
