"""Whether a course is open, in words: how long still, why it is closed, what is odd about the clock."""

from datetime import UTC, datetime

from player.course.believed import Believed, ClockNote
from player.course.status_types import Door, Standing, Why
from player.ui.dates import local_day, local_moment, when
from player.ui.words import tr, trn

SOON_DAYS = 30  # a card counts the days down from here on


def state(standing: Standing) -> str:
    """One word or two for a course that does not earn now, "" for an open one."""
    return {Door.OPEN: "", Door.READ_ONLY: tr("Read-only"), Door.LOCKED: tr("Closed"), Door.NOT_YET: tr("Not open yet")}[standing.door]


def days_until(at: int, now: int) -> int:
    """Local days from `now` to the last moment before `at`; 0 means that it is today."""
    last, today = (datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone().date() for ms in (at - 1, now))
    return (last - today).days


def countdown(standing: Standing, now: int) -> str:
    """ "Closes in 3 days"; "" where time alone changes nothing soon. `now` is settled time."""
    at = standing.changes_at
    if standing.door is Door.NOT_YET and at is not None:
        return _opens(at, days_until(at + 1, now))
    if standing.door is not Door.OPEN:
        return ""
    if at is not None and standing.becomes is not Door.OPEN and (days := days_until(at, now)) <= SOON_DAYS:
        return _closes(at, days)
    if standing.days_left is not None and standing.days_left <= SOON_DAYS:
        return _days_of_use(standing.days_left)
    return ""


def _opens(at: int, days: int) -> str:
    if days <= 0:
        return tr("Opens today, {moment}", moment=when(at))
    if days == 1:
        return tr("Opens tomorrow")
    return trn("Opens in {n} day", "Opens in {n} days", days) if days <= SOON_DAYS else tr("Opens on {day}", day=when(at))


def _closes(at: int, days: int) -> str:
    if days <= 0:
        midnight = when(at) == local_day(at)
        return tr("Closes today") if midnight else tr("Closes today: {moment}", moment=local_moment(at))
    return tr("Closes tomorrow") if days == 1 else trn("Closes in {n} day", "Closes in {n} days", days)


def _days_of_use(left: int) -> str:
    return trn("{n} more day of use", "{n} more days of use", left) if left else tr("Today is the last day of use")


def until(standing: Standing) -> str:
    """For an open course the whole story in a sentence: until when, and what then; "" where nothing ends it."""
    if standing.door is not Door.OPEN:
        return ""
    then = _then(standing.becomes)
    if standing.changes_at is not None and then:
        day = when(standing.changes_at) if when(standing.changes_at) != local_day(standing.changes_at) else local_day(standing.changes_at - 1)
        if standing.why is Why.REOPENED:
            return tr("Your trainer has opened it again, until {day} inclusive. {then}", day=day, then=then)
        return tr("Open until {day} inclusive. {then}", day=day, then=then)
    if standing.why is Why.REOPENED:
        return tr("Your trainer has opened it again.")
    if standing.days_left is not None:
        return trn("After today it can be used on {n} more day.", "After today it can be used on {n} more days.", standing.days_left)
    return ""


def _then(door: Door | None) -> str:
    return {
        Door.READ_ONLY: tr("Then you can still read everything, and nothing counts any more."),
        Door.LOCKED: tr("Then its lessons can no longer be opened; what you earned stays yours."),
        Door.NOT_YET: tr("Then it waits for its day again."),
    }.get(door, "") if door is not None else ""


def why_closed(standing: Standing) -> str:
    """One sentence why nothing can be earned now, and what can still be done; "" for an open course."""
    if standing.door is Door.OPEN:
        return ""
    if standing.door is Door.NOT_YET:
        return tr("It opens on {day}.", day=when(standing.changes_at)) if standing.changes_at is not None else ""
    stays = tr("You can read everything; nothing counts any more.") if standing.door is Door.READ_ONLY else (
        tr("Its lessons can no longer be opened; what you earned stays yours."))
    return f"{_closed(standing)} {stays}"


def _closed(standing: Standing) -> str:
    since = standing.since or 0
    midnight = when(since) == local_day(since)
    day = local_day(since - 1) if midnight else local_moment(since)
    return {
        Why.DAYS_FROM_START: tr("Your days since the start were over on {day}.", day=day),
        Why.DAYS_OF_USE: tr("Your days of use were over on {day}.", day=day),
        Why.CERTIFICATE: tr("You have saved your certificate, and this course ends with it."),
    }.get(standing.why, tr("It closed on {day}.", day=day))


def clock_words(time: Believed) -> tuple[str, str]:
    """What is odd about the date of this computer, and what that means here; "" twice when nothing is."""
    shown, last = local_moment(time.clock) if _has_a_year(time.clock) else "?", local_day(time.now)
    settled = local_day(time.settled)
    return {
        ClockNote.NONE: ("", ""),
        ClockNote.BATTERY: (tr("The clock of this computer is wrong"),
                            tr("It shows {shown}: its battery may be flat. Nothing is lost; here it counts as {day} until the clock is right.",
                               shown=shown, day=last)),
        ClockNote.BACK: (tr("The clock of this computer was set back"),
                         tr("It shows {shown}, but work was saved here on {day}. Here it counts as {day} until the clock is past it.",
                            shown=shown, day=last)),
        ClockNote.LEAP: (tr("Is the date of this computer right?"),
                         tr("It shows {shown}; the last time was {day}. Nothing closes or expires by that leap until your trainer confirms the date.",
                            shown=shown, day=settled)),
        ClockNote.LEAPT: (tr("The date of this computer was far ahead"),
                          tr("Work was saved here on {day}. Opening and closing go by the right date again; your trainer can put the rest right.",
                             day=last)),
    }[time.note]


def _has_a_year(at: int) -> bool:
    try:
        datetime.fromtimestamp(at / 1000, tz=UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return False
    return True
