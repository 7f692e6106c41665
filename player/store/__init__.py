"""SQLModel tables, sessions, queries, migrations. Rows only, no rules."""
