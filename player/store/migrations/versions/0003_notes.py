"""0003: what learners write down and mark for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_S, _T = sa.String(), sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", _S, primary_key=True),
        sa.Column("learner_id", _S, sa.ForeignKey("learner.id"), nullable=False),
        sa.Column("course_key", _S, sa.ForeignKey("course.key"), nullable=False),
        sa.Column("lesson", _S, nullable=False),
        sa.Column("anchor", _S, nullable=False),
        sa.Column("heading", _S, nullable=False),
        sa.Column("text", _S, nullable=False),
        sa.Column("created_at", _T, nullable=False),
        sa.Column("changed_at", _T, nullable=False),
    )
    op.create_index("ix_note_learner_course", "note", ["learner_id", "course_key"])
    op.create_table(
        "bookmark",
        sa.Column("learner_id", _S, sa.ForeignKey("learner.id"), primary_key=True),
        sa.Column("course_key", _S, sa.ForeignKey("course.key"), primary_key=True),
        sa.Column("lesson", _S, primary_key=True),
        sa.Column("anchor", _S, nullable=False),
        sa.Column("heading", _S, nullable=False),
        sa.Column("at", _T, nullable=False),
        sqlite_with_rowid=False,
    )
