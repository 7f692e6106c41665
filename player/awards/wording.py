"""The words that a certificate prints around the facts; English here, other languages fill in the same record."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from player.awards.facts import CertificateFacts, Level, percent

_ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in braces are put in. Captions are printed in capitals where the script has them."""

    title: str = "Certificate of Completion"
    intro: str = "This certifies that"
    complete: str = "has completed every required lesson of the course"
    complete_score: str = "has completed every required lesson of the course with a score of {percent} %"
    partly: str = "has met what this certificate asks for in the course"
    partly_score: str = "has met what this certificate asks for in the course with a score of {percent} %"
    course_by: str = "Course by {name}"
    unsigned: str = "Unsigned package"
    version: str = "Version {version}"
    date: str = "Date"
    issuer: str = "Issuer"
    device: str = "Recorded on device, by its clock"
    number: str = "Certificate number"
    level: str = "Level"
    replaces: str = "Replaces"
    provisional: str = "Provisional"
    provisional_until: str = "Provisional: the course asks for “{level}”"
    recorded: str = "Recorded on this device"
    endorsed: str = "Endorsed device"
    countersigned: str = "Countersigned by the issuer"
    check: tuple[str, str] = ("To check: open this file in Greentick,", "or scan the code. No internet is needed.")
    document: str = "Certificate: {course}"
    months: tuple[str, ...] = _ENGLISH_MONTHS
    day: str = "{day} {month} {year}"

    def level_words(self, level: Level) -> str:
        words = {Level.RECORDED: self.recorded, Level.ENDORSED: self.endorsed, Level.COUNTERSIGNED: self.countersigned}
        return MappingProxyType(words)[level]

    def headline(self, facts: CertificateFacts) -> str:
        """The award's own title; one that only repeats the course's says what the page is instead."""
        return self.title if facts.award.title == facts.course.title else facts.award.title

    def date_words(self, iso: str) -> str:
        day = date.fromisoformat(iso)
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def statement(self, facts: CertificateFacts) -> str:
        """The award's own sentence, else what was done, with the score rounded down."""
        result = facts.result
        if facts.award.statement:
            return facts.award.statement
        whole = result.of > 0 and result.done >= result.of
        if result.score is None:
            return self.complete if whole else self.partly
        return (self.complete_score if whole else self.partly_score).format(percent=percent(result.score))

    def source(self, facts: CertificateFacts) -> str:
        """Who is behind it, as far as it is proved: an issuer is named from level endorsed up only."""
        if facts.level is not Level.RECORDED:
            return facts.issuer
        return self.unsigned if facts.course.signed_by is None else self.course_by.format(name=facts.course.signed_by)


ENGLISH = Wording()
