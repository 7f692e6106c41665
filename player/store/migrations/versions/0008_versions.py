"""0008: where the package of an older version lies, in which version an award was earned, what a learner had finished before an update."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("course_key", sa.String(), sa.ForeignKey("course.key"), primary_key=True, nullable=False),
        sa.Column("version", sa.String(), primary_key=True, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.add_column("course", sa.Column("move", sa.String(), nullable=True))
    op.add_column("award", sa.Column("version", sa.String(), nullable=False, server_default=""))
    op.add_column("enrolment", sa.Column("moved", sa.String(), nullable=True))
