"""The author's checker on dates and on what follows the certificate: what contradicts itself, never happens, or locks extras away."""

from collections.abc import Iterator

from player.course.access import moment
from player.course.completion import TIMED_KINDS
from player.course.findings import Finding, error, warning
from player.course.model import Access, After, AfterCertificate, AwardKind, Condition, Course, DaysSinceStart

CLOSINGS = ("read-only", "locked")


def access_findings(course: Course) -> Iterator[Finding]:
    access = course.access
    yield from _dates(access)
    yield from _limits(access)
    yield from _after_certificate(course)
    yield from _too_late(course)
    yield from _seat_time(course)


def _dates(access: Access) -> Iterator[Finding]:
    known = {}
    for name, day, end in (("opens_on", access.opens_on, False), ("closes_on", access.closes_on, True)):
        if day is not None and (at := moment(day, 0, end=end)) is not None:
            known[name] = at
        elif day is not None:
            yield error("", f"“{name}” is “{day}”, which is no date.", "Write it as 2027-01-10.")
    if len(known) == 2 and known["closes_on"] <= known["opens_on"]:
        yield error("", f"The course closes on {access.closes_on}, before it opens on {access.opens_on}.", "Let it close later.")


def _limits(access: Access) -> Iterator[Finding]:
    for name, days in (("days_from_start", access.days_from_start), ("days_of_use", access.days_of_use)):
        if days is not None and days < 1:
            yield error("", f"“{name}” is {days}.", "Allow at least one day, or leave it out.")
    if access.after_closing not in CLOSINGS:
        yield error("", f"“after_closing” cannot be “{access.after_closing}”.", "It is one of: read-only, locked.")
    elif access.after_closing == CLOSINGS[1] and (access.closes_on, access.days_from_start, access.days_of_use) == (None, None, None):
        yield warning("", "“after_closing” does nothing: the course never closes.", "Write closes_on, days_from_start or days_of_use.")
    if access.days_of_use is not None and access.days_from_start is not None and access.days_of_use > access.days_from_start:
        message = f"{access.days_of_use} days of use do not fit into {access.days_from_start} days from the start, so they close nothing."
        yield warning("", message, "Take one of the two away.")


def _after_certificate(course: Course) -> Iterator[Finding]:
    access = course.access
    wanted = access.after_certificate is not AfterCertificate.KEEP_OPEN or access.sign_out_after_certificate
    whole = any(award.kind is AwardKind.CERTIFICATE and award.earned_when is None for award in course.awards)
    if wanted and not whole:
        what = "after_certificate" if access.after_certificate is not AfterCertificate.KEEP_OPEN else "sign_out_after_certificate"
        yield warning("", f"“{what}” does nothing: no certificate is given for the whole course.", "Only that certificate closes a course.")
        return
    extras = [lesson for lesson in course.lessons() if not lesson.required]
    if access.after_certificate is AfterCertificate.LOCK and extras:
        named = f"“{extras[0].title}”" if len(extras) == 1 else f"{len(extras)} extras, “{extras[0].title}” among them,"
        yield warning("", f"{named} cannot be opened any more once the certificate is saved.", "Write read-only, or keep open, or leave out “lock”.")


def _too_late(course: Course) -> Iterator[Finding]:
    """Lessons and chapters whose day comes only when the course has closed."""
    access = course.access
    end = None if access.closes_on is None else moment(access.closes_on, 0, end=True)
    places: list[tuple[str, Condition | None]] = [(chapter.id, chapter.opens_when) for chapter in course.chapters]
    places += [(lesson.id, lesson.opens_when) for lesson in course.lessons()]
    for where, condition in places:
        match condition:
            case After(day, at) if end is not None and (begins := moment(day, 0) if at is None else at) is not None and begins >= end:
                yield warning(where, f"It opens on {day}, when the course has closed on {access.closes_on}.", "Let the course close later.")
            case DaysSinceStart(days) if access.days_from_start is not None and days > access.days_from_start:
                closed = f"the course closes {access.days_from_start} days after the start"
                yield warning(where, f"It opens {days} days after the start, and {closed}.", "Let the course close later.")


def _seat_time(course: Course) -> Iterator[Finding]:
    """The minimum active time of the course: spent in its lessons, not in attempts."""
    wanted, lessons = course.active_seconds, [*course.lessons()]
    if wanted < 0:
        yield error("", "The minimum active time of the course is below 0.", "Leave it out for none.")
    elif wanted and not any(lesson.kind in TIMED_KINDS for lesson in lessons):
        yield error("", "The course asks for active time, but has no lesson in which it is spent.", "Time in quizzes and assignments does not count.")
    elif wanted > 2 * sum(lesson.seconds for lesson in lessons):
        minutes = sum(lesson.seconds for lesson in lessons) // 60
        yield warning("", f"The course asks for {wanted // 60} minutes of active time, and its lessons are estimated at {minutes}.", "Ask for less.")
