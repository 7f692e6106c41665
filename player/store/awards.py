"""Awards earned, issued and saved, as rows."""

from typing import Any

from sqlalchemy import select

from player.store.rows import AwardRow, CourseRow, EnrolmentRow
from player.store.statements import Group, table


class Awards(Group):
    def of_enrolment(self, enrolment: int) -> list[AwardRow]:
        return self._all(AwardRow, enrolment=enrolment)

    def get(self, enrolment: int, award: str) -> AwardRow | None:
        return self._one(AwardRow, enrolment=enrolment, award=award)

    def put(self, row: AwardRow) -> None:
        self._upsert(AwardRow, row.model_dump())

    def change(self, enrolment: int, award: str, **values: Any) -> None:  # column values
        self._update(AwardRow, {"enrolment": enrolment, "award": award}, values)

    def of_learner(self, learner_id: str) -> list[tuple[AwardRow, str, str, str]]:
        """(award, enrolment id, course key, course title), latest earned first."""
        a, e, c = table(AwardRow), table(EnrolmentRow), table(CourseRow)
        asked = (
            select(a, e.c.id.label("enrolment_id"), c.c.key.label("course_key"), c.c.title.label("course_title"))
            .join_from(a, e, a.c.enrolment == e.c.number)
            .join(c, c.c.key == e.c.course_key)
            .where(e.c.learner_id == learner_id)
            .order_by(a.c.earned_at.desc(), a.c.enrolment, a.c.award)
        )
        found = []
        for row in self._connection.execute(asked).mappings():
            values = dict(row)
            ends = (values.pop("enrolment_id"), values.pop("course_key"), values.pop("course_title"))
            found.append((AwardRow(**values), *ends))
        return found
