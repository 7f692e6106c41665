"""Until when a certificate is valid, in words; and which of several ends first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from player.course.retake import Validity, validity
from player.ui.dates import local_day
from player.ui.words import tr, trn

if TYPE_CHECKING:
    from player.services.awarding import Kept

DAY_MS = 86_400_000


def valid_words(until: int | None, earned_at: int | None, now: int) -> str:
    """One sentence, "" for what has no end. All times in ms UTC."""
    if until is None:
        return ""
    found, day = validity(until, earned_at, now), local_day(until - 1)
    if found is Validity.ENDED:
        return tr("Valid until {day}: it has ended. Do the course again to renew it.", day=day)
    if found is Validity.NEAR:
        days = max(0, -(-(until - now) // DAY_MS))
        return trn("Valid until {day}: {n} more day. Do the course again in time.", "Valid until {day}: {n} more days. Do the course again in time.",
                   days, day=day)
    return tr("Valid until {day}.", day=day)


def chip_words(found: Validity) -> tuple[str, str]:
    """(words, tone) of a chip that warns, ("", "") where nothing is to be said."""
    return {Validity.VALID: ("", ""), Validity.NEAR: (tr("Renew soon"), "caution"), Validity.ENDED: (tr("No longer valid"), "danger")}[found]


def first_end(kept: "Iterable[Kept]", course_key: str) -> "Kept | None":
    """Of a course's certificates the one that ends first; of each the newest counts, for it replaces those before it."""
    newest: dict[str, Kept] = {}
    for one in kept:
        known = newest.get(one.award_id)
        if one.course_key == course_key and one.valid_until is not None and (known is None or one.issued_at > known.issued_at):
            newest[one.award_id] = one
    return min(newest.values(), key=lambda one: one.valid_until or 0, default=None)
