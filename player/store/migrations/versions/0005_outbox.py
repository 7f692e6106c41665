"""0005: what the trainer is told, and vouchers that were redeemed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_S, _I, _T = sa.String(), sa.Integer(), sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", _S, primary_key=True),
        sa.Column("enrolment", _I, sa.ForeignKey("enrolment.number"), nullable=False),
        sa.Column("at", _T, nullable=False),
        *(sa.Column(name, _S, nullable=False) for name in ("about", "subject", "title", "kind", "learner", "course", "version", "score")),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("number", _S, nullable=False),
        sa.Column("read_at", _T, nullable=True),
        sa.Column("mail", _S, nullable=False),
        sa.Column("tries", _I, nullable=False),
        sa.Column("next_at", _T, nullable=False),
        sa.Column("sent_at", _T, nullable=True),
        sa.Column("why", _S, nullable=False),
    )
    for name in ("at", "enrolment", "mail"):
        op.create_index(f"ix_notice_{name}", "notice", [name])
    op.create_table(
        "redemption",
        sa.Column("number", _S, primary_key=True),
        *(sa.Column(name, _S, nullable=False) for name in ("title", "name", "course", "device")),
        sa.Column("at", _T, nullable=False),
        *(sa.Column(name, _S, nullable=False) for name in ("by", "how")),
    )
    op.add_column("award", sa.Column("redeemed_at", _T, nullable=True))
    op.add_column("award", sa.Column("redeemed_by", _S, nullable=False, server_default=""))
