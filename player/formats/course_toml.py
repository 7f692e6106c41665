"""What course.toml and chapter.toml say."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from player.course.model import (
    DEFAULT_CERTIFICATE,
    Access,
    AfterCertificate,
    Award,
    AwardKind,
    Condition,
    Course,
    Move,
    Order,
    default_award,
)
from player.formats.conditions import Conditions, References, read_day
from player.formats.disk import SourceTree
from player.formats.fields import Fields
from player.formats.names import COVERS, is_language, slug, tidy_language, title_from

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+ -]{0,39}")
_ID_LONGEST = 100
_TITLE_LONGEST = 200
_MOST_DAYS = 36_500
_MOST_MINUTES = 6_000
_SPAN = re.compile(r"(\d{1,5}) ?(days?|weeks?|months?|years?)")
_DAYS = {"d": 1.0, "w": 7.0, "m": 365.25 / 12, "y": 365.25}
LARGEST_COVER = 1_000_000  # bytes; above it an author is told
LEVELS = ("recorded", "endorsed", "countersigned")


@dataclass(frozen=True, slots=True)
class Header:
    """The first lines of course.toml: a course without chapters and awards."""

    course: Course
    fields: Fields


def read_header(fields: Fields, tree: SourceTree) -> Header:
    """Identity and wishes of the course; conditions and awards come when the lessons are known."""
    language = tidy_language(_language(fields))
    course = Course(
        id=_course_id(fields),
        title=fields.text("title", longest=_TITLE_LONGEST) or _missing_title(fields, tree),
        version=_version(fields),
        chapters=(),
        language=language,
        languages=(language,),
        publisher=fields.text("publisher", longest=200),
        licence=fields.text("licence", longest=200) or fields.text("license", longest=200),
        summary=fields.text("summary", longest=2000),
        order=Order(fields.choice("order", Order, Order.FREE)),
        access=_access(fields),
        retake=fields.choice("retake", ("never", "trainer", "free", "before expiry"), "trainer"),
        move=Move(fields.choice("move", Move, Move.ALWAYS)),
        overrides_by_pin=fields.flag("overrides_by_pin", True),
        delegates=_delegates(fields),
        cover=_cover(fields, tree),
        active_seconds=60 * (fields.whole("active_minutes", 1, _MOST_MINUTES) or 0),
        titles=_titles(fields),
    )
    return Header(course, fields)


def _delegates(fields: Fields) -> tuple[str, ...]:
    """`delegates = ["1a2b 3c4d …"]`: fingerprints as `greentick identity show` prints them."""
    found = []
    for number, text in enumerate(fields.texts("delegates")):
        mark = text.replace(" ", "").lower()
        if re.fullmatch("[0-9a-f]{64}", mark):
            found.append(mark)
        else:
            fields.error(f"“delegates” holds fingerprints, 64 digits as greentick identity show prints them, not “{text[:80]}”.", "delegates", number)
    return tuple(dict.fromkeys(found))


def _titles(fields: Fields) -> dict[str, str]:
    """`titles = { ar = "…" }`: the title in other languages than the course's."""
    table, written = fields.table("titles"), fields.raw("titles")
    if table is None or not isinstance(written, dict):
        return {}
    found: dict[str, str] = {}
    for tag in written:
        if is_language(tag):
            found[tidy_language(tag)] = table.text(tag.casefold().replace("-", "_"), longest=_TITLE_LONGEST)
        else:
            table.error(f"“{tag}” is no language: a tag such as ar or pt-BR is wanted.", tag)
    return {tag: title for tag, title in found.items() if title}


def _course_id(fields: Fields) -> str:
    name = fields.text("id")
    if not name:
        fields.error('The course needs an id that never changes, since progress hangs on it: id = "org.example.first-aid".', "id")
    elif not _ID.fullmatch(name) or len(name) > _ID_LONGEST:
        fields.error(f"“id” is made of letters, digits, hyphens and dots, such as org.example.first-aid, not “{name}”.", "id")
    return name


def _missing_title(fields: Fields, tree: SourceTree) -> str:
    fields.error(f'The course needs a title: title = "{title_from(tree.root.name)}".', "title")
    return ""


def _version(fields: Fields) -> str:
    version = fields.text("version", "1.0", also=(int, Decimal))
    if not _VERSION.fullmatch(version):
        fields.error(f"“version” is a number such as “2.1”, not “{version}”.", "version")
    return version


def _language(fields: Fields) -> str:
    tag = fields.text("language", "en")
    if is_language(tag):
        return tag
    fields.error(f"“language” is a language tag such as en, ar, pt-BR or zh-Hant, not “{tag}”.", "language")
    return "en"


def _cover(fields: Fields, tree: SourceTree) -> str:
    name = fields.text("cover")
    if not name:
        return next((cover for cover in COVERS if cover in tree.files), "")
    if name not in tree.files:
        fields.error(f"“cover” names {name}, and there is no such file beside course.toml.", "cover")
        return ""
    if not name.lower().endswith(tuple(cover.removeprefix("cover") for cover in COVERS)):
        fields.error("“cover” is a picture: .jpg, .png, .webp or .svg.", "cover")
        return ""
    if tree.files[name].size > LARGEST_COVER:
        fields.warn(f"The cover has {tree.files[name].size / 1e6:.1f} MB; the shelf shows it small. Make it smaller.", "cover")
    return name


def _access(fields: Fields) -> Access:
    table = fields.table("access")
    if table is None:
        return Access()
    after = table.choice("after_certificate", AfterCertificate, AfterCertificate.KEEP_OPEN)
    access = Access(
        opens_on=_day(table, "opens_on"),
        closes_on=_day(table, "closes_on"),
        days_from_start=table.whole("days_from_start", 1, _MOST_DAYS),
        days_of_use=table.whole("days_of_use", 1, _MOST_DAYS),
        after_closing=table.choice("after_closing", ("read-only", "locked"), "read-only"),
        after_certificate=AfterCertificate(after),
        sign_out_after_certificate=table.flag("sign_out_after_certificate", False),
    )
    if access.opens_on and access.closes_on and access.opens_on[:10] > access.closes_on[:10]:
        table.error(f"The course closes on {access.closes_on}, before it opens on {access.opens_on}.", "closes_on")
    table.finish("[access]")
    return access


def _day(table: Fields, name: str) -> str | None:
    said = table.text(name, also=(dt.date, dt.datetime))
    if not said:
        return None
    day = read_day(said)
    if day is None:
        table.error(f"“{name}” is a date such as 2027-01-10, not “{said}”.", name)
        return None
    return day.day


# -- awards -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AwardPlace:
    award: Award
    line: int


def name_awards(fields: Fields) -> dict[str, str]:
    """Every award's id, so that awards may speak of each other: id -> title, in the order written, last the one that is there by itself.
    "certificate" is the certificate of the whole course; only where there is none an extra one is called so."""
    names: dict[str, str] = {}
    tables = list(fields.tables("award"))
    certificates = [at for at, table in enumerate(tables) if table.text("kind", "certificate").casefold() == "certificate"]
    whole = [at for at in certificates if not tables[at].has("earned_when")]
    by_itself = not whole and fields.raw("certificate") is not False
    called_so = whole[:1] or ([] if by_itself else certificates[:1])
    for at, table in enumerate(tables):
        kind = table.text("kind", "certificate").casefold()
        default = DEFAULT_CERTIFICATE if at in called_so else slug(table.text("title")) or kind
        name = table.text("id") or default
        if not _ID.fullmatch(name) or len(name) > _ID_LONGEST:
            table.error(f"“id” is made of letters, digits, hyphens and dots, not “{name}”.", "id")
            name = default
        number = 1
        while name in names:
            if table.has("id"):
                table.error(f"There are two awards with the id “{name}”.", "id")
            number += 1
            name = f"{name.partition('~')[0]}~{number}"
        names[name] = table.text("title")
    if by_itself:
        names[DEFAULT_CERTIFICATE if DEFAULT_CERTIFICATE not in names else f"{DEFAULT_CERTIFICATE}~course"] = ""
    return names


def read_awards(header: Header, references: References, conditions: Conditions) -> tuple[AwardPlace, ...]:
    """Every award, and the certificate that a course has by itself unless it is written or taken away."""
    fields = header.fields
    wanted = fields.flag("certificate", True)
    awards = [_award(table, name, conditions) for table, name in zip(fields.tables("award"), references.awards, strict=False)]
    replaced = any(place.award.kind is AwardKind.CERTIFICATE and place.award.earned_when is None for place in awards)
    if replaced and fields.has("certificate") and not wanted:
        fields.error("“certificate = false” takes away the certificate that an [[award]] below asks for.", "certificate")
    if wanted and not replaced:
        default = default_award(header.course.title)
        if default.id in {place.award.id for place in awards}:  # an extra one is written with this id
            default = Award(f"{default.id}~course", default.kind, default.title)
        awards.insert(0, AwardPlace(default, 0))
    return tuple(awards)


def _award(table: Fields, name: str, conditions: Conditions) -> AwardPlace:
    kind = AwardKind(table.choice("kind", AwardKind, AwardKind.CERTIFICATE))
    title = table.text("title", longest=_TITLE_LONGEST)
    if not title:
        table.error(f"This {kind} needs a title, which is printed on it.", "title")
    earned: Condition | None = conditions.read(table, "earned_when")
    award = Award(
        id=name,
        kind=kind,
        title=title,
        earned_when=earned,
        valid_days=_valid_days(table),
        notify_trainer=table.flag("notify_trainer", False),
        level=table.choice("level", LEVELS, LEVELS[0]),
        paper=table.choice("paper", ("A4", "Letter"), "A4"),
    )
    table.finish("an award", ("id",))
    return AwardPlace(award, table.line())


def _valid_days(table: Fields) -> int | None:
    said = table.text("valid_for").casefold()
    if not said:
        return None
    match = _SPAN.fullmatch(said)
    days = round(int(match[1]) * _DAYS[match[2][0]]) if match else 0
    if not 1 <= days <= _MOST_DAYS:
        table.error(f"“valid_for” is a time such as “3 years”, “6 months” or “90 days”, not “{said}”.", "valid_for")
        return None
    return days


# -- chapters ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChapterWishes:
    fields: Fields
    title: str
    summary: str
    order: Order | None
    choose: int | None
    required: bool
    titles: Mapping[str, str] = field(default_factory=dict)


def read_chapter(fields: Fields, folder: str) -> ChapterWishes:
    """chapter.toml; every field may be missing."""
    order = fields.choice("order", Order, "") if fields.has("order") else ""
    wishes = ChapterWishes(
        fields=fields,
        title=fields.text("title", longest=_TITLE_LONGEST) or title_from(folder.rpartition("/")[2]),
        summary=fields.text("summary", longest=2000),
        order=Order(order) if order else None,
        choose=fields.whole("choose", 1, 1000),
        required=not fields.flag("optional", False),
        titles=_titles(fields),
    )
    fields.finish("a chapter", ("opens_when",))
    return wishes

