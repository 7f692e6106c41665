"""Courses on the shelf, as rows."""

from typing import Any, NamedTuple

from sqlalchemy import and_, func, literal, select

from player.store.rows import CourseRow, EditionRow, EnrolmentRow
from player.store.startup import ShelfLine, shelf_line
from player.store.statements import Group, table


class KnownCourse(NamedTuple):
    """Where a course lies, in which version, and whether it is on the shelf now."""

    key: str
    version: str
    digest: str
    path: str
    shown: bool
    title: str


class Shelf(Group):
    def lines(self, learner_id: str) -> tuple[ShelfLine, ...]:
        """The shelf as one learner sees it, most recent first; the same rows as startup.SHELF."""
        c, e = table(CourseRow).c, table(EnrolmentRow).c
        rounds = table(EnrolmentRow).alias("rounds")
        last = (
            select(func.max(rounds.c.round)).where(rounds.c.course_key == c.key, rounds.c.learner_id == learner_id).scalar_subquery()
        )
        mine = and_(e.course_key == c.key, e.learner_id == learner_id, e.round == last)
        zero = literal(0)
        asked = (
            select(
                c.key, c.id, c.title, c.version, c.publisher, c.fingerprint, c.path, c.digest, c.cover, c.damaged, e.number.is_not(None),
                func.coalesce(e.done, zero), func.coalesce(e.required, c.required), func.coalesce(e.extras_done, zero),
                func.coalesce(e.extras, c.extras), func.coalesce(e.seconds, c.seconds), func.coalesce(e.seconds_left, c.seconds),
                func.coalesce(e.complete, zero), e.earned_at, func.coalesce(e.resume_title, c.first_title),
                func.coalesce(e.resume_seconds, c.first_seconds), e.last_opened, c.access, e.access,
                func.coalesce(e.version, ""), e.moved,
            )
            .select_from(table(CourseRow).outerjoin(table(EnrolmentRow), mine))
            .where(c.shown)
            .order_by(func.coalesce(e.last_opened, c.added_at).desc(), c.title, c.key)
        )  # fmt: skip
        return tuple(shelf_line(tuple(row)) for row in self._connection.execute(asked))

    def get(self, key: str) -> CourseRow | None:
        return self._one(CourseRow, key=key)

    def known(self) -> list[KnownCourse]:
        """Every course that was ever on the shelf; no covers are read."""
        c = table(CourseRow).c
        return [KnownCourse(*row) for row in self._connection.execute(select(c.key, c.version, c.digest, c.path, c.shown, c.title))]

    def edition(self, key: str, version: str) -> EditionRow | None:
        return self._one(EditionRow, course_key=key, version=version)

    def editions(self, key: str) -> list[EditionRow]:
        """The older versions that were on the shelf."""
        return self._all(EditionRow, course_key=key)

    def put_edition(self, row: EditionRow) -> None:
        self._upsert(EditionRow, row.model_dump())

    def put(self, row: CourseRow) -> None:
        """Adds the course, or replaces what is known of it."""
        self._upsert(CourseRow, row.model_dump())

    def change(self, key: str, **values: Any) -> None:  # column values
        self._update(CourseRow, {"key": key}, values)
