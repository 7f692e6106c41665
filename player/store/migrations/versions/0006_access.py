"""0006: what the shelf needs to say whether a course is open: the author's dates, and what of them a learner has used."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("course", sa.Column("access", sa.String(), nullable=True))
    op.add_column("enrolment", sa.Column("access", sa.String(), nullable=True))
