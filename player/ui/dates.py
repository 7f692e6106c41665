"""Dates and times for people, in the language of the window."""

from datetime import UTC, datetime

from PySide6.QtCore import QLocale

from player.ui.words import language, tr, trn

DAY = 86_400_000


def local_day(at: int) -> str:
    """ "24 November 2026" on this computer's calendar; `at` in ms UTC."""
    moment = datetime.fromtimestamp(at / 1000, tz=UTC).astimezone()
    locale = QLocale(language())
    return f"{moment.day} {locale.standaloneMonthName(moment.month)} {moment.year}"


def ago(at: int | None, now: int) -> str:
    """ "today", "yesterday", "3 days ago", else the day; "new here" when never."""
    if at is None:
        return tr("New here")
    then = datetime.fromtimestamp(at / 1000, tz=UTC).astimezone().date()
    days = (datetime.fromtimestamp(now / 1000, tz=UTC).astimezone().date() - then).days
    if days <= 0:
        return tr("Last here today")
    if days == 1:
        return tr("Last here yesterday")
    if days < 14:
        return trn("Last here {n} day ago", "Last here {n} days ago", days)
    return tr("Last here on {day}", day=local_day(at))


def greeting(now: int, name: str) -> str:
    """ "Good morning, Amina" by this computer's clock; the first word of the name."""
    hour = datetime.fromtimestamp(now / 1000, tz=UTC).astimezone().hour
    first = name.split(maxsplit=1)[0] if name.split() else name
    if 5 <= hour < 12:
        return tr("Good morning, {name}", name=first)
    if 12 <= hour < 18:
        return tr("Good afternoon, {name}", name=first)
    return tr("Good evening, {name}", name=first)


def local_moment(at: int) -> str:
    """ "24 November 2026, 14:05" by this computer's clock."""
    moment = datetime.fromtimestamp(at / 1000, tz=UTC).astimezone()
    return tr("{day}, {time}", day=local_day(at), time=f"{moment:%H:%M}")


def when(at: int) -> str:
    """The day alone where `at` is its beginning here, else with the time."""
    moment = datetime.fromtimestamp(at / 1000, tz=UTC).astimezone()
    return local_day(at) if (moment.hour, moment.minute) == (0, 0) else local_moment(at)
