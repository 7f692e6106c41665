"""What the trainer is told, in words: on the page, in a mail, in a file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from player.course.notice import Notice
from player.ui.dates import local_moment
from player.ui.words import dotted, listed, percent_floor, tr

if TYPE_CHECKING:
    from player.services.learning import Step
    from player.services.notices import Told


def headline(one: "Told") -> str:
    """One sentence: who did what."""
    who, title = one.learner, one.title
    if one.kind == "voucher":
        return tr("{name} has earned the voucher “{title}”", name=who, title=title)
    if one.about == "award":
        return tr("{name} has earned “{title}”", name=who, title=title)
    if one.kind == "assignment":
        return tr("{name} has handed in “{title}” and waits for you", name=who, title=title)
    if one.passed and one.score is not None:
        return tr("{name} has passed “{title}” with {score}", name=who, title=title, score=percent_floor(one.score))
    return tr("{name} has completed “{title}”", name=who, title=title)


def details(one: "Told") -> str:
    """Where and when, and the number to look for."""
    parts = [one.course, local_moment(one.at)]
    if one.score is not None and not one.passed:
        parts.append(tr("score {score}", score=percent_floor(one.score)))
    if one.number:
        parts.append(one.number)
    return dotted(*parts)


def mail_words(one: "Told") -> str:
    """How far it is by mail, "" where nobody asked for mail."""
    if one.mail == "sent" and one.sent_at is not None:
        return tr("Mailed on {moment}", moment=local_moment(one.sent_at))
    if one.mail == "unsure":
        return tr("Perhaps mailed: {why}. Look into the mailbox.", why=one.why)
    if one.mail in {"waiting", "handing"}:
        return tr("Waits to be mailed: {why}. Tried again by itself.", why=one.why) if one.why else tr("Waits to be mailed")
    return ""


def letter(one: "Told") -> tuple[str, str]:
    """(subject, text) of a mail."""
    lines = [f"{headline(one)}.", "", tr("Course: {title}, version {version}", title=one.course, version=one.version),
             tr("When: {moment}, by the clock of that computer", moment=local_moment(one.at))]
    if one.score is not None:
        lines.append(tr("Score: {score}", score=percent_floor(one.score)))
    if one.number:
        lines.append(tr("Voucher number: {number}", number=one.number))
    lines += ["", tr("Sent by Greentick because this computer’s owner set it up. The same stands in the trainer’s area there.")]
    return headline(one), "\n".join(lines) + "\n"


def page(notices: "Sequence[Told]") -> str:
    """A page of text for people."""
    return "\n\n".join("\n".join((headline(one), details(one))) for one in notices) + "\n"


def to_learner(told: "Sequence[Notice | Told]") -> str:
    """The banner: nobody is reported behind their back. Empty when there is nothing."""
    return tr("Your trainer will be told: {titles}.", titles=listed([tr("“{title}”", title=one.title) for one in told])) if told else ""


def announced(step: "Step") -> list[str]:
    """What a step led to besides its tick, a sentence each."""
    titles = dotted(*(step.status.awards[award].title for award in step.earned))
    earned = tr("You have earned: {titles}. It waits on the course page.", titles=titles) if titles else ""
    return [words for words in (earned, to_learner(step.told)) if words]
