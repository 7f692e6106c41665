"""The words that a certificate prints around the facts; English and Arabic here, other languages fill in the same record."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from player.awards.facts import CertificateFacts, Direction, Level, percent

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
    valid_until: str = "Valid until {day}"
    provisional: str = "Provisional"
    provisional_until: str = "Provisional: the course asks for “{level}”"
    recorded: str = "Recorded on this device"
    endorsed: str = "Endorsed device"
    countersigned: str = "Countersigned by the issuer"
    check: tuple[str, str] = ("To check: open this file in Greentick,", "or scan the code. No internet is needed.")
    document: str = "Certificate: {course}"
    voucher: str = "Voucher"
    voucher_for: str = "for"
    voucher_earned: str = "earned in the course"
    voucher_once: tuple[str, str] = ("Redeemed once. The trainer types the number,", "scans the code or opens this file in Greentick.")
    voucher_number: str = "Number"
    voucher_document: str = "Voucher: {title}"
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

    def titled(self, facts: CertificateFacts) -> str:
        """Of the document, for viewers."""
        return self.voucher_document.format(title=facts.award.title) if facts.is_voucher else self.document.format(course=facts.course.title)

    def source(self, facts: CertificateFacts) -> str:
        """Who is behind it, as far as it is proved: an issuer is named from level endorsed up only."""
        if facts.level is not Level.RECORDED:
            return facts.issuer
        return self.unsigned if facts.course.signed_by is None else self.course_by.format(name=facts.course.signed_by)


ENGLISH = Wording()
ARABIC = Wording(
    title="شهادة إتمام",
    intro="تُمنح هذه الشهادة إلى",
    complete="لإتمام كل الدروس الإلزامية في دورة",
    complete_score="لإتمام كل الدروس الإلزامية بدرجة {percent} % في دورة",
    partly="لاستيفاء ما تتطلّبه هذه الشهادة في دورة",
    partly_score="لاستيفاء ما تتطلّبه هذه الشهادة بدرجة {percent} % في دورة",
    course_by="دورة من {name}",
    unsigned="حزمة غير موقّعة",
    version="الإصدار {version}",
    date="التاريخ",
    issuer="جهة الإصدار",
    device="سُجّلت على الجهاز، بحسب ساعته",
    number="رقم الشهادة",
    level="المستوى",
    replaces="تحلّ محلّ",
    valid_until="صالحة حتى {day}",
    provisional="مؤقّتة",
    provisional_until="مؤقّتة: تطلب الدورة «{level}»",
    recorded="مسجَّلة على هذا الجهاز",
    endorsed="جهاز مصادَق عليه",
    countersigned="صادقت عليها جهة الإصدار",
    check=("للتحقّق: افتح هذا الملف في Greentick،", "أو امسح الرمز. لا حاجة إلى الإنترنت."),
    document="شهادة: {course}",
    voucher="قسيمة",
    voucher_for="لصاحبها",
    voucher_earned="نالها في دورة",
    voucher_once=("تُصرف مرة واحدة. يكتب المدرّب الرقم", "أو يمسح الرمز أو يفتح هذا الملف في Greentick."),
    voucher_number="الرقم",
    voucher_document="قسيمة: {title}",
    months=("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
)
_WORDINGS = MappingProxyType({"en": ENGLISH, "ar": ARABIC})
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def wording_of(language: str) -> Wording:
    """By the language alone ("ar" for "ar-EG"); English where nobody has written the words."""
    return _WORDINGS.get(language.partition("-")[0].lower(), ENGLISH)


def direction_of(language: str) -> Direction:
    """Of a page whose course is in this language and whose fixed words are too; a page with English words reads as English does."""
    base = language.partition("-")[0].lower()
    return Direction.RIGHT_TO_LEFT if base in _RIGHT_TO_LEFT and base in _WORDINGS else Direction.LEFT_TO_RIGHT
