"""0004: how a learner's lock is opened; speed and captions that a learner is used to; where a film was left."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("pin", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("learner", sa.Column("speed", sa.Integer(), nullable=True))
    op.add_column("learner", sa.Column("captions", sa.String(), nullable=True))
    op.create_table(
        "left_at",
        sa.Column("enrolment", sa.Integer(), sa.ForeignKey("enrolment.number"), primary_key=True),
        sa.Column("lesson", sa.String(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
