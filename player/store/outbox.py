"""What the trainer is told, as rows; and which vouchers were redeemed here."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select, update

from player.course.notice import Letter, Mailing
from player.store.rows import NoticeRow, RedemptionRow
from player.store.statements import Group, table


class Outbox(Group):
    def add(self, row: NoticeRow) -> None:
        self._insert(NoticeRow, row.model_dump())

    def get(self, notice: str) -> NoticeRow | None:
        return self._one(NoticeRow, id=notice)

    def latest(self, *, unread: bool, kinds: Sequence[str] = (), limit: int, before: tuple[int, str] | None = None) -> list[NoticeRow]:
        """Newest first. `kinds` () means all; `before` is (at, id) of the last one of the page before."""
        c = table(NoticeRow).c
        asked = select(table(NoticeRow)).order_by(c.at.desc(), c.id.desc()).limit(limit)
        if unread:
            asked = asked.where(c.read_at.is_(None))
        if kinds:
            asked = asked.where(c.kind.in_(kinds))
        if before is not None:
            asked = asked.where((c.at < before[0]) | ((c.at == before[0]) & (c.id < before[1])))
        return [NoticeRow(**found) for found in self._connection.execute(asked).mappings()]

    def of_enrolment(self, enrolment: int) -> list[NoticeRow]:
        """In the order in which they were written."""
        return sorted(self._all(NoticeRow, enrolment=enrolment), key=lambda row: (row.at, row.id))

    def count_unread(self) -> int:
        c = table(NoticeRow).c
        return int(self._connection.execute(select(func.count()).where(c.read_at.is_(None))).scalar_one())

    def mark_read(self, notices: Iterable[str], at: int | None) -> None:
        """`at` None: unread again."""
        for notice in notices:
            self._update(NoticeRow, {"id": notice}, {"read_at": at})

    # On its way by mail

    def underway(self, state: Mailing) -> list[NoticeRow]:
        """In the order in which they were written."""
        return sorted(self._all(NoticeRow, mail=state.value), key=lambda row: (row.at, row.id))

    def set_letter(self, notice: str, letter: Letter, sent_at: int | None = None) -> None:
        told = {"mail": letter.state.value, "tries": letter.tries, "next_at": letter.next_at, "why": letter.why, "sent_at": sent_at}
        self._update(NoticeRow, {"id": notice}, told)

    def doubt_waiting(self, why: str) -> None:
        """They stand in an older copy of the database: whether they were sent since, nobody can tell."""
        t = table(NoticeRow)
        self._connection.execute(update(t).where(t.c.mail == Mailing.WAITING.value).values(mail=Mailing.UNSURE.value, why=why))

    def drop_waiting(self) -> None:
        """None of those that wait is to be sent any more."""
        t = table(NoticeRow)
        self._connection.execute(update(t).where(t.c.mail == Mailing.WAITING.value).values(mail=Mailing.NONE.value, why=""))

    # Vouchers

    def redemption(self, number: str) -> RedemptionRow | None:
        return self._one(RedemptionRow, number=number)

    def redeem(self, row: RedemptionRow) -> None:
        self._insert(RedemptionRow, row.model_dump())

    def redemptions(self) -> list[RedemptionRow]:
        """Latest first."""
        return sorted(self._all(RedemptionRow), key=lambda row: (-row.at, row.number))


def letter_of(row: NoticeRow) -> Letter:
    return Letter(Mailing(row.mail), row.tries, row.next_at, row.why)
