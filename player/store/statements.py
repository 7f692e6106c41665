"""What the table groups share: statements made once, rows as values."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Connection, Delete, Insert, Select, Table, Update, bindparam, delete, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlmodel import SQLModel

Row = TypeVar("Row", bound=SQLModel)
Values = Mapping[str, Any]


def table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


@cache
def _insert(row: type[SQLModel]) -> Insert:
    return insert(table(row))


@cache
def _upsert(row: type[SQLModel]) -> Insert:
    """Insert; where the primary key is there already, every other column is replaced."""
    made = insert_or(table(row))
    keys = [column.name for column in table(row).primary_key]
    return made.on_conflict_do_update(
        index_elements=keys, set_={column.name: made.excluded[column.name] for column in table(row).columns if column.name not in keys}
    )


@cache
def _select(row: type[SQLModel], where: tuple[str, ...]) -> Select[Any]:
    columns = table(row).c
    return select(table(row)).where(*(columns[name] == bindparam(name) for name in where)).order_by(*table(row).primary_key)


@cache
def _update(row: type[SQLModel], where: tuple[str, ...], names: tuple[str, ...]) -> Update:
    columns = table(row).c
    made = update(table(row)).where(*(columns[name] == bindparam("at_" + name) for name in where))
    return made.values({name: bindparam("to_" + name) for name in names})


@cache
def _delete(row: type[SQLModel], where: tuple[str, ...]) -> Delete:
    columns = table(row).c
    return delete(table(row)).where(*(columns[name] == bindparam(name) for name in where))


@cache
def _text(statement: ClauseElement) -> str:
    """The statement as SQLite reads it, parameters by name: compiled once, since a tick should cost little more than its commit."""
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))


class Group:
    """Tables that belong together, over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _run(self, statement: ClauseElement, values: Values) -> int:
        """One row written by the driver itself; returns how many rows it met."""
        raw: Any = self._connection.connection.dbapi_connection
        return int(raw.execute(_text(statement), values).rowcount)

    def _insert(self, row: type[SQLModel], values: Values) -> None:
        self._run(_insert(row), values)

    def _insert_counted(self, row: type[SQLModel], values: Values) -> int:
        """The new row's number, in a table that counts its rows."""
        return int(self._connection.execute(_insert(row), values).lastrowid)

    def _upsert(self, row: type[SQLModel], values: Values) -> None:
        self._run(_upsert(row), values)

    def _update(self, row: type[SQLModel], where: Values, values: Values) -> int:
        """Returns how many rows were changed."""
        bound = {"at_" + name: value for name, value in where.items()} | {"to_" + name: value for name, value in values.items()}
        return self._run(_update(row, tuple(where), tuple(values)), bound)

    def _delete(self, row: type[SQLModel], where: Values) -> None:
        self._run(_delete(row, tuple(where)), where)

    def _all(self, row: type[Row], **where: object) -> list[Row]:
        """Ordered by primary key. The rows belong to no session: changing one changes nothing."""
        return [row(**found) for found in self._connection.execute(_select(row, tuple(where)), where).mappings()]

    def _one(self, row: type[Row], **where: object) -> Row | None:
        found = self._all(row, **where)
        return found[0] if found else None
