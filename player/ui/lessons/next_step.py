"""What the bar under a lesson says: the rule, and the face of NEXT."""

from player.course.model import Course, Lesson
from player.course.status_types import CourseStatus, NextFace
from player.ui.widgets.frame import BottomBar
from player.ui.wording import counts_when, locked, pages_progress, seat_time
from player.ui.words import tr


def tell_next(bar: BottomBar, course: Course, lesson: Lesson, status: CourseStatus, *, tells_progress: bool, admitted: bool = True) -> None:
    """`tells_progress`: the lesson's view shows itself how far the learner is. `admitted`: the course was open when the lesson was opened."""
    here = status.lessons[lesson.id]
    end = next((chapter.lessons[-1] for chapter in reversed(course.chapters) if chapter.lessons), lesson)
    may_open = here.face is NextFace.NEXT and not here.done and end.id != lesson.id  # pressing it may open the one after
    last = not status.next_lesson.get(lesson.id) and not may_open
    rule = "" if tells_progress else pages_progress(here)
    rule = " · ".join(part for part in (counts_when(lesson), rule, seat_time(here)) if part)
    if here.locked:
        bar.set_next(tr("Next"), enabled=False)
        bar.set_rule(locked(here.why_locked), "lock")
        return
    if not admitted:
        bar.set_next(tr("Next") if status.next_lesson.get(lesson.id) else tr("Finish"), primary=False)
        bar.set_rule(tr("Read-only: nothing counts any more"), "book-open")
        return
    if here.done:
        rule = tr("This lesson is complete")
    elif not status.access.earns:
        rule = tr("{rule}. The course has closed; this lesson counts until you leave it", rule=rule)
    if here.face is NextFace.BLOCKED:
        bar.set_next(tr("Next"), enabled=False)
        bar.set_rule(tr("{rule}. The next lesson opens then", rule=rule), "lock")
        return
    bar.set_rule(rule, "circle-check" if here.done else "info")
    if here.face is NextFace.SKIP:
        bar.set_next(tr("Finish") if last else tr("Skip for now"), primary=False)
    else:
        bar.set_next(tr("Finish") if last else tr("Next"))
