"""Awards earned, issued and saved, as rows."""

from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from player.course.facts import AwardFacts
from player.store.rows import AwardRow, CourseRow, EnrolmentRow, LearnerRow
from player.store.startup import KeptLine
from player.store.statements import Group, table


class VoucherLine(NamedTuple):
    """A voucher that was earned here. `chain_of` is the learner to whose record it belongs now."""

    enrolment: int
    enrolment_id: str
    award: str
    number: str
    title: str
    course: str
    learner: str
    name: str
    printed_name: str
    earned_at: int
    issued_at: int | None
    redeemed_at: int | None
    redeemed_by: str


class EarnedLine(NamedTuple):
    """An award that was earned. `current`: in the round that is open now; `joined`: by a guest whose record went into another's."""

    award: str
    title: str
    kind: str
    number: str
    earned_at: int
    issued_at: int | None
    saved_at: int | None
    file: str
    printed_name: str
    course_key: str
    course_title: str
    valid_until: int | None
    round: int
    current: bool
    redeemed_at: int | None
    redeemed_by: str
    rests_on_void: bool
    joined: bool


class Awards(Group):
    def of_enrolment(self, enrolment: int) -> list[AwardRow]:
        return self._all(AwardRow, enrolment=enrolment)

    def get(self, enrolment: int, award: str) -> AwardRow | None:
        return self._one(AwardRow, enrolment=enrolment, award=award)

    def fold(self, enrolment: int, award: str, facts: AwardFacts, *, title: str, kind: str, valid_until: int | None = None) -> None:
        """Keeps what the ledger says; where the file lies is told by `change`."""
        row = self.get(enrolment, award) or AwardRow(
            enrolment=enrolment, award=award, title=title, kind=kind, number="", printed_name="", file="", sha256="", rests_on_void=False
        )
        told = {"earned_at": facts.earned_at, "issued_at": facts.issued_at, "saved_at": facts.saved_at, "number": facts.number,
                "rests_on_void": facts.rests_on_void, "redeemed_at": facts.redeemed_at, "redeemed_by": facts.redeemed_by,
                "version": facts.version}  # fmt: skip
        self._upsert(AwardRow, row.model_dump() | told | {"title": title, "valid_until": valid_until})

    def put(self, row: AwardRow) -> None:
        self._upsert(AwardRow, row.model_dump())

    def change(self, enrolment: int, award: str, **values: Any) -> None:  # column values
        self._update(AwardRow, {"enrolment": enrolment, "award": award}, values)

    def held(self, learner_id: str) -> list[tuple[str, str]]:
        """(key of the course, award) of everything the learner earned in any round."""
        a, e = table(AwardRow), table(EnrolmentRow)
        asked = (
            select(e.c.course_key, a.c.award)
            .join_from(a, e, a.c.enrolment == e.c.number)
            .where(e.c.learner_id == learner_id, a.c.earned_at.is_not(None))
            .distinct()
        )
        return [(key, award) for key, award in self._connection.execute(asked)]

    def title(self, course_key: str, award: str) -> str:
        """As it stands in anybody's record here; "" where nobody has it."""
        a, e = table(AwardRow).c, table(EnrolmentRow).c
        asked = select(a.title).select_from(table(AwardRow)).join(table(EnrolmentRow), e.number == a.enrolment).where(
            e.course_key == course_key, a.award == award
        ).order_by(e.number.desc()).limit(1)  # fmt: skip
        return str(self._connection.execute(asked).scalar() or "")

    def latest(self, learner_id: str, course_key: str, award: str) -> tuple[str, int] | None:
        """(number, earned at) of what this award gave the learner last; None where it was not earned."""
        a, e = table(AwardRow).c, table(EnrolmentRow).c
        asked = select(a.number, a.earned_at).select_from(table(AwardRow)).join(table(EnrolmentRow), e.number == a.enrolment).where(
            e.learner_id == learner_id, e.course_key == course_key, a.award == award, a.earned_at.is_not(None)
        ).order_by(e.round.desc()).limit(1)  # fmt: skip
        found = self._connection.execute(asked).first()
        return None if found is None else (str(found[0]), int(found[1]))

    def kept(self, learner_id: str) -> tuple[KeptLine, ...]:
        """Those whose PDF is kept, latest first; the same rows as startup.KEPT."""
        rounds = table(EnrolmentRow).alias("rounds").c
        of = table(EnrolmentRow).c
        last = select(func.max(rounds.round)).where(rounds.course_key == of.course_key, rounds.learner_id == of.learner_id).scalar_subquery()
        a, e, c, who = table(AwardRow).c, table(EnrolmentRow).c, table(CourseRow).c, table(LearnerRow).c
        asked = (
            select(a.award, a.title, a.kind, a.number, a.issued_at, a.saved_at, a.file, a.printed_name, e.course_key, c.title, a.valid_until,
                   e.round, e.round == last)
            .select_from(table(AwardRow))
            .join(table(EnrolmentRow), e.number == a.enrolment)
            .join(table(CourseRow), c.key == e.course_key)
            .join(table(LearnerRow), who.id == e.learner_id)
            .where(or_(who.id == learner_id, who.claimed_by == learner_id), a.issued_at.is_not(None))
            .order_by(a.issued_at.desc(), a.number)
        )
        return tuple(KeptLine(*tuple(row)) for row in self._connection.execute(asked))

    def before(self, learner_id: str, course_key: str, award: str, round_: int) -> str:
        """The number of what this award gave in the latest round before that one; "" for none."""
        a, e = table(AwardRow).c, table(EnrolmentRow).c
        asked = (
            select(a.number)
            .select_from(table(AwardRow))
            .join(table(EnrolmentRow), e.number == a.enrolment)
            .where(e.learner_id == learner_id, e.course_key == course_key, e.round < round_, a.award == award, a.issued_at.is_not(None))
            .order_by(e.round.desc())
            .limit(1)
        )
        return str(self._connection.execute(asked).scalar() or "")

    def everything(self, learner_id: str) -> list[EarnedLine]:
        """Every award that the learner (or a guest they claimed) earned in any round, latest first."""
        a, e, c, who = table(AwardRow).c, table(EnrolmentRow).c, table(CourseRow).c, table(LearnerRow).c
        rounds = table(EnrolmentRow).alias("rounds").c
        last = select(func.max(rounds.round)).where(rounds.course_key == e.course_key, rounds.learner_id == e.learner_id).scalar_subquery()
        asked = (
            select(a.award, a.title, a.kind, a.number, a.earned_at, a.issued_at, a.saved_at, a.file, a.printed_name, e.course_key, c.title,
                   a.valid_until, e.round, e.round == last, a.redeemed_at, a.redeemed_by, a.rests_on_void, e.joined.is_not(None))
            .select_from(table(AwardRow))
            .join(table(EnrolmentRow), e.number == a.enrolment)
            .join(table(CourseRow), c.key == e.course_key)
            .join(table(LearnerRow), who.id == e.learner_id)
            .where(or_(who.id == learner_id, who.claimed_by == learner_id), a.earned_at.is_not(None))
            .order_by(a.earned_at.desc(), a.title)
        )
        return [EarnedLine(*tuple(row)) for row in self._connection.execute(asked)]

    def vouchers(self, number: str = "") -> list[VoucherLine]:
        """Every voucher that was earned here, or that of one number; latest first. Those of claimed guests stand with whoever claimed them."""
        a, e, c, who = table(AwardRow).c, table(EnrolmentRow).c, table(CourseRow).c, table(LearnerRow).c
        asked = (
            select(a.enrolment, e.id, a.award, a.number, a.title, c.title, who.id, who.name, a.printed_name, a.earned_at, a.issued_at,
                   a.redeemed_at, a.redeemed_by)
            .select_from(table(AwardRow))
            .join(table(EnrolmentRow), e.number == a.enrolment)
            .join(table(CourseRow), c.key == e.course_key)
            .join(table(LearnerRow), who.id == e.learner_id)
            .where(a.kind == "voucher", a.earned_at.is_not(None), a.number != "", who.claimed_by.is_(None))
            .order_by(a.earned_at.desc(), a.number)
        )
        if number:
            asked = asked.where(a.number == number)
        return [VoucherLine(*tuple(row)) for row in self._connection.execute(asked)]

    def redeemed(self, number: str, at: int, by: str) -> None:
        """Every row of that voucher: a guest's stays beside that of whoever claimed it."""
        self._update(AwardRow, {"number": number, "kind": "voucher"}, {"redeemed_at": at, "redeemed_by": by})
