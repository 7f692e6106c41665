"""0002: PINs and how often they were tried wrongly; guests whose progress somebody has claimed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "pin",
        sa.Column("whose", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
    )
    op.add_column("learner", sa.Column("claimed_by", sa.String(), nullable=True))
    op.add_column("enrolment", sa.Column("joined", sa.String(), nullable=True))
