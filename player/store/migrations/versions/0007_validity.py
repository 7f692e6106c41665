"""0007: until when a certificate is valid."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("award", sa.Column("valid_until", sa.BigInteger(), nullable=True))
