"""What alembic runs: every step in its own transaction, its number mirrored in user_version within it."""

from typing import Any

from alembic import context


def _mirror(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001  # alembic calls by name
    ctx.connection.exec_driver_sql(f"PRAGMA user_version={int(step.up_revision_id)}")


context.configure(connection=context.config.attributes["connection"], transaction_per_migration=True, on_version_apply=_mirror)
with context.begin_transaction():
    context.run_migrations()
